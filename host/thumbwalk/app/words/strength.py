"""Tests of strength in words: what each is, what is asked at this moment, and what was found, without Qt."""

from __future__ import annotations

import math

from thumbwalk.app.words.chart import Chart, Dot, top_of
from thumbwalk.app.words.moment import CoachText, Sign, TaskText, Tone
from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.coach.feedback.amounts import ForceUnit, shown_force
from thumbwalk.coach.free.said import clock
from thumbwalk.coach.strength.bout import StrengthBout
from thumbwalk.coach.strength.compared import MAIN_FIGURES, compared
from thumbwalk.coach.strength.protocol import TEST_NAMES, CueKind, StrengthTest, TestName, strength_test
from thumbwalk.coach.strength.strength_run import MOST_N, StrengthResult
from thumbwalk.learner.history import History
from thumbwalk.learner.pain_note import FELT, PAIN_SIDES, SITES

STOP_RULE = "Stop at once on pain, tingling or numbness."
_WHAT: dict[TestName, str] = {
    "peak": "Three presses of four seconds, as hard as you can, each growing over a second.",
    "rise": "Five short presses, as fast and as hard as you can, at once.",
    "repeaters": "Six presses of seven seconds at 60 % of your own peak, three seconds between.",
    "endurance": "60 % of your own peak for as long as you can, three minutes at most.",
    "critical": "24 presses of seven seconds, all-out: what is left at the end you can keep up.",
    "control": "15 and 30 % of your own peak, as still as you can, twice twelve seconds each.",
}
_FIGURES = {
    "best_n": ("Peak", "N"),
    "mean_n": ("Mean", "N"),
    "rise_100ms_n_per_s": ("Rise in 0.1 s", "N/s"),
    "rise_200ms_n_per_s": ("Rise in 0.2 s", "N/s"),
    "endurance_s": ("Held for", "s"),
    "floor_n": ("Counted above", "N"),
    "critical_n": ("You can keep up", "N"),
    "critical_share": ("Of your peak", "%"),
    "fatigue_index": ("Fell by", "%"),
    "steadiness_kept": ("Steadiness kept", "%"),
    "cv_15": ("Waver at 15 %", "%"),
    "cv_30": ("Waver at 30 %", "%"),
    "error_15": ("Off at 15 %", "%"),
    "error_30": ("Off at 30 %", "%"),
}
"""What figures are called and told in; those that are not here are for other programs."""
_WORDS: dict[CueKind, tuple[str, Sign, Tone]] = {
    "ready": ("Get ready", "", "plain"),
    "warm-up": ("Easy", "press", "good"),
    "press": ("Press", "press", "good"),
    "rest": ("Let go", "pause", "plain"),
}
_CAPTIONS: dict[CueKind, str] = {"ready": "to go", "warm-up": "on", "press": "on", "rest": "to rest"}


def rows_of_tests(history: History, side: str, *, virtual: bool) -> list[Row]:
    """Every test, with how long it takes and the last figure of this hand."""
    rows = [Row("Tests", is_heading=True)]
    for name in TEST_NAMES:
        test, figure = strength_test(name), MAIN_FIGURES.get(name)
        last = None if figure is None else history.last_figure(name, side, figure.name, virtual=virtual)
        right = "–" if figure is None or last is None else figure.said(last)
        rows.append(Row(test.title, f"{clock(test.duration_s)} min", right, is_known=last is not None))
    return rows


def page_of_test(test: StrengthTest, side: str, refused: str, *, knows_peak: bool, virtual: bool) -> Page:
    """What a test is, and what to know before it."""
    first = test.needs_peak and not knows_peak
    warns = refused or ("It is in parts of your own peak: do the peak press first." if first else "")
    return (
        Block("heading", f"{side} hand"),
        Block("title", test.title),
        Block("body", _WHAT[test.name]),
        *((Block("warning", warns),) if warns else ()),
        Block("rule"),
        Block("pair", "With warm-up and rests", f"{clock(test.duration_s)} min"),
        Block("pair", "Presses", str(len(test.presses))),
        Block("rule"),
        Block("body", "Press one place of the heel. Brace the thumb’s end joint with the index finger; the other hand "
              "holds the rig."),
        *((Block("muted", "On the virtual foot the mouse presses; it counts for no hand."),) if virtual else ()),
        Block("warning", STOP_RULE),
    )  # fmt: skip


def bout_task(bout: StrengthBout, side: str) -> TaskText:
    """The left column: which press, and how long the cue still lasts."""
    test, cue, number = bout.run.test, bout.run.cue, bout.press_number
    of = len(test.presses)
    done = len(bout.peaks_n)
    heading = {
        "ready": "Get ready",
        "warm-up": "Warm up",
        "press": f"Press {(number or 0) + 1} of {of}",
        "rest": f"Rest, {done} of {of} done" if done else "Rest",
    }[cue.kind]
    span_s, left_s = cue.end_s - cue.start_s, bout.left_s
    seconds = math.ceil(left_s - 1e-6)
    following = bout.next_cue
    then = "" if following is None else f"then {_WORDS[following.kind][0].lower()}"
    caption = f"{'second' if seconds == 1 else 'seconds'} {_CAPTIONS[cue.kind]}"
    how = f"{side} thumb · {then}" if then else f"{side} thumb"
    return TaskText(heading, test.title, how, seconds, left_s / span_s if span_s > 0.0 else 0.0, caption)


def bout_coach(bout: StrengthBout, force_n: float, unit: ForceUnit, *, calibrated: bool) -> CoachText:
    """The one cue, the force now, and what it is to be."""
    cue = bout.run.cue
    word, sign, tone = _WORDS[cue.kind]
    asked_n = bout.run.force_n(cue.share)
    best_n = max(bout.peaks_n.values(), default=None)
    aim = f"aim {shown_force(asked_n, unit)} {unit}" if asked_n is not None and cue.kind != "rest" else ""
    if not aim and best_n is not None and calibrated:
        aim = f"best {shown_force(best_n, unit)}"
    force = f"{'' if calibrated else '~'}{shown_force(force_n, unit)} {unit}"
    following = bout.next_cue
    told = following if cue.kind == "ready" and following is not None else cue
    return CoachText(word, sign, tone, force, aim, told.words.partition(",")[0])


def bout_chart(bout: StrengthBout, *, calibrated: bool) -> Chart:
    """The most force of each press so far, as bars."""
    n = len(bout.run.test.presses)
    values = [bout.peaks_n.get(number, 0.0) for number in range(n)]
    top = top_of(values, (1.0, 2.0, 4.0, 6.0, 8.0)) if any(values) else 40.0
    unit = "N" if calibrated else "~N"
    return Chart(
        title="Each press",
        dots=tuple(Dot(float(number), value) for number, value in enumerate(values)),
        ends=(0.0, 1.12 * top),
        span=(-0.6, n - 0.4),
        ticks=((0.0, "0"), (0.5 * top, f"{0.5 * top:.0f} {unit}"), (top, f"{top:.0f} {unit}")),
        below=((0.0, "1"), (float(n - 1), str(n))),
        kind="bars",
    )


def result_page(found: StrengthResult, side: str, before: float | None, kept: str) -> Page:
    """What was found beside the own past; ``kept`` says where it went, or why it could not be kept."""
    test = strength_test(found.test)
    head = (Block("heading", f"{side} hand"), Block("title", test.title))
    if not found.done:
        said = f"Not done. {_presses(len(found.presses))} kept." if found.presses else "Nothing was pressed."
        return (*head, Block("body", said), Block("muted", kept))
    figure = MAIN_FIGURES.get(found.test)
    main = None if figure is None else found.figures.get(figure.name)
    told = [
        Block("pair", _FIGURES[name][0], _said(value, _FIGURES[name][1]))
        for name, value in found.figures.items()
        if name in _FIGURES and value is not None
    ]
    notes = []
    if before and main is not None:
        notes.append(compared(found.test, main, before))
    elif main is not None:
        notes.append("The first of its kind: your own past is what the next is compared with.")
    if found.over_range:
        notes.append(f"The rig ends at {MOST_N:g} N: the peak is that much at least.")
    if not found.calibrated:
        notes.append("The rig is not calibrated: a peak is in no newtons.")
    gone = [one.why_none for one in found.presses if one.why_none]
    if gone:
        notes.append(f"{len(gone)} of {len(found.presses)} presses have no figures: {', '.join(sorted(set(gone)))}.")
    return (*head, *told, Block("rule"), *(Block("body", one) for one in notes), Block("muted", kept))


def _presses(number: int) -> str:
    return "1 press is" if number == 1 else f"{number} presses are"


def _said(value: float, unit: str) -> str:
    return f"{100.0 * value:.0f} %" if unit == "%" else f"{value:.1f} {unit}" if value < 10.0 else f"{value:.0f} {unit}"


def pain_rows() -> list[Row]:
    """Where it can be."""
    return [Row("Where is it?", is_heading=True), *(Row(site.replace("-", " ").capitalize()) for site in SITES)]


def pain_page(what: int, side: int, stopped: str) -> Page:
    """What is going to be noted, and what follows from it."""
    return (
        Block("heading", "Stopped" if stopped else "A note"),
        Block("title", "What do you feel?"),
        *((Block("body", stopped),) if stopped else ()),
        Block("pair", "Felt, by ← →", FELT[what]),
        Block("pair", "Side, by S", PAIN_SIDES[side]),
        Block("rule"),
        Block("body", "A note stops the rig for the rest of the day: hands that hurt are not trained."),
        Block("muted", "It is a note, no finding. What stays or comes back is for somebody who knows hands."),
    )
