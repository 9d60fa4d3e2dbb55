"""On a person, in words: what can be done, the routine and the matching as they go on, what is asked behind them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from thumbwalk.app.words.help_page import when_not
from thumbwalk.app.words.moment import TaskText
from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.coach.free.said import clock
from thumbwalk.coach.person.giving import Feet
from thumbwalk.coach.person.matching import ROUNDS, MatchFound, Matching, Said
from thumbwalk.coach.person.pacing import SOFTER, Pacing
from thumbwalk.coach.person.routines_file import Routine
from thumbwalk.coach.person.safety_page import safety_page
from thumbwalk.learner.history import Matched
from thumbwalk.zones import ZONES

_FEET: tuple[tuple[Feet, str], ...] = (("both", "Both feet"), ("right", "Right foot"), ("left", "Left foot"))
_SHOWN: dict[Said, str] = {"just right": "Just right", "too much": "Too much"}


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


def doings(routine: Routine, matched: Mapping[str, Matched]) -> list[tuple[Doing | None, Row]]:
    """What can be done, headings among it, with what is known of the receiver."""
    feet: list[tuple[Doing | None, Row]] = [(None, Row("The routine", is_heading=True))]
    for which, title in _FEET:
        minutes = routine.duration_s / 60.0 * (2 if which == "both" else 1)
        feet.append((Doing(feet=which), Row(title, "paced, not scored", f"{minutes:.0f} min")))
    zones: list[tuple[Doing | None, Row]] = [(None, Row("What they like", is_heading=True))]
    for zone in ZONES:
        known = matched.get(zone)
        right = "–" if known is None else f"{known.target_n:.0f} N"
        second = "not asked yet" if known is None else f"at most {known.cap_n:.0f} N"
        zones.append((Doing(zone=zone), Row(zone.capitalize(), second, right, is_known=known is not None)))
    return [*feet, *zones]


def doing_page(doing: Doing, routine: Routine, receiver: str, trouble: str) -> Page:
    """What is going to be done, and what to do before."""
    warns = (Block("warning", trouble),) if trouble else ()
    if doing.feet is not None:
        return (
            Block("heading", f"For {receiver}" if receiver else "On a real foot"),
            Block("title", routine.title),
            *warns,
            *(Block("step", one) for one in (*safety_page().before, *routine.before)),
            Block("rule"),
            Block("muted", "One huge cue at a time. No rig is needed; a word of thanks is asked for at the end."),
        )
    who = receiver or "they"
    return (
        Block("heading", f"For {receiver}" if receiver else "Whose foot is it?"),
        Block("title", f"The {doing.zone}, as {'they like' if not receiver else f'{receiver} likes'} it"),
        *warns,
        Block("step", f"Press their {doing.zone} until {who} {'say' if not receiver else 'says'} “just right”."),
        Block("step", f"At once press the rig’s {doing.zone} just so, for a second or more."),
        Block("step", "Then the same with “too much”. Each three times."),
        Block("rule"),
        Block("muted", "The medians become their target and their cap. The rig stands beside the foot."),
    )


def safety_to_agree() -> Page:
    """What is read and said yes to, once, before a person is practised on."""
    return (*when_not(), Block("muted", " ".join(safety_page().what_it_is)))


def routine_task(pacing: Pacing, at_s: float, foot: str, *, stands: bool) -> TaskText:
    """The left column: which foot, and how long the cue still lasts."""
    cue, ends_s = pacing.cue_at(at_s), cue_ends_s(pacing, at_s)
    span_s, left_s = ends_s - cue.at_s, max(ends_s - at_s, 0.0)
    seconds = math.ceil(left_s - 1e-6)
    heading = f"{foot} foot, paused" if stands else f"{foot} foot"
    left = left_s / span_s if span_s > 0.0 else 0.0
    return TaskText(heading, pacing.routine.title, "Keep a hand on the foot.", seconds, left, "seconds here", stands)


def cue_ends_s(pacing: Pacing, at_s: float) -> float:
    """When the cue of a time gives way to the next, or the routine ends."""
    return min((one.at_s for one in pacing.routine.cues if one.at_s > at_s), default=pacing.routine.duration_s)


def routine_cue(pacing: Pacing, at_s: float, *, ask: str, after: str) -> CueText:
    """The cue of now, the next one, what to ask, and how far the foot is; ``after`` says what follows it."""
    routine, cue, ends_s = pacing.routine, pacing.cue_at(at_s), cue_ends_s(pacing, at_s)
    following = next((one for one in routine.cues if one.at_s >= ends_s), None)
    words = f"{cue.words}. {SOFTER}" if pacing.softened else cue.words
    return CueText(
        cue.technique.capitalize(),
        words,
        "then" if following is not None else after,
        "" if following is None else f"{following.technique.capitalize()}: {following.words}",
        f"Ask: {ask}" if ask else "",
        share=min(at_s / routine.duration_s, 1.0),
        done=f"{clock(at_s)} of {clock(routine.duration_s)}",
    )


def between_cue(routine: Routine, foot: str) -> CueText:
    """What stands between the feet."""
    return CueText("Change", routine.between, "then", f"The {foot} foot: press Enter")


def match_task(matching: Matching, zone: str, receiver: str) -> TaskText:
    """The left column of matching."""
    done = sum(map(len, matching.pressed_n.values()))
    heading = f"press {min(done + 1, 2 * ROUNDS)} of {2 * ROUNDS}"
    return TaskText(heading, f"{receiver}: {zone}", "theirs first, then the rig", None, 0.0, "")


def match_cue(matching: Matching, zone: str, note: str) -> CueText:
    """What they are to say next, and what to do when they do."""
    asked = matching.asked
    if asked is None:
        return CueText("Done", "Take the hands off.")
    said, number = asked
    words = f"Press their {zone} until they say it. Then at once the rig’s, just so, for a second."
    done = sum(map(len, matching.pressed_n.values()))
    return CueText(
        _SHOWN[said], words, f"{number} of {ROUNDS}", "", note, warns=bool(note), share=done / (2 * ROUNDS), done=""
    )


def found_page(found: MatchFound, receiver: str, kept: str) -> Page:
    """What came of a matching; where it is above the default cap, the question whether it is to be kept."""
    match, zone = found.match, found.zone
    head = (
        Block("heading", f"{receiver}: {zone}"),
        Block("title", f"{match.target_n:.1f} N is just right"),
        Block("pair", "Too much from", f"{match.cap_n:.1f} N"),
        Block("pair", "The default cap here", f"{found.default_n:g} N"),
        Block("rule"),
    )
    if kept:
        return (*head, Block("body", kept))
    asks = "Ask once more whether it may be so much. Without a second yes the cap stays at the default."
    return (*head, Block("warning", f"“Too much” came above the {zone}’s default cap."), Block("body", asks))


def thanks_page(receiver: str, done_s: float, *, whole: bool) -> Page:
    """What is asked of the receiver when the hands rest."""
    who = receiver or "them"
    how = f"{clock(done_s)} min on the feet{'' if whole else ', ended early'}."
    return (Block("heading", "Behind it"), Block("title", f"Ask {who}"), Block("muted", how))
