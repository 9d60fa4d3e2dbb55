"""How free practice is told on a terminal: what was done, where, how evenly, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thumbwalk.cli.show import number
from thumbwalk.coach.free.said import clock, sentences, title_of
from thumbwalk.coach.free.summary import FreeSummary

if TYPE_CHECKING:
    from rich.console import Console


def print_free(out: Console, done: FreeSummary) -> None:
    """The techniques, the zones, the minutes, and the drill that fits."""
    from rich.table import Table  # noqa: PLC0415  a window is on the screen before

    if done.techniques:
        table = Table(title=title_of(done), title_justify="left")
        for heading in ("technique", "time", "strokes", "force", "pace", "evenness"):
            table.add_column(heading, justify="left" if heading == "technique" else "right")
        for one in done.techniques:
            force = f"{one.force_n:.1f} N" if one.force_n is not None else "–"
            pace = f"{one.rate_per_min:.0f} /min" if one.rate_per_min is not None else "–"
            even = number(one.evenness, 0)
            table.add_row(one.technique, clock(one.seconds), str(one.strokes), force, pace, even)
        out.print(table)
    else:
        out.print(title_of(done))
    for line in sentences(done):
        out.print(line)
