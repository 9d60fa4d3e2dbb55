"""A drill at half its tempo, in the real window on the virtual rig, is told and kept as what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select
from tests.app.conftest import Until
from tests.app.real_windows import HOLD, real_window

from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.places import home_dir, store_path
from thumbwalk.store.access import open_store
from thumbwalk.store.engines import url_of
from thumbwalk.store.models import PracticeSet

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("qapp")]
KNEAD = replace(packaged_drills()["knead-1"].sets[0], duration_s=1.0, rate_per_min=50.0)


def test_half_the_tempo_is_asked_for_told_and_kept(monkeypatch: pytest.MonkeyPatch, until: Until) -> None:
    monkeypatch.delenv("THUMBWALK_DATABASE", raising=False)
    with real_window(until) as window:
        window.prepare(replace(HOLD, name="knead-now", title="Knead", sets=(KNEAD,)))
        assert "50 a minute" in window.room.task.text.how
        window.key(Qt.Key.Key_H)
        window.until(lambda now: now.drill is not None and now.drill.drill.name == "knead-now-half")
        assert "25 a minute" in window.room.task.text.how
        assert window.room.header.text.title == "Knead · half tempo"
        assert [one.text() for one in window.room.buttons if one.isVisible()] == ["Full tempo", "Start"]
        window.key(Qt.Key.Key_H)
        window.until(lambda now: now.drill is not None and now.drill.drill.name == "knead-now")
        window.key(Qt.Key.Key_H, Qt.Key.Key_Space)
        window.until(lambda now: now.drill is not None and now.drill.phase.kind == "set")
        assert window.now.drill is not None
        assert window.now.drill.beat is not None
        assert window.now.drill.beat.rate_per_min == pytest.approx(25.0)
        window.press(8.0)
        window.until(lambda now: now.result is not None)
        until(lambda: not window.desk.sitting.state.practising)
    with open_store(url_of(None, store_path()), home_dir()).reading() as db:
        kept = db.execute(select(PracticeSet.drill, PracticeSet.rate_per_min)).all()
    assert [tuple(one) for one in kept] == [("knead-now-half", 25.0)]
