"""The learner's hands over weeks, for the room Progress: load, strength, and what tired hands score, without Qt."""

from __future__ import annotations

from datetime import timedelta

from thumbwalk.app.learners_past import LookBack
from thumbwalk.app.words.chart import Chart, Dot, day_at, day_labels, top_of
from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.app.words.topic import Topic
from thumbwalk.coach.strength.compared import MAIN_FIGURES, within_of
from thumbwalk.coach.strength.hand_load import BUDGET_S, rest_prompt
from thumbwalk.coach.strength.protocol import TEST_NAMES, strength_test
from thumbwalk.learner.history import History

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
            "muted", f"{one.at.day} {one.at:%b}: {one.text('what') or 'pain'}, {one.text('site')}, {one.text('side')}"
        )
        for one in notes
    ) or (Block("muted", "No pain and no tingling noted."),)
    row = Row("Hand load", "today, of a day's work", f"{shares[-1]:.0f} %", warns=shares[-1] >= 100.0)
    if not any(shares):
        said = "What your hands do on a real rig is added up here; holds weigh most. The virtual foot loads no hand."
        return Topic(row, (Block("title", "No load yet"), Block("body", said), *pain), is_empty=True)
    prompt = rest_prompt(history.load_s(today), 0.0) or "Holds weigh most. A day's is an hour at 15 % of your peak."
    chart = Chart(
        title="Hand load, two weeks",
        dots=tuple(Dot(float(n), share) for n, share in enumerate(shares)),
        ends=(0.0, max(110.0, 1.1 * max(shares))),
        span=(-0.6, len(shares) - 0.4),
        ticks=((0.0, "0"), (50.0, "50 %"), (100.0, "a day’s")),
        below=((0.0, f"{days[0].day} {days[0]:%b}"), (float(len(days) - 1), "today")),
        kind="bars",
    )
    return Topic(row, (Block("body", prompt), *pain), chart)


def strength_topic(found: LookBack) -> Topic:
    """Peaks of both hands over time, and the newest figure of each test."""
    history, virtual = found.history, found.virtual
    peaks = [
        (one.day, one.text("side"), one.number("peak_n", 0.0, 500.0) or 0.0)
        for one in history.of("strength")
        if one.text("test") == "peak" and one.switch("done") and one.switch("virtual") == virtual
    ]
    peaks = [one for one in peaks if one[2] > 0.0]
    figures = _figures(history, virtual=virtual)
    if not peaks:
        page: Page = (
            Block("title", "No test yet"),
            Block("body", "Three presses as hard as you can, in the room Strength, and your own peak stands here. "
                  "Repeaters, endurance and control are in parts of it."),
            *figures,
        )  # fmt: skip
        return Topic(Row("Strength", "no peak yet", "–", is_known=False), page, is_empty=True)
    newest = peaks[-1]
    first = min(peaks[0][0], found.today - timedelta(weeks=4))
    before = next((one[2] for one in reversed(peaks[:-1]) if one[1] == newest[1]), None)
    within = within_of("peak")
    top = top_of([one[2] for one in peaks], (1.0, 2.0, 3.0, 4.0, 6.0, 8.0))
    chart = Chart(
        title="Peak press",
        dots=tuple(Dot(day_at(day), peak_n, side == "right") for day, side, peak_n in peaks),
        ends=(0.0, top),
        span=(day_at(first), day_at(found.today)),
        ticks=((0.0, "0"), (0.5 * top, f"{0.5 * top:.0f} N"), (top, f"{top:.0f} N")),
        below=day_labels(first, found.today),
        band=None if before is None else ((1.0 - within) * before, (1.0 + within) * before),
        middle=before,
        band_said="" if before is None else f"two tries differ by up to {100.0 * within:.0f} %",
        newest=f"{newest[2]:.0f} N" if newest[1] == "right" else "",
        legend=("right hand", "left hand"),
    )
    row = Row("Strength", f"peak, {newest[1]} hand", f"{newest[2]:.0f} N")
    return Topic(row, figures, chart)


def _figures(history: History, *, virtual: bool) -> Page:
    rows = []
    for name in TEST_NAMES:
        if (figure := MAIN_FIGURES.get(name)) is None:
            continue
        known = [(side, history.last_figure(name, side, figure.name, virtual=virtual)) for side in _SIDES]
        told = ", ".join(f"{side} {figure.said(value)}" for side, value in known if value is not None)
        if told:
            rows.append(Block("pair", strength_test(name).title, told))
    return tuple(rows)


def tired_topic(found: LookBack) -> Topic:
    """What tired hands score beside fresh ones, under the same conditions."""
    fresh = {(one.technique, one.condition): one for one in found.curves if not one.tired}
    tired = [one for one in found.curves if one.tired and one.change.recent is not None]
    if not tired:
        said = "Hands are tired when much of a day's load came just now. What they score then stands here, apart."
        page: Page = (Block("title", "No tired set yet"), Block("body", said))
        return Topic(Row("Tired hands", "apart from fresh ones", "–", is_known=False), page, is_empty=True)
    rows = []
    for one in tired:
        other = fresh.get((one.technique, one.condition))
        rested = "" if other is None or other.change.recent is None else f", fresh {other.change.recent:.0f}"
        rows.append(Block("pair", one.technique.capitalize(), f"tired {one.change.recent or 0.0:.0f}{rested}"))
    page = (
        Block("heading", "Medians of the newest sets"),
        *rows,
        Block("rule"),
        Block("muted", "Good hands stay even when they are tired. Rest for five minutes, then compare."),
    )
    return Topic(Row("Tired hands", f"{tired[0].technique}, beside fresh ones", f"{tired[0].change.recent:.0f}"), page)
