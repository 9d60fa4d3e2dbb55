"""What cost points in a set stands in rows under its trace that add up to the ledger's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.app import scenes

from thumbwalk.app.words.lanes import Lane, lanes_of, said_of
from thumbwalk.app.words.ledger import THE_REST, Ledger, cause_name, ledger
from thumbwalk.coach.score.lost_when import CostSpan
from thumbwalk.session.screen.snapshot import Snapshot


def book_of(snapshot: Snapshot) -> Ledger:
    assert snapshot.result is not None
    return ledger(snapshot.result, scenes.drill_of(snapshot).drill)


@pytest.mark.parametrize("moment", [scenes.finished, scenes.many_causes, scenes.over_once, scenes.many_sets])
def test_over_all_sets_the_rows_of_a_cause_add_up_to_the_ledgers(moment: object) -> None:
    snapshot = moment()  # type: ignore[operator]  # of no arguments
    book = book_of(snapshot)
    told = {one.number: 0 for one in book.entries}
    for review in snapshot.reviews:
        for lane in lanes_of(review, book):
            told[lane.number] += lane.points
    assert told == {one.number: one.points for one in book.entries}


def test_a_row_has_its_moments_or_says_that_it_has_none() -> None:
    snapshot = scenes.many_causes()
    book = book_of(snapshot)
    lanes = [lane for review in snapshot.reviews for lane in lanes_of(review, book)]
    rest = [one for one in lanes if one.name == THE_REST]
    placed = [one for one in lanes if one.spans and one not in rest]
    assert {one.name for one in placed} >= {"Evenness of the peaks: uneven", "Rhythm: uneven"}
    assert all(one.when == "" for one in placed)
    assert [(one.when, bool(one.spans)) for one in rest] == [("here and there", True), ("not done", False)]


def test_what_has_no_moment_says_why_in_a_word() -> None:
    snapshot = scenes.many_causes()
    book, review = book_of(snapshot), snapshot.reviews[0]
    cost = next(one for one in review.costs if one.points > 1.0)
    words = {}
    for absent in (None, "undone", "unreached"):
        bare = replace(review, costs=(replace(cost, spans=(), absent=absent),))
        entry = replace(book.entries[0], name=cause_name(cost.measure, cost.reason), in_sets=((review.index, 3),))
        (lane,) = lanes_of(bare, replace(book, entries=(entry,)))
        words[absent] = lane.when
    assert words == {None: "throughout", "undone": "not done", "unreached": "not reached"}


def test_a_press_over_the_limit_is_marked_where_it_was() -> None:
    snapshot = scenes.over_once()
    book, review = book_of(snapshot), snapshot.reviews[1]
    lane = next(one for one in lanes_of(review, book) if one.is_limit)
    assert lane.name == "Over the limit"
    (span,) = lane.spans
    assert 5.0 < span.start_s < span.end_s < 7.0
    assert lane.points == next(one.points for one in book.entries if one.is_limit)


def test_a_set_that_cost_nothing_has_no_rows_and_what_costs_less_than_a_point_none_either() -> None:
    snapshot = scenes.finished()
    book, review = book_of(snapshot), snapshot.reviews[0]
    assert lanes_of(replace(review, index=9), book) == ()
    first = replace(book.entries[0], in_sets=((0, 0),))
    assert lanes_of(review, replace(book, entries=(first,))) == ()


def test_those_who_do_not_see_the_rows_hear_what_when_and_how_much() -> None:
    spans = (CostSpan(1.0, 2.0, 1.0), CostSpan(7.2, 8.0, 3.0))
    lanes = (Lane(1, "Force: too hard", 4, spans), Lane(2, "Roundness: too small", 2))
    assert said_of(lanes) == "Force: too hard cost 4, most at 7 s. Roundness: too small cost 2, throughout."
