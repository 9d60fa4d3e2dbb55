"""One sentence for each measure, by how it missed: what to try next, never what is wrong with somebody."""

from __future__ import annotations

from thumbwalk.coach.targets.bands import Band

GOOD = "In the band: keep it there."
_TOO_LITTLE = "There was too little to judge this by: keep going for the whole set."

# Measure to (what to try when it is too low, ... too high), without the unit of force.
_SENTENCES = {
    "force": ("Press a little deeper, from the body and not from the thumb.", "Ease off: less weight does more here."),
    "peak_force": ("Let each press sink in deeper before you let go.", "Make each press lighter: stop where it gives."),
    "force_cv": (GOOD, "Make every press as deep as the one before."),
    "steadiness_cv": (GOOD, "Hold still: sink in, breathe out, and let the pressure rest."),
    "hold_s": ("Stay on the point for longer.", "Let go sooner and come back."),
    "off_point_mm": (GOOD, "Land nearer to the point before you press."),
    "rate_per_min": ("Pick up the pace a little.", "Slow down and let each press arrive."),
    "rhythm_cv": (GOOD, "Keep an even beat: count along as you press."),
    "release": (GOOD, "Let go nearly all the way between presses."),
    "advance_mm": ("Move on a little with every press.", "Move on in smaller steps."),
    "radius_mm": ("Make the circles larger.", "Make the circles smaller."),
    "roundness": ("Make the circles rounder, at an even distance from the middle.", GOOD),
    "stroke_mm": ("Make the strokes to and fro longer.", "Make the strokes to and fro shorter: stay on the spot."),
    "balance": ("Press as deep with the weaker hand as with the other.", GOOD),
    "bite_mm": ("Take longer bites.", "Take smaller bites."),
    "forward": ("Let every bite go forward.", GOOD),
    "contact_kept": ("Stay in touch between the bites.", GOOD),
    "speed_mm_s": ("Glide a little faster.", "Glide more slowly."),
    "evenness_cv": (GOOD, "Keep the same weight from the beginning of the stroke to its end."),
    "contact_s": (GOOD, "Bounce off sooner: a blow is short."),
    "flow": ("Keep going: fewer and shorter breaks, in one technique.", GOOD),
    "coverage": ("Stay in the zone that was asked for.", GOOD),
}


def advice(name: str, value: float | None, band: Band) -> str:
    """What to try next for a measure, one sentence."""
    if value is None:
        return _TOO_LITTLE
    low, high = _SENTENCES.get(name.removesuffix("_n"), ("Aim for more of it.", "Aim for less of it."))
    if band.lo is not None and value < band.lo:
        return low
    return high if band.hi is not None and value > band.hi else GOOD
