"""Subcommand feel: how small a difference of force a thumb can tell, which bounds how narrow its bands become."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from thumbwalk.cli.connect import PATIENCE_S, asked_lines, layout_text, opened, undrilled, warn_of_lines
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
from thumbwalk.cli.show import print_json, warn
from thumbwalk.cli.strength import heel_or_middle_mm
from thumbwalk.coach.strength.feel_run import MOST_PAIRS, PAIRS, FeelResult, FeelRun
from thumbwalk.coach.strength.hand_load import STEADY_WEIGHT, HandLoad
from thumbwalk.coach.strength.just_noticeable import LEAST_PAIRS
from thumbwalk.coach.targets.asked import WIDTHS
from thumbwalk.errors import CalibrationError, LearnerError, LinkLost
from thumbwalk.interrupts import noted
from thumbwalk.link.tally import losses_said
from thumbwalk.rig.opening import OpenRig
from thumbwalk.session.following import follow
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.cued_hand import moments_of
from thumbwalk.virtual.feeling_hand import feeling_presses
from thumbwalk.virtual.foot import FootSpec


def feel(
    side: HandOption = "right",
    pairs: Annotated[
        int,
        typer.Option(
            "--pairs", min=1, max=MOST_PAIRS, help=f"How many pairs; from {LEAST_PAIRS} on there is a figure."
        ),
    ] = PAIRS,
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
    """Find how small a difference of force your thumb can tell: which of two presses was harder.

    Press the heel until the bell, stay until the next bell, let go; twice. Then tap once if the first was harder, twice
    if the second was. Close your eyes: all of it is done on the rig.
    """
    folder = folder_of(learner)
    printed = asked_lines(lines, port, layout, baud=baud, unit=unit, bits=bits, others={"--virtual": virtual})
    if not virtual:
        refuse_tired(folder.history())
        # whoever knew the order would not have to feel
        seed = secrets.randbits(32)
    moments = moments_of(feeling_presses(pairs, seed), heel_or_middle_mm(layout), seed) if virtual else ()
    spec = FootSpec(seed=seed, layout=layout_text(layout), moments=moments)
    run = FeelRun(seed, pairs)
    with noted() as ended:
        with opened(port, virtual, spec, lockstep=virtual, lines=printed) as rig:
            load_s, lost = _felt(rig, layout, run, folder.history().last_peak_n(), virtual, lambda: bool(ended.number))
        found = run.result()
        facts: dict[str, Any] = {**found.to_json(), "side": side, "load_s": load_s, "virtual": virtual}
        not_kept = kept_of(folder, "feel", facts) if found.pairs else None
        if json:
            print_json({"version": 1, "learner": folder.name, **facts})
        else:
            typer.echo("\n".join(_said(found, side)))
        keep_in_store(database, is_told=not_kept is not None)
        if (wrong := lost or not_kept) is not None:
            raise wrong
        if run.waited_s > PATIENCE_S:
            raise LearnerError(f"nobody pressed the rig for {PATIENCE_S:g} s; the pairs so far are kept, feel again")
    ended.again()
    if not virtual and not json:
        say_rest(folder.history(), now())


def _felt(
    rig: OpenRig, layout: Path | None, run: FeelRun, peak_n: float | None, lockstep: bool, ends: Callable[[], bool]
) -> tuple[float, LinkLost | None]:
    """Follow the test to its end, or until it is ended; gives the hand load, and a loss."""
    practice = undrilled(rig, layout)
    if not practice.calibrated:
        raise CalibrationError(
            f"board {rig.hello.board_id} is not calibrated: how much harder a press is would be a guess; two weights "
            "and a minute a tile mend that: `thumbwalk calibrate --quick`"
        )
    load, calls = HandLoad(calibrated=practice.calibrated), _Calls(run)
    calls.call()

    def take(touch: TouchBlock) -> None:
        run.feed(touch)
        load.feed(touch, STEADY_WEIGHT)
        calls.call()

    def over() -> bool:
        return run.step == "over" or run.waited_s > PATIENCE_S or ends()

    lost = None
    try:
        warn(losses_said(follow(rig.link, practice, take, over, lockstep=lockstep)))
    except LinkLost as error:
        lost = error
    warn_of_lines(rig)
    return load.load_s(peak_n), lost


class _Calls:
    """Rings and says each step once, on stderr: stdout is for what was found. No force is ever said."""

    def __init__(self, run: FeelRun) -> None:
        self._run = run
        self._said: object = None
        typer.echo("Press the heel until the bell, stay until the next, let go; twice. Which was harder?", err=True)
        typer.echo("Tap once: the first. Tap twice: the second. Ctrl-C ends it. Pain: `thumbwalk pain`.", err=True)

    def call(self) -> None:
        for note in self._run.notes:
            typer.echo(note, err=True)
        self._run.notes.clear()
        number, which = self._run.number
        if (now_asked := (self._run.step, number, which)) == self._said:
            return
        self._said = now_asked
        words = {
            "press": f"Pair {number}: press {which}",
            "hold": "\aStay",
            "let go": "\aLet go",
            "answer": "Which was harder? Tap once or twice.",
            "over": "Done.",
        }
        typer.echo(words[self._run.step], err=True)


def _said(found: FeelResult, side: str) -> list[str]:
    """What was found, in words."""
    told = found.found
    if told.jnd is None or told.low is None or told.high is None:
        few = len(found.pairs) < LEAST_PAIRS
        why = f"{len(found.pairs)} pairs are too few for a figure, it takes {LEAST_PAIRS}"
        return [f"{why}." if few else "The answers say nothing of the forces; rest, and feel again."]
    likely = f"between {100 * told.low:.0f} and {100 * told.high:.0f} %, 19 times in 20"
    narrowest = max(min(WIDTHS.values()), told.jnd)
    return [
        f"Your {side} thumb just tells forces apart that differ by {100 * told.jnd:.0f} % ({likely}).",
        f"Your bands of force become no narrower than {100 * narrowest:.0f} % to each side.",
    ]
