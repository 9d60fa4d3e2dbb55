"""What `thumbwalk doctor` prints of a checkup for people."""

from __future__ import annotations

from rich.table import Table

from thumbwalk.cli.show import console, number, print_lost, where_kept
from thumbwalk.link.configure import values_of
from thumbwalk.link.selftest import JITTER_EDGES_US, SelfTest
from thumbwalk.link.tally import many
from thumbwalk.link.wire import Hello
from thumbwalk.rig.checkup import Checkup


def print_checkup(report: Checkup, logs: list[str]) -> None:
    """The stream, each sensor, what the board says of itself, and what to mend."""
    out, hello = console(), report.identity
    out.print(
        f"{hello.name or hello.board} {hello.board_id}: firmware {hello.firmware}, protocol {hello.protocol}, "
        f"board '{hello.board}', {_sensors(hello)}, layout '{hello.layout}'",
        soft_wrap=True,
    )
    out.print(_stream_line(report), soft_wrap=True)
    if report.lost is not None:
        print_lost(out, report.lost)
    out.print(_cells_table(report) if report.cells else _channels_table(report))
    for line in (*_found_lines(report), *(f"The board says: {log}" for log in logs)):
        out.print(line, soft_wrap=True)
    for notice in report.notices:
        out.print(f"Note: {notice}", soft_wrap=True)
    for problem in report.problems:
        out.print(f"Problem: {problem}", soft_wrap=True)
    if report.healthy:
        out.print("The rig is healthy.")


def _sensors(hello: Hello) -> str:
    if hello.channels or hello.cells is None:
        return many(len(hello.channels), "channel")
    return f"{many(len(hello.cells.names), 'load cell')} on {hello.cells.converter}"


def _channels_table(report: Checkup) -> Table:
    table = Table("sensor", "state", "at rest", "noise", "note")
    for one in report.channels:
        table.add_row(one.name, one.state, number(one.median_counts, 0), number(one.noise_counts, 1), one.note)
    return table


def _cells_table(report: Checkup) -> Table:
    """Codes of 24 bits; how far from the rest that was taken only where one was."""
    table = Table("cell", "state", "rate", "at rest", "noise", "off its rest", "note")
    for one in report.cells:
        rate = "" if one.rate_hz is None else f"{one.rate_hz:.1f} Hz"
        codes = ["" if value is None else number(value, 0) for value in (one.median_code, one.noise_codes)]
        table.add_row(one.name, one.state, rate, *codes, "" if one.rest_n is None else f"{one.rest_n:+.2f} N", one.note)
    return table


def _stream_line(report: Checkup) -> str:
    tally, jitter_us = report.tally, report.jitter_us
    busy = None if tally.status is None else tally.status.busy_percent
    at_work = "" if busy is None else f"; its processor is busy {busy} % of the time"
    return (
        f"{report.rate_hz:.1f} Hz over {report.seconds:.1f} s, {many(report.gaps, 'gap')}, "
        f"{many(tally.overruns, 'overrun')}, "
        f"{tally.dropped} dropped, {tally.bad_frames} bad and {tally.lost_frames} lost frames; "
        f"jitter p50 {jitter_us['p50']:.0f}, p99 {jitter_us['p99']:.0f}, max {jitter_us['max']:.0f} us{at_work}"
    )


def _found_lines(report: Checkup) -> list[str]:
    """What was found beside the table of sensors, a line each."""
    lines = []
    if report.self_test is not None:
        lines.append(f"The board's self-test: {_self_test_line(report.self_test)}")
    if report.settings is not None:
        values = ", ".join(f"{key} {value}" for key, value in values_of(report.settings).items())
        lines.append(f"Settings ({where_kept(report.settings)}): {values}")
    load = report.load_cell
    if load is not None and load["state"] != "none":
        rate = "no reading" if load["rate_hz"] is None else f"{load['rate_hz']:.1f} readings a second"
        lines.append(
            f"The load cell is {load['state']}: {rate}, {load['missed']} missed since the board was switched on"
        )
    if report.load_check is not None:
        lines.append(f"Whole force: {report.load_check.text}, medians of {report.load_check.readings} readings.")
    if report.press is not None:
        well = sum(one.state == "ok" for one in report.press)
        lines.append(f"Pressed in turn: {well} of {len(report.press)} answer as they should.")
    return lines


def _self_test_line(test: SelfTest) -> str:
    """What the table of sensors does not show."""
    supply = "supply unknown" if test.supply_mv is None else f"supply {1e-3 * test.supply_mv:.2f} V"
    scan = "" if test.scan_us is None else f", {test.scan_us} us a scan"
    memory = ""
    if test.memory_free is not None and test.memory_used is not None:
        memory = f", {100 * test.memory_used / (test.memory_free + test.memory_used):.0f} % of its memory used"
    bleeds = "bleed resistors fitted" if test.has_bleed else "no bleed resistors"
    return f"{supply}, {bleeds}{scan}{memory}, {_steps(test)}"


def _steps(test: SelfTest) -> str:
    """How even its scans came: the classes of its histogram that have any."""
    classes = [f"less than {edge} us" for edge in JITTER_EDGES_US] + [f"{JITTER_EDGES_US[-1]} us or more"]
    found = [f"{n} by {name}" for n, name in zip(test.jitter, classes, strict=True) if n]
    return f"steps off: {', '.join(found)}" if found else "no step between scans"
