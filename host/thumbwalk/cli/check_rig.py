"""Subcommand check-rig: how true a rig's force and place are, by weights on a marked grid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from thumbwalk.cli.connect import asked_lines, layout_text, opened, undrilled, warn_of_lines
from thumbwalk.cli.options import (
    BaudOption,
    BitsOption,
    JsonOption,
    LayoutOption,
    LinesOption,
    LineUnitOption,
    PortOption,
    SeedOption,
    VirtualOption,
)
from thumbwalk.cli.show import console, number, print_json, warn
from thumbwalk.errors import LayoutError, LinkLost, OptionError
from thumbwalk.interrupts import noted
from thumbwalk.link.tally import losses_said
from thumbwalk.pad import load_pad
from thumbwalk.places import write_whole
from thumbwalk.rig.opening import OpenRig
from thumbwalk.session.following import follow
from thumbwalk.session.practice import Practice
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.trueness.check_bundle import document_of, refuse_taken, write_bundle
from thumbwalk.trueness.check_figures import CheckFigures, figures_of, strange_weights
from thumbwalk.trueness.check_plan import HOLD_S, LEAST_G, MOST_G, WEIGHTS_G, Plan, Step, plan_for
from thumbwalk.trueness.check_run import CheckRun
from thumbwalk.trueness.grid_page import grid_page
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.weighing_hand import Visit, moments_of_visits

_STANDS_S = 3.5
"""How long the virtual hand leaves a weight where it is: two seconds are looked at."""
_FIGURES = {
    "force_percent": ("force of the weights, RMS", "%", 1),
    "place_mm": ("place of the weights, RMS", "mm", 1),
    "walk_mm": ("walk beside its line, RMS", "mm", 1),
    "hold_percent": ("hold against the scale", "%", 1),
}
"""What each is called, its unit, its digits."""


def check_rig(
    weight: Annotated[
        list[float] | None,
        typer.Option("--weight", metavar="GRAMS", help="A weight to put on each mark; may be given again."),
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--page", metavar="FILE", help="Write the marked grid to print (HTML), and end.")
    ] = None,
    bundle: Annotated[
        Path | None,
        typer.Option("--bundle", metavar="DIR", help="Write a nameless bundle of the check, to share if you wish."),
    ] = None,
    port: PortOption = None,
    virtual: VirtualOption = False,
    seed: SeedOption = 0,
    layout: LayoutOption = None,
    lines: LinesOption = False,
    baud: BaudOption = None,
    unit: LineUnitOption = None,
    bits: BitsOption = None,
    json: JsonOption = False,
) -> None:
    """Say how true a rig's force and place are: weights on a printed grid, a thumb's walk, a hold against a scale.

    Ten minutes with a kitchen scale. Print the grid first: `thumbwalk check-rig --page grid.html`.
    """
    weights_g = _weights(weight)
    if page is not None:
        _write_page(page, plan_for(FootSpec().pad() if layout is None else load_pad(layout), weights_g))
        return
    if bundle is not None:
        refuse_taken(bundle)
    printed = asked_lines(lines, port, layout, baud=baud, unit=unit, bits=bits, others={"--virtual": virtual})
    with noted() as ended:
        if virtual:
            checked = _checked_virtual(layout, weights_g, seed)
        else:
            with opened(port, False, FootSpec(), lines=printed) as rig:
                checked = _checked(rig, layout, weights_g, ends=lambda: ended.number is not None)
        figures = figures_of(checked.run.seen)
        document = document_of(figures, checked.practice.pad, checked.board, calibrated=checked.practice.calibrated)
        if json:
            print_json(document)
        else:
            _print(figures, len(checked.run.plan.steps))
        _say_doubts(figures)
        if bundle is not None:
            write_bundle(bundle, document, checked.practice.pad, *checked.forces())
            kept = "no name, date or board number is in it, but how your rig reads; sharing it is yours to decide"
            typer.echo(f"{bundle}: {kept}.", err=True)
        if checked.lost is not None:
            raise checked.lost
        if not virtual and not json and ended.number is None:
            # what a board says of itself is a built-in layout
            _print_promised(layout or Path(checked.practice.pad.name), weights_g)
    ended.again()


class _Checked:
    """A check that was followed to its end, or to a loss."""

    def __init__(self, practice: Practice, run: CheckRun, board: str) -> None:
        self.practice, self.run, self.board = practice, run, board
        self.lost: LinkLost | None = None
        self._blocks: list[ForceBlock] = []

    def keep(self, block: ForceBlock) -> None:
        """Keep what the sensors read, for a bundle."""
        self._blocks.append(block)

    def forces(self) -> tuple[np.ndarray, np.ndarray]:
        """Times (n,) and newtons (n, n_taxels)."""
        n_taxels = self.practice.pad.n_taxels
        times = [block.time_s for block in self._blocks]
        rows = [block.force_n for block in self._blocks]
        return np.concatenate([np.empty(0), *times]), np.concatenate([np.empty((0, n_taxels)), *rows])


def _weights(asked_g: list[float] | None) -> tuple[float, ...]:
    for grams in asked_g or ():
        if not LEAST_G <= grams <= MOST_G:
            raise OptionError(
                f"--weight {grams:g}: a weight of {LEAST_G:g} to {MOST_G:g} g tells something; name another"
            )
    return tuple(asked_g) if asked_g else WEIGHTS_G


def _write_page(path: Path, plan: Plan) -> None:
    try:
        write_whole(path, [grid_page(plan)])
    except OSError as error:
        raise OptionError(f"{path}: can't write the page: {error.strerror}; name another --page") from error
    typer.echo(f"Wrote the grid of layout {plan.pad.name}, at true size, to {path}: print it at 100 %")


def _checked_virtual(layout: Path | None, weights_g: tuple[float, ...], seed: int) -> _Checked:
    """The same check done on the virtual rig by a virtual hand, in lock-step."""
    plan = plan_for(FootSpec().pad() if layout is None else load_pad(layout), weights_g)
    moments = moments_of_visits([_visit(step) for step in plan.steps], seed)
    with opened(None, True, FootSpec(seed=seed, layout=layout_text(layout), moments=moments), lockstep=True) as rig:
        return _checked(rig, layout, weights_g, lockstep=True, says=lambda _: None)


def _visit(step: Step) -> Visit:
    stays_s = HOLD_S + 1.0 if step.kind == "hold" else _STANDS_S
    return Visit(step.place_mm, step.force_n or 0.0, stays_s, step.to_mm, wavers=step.kind == "hold")


def _checked(
    rig: OpenRig,
    layout: Path | None,
    weights_g: tuple[float, ...],
    *,
    ends: Callable[[], bool] = lambda: False,
    lockstep: bool = False,
    says: Callable[[str], None] = lambda line: typer.echo(line, err=True),
) -> _Checked:
    """Follow a check to its end, or until it is ended; a loss is kept in it."""
    practice = undrilled(rig, layout)
    run = CheckRun(plan_for(practice.pad, weights_g))
    checked = _Checked(practice, run, rig.hello.board)
    if practice.pipeline is not None:
        practice.pipeline.tell(checked.keep)
    if not practice.calibrated:
        warn([f"board {rig.hello.board_id} is not calibrated: what is checked is a guess; `thumbwalk calibrate` first"])
    calls = _Calls(run, says)

    def take(touch: TouchBlock) -> None:
        run.feed(touch)
        calls.call()

    calls.call()
    try:
        warn(losses_said(follow(rig.link, practice, take, lambda: run.finished or ends(), lockstep=lockstep)))
    except LinkLost as error:
        checked.lost = error
    warn_of_lines(rig)
    return checked


class _Calls:
    """Says each step when it is to be done, with the bell."""

    def __init__(self, run: CheckRun, says: Callable[[str], None]) -> None:
        self._run, self._says = run, says
        self._said: Step | None = None

    def call(self) -> None:
        step = self._run.step
        if step is not None and step is not self._said:
            self._says(f"\a{len(self._run.seen) + 1} of {len(self._run.plan.steps)}: {step.words}")
        self._said = step


def _print(figures: CheckFigures, n_steps: int) -> None:
    _print_figures(figures)
    done = sum(one.to_s > one.from_s for one in figures.steps)
    console().print(f"{done} of {n_steps} steps were done.")


def _print_figures(figures: CheckFigures) -> None:
    out = console()
    for name, (title, unit, digits) in _FIGURES.items():
        out.print(f"  {title:<28}{number(getattr(figures, name), digits):>7} {unit}")


def _print_promised(layout: Path, weights_g: tuple[float, ...]) -> None:
    """What the virtual rig gives in the same check; it takes half a minute, and all else has been told."""
    console().print("The virtual rig in the same check:")
    try:
        _print_figures(figures_of(_checked_virtual(layout, weights_g, 0).run.seen))
    except LayoutError as error:
        warn([f"there is no virtual rig of this layout: {error}"])


def _say_doubts(figures: CheckFigures) -> None:
    for one in strange_weights(figures):
        read, true = number(one.force_n, 1), number(one.step.force_n, 1)
        what = f"{one.step.mark}: {read} N were read where {true} N were said"
        warn([f"{what}: is it that weight? If it is, calibrate the rig"])
