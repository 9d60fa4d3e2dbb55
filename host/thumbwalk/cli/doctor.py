"""Subcommand doctor: how a rig is, and what to mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Annotated

import typer
from rich.table import Table

from thumbwalk.cli.config import SettingsOption, where_kept
from thumbwalk.cli.connect import (
    JsonOption,
    LayoutOption,
    LoadCellOption,
    PortOption,
    SeedOption,
    VirtualOption,
    calibration_for,
    layout_text,
    load_cell_hz,
    opened,
    pad_for,
    received,
)
from thumbwalk.cli.show import console, number, print_json
from thumbwalk.errors import LinkLost, RigError
from thumbwalk.link.board_state import LoadReading, Status
from thumbwalk.link.configure import values_of
from thumbwalk.link.plain_text import escaped
from thumbwalk.link.ports import RigLink
from thumbwalk.link.selftest import JITTER_EDGES_US, SelfTest
from thumbwalk.link.tally import many
from thumbwalk.link.watch import StreamWatch
from thumbwalk.link.wire import Event, Hello, Scans, WireDecoder
from thumbwalk.rig.checkup import Checkup, check_up
from thumbwalk.rig.press_check import PressCheck, PressedChannel
from thumbwalk.signal.load_cell import LoadCheck
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.rig import VirtualRig
from thumbwalk.virtual.sensor_faults import FaultyChannels, parse_faults

SecondsOption = Annotated[float, typer.Option("--seconds", min=0.5, max=86400.0, help="How long to look, in seconds.")]


def doctor(
    port: PortOption = None,
    virtual: VirtualOption = False,
    seconds: SecondsOption = 5.0,
    seed: SeedOption = 0,
    press: Annotated[
        bool, typer.Option("--press", help="Then have each tile pressed in turn: finds dead and swapped sensors.")
    ] = False,
    fault: Annotated[
        list[str] | None,
        typer.Option(
            "--fault",
            metavar="KIND:TAXEL",
            help="Virtual rig: a fault to find: dead, open, unbled, shorted, stuck, noisy, or swapped:TAXEL,TAXEL; "
            "may be given again.",
        ),
    ] = None,
    layout: LayoutOption = None,
    load_cell: LoadCellOption = None,
    settings: SettingsOption = None,
    json: JsonOption = False,
) -> None:
    """Look at a rig for some seconds and say how it is: rate, losses, jitter and each sensor. Hands off the foot.

    Ends with 1 if something needs a hand.
    """
    if fault and not virtual:
        raise RigError("--fault is for the virtual rig; add --virtual, or leave it out")
    faults = parse_faults(fault or [])
    spec = FootSpec(
        seed=seed,
        layout=layout_text(layout),
        load_cell_hz=load_cell_hz(load_cell, virtual=virtual),
        **asdict(faults),
    )
    FaultyChannels(spec.pad(), faults)  # refuses a taxel that there is not, before anything is started
    with opened(port, virtual, spec, settings=settings) as (rig, hand):
        # a board that does not know its sensors' names is shown with those of the layout
        hello = rig.hello if layout is None else replace(rig.hello, channels=pad_for(rig.hello, layout).names)
        remembered, self_test = rig.settings(), rig.self_test()
        found = received(rig, seconds)
        report = check_up(hello, found.blocks, found.tally, self_test, remembered)
        if press:
            calibration, is_own = calibration_for(rig.hello)
            load = LoadCheck(calibration)
            pressed = _guided_press(rig, hello, hand, load)
            report = report.pressed(pressed).loaded(load.result(), calibrated=is_own)
    if json:
        print_json(report.to_json())
    else:
        _print_checkup(report, found.logs)
    if not report.healthy:
        raise typer.Exit(1)


def _guided_press(rig: RigLink, hello: Hello, hand: VirtualRig | None, load: LoadCheck) -> tuple[PressedChannel, ...]:
    """Ask for one tile after the other; on the virtual rig its own hand presses."""
    check, decoder = PressCheck(hello.channels, hello.bits, hello.rate_hz), WireDecoder(in_order=True)
    finger = None if hand is None else _Finger(hand)
    asked: int | None = None
    rig.link.send("start")
    watch = StreamWatch(rig.link, hello.rate_hz)
    while not check.finished:
        data = rig.link.read()
        events = decoder.feed(data)
        scans = [event for event in events if isinstance(event, Scans)]
        for event in scans:
            check.feed(event.counts)
        _watch_load(events, load)
        watch.attend(scans=bool(scans), data=bool(data))
        if watch.lost_s is not None:
            raise LinkLost(f"{rig.link.url}: the rig sends no more scans; unplug it, plug it in and try again")
        if check.target is not None and check.target != asked:
            asked = check.target
            typer.echo(
                f"{asked + 1} of {len(hello.channels)}: press {escaped(hello.channels[asked])}, then let go.", err=True
            )
        if finger is not None:
            finger.follow(check)
    rig.link.send("stop")
    return check.channels()


def _watch_load(events: Sequence[Event], load: LoadCheck) -> None:
    for event in events:
        if isinstance(event, Scans):
            load.scans(event.time_us, event.counts)
        elif isinstance(event, LoadReading):
            load.reading(event.device_us, event.code)
        elif isinstance(event, Status):
            load.supply(event.supply_ratio)


class _Finger:
    """The virtual hand at a guided press: the middle of each tile for a while, or on when nothing answers."""

    def __init__(self, hand: VirtualRig) -> None:
        self._hand = hand
        self._target: int | None = None
        self._is_down = False

    def follow(self, check: PressCheck) -> None:
        """Do what is asked for now."""
        if check.target is None:
            return
        if check.target != self._target:
            self._target, self._is_down = check.target, True
            x_mm, y_mm = (float(value) for value in self._hand.pad.positions_mm[check.target])
            self._hand.press(x_mm, y_mm, _PRESS_N)
        elif self._is_down and (check.held_s >= _HOLD_S or check.waited_s >= _PATIENCE_S):
            self._hand.release()
            self._is_down = False
        elif not self._is_down and check.held_s == 0.0 and check.waited_s >= _PATIENCE_S:
            check.skip()


_PRESS_N, _HOLD_S, _PATIENCE_S = 15.0, 0.3, 1.0


def _print_checkup(report: Checkup, logs: list[str]) -> None:
    out, hello = console(), report.identity
    out.print(
        f"{hello.name or hello.board} {hello.board_id}: firmware {hello.firmware}, protocol {hello.protocol}, "
        f"board '{hello.board}', {len(hello.channels)} channels, layout '{hello.layout}'",
        soft_wrap=True,
    )
    out.print(_stream_line(report), soft_wrap=True)
    table = Table("sensor", "state", "at rest", "noise", "note")
    for one in report.channels:
        table.add_row(one.name, one.state, number(one.median_counts, 0), number(one.noise_counts, 1), one.note)
    out.print(table)
    for line in (*_found_lines(report), *(f"The board says: {log}" for log in logs)):
        out.print(line, soft_wrap=True)
    for notice in report.notices:
        out.print(f"Note: {notice}", soft_wrap=True)
    for problem in report.problems:
        out.print(f"Problem: {problem}", soft_wrap=True)
    if report.healthy:
        out.print("The rig is healthy.")


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
