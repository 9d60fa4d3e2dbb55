"""Who reads in grams or kilograms finds no newtons in any room."""

from __future__ import annotations

import re
from functools import partial

import pytest
from tests.app import asked_scenes, people_scenes, room_scenes
from tests.app.desks import still_desk
from tests.app.drawn_texts import words_in
from tests.app.room_scenes import SCENES, shown

_NEWTONS = re.compile(r"\d N\b|~N\b|\bN/s|\bnewtons?\b")
_NO_FORCE_OF_ONES_OWN = ("one newton is about 100 g",)
"""What the choice of a unit says of units."""
_SAYS_FORCES = (
    *("practice-knead", "practice-over-limit", "practice-near-limit", "practice-guessed", "practice-two-hands"),
    *("practice-result", "practice-result-ten", "practice-result-limit", "practice-result-guessed"),
    *("practice-result-causes", "practice-watched", "practice-watched-best"),
    *("strength", "strength-press", "strength-result", "progress-strength", "free-done", "today", "drills"),
    *("give-match-above", "give-match-kept", "rig", "rig-load-cell", "settings-grams"),
)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", _SAYS_FORCES)
def test_no_room_says_newtons_to_who_reads_in_grams(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for scenes in (room_scenes, people_scenes, asked_scenes):
        monkeypatch.setattr(scenes, "still_desk", partial(still_desk, unit="g"), raising=False)
    assert name in SCENES
    with shown(name, 1280, 800) as front:
        said = [one for one in words_in(front.window) if _NEWTONS.search(one)]
        assert [one for one in said if one not in _NO_FORCE_OF_ONES_OWN] == []
