"""Which sounds a moment gives: those to come in the next second by the drill's own clock, and what has just changed.

Everything that is heard is said on the screen, too, by the same words and reasons: see `Ear`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from thumbwalk.coach.feedback.reasons import Reason
from thumbwalk.session.screen.snapshot import DrillState, Snapshot
from thumbwalk.sound.earcons import Kind

AHEAD_S = 1.0
"""How far ahead sounds are told: longer than a device holds back, and than a window may stand still."""
COUNTED_S = 3
"""The last seconds before a set that are counted aloud."""
REPEAT_S, LIMIT_REPEAT_S = 4.0, 1.0
"""A word that still stands is sounded again after so long; the receiver's limit does not wait."""
TONE_FADES_S, TONE_HEARD = 1.5, 0.02
"""Within the band the tone falls by e in so long, and then is silent: to come into the band is news, to stay is not."""
_TONE_LEFT = 0.3
"""What is left of it at a set's end: what is always there is leaned on (PMC5486555)."""

_SOUNDS: dict[Reason, Kind] = {
    "limit": "limit",
    "too_hard": "too_hard",
    "too_light": "too_light",
    "contact_lost": "contact_lost",
    "place": "place",
}
"""Reasons that are sounded. Of pace the beat tells, and what is uneven or too small is for the eyes."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A sound at a time of the stream, or at once; of one ``key`` there is one sound.

    A beat has the ``force_n`` that is asked for, if any is, and ``lasts_s`` until the next.
    """

    key: tuple[object, ...]
    kind: Kind
    at_s: float | None = None
    force_n: float | None = None
    lasts_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What is to be heard from a moment on: sounds, and how loud the steady tone is, 0 to 1."""

    cues: tuple[Cue, ...] = ()
    tone: float = 0.0


SILENCE = Heard()


class Ear:
    """Follows a session's snapshots, each in its turn, and says what they sound like.

    Each sound has its twin on the screen: counts are the ring's seconds, beats the pulse, the tone and the soft ping
    "Good" and the curve in its band, earcons the word with its sign, the end of a set its rest, a lost rig "Paused".
    """

    def __init__(self) -> None:
        self._reason: Reason = ""
        self._sounded_s = -math.inf
        self._in_band_since_s: float | None = None
        self._peak: tuple[object, ...] | None = None
        self._phase: tuple[str, int | None] | None = None
        self._was_connected = False
        self._told_so_far = 0

    def hear(self, snapshot: Snapshot) -> Heard:
        """What is heard from this moment on; it stands in place of what was said before and has not begun."""
        stream = snapshot.stream
        lost = self._was_connected and not stream.connected
        self._was_connected = stream.connected
        if lost and snapshot.result is None:
            return Heard((self._at_once("rig_lost"),))
        if not stream.connected or snapshot.result is not None:
            self._rest()
            return SILENCE
        state = snapshot.drill
        told = self._told(snapshot)
        if state is None or state.stand or state.waits:
            self._in_band_since_s = None
            return Heard(told)
        return Heard(
            (*told, *self._over(state), *self._praised(snapshot, state), *timed(state, snapshot)),
            self._tone(snapshot, state),
        )

    def _at_once(self, kind: Kind) -> Cue:
        self._told_so_far += 1
        return Cue((kind, self._told_so_far), kind)

    def _rest(self) -> None:
        self._reason, self._in_band_since_s, self._peak = "", None, None

    def _told(self, snapshot: Snapshot) -> tuple[Cue, ...]:
        """What the word on the screen sounds like, when it comes and while it stays."""
        state = snapshot.drill
        reason: Reason = "" if state is None or state.stand else state.verdict.reason
        reason = "limit" if snapshot.touch.over_cap else reason
        kind = _SOUNDS.get(reason)
        every_s = LIMIT_REPEAT_S if reason == "limit" else REPEAT_S
        new = reason != self._reason
        self._reason = reason
        if kind is None or (not new and snapshot.time_s - self._sounded_s < every_s):
            return ()
        if new and reason == "limit" and 0.0 <= snapshot.time_s - self._sounded_s < 0.5:
            # a hand on the limit's very edge: one alarm, not a rattle
            return ()
        self._sounded_s = snapshot.time_s
        return (self._at_once(kind),)

    def _over(self, state: DrillState) -> tuple[Cue, ...]:
        """A set that has come to its end."""
        now = state.phase.kind, state.phase.set_index
        before, self._phase = self._phase, now
        # a drill that is begun anew ends no set
        ended = before is not None and before[0] == "set" and before != now and now[0] != "count-in"
        return (self._at_once("set_over"),) if ended else ()

    def _praised(self, snapshot: Snapshot, state: DrillState) -> tuple[Cue, ...]:
        """A press of a technique of peaks that was in its band, when its peak is known."""
        peak = (state.phase.set_index, state.last_peak_n)
        new = peak != self._peak and state.last_peak_n is not None
        self._peak = peak
        if not new or not _is_inside(state.last_peak_n, snapshot) or _share(state) <= 0.0:
            return ()
        return (self._at_once("in_band"),)

    def _tone(self, snapshot: Snapshot, state: DrillState) -> float:
        """The steady tone of a technique of steady force: it fades while all is well, and from set to set's end."""
        touch = snapshot.touch
        steady = state.guide is not None and not state.guide.peaks
        if not (steady and touch.touching and _is_inside(touch.contact_n, snapshot)):
            self._in_band_since_s = None
            return 0.0
        if self._in_band_since_s is None or self._in_band_since_s > snapshot.time_s:
            self._in_band_since_s = snapshot.time_s
        level = _share(state) * math.exp(-(snapshot.time_s - self._in_band_since_s) / TONE_FADES_S)
        return level if level >= TONE_HEARD else 0.0


def _is_inside(force_n: float | None, snapshot: Snapshot) -> bool:
    """Whether a force is in the band that is asked for, and at the place."""
    state, band_n = snapshot.drill, snapshot.band_n
    if state is None or force_n is None or band_n is None or state.is_off_target or snapshot.touch.over_cap:
        return False
    low_n, high_n = band_n
    return (low_n is None or force_n >= low_n) and (high_n is None or force_n <= high_n)


def _share(state: DrillState) -> float:
    """How much of the praise is heard: all at a set's beginning, less to its end; none where help comes later."""
    phase = state.phase
    if phase.kind != "set" or state.set is None or state.set.feedback != "live" or state.set.guess:
        return 0.0
    left = state.phase_left_s / max(phase.end_s - phase.start_s, 1e-9)
    return _TONE_LEFT + (1.0 - _TONE_LEFT) * min(max(left, 0.0), 1.0)


def timed(state: DrillState, snapshot: Snapshot) -> tuple[Cue, ...]:
    """The counts and beats of the next second, at their times of the stream."""
    begins_s, now_s = state.begins_s, snapshot.time_s
    if begins_s is None:
        return ()
    return (*_counts(state, begins_s, now_s), *_beats(state, begins_s, now_s))


def _counts(state: DrillState, begins_s: float, now_s: float) -> list[Cue]:
    """The last seconds before the set that comes, and its beginning."""
    found = []
    for left in range(COUNTED_S, -1, -1):
        at_s = begins_s - left
        # its beginning is still told a moment later: the device may not have come to it
        before = state.phase.kind in ("count-in", "rest") or not left
        counted = before and at_s >= begins_s - (state.phase.end_s - state.phase.start_s)
        if counted and now_s - 0.1 <= at_s < now_s + AHEAD_S:
            kind: Kind = "count" if left else "go"
            found.append(Cue((kind, left, round(begins_s, 3)), kind, at_s))
    return found


def _beats(state: DrillState, begins_s: float, now_s: float) -> list[Cue]:
    """The beats of the set that is under way, or that comes next."""
    beat, phase = state.beat, state.phase
    if beat is None or phase.set_index is None:
        return []
    lasts_s = state.drill.sets[phase.set_index].duration_s
    since_s, until_s = now_s - 0.1 - begins_s, min(now_s + AHEAD_S - begins_s, lasts_s)
    times_s = beat.times_s(since_s, until_s)
    if not len(times_s):
        return []
    numbers = np.rint(beat.count_at(times_s)).astype(int)
    found = []
    for time_s, number in zip(times_s.tolist(), numbers.tolist(), strict=True):
        each_s = 60.0 / beat.rate_at(time_s)
        found.append(
            Cue(
                ("beat", number, round(begins_s, 3)),
                "beat",
                begins_s + time_s,
                _asked_n(state, begins_s + time_s, each_s),
                round(each_s, 3),
            )
        )
    return found


def _asked_n(state: DrillState, from_s: float, lasts_s: float) -> float | None:
    """The most force that the guide asks for within a beat, to half a newton; None where it asks for none."""
    guide_n = state.guide_n
    if not len(guide_n):
        return None
    first, stop = np.searchsorted(guide_n[:, 0], (from_s, from_s + lasts_s))
    most_n = float(guide_n[first:stop, 1].max()) if stop > first else 0.0
    return round(2.0 * most_n) / 2.0 if most_n > 0.0 else None
