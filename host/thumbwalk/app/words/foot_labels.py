"""The few words on the foot itself, without Qt: what its target is, and the limit when it is near."""

from __future__ import annotations

from thumbwalk.coach.drill.figure import FigureKind
from thumbwalk.coach.feedback.amounts import ForceUnit, shown_force
from thumbwalk.language import _, marked
from thumbwalk.session.screen.snapshot import Snapshot

SHOWN_S = 5.0
"""So long into a set what the target means is written beside it; then the hand knows, and it would be in the way."""
_LEADS: dict[FigureKind, str] = {
    "circle": marked("follow the dot"),
    "rub": marked("to and fro"),
    "bites": marked("next bite"),
    "glide": marked("follow the front"),
}


def target_label(snapshot: Snapshot) -> str:
    """What stands beside the target: the point's name, or what leads; "" once a set is under way."""
    state = snapshot.drill if snapshot.result is None else None
    if state is None or state.set is None or state.guide is None or not state.guide.figures:
        return ""
    phase = state.phase
    if phase.kind == "set" and phase.end_s - phase.start_s - state.phase_left_s > SHOWN_S:
        return ""
    return _(state.set.point or "") or _(_LEADS.get(state.guide.figures[0].kind, ""))


def limit_label(snapshot: Snapshot, unit: ForceUnit = "N") -> str:
    """What stands at the thumb of the comfort limit: that it is near, or that it is passed; "" else."""
    touch = snapshot.touch
    if touch.cap_n is None or not (touch.over_cap or touch.near_cap):
        return ""
    said = _("over {force} {unit}") if touch.over_cap else _("limit here {force} {unit}")
    return said.format(force=shown_force(touch.cap_n, unit), unit=unit)
