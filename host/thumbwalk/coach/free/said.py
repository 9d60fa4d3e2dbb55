"""Free practice in sentences: what stands under the table of what was done, in window and terminal alike."""

from __future__ import annotations

from collections.abc import Sequence

from thumbwalk.coach.free.minutes import Minute
from thumbwalk.coach.free.sole_covered import ZoneTouched
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.language import Told, marked, told

_UNSURE_S = 1.0
"""Less that was not recognised is not worth a word."""


def title_of(done: FreeSummary) -> str:
    """How long it was, and how much of that in touch."""
    whole, touched = clock(done.duration_s), clock(done.touched_s)
    return told("Free practice: {time} minutes, {touched} of them in touch", time=whole, touched=touched)


def sentences(done: FreeSummary) -> list[str]:
    """What there is to say beside the techniques, and the command of the drill that fits."""
    said = found(done)
    if done.techniques and done.drill is not None:
        name, why = done.drill.name, done.drill.why
        said.append(told("Next: thumbwalk practice --drill {name} ({why})", name=name, why=why))
    return said


def found(done: FreeSummary) -> list[str]:
    """What there is to say beside the techniques: what was not recognised, places and minutes."""
    if not done.techniques:
        return [marked("Nothing was recognised.") if done.touched_s > 0.0 else marked("Nobody touched the foot.")]
    said: list[str] = []
    if done.unsure_s >= _UNSURE_S:
        said.append(told("Not recognised: {time}", time=clock(done.unsure_s)))
    if not done.calibrated:
        said.append(marked("Force is not told: it is no newtons, or a guess."))
    if done.covered is not None:
        said.append(_touched(done.covered, done.zones))
    if done.best is not None:
        said.append(told("Best minute: {what}", what=_minute(done.best)))
    if done.worst is not None:
        said.append(told("Worst minute: {what}", what=_minute(done.worst)))
    return said


def _touched(covered: float, zones: Sequence[ZoneTouched]) -> Told:
    """How much of the sole was touched, and of each zone."""
    names = {f"zone_{index}": told(one.zone) for index, one in enumerate(zones)}
    parts = ", ".join(f"{{zone_{index}}} {100 * one.covered:.0f} %" for index, one in enumerate(zones))
    each = told(parts, **names) if names else ""
    return told("Touched {n} % of the sole: {zones}", n=f"{100 * covered:.0f}", zones=each)


def clock(seconds: float) -> str:
    """Minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _minute(one: Minute) -> Told:
    even = "–" if one.evenness is None else f"{one.evenness:.0f}"
    return told(
        "from {time}, {technique}, evenness {n}", time=clock(one.start_s), technique=told(one.technique or ""), n=even
    )
