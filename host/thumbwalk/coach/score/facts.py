"""One sentence for a measure, in the words of a teacher: what was done, in what a hand can feel, and what is asked for.

"Your presses ran from 6 to 20 N; keep them within 12 to 16." says what "0.36, aim under 0.15" means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.feedback.amounts import Force
from thumbwalk.coach.score.advice import advice
from thumbwalk.coach.targets.bands import Band
from thumbwalk.language import marked, told

Array = NDArray[np.float64]

_STROKES = {
    "hold": marked("holds"),
    "knead": marked("presses"),
    "circles": marked("circles"),
    "walk": marked("bites"),
    "glide": marked("glides"),
    "friction": marked("strokes"),
    "tap": marked("blows"),
}
_FIRM_N = 6.0
"""From here on a whole newton is fine enough."""
_RAN = (0.1, 0.9)
"""From where to where values ran: without the tenth at each end, so that one odd stroke is not what is told."""


@dataclass(frozen=True)
class Done:
    """What was done, as far as sentences need it.

    ``peaks_n`` and ``intervals_s`` are stroke by stroke, ``elsewhere`` is the seconds in other techniques, ``toward``
    the way from the point that was asked for to where was pressed.
    """

    technique: str
    peaks_n: Array = field(default_factory=lambda: np.empty(0))
    intervals_s: Array = field(default_factory=lambda: np.empty(0))
    elsewhere: Mapping[str, float] = field(default_factory=dict)
    zone: str | None = None
    toward: str = ""

    @property
    def strokes(self) -> str:
        """What its strokes are called."""
        return _STROKES.get(self.technique, marked("strokes"))


def fact(name: str, value: float | None, band: Band, done: Done) -> str:
    """What was done and what is asked for, one sentence; of what is in its band, that it is good."""
    if value is None or _is_inside(value, band):
        return advice(name, value, band)
    if name == "force_cv" and len(done.peaks_n) and band.hi is not None:
        return _ran(done.peaks_n, band.hi, told(done.strokes), "N")
    if name == "rhythm_cv" and len(done.intervals_s) and band.hi is not None:
        return _ran(done.intervals_s, band.hi, told("beats"), "s")
    if name == "flow":
        return _flow(value, done)
    if name not in _SENTENCES:
        return advice(name, value, band)
    text, unit = _SENTENCES[name] if name != "coverage" or done.zone is not None else _OF_WAY
    scale = 100.0 if unit == "%" else 1.0
    shown = _beside(value * scale, band, scale)
    return told(
        text,
        value=Force(shown, value) if unit == "N" else shown,
        asked=_asked(band, unit, scale),
        strokes=told(done.strokes),
        zone=told(done.zone or marked("zone")),
        toward=told(done.toward),
    )


def figure(value: float) -> str:
    """A number no finer than a hand is: whole from 10 up, two figures below."""
    size = abs(value)
    return f"{value:.0f}" if size >= 10 or value == int(value) else f"{value:.1f}" if size >= 1 else f"{value:.2f}"


def _asked(band: Band, unit: str, scale: float) -> str:
    """A band as what to keep to: within 8 to 18 N, under 25 %, at 90 % or more."""
    if unit == "N":
        return _asked_forces(band)
    lo, hi = (None if end is None else _end(end * scale) for end in band.ends)
    tail = f" {unit}" if unit else ""
    if lo is not None and hi is not None:
        return told("within {low} to {high}", low=lo, high=f"{hi}{tail}")
    return told("at {n} or more", n=f"{lo}{tail}") if lo is not None else told("under {n}", n=f"{hi}{tail}")


def _asked_forces(band: Band) -> str:
    lo, hi = (None if end is None else Force(_end(end), end, is_end=True) for end in band.ends)
    if lo is not None and hi is not None:
        return told(
            "within {low} to {high}", low=Force(_end(lo.force_n), lo.force_n, is_end=True, is_bare=True), high=hi
        )
    return told("at {n} or more", n=lo) if lo is not None else told("under {n}", n=hi)


def _end(value: float) -> str:
    """A band's end: not rounded so far that being beside it looks like being inside."""
    return f"{value:.2f}" if 0.0 < abs(value) < 1.0 else f"{value:.1f}".removesuffix(".0")


def _is_inside(value: float, band: Band, scale: float = 1.0) -> bool:
    lo, hi = (None if end is None else end * scale for end in band.ends)
    return (lo is None or value >= lo) and (hi is None or value <= hi)


def _beside(value: float, band: Band, scale: float) -> str:
    """A value that is outside its band, told fine enough to be so."""
    told = figure(value) if scale == 1.0 else f"{value:.0f}"
    return f"{value:.2f}" if _is_inside(float(told), band, scale) else told


def _ran(values: Array, limit: float, what: str, unit: str) -> str:
    """From where to where values ran, and to where they may: the limit of their scatter about their own middle."""
    low, high = np.quantile(values, _RAN)
    middle = float(np.median(values))
    keep_to = _about(middle, limit)
    digits = 2 if unit == "s" else 0 if middle >= _FIRM_N and _shows(0, (low, high), keep_to) else 1
    ends = (low, high, *keep_to)
    figures = dict(zip(("low", "high", "least", "most"), (f"{end:.{digits}f}" for end in ends), strict=True))
    said = marked("Your {strokes} ran from {low} to {high}; keep them within {least} to {most}.")
    if unit == "N":
        with_unit = "high"
        forces = {
            key: Force(one, float(end), is_bare=key != with_unit)
            for (key, one), end in zip(figures.items(), ends, strict=True)
        }
        return told(said, strokes=what, **forces)
    return told(said, strokes=what, **(figures | {"high": f"{figures['high']} {unit}"}))


def _shows(digits: int, ran: tuple[float, float], keep: tuple[float, float]) -> bool:
    """Whether values that ran beyond where they may still do so when both are rounded."""
    (low, high), (least, most) = (tuple(round(end, digits) for end in ends) for ends in (ran, keep))
    return low < least or high > most


def _about(middle: float, part: float) -> tuple[float, float]:
    return middle * (1.0 - part), middle * (1.0 + part)


def _flow(value: float, done: Done) -> str:
    """Where time went: to another technique by its name, else to breaks."""
    if done.elsewhere:
        technique, seconds = max(done.elsewhere.items(), key=lambda one: one[1])
        return told(
            "{n} s were {technique}, not {asked}: name it, then change.",
            n=figure(seconds),
            technique=told(technique),
            asked=told(done.technique),
        )
    part = f"{100 * (1 - value):.0f}"
    return told("{n} % of the time went to breaks: keep going, with fewer and shorter ones.", n=part)


_SENTENCES = {
    "force_n": (marked("Your {strokes} were {value}; keep them {asked}."), "N"),
    "peak_force_n": (marked("Your {strokes} were {value}; keep them {asked}."), "N"),
    "force_cv": (marked("Your {strokes} were not alike; keep their scatter {asked}."), "%"),
    "rhythm_cv": (marked("Your beats were not alike; keep their scatter {asked}."), "%"),
    "steadiness_cv": (marked("Your {strokes} wavered by {value} %; keep it {asked}."), "%"),
    "evenness_cv": (marked("The weight of your {strokes} wavered by {value} %; keep it {asked}."), "%"),
    "rate_per_min": (marked("Your pace was {value} a minute; keep it {asked}."), ""),
    "speed_mm_s": (marked("Your glides went at {value} mm/s; keep them {asked}."), "mm/s"),
    "hold_s": (marked("You stayed for {value} s; keep it {asked}."), "s"),
    "contact_kept": (marked("You kept {value} % of the force between bites; keep it {asked}."), "%"),
    "forward": (marked("{value} % of your {strokes} went the way that was asked; keep it {asked}."), "%"),
    "roundness": (marked("Your circles were {value} % as wide as they were long; keep them {asked}."), "%"),
    "release": (marked("You kept {value} % of the force between presses; keep it {asked}."), "%"),
    "radius_mm": (marked("Your circles had a radius of {value} mm; keep it {asked}."), "mm"),
    "bite_mm": (marked("Your bites were {value} mm long; keep them {asked}."), "mm"),
    "stroke_mm": (marked("Your strokes were {value} mm long; keep them {asked}."), "mm"),
    "contact_s": (marked("Your blows lasted {value} s; keep them {asked}."), "s"),
    "off_point_mm": (marked("You pressed {value} mm from the point{toward}; keep it {asked}."), "mm"),
    "coverage": (marked("{value} % of the touch was in the {zone}; keep it {asked}."), "%"),
}
"""What is said of a miss, and the unit of its value and band; of a ratio, in percent."""
_OF_WAY = (marked("You came along {value} % of the line; keep it {asked}."), "%")
"""What is said of coverage where a line was asked for, and no zone."""
