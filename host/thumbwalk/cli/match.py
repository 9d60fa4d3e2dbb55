"""Subcommand match: what force a person likes in a zone, and what is too much, found by repeating it on the rig."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thumbwalk.cli.connect import asked_lines, layout_text, opened, undrilled, warn_of_lines
from thumbwalk.cli.keeping import keep_in_store
from thumbwalk.cli.learning import agree_to_safety, answer, folder_of, kept_of, now, refuse_on_pain
from thumbwalk.cli.options import (
    UNNAMED,
    BaudOption,
    BitsOption,
    DatabaseOption,
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
from thumbwalk.coach.person.matching import PATIENCE_S, Match, Matching
from thumbwalk.coach.targets.caps import read_caps
from thumbwalk.errors import CalibrationError, LearnerError
from thumbwalk.learner.folder import checked_name
from thumbwalk.link.plain_text import escaped
from thumbwalk.link.tally import losses_said
from thumbwalk.pad import load_pad
from thumbwalk.places import caps_path
from thumbwalk.rig.opening import OpenRig
from thumbwalk.session.following import follow
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.cued_hand import Moment, Press, moments_of
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.zones import ZoneMap, zone_centre_mm, zone_named

_VIRTUAL_N = {"just right": 0.6, "too much": 0.9}
"""What the virtual hand presses, in parts of the zone's cap."""


def match(
    zone: Annotated[str, typer.Argument(metavar="ZONE", help="Zone of the foot, such as heel or 'medial arch'.")],
    receiver: Annotated[
        str, typer.Option("--receiver", metavar="NAME", help="Whose foot it is; what is found is theirs.")
    ],
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
    """Find what a person likes: press their zone until they say "just right", then press the rig just so.

    Then "too much", and each three times. The medians are this receiver's target and cap.
    """
    place, whose = zone_named(zone).name, checked_name(receiver, "--receiver")
    printed = asked_lines(lines, port, layout, baud=baud, unit=unit, bits=bits, others={"--virtual": virtual})
    folder = folder_of(learner)
    history = folder.history()
    default_n = read_caps(caps_path()).cap_n[place]
    moments: tuple[Moment, ...] = ()
    if virtual:
        moments = _shown(layout, place, default_n, seed)
    else:
        refuse_on_pain(history, now())
        agree_to_safety(folder, history)
    spec = FootSpec(seed=seed, layout=layout_text(layout), moments=moments)
    with opened(port, virtual, spec, lockstep=virtual, lines=printed) as rig:
        found = _matched(rig, layout, place, lockstep=virtual).found(default_n)
    above = found.is_above and not virtual and _confirmed(found.match, place, default_n)
    kept, facts = found.kept(above=above), found.facts(whose, above=above, virtual=virtual)
    not_kept = kept_of(folder, "match", facts)
    if json:
        print_json({"version": 1, "learner": folder.name, **facts})
    else:
        typer.echo(f"{escaped(whose)}, {place}: {kept.target_n:.1f} N is just right, {kept.cap_n:.1f} N is the cap.")
        if kept.cap_n < found.match.cap_n:
            typer.echo(f"'Too much' came at {found.match.cap_n:.1f} N; the cap stays at the default, which is lower.")
    keep_in_store(database, is_told=not_kept is not None)
    if not_kept is not None:
        raise not_kept


def _matched(rig: OpenRig, layout: Path | None, zone: str, *, lockstep: bool) -> Matching:
    """Ask for presses until all are in. Raises LearnerError when nobody presses, CalibrationError without newtons."""
    run = undrilled(rig, layout)
    if not run.calibrated:
        raise CalibrationError(
            f"board {rig.hello.board_id} is not calibrated: its newtons are a guess, and no cap can be made of them; "
            "two weights and a minute a tile mend that: `thumbwalk calibrate --quick`"
        )
    matching, prompt = Matching(zone, ZoneMap(run.pad)), _Prompt(zone)
    prompt.say(matching)

    def take(touch: TouchBlock) -> None:
        matching.feed(touch)
        prompt.say(matching)

    warn(losses_said(follow(rig.link, run, take, lambda: _is_over(matching), lockstep=lockstep)))
    warn_of_lines(rig)
    if matching.asked is not None:
        raise LearnerError(f"nobody pressed the rig for {PATIENCE_S:g} s; nothing is kept, match the {zone} again")
    return matching


def _is_over(matching: Matching) -> bool:
    return matching.asked is None or matching.waited_s > PATIENCE_S


class _Prompt:
    """Says what is to be pressed next, once, on stderr: stdout is for what was found."""

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._said: object = None

    def say(self, matching: Matching) -> None:
        for note in matching.notes:
            typer.echo(note, err=True)
        matching.notes.clear()
        if matching.asked is not None and matching.asked != self._said:
            self._said = matching.asked
            word, number = matching.asked
            typer.echo(
                f"{number} of 3: press the person's {self._zone} until they say '{word}', then at once the rig's "
                f"{self._zone} just so, for a second or more.",
                err=True,
            )


def _confirmed(found: Match, zone: str, default_n: float) -> bool:
    """Ask a second time for a cap above the default one; nobody there is no."""
    prompt = (
        f"'Too much' came at {found.cap_n:.1f} N, above the {zone}'s default cap of {default_n:g} N. "
        "Type above to keep it; anything else keeps the default"
    )
    return (answer(prompt) or "").lower() == "above"


def _shown(layout: Path | None, zone: str, cap_n: float, seed: int) -> tuple[Moment, ...]:
    """Give what the virtual hand does: each press for two seconds, three of each."""
    pad = FootSpec().pad() if layout is None else load_pad(layout)
    parts = [part for _ in range(3) for part in _VIRTUAL_N.values()]
    presses = [Press(2.0 + 4.0 * i, 4.0 + 4.0 * i, part * cap_n, part * cap_n) for i, part in enumerate(parts)]
    return moments_of(presses, zone_centre_mm(pad, zone), seed)
