"""Free practice in sentences: what stands under the table of what was done, in window and terminal alike."""

from __future__ import annotations

from thumbwalk.coach.free.minutes import Minute
from thumbwalk.coach.free.summary import FreeSummary

_UNSURE_S = 1.0
"""Less that was not recognised is not worth a word."""


def title_of(done: FreeSummary) -> str:
    """How long it was, and how much of that in touch."""
    return f"Free practice: {clock(done.duration_s)} minutes, {clock(done.touched_s)} of them in touch"


def sentences(done: FreeSummary) -> list[str]:
    """What there is to say beside the techniques: places, minutes, and the drill that fits."""
    if not done.techniques:
        return ["Nothing was recognised." if done.touched_s > 0.0 else "Nobody touched the foot."]
    said = []
    if done.unsure_s >= _UNSURE_S:
        said.append(f"Not recognised: {clock(done.unsure_s)}")
    if not done.calibrated:
        said.append("Force is not told: it is no newtons, or a guess.")
    if done.covered is not None:
        zones = ", ".join(f"{one.zone} {100 * one.covered:.0f} %" for one in done.zones)
        said.append(f"Touched {100 * done.covered:.0f} % of the sole: {zones}")
    if done.best is not None:
        said.append(f"Best minute: {_minute(done.best)}")
    if done.worst is not None:
        said.append(f"Worst minute: {_minute(done.worst)}")
    if done.drill is not None:
        said.append(f"Next: thumbwalk practice --drill {done.drill.name} ({done.drill.why})")
    return said


def clock(seconds: float) -> str:
    """Minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _minute(one: Minute) -> str:
    even = "–" if one.evenness is None else f"{one.evenness:.0f}"
    return f"from {clock(one.start_s)}, {one.technique}, evenness {even}"
