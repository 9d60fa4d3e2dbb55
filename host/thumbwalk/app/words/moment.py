"""What the screen says of a moment: snapshots turned into short texts, without Qt.

One look must tell what to do next, so every pane gets few words, and numbers no finer than a hand can tell apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from thumbwalk.app.words.aims import aims_of
from thumbwalk.coach.drill.beat import Beat
from thumbwalk.coach.feedback.amounts import ForceUnit, force_span, in_unit, shown_force
from thumbwalk.coach.feedback.reasons import Reason
from thumbwalk.coach.feedback.verdict import NOTHING, Verdict, said
from thumbwalk.language import _, capital, marked, plural, spoken
from thumbwalk.session.guesses import Guess
from thumbwalk.session.screen.snapshot import DrillState, Snapshot, StreamState, TouchState
from thumbwalk.technique.catalog import technique_named

Tone = Literal["plain", "good", "caution", "alert"]
Sign = Literal["", "up", "down", "fast", "slow", "tick", "pause", "press", "move"]
Form = Literal["press", "blow", "orbit", "rub"]

NOTICE = marked("Training aid, not a medical device. Force bands are starting values.")
MAP_NOTICE = (
    marked("Traditional reflexology map, shown for pressing practice."),
    marked("It does not diagnose or treat any condition."),
)
FREE = marked("Free practice")

_SIGNS: dict[Reason, Sign] = {
    "limit": "down",
    "too_light": "up",
    "too_hard": "down",
    "too_slow": "fast",
    "too_fast": "slow",
    "good": "tick",
    "place": "move",
    "press": "press",
}
"""By the reason; other words have none."""
_FORMS: dict[str, Form] = {"tap": "blow", "circles": "orbit", "friction": "rub"}
"""By the technique; others press."""
_PLAIN: tuple[Reason, ...] = ("", "press", "rest")
"""Reasons that judge nothing."""


@dataclass(frozen=True)
class HeaderText:
    """The top line: the drill, its sets with the current one, and the rig's health."""

    title: str
    sets: tuple[str, ...]
    current: int
    rig: str
    losses: str
    connected: bool


@dataclass(frozen=True)
class TaskText:
    """What is asked for now; ``seconds`` is None where nothing counts down, ``left`` its fraction of the phase.

    ``stands`` is whether the clock stands still.
    """

    heading: str
    title: str
    how: str
    seconds: int | None
    left: float
    caption: str
    stands: bool = False


@dataclass(frozen=True)
class CoachText:
    """The big word with its sign and tone, the force now, and what it should be.

    ``beside`` says which press the force is of, where it is the last one's; "" where it is that of now.
    """

    word: str
    sign: Sign
    tone: Tone
    force: str
    aim: str
    detail: str
    beside: str = ""


@dataclass(frozen=True)
class PulseText:
    """The pace to keep, with the seconds since its first beat, and the hand's own beside it.

    ``form`` is how it moves: a press that swells, a blow, a dot on a circle that goes round by ``turn``, or to and fro.
    """

    beat: Beat
    elapsed_s: float
    pace: str
    tone: Tone
    sign: Sign = ""
    form: Form = "press"
    turn: int = 1


def tone_of(snapshot: Snapshot) -> Tone:
    """How things stand, for colours: above the comfort cap, in order, in need of a change, or nothing to say."""
    if not snapshot.stream.connected or snapshot.touch.over_cap:
        return "alert"
    reason = _verdict(snapshot).reason
    return "plain" if reason in _PLAIN else "good" if reason == "good" else "caution"


def _verdict(snapshot: Snapshot) -> Verdict:
    """What the learner is told: over the limit that, while a drill's own, which is held, may still be praise."""
    if snapshot.touch.over_cap:
        return said("limit")
    return NOTHING if snapshot.drill is None else snapshot.drill.verdict


def header_text(snapshot: Snapshot) -> HeaderText:
    """The top line's texts."""
    state, stream = snapshot.drill, snapshot.stream
    rig = _rig(stream), _losses(stream), stream.connected
    if state is None:
        return HeaderText(_(FREE), (), -1, *rig)
    sets = tuple([capital(_(part.technique)) for part in state.drill.sets])
    current = None if snapshot.result is not None else state.phase.set_index
    return HeaderText(_(state.drill.title), sets, len(sets) if current is None else current, *rig)


def _rig(stream: StreamState) -> str:
    name = _(stream.identity) or _("Rig")
    if not stream.connected:
        return _("{name} · not connected").format(name=name)
    rate = f" · {stream.rate_hz:.0f} Hz" if stream.rate_hz > 0 else ""
    return name + rate + ("" if stream.calibrated else " · " + _("not calibrated, newtons are a guess"))


def _losses(stream: StreamState) -> str:
    lost = stream.lost_frames or stream.bad_frames or stream.dropped or stream.overruns or stream.restarts
    if not lost and stream.stood_still_s < 0.5:
        return ""
    counts = (
        (stream.lost_frames, plural("{n} frame lost", "{n} frames lost", stream.lost_frames)),
        (stream.bad_frames, plural("{n} frame damaged", "{n} frames damaged", stream.bad_frames)),
        (stream.dropped, plural("{n} frame dropped", "{n} frames dropped", stream.dropped)),
        (stream.overruns, plural("{n} scan missed", "{n} scans missed", stream.overruns)),
        (stream.restarts, plural("{n} restart of the board", "{n} restarts of the board", stream.restarts)),
        (round(stream.stood_still_s), _("{n} s stood still")),
    )
    return " · ".join(said.format(n=n) for n, said in counts if n)


def task_text(snapshot: Snapshot, unit: ForceUnit = "N") -> TaskText:
    """The left pane's texts."""
    state = snapshot.drill
    if state is None:
        title = _named(snapshot.technique) if snapshot.technique else _("Press anywhere on the sole")
        return TaskText(_(FREE), title, "", None, 0.0, "")
    phase, part = state.phase, state.set
    if phase.set_index is None or part is None:
        return TaskText(_("Done"), _(state.drill.title), "", None, 0.0, "")
    if state.stand == "ready":
        of = len(state.drill.sets)
        heading = plural("{n} set, first", "{n} sets, first", of).format(n=of)
        how = aims_of(part, unit, calibrated=snapshot.stream.calibrated)
        return TaskText(heading, _(part.title), how, None, 0.0, "")
    heading = _("Rest, then set {n} of {of}") if phase.kind == "rest" else _("Set {n} of {of}")
    heading = _of(heading, phase.set_index + 1, len(state.drill.sets))
    stands = state.stand == "paused" or not snapshot.stream.connected
    heading = _("{heading}, paused").format(heading=heading) if stands else heading
    span_s = phase.end_s - phase.start_s
    left_s = max(0.0, state.phase_left_s)
    seconds = math.ceil(left_s - 1e-6)
    of_set = phase.kind == "set"
    left = (
        plural("second left", "seconds left", seconds)
        if of_set
        else plural("second to start", "seconds to start", seconds)
    )
    return TaskText(
        heading=heading,
        title=_(part.title),
        how=aims_of(part, unit, calibrated=snapshot.stream.calibrated),
        seconds=seconds,
        left=min(1.0, left_s / span_s) if span_s > 0 else 0.0,
        caption=left,
        stands=stands,
    )


def _named(technique: str) -> str:
    """What a technique is called, and by the field."""
    return f"{capital(_(technique))}: {_(technique_named(technique).term)}"


# The same few sentences are made ten times a second and more: what was made is kept, by its words and numbers.
@lru_cache(maxsize=64)
def _of(said: str, n: int, of: int) -> str:
    return said.format(n=n, of=of)


@lru_cache(maxsize=256)
def _rounded(said: str, value: float) -> str:
    shown = f"{value:.0f}"
    return said.format(pace=shown)


@lru_cache(maxsize=64)
def _spanned(said: str, _language: str, band_n: tuple[float | None, float | None], unit: ForceUnit) -> str:
    return said.format(force=_(force_span(band_n, unit)))


def coach_text(snapshot: Snapshot, unit: ForceUnit = "N", *, by_touch: bool = False) -> CoachText:
    """The right pane's texts, forces in a unit; ``by_touch`` is whether the foot is a remote."""
    stream, touch, band_n = snapshot.stream, snapshot.touch, snapshot.band_n
    if not stream.connected:
        return CoachText(_("Paused"), "pause", "plain", "", "", _without_port(_(stream.message)))
    if (told := _revealed(snapshot, unit)) is not None:
        return told
    stand = "" if snapshot.drill is None else snapshot.drill.stand
    if stand == "paused":
        return CoachText(_("Paused"), "pause", "plain", "", "", _("The clock stands still. What was done is kept."))
    if stand == "ready":
        how = _("Hold the heel a second and let go, or Space.") if by_touch else _("Press Space.")
        return CoachText(_("Ready?"), "press", "good", "", _asked(band_n, unit), f"{how} {_('It counts you in.')}")
    verdict = _verdict(snapshot)
    detail = _of_drill(snapshot, unit) or _(stream.message or in_unit(verdict.detail, unit))
    if touch.over_cap and touch.cap_n is not None:
        detail = _("over {force} {unit}, the comfort limit here").format(
            force=shown_force(touch.cap_n, unit), unit=unit
        )
    return CoachText(
        word=_(verdict.word) or _waiting(snapshot),
        sign=_SIGNS.get(verdict.reason, ""),
        tone=tone_of(snapshot),
        force=_shown_force(snapshot, unit),
        aim=_asked(band_n, unit),
        detail=detail,
        beside=_peaks_of(snapshot),
    )


def _revealed(snapshot: Snapshot, unit: ForceUnit) -> CoachText | None:
    """The answer, in the rest behind a set whose force was guessed or given up; None where there is none to give."""
    state = snapshot.drill
    if state is None or state.revealed_n is None or snapshot.asks_guess or snapshot.result is not None:
        return None
    last = snapshot.guesses[-1] if snapshot.guesses else None
    # guesses and forces are told by the same numbers: of another set's guess nothing is said here
    is_its = last is not None and last.was_n == state.revealed_n
    detail = guess_said(last, unit) if last is not None and is_its else ""
    force = f"{shown_force(state.revealed_n, unit)} {unit}"
    return CoachText(_("Rest"), "", "plain", force, "", detail, beside=_("it was"))


def guess_said(guess: Guess, unit: ForceUnit) -> str:
    """How far off a guess was, in a sentence."""
    said, off = f"{shown_force(guess.said_n, unit)} {unit}", f"{100 * abs(guess.error):.0f}"
    if guess.is_right:
        return _("You said {force}: you felt that.").format(force=said)
    if guess.error > 0:
        return _("You said {force}: {off} % too much.").format(force=said, off=off)
    return _("You said {force}: {off} % too little.").format(force=said, off=off)


def guess_and_truth(guess: Guess, unit: ForceUnit) -> str:
    """What a set's force was, and how far off the guess."""
    was = _("It was {force}.").format(force=f"{shown_force(guess.was_n, unit)} {unit}")
    return f"{was} {guess_said(guess, unit)}"


def _peaks_of(snapshot: Snapshot) -> str:
    """Which press the shown force is of: in a technique of peaks the last one's stands until the next."""
    state = snapshot.drill
    if state is None or state.last_peak_n is None or state.set is None or snapshot.touch.over_cap:
        return ""
    return _("last bite") if state.set.technique == "walk" else _("last press")


def _asked(band_n: tuple[float | None, float | None] | None, unit: ForceUnit) -> str:
    return "" if band_n is None else _spanned(_("aim {force}"), spoken().code, band_n, unit)


def _shown_force(snapshot: Snapshot, unit: ForceUnit) -> str:
    if snapshot.hides_force:
        return ""
    state = snapshot.drill
    peak_n = state.last_peak_n if state is not None and _peaks_of(snapshot) else None
    force = _force(snapshot.touch, unit) if peak_n is None else f"{shown_force(peak_n, unit)} {unit}"
    return force if snapshot.stream.calibrated else f"~{force}"


def _of_drill(snapshot: Snapshot, unit: ForceUnit) -> str:
    """That the drill waits; and of a force that was to be guessed first the question, then the answer."""
    state = snapshot.drill
    if state is not None and state.waits:
        return _("The drill waits until a bite is right.")
    if state is None or state.revealed_n is None:
        return ""
    phase = state.phase
    if phase.kind == "rest" and state.phase_left_s > 0.5 * (phase.end_s - phase.start_s):
        return _("How hard was that? Guess, then look.")
    return _("It was {force}").format(force=f"{shown_force(state.revealed_n, unit)} {unit}")


def _force(touch: TouchState, unit: ForceUnit) -> str:
    return f"{shown_force(touch.contact_n if touch.touching else 0.0, unit)} {unit}"


def _without_port(said: str) -> str:
    """A message without the port that it begins with: there is one rig in a window, and its name stands above."""
    port, colon, rest = said.partition(": ")
    return capital(rest) if colon and " " not in port else said


def _waiting(snapshot: Snapshot) -> str:
    """What to do where there is nothing to judge; in a set the force stands in the place of a word."""
    if snapshot.drill is None or snapshot.result is not None:
        return ""
    return {"count-in": _("Get ready"), "rest": _("Rest"), "done": _("Done")}.get(snapshot.drill.phase.kind, "")


def pulse_text(snapshot: Snapshot) -> PulseText | None:
    """The pulse's texts; None while no pace is to be kept."""
    state = snapshot.drill
    if state is None or state.phase.kind != "set" or not snapshot.stream.connected:
        return None
    if state.beat is None:
        return None
    elapsed_s = state.phase.end_s - state.phase.start_s - state.phase_left_s
    form = _FORMS.get("" if state.set is None else state.set.technique, "press")
    turn = -1 if state.set is not None and state.set.direction == "back" else 1
    return PulseText(state.beat, elapsed_s, *_pace(state), form, turn)


def _pace(state: DrillState) -> tuple[str, Tone, Sign]:
    """The hand's pace, and how it stands to the band that is asked for."""
    pace = state.cadence_per_min
    if pace is None:
        return _("press with the pulse"), "plain", ""
    low, high = (None, None) if state.guide is None else state.guide.rate_per_min or (None, None)
    inside = (low is None or pace >= low) and (high is None or pace <= high)
    sign: Sign = "" if inside else "fast" if low is not None and pace < low else "slow"
    return _rounded(_("you {pace}"), round(pace)), "good" if inside else "caution", sign


def not_counted(snapshot: Snapshot) -> str:
    """Why the force does not count now, beside the band that waits; "" where it does."""
    state = snapshot.drill
    if state is None or state.stand or snapshot.result is not None or not state.is_off_target:
        return ""
    return (
        _("off the point: not counted")
        if state.set is not None and state.set.point
        else _("off the place: not counted")
    )


def notices(snapshot: Snapshot | None, *, with_map: bool = False) -> tuple[str, str]:
    """The two lines that stand below everything: what this is, and what a reflexology point is."""
    part = None if snapshot is None or snapshot.drill is None else snapshot.drill.set
    if with_map or (part is not None and part.point is not None):
        return _(MAP_NOTICE[0]), _(MAP_NOTICE[1])
    return _(NOTICE), ""


def turn(snapshot: Snapshot) -> tuple[object, ...]:
    """What the texts must follow at once; the rest of them may take a tenth of a second."""
    state = snapshot.drill
    drill = None if state is None else (state.verdict, state.phase, state.drill.name, state.stand)
    guessed = snapshot.asks_guess, len(snapshot.guesses)
    over = snapshot.touch.over_cap
    return drill, over, snapshot.technique, snapshot.stream.connected, snapshot.result is not None, guessed
