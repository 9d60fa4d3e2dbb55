"""How free practice is told on a terminal: what was done, where, how evenly, and what to do next."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from thumbwalk.cli.show import number
from thumbwalk.coach.free.minutes import Minute
from thumbwalk.coach.free.summary import FreeSummary


def print_free(out: Console, done: FreeSummary) -> None:
    """The techniques, the zones, the minutes, and the drill that fits."""
    title = f"Free practice: {clock(done.duration_s)} minutes, {clock(done.touched_s)} of them in touch"
    if not done.techniques:
        out.print(title)
        out.print("Nothing was recognised." if done.touched_s > 0.0 else "Nobody touched the foot.")
        return
    table = Table(title=title, title_justify="left")
    for heading in ("technique", "time", "strokes", "force", "pace", "evenness"):
        table.add_column(heading, justify="left" if heading == "technique" else "right")
    for one in done.techniques:
        force = f"{one.force_n:.1f} N" if one.force_n is not None else "–"
        pace = f"{one.rate_per_min:.0f} /min" if one.rate_per_min is not None else "–"
        even = number(one.evenness, 0)
        table.add_row(one.technique, clock(one.seconds), str(one.strokes), force, pace, even)
    out.print(table)
    if done.unsure_s >= 1.0:
        out.print(f"Not recognised: {clock(done.unsure_s)}")
    if not done.calibrated:
        out.print("Force is not told: it is no newtons, or a guess.")
    if done.covered is not None:
        zones = ", ".join(f"{one.zone} {100 * one.covered:.0f} %" for one in done.zones)
        out.print(f"Touched {100 * done.covered:.0f} % of the sole: {zones}")
    if done.best is not None:
        out.print(f"Best minute: {_minute(done.best)}")
    if done.worst is not None:
        out.print(f"Worst minute: {_minute(done.worst)}")
    if done.drill is not None:
        out.print(f"Next: thumbwalk practice --drill {done.drill.name} ({done.drill.why})")


def _minute(one: Minute) -> str:
    return f"from {clock(one.start_s)}, {one.technique}, evenness {number(one.evenness, 0)}"


def clock(seconds: float) -> str:
    """Minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
