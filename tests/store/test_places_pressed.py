"""Where was pressed over sessions is told from their strokes, by layout and foot."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from tests.store.homes import Home

from thumbwalk.store.models import PracticeSet, SetStroke
from thumbwalk.store.places_pressed import places_pressed


def test_all_that_was_pressed_is_in_it_once_where_it_was_pressed(practised: Home) -> None:
    with practised.store().reading() as db:
        (found,) = places_pressed(db, [1, 2, 3])
        (one,) = places_pressed(db, [2])
        pressed_ns = db.scalar(select(func.sum(SetStroke.peak_n * SetStroke.press_s)))
        x_mm = db.scalar(
            select(func.sum(SetStroke.x_mm * SetStroke.peak_n * SetStroke.press_s))
            .join(PracticeSet, PracticeSet.id == SetStroke.set_id)
            .where(PracticeSet.session_id == 2)
        )
    assert (found.layout, found.foot, found.newest, found.sessions) == ("sole16", "right", 3, 3)
    assert sum(weight for _, _, weight in found.cells) == pytest.approx(pressed_ns)
    own = sum(weight for _, _, weight in one.cells)
    assert sum(x * weight for x, _, weight in one.cells) / own == pytest.approx((x_mm or 0.0) / own, abs=0.5)
    assert own == pytest.approx((pressed_ns or 0.0) / 3)


def test_of_no_sessions_there_is_nothing(practised: Home) -> None:
    with practised.store().reading() as db:
        assert places_pressed(db, []) == []
