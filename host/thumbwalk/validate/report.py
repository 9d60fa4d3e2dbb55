"""The page that a validation is published as."""

from __future__ import annotations

import math
from collections.abc import Sequence

from thumbwalk import __version__
from thumbwalk.validate.draw import RANGES
from thumbwalk.validate.findings import Findings, KindFindings, Recovered
from thumbwalk.validate.kinds import TITLES
from thumbwalk.validate.limits import DELAY_S, SURE_AND_WRONG, X_REALTIME, Verdict
from thumbwalk.validate.live_names import CALM, DUE_S, STOOD, WRONG
from thumbwalk.validate.markdown import amount, table
from thumbwalk.validate.naming import GUARD_S, STEP_S, f1_of
from thumbwalk.validate.pictures import FOLDER
from thumbwalk.validate.recovery import PLACE, RELATIVE, quantile
from thumbwalk.validate.report_rigs import rigs_section
from thumbwalk.validate.report_score import score_section
from thumbwalk.validate.report_sweeps import (
    at_work_section,
    faults_section,
    masters_section,
    resolution_section,
    sizes_section,
    words_section,
)


def page_of(findings: Findings) -> str:
    """The Markdown of ``validation.md``; its pictures are those of ``pictures_of``."""
    kinds = list(findings.kinds.values())
    parts = [
        _opening(findings),
        _hands(kinds),
        _figures(kinds),
        _naming(kinds),
        _live(kinds, findings.x_realtime),
        resolution_section(findings),
        at_work_section(findings),
        sizes_section(findings),
        faults_section(findings),
        score_section(findings),
        words_section(findings),
        masters_section(findings),
        _recordings(findings),
        rigs_section(findings.rigs),
        _measures(kinds),
        _limits_of_this(),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(findings: Findings) -> str:
    sessions = next(iter(findings.kinds.values())).sessions
    only = "" if findings.bites else f" --kind {next(iter(findings.kinds))}"
    missed = findings.not_met
    verdict = "Every limit on this page is met."
    if missed:
        verdict = f"**Not met** ({len(missed)}):\n\n" + "\n".join(f"- {one}" for one in missed)
    return f"""# Validation

How right the measures are, on hands and feet that nothing was tuned on. This page is written by the program, and
renewed by one command:

    thumbwalk validate --sessions {sessions} --seed {findings.seed}{only} --out docs

Version {__version__}; {findings.machine}.

{verdict}"""


def _hands(kinds: Sequence[KindFindings]) -> str:
    rows = [[name, *(_range(RANGES[name].get(key), unit) for key, unit in _SHOWN)] for name in RANGES]
    shown = table(
        ["technique", *(f"{title}" for title in ("seconds", "force", "a minute", "size", "kept")), "speed"], rows
    )
    return f"""## The hands

Virtual hands: each session has all seven techniques in random order, somewhere on the sole of the reference foot, with
numbers drawn evenly from these ranges. Every hand has a tremor of 8 to 12 Hz, slow wander of force and place, jitter of
timing, and shapes that are not perfect. The truth is worked out from the path without any sensor's error, by code that
shares nothing with the analysis.

{shown}

Sizes are a circle's radius, a bite, a glide's length. {sum(one.sessions for one in kinds)} sessions were judged, with
seeds that nothing was tried on, of these kinds:

- **as designed**: a skilled hand that lifts between techniques; gain errors of +-3 % a tile, a layer of 9 to 11 mm
  taken for 10, contacts of 6 to 8.5 mm at 10 N, 0.01 N of noise, 100 to 1000 samples a second.
- **a hard foot**: the same hand; +-10 % gain error, a layer of 12 to 15 mm, contacts of 8 to 12 mm, 0.02 N of noise,
  1000 samples a second.
- **as people do it**: techniques follow each other without a lift, a slide at 1 to 3 N between them; the timing and
  force of somebody from a beginner to over halfway to an expert (rhythm CV 0.16 to 0.09, force CV 0.20 to 0.11); a
  second hand of 3 to 8 N rests elsewhere for 10 to 20 s; every baseline drifts by 0.1 N a minute, up or down; one tile
  is dead; one sample in a thousand is missing; +-5 % gain error, a layer of 9 to 13 mm, contacts of 5.5 to 10 mm at
  10 N, 100 to 1000 samples a second at uneven times.
- **a foot as built**: the hand as designed on a foot as `hardware/` has it: a layer of 9 to 11.5 mm that is bonded to
  its tiles (1.57 times as peaked as a half-space), which its layout does not say, taken for 10 mm, tiles on flexures;
  sensors with 10 % of hysteresis, 3 % of creep in ten times the time, and zeros and gains that drift as they warm by up
  to 8 degrees; +-5 % gain error, contacts of 6 to 9 mm at 10 N, 0.02 N of noise, 100 to 1000 samples a second. It has
  the limits of a hard foot."""


_SHOWN = (
    ("lasts_s", " s"),
    ("force_n", " N"),
    ("rate", ""),
    ("size_mm", " mm"),
    ("kept", ""),
    ("speed_mm_s", " mm/s"),
)


def _range(limits: tuple[float, float] | None, unit: str) -> str:
    return "" if limits is None else f"{limits[0]:g} to {limits[1]:g}{unit}"


def _figures(kinds: Sequence[KindFindings]) -> str:
    rows = []
    for index, first in enumerate(kinds[0].verdicts):
        row = [first.name]
        for found in kinds:
            one = found.verdicts[index]
            row += [_result(one), _limit(one), "yes" if one.met else "**no**"]
        rows.append(row)
    header = ["figure"]
    for found in kinds:
        header += [TITLES[found.kind], "limit", "met"]
    return f"""## The figures beside their limits

Median error, and in brackets the error that nine of ten do not exceed, which has a limit of its own where the limit has
brackets, too. A measure that is missing (its technique was not
recognised for at least half of its time) counts as an infinite error. Of macro-F1 and of the direction of a circle it
is the figure itself, which must not be below its limit.

{table(header, rows)}

![Errors as parts of their limits]({FOLDER}/limits.svg)"""


def _result(one: Verdict) -> str:
    if one.share:
        return f"{one.median:.3f}" if not one.unit else f"{100 * one.median:.1f} %"
    missed = f", {one.missed} of {one.n} missed" if one.missed else ""
    return f"{amount(one.median, one.unit)} ({amount(one.p90, one.unit)}{missed})"


def _limit(one: Verdict) -> str:
    sign = ">= " if one.share else "<= "
    if one.share and not one.unit:
        return f"{sign}{one.limit:g}"
    tail = "" if one.limit_p90 is None else f" ({_exact(one.limit_p90, one.unit)})"
    return sign + _exact(one.limit, one.unit) + tail


def _exact(value: float, unit: str) -> str:
    return f"{100 * value:g} %" if unit == "%" else f"{value:g}{' mm' if unit else ''}"


def _naming(kinds: Sequence[KindFindings]) -> str:
    names = list(f1_of(kinds[0].confusion))
    rows = [
        [TITLES[found.kind], *(f"{f1_of(found.confusion).get(name, math.nan):.3f}" for name in names)]
        for found in kinds
    ]
    unsure = "; ".join(f"{TITLES[found.kind]} {100 * found.unsure:.0f} %" for found in kinds)
    wrong = "; ".join(_wrong(found) for found in kinds)
    dead = "".join(
        f"\n\nOf the {found.dead} dead tiles of hands {TITLES[found.kind]}, {found.dead_found} were named. A tile that "
        "reads nothing is only known to be dead when all about it is pressed; otherwise its part of the force is lost."
        for found in kinds
        if found.dead
    )
    return f"""## Recognition

Every {1000 * STEP_S:g} ms what was named is held against what was done, except within {GUARD_S:g} s of a change and
in the slides between techniques. The best guess counts, also where it is marked unsure. All
sessions of a kind are counted together; macro-F1 is the plain mean. F1 by technique:

{table(["", *names], rows)}

![Confusion of techniques]({FOLDER}/confusion.svg)

Part of the named time that is marked unsure: {unsure}. Part of the judged time that is named wrong without being
marked: {wrong}.{dead}"""


def _wrong(found: KindFindings) -> str:
    verdict = "met" if found.wrong_met else "**not met**"
    limit = f"limit {100 * SURE_AND_WRONG[found.kind]:g} %"
    return f"{TITLES[found.kind]} {100 * found.sure_and_wrong:.2f} % ({limit}, {verdict})"


def _live(kinds: Sequence[KindFindings], x_realtime: float | None) -> str:
    rows = []
    for found in kinds:
        p50, p90, most = (quantile(found.delays_s, q) for q in (0.5, 0.9, 1.0))
        same = "yes" if found.live_same else "**no**"
        numbers = (f"{value:.2f} s" for value in (p50, p90, most))
        rows.append(
            [TITLES[found.kind], str(len(found.delays_s)), *numbers, same, "yes" if found.live_met else "**no**"]
        )
    header = ["", "strokes", "median", "nine of ten", "longest", "same as fed whole", f"within {DELAY_S:g} s"]
    speed = ""
    if x_realtime is not None:
        met = "met" if x_realtime >= X_REALTIME else "**not met**"
        speed = (
            f"\n\nThe whole chain, counts to score, at 1 kHz x 16 on one core: {x_realtime:.0f} x real time; "
            f"the limit is {X_REALTIME:g} x ({met}). An hour takes {3600 / x_realtime:.0f} s."
        )
    return f"""## Live delay and speed

One session in six was fed in blocks of 20 ms. From a stroke's end to the sample that was the newest when it became
known:

{table(header, rows)}

![How soon a stroke is known]({FOLDER}/delay.svg)

{_live_names(kinds)}{speed}"""


def _live_names(kinds: Sequence[KindFindings]) -> str:
    rows = [
        [TITLES[found.kind], str(found.names.techniques), *(f"{100 * share:.1f} %" for share in found.names.shares),
         "yes" if found.names.met else "**no**"]
        for found in kinds
    ]  # fmt: skip
    header = [
        "",
        "techniques",
        f"the name stands after {DUE_S:g} s",
        "it changes once at most",
        "another stands",
        "met",
    ]
    limits = ["limit", "", f">= {100 * STOOD:g} %", f"{100 * CALM:g} %", f"<= {100 * WRONG:g} %", ""]
    return f"""The name that the window tells of the same sessions, every 20 ms: of techniques, those whose name stands
{DUE_S:g} s after their first touch and those in which it changes once at most; of the time from then on, that in
which another name stands. Of kneading at 30 a minute one press is over by then, which any touch could be.

{table(header, [*rows, limits])}"""


def _recordings(findings: Findings) -> str:
    head = "## Real recordings\n\n"
    if findings.recordings is None:
        return head + "Left out: they come with the source, under `tests/data`, and are not there."
    rows = [
        [f"`{one.recording}`", one.what, one.known, one.found, {True: "yes", False: "**no**", None: ""}[one.right]]
        for one in findings.recordings
    ]
    shown = table(["recording", "what", "known", "found", "right"], rows)
    return f"{head}Recordings of others, each with its source in `SOURCE.txt`, under `tests/data`.\n\n{shown}"


def _measures(kinds: Sequence[KindFindings]) -> str:
    rows = []
    first = kinds[0].recovered
    for one in first:
        row = [one.technique, f"`{one.measure}`"]
        for found in kinds:
            same = [
                other for other in found.recovered if (other.technique, other.measure) == (one.technique, one.measure)
            ]
            row.append(_recovery(same[0]) if same else "–")
        rows.append(row)
    shown = table(["technique", "measure", *(TITLES[found.kind] for found in kinds)], rows)
    return f"""## Every measure

Median error, and that which nine of ten do not exceed: relative where it is a percentage, else in the measure's own
unit.

{shown}"""


def _recovery(one: Recovered) -> str:
    unit = "%" if one.measure in RELATIVE else "mm" if one.measure == PLACE else ""
    return f"{amount(one.median, unit)} ({amount(one.p90, unit)})"


def _limits_of_this() -> str:
    return """## What this page does not show

- The hands are virtual. They were written from descriptions of the techniques, not recorded from people; of real hands
  on a real mat there is one short recording.
- The virtual layer and the fit share one law, Boussinesq's half-space or, on a foot as built, that of a bonded layer,
  and differ in thickness, contact and gains only. A cast layer with edges and a skin will differ in more.
- The sensors here give newtons with a fixed gain error, noise and drift, and only on a foot as built with hysteresis,
  creep and warmth. What the calibration of real sensors adds is not in these figures; the virtual rig
  (`thumbwalk practice --virtual`) has it.
- Nothing was measured on hardware yet."""
