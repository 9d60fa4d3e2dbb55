"""Progress in words and figures: what is known is told, what is not known says how to fill it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.app import pasts

from thumbwalk.app.learners_past import PastState
from thumbwalk.app.words.chart import day_at, day_labels, top_of
from thumbwalk.app.words.hands_said import load_topic, strength_topic, tired_topic
from thumbwalk.app.words.progress import curve_topic, minutes_topic, place_topic, told, unread_page
from thumbwalk.coach.strength.hand_load import BUDGET_S
from thumbwalk.learner.entry import Entry
from thumbwalk.learner.history import History
from thumbwalk.pad import builtin_pad
from thumbwalk.zones import zone_centre_mm

PAD = builtin_pad()


def test_better_is_only_said_beyond_the_spread_of_the_own_repeats() -> None:
    found = pasts.weeks()
    knead = next(one for one in found.curves if one.technique == "knead" and not one.tired)
    topic = curve_topic(knead, found, 12)
    chart, mdc = topic.chart, knead.repeats.mdc
    assert chart is not None
    assert mdc is not None
    before = knead.change.before
    assert before is not None
    assert (chart.middle, chart.band) == (before, (before - mdc, before + mdc))
    assert topic.row.second.startswith("better, beyond your spread · right foot")
    assert chart.newest.endswith(", better")
    same = replace(knead, change=replace(knead.change, verdict="no change beyond chance"))
    assert "better" not in (curve_topic(same, found, 12).chart or chart).newest
    hold = next(one for one in found.curves if one.technique == "hold")
    assert (curve_topic(hold, found, 12).chart or chart).band is None, "nobody repeated it"
    assert curve_topic(hold, found, 12).row.second.startswith("your spread is not known yet"), "cold sets there are"


def test_the_number_in_the_list_is_told_apart_from_the_newest_one_at_the_curves_end() -> None:
    found = pasts.weeks()
    knead = next(one for one in found.curves if one.technique == "knead" and not one.tired)
    topic = curve_topic(knead, found, 12)
    said = f"{topic.row.right} is the middle of your newest {knead.change.recent_sets} cold sets."
    assert said in [one.text for one in topic.page]
    alone = replace(knead, change=replace(knead.change, recent_sets=1))
    assert not any("middle" in one.text for one in curve_topic(alone, found, 12).page)


def test_a_shorter_look_back_leaves_older_sets_out() -> None:
    found = pasts.weeks()
    knead = next(one for one in found.curves if one.technique == "knead" and not one.tired)
    long, short = (curve_topic(knead, found, weeks).chart for weeks in (12, 4))
    assert long is not None
    assert short is not None
    assert min(one.at for one in short.dots) >= day_at(found.today) - 28
    assert len(short.dots) < len(long.dots) == len(knead.points)


def test_places_are_shared_out_over_the_zones_by_their_seconds() -> None:
    heel, toes = zone_centre_mm(PAD, "heel"), zone_centre_mm(PAD, "toes")
    topic = place_topic(replace(pasts.first_day(), places=((*heel, 90.0), (*toes, 30.0))), PAD)
    assert (topic.row.second, topic.row.right) == ("mostly the heel", "75 %")
    pairs = {one.text: one.more for one in topic.page if one.kind == "pair"}
    assert (pairs["Heel"], pairs["Toes"], pairs["Forefoot"]) == ("75 %", "25 %", "0 %")
    assert place_topic(pasts.first_day(), PAD).is_empty


def test_minutes_are_of_weeks_from_monday_the_last_is_this_one() -> None:
    monday, sunday = date(2026, 3, 2), date(2026, 3, 1)
    found = replace(pasts.first_day(), seconds_by_day={monday: 600.0, sunday: 300.0, date(2025, 1, 1): 9e9})
    chart = minutes_topic(found).chart
    assert chart is not None
    assert [one.value for one in chart.dots][-3:] == [0.0, 5.0, 10.0]
    assert minutes_topic(pasts.first_day()).is_empty


def test_hand_load_is_told_in_parts_of_a_day_and_a_spent_one_warns() -> None:
    spent = History((Entry("practice", pasts.TODAY, {"load_s": BUDGET_S}),))
    topic = load_topic(replace(pasts.first_day(), history=spent))
    assert (topic.row.right, topic.row.warns) == ("100 %", True)
    assert "Enough for today" in topic.page[0].text
    assert load_topic(pasts.first_day()).is_empty
    noted = [one.text for one in load_topic(pasts.weeks()).page]
    assert "14 Feb: tingling, thumb, left" in noted


def test_peaks_of_both_hands_have_the_spread_of_two_tries_around_the_one_before() -> None:
    topic = strength_topic(pasts.weeks())
    assert topic.chart is not None
    assert [(one.value, one.full) for one in topic.chart.dots] == [
        *((42.0, True), (38.0, False), (44.0, True), (46.0, True)),
    ]
    low_n, high_n = topic.chart.band or (0.0, 0.0)
    assert [low_n, high_n] == pytest.approx([0.84 * 44.0, 1.16 * 44.0])
    assert [(one.text, one.more) for one in topic.page] == [
        ("Peak press", "right 46 N, left 38 N"),
        ("Endurance", "right 61 s"),
    ]
    assert strength_topic(pasts.first_day()).is_empty


def test_tired_hands_stand_beside_fresh_ones_of_the_same_kind() -> None:
    (pair,) = [one for one in tired_topic(pasts.weeks()).page if one.kind == "pair"]
    assert pair.text == "Knead"
    assert pair.more.startswith("tired ")
    assert ", fresh " in pair.more
    assert tired_topic(pasts.first_day()).is_empty


def test_whoever_did_nothing_finds_in_every_topic_how_it_is_filled() -> None:
    topics = [one for one in told(pasts.first_day(), PAD, 12).topics if one is not None]
    assert len(topics) == 7
    for one in topics:
        assert one.is_empty
        assert any(block.kind == "body" and block.text.endswith((".", "here.")) for block in one.page)


def test_a_store_that_cannot_be_read_is_said_with_what_goes_on() -> None:
    page = unread_page(
        PastState("failed", None, "/home/jo/store.sqlite3: is damaged; `thumbwalk recover` makes it anew")
    )
    assert [one.text for one in page if one.kind == "warning"] == ["store.sqlite3: is damaged."]
    assert any("Practice goes on" in one.text for one in page)
    assert unread_page(PastState("reading"))[1].text == "One moment …"


@pytest.mark.parametrize(("most", "top"), [(0.0, 1.0), (7.0, 10.0), (42.0, 50.0), (0.3, 0.5), (100.0, 100.0)])
def test_an_axis_ends_at_a_round_number_above_all_values(most: float, top: float) -> None:
    assert top_of([0.1 * most, most]) == pytest.approx(top)


def test_days_at_an_axis_end_with_today() -> None:
    labels = day_labels(date(2026, 2, 1), date(2026, 3, 1))
    assert [words for _, words in labels] == ["1 Feb", "8 Feb", "15 Feb", "22 Feb", "today"]
    assert day_labels(date(2026, 3, 1), date(2026, 3, 1))[-1][1] == "today"
