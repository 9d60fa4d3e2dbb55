"""What the screen says: snapshots turned into short texts, without Qt.

One look must tell what to do next, so every pane gets few words, and numbers no finer than a hand can tell apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.session.screen.snapshot import Snapshot

Tone = Literal["plain", "good", "caution", "alert"]
Sign = Literal["", "up", "down", "fast", "slow", "tick", "pause"]

NOTICE = "Training aid, not a medical device. Force bands are starting values: set your own in targets.toml."
MAP_NOTICE = "Traditional reflexology map, shown for pressing practice. It does not diagnose or treat any condition."

_IDLE_S, _TOUCH_N = 1.0, 0.5

_SIGNS: dict[str, Sign] = {
    "harder": "up",
    "lighter": "down",
    "faster": "fast",
    "slower": "slow",
    "good": "tick",
}


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
    """What is asked for now; ``seconds`` is None where nothing counts down, ``left`` its fraction of the phase."""

    heading: str
    title: str
    how: str
    seconds: int | None
    left: float
    caption: str


@dataclass(frozen=True)
class CoachText:
    """The big word with its sign and tone, the force now, what it should be, and the score so far."""

    word: str
    sign: Sign
    tone: Tone
    force: str
    aim: str
    detail: str
    score: float | None


def tone_of(snapshot: Snapshot) -> Tone:
    """How things stand, for colours: above the comfort cap, in order, in need of a change, or nothing to say."""
    if not snapshot.connected:
        return "alert"
    if is_over_cap(snapshot):
        return "alert"
    sign = _SIGNS.get(snapshot.word.strip().lower(), "")
    return "plain" if not sign else "good" if sign == "tick" else "caution"


def is_over_cap(snapshot: Snapshot) -> bool:
    """Whether the contact presses harder than is comfortable where it is."""
    return snapshot.touching and snapshot.cap_n is not None and snapshot.contact_n > snapshot.cap_n


def header_text(snapshot: Snapshot, drill: Drill | None) -> HeaderText:
    """The top line's texts."""
    phase = snapshot.phase
    current = -1 if phase is None or phase.set_index is None else phase.set_index
    if drill is not None and (snapshot.finished or (phase is not None and phase.kind == "done")):
        current = len(drill.sets)
    counts = (
        (snapshot.lost_frames, "frame lost", "frames lost"),
        (snapshot.bad_frames, "frame damaged", "frames damaged"),
        (snapshot.dropped, "frame dropped", "frames dropped"),
        (snapshot.overruns, "scan missed", "scans missed"),
    )
    rig = snapshot.identity or "Rig"
    if snapshot.connected:
        rig += f" · {snapshot.rate_hz:.0f} Hz" if snapshot.rate_hz > 0 else ""
    else:
        rig += " · not connected"
    return HeaderText(
        title=drill.title if drill is not None else "Free practice",
        sets=tuple(part.technique.capitalize() for part in drill.sets) if drill is not None else (),
        current=current,
        rig=rig,
        losses=" · ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n),
        connected=snapshot.connected,
    )


def task_text(snapshot: Snapshot, drill: Drill | None) -> TaskText:
    """The left pane's texts."""
    phase = snapshot.phase
    if drill is None or phase is None:
        return TaskText("Free practice", "Press anywhere on the sole", "", None, 0.0, "")
    if phase.set_index is None or phase.set_index >= len(drill.sets):
        return TaskText("Done", drill.title, "", None, 0.0, "")
    part = snapshot.set or drill.sets[phase.set_index]
    heading = f"Set {phase.set_index + 1} of {len(drill.sets)}"
    heading = f"Rest, then {heading.lower()}" if phase.kind == "rest" else heading
    span_s = phase.end_s - phase.start_s
    left_s = max(0.0, snapshot.phase_left_s)
    seconds = math.ceil(left_s - 1e-6)
    unit = "second" if seconds == 1 else "seconds"
    return TaskText(
        heading=heading,
        title=part.title,
        how=_how(part),
        seconds=seconds,
        left=min(1.0, left_s / span_s) if span_s > 0 else 0.0,
        caption=f"{unit} left" if phase.kind == "set" else f"{unit} to start",
    )


def coach_text(snapshot: Snapshot) -> CoachText:
    """The right pane's texts."""
    if not snapshot.connected:
        return CoachText("Paused", "pause", "alert", "", "", snapshot.message, snapshot.running_score)
    word = snapshot.word.strip()
    if not word or (word == "harder" and _is_idle(snapshot)):
        word = _word_without_coach(snapshot)
    sign = _SIGNS.get(word.lower(), "")
    tone = tone_of(snapshot)
    detail = snapshot.message
    if is_over_cap(snapshot) and snapshot.cap_n is not None:
        word, sign = "lighter", "down"
        detail = f"over {snapshot.cap_n:.0f} N, the comfort limit here"
    force_n = snapshot.contact_n if snapshot.touching else 0.0
    return CoachText(
        word=word[:1].upper() + word[1:],
        sign=sign,
        tone=tone,
        force=f"{force_n:.0f} N" if force_n >= 9.95 or not snapshot.touching else f"{force_n:.1f} N",
        aim=f"aim for {span(snapshot.band_n, 'N')}" if snapshot.band_n is not None else "",
        detail=detail,
        score=snapshot.running_score,
    )


def _word_without_coach(snapshot: Snapshot) -> str:
    """What to do where nothing has been done yet that a coach could judge."""
    phase = snapshot.phase
    if phase is None or snapshot.finished:
        return ""
    waiting = {"count-in": "get ready", "rest": "rest", "done": "done"}
    return waiting.get(phase.kind, "press")


def _is_idle(snapshot: Snapshot) -> bool:
    """Whether nothing has pressed for a second: then "harder" would be the wrong word for "begin"."""
    recent = snapshot.strip_n[snapshot.strip_time_s > snapshot.time_s - _IDLE_S]
    return not snapshot.touching and not bool((recent > _TOUCH_N).any())


def span(band: tuple[float | None, float | None], unit: str) -> str:
    """A band in words: ``8–18 N``, ``under 0.25``, ``over 4 mm``."""
    low, high = band
    unit = f" {unit}" if unit else ""
    if low is None and high is None:
        return ""
    if low is not None and high is not None:
        return f"{limit(low)}–{limit(high)}{unit}"
    return f"over {limit(low)}{unit}" if low is not None else f"under {limit(high or 0.0)}{unit}"


def limit(value: float) -> str:
    """A band's end: not rounded so far that being beside it looks like being inside."""
    return f"{value:.2f}" if 0 < abs(value) < 1 else f"{value:.1f}".removesuffix(".0")


def number(value: float) -> str:
    """A number no finer than a hand is: whole from 10 up, two figures below."""
    size = abs(value)
    return f"{value:.0f}" if size >= 10 or value == int(value) else f"{value:.1f}" if size >= 1 else f"{value:.2f}"


def _how(part: DrillSet) -> str:
    parts = []
    if part.force_n is not None:
        parts.append(f"about {part.force_n:.0f} N")
    if part.rate_per_min is not None:
        parts.append(f"{part.rate_per_min:.0f} a minute")
    return " · ".join(parts)


def cadence_text(snapshot: Snapshot) -> tuple[str, Tone]:
    """The hand's pace beside the pulse, and how it stands to the one that is asked for."""
    pace = snapshot.cadence_per_min
    if pace is None:
        return "press with the pulse", "plain"
    low, high = snapshot.target_rate_per_min or (None, None)
    inside = (low is None or pace >= low) and (high is None or pace <= high)
    return f"you: {pace:.0f}", "good" if inside else "caution"
