"""The pictures of a validation, by file name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from thumbwalk.pad import builtin_pad
from thumbwalk.validate.findings import Findings, KindFindings
from thumbwalk.validate.kinds import TITLES, Kind
from thumbwalk.validate.limits import DELAY_S, Verdict
from thumbwalk.validate.naming import NAMES
from thumbwalk.validate.svg import BLACK, BLUE, GREEN, GREY, ORANGE, PALE, PURPLE, RED, Axes, Picture
from thumbwalk.validate.unresolvable import MAP_STEP_MM, PlaceError, Spread, TwoHands

FOLDER = "validation"
"""Where the pictures are, beside the page."""
COLOURS: dict[Kind, str] = {"designed": BLUE, "hard": ORANGE, "people": GREEN, "built": PURPLE}
_FULL = 2.5
"""Where the picture of the limits ends, in parts of a limit."""
_STEPS = ((1.0, "#fde725"), (2.0, "#5ec962"), (5.0, "#21918c"), (10.0, "#3b528b"), (float("inf"), "#440154"))
"""Colours of the map, lighter for less: of viridis, which keeps its order in grey and for any colour vision."""


def pictures_of(findings: Findings) -> dict[str, Picture]:
    """Draw what there is to be drawn."""
    kinds = list(findings.kinds.values())
    drawn = {"limits": limits_picture(kinds), "confusion": confusion_picture(kinds), "delay": delay_picture(kinds)}
    if findings.bites:
        drawn["bite"] = sizes_picture("A walk's bite", "bite, mm", findings.bites)
    if findings.radii:
        drawn["circle"] = sizes_picture("A circle's radius", "radius, mm", findings.radii)
    if findings.places:
        drawn["place"] = place_picture(findings.places)
    if findings.two_hands:
        drawn["two-hands"] = two_hands_picture(findings.two_hands)
    return {f"{name}.svg": picture for name, picture in drawn.items()}


def limits_picture(kinds: Sequence[KindFindings]) -> Picture:
    """Every error as a part of its limit: a dot for the median, a line to the ninetieth of a hundred."""
    names = [one.name for one in kinds[0].verdicts if not one.share]
    row, top, left = 18.0 * len(kinds) + 8.0, 56.0, 264.0
    picture = Picture(760, top + row * len(names) + 44, "Errors as parts of their limits")
    axes = Axes(picture, (left, top, 730, top + row * len(names)), (0.0, _FULL), (0.0, 1.0))
    for value in np.arange(0.0, _FULL + 0.1, 0.5):
        picture.line(axes.x(value), top, axes.x(value), axes.bottom, colour=PALE)
        picture.text(axes.x(value), axes.bottom + 16, f"{value:g}", anchor="middle", size=11)
    picture.line(axes.x(1.0), top - 4, axes.x(1.0), axes.bottom, colour=RED, width=1.5)
    picture.text(axes.x(1.0), top - 8, "the limit", anchor="middle", colour=RED)
    words = "error / its limit: median (dot), 90th percentile (end of the line)"
    picture.text((left + 730) / 2, axes.bottom + 34, words, anchor="middle")
    for index, found in enumerate(kinds):
        picture.dot(20 + 180 * index, 18, 4, fill=COLOURS[found.kind])
        picture.text(30 + 180 * index, 22, TITLES[found.kind])
    for number, name in enumerate(names):
        picture.text(left - 10, top + row * (number + 0.5) + 4, name, anchor="end", size=11)
        picture.line(10, top + row * (number + 1), 730, top + row * (number + 1), colour=PALE)
        for index, found in enumerate(kinds):
            one = next(verdict for verdict in found.verdicts if verdict.name == name)
            _limit_row(axes, top + row * number + 13 + 18 * index, one, COLOURS[found.kind])
    return picture


def _limit_row(axes: Axes, y: float, one: Verdict, colour: str) -> None:
    if np.isnan(one.median):
        return
    picture, dot_x, end_x = axes.picture, axes.x(one.median / one.limit), axes.x((one.p90 or 0.0) / one.limit)
    picture.line(dot_x, y, end_x, y, colour=colour, width=2)
    if (one.p90 or 0.0) > _FULL * one.limit:  # the line goes on
        picture.text(end_x + 3, y + 4, "›", colour=colour, size=14)
    picture.dot(dot_x, y, 4.5, fill=colour)


def confusion_picture(kinds: Sequence[KindFindings]) -> Picture:
    """One matrix a kind: of what was done (rows), the percentage named so (columns)."""
    cell, left, top, apart = 30.0, 64.0, 70.0, 54.0
    across = cell * len(NAMES) + apart
    picture = Picture(left + across * len(kinds), top + cell * len(NAMES) + 24, "Confusion of techniques")
    for index, found in enumerate(kinds):
        x0 = left + across * index
        picture.text(x0, 16, TITLES[found.kind], bold=True)
        rows = found.confusion.sum(axis=1, keepdims=True)
        shares = found.confusion / np.maximum(rows, 1)
        for at, name in enumerate(NAMES):
            picture.text(x0 + cell * (at + 0.5) + 4, top - 6, name, size=11, turned=True)
            picture.text(x0 - 5, top + cell * (at + 0.5) + 4, name, size=11, anchor="end")
            for column in range(len(NAMES)):
                share = float(shares[at, column])
                place = x0 + cell * column, top + cell * at
                picture.rect(*place, cell, cell, fill=BLUE if at == column else RED, opacity=share, edge=PALE)
                if share >= 0.005:
                    colour = "#ffffff" if share > 0.6 else BLACK
                    where = place[0] + cell / 2, place[1] + cell / 2 + 4
                    picture.text(*where, f"{100 * share:.0f}", anchor="middle", size=11, colour=colour)
    picture.text(left, top + cell * len(NAMES) + 16, "rows: what was done; columns: what it was named; % of the row",
                 colour=GREY, size=11)  # fmt: skip
    return picture


def delay_picture(kinds: Sequence[KindFindings]) -> Picture:
    """How many of the strokes are known how long after their end."""
    picture = Picture(560, 300, "How soon a stroke is known")
    axes = Axes(picture, (60, 40, 530, 240), (0.0, 1.2), (0.0, 100.0))
    axes.frame(
        x_ticks=[0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2],
        y_ticks=[0, 25, 50, 75, 100],
        x_label="seconds after a stroke's end",
        y_label="% of strokes known",
    )
    picture.line(axes.x(DELAY_S), 36, axes.x(DELAY_S), 240, colour=RED, width=1.5)
    picture.text(axes.x(DELAY_S) + 5, 230, "the limit", colour=RED)
    for index, found in enumerate(kinds):
        delays = np.sort(np.array(found.delays_s))
        if len(delays):
            at = np.linspace(0.0, 100.0, 101)
            axes.curve(zip(np.percentile(delays, at).tolist(), at.tolist(), strict=True), colour=COLOURS[found.kind],
                       dots=False)  # fmt: skip
        picture.text(70 + 150 * index, 18, TITLES[found.kind], colour=COLOURS[found.kind], bold=True)
    return picture


def sizes_picture(title: str, label: str, spreads: Sequence[Spread]) -> Picture:
    """Measured against true, a panel a kind of foot, with the band that holds eight of ten."""
    most = float(np.ceil(max(one.true for one in spreads) / 2.0) * 2.0 + 2.0)
    kinds = list(dict.fromkeys(one.kind for one in spreads))
    picture = Picture(360 * len(kinds) + 30, 390, title)
    ticks = np.arange(0.0, most + 0.1, 2.0).tolist()
    for index, kind in enumerate(kinds):
        left = 60 + 360 * index
        axes = Axes(picture, (left, 40, left + 300, 340), (0.0, most), (0.0, most))
        words = f"{title}, {TITLES[kind]}"
        axes.frame(x_ticks=ticks, y_ticks=ticks, x_label=f"true {label}", y_label=f"measured {label}", title=words)
        picture.line(axes.x(0.0), axes.y(0.0), axes.x(most), axes.y(most), colour=GREY, dash="4 4")
        _spread(axes, [one for one in spreads if one.kind == kind and np.isfinite(one.median)], COLOURS[kind])
    return picture


def _spread(axes: Axes, seen: Sequence[Spread], colour: str) -> None:
    """The band and the medians; where not all were named right, how many were."""
    band = [(axes.x(one.true), axes.y(one.high)) for one in seen]
    band += [(axes.x(one.true), axes.y(one.low)) for one in reversed(seen)]
    axes.picture.area(band, fill=colour, opacity=0.3)
    axes.curve([(one.true, one.median) for one in seen], colour=colour)
    wrong = [one for one in seen if one.named < 1.0]
    for one in wrong:
        words = f"{100 * one.named:.0f} %"
        axes.picture.text(axes.x(one.true), axes.y(one.high) - 8, words, anchor="middle", size=11, colour=RED)
    if wrong:
        axes.picture.text(axes.left + 8, axes.top + 16, "red: so many were named right", colour=RED, size=11)


def place_picture(places: Sequence[PlaceError]) -> Picture:
    """The sole seen from above, coloured by the error of a press's place; the heel is on the left."""
    pad, scale, left, top = builtin_pad(), 2.4, 30.0, 40.0
    picture = Picture(left * 2 + 270 * scale, top + 102 * scale + 56, "Error of a press's place over the sole")
    # one scale for both, so that the foot keeps its shape; its medial edge is above
    axes = Axes(picture, (left, top + 102 * scale, left + 270 * scale, top), (0.0, 270.0), (0.0, 102.0))
    x_of, y_of = axes.x, axes.y
    half = MAP_STEP_MM / 2.0
    for one in places:
        colour = next(colour for limit, colour in _STEPS if not one.rms_mm > limit)
        picture.rect(
            x_of(one.x_mm - half), y_of(one.y_mm - half), MAP_STEP_MM * scale, MAP_STEP_MM * scale, fill=colour
        )
        dark = one.rms_mm > _STEPS[1][0]
        picture.text(x_of(one.x_mm), y_of(one.y_mm) + 4, _short(one.rms_mm), anchor="middle", size=10,
                     colour="#ffffff" if dark else BLACK)  # fmt: skip
    picture.path([(x_of(x), y_of(y)) for x, y in pad.outline or ()], colour=BLACK, closed=True)
    for x, y in pad.positions_mm:
        picture.dot(x_of(x), y_of(y) + 9, 2.5, fill="#ffffff", edge=BLACK)
    picture.line(x_of(35.0), top - 6, x_of(35.0), y_of(98.0), colour=RED, dash="5 4")
    picture.text(x_of(35.0) + 5, y_of(98.0), "x = 35 mm", colour=RED, size=11)
    picture.text(left, 18, "Root mean square error of a press's place, mm", bold=True)
    below = 0.0
    for index, (limit, colour) in enumerate(_STEPS):
        place = left + 118 * index, top + 102 * scale + 20
        picture.rect(*place, 14, 14, fill=colour)
        words = f"{below:g} to {limit:g} mm" if np.isfinite(limit) else f"over {below:g} mm"
        picture.text(place[0] + 20, place[1] + 12, words, size=11)
        below = limit
    return picture


def two_hands_picture(found: Sequence[TwoHands]) -> Picture:
    """What a resting hand does to the working one, by the distance between them."""
    picture = Picture(760, 300, "A second hand at rest")
    rows = (
        ("working hand's place: error, mm", [one.place_error_mm for one in found], 20.0, 5),
        ("its peak force: error, %", [100.0 * one.peak_error for one in found], 50.0, 10),
        ("resting hand: seen, % of the time", [100.0 * one.seen for one in found], 100.0, 25),
    )
    for index, (label, values, most, step) in enumerate(rows):
        left = 60 + 250 * index
        axes = Axes(picture, (left, 40, left + 185, 240), (0.0, 120.0), (0.0, most))
        axes.frame(
            x_ticks=[0, 40, 80, 120],
            y_ticks=np.arange(0.0, most + 1.0, step).tolist(),
            x_label="mm between the hands",
            y_label="",
        )
        picture.text(left - 20, 24, label, size=11, bold=True)
        axes.curve(zip([one.apart_mm for one in found], values, strict=True), colour=(BLUE, ORANGE, GREEN)[index])
    return picture


def _short(value: float) -> str:
    if not np.isfinite(value):
        return "–"
    return f"{value:.1f}" if value < 9.95 else f"{value:.0f}"
