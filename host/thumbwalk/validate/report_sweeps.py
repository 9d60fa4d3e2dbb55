"""The sections of the validation's page about what is not resolvable, other sizes and faults."""

from __future__ import annotations

import math
from collections.abc import Sequence

from thumbwalk.validate.at_work import CASES
from thumbwalk.validate.draw import FRONT_OF_MM
from thumbwalk.validate.findings import Findings
from thumbwalk.validate.kinds import TITLES
from thumbwalk.validate.markdown import amount, table
from thumbwalk.validate.masters import ELSEWHERE_MM, FACTOR, OF_ALL, OTHER_AT_MOST, SAME_AT_LEAST, STYLES
from thumbwalk.validate.pictures import FOLDER
from thumbwalk.validate.recovery import quantile
from thumbwalk.validate.unresolvable import MAP_STEP_MM, Spread
from thumbwalk.validate.words_told import LEAST_GOOD, LEAST_NAMED, MOST_GOOD, WordFigures


def resolution_section(findings: Findings) -> str:
    """What sixteen tiles do not resolve; nothing where it was not looked at."""
    if not findings.bites:
        return ""
    sizes = [_sizes_table(name, spreads) for name, spreads in (("bite", findings.bites), ("radius", findings.radii))]
    front = [one.rms_mm for one in findings.places if one.x_mm >= FRONT_OF_MM]
    behind = [one.rms_mm for one in findings.places if one.x_mm < FRONT_OF_MM]
    fronts, behinds = ([amount(quantile(errors, q), "mm") for q in (0.5, 0.9)] for errors in (front, behind))
    hands = table(
        ["between the hands", "resting hand seen", "its force", "working hand's place", "its peak force"],
        [
            [f"{one.apart_mm:g} mm", f"{100 * one.seen:.0f} % of the time", amount(one.resting_error, "%"),
             amount(one.place_error_mm, "mm"), amount(one.peak_error, "%")]
            for one in findings.two_hands
        ],
    )  # fmt: skip
    return f"""## What is not resolvable

Sweeps with an expert's hand on feet as designed and on hard ones. The error is the median of the relative error.

**Bites.** The mean bite of a walk, measured as a walk whatever it was named. Small bites are not named a walk:
below 4.5 mm a repeat they are kneading that moves on, by definition. A single bite is not resolved, so `bite_cv` is not
scored.

{sizes[0]}

![Bites]({FOLDER}/bite.svg)

**Circles.** The mean radius of circles.

{sizes[1]}

![Circles]({FOLDER}/circle.svg)

**Place.** A press of 10 N at every spot of a {MAP_STEP_MM:g} mm grid, with +-10 % gain errors, layers of 9 to 15 mm and
contacts of 5 to 12 mm. In front of x = {FRONT_OF_MM:g} mm the median spot is off by {fronts[0]} and nine of ten by
at most {fronts[1]}; behind it by {behinds[0]} and {behinds[1]}, since no tile lies behind the heel pair. Along the
outline a part of the press falls beside the tiles.

![Place]({FOLDER}/place.svg)

**Two hands.** One kneads the forefoot with 12 N, another of 5 N rests toward the heel, on feet as designed:

{hands}

![Two hands]({FOLDER}/two-hands.svg)"""


def _sizes_table(name: str, spreads: Sequence[Spread]) -> str:
    kinds = list(dict.fromkeys(one.kind for one in spreads))
    header = [name]
    for kind in kinds:
        header += [f"{TITLES[kind]}: error", "eight of ten are read as", "named right"]
    rows = []
    for true in dict.fromkeys(one.true for one in spreads):
        row = [f"{true:g} mm"]
        for one in spreads:
            if one.true == true:
                read = f"{one.low:.1f} to {one.high:.1f} mm"
                row += [amount(one.error, "%"), read, f"{100 * one.named:.0f} %"]
        rows.append(row)
    return table(header, rows)


def at_work_section(findings: Findings) -> str:
    """Hands as they really work, each kind's figures beside what is asked; nothing where it was not looked at."""
    if not findings.at_work:
        return ""
    told = "\n".join(f"- **{name}**: {case.says}." for name, case in CASES.items())
    rows = [
        [one.case, one.figure, one.of if one.figure != one.of else "", _share(one.value, one.unit),
         f"{'>=' if one.at_least else '<='} {_share(one.limit, one.unit)}", "yes" if one.met else "**no**"]
        for one in findings.at_work
    ]  # fmt: skip
    return f"""## Hands at work

Hands that do more than one thing at a time, and sensors that are wrong from the start: {findings.at_work[0].sessions}
sessions each, on feet as designed unless it says otherwise. Forces, lengths, rates and the strokes of two thumbs are
relative errors; names and numbers of hands are parts of the time.

{told}

{table(["hands", "figure", "of all", "measured", "limit", "met"], rows)}"""


def _share(value: float, unit: str) -> str:
    return amount(value, unit) if unit or not math.isfinite(value) else f"{value:.3g}"


def sizes_section(findings: Findings) -> str:
    """Feet from EU 35 to 48; nothing where they were not looked at."""
    if not findings.sizes:
        return ""
    rows = [
        [f"EU {one.eu_size:g}", f"{one.length_mm:.0f} mm", f"{one.macro_f1:.3f}", amount(one.bite, "%"),
         amount(one.radius, "%"), amount(one.place_mm, "mm")]
        for one in findings.sizes
    ]  # fmt: skip
    shown = table(["foot", "length", "macro-F1", "bite", "circle radius", "place of a hold"], rows)
    return f"## Feet of other sizes\n\nThe reference foot scaled, hands as designed; median errors.\n\n{shown}"


def faults_section(findings: Findings) -> str:
    """Each fault and the measure that tells it; nothing where they were not looked at."""
    if not findings.faults:
        return ""
    rows = [
        [
            one.fault,
            one.technique,
            f"`{one.measure}`",
            *(f"{value:.2f}" for value in (one.expert, one.true, one.measured)),
        ]
        for one in findings.faults
    ]
    shown = table(["fault", "shown in", "told by", "an expert's, true", "true", "measured"], rows)
    return f"""## Faults

Each fault a hand can be given, and the measure that tells it: medians over the same tasks. `off_mm` is how far the mean
place lies from the point that was asked for.

{shown}"""


def words_section(findings: Findings) -> str:
    """What hands were told while they worked; nothing where it was not looked at."""
    if not findings.words:
        return ""
    rows = [
        [one.hand, one.technique, *(f"{100 * part:.0f} %" for part in (one.speaks, one.named, one.good)), one.most]
        for one in findings.words
    ]
    shown = table(["hand", "technique", "it speaks", "names the fault", "says good", "else mostly"], rows)
    found = WordFigures.of(findings.words)
    figures = [
        ["a fault is named", f"{100 * found.named:.1f} %", f">= {100 * LEAST_NAMED:.0f} %"],
        ["a fault is called good", f"{100 * found.good:.1f} %", f"<= {100 * MOST_GOOD:.0f} %"],
        ["an expert is told good", f"{100 * found.expert_good:.1f} %", f">= {100 * LEAST_GOOD:.0f} %"],
    ]
    return f"""## Words

What hands with one fault, and an expert, are told in sets of the technique's first drill, on feet as designed: parts of
the time in which the word speaks, which is neither nothing nor "press". "Good" is not said before it can be known.

{table(["of the time in which it speaks", "measured", "limit"], figures)}

{shown}"""


def masters_section(findings: Findings) -> str:
    """How a master's drill tells the same hand from another style; nothing where it was not looked at."""
    if not findings.masters:
        return ""
    techniques = list(dict.fromkeys(one.technique for one in findings.masters))
    rows = []
    for technique in techniques:
        none = next(one.none for one in findings.masters if one.technique == technique)
        row = [technique, str(none)]
        for one in findings.masters:
            if one.technique == technique:
                middle = f"{quantile(one.scores, 0.5):.0f}" if one.scores else "–"
                row.append(f"{100 * one.right:.0f} % ({middle}){'' if one.met else ' **no**'}")
        rows.append(row)
    named = {"same": "the same hand again", "force": "other force", "pace": "other pace", "place": "other place",
             "technique": "other technique"}  # fmt: skip
    shown = table(["a master's", "not surely recognised", *(named[style] for style in STYLES)], rows)
    masters = max(len(one.scores) + one.none for one in findings.masters)
    return f"""## A master's drill

A hand of some skill (half of the way from a beginner to an expert, or more) does one technique, and
`thumbwalk drills make` makes a drill of it, at level 2. Then the same hand does it again with other chance, and hands
of another style do: {FACTOR:g} times the force or the pace, or as much less (a hold lasts as much less), or
{ELSEWHERE_MM:g} mm elsewhere, or another technique at the same force in the same place. The same hand should score
{SAME_AT_LEAST:g} or more, another style {OTHER_AT_MOST:g} or less, in {100 * OF_ALL:g} % of all; in brackets the median
score. {masters} masters each, who press with no more than 70 % of the comfort cap: closer to it a band is as wide as
caps make it. Of a master who was not surely recognised no drill is made, and it is said.

{shown}"""
