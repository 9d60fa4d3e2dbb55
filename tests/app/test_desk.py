"""The desk chooses, starts, goes on to what comes next, and keeps settings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.app import pasts, scenes
from tests.app.desks import BOARD, sitting_of, still_desk

from thumbwalk.app.desk import Desk
from thumbwalk.app.learners_past import LookBack, Past, Wanted
from thumbwalk.app.tried_before import Known, TriedBefore
from thumbwalk.errors import LearnerError
from thumbwalk.session.preferences import Preferences


def asked(desk: Desk) -> list[Any]:
    return sitting_of(desk).asked


def test_it_opens_the_only_board_and_without_one_the_virtual_foot() -> None:
    for boards, rig, wanted in (
        ((), "auto", ("connect", "left")),
        ((BOARD,), "auto", ("connect", "/dev/ttyACM0")),
        ((BOARD, BOARD), "auto", ("connect", "left")),
        ((BOARD,), "virtual", ("connect", "left")),
    ):
        desk = still_desk(scenes.quiet(), boards=boards, rig=rig, foot="left")
        desk.begin()
        assert asked(desk) == [wanted]


def test_a_drill_waits_starts_and_comes_again_and_one_of_its_sets_alone() -> None:
    desk = still_desk(scenes.quiet())
    desk.choose("first-steps")
    desk.start()
    desk.again()
    desk.this_set(1)
    desk.again()
    assert asked(desk) == [
        ("plan", "first-steps"),
        ("practise", "first-steps"),
        ("practise", "first-steps"),
        ("practise", "first-steps-set-2"),
        ("practise", "first-steps-set-2"),
    ]
    assert desk.chosen is not None
    assert len(desk.chosen.sets) == 1
    desk.this_set(7)
    assert len(asked(desk)) == 5


def test_what_comes_next_is_the_drill_for_what_cost_most_else_the_ladders_next() -> None:
    desk = still_desk(scenes.quiet())
    desk.choose("first-steps")
    assert desk.after(scenes.quiet()) == list(desk.drills)[1]
    # a hand that is too heavy
    after = desk.after(scenes.finished())
    assert after in desk.drills
    assert after != "first-steps"
    desk.this_set(1)
    assert desk.after(scenes.quiet()) == list(desk.drills)[1]
    nobody = still_desk(scenes.quiet(), tried={})
    nobody.choose("first-steps")
    nobody.this_set(0)
    assert nobody.after(scenes.finished()) == "first-steps", "behind the first hold of all comes the first drill, whole"
    desk.choose(list(desk.drills)[-1])
    assert desk.after(scenes.quiet()) == next(iter(desk.drills))


def test_a_change_is_kept_told_and_takes_effect() -> None:
    desk = still_desk(scenes.quiet())
    kept: list[Preferences] = []
    desk.shelf = replace(desk.shelf, keep=kept.append)
    told: list[bool] = []
    desk.changed.append(lambda: told.append(True))
    desk.change(unit="g")
    desk.change(unit="g")
    assert kept == [Preferences(unit="g")]
    assert told == [True]
    assert asked(desk) == []
    desk.change(foot="left")
    assert asked(desk) == [("connect", "left")]


def test_a_level_of_the_settings_is_asked_of_every_drill_that_has_one_and_of_the_one_that_waits() -> None:
    desk = still_desk(scenes.quiet())
    desk.choose("walk-1")
    assert {one.level for one in desk.drills["walk-1"].sets} == {1}
    desk.change(level="narrow")
    assert desk.chosen is not None
    assert (desk.chosen.name, {one.level for one in desk.chosen.sets}) == ("walk-1-level-3", {3})
    desk.turn_tempo()
    assert desk.chosen.name == "walk-1-level-3-half"
    assert desk.after(scenes.quiet()) == list(desk.drills)[list(desk.drills).index("walk-1") + 1]
    desk.change(level="wide")
    assert desk.chosen.name == "walk-1-half", "it is its own level"


def test_a_level_is_nothing_to_free_practice_and_holds_for_what_is_begun() -> None:
    desk = still_desk(scenes.quiet(), level="medium")
    desk.choose(None)
    assert desk.chosen is None
    assert asked(desk)[-1] == ("plan", None)
    desk.choose("walk-1")
    desk.start()
    assert asked(desk)[-1] == ("practise", "walk-1-level-2")


def test_what_cannot_be_kept_holds_all_the_same_and_is_said() -> None:
    def full(_preferences: Preferences) -> None:
        raise OSError(28, "No space left on device")

    desk = still_desk(scenes.quiet())
    desk.shelf = replace(desk.shelf, keep=full)
    desk.change(view="receiver")
    assert desk.preferences.view == "receiver"
    assert "No space left" in desk.trouble


def test_what_was_noted_is_known_at_once_and_once_when_it_is_read() -> None:
    desk = still_desk(scenes.quiet())
    desk.look_back()
    desk.past.held = True
    assert desk.note("pain", {"site": "thumb"})
    known = desk.history()
    assert known is not None
    assert [one.text("site") for one in known.of("pain")] == ["thumb"]
    assert desk.history() is known, "it is made once, and asked for ten times a second"
    desk.past.held = False
    known = desk.history()
    assert known is not None
    assert len(known.of("pain")) == 1


def test_documents_are_read_by_the_stores_thread_alone_and_until_then_nothing_is_known() -> None:
    later, reading = pasts.Later(), list[str]()
    desk = still_desk(scenes.quiet())

    def known(learner: str, _virtual: bool) -> Known:
        reading.append(f"of {learner}")
        return Known()

    def looked(_wanted: Wanted) -> LookBack:
        reading.append("past")
        return pasts.first_day()

    desk.tried_before, desk.past = TriedBefore(known, later), Past(looked, later)
    assert (desk.history(), desk.look_back().found, desk.tried(), desk.suggestions()) == (None, None, {}, ())
    assert reading == []
    later.work()
    assert desk.history() is not None
    assert sorted(reading) == ["of ", "past"]


def test_what_is_noted_while_the_past_is_being_read_stays_known_when_that_has_come() -> None:
    later = pasts.Later()
    desk = still_desk(scenes.quiet())
    desk.tried_before = TriedBefore(lambda _learner, _virtual: Known(), later)
    desk.past = Past(lambda _wanted: pasts.first_day(), later)
    desk.look_back()
    assert desk.note("pain", {"site": "thumb"})
    later.waiting.pop(0)()
    known = desk.history()
    assert known is not None
    assert [one.text("site") for one in known.of("pain")] == ["thumb"]


def test_documents_that_cannot_be_read_leave_nothing_tried_and_are_said() -> None:
    def damaged(_learner: str, _virtual: bool) -> Any:
        raise LearnerError("practice.json: damaged")

    desk = still_desk(scenes.quiet())
    desk.tried_before = TriedBefore(damaged, pasts.AtOnce())
    assert desk.tried() == {}
    assert desk.trouble == "practice.json: damaged"
    assert desk.suggestions()[0].drill == "first-steps"
