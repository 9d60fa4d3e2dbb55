"""What `thumbwalk validate` prints of its findings for people."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from thumbwalk.cli.show import console, number
from thumbwalk.validate.findings import Findings
from thumbwalk.validate.kinds import TITLES
from thumbwalk.validate.limits import X_REALTIME, Verdict
from thumbwalk.validate.masters import OF_ALL
from thumbwalk.validate.words_told import WordFigures


def print_findings(found: Findings) -> None:
    """Every figure beside its limit, and what is not met."""
    out = console()
    table = Table("figure", *(heading for kind in found.kinds for heading in (TITLES[kind], "limit", "met")))
    for rows in zip(*(one.verdicts for one in found.kinds.values()), strict=True):
        cells = [cell for one in rows for cell in (_shown(one), number(one.limit, 3), "yes" if one.met else "no")]
        table.add_row(rows[0].name, *cells)
    out.print(table)
    for one in found.kinds.values():
        same = "the same" if one.live_same else "not the same"
        latest_s = max(one.delays_s, default=0.0)
        out.print(
            f"Live, {TITLES[one.kind]}: {len(one.delays_s)} strokes, the latest known {latest_s:.2f} s after its end; "
            f"they are {same} as in the stream fed whole"
        )
    if found.words:
        told = WordFigures.of(found.words)
        out.print(
            f"Words: a fault is named in {100 * told.named:.0f} % of the time in which they speak and called good in "
            f"{100 * told.good:.0f} %, an expert is told good in {100 * told.expert_good:.0f} %"
        )
    _print_score(found, out)
    for each in found.masters:
        right = f"{100 * each.right:.0f} % score as they should; the limit is {100 * OF_ALL:g} %"
        out.print(f"A master's {each.technique}, {each.style}: {right}")
    if found.x_realtime is not None:
        out.print(f"Whole chain: {found.x_realtime:.0f} x real time; the limit is {X_REALTIME:g} x")
    if found.recordings is None:
        out.print("The real recordings are not there: they come with the source, under tests/data")
    for checked in found.recordings or ():
        if checked.right is not None:
            out.print(f"{checked.recording}: {checked.what}: {checked.found}, known: {checked.known}")
    out.print("Every limit is met." if not found.not_met else "Not met: " + "; ".join(found.not_met))


def _print_score(found: Findings, out: Console) -> None:
    """How the score follows growing faults and tells hands apart."""
    if found.growths:
        fall = sum(one.met for one in found.growths)
        first = f"its measure is named first in {100 * found.named_first:.0f} % of all steps"
        out.print(f"Score: of {len(found.growths)} growing faults it follows {fall}; {first}")
    for told_apart in found.hands:
        figures = f"again SD {told_apart.again_sd:.1f}, gain moves {told_apart.moved:.1f}"
        out.print(f"Score of {told_apart.technique}: expert before beginner {told_apart.auc:.3f}, {figures}")


def _shown(one: Verdict) -> str:
    return number(one.median, 3) if one.p90 is None else f"{number(one.median, 3)} ({number(one.p90, 3)})"
