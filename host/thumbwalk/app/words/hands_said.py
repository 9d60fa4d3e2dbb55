"""The learner's hands over weeks, for the room Progress: load, strength, and what tired hands score, without Qt."""

from __future__ import annotations

from datetime import timedelta

from thumbwalk.app.learners_past import LookBack
from thumbwalk.app.words.chart import Chart, Dot, day_at, day_labels, top_of
from thumbwalk.app.words.days import day_said
from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.app.words.topic import Topic
from thumbwalk.coach.feedback.amounts import ForceUnit, whole_force
from thumbwalk.coach.strength.compared import MAIN_FIGURES, within_of
from thumbwalk.coach.strength.hand_load import BUDGET_S, rest_prompt
from thumbwalk.coach.strength.protocol import TEST_NAMES, strength_test
from thumbwalk.language import _, capital, marked
from thumbwalk.learner.history import History

UNREAD = marked("One moment: what was noted of these hands is being read.")
"""Why nothing begins yet for which that has to be known."""
_LOAD_DAYS = 14
"""Days whose load is drawn."""
_MOST_NOTES = 3
"""Notes of pain that are shown, the newest."""
_SIDES = ("right", "left")


def load_topic(found: LookBack) -> Topic:
    """How much of a day's work the hands did, day by day, and what was noted of pain."""
    history, today = found.history, found.today
    days = [today - timedelta(days=back) for back in range(_LOAD_DAYS - 1, -1, -1)]
    shares = [100.0 * history.load_s(day) / BUDGET_S for day in days]
    notes = history.of("pain")[: -_MOST_NOTES - 1 : -1]
    pain: Page = tuple(
        Block(
            "muted",
            f"{day_said(one.at)}: {_(one.text('what') or 'pain')}, {_(one.text('site'))}, {_(one.text('side'))}",
        )
        for one in notes
    ) or (Block("muted", _("No pain and no tingling noted.")),)
    row = Row(_("Hand load"), _("today, of a day's work"), f"{shares[-1]:.0f} %", warns=shares[-1] >= 100.0)
    if not any(shares):
        said = _("What your hands do on a real rig is added up here; holds weigh most. The virtual foot loads no hand.")
        return Topic(row, (Block("title", _("No load yet")), Block("body", said), *pain), is_empty=True)
    prompt = _(rest_prompt(history.load_s(today), 0.0)) or _(
        "Holds weigh most. A day's is an hour at 15 % of your peak."
    )
    chart = Chart(
        title=_("Hand load, two weeks"),
        dots=tuple(Dot(float(n), share) for n, share in enumerate(shares)),
        ends=(0.0, max(110.0, 1.1 * max(shares))),
        span=(-0.6, len(shares) - 0.4),
        ticks=((0.0, "0"), (50.0, "50 %"), (100.0, _("a day’s"))),
        below=((0.0, day_said(days[0])), (float(len(days) - 1), _("today"))),
        kind="bars",
    )
    return Topic(row, (Block("body", prompt), *pain), chart)


def strength_topic(found: LookBack, unit: ForceUnit = "N") -> Topic:
    """Peaks of both hands over time, and the newest figure of each test."""
    history, virtual = found.history, found.virtual
    peaks = [
        (one.day, one.text("side"), one.number("peak_n", 0.0, 500.0) or 0.0)
        for one in history.of("strength")
        if one.text("test") == "peak" and one.switch("done") and one.switch("virtual") == virtual
    ]
    peaks = [one for one in peaks if one[2] > 0.0]
    figures = _figures(history, unit, virtual=virtual)
    if not peaks:
        page: Page = (
            Block("title", _("No test yet")),
            Block("body", _("Three presses as hard as you can, in the room Strength, and your own peak stands here. "
                  "Repeaters, endurance and control are in parts of it.")),
            *figures,
        )  # fmt: skip
        return Topic(Row(_("Strength"), _("no peak yet"), "–", is_known=False), page, is_empty=True)
    newest = peaks[-1]
    first = min(peaks[0][0], found.today - timedelta(weeks=4))
    before = next((one[2] for one in reversed(peaks[:-1]) if one[1] == newest[1]), None)
    within = within_of("peak")
    top = top_of([one[2] for one in peaks], (1.0, 2.0, 3.0, 4.0, 6.0, 8.0))
    chart = Chart(
        title=_("Peak press"),
        dots=tuple(Dot(day_at(day), peak_n, side == "right") for day, side, peak_n in peaks),
        ends=(0.0, top),
        span=(day_at(first), day_at(found.today)),
        ticks=((0.0, "0"), *((end, _peak(end, unit)) for end in (0.5 * top, top))),
        below=day_labels(first, found.today),
        band=None if before is None else ((1.0 - within) * before, (1.0 + within) * before),
        middle=before,
        band_said="" if before is None else _("two tries differ by up to {n} %").format(n=f"{100.0 * within:.0f}"),
        newest=_peak(newest[2], unit) if newest[1] == "right" else "",
        legend=(_("right hand"), _("left hand")),
    )
    row = Row(_("Strength"), _("peak, {side} hand").format(side=_(newest[1])), _peak(newest[2], unit))
    return Topic(row, figures, chart)


def _peak(force_n: float, unit: ForceUnit) -> str:
    return f"{whole_force(force_n, unit)} {unit}"


def _figures(history: History, unit: ForceUnit, *, virtual: bool) -> Page:
    rows = []
    for name in TEST_NAMES:
        if (figure := MAIN_FIGURES.get(name)) is None:
            continue
        known = [(side, history.last_figure(name, side, figure.name, virtual=virtual)) for side in _SIDES]
        told = ", ".join(f"{_(side)} {figure.said(value, unit)}" for side, value in known if value is not None)
        if told:
            rows.append(Block("pair", _(strength_test(name).title), told))
    return tuple(rows)


def tired_topic(found: LookBack) -> Topic:
    """What tired hands score beside fresh ones, under the same conditions."""
    fresh = {(one.technique, one.condition): one for one in found.curves if not one.tired}
    tired = [one for one in found.curves if one.tired and one.change.recent is not None]
    if not tired:
        said = _("Hands are tired when much of a day's load came just now. What they score then stands here, apart.")
        page: Page = (Block("title", _("No tired set yet")), Block("body", said))
        return Topic(Row(_("Tired hands"), _("apart from fresh ones"), "–", is_known=False), page, is_empty=True)
    rows = []
    for one in tired:
        other = fresh.get((one.technique, one.condition))
        rested = None if other is None else other.change.recent
        said = _("tired {tired}") if rested is None else _("tired {tired}, fresh {fresh}")
        said = said.format(tired=f"{one.change.recent or 0.0:.0f}", fresh=f"{rested or 0.0:.0f}")
        rows.append(Block("pair", capital(_(one.technique)), said))
    page = (
        Block("heading", _("Medians of the newest sets")),
        *rows,
        Block("rule"),
        Block("muted", _("Good hands stay even when they are tired. Rest for five minutes, then compare.")),
    )
    return Topic(
        Row(
            _("Tired hands"),
            _("{technique}, beside fresh ones").format(technique=_(tired[0].technique)),
            f"{tired[0].change.recent:.0f}",
        ),
        page,
    )
