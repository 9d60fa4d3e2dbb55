"""The vocabulary of measures: a row a measure, with its unit, its plain name, and what a miss is called and asks for.

Techniques measure by these names; targets, scores, faults, the window's words, the validation and the pages of
documentation read them here. Advice says what to try next, never what is wrong with somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultName(StrEnum):
    """What a teacher would call a miss."""

    TOO_HARD = "too hard"
    TOO_LIGHT = "too light"
    UNEVEN = "uneven"
    RUSHING = "rushing"
    DRAGGING = "dragging"
    TIRING = "tiring"
    CONTACT_LOST = "contact lost"
    BACKWARD = "walking backward"
    COLLAPSING = "circles collapsing to a line"
    DRIFTING = "drifting off the point"
    INCOMPLETE = "incomplete release"


@dataclass(frozen=True, slots=True)
class Row:
    """One measure.

    Attributes
    ----------
    unit : str
        As it is printed; empty for a plain ratio. A force (N) is renamed on a layout in another unit.
    plain : str
        What it is called in the window.
    low, high : str
        What to try where it is below its band, or above; empty where that end is none that a band has.
    fault_low, fault_high : FaultName or None
        What such a miss is called.
    of_place_in : tuple of str
        Techniques that take it of places: on a layout without positions they do not have it.
    of_force : bool
        It says how even the force is, which a force that fades is not either.
    capped : bool
        Its band ends below the comfort cap of the zone that it is asked in.
    grows : bool
        It grows until the set is over: no running score judges it before it is enough.
    relative : bool
        Its error is a part of the true value; else a difference in its own unit.
    """

    unit: str
    plain: str
    low: str = ""
    high: str = ""
    fault_low: FaultName | None = None
    fault_high: FaultName | None = None
    of_place_in: tuple[str, ...] = ()
    of_force: bool = False
    capped: bool = False
    grows: bool = False
    relative: bool = False


VOCABULARY: dict[str, Row] = {
    "strokes": Row("", "strokes"),
    "force_n": Row(
        "N",
        "force",
        "Press a little deeper, from the body and not from the thumb.",
        "Ease off: less weight does more here.",
        FaultName.TOO_LIGHT,
        FaultName.TOO_HARD,
        capped=True,
        relative=True,
    ),
    "peak_force_n": Row(
        "N",
        "peak force",
        "Let each press sink in deeper before you let go.",
        "Make each press lighter: stop where it gives.",
        FaultName.TOO_LIGHT,
        FaultName.TOO_HARD,
        capped=True,
        relative=True,
    ),
    "contact_force_n": Row("N", "contact force", relative=True),
    "resting_force_n": Row("N", "resting force"),
    "x_mm": Row("mm", "place along the foot"),
    "y_mm": Row("mm", "place across the foot"),
    "force_cv": Row(
        "",
        "evenness of the peaks",
        high="Make every press as deep as the one before.",
        fault_high=FaultName.UNEVEN,
        of_force=True,
    ),
    "steadiness_cv": Row(
        "",
        "steadiness",
        high="Hold still: sink in, breathe out, and let the pressure rest.",
        fault_high=FaultName.UNEVEN,
        of_force=True,
    ),
    "evenness_cv": Row(
        "",
        "evenness",
        high="Keep the same weight from the beginning of the stroke to its end.",
        fault_high=FaultName.UNEVEN,
        of_force=True,
    ),
    "drift_n_per_s": Row("N/s", "drift of the force"),
    "rhythm_cv": Row(
        "",
        "rhythm",
        high="Keep an even beat: count along as you press.",
        fault_high=FaultName.UNEVEN,
        of_place_in=("circles", "friction"),
    ),
    "rate_per_min": Row(
        "/min",
        "pace",
        "Pick up the pace a little.",
        "Slow down and let each press arrive.",
        FaultName.DRAGGING,
        FaultName.RUSHING,
        of_place_in=("circles", "friction"),
        relative=True,
    ),
    "speed_mm_s": Row(
        "mm/s",
        "speed",
        "Glide a little faster.",
        "Glide more slowly.",
        FaultName.DRAGGING,
        FaultName.RUSHING,
        of_place_in=("glide",),
        relative=True,
    ),
    "hold_s": Row(
        "s",
        "time held",
        "Stay on the point for longer.",
        "Let go sooner and come back.",
        FaultName.RUSHING,
        grows=True,
        relative=True,
    ),
    "contact_kept": Row("", "contact kept", "Stay in touch between the bites.", fault_low=FaultName.CONTACT_LOST),
    "forward": Row(
        "", "way forward", "Let every bite go forward.", fault_low=FaultName.BACKWARD, of_place_in=("walk",)
    ),
    "roundness": Row(
        "",
        "roundness",
        "Make the circles rounder, at an even distance from the middle.",
        fault_low=FaultName.COLLAPSING,
        of_place_in=("circles",),
    ),
    "release": Row("", "release", high="Let go nearly all the way between presses.", fault_high=FaultName.INCOMPLETE),
    "advance_mm": Row("mm", "advance", "Move on a little with every press.", "Move on in smaller steps."),
    "radius_mm": Row(
        "mm",
        "size of the circles",
        "Make the circles larger.",
        "Make the circles smaller.",
        of_place_in=("circles",),
        relative=True,
    ),
    "direction": Row("", "direction"),
    "stroke_mm": Row(
        "mm",
        "length of a stroke",
        "Make the strokes to and fro longer.",
        "Make the strokes to and fro shorter: stay on the spot.",
        of_place_in=("friction",),
        relative=True,
    ),
    "bite_mm": Row(
        "mm", "length of a bite", "Take longer bites.", "Take smaller bites.", of_place_in=("walk",), relative=True
    ),
    "bite_cv": Row("", "evenness of the bites", of_place_in=("walk",)),
    "heading_deg": Row("deg", "heading"),
    "length_mm": Row("mm", "length of a glide", relative=True),
    "contact_s": Row("s", "length of a blow", high="Bounce off sooner: a blow is short.", relative=True),
    # of two hands at work, side by side
    "balance": Row("", "balance of the hands", "Press as deep with the weaker hand as with the other."),
    "phase": Row("", "phase of the hands"),
    "phase_error": Row(
        "", "distance from an even phase", high="Let each hand come midway between the other's strokes, or with them."
    ),
    # of what a set asks for, not of how its technique is done
    "off_point_mm": Row("mm", "distance from the point", high="Land nearer to the point before you press."),
    "flow": Row("", "flow", "Keep going: fewer and shorter breaks, in one technique."),
    "coverage": Row("", "coverage", "Stay in the zone that was asked for."),
    "force_trend": Row(
        "",
        "change of the force",
        "Keep the force up to the end: take less of it at first.",
        "Keep the force down to the end.",
    ),
    # of a drill as a whole
    "order": Row("", "order of the techniques", "Do the techniques one behind the other as they are asked for."),
    "tired_over_fresh": Row("", "quality when tired", "Do less, and do it well: even before strong, when tired."),
    "blind_below": Row("", "points lost unseen", high="Feel for it: look away more often while you practise."),
}
"""Every measure by its name, in the order in which their faults are told."""
