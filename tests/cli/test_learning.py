"""What commands keep of a learner, and what they let nobody do."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_practice import with_short_drill

from thumbwalk.cli import learning
from thumbwalk.cli.main import run
from thumbwalk.cli.practising import Practising
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.strength.hand_load import BUDGET_S
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.errors import LearnerError, OptionError
from thumbwalk.learner.folder import LearnerFolder
from thumbwalk.places import home_dir, learners_dir
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def kept(learner: str = "Anna") -> LearnerFolder:
    return LearnerFolder(learners_dir(), learner)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr("thumbwalk.cli.learning.now", lambda: NOON)
    monkeypatch.setattr("thumbwalk.cli.practising.now", lambda: NOON)
    monkeypatch.setattr("thumbwalk.cli.pain.now", lambda: NOON)
    return NOON


def test_a_practice_is_kept_with_its_score_load_and_session(
    tmp_path: Path, noon: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    short = with_short_drill(home_dir())
    out = tmp_path / "out"
    assert run(["practice", "--virtual", "--fast", "--out", str(out), "--learner", "Anna", *short]) == 0
    (entry,) = kept().history().of("practice")
    score = json.loads((out / "score.json").read_text(encoding="utf-8"))
    assert entry.at == noon
    assert entry.facts["drill"] == score["drill"] == "short"
    assert entry.facts["sets"] == [one["score"] for one in score["sets"]]
    assert entry.text("session") == str(out)
    assert entry.facts["load_s"] > 0.0
    assert entry.switch("virtual")
    assert kept().history().load_s(noon.date()) == 0.0, "a virtual hand does not tire"


def test_help_fades_with_good_cold_sets_which_is_said_with_its_reason_and_can_be_chosen(
    tmp_path: Path, noon: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    short = with_short_drill(home_dir())
    cold = {"drill": "short", "techniques": ["hold"], "feedback": ["blind"], "virtual": True, "help_steps": 0}
    for days, score in ((2, 80.0), (1, 82.0)):
        kept().add("practice", noon - timedelta(days=days), cold | {"sets": [score]})
    assert run(["practice", "--virtual", "--fast", "--out", str(tmp_path / "out"), "--learner", "Anna", *short]) == 0
    said = capsys.readouterr().out
    assert "Your cold sets were 80 and 82: less help from now on, a step less than the drill's" in said
    assert "The day's first set is without help" in said
    today = kept().history().cold_sets(virtual=True)[-1]
    assert f"Cold set: {today.score:.1f} (hold); before that 80, 82." in said
    assert today.day == noon.date()
    entry = kept().history().of("practice")[-1]
    assert entry.texts("feedback") == ("blind",)
    practice = replayed(open_recording(tmp_path / "out" / "practice.twr"))
    assert practice.drill is not None
    assert practice.drill.sets[0].feedback == "blind", "a replay shows no more than there was"
    assert kept().history().last_help(virtual=True) == 1

    later = Practising("Anna", None, virtual=True)
    drill = later.helped(packaged_drills()["hold-1"])
    assert today.score < 60.0, "a press of a second is no good hold"
    assert {one.feedback for one in drill.sets} == {"live"}
    later.say_before(drill)
    assert capsys.readouterr().out == (
        f"Your cold set was {today.score:.0f}: more help from now on, as the drill says; --feedback chooses another.\n"
    )
    for chosen, wanted in (("live", "live"), ("blind", "blind"), ("drill", "bandwidth")):
        by_choice = Practising("Anna", None, virtual=True, chosen=chosen)  # type: ignore[arg-type]
        assert {one.feedback for one in by_choice.helped(packaged_drills()["hold-2"]).sets} == {wanted}


def test_a_first_day_has_no_cold_set_and_a_virtual_hands_days_are_not_ones_own(noon: datetime) -> None:
    drill = packaged_drills()["hold-1"]
    kept().add("practice", noon - timedelta(days=1), {"virtual": True})
    assert Practising("Anna", None, virtual=False).helped(drill) == drill
    assert Practising("Anna", None, virtual=True).helped(drill).sets[0].feedback == "blind"


def test_what_nobody_said_to_the_virtual_hand_holds_on_the_virtual_rig_alone() -> None:
    kept().add("match", NOON, {"receiver": "Mum", "zone": "heel", "target_n": 9, "cap_n": 13, "virtual": True})
    assert Practising("Anna", "Mum", virtual=True).caps().cap_n["heel"] == 13.0
    with pytest.raises(OptionError, match="never matched"):
        Practising("Anna", "Mum", virtual=False)


def test_without_a_learner_ones_own_note_of_pain_holds(noon: datetime) -> None:
    assert run(["pain", "thumb", "--what", "numbness"]) == 0
    with pytest.raises(LearnerError, match="numbness in the thumb"):
        Practising(None, None, virtual=False)
    kept().add("practice", noon + timedelta(hours=1), {"drill": None})
    with pytest.raises(LearnerError, match="numbness in the thumb"):
        Practising(None, None, virtual=False)
    Practising(None, None, virtual=True)
    Practising("Anna", None, virtual=False)


def test_free_practice_is_kept_with_what_was_done(tmp_path: Path, noon: datetime) -> None:
    options = ["--free", "--drill", "first-steps", "--virtual", "--fast", "--out", str(tmp_path / "out")]
    assert run(["practice", *options, "--learner", "Anna"]) == 0
    (entry,) = kept().history().of("practice")
    assert entry.facts["drill"] is None
    assert set(entry.texts("techniques")) == {"hold", "knead"}
    assert kept().history().has_held()
    assert entry.facts["load_s"] > 3.0


def test_without_a_learner_nothing_is_kept_of_one(tmp_path: Path) -> None:
    assert run(["practice", "--virtual", "--fast", "--out", str(tmp_path / "o"), *with_short_drill(home_dir())]) == 0
    assert not learners_dir().exists()


def test_posture_is_said_before_the_first_hold_and_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    short = with_short_drill(home_dir())
    for name, said in (("a", True), ("b", False)):
        options = ["--virtual", "--fast", "--out", str(tmp_path / name), "--learner", "Anna", *short]
        assert run(["practice", *options]) == 0
        assert ("index finger behind its end joint" in capsys.readouterr().out) == said


def test_a_damaged_document_is_told_in_one_line_before_anything_is_begun(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = kept().add("pain", NOON, {"site": "thumb"})
    path.write_text("{", encoding="utf-8")
    assert run(["practice", "--virtual", "--fast", "--out", str(tmp_path / "o"), "--learner", "Anna"]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(f"thumbwalk: {path}: damaged: not valid JSON")
    assert said.err.count("\n") == 1
    assert not (tmp_path / "o").exists()
    assert run(["pain", "thumb", "--learner", "Anna"]) == 2


def test_on_a_day_with_pain_no_real_rig_is_practised_on_and_the_next_day_it_is(noon: datetime) -> None:
    assert run(["pain", "wrist", "--learner", "Anna", "--what", "tingling", "--side", "left", "--level", "4"]) == 0
    with pytest.raises(LearnerError, match="your hands asked for rest: tingling in the wrist at 12:00; no rig today"):
        Practising("Anna", None, virtual=False)
    Practising("Anna", None, virtual=True)
    Practising("Ben", None, virtual=False)
    learning.refuse_on_pain(kept().history(), noon + timedelta(days=1))


def test_notes_of_pain_are_listed_with_their_site(noon: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pain", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"version": 1, "learner": "me", "rests_today": False, "notes": []}
    assert run(["pain", "thumb-base", "--level", "0"]) == 0
    assert "no rig today" in capsys.readouterr().out
    assert run(["pain", "--json"]) == 0
    (note,) = json.loads(capsys.readouterr().out)["notes"]
    assert note == {
        "at": "2026-03-01T12:00:00+00:00",
        "site": "thumb-base",
        "what": "pain",
        "side": "both",
        "level": 0.0,
    }


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["pain", "ear"], "'ear' is not one of"),
        (["pain", "thumb", "--level", "11"], "11 is not in the range 0<=x<=10"),
        (["pain", "thumb", "--learner", " "], "--learner ' ': is no name"),
        (["practice", "--virtual", "--receiver", "Mum"], "--receiver needs --learner"),
        (["practice", "--virtual", "--learner", "A", "--receiver", "Mum"], "'Mum' was never matched"),
    ],
)
def test_bad_input_is_one_line_and_two(arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    said = capsys.readouterr().err
    assert why in said
    assert said.count("\n") == 1
    assert not learners_dir().exists()


def test_a_receivers_caps_are_in_force_where_they_are_matched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept().add("match", NOON, {"receiver": "Mum", "zone": "heel", "target_n": 9.0, "cap_n": 13.0})
    caps = Practising("Anna", "Mum", virtual=True).caps()
    assert caps.cap_n["heel"] == 13.0
    assert caps.cap_n["toes"] == packaged_caps().cap_n["toes"]
    with pytest.raises(OptionError, match="never matched"):
        Practising("Anna", "Dad", virtual=True)
    options = ["--virtual", "--fast", "--out", str(tmp_path / "out"), "--learner", "Anna", "--receiver", "Mum"]
    assert run(["practice", *options, *with_short_drill(home_dir())]) == 0
    assert "Mum, heel: 9.0 N is just right, 13.0 N is the cap." in capsys.readouterr().out
    practice = replayed(open_recording(tmp_path / "out" / "practice.twr"))
    assert practice.run is not None
    assert practice.run.document.caps.cap_n["heel"] == 13.0, "a replay scores by them, too"
    assert practice.run.drill.sets[0].force_n == 9.0, "and asks for what was just right"


def test_a_spent_day_is_warned_of_and_a_long_stretch_asks_for_rest(
    noon: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    def practised(load_s: float) -> Any:
        kept().add("practice", noon, {"load_s": load_s})
        learning.say_rest(kept().history(), noon)
        return capsys.readouterr().out

    assert practised(0.1 * BUDGET_S) == ""
    assert "Rest your hands for five minutes: 40 %" in practised(0.3 * BUDGET_S)
    assert "Enough for today" in practised(0.7 * BUDGET_S)
    Practising("Anna", None, virtual=False)
    assert "warning: Your thumbs did their day: 110 %" in capsys.readouterr().err


def test_the_safety_page_is_shown_any_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["safety"]) == 0
    text = capsys.readouterr().out
    assert "a blood clot" in text
    assert run(["safety", "--json"]) == 0
    assert "a blood clot" in json.loads(capsys.readouterr().out)["not_today"]


def test_the_page_is_agreed_to_once_before_a_person_is_practised_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["no", "yes"])
    monkeypatch.setattr("builtins.input", lambda: next(answers))
    with pytest.raises(LearnerError, match="not today"):
        learning.agree_to_safety(kept(), kept().history())
    learning.agree_to_safety(kept(), kept().history())
    learning.agree_to_safety(kept(), kept().history())  # and asks no third time
    assert capsys.readouterr().err.count("a blood clot") == 2
