"""On a person, in words: what can be done, the routine and the matching as they go on, what is asked behind them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from thumbwalk.app.words.help_page import when_not
from thumbwalk.app.words.moment import TaskText
from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.coach.feedback.amounts import ForceUnit, asked_force, to_a_tenth, whole_force
from thumbwalk.coach.free.said import clock
from thumbwalk.coach.person.giving import Feet
from thumbwalk.coach.person.matching import ROUNDS, MatchFound, Matching, Said
from thumbwalk.coach.person.pacing import SOFTER, Pacing
from thumbwalk.coach.person.routines_file import Routine
from thumbwalk.coach.person.safety_page import safety_page
from thumbwalk.language import _, capital, marked
from thumbwalk.learner.history import Matched
from thumbwalk.zones import ZONES

_FEET: tuple[tuple[Feet, str], ...] = (
    ("both", marked("Both feet")),
    ("right", marked("Right foot")),
    ("left", marked("Left foot")),
)
_SHOWN: dict[Said, str] = {"just right": marked("Just right"), "too much": marked("Too much")}


@dataclass(frozen=True)
class Doing:
    """What can be done on a person: the routine on some feet, or matching in a zone; one of them is None."""

    feet: Feet | None = None
    zone: str | None = None


@dataclass(frozen=True)
class CueText:
    """One cue, to be read from 1.5 m: the word, what more there is, what comes next, what to ask, and how far it is.

    ``warns`` is whether what is to be said is a warning.
    """

    word: str
    words: str
    then: str = ""
    next: str = ""
    say: str = ""
    warns: bool = False
    share: float | None = None
    done: str = ""


def doings(routine: Routine, matched: Mapping[str, Matched], unit: ForceUnit = "N") -> list[tuple[Doing | None, Row]]:
    """What can be done, headings among it, with what is known of the receiver."""
    feet: list[tuple[Doing | None, Row]] = [(None, Row(_("The routine"), is_heading=True))]
    for which, title in _FEET:
        minutes = routine.duration_s / 60.0 * (2 if which == "both" else 1)
        feet.append((Doing(feet=which), Row(_(title), _("paced, not scored"), f"{minutes:.0f} min")))
    zones: list[tuple[Doing | None, Row]] = [(None, Row(_("What they like"), is_heading=True))]
    for zone in ZONES:
        known = matched.get(zone)
        right, second = "–", _("not asked yet")
        if known is not None:
            right, cap = (f"{whole_force(force_n, unit)} {unit}" for force_n in (known.target_n, known.cap_n))
            second = _("at most {cap}").format(cap=cap)
        zones.append((Doing(zone=zone), Row(capital(_(zone)), second, right, is_known=known is not None)))
    return [*feet, *zones]


def doing_page(doing: Doing, routine: Routine, receiver: str, trouble: str) -> Page:
    """What is going to be done, and what to do before."""
    warns = (Block("warning", _(trouble)),) if trouble else ()
    if doing.feet is not None:
        return (
            Block("heading", _("For {receiver}").format(receiver=receiver) if receiver else _("On a real foot")),
            Block("title", _(routine.title)),
            *warns,
            *(Block("step", _(one)) for one in (*safety_page().before, *routine.before)),
            Block("rule"),
            Block("muted", _("One huge cue at a time. No rig is needed; a word of thanks is asked for at the end.")),
        )
    zone = _(doing.zone or "")
    return (
        Block("heading", _("For {receiver}").format(receiver=receiver) if receiver else _("Whose foot is it?")),
        Block(
            "title",
            _("The {zone}, as {receiver} likes it").format(zone=zone, receiver=receiver)
            if receiver
            else _("The {zone}, as they like it").format(zone=zone),
        ),
        *warns,
        Block(
            "step",
            _("Press their {zone} until {receiver} says “just right”.").format(zone=zone, receiver=receiver)
            if receiver
            else _("Press their {zone} until they say “just right”.").format(zone=zone),
        ),
        Block("step", _("At once press the rig’s {zone} just so, for a second or more.").format(zone=zone)),
        Block("step", _("Then the same with “too much”. Each three times.")),
        Block("rule"),
        Block("muted", _("The medians become their target and their cap. The rig stands beside the foot.")),
    )


def safety_to_agree() -> Page:
    """What is read and said yes to, once, before a person is practised on."""
    return (*when_not(), Block("muted", " ".join(map(_, safety_page().what_it_is))))


def routine_task(pacing: Pacing, at_s: float, foot: str, *, stands: bool) -> TaskText:
    """The left column: which foot, and how long the cue still lasts."""
    cue, ends_s = pacing.cue_at(at_s), cue_ends_s(pacing, at_s)
    span_s, left_s = ends_s - cue.at_s, max(ends_s - at_s, 0.0)
    seconds = math.ceil(left_s - 1e-6)
    heading = (_("{foot} foot, paused") if stands else _("{foot} foot")).format(foot=_(foot))
    left = left_s / span_s if span_s > 0.0 else 0.0
    return TaskText(
        heading, _(pacing.routine.title), _("Keep a hand on the foot."), seconds, left, _("seconds here"), stands
    )


def cue_ends_s(pacing: Pacing, at_s: float) -> float:
    """When the cue of a time gives way to the next, or the routine ends."""
    return min((one.at_s for one in pacing.routine.cues if one.at_s > at_s), default=pacing.routine.duration_s)


def routine_cue(pacing: Pacing, at_s: float, *, ask: str, after: str) -> CueText:
    """The cue of now, the next one, what to ask, and how far the foot is; ``after`` says what follows it."""
    routine, cue, ends_s = pacing.routine, pacing.cue_at(at_s), cue_ends_s(pacing, at_s)
    following = next((one for one in routine.cues if one.at_s >= ends_s), None)
    words = f"{_(cue.words)}. {_(SOFTER)}" if pacing.softened else _(cue.words)
    return CueText(
        capital(_(cue.technique)),
        words,
        _("then") if following is not None else after,
        "" if following is None else f"{capital(_(following.technique))}: {_(following.words)}",
        _("Ask: {ask}").format(ask=_(ask)) if ask else "",
        share=min(at_s / routine.duration_s, 1.0),
        done=_("{n} of {of}").format(n=clock(at_s), of=clock(routine.duration_s)),
    )


def between_cue(routine: Routine, foot: str) -> CueText:
    """What stands between the feet."""
    return CueText(_("Change"), _(routine.between), _("then"), _("The {foot} foot: press Enter").format(foot=_(foot)))


def match_task(matching: Matching, zone: str, receiver: str) -> TaskText:
    """The left column of matching."""
    done = sum(map(len, matching.pressed_n.values()))
    heading = _("press {n} of {of}").format(n=min(done + 1, 2 * ROUNDS), of=2 * ROUNDS)
    return TaskText(heading, f"{receiver}: {_(zone)}", _("theirs first, then the rig"), None, 0.0, "")


def match_cue(matching: Matching, zone: str, note: str) -> CueText:
    """What they are to say next, and what to do when they do."""
    asked = matching.asked
    if asked is None:
        return CueText(_("Done"), _("Take the hands off."))
    said, number = asked
    words = _("Press their {zone} until they say it. Then at once the rig’s, just so, for a second.")
    words = words.format(zone=_(zone))
    done = sum(map(len, matching.pressed_n.values()))
    return CueText(
        _(_SHOWN[said]),
        words,
        _("{n} of {of}").format(n=number, of=ROUNDS),
        "",
        note,
        warns=bool(note),
        share=done / (2 * ROUNDS),
        done="",
    )


def found_page(found: MatchFound, receiver: str, kept: str, unit: ForceUnit = "N") -> Page:
    """What came of a matching; where it is above the default cap, the question whether it is to be kept."""
    match, zone = found.match, _(found.zone)
    head = (
        Block("heading", f"{receiver}: {zone}"),
        Block("title", _("{target} is just right").format(target=to_a_tenth(match.target_n, unit))),
        Block("pair", _("Too much from"), to_a_tenth(match.cap_n, unit)),
        Block("pair", _("The default cap here"), asked_force(found.default_n, unit)),
        Block("rule"),
    )
    if kept:
        return (*head, Block("body", kept))
    asks = _("Ask once more whether it may be so much. Without a second yes the cap stays at the default.")
    return (
        *head,
        Block("warning", _("“Too much” came above the {zone}’s default cap.").format(zone=zone)),
        Block("body", asks),
    )


def thanks_page(receiver: str, done_s: float, *, whole: bool) -> Page:
    """What is asked of the receiver when the hands rest."""
    who = _("Ask {receiver}").format(receiver=receiver) if receiver else _("Ask them")
    how = _("{time} min on the feet.") if whole else _("{time} min on the feet, ended early.")
    return (Block("heading", _("Afterwards")), Block("title", who), Block("muted", how.format(time=clock(done_s))))


def button_says(stand: str, *, asks: bool) -> str:
    """What the deciding button says where one stands; ``asks`` is whether a second yes to a cap is asked for."""
    plates = {"choose": _("Begin"), "safety": _("None of it is true"), "between": _("The other foot")}
    plates["after"] = _("Keep")
    return _("Keep the default") if asks else plates.get(stand, _("Go on"))
