"""Subcommand doctor: how a rig is, and what to mend."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from thumbwalk.cli.connect import JsonOption, PortOption, SeedOption, VirtualOption, opened, received
from thumbwalk.cli.show import console, number, print_json
from thumbwalk.link.selftest import SelfTest
from thumbwalk.session.checkup import Checkup, check_up
from thumbwalk.virtual.foot import FootSpec

SecondsOption = Annotated[float, typer.Option("--seconds", min=0.5, max=86400.0, help="How long to look, in seconds.")]


def doctor(
    port: PortOption = None,
    virtual: VirtualOption = False,
    seconds: SecondsOption = 5.0,
    seed: SeedOption = 0,
    json: JsonOption = False,
) -> None:
    """Look at a rig for some seconds and say how it is: rate, losses, jitter and each sensor. Hands off the foot.

    Ends with 1 if something needs a hand.
    """
    with opened(port, virtual, FootSpec(seed=seed)) as rig:
        settings, self_test = rig.settings(), rig.self_test()
        blocks, tally, logs = received(rig, seconds)
        report = check_up(rig.hello, blocks, tally, self_test, settings)
    if json:
        print_json(report.to_json())
    else:
        _print_checkup(report, logs)
    if not report.healthy:
        raise typer.Exit(1)


def _print_checkup(report: Checkup, logs: list[str]) -> None:
    out, hello, tally = console(), report.identity, report.tally
    out.print(f"{hello.name or hello.board} {hello.board_id}: firmware {hello.firmware}, protocol {hello.protocol}")
    out.print(
        f"{report.rate_hz:.1f} Hz over {report.seconds:.1f} s, {report.gaps} gaps, {tally.overruns} overruns, "
        f"{tally.dropped} dropped, {tally.bad_frames} bad and {tally.lost_frames} lost frames; "
        f"jitter p99 {report.jitter_us['p99']:.0f} us"
    )
    table = Table("sensor", "state", "at rest", "noise", "note")
    for one in report.channels:
        table.add_row(one.name, one.state, number(one.mean_counts, 0), number(one.noise_counts, 1), one.note)
    out.print(table)
    if report.self_test is not None:
        out.print(f"The board's self-test: {_self_test_line(report.self_test)}")
    for line in logs:
        out.print(f"The board says: {line}")
    for problem in report.problems:
        out.print(f"Problem: {problem}")
    if report.healthy:
        out.print("The rig is healthy.")


def _self_test_line(test: SelfTest) -> str:
    """What the table of sensors does not show."""
    supply = "supply unknown" if test.supply_mv is None else f"supply {1e-3 * test.supply_mv:.2f} V"
    scan = "" if test.scan_us is None else f", {test.scan_us} us a scan"
    memory = ""
    if test.memory_free is not None and test.memory_used is not None:
        memory = f", {100 * test.memory_used / (test.memory_free + test.memory_used):.0f} % of its memory used"
    bleeds = "bleed resistors fitted" if test.has_bleed else "no bleed resistors"
    return f"{supply}, {bleeds}{scan}{memory}"
