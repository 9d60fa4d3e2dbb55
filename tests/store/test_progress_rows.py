"""What the plan gets of a learner's sets: theirs, those that count, and none of the virtual rig's."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from tests.store.homes import Home
from tests.store.rows import put

from thumbwalk.coach.plan.sets_done import Condition
from thumbwalk.store.models import SessionWord, StrengthTestDone
from thumbwalk.store.moments import moment_of
from thumbwalk.store.progress_rows import own_peak_n, practice_days, sets_done
from thumbwalk.store.taking_in import learner_named


def numbers(home: Home, **asked: object) -> list[int]:
    with home.store().reading() as db:
        return [one.session for one in sets_done(db, **{"learner": "Anna", "virtual": False, **asked})]  # type: ignore[arg-type]


def test_the_virtual_rig_s_and_other_people_s_are_never_mixed_in(home: Home) -> None:
    with home.store().writing() as db:
        put(db, 1)
        put(db, 2, virtual=True)
        put(db, 3, learner="Ben")
        put(db, 4, learner=None)
    assert numbers(home) == [1]
    assert numbers(home, virtual=True) == [2]
    assert numbers(home, learner=None) == [4]
    with home.store().reading() as db:
        assert practice_days(db, "Anna", virtual=False) == {date(2026, 3, 3)}


def test_what_was_trimmed_and_what_has_no_score_is_left_out(home: Home) -> None:
    with home.store().writing() as db:
        put(db, 1).words = [SessionWord(**moment_of(_at()), document="said_1", kind="trim", from_s=3.0, to_s=9.0)]
        put(db, 2).words = [SessionWord(**moment_of(_at()), document="said_1", kind="trim", from_s=13.0, to_s=99.0)]
        put(db, 3, None)
        put(db, 4)
    assert numbers(home) == [2, 4]
    assert numbers(home, since=date(2026, 3, 6)) == [4]


def test_a_set_has_its_condition_its_own_time_and_the_measures_that_are_wanted(home: Home) -> None:
    with home.store().writing() as db:
        put(db, 1, at=_at())
    with home.store().reading() as db:
        (bare,) = sets_done(db, "Anna", virtual=False)
        (full,) = sets_done(db, "Anna", virtual=False, measures_of=["knead"])
        (other,) = sets_done(db, "Anna", virtual=False, measures_of=["hold"])
    assert (bare.at, bare.day) == (_at(), date(2026, 3, 4))
    assert bare.condition == Condition("right", "right", 45.0, "live")
    assert set(bare.measures) == set(other.measures) == {"score"}
    assert (full.measures["force_cv"].value, full.measures["force_cv"].hi) == (0.3, 0.1)
    assert full.measures["force_cv"].error > 0.1


def test_the_own_peak_is_the_newest_of_the_weaker_hand(home: Home) -> None:
    with home.store().writing() as db:
        learner = learner_named(db, "Anna")
        assert learner is not None
        db.flush()
        for day, side, peak_n in ((1, "left", 30.0), (2, "left", 40.0), (2, "right", 50.0)):
            told = {"test": "peak", "side": side, "done": True, "calibrated": True, "peak_n": peak_n, "figures": {}}
            whose = {"document": f"{day}{side}", "virtual": False, "learner_id": learner.id}
            db.add(StrengthTestDone(**moment_of(_at().replace(day=day)), **whose, **told))
    with home.store().reading() as db:
        assert own_peak_n(db, "Anna", virtual=False) == 40.0
        assert own_peak_n(db, "Anna", virtual=True) is None
        assert own_peak_n(db, None, virtual=False) is None


def _at() -> datetime:
    """An evening that is another day in Greenwich."""
    return datetime(2026, 3, 4, 1, 0, tzinfo=timezone(timedelta(hours=9)))
