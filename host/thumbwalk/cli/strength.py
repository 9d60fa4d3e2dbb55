"""Subcommand strength: a test of how strong, fast, enduring or still a thumb presses, on the rig itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from thumbwalk.cli.connect import asked_lines, layout_text, opened, undrilled, warn_of_lines
from thumbwalk.cli.keeping import keep_in_store
from thumbwalk.cli.learning import folder_of, kept_of, now, refuse_tired, say_rest
from thumbwalk.cli.options import (
    UNNAMED,
    BaudOption,
    BitsOption,
    DatabaseOption,
    HandOption,
    JsonOption,
    LayoutOption,
    LearnerOption,
    LinesOption,
    LineUnitOption,
    PortOption,
    SeedOption,
    VirtualOption,
)
from thumbwalk.cli.show import console, number, print_json, warn
from thumbwalk.coach.strength.bout import StrengthBout
from thumbwalk.coach.strength.compared import MAIN_FIGURES, compared
from thumbwalk.coach.strength.protocol import PressCue, StrengthTest, TestName, strength_test
from thumbwalk.coach.strength.strength_run import MOST_N, StrengthResult, StrengthRun
from thumbwalk.errors import LinkLost
from thumbwalk.interrupts import noted
from thumbwalk.link.tally import losses_said
from thumbwalk.pad import load_pad
from thumbwalk.rig.opening import OpenRig
from thumbwalk.session.following import follow
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.cued_hand import Moment, moments_of
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.strong_hand import VIRTUAL_PEAK_N, strong_presses
from thumbwalk.zones import zone_centre_mm


def strength(
    test: Annotated[TestName, typer.Argument(metavar="TEST", help="Which test.")],
    side: HandOption = "right",
    learner: LearnerOption = UNNAMED,
    port: PortOption = None,
    virtual: VirtualOption = False,
    seed: SeedOption = 0,
    layout: LayoutOption = None,
    lines: LinesOption = False,
    baud: BaudOption = None,
    unit: LineUnitOption = None,
    bits: BitsOption = None,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Test a thumb: peak press, rate of force, repeaters, endurance, critical force or force control.

    A warm-up comes first, and rests are timed. Pain, tingling or numbness: stop with Ctrl-C, then `thumbwalk pain`.
    """
    asked, folder = strength_test(test), folder_of(learner)
    printed = asked_lines(lines, port, layout, baud=baud, unit=unit, bits=bits, others={"--virtual": virtual})
    history = folder.history()
    if not virtual:
        refuse_tired(history)
    peaks_n = history.peaks_n(side, virtual=virtual)
    own_peak_n = peaks_n[-1] if peaks_n else (VIRTUAL_PEAK_N if virtual else None)
    spec = FootSpec(seed=seed, layout=layout_text(layout), moments=_shown(layout, asked, seed) if virtual else ())
    with noted() as ended:
        with opened(port, virtual, spec, lockstep=virtual, lines=printed) as rig:
            bout, lost = _tested(rig, layout, asked, own_peak_n, virtual, lambda: ended.number is not None)
        found = bout.result()
        facts = bout.facts(found, side, virtual=virtual)
        not_kept = kept_of(folder, "strength", facts) if found.presses else None
        if json:
            print_json({"version": 1, "learner": folder.name, **facts})
        else:
            figure = MAIN_FIGURES.get(test)
            before = None if figure is None else history.last_figure(test, side, figure.name, virtual=virtual)
            _print(found, side, before)
        keep_in_store(database, is_told=not_kept is not None)
        if (wrong := lost or not_kept) is not None:
            raise wrong
    ended.again()
    if not virtual and not json:
        say_rest(folder.history(), now())


def _tested(
    rig: OpenRig,
    layout: Path | None,
    test: StrengthTest,
    own_peak_n: float | None,
    lockstep: bool,
    ends: Callable[[], bool],
) -> tuple[StrengthBout, LinkLost | None]:
    """Follow the test to its end, or until it is ended; gives it, and a loss."""
    practice = undrilled(rig, layout)
    bout = StrengthBout(test, own_peak_n=own_peak_n, calibrated=practice.calibrated)
    if not practice.calibrated:
        warn([f"board {rig.hello.board_id} is not calibrated: a peak is in no newtons, only ratios and times are told"])
    calls = _Calls(bout.run)

    def take(touch: TouchBlock) -> None:
        bout.feed(touch)
        calls.call()

    lost = None
    try:
        warn(losses_said(follow(rig.link, practice, take, lambda: bout.finished or ends(), lockstep=lockstep)))
    except LinkLost as error:
        lost = error
    warn_of_lines(rig)
    return bout, lost


class _Calls:
    """Says each cue when it begins, with the bell, on stderr: stdout is for what was found."""

    def __init__(self, run: StrengthRun) -> None:
        self._run = run
        self._said: PressCue | None = None
        typer.echo(
            f"{run.test.title}: {run.test.duration_s:.0f} s. Press one place of the heel, your other hand on the rig.",
            err=True,
        )
        typer.echo("Pain, tingling or numbness: stop with Ctrl-C, then `thumbwalk pain`.", err=True)

    def call(self) -> None:
        cue = self._run.cue
        if cue is self._said:
            return
        self._said = cue
        force_n = self._run.force_n(cue.share) if cue.kind == "press" else None
        goal = "" if force_n is None else f", {force_n:.1f} N ({100 * (cue.share or 0.0):.0f} % of your peak)"
        bell = "\a" if cue.kind == "press" else ""
        typer.echo(f"{bell}{cue.start_s:4.0f} s  {cue.words}{goal}", err=True)


def _print(found: StrengthResult, side: str, before: float | None) -> None:
    out = console()
    if not found.done:
        out.print(f"{strength_test(found.test).title}, {side} hand: not done; {len(found.presses)} presses are kept.")
        return
    out.print(f"{strength_test(found.test).title}, {side} hand")
    for name, value in found.figures.items():
        out.print(f"  {name:<26} {number(value, 3 if abs(value or 0.0) < 1.0 else 1)}")
    told = [press.why_none for press in found.presses if press.why_none]
    if told:
        out.print(f"{len(told)} of {len(found.presses)} presses have no figures: {', '.join(sorted(set(told)))}.")
    if found.over_range:
        out.print(f"The rig ends at {MOST_N:g} N: the peak is that much at least. Press no harder on it.")
    if not found.calibrated:
        out.print("This rig is not calibrated: a peak is in no newtons.")
    figure = MAIN_FIGURES.get(found.test)
    main = None if figure is None else found.figures.get(figure.name)
    if before and main is not None:
        out.print(compared(found.test, main, before))


def _shown(layout: Path | None, test: StrengthTest, seed: int) -> tuple[Moment, ...]:
    """Give what the virtual hand does."""
    return moments_of(strong_presses(test), heel_or_middle_mm(layout), seed)


def heel_or_middle_mm(layout: Path | None) -> tuple[float, float]:
    """Give where the virtual hand presses: in the middle of the heel, or of a pad that is no sole."""
    pad = FootSpec().pad() if layout is None else load_pad(layout)
    middle_mm = pad.positions_mm.mean(axis=0)
    return zone_centre_mm(pad, "heel") if pad.is_sole else (float(middle_mm[0]), float(middle_mm[1]))
