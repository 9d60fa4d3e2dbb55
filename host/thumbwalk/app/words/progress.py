"""Progress as topics, each a row, a drawing and some words: cold sets by technique, places, minutes, hands, words.

What is read of the store comes in as a `LookBack`; here it is only put into words and figures, without Qt.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from thumbwalk.app.learners_past import LookBack, PastState
from thumbwalk.app.words.chart import Chart, Dot, day_at, day_labels
from thumbwalk.app.words.days import day_said, in_a_row
from thumbwalk.app.words.given_page import words_page, words_said
from thumbwalk.app.words.hands_said import load_topic, strength_topic, tired_topic
from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.app.words.rig_page import plain
from thumbwalk.app.words.topic import Topic
from thumbwalk.coach.feedback.amounts import ForceUnit
from thumbwalk.coach.plan.change import Verdict
from thumbwalk.coach.plan.curves import Curve
from thumbwalk.coach.score.score import STARS_AT
from thumbwalk.language import _, capital, marked, plural
from thumbwalk.pad import Pad
from thumbwalk.zones import ZONES, ZoneMap

SPANS_WEEKS = (4, 12, 52)
"""How far back a curve may be looked at."""
_BARS = 8
"""Weeks whose minutes are drawn."""
_VERDICTS: dict[Verdict, str] = {
    "improved": marked("better, beyond your spread"),
    "worse": marked("lower, beyond your spread"),
    "no change beyond chance": marked("inside your usual spread"),
    "not enough yet": marked("too few cold sets yet"),
}
_HELP = {
    "live": marked("full help"),
    "bandwidth": marked("help if off"),
    "after": marked("help after"),
    "blind": marked("no help"),
}


@dataclass(frozen=True)
class Told:
    """The list of topics, headings among them, and which rows are topics."""

    rows: tuple[Row, ...]
    topics: tuple[Topic | None, ...]


def told(found: LookBack, pad: Pad, weeks: int, unit: ForceUnit = "N") -> Told:
    """Everything that there is to tell, the cold sets first, forces in a unit."""
    fresh = [one for one in found.curves if not one.tired]
    groups = (
        (_("Cold sets, by technique"), [curve_topic(one, found, weeks) for one in fresh] or [_no_curve()]),
        (_("Practice"), [place_topic(found, pad), minutes_topic(found)]),
        (_("Your hands"), [load_topic(found), strength_topic(found, unit), tired_topic(found)]),
        (_("On people"), [_words_topic(found)]),
    )
    rows, topics = list[Row](), list[Topic | None]()
    for heading, some in groups:
        rows += [Row(heading, is_heading=True), *(one.row for one in some)]
        topics += [None, *some]
    return Told(tuple(rows), tuple(topics))


def unread_page(state: PastState) -> Page:
    """What stands there while nothing is read: that it is on its way, or why it can't be read and what goes on."""
    if state.stage != "failed":
        return (
            Block("heading", _("Progress")),
            Block("title", _("One moment …")),
            Block("muted", _("What you did is being read.")),
        )
    return (
        Block("heading", _("Progress")),
        Block("title", _("It can't be read now")),
        Block("warning", plain(state.trouble)),
        Block("body", _("Practice goes on: what you do is kept in its folder, and stands here once this is mended.")),
    )


def curve_topic(curve: Curve, found: LookBack, weeks: int) -> Topic:
    """One technique under one set of conditions: its scores over weeks."""
    change, name = curve.change, capital(_(curve.technique))
    recent = "–" if change.recent is None else f"{change.recent:.0f}"
    row = Row(name, f"{_verdict(curve)} · {_condition(curve)}", recent, is_known=change.recent is not None)
    return Topic(row, _curve_page(curve, found), _curve_chart(curve, found, weeks))


def _verdict(curve: Curve) -> str:
    """What is to be said of a curve in a list, or what is not known yet of it."""
    change = curve.change
    if change.difference is not None and curve.repeats.mdc is None:
        return _("your spread is not known yet")
    return _(_VERDICTS[change.verdict])


def _condition(curve: Curve) -> str:
    which = curve.condition
    tempo = None if which.rate_per_min is None else _("{rate} a minute").format(rate=f"{which.rate_per_min:.0f}")
    foot = None if which.foot is None else _("{foot} foot").format(foot=_(which.foot))
    hand = None if which.side is None else _("{side} hand").format(side=_(which.side))
    hand = _("both hands") if which.side == "both" else hand
    help_ = _(_HELP.get(which.feedback or "", ""))
    return " · ".join(one for one in (foot, tempo, help_, hand) if one) or _("any way")


def _curve_page(curve: Curve, found: LookBack) -> Page:
    change, mdc = curve.change, curve.repeats.mdc
    if change.difference is None or change.recent is None:
        said = _(
            "One cold set a day, the first of its technique, makes the line. Two or more before and behind say more."
        )
    elif mdc is None:
        said = _("How much your own repeats differ is not known yet: do a set twice on a day, five times.")
    else:
        size = _("{n} more than before") if change.difference >= 0 else _("{n} less than before")
        said = _("{size}. Your own repeats differ by up to {n}: {verdict}.").format(
            size=size.format(n=f"{abs(change.difference):.0f}"), n=f"{mdc:.0f}", verdict=_(_VERDICTS[change.verdict])
        )
    sets = ", ".join(f"{value:.0f}" for value in curve.within)
    return (
        Block("body", said),
        *((Block("muted", _middle(change.recent, change.recent_sets)),) if change.recent_sets > 1 else ()),
        Block("muted", _condition(curve) + (", " + _("on the virtual foot") if found.virtual else "")),
        *((Block("rule"), Block("pair", _("Through a day, set by set"), sets)) if len(curve.within) > 1 else ()),
    )


def _middle(recent: float | None, sets: int) -> str:
    """What the number in the list is, beside the newest one at the curve's end."""
    return _("{n} is the middle of your newest {sets} cold sets.").format(n=f"{recent or 0.0:.0f}", sets=sets)


def _curve_chart(curve: Curve, found: LookBack, weeks: int) -> Chart:
    first = found.today - timedelta(weeks=weeks)
    shown = [one for one in curve.points if one.day >= first]
    newest = next((one for one in reversed(shown) if one.cold), None)
    band, middle, said = None, None, ""
    if curve.change.before is not None and curve.repeats.mdc is not None:
        middle, mdc = curve.change.before, curve.repeats.mdc
        band = (middle - mdc, middle + mdc)
        said = _("your usual spread, ±{n} around {middle}").format(n=f"{mdc:.0f}", middle=f"{middle:.0f}")
    lowest = min([40.0, *(one.value for one in shown), *(band or ())])
    base = max(0.0, 10.0 * (lowest // 10.0))
    better = curve.change.verdict == "improved"
    return Chart(
        title=plural("{technique}, {n} week", "{technique}, {n} weeks", weeks).format(
            technique=_(curve.technique), n=weeks
        ),
        dots=tuple(Dot(day_at(one.day), one.value, one.cold) for one in shown),
        ends=(base, 100.0),
        span=(day_at(first), day_at(found.today)),
        ticks=((base, f"{base:.0f}"), *((limit, f"{limit:.0f} {'★' * (n + 1)}") for n, limit in enumerate(STARS_AT))),
        below=day_labels(first, found.today),
        band=band,
        middle=middle,
        band_said=said,
        newest="" if newest is None else f"{newest.value:.0f}" + (", " + _("better") if better else ""),
        legend=(_("cold"), _("practised")),
    )


def _no_curve() -> Topic:
    return Topic(
        Row(_("Nothing yet"), _("one drill starts the curve"), "", is_known=False),
        (
            Block("title", _("Nothing here yet")),
            Block("body", _("Do one drill. The first set of a technique on a day is its cold set: it shows what "
                            "stayed, and from day to day it makes the line that stands here.")),
            Block("muted", _("Better and lower are only said beyond what your own repeats differ by.")),
        ),
        is_empty=True,
    )  # fmt: skip


def place_topic(found: LookBack, pad: Pad) -> Topic:
    """Where on the foot was pressed, by zones."""
    zones, seconds = ZoneMap(pad), dict.fromkeys(ZONES, 0.0)
    for x_mm, y_mm, lasted_s in found.places:
        if (zone := zones.at(x_mm, y_mm)) is not None:
            seconds[zone] += lasted_s
    whole = sum(seconds.values())
    if whole <= 0.0:
        page: Page = (
            Block("title", _("No place yet")),
            Block("body", _("Every press of a drill is drawn here where it was, larger the longer it lasted.")),
        )
        return Topic(Row(_("Where it went"), _("no press yet")), page, is_empty=True)
    most = max(seconds, key=lambda zone: seconds[zone])
    rows = sorted(seconds.items(), key=lambda one: -one[1])
    page = (
        Block("heading", _("Twelve weeks, by zone")),
        *(Block("pair", capital(_(zone)), f"{100.0 * lasted_s / whole:.0f} %") for zone, lasted_s in rows),
        Block("rule"),
        Block("muted", _so_long(max(whole / 60.0, 1.0))),
    )
    said = _("mostly the {zone}").format(zone=_(most))
    return Topic(Row(_("Where it went"), said, f"{100.0 * seconds[most] / whole:.0f} %"), page, places=found.places)


def _so_long(minutes: float) -> str:
    n = round(minutes)
    return plural("{n} minute of pressing.", "{n} minutes of pressing.", n).format(n=n)


def minutes_topic(found: LookBack) -> Topic:
    """Minutes of practice, week by week."""
    monday = found.today - timedelta(days=found.today.weekday())
    starts = [monday - timedelta(weeks=back) for back in range(_BARS, -2, -1)]
    weeks = [
        sum(seconds for day, seconds in found.seconds_by_day.items() if start <= day < end) / 60.0
        for start, end in pairwise(starts)
    ]
    row = Row(_("Minutes a week"), _("this week"), f"{weeks[-1]:.0f}")
    if not any(weeks):
        page: Page = (Block("title", _("No minutes yet")), Block("body", _("Each week of practice is a bar here.")))
        return Topic(row, page, is_empty=True)
    top = max(10.0, max(weeks) * 1.15)
    below = tuple((float(n), day_said(day)) for n, day in enumerate(starts[:-2]) if n % 2 == 0)
    chart = Chart(
        title=_("Minutes a week"),
        dots=tuple(Dot(float(n), minutes) for n, minutes in enumerate(weeks)),
        ends=(0.0, top),
        span=(-0.6, len(weeks) - 0.4),
        ticks=((0.0, "0"),),
        below=(*below[:-1], (float(len(weeks) - 1), _("this week"))),
        kind="bars",
    )
    streak = found.streak
    row_said = in_a_row(streak.days) + "." if streak.days > 1 else ""
    page = (
        *((Block("body", row_said),) if row_said else ()),
        Block("muted", _so_many_days(streak.all_days)),
    )
    return Topic(row, page, chart)


def _so_many_days(days: int) -> str:
    return plural("Practised on {n} day so far.", "Practised on {n} days so far.", days).format(n=days)


def _words_topic(found: LookBack) -> Topic:
    said = words_said(found.history)
    row = Row(_("What they said"), _("comfort and thanks"), str(len(said)) if said else "–")
    return Topic(row, words_page(found.history), is_empty=not said)
