"""A session's documents say what counts of it, and how a set went on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.homes import Home
from tests.store.rows import put

from thumbwalk.store.finding import session_named
from thumbwalk.store.listing import counts_between, curve_within, joined, listed, session_document, session_row

TIMES = st.lists(
    st.tuples(st.floats(0.0, 100.0), st.floats(0.0, 100.0)).map(lambda pair: (min(pair), max(pair))), max_size=8
)


@given(TIMES)
def test_times_that_overlap_are_one_and_lose_nothing(times: list[tuple[float, float]]) -> None:
    whole = joined(times)
    assert all(first[1] < second[0] for first, second in pairwise(whole))
    for start, end in times:
        assert any(from_s <= start and end <= to_s for from_s, to_s in whole)
    assert sum(end - start for start, end in whole) <= sum(end - start for start, end in times) + 1e-9


@pytest.mark.parametrize(
    ("trims", "counts"),
    [
        ([], True),
        ([(0.0, 10.0)], True),
        ([(0.0, 11.0)], True),
        ([(0.0, 11.1)], False),
        ([(10.0, 10.6), (10.2, 10.9)], True),
        ([(10.0, 10.6), (15.0, 15.6)], False),
        ([(20.0, 99.0)], True),
    ],
)
def test_a_set_counts_unless_more_than_a_tenth_of_it_is_cut_off(trims: list[tuple[float, float]], counts: bool) -> None:
    assert counts_between(10.0, 10.0, trims) is counts


def test_a_set_goes_on_in_parts_that_have_all_its_strokes(practised: Home) -> None:
    with practised.store().reading() as db:
        knead = session_named(db, "1").sets[1]
        parts = curve_within(db, knead)
        assert sum(one["strokes"] for one in parts) == knead.strokes
        mean_n = sum(one["strokes"] * one["peak_n"] for one in parts) / knead.strokes
        assert mean_n == pytest.approx(knead.peak_n)
        assert all(knead.start_s <= one["from_s"] < knead.start_s + knead.duration_s for one in parts)


def test_a_row_is_the_same_alone_and_in_a_list(practised: Home) -> None:
    store = practised.store()
    with store.reading() as db:
        rows = listed(store, db)
        assert [session_row(store, db, session_named(db, str(row["session"]))) for row in rows] == rows
        assert session_document(store, db, session_named(db, "2")).items() >= rows[1].items()
    assert rows[0]["at"] == "2026-03-01T18:15:00+00:00"
    assert rows[0]["folder"] == str(practised.path / "sessions" / "2026-03-01_181500_frozen")


def test_what_is_kept_elsewhere_has_its_whole_path(home: Home) -> None:
    store = home.store()
    with store.writing() as db:
        put(db, 1, place="/media/stick/a.twr")
    with store.reading() as db:
        assert [row["folder"] for row in listed(store, db)] == ["/media/stick/a.twr"]
