"""The shelf in words: every drill stands on it once, a search finds by any word, and rows say how it went."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from thumbwalk.app.words.ladder import ALL, OWN, STAGES, drill_page, shelved, shelves, trains
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.learner.tried import Tried

DRILLS = packaged_drills()
TRIED = {"first-steps": Tried(3, datetime(2026, 3, 1, tzinfo=UTC), 91.0, 93.0)}


def test_every_drill_stands_on_one_shelf_in_the_ladders_order() -> None:
    names = [name for name, _ in shelves(DRILLS, (), {})]
    assert names == [ALL, *STAGES, OWN]
    found = [one.name for shelf in STAGES for one in shelved(DRILLS, (), {}, shelf)]
    assert sorted(found) == sorted(DRILLS)
    assert [one.name for one in shelved(DRILLS, (), {})] == list(DRILLS)


def test_a_shelf_tells_how_much_of_it_has_two_stars() -> None:
    rows = dict(shelves(DRILLS, (), TRIED))
    assert rows[STAGES[0]].right.startswith("1 / ")
    assert rows[STAGES[1]].right.startswith("0 / ")
    assert rows[OWN].right == "0"


def test_own_drills_have_a_shelf_whatever_stage_they_say() -> None:
    mine = replace(DRILLS["hold-1"], name="mine", title="Mine")
    drills = {**DRILLS, "mine": mine}
    assert [one.name for one in shelved(drills, ("mine",), {}, OWN)] == ["mine"]
    assert "mine" not in [one.name for one in shelved(drills, ("mine",), {}, STAGES[0])]


@pytest.mark.parametrize(
    ("words", "finds", "not_"),
    [("heel knead", "first-steps", "glide-1"), ("SOLAR", "hold-1", "walk-1"), ("steadiness", "hold-1", "first-steps")],
)
def test_a_search_finds_what_has_every_word_on_all_shelves(words: str, finds: str, not_: str) -> None:
    found = [one.name for one in shelved(DRILLS, (), {}, OWN, words)]
    assert finds in found
    assert not_ not in found
    assert shelved(DRILLS, (), {}, ALL, f"{words} xyzzy") == []


def test_a_row_says_how_long_what_it_trains_and_how_it_went() -> None:
    tried, new = shelved(DRILLS, (), TRIED)[0].row, shelved(DRILLS, (), {})[0].row
    assert (tried.title, tried.right, tried.stars) == ("First steps", "93", 3)
    assert tried.second == "0:41 min · 3 sets · hold, knead"
    assert (new.right, new.stars, new.is_known) == ("not tried yet", None, False)
    unscored = next(one.row for one in shelved(DRILLS, (), {}) if one.name == "warm-up")
    assert unscored.right == "not scored"


def test_a_drills_page_says_what_it_asks_and_trains() -> None:
    page = {block.text: block.more for block in drill_page(DRILLS["hold-1"], None)}
    assert page["Best"] == "–"
    assert page["Sets"] == str(len(DRILLS["hold-1"].sets))
    assert any(text.startswith("Trains: steadiness") for text in page)
    assert any("help at all times" in text for text in page)
    assert trains(DRILLS["first-steps"]) == "hold, knead"


TRIES: dict[str, tuple[tuple[bool, ...], bool]] = {
    "none": ((), False),
    "one": ((True,), False),
    "failed": ((True, False, False), False),
    "once of two": ((False, True), False),
    "passed": ((True, False, True), True),
    "passed before": ((False, False, True), True),
}


@pytest.mark.parametrize(
    ("tries", "row", "page"),
    [
        ("none", "2 sets", "Two of three tries in a row pass it."),
        ("one", "1 of 1 tries passed", "1 more passes it."),
        ("failed", "1 of 3 tries passed", "2 more in a row pass it."),
        ("once of two", "1 of 2 tries passed", "1 more passes it."),
        ("passed", "passed, 2 of the last 3", "✓ 2 of the last 3"),
        ("passed before", "passed, 1 of the last 3", "✓ 1 of the last 3"),
    ],
)
def test_a_rung_is_passed_by_two_of_three_tries_and_says_how_far_it_is(tries: str, row: str, page: str) -> None:
    name = next(name for name, one in DRILLS.items() if one.stage == 1 and one.scored and len(one.sets) == 2)
    # two stars alone pass nothing where tries have decided
    known = Tried(3, datetime(2026, 3, 1, tzinfo=UTC), 91.0, 93.0, *TRIES[tries])
    (shown,) = [one.row for one in shelved(DRILLS, (), {name: known}) if one.name == name]
    assert row in shown.second
    assert page in " | ".join(f"{one.text} {one.more}" for one in drill_page(DRILLS[name], known))
    rows = dict(shelves(DRILLS, (), {name: known}))
    passed = int(rows[STAGES[0]].right.partition(" ")[0])
    assert passed == (1 if TRIES[tries][1] or tries == "none" else 0)
