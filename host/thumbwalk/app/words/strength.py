"""Tests of strength in words: what each is, what is asked at this moment, and what was found, without Qt."""

from __future__ import annotations

import math

from thumbwalk.app.words.chart import Chart, Dot, top_of
from thumbwalk.app.words.moment import CoachText, Sign, TaskText, Tone
from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.coach.feedback.amounts import ForceUnit, shown_force, whole_force
from thumbwalk.coach.free.said import clock
from thumbwalk.coach.strength.bout import StrengthBout
from thumbwalk.coach.strength.compared import MAIN_FIGURES, compared
from thumbwalk.coach.strength.protocol import TEST_NAMES, CueKind, StrengthTest, TestName, strength_test
from thumbwalk.coach.strength.strength_run import MOST_N, StrengthResult
from thumbwalk.language import _, capital, marked, plural
from thumbwalk.learner.history import History
from thumbwalk.learner.pain_note import FELT, PAIN_SIDES, SITES

STOP_RULE = marked("Stop at once on pain, tingling or numbness.")
_WHAT: dict[TestName, str] = {
    "peak": marked("Three presses of four seconds, as hard as you can, each growing over a second."),
    "rise": marked("Five short presses, as fast and as hard as you can, at once."),
    "repeaters": marked("Six presses of seven seconds at 60 % of your own peak, three seconds between."),
    "endurance": marked("60 % of your own peak for as long as you can, three minutes at most."),
    "critical": marked("24 presses of seven seconds, all-out: what is left at the end you can keep up."),
    "control": marked("15 and 30 % of your own peak, as still as you can, twice twelve seconds each."),
}
_FIGURES = {
    "best_n": (marked("Peak"), "N"),
    "mean_n": (marked("Mean"), "N"),
    "rise_100ms_n_per_s": (marked("Rise in 0.1 s"), "N/s"),
    "rise_200ms_n_per_s": (marked("Rise in 0.2 s"), "N/s"),
    "endurance_s": (marked("Held for"), "s"),
    "floor_n": (marked("Counted above"), "N"),
    "critical_n": (marked("You can keep up"), "N"),
    "critical_share": (marked("Of your peak"), "%"),
    "fatigue_index": (marked("Fell by"), "%"),
    "steadiness_kept": (marked("Steadiness kept"), "%"),
    "cv_15": (marked("Waver at 15 %"), "%"),
    "cv_30": (marked("Waver at 30 %"), "%"),
    "error_15": (marked("Off at 15 %"), "%"),
    "error_30": (marked("Off at 30 %"), "%"),
}
"""What figures are called and told in; those that are not here are for other programs."""
_WORDS: dict[CueKind, tuple[str, Sign, Tone]] = {
    "ready": (marked("Get ready"), "", "plain"),
    "warm-up": (marked("Easy"), "press", "good"),
    "press": (marked("Press"), "press", "good"),
    "rest": (marked("Let go"), "pause", "plain"),
}
_CAPTIONS: dict[CueKind, tuple[str, str]] = {
    "ready": (marked("second to go"), marked("seconds to go")),
    "warm-up": (marked("second on"), marked("seconds on")),
    "press": (marked("second on"), marked("seconds on")),
    "rest": (marked("second to rest"), marked("seconds to rest")),
}
"""What the seconds of a cue are, of one and of several."""


def rows_of_tests(history: History, side: str, unit: ForceUnit = "N", *, virtual: bool) -> list[Row]:
    """Every test, with how long it takes and the last figure of this hand."""
    rows = [Row(_("Tests"), is_heading=True)]
    for name in TEST_NAMES:
        test, figure = strength_test(name), MAIN_FIGURES.get(name)
        last = None if figure is None else history.last_figure(name, side, figure.name, virtual=virtual)
        right = "–" if figure is None or last is None else figure.said(last, unit)
        rows.append(Row(_(test.title), f"{clock(test.duration_s)} min", right, is_known=last is not None))
    return rows


def page_of_test(test: StrengthTest, side: str, refused: str, *, knows_peak: bool, virtual: bool) -> Page:
    """What a test is, and what to know before it."""
    first = test.needs_peak and not knows_peak
    warns = _(refused) or (_("It is in parts of your own peak: do the peak press first.") if first else "")
    return (
        Block("heading", _("{side} hand").format(side=_(side))),
        Block("title", _(test.title)),
        Block("body", _(_WHAT[test.name])),
        *((Block("warning", warns),) if warns else ()),
        Block("rule"),
        Block("pair", _("With warm-up and rests"), f"{clock(test.duration_s)} min"),
        Block("pair", _("Presses"), str(len(test.presses))),
        Block("rule"),
        Block("body", _("Press one place of the heel. Brace the thumb’s end joint with the index finger; "
                        "the other hand holds the rig.")),
        *((Block("muted", _("On the virtual foot the mouse presses; it counts for no hand.")),) if virtual else ()),
        Block("warning", _(STOP_RULE)),
    )  # fmt: skip


def bout_task(bout: StrengthBout, side: str) -> TaskText:
    """The left column: which press, and how long the cue still lasts."""
    test, cue, number = bout.run.test, bout.run.cue, bout.press_number
    of = len(test.presses)
    done = len(bout.peaks_n)
    heading = {
        "ready": _("Get ready"),
        "warm-up": _("Warm up"),
        "press": _("Press {n} of {of}").format(n=(number or 0) + 1, of=of),
        "rest": _("Rest, {n} of {of} done").format(n=done, of=of) if done else _("Rest"),
    }[cue.kind]
    span_s, left_s = cue.end_s - cue.start_s, bout.left_s
    seconds = math.ceil(left_s - 1e-6)
    following = bout.next_cue
    then = "" if following is None else _("then {what}").format(what=_(_WORDS[following.kind][0]).lower())
    caption = _(_CAPTIONS[cue.kind][seconds != 1])
    how = _("{side} thumb").format(side=_(side)) + (f" · {then}" if then else "")
    return TaskText(heading, _(test.title), how, seconds, left_s / span_s if span_s > 0.0 else 0.0, caption)


def bout_coach(bout: StrengthBout, force_n: float, unit: ForceUnit, *, calibrated: bool) -> CoachText:
    """The one cue, the force now, and what it is to be."""
    cue = bout.run.cue
    word, sign, tone = _WORDS[cue.kind]
    asked_n = bout.run.force_n(cue.share)
    best_n = max(bout.peaks_n.values(), default=None)
    aim = (
        _("aim {force}").format(force=f"{shown_force(asked_n, unit)} {unit}")
        if asked_n is not None and cue.kind != "rest"
        else ""
    )
    if not aim and best_n is not None and calibrated:
        aim = _("best {force}").format(force=shown_force(best_n, unit))
    force = f"{'' if calibrated else '~'}{shown_force(force_n, unit)} {unit}"
    following = bout.next_cue
    told = following if cue.kind == "ready" and following is not None else cue
    return CoachText(_(word), sign, tone, force, aim, _(told.words).partition(",")[0])


def bout_chart(bout: StrengthBout, unit: ForceUnit = "N", *, calibrated: bool) -> Chart:
    """The most force of each press so far, as bars."""
    n = len(bout.run.test.presses)
    values = [bout.peaks_n.get(number, 0.0) for number in range(n)]
    top = top_of(values, (1.0, 2.0, 4.0, 6.0, 8.0)) if any(values) else 40.0
    about = "" if calibrated else "~"
    return Chart(
        title=_("Each press"),
        dots=tuple(Dot(float(number), value, said=whole_force(value, unit)) for number, value in enumerate(values)),
        ends=(0.0, 1.12 * top),
        span=(-0.6, n - 0.4),
        ticks=((0.0, "0"), *((end, f"{about}{whole_force(end, unit)} {unit}") for end in (0.5 * top, top))),
        below=_numbered(n, bout.press_number),
        kind="bars",
    )


def _numbered(n: int, now: int | None) -> tuple[tuple[float, str], ...]:
    """The first and the last press by their numbers; the one that is done now stands last, and so in bold."""
    told = {number: (float(number), str(number + 1)) for number in (0, n - 1)}
    last = n - 1 if now is None else now
    return (*(one for number, one in told.items() if number != last), (float(last), str(last + 1)))


def result_page(found: StrengthResult, side: str, before: float | None, kept: str, unit: ForceUnit = "N") -> Page:
    """What was found beside the own past; ``kept`` says where it went, or why it could not be kept."""
    test = strength_test(found.test)
    head = (Block("heading", _("{side} hand").format(side=_(side))), Block("title", _(test.title)))
    if not found.done:
        said = (
            plural("Not done. {n} press is kept.", "Not done. {n} presses are kept.", n).format(n=n)
            if (n := len(found.presses))
            else _("Nothing was pressed.")
        )
        return (*head, Block("body", said), Block("muted", kept))
    figure = MAIN_FIGURES.get(found.test)
    main = None if figure is None else found.figures.get(figure.name)
    told = [
        Block("pair", _(_FIGURES[name][0]), _said(value, _FIGURES[name][1], unit))
        for name, value in found.figures.items()
        if name in _FIGURES and value is not None
    ]
    notes = []
    if before and main is not None:
        notes.append(_(compared(found.test, main, before)))
    elif main is not None:
        notes.append(_("The first of its kind: your own past is what the next is compared with."))
    if found.over_range:
        notes.append(
            _("The rig ends at {force}: the peak is that much at least.").format(
                force=f"{whole_force(MOST_N, unit)} {unit}"
            )
        )
    if not found.calibrated:
        notes.append(_("The rig is not calibrated: a peak is in no newtons."))
    gone = [one.why_none for one in found.presses if one.why_none]
    if gone:
        notes.append(
            _("{n} of {of} presses have no figures: {why}.").format(
                n=len(gone), of=len(found.presses), why=", ".join(map(_, sorted(set(gone))))
            )
        )
    return (*head, *told, Block("rule"), *(Block("body", one) for one in notes), Block("muted", kept))


def _said(value: float, told_in: str, unit: ForceUnit) -> str:
    """A figure that is told in percent, seconds or newtons, the latter in a unit of forces."""
    if told_in == "%":
        return f"{100.0 * value:.0f} %"
    kind, per, second = told_in.partition("/")
    if kind == "N":
        return f"{shown_force(value, unit)} {unit}{per}{second}"
    return f"{value:.1f} {told_in}" if value < 10.0 else f"{value:.0f} {told_in}"


def pain_rows() -> list[Row]:
    """Where it can be."""
    return [Row(_("Where is it?"), is_heading=True), *(Row(capital(_(site.replace("-", " ")))) for site in SITES)]


def pain_page(what: int, side: int, stopped: str) -> Page:
    """What is going to be noted, and what follows from it."""
    return (
        Block("heading", _("Stopped") if stopped else _("A note")),
        Block("title", _("What do you feel?")),
        *((Block("body", _(stopped)),) if stopped else ()),
        Block("pair", _("Felt, by ← →"), _(FELT[what])),
        Block("pair", _("Side, by S"), _(PAIN_SIDES[side])),
        Block("rule"),
        Block("body", _("A note stops the rig for the rest of the day: hands that hurt are not trained.")),
        Block("muted", _("It is a note, no finding. What stays or comes back is for somebody who knows hands.")),
    )
