"""What `thumbwalk doctor --lines` prints for people."""

from __future__ import annotations

from rich.table import Table

from thumbwalk.cli.show import console, number
from thumbwalk.link.tally import many
from thumbwalk.rig.lines_checkup import LinesCheckup


def print_lines_checkup(report: LinesCheckup) -> None:
    """What the board prints, each column, and what to mend or do next."""
    out, hello = console(), report.identity
    out.print(
        f"{hello.board_id} prints {many(len(hello.channels), 'sensor')} a line, {report.written}; {report.timed}",
        soft_wrap=True,
    )
    tally = report.tally
    out.print(
        f"{report.rate_hz:.1f} lines a second over {report.seconds:.1f} s, {many(report.scans, 'line')} used, "
        f"{sum(report.damage.values())} not, {tally.lost_frames} missing, {many(tally.restarts, 'restart')}, "
        f"longest step {report.longest_gap_s:.2g} s",
        soft_wrap=True,
    )
    table = Table("column", "unit", "least", "median", "most", "note")
    for one in report.columns:
        digits = 0 if one.unit == "counts" else 2
        table.add_row(one.name, one.unit, *(number(v, digits) for v in (one.least, one.median, one.most)), one.note)
    out.print(table)
    for text in report.text:
        out.print(f"The board says: {text}", soft_wrap=True)
    for problem in report.problems:
        out.print(f"Problem: {problem}", soft_wrap=True)
    for step in report.next_steps:
        out.print(f"Next: {step}", soft_wrap=True)
