"""What of a session is in the store, and how it comes there."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from tests.store.homes import RECORDED, Home, everything, not_free

from thumbwalk.errors import RecordingError
from thumbwalk.filekind import kind_of
from thumbwalk.session.about import ABOUT, read_about
from thumbwalk.session.in_use import in_use
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.store.finding import sessions
from thumbwalk.store.models import SetStroke
from thumbwalk.store.sources import Source
from thumbwalk.store.taking_in import take_in
from thumbwalk.technique.analysis import strokes_on


def test_a_practice_is_in_the_store_as_it_was_scored(practised: Home) -> None:
    result = replayed(open_recording(RECORDED / "practice.twr")).result()
    assert result is not None
    score = result.to_json()
    with practised.store().reading() as db:
        row = sessions(db)[0]
        assert (row.number, row.kind, row.drill, row.state) == (1, "drill", score["drill"], "whole")
        assert (row.score, row.stars, row.complete) == (score["score"], score["stars"], True)
        assert row.learner is not None
        assert (row.learner.name, row.side, row.foot, row.virtual) == ("Anna", "right", "right", True)
        assert (row.day, row.at) == (date(2026, 3, 1), datetime(2026, 3, 1, 18, 15, tzinfo=UTC))
        assert [one.technique for one in row.sets] == ["hold", "knead"]
        for one, known in zip(row.sets, score["sets"], strict=True):
            (own,) = one.scores
            assert (own.version, own.own, own.score, own.stars) == (1, True, known["score"], known["stars"])
            told = {m.name: (m.value, m.credit, [m.lo, m.hi]) for m in own.measures}
            assert told == {m["name"]: (m["value"], m["credit"], m["band"]) for m in known["metrics"]}


def test_a_set_has_its_strokes_and_what_they_add_up_to(practised: Home) -> None:
    (run,) = replayed(open_recording(RECORDED / "practice.twr")).runs
    known = strokes_on(run.touch_of(1), run.pad)
    with practised.store().reading() as db:
        knead = sessions(db)[0].sets[1]
        rows = db.scalars(select(SetStroke).where(SetStroke.set_id == knead.id).order_by(SetStroke.n)).all()
    assert len(rows) > 3
    assert [(row.start_s, row.peak_n, row.x_mm) for row in rows] == [(s.start_s, s.peak_n, s.x_mm) for s in known]
    assert knead.strokes == len(rows)
    assert knead.peak_n == pytest.approx(sum(row.peak_n for row in rows) / len(rows))
    assert 0.0 < knead.load_ns < 30.0 * knead.duration_s


def test_one_that_has_just_ended_is_taken_in_as_its_replay_is(home: Home) -> None:
    first, second = home.practise(1), home.practise(2)
    store, live = home.store(), replayed(open_recording(first / "practice.twr"))
    assert take_in(store, Source.of_folder(first), not_free, practice=live) is not None
    assert take_in(store, Source.of_folder(second), not_free) is not None
    one, other = everything(store)["sessions"].values()
    own = ("key", "number", "place", "at_utc", "day")
    assert {name: value for name, value in one.items() if name not in own} == {
        name: value for name, value in other.items() if name not in own
    }


def test_one_that_was_cut_is_scored_by_its_replay_and_its_folder_has_the_score(home: Home) -> None:
    folder = home.practise(1, cut=0.3)
    taken = take_in(home.store(), Source.of_folder(folder), not_free)
    assert taken is not None
    assert taken.was_cut
    kept = json.loads((folder / "score.json").read_text(encoding="utf-8"))
    (row,) = everything(home.store())["sessions"].values()
    whole = json.loads((RECORDED / "score.json").read_text(encoding="utf-8"))
    assert (row["state"], row["score"]) == ("cut", kept["score"])
    assert kept["score"] < whole["score"]
    before = everything(home.store())["sessions"]
    assert kind_of(folder / "practice.twr").in_blocks, "it is compressed, as one that ended in order is"
    home.file.unlink()
    home.catch_up()
    assert everything(home.store())["sessions"] == before


def test_one_that_is_under_way_is_left_alone(home: Home) -> None:
    folder = home.practise(1, cut=0.3)
    with in_use(folder / ABOUT):
        assert take_in(home.store(), Source.of_folder(folder), not_free) is None
    assert not (folder / "score.json").exists()
    assert take_in(home.store(), Source.of_folder(folder), not_free) is not None


def test_what_its_program_left_that_was_ended_while_it_compressed_is_removed(home: Home) -> None:
    folder = home.practise(1)
    for name in (".practice.twr.0123abcd.part", ".session.json.k3_x9abc.part", ".practice.twr.swp"):
        (folder / name).write_bytes(b"half")
    assert take_in(home.store(), Source.of_folder(folder), not_free) is not None
    assert [path.name for path in folder.iterdir() if path.name[0] == "."] == [".practice.twr.swp"]


def test_its_number_stands_in_its_folder_and_comes_back(home: Home) -> None:
    for day in (3, 1, 2):
        take_in(home.store(), Source.of_folder(home.practise(day)), not_free)
    folders = sorted(home.kept.sessions.iterdir())
    assert [read_about(folder / ABOUT).number for folder in folders] == [2, 3, 1]
    home.file.unlink()
    home.catch_up()
    rows = everything(home.store())["sessions"]
    assert [rows[number]["day"].day for number in (1, 2, 3)] == [3, 1, 2]


def test_one_whose_recording_is_damaged_at_its_beginning_keeps_its_score(home: Home) -> None:
    folder = home.practise(1)
    (folder / "practice.twr").write_bytes(b"\x01\x02 no recording" * 99)
    taken = take_in(home.store(), Source.of_folder(folder), not_free)
    assert taken is not None
    assert "practice.twr" in taken.told[0]
    (row,) = everything(home.store())["sessions"].values()
    assert (row["state"], row["sets"]) == ("unreadable", [])
    assert row["score"] == json.loads((RECORDED / "score.json").read_text(encoding="utf-8"))["score"]


def test_one_of_which_nothing_can_be_read_is_refused_by_its_name(home: Home) -> None:
    folder = home.practise(1)
    (folder / "practice.twr").write_bytes(b"none")
    (folder / "score.json").write_text("{", encoding="utf-8")
    with pytest.raises(RecordingError, match=r"score\.json: damaged"):
        take_in(home.store(), Source.of_folder(folder), not_free)


def test_a_folder_of_before_there_were_documents_is_called_by_its_name(home: Home) -> None:
    folder = home.practise(5)
    (folder / ABOUT).unlink()
    take_in(home.store(), Source.of_folder(folder), not_free)
    (row,) = everything(home.store())["sessions"].values()
    assert (row["day"], row["learner"], row["drill"]) == (date(2026, 3, 5), None, "frozen")
    assert read_about(folder / ABOUT).id == row["key"]


def test_a_damaged_document_costs_whose_it_was_and_not_the_practice(home: Home) -> None:
    folder = home.practise(5)
    (folder / ABOUT).write_text('{"version": 1, "id": ""}', encoding="utf-8")
    taken = take_in(home.store(), Source.of_folder(folder), not_free)
    assert taken is not None
    assert "session.json" in taken.told[0]
    (row,) = everything(home.store())["sessions"].values()
    assert (row["learner"], len(row["sets"])) == (None, 2)


def test_a_result_that_makes_no_sense_is_refused_and_no_fault_of_the_program(home: Home) -> None:
    folder = home.practise(5)
    (folder / "practice.twr").unlink()
    (folder / "score.json").write_text('{"drills": []}', encoding="utf-8")
    with pytest.raises(RecordingError, match="makes no sense"):
        take_in(home.store(), Source.of_folder(folder), not_free)
