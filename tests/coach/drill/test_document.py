"""The drill that a recording keeps: whole, tolerant of other versions, and never guessed from nonsense."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from thumbwalk.coach.drill.document import DrillDocument, read_document
from thumbwalk.coach.drill.drill import COUNT_IN_S, REST_S, DrillSet
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.targets.caps import SCORE_VERSION, caps_of_version, packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DrillError

CAPS = replace(packaged_caps(), cap_n={**packaged_caps().cap_n, "toes": 7.5}, max_score=55.0)
DOCUMENT = DrillDocument.of(packaged_drills()["first-steps"], packaged_targets(), CAPS)


def table() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(json.dumps(DOCUMENT.to_json()))
    return read


def test_a_document_comes_back_from_its_json() -> None:
    assert read_document(table(), "test") == DOCUMENT
    assert read_document(table(), "test").to_json() == table()


def test_the_bands_in_force_are_written_out() -> None:
    for one in DOCUMENT.drill.sets:
        assert one.targets.keys() == one.bands(packaged_targets()).keys()
        assert "flow" in one.targets


def test_a_drill_of_the_first_version_has_that_versions_caps() -> None:
    old = table()
    for key in ("version", "score_version", "caps"):
        del old[key]
    read = read_document(old, "test")
    assert (read.drill, read.score_version) == (DOCUMENT.drill, 1)
    assert read.caps == caps_of_version(1)
    assert read.caps.cap_n == {"toes": 12, "forefoot": 20, "medial arch": 15, "lateral border": 25, "heel": 30}
    assert (read.caps.over_pressure_s, read.caps.max_score, read.caps.band_of_cap) == (0.2, 60.0, 0.9)
    assert (read.caps.worst_over, read.caps.low_of_cap, read.caps.holds.power) == (0.0, 0.9, 0.0)


def test_keys_of_a_later_program_are_kept_when_it_is_written_again() -> None:
    later = table()
    later["mood"] = "calm"
    later["caps"]["cap_n"]["ankle"] = 9.0
    later["sets"][1]["hands"] = {"both": True}
    later["sets"][0]["targets"]["force_n"]["why"] = "a teacher's"
    read = read_document(later, "test")
    assert read == DOCUMENT
    assert json.loads(json.dumps(read.to_json())) == later


def test_what_an_earlier_program_did_not_write_has_a_default() -> None:
    bare = table()
    for key in ("name", "title", "description", "count_in_s", "rest_s"):
        del bare[key]
    for key in ("title", "zone", "point", "x_mm", "y_mm", "rate_per_min", "force_n"):
        del bare["sets"][0][key]
    del bare["sets"][0]["targets"]["hold_s"]["weight"]
    drill = read_document(bare, "test").drill
    assert (drill.name, drill.title, drill.count_in_s, drill.rest_s) == ("drill", "drill", COUNT_IN_S, REST_S)
    assert (drill.sets[0].title, drill.sets[0].zone, drill.sets[0].force_n) == ("hold", None, None)
    assert drill.sets[0].targets == DOCUMENT.drill.sets[0].targets


def test_a_masters_keys_come_back_and_nonsense_in_them_is_refused() -> None:
    keys = {"rest_s": 0.5, "strict": True, "trace_n": [[0.0, 1.0], [2.0, 9.5]], "trace_uw": [[0.0, 0.2, 0.5]] * 2}
    written = table()
    written["sets"][1] |= keys
    read = read_document(written, "test")
    one = read.drill.sets[1]
    assert (one.rest_s, one.strict, one.trace_n[1], one.trace_uw[0]) == (0.5, True, (2.0, 9.5), (0.0, 0.2, 0.5))
    again = json.loads(json.dumps(read.to_json()))["sets"][1]
    assert {key: again[key] for key in keys} == keys
    for key, bad in (("trace_n", [[0.0, 1.0]]), ("trace_uw", [[0.0, 2.0, 0.5]] * 2), ("strict", 1), ("rest_s", -1)):
        spoilt = table()
        spoilt["sets"][1][key] = bad
        with pytest.raises(DrillError, match=f"drill's set 2: {key} is "):
            read_document(spoilt, "test")


NONSENSE: list[tuple[tuple[Any, ...], Any, str]] = [
    (("sets", 0, "duration_s"), "long", "drill's set 1: duration_s is 'long': it must be a number from 1 to 3600"),
    (("sets", 0, "duration_s"), float("nan"), "duration_s is nan"),
    (("sets", 0, "duration_s"), 1e9, "from 1 to 3600"),
    (("sets", 0, "duration_s"), True, "duration_s is True"),
    (("sets", 0, "duration_s"), None, "duration_s is missing"),
    (("sets", 2, "technique"), 3, "drill's set 3: technique is 3"),
    (("sets", 0, "zone"), "arch", "zone is 'arch': there are: toes"),
    (("sets", 0, "x_mm"), [1], "x_mm is [1]"),
    (("sets", 0, "targets"), None, "targets is missing"),
    (("sets", 0, "targets", "force_n"), 8, "set 1: force_n is 8: it must be a table"),
    (("sets", 0, "targets", "force_n", "lo"), "8", "set 1: force_n: lo is '8'"),
    (("sets", 0, "targets", "force_n", "lo"), 99.0, "lo is 99.0: it must not be above hi, 18"),
    (("sets", 0, "targets", "force_n", "weight"), -1, "weight is -1"),
    (("sets",), [], "sets is []"),
    (("sets",), [{}] * 1001, "1 to 1000 sets"),
    (("sets",), {"a": 1}, "sets is {'a': 1}"),
    (("sets", 0), "hold", "set 1 is 'hold': it must be a table"),
    (("title",), "x" * 5000, "up to 2000 characters"),
    (("count_in_s",), float("inf"), "count_in_s is inf"),
    (("caps",), 12, "drill's caps is 12: it must be a table"),
    (("caps", "cap_n", "heel"), "30", "caps: cap_n: heel is '30'"),
    (("caps", "cap_n", "heel"), 1e6, "from 1 to 60"),
    (("caps", "max_score"), 160, "max_score is 160"),
    (("version",), 4, "version is 4: this Thumbwalk reads up to 3; use a newer one"),
    (("version",), "two", "version is 'two'"),
    (("score_version",), SCORE_VERSION + 1, f"score_version is {SCORE_VERSION + 1}: this Thumbwalk scores up to"),
]


@pytest.mark.parametrize(("way", "value", "says"), NONSENSE, ids=[says[:40] for _, _, says in NONSENSE])
def test_a_value_that_makes_no_sense_is_refused_in_one_line(way: tuple[Any, ...], value: Any, says: str) -> None:
    spoilt = deepcopy(table())
    inside: Any = spoilt
    for key in way[:-1]:
        inside = inside[key]
    inside[way[-1]] = value
    with pytest.raises(DrillError) as refused:
        read_document(spoilt, "the recording")
    message = str(refused.value)
    assert message.startswith("the recording: its drill")
    assert says in message
    assert "\n" not in message
    assert len(message) < 250


@pytest.mark.parametrize("whole", [None, "first-steps", [], 3])
def test_what_is_no_table_at_all_is_refused(whole: object) -> None:
    with pytest.raises(DrillError, match="it must be a table"):
        read_document(whole, "the recording")


@pytest.mark.parametrize("name", packaged_drills())
def test_every_drill_comes_back_from_its_document(name: str) -> None:
    document = DrillDocument.of(packaged_drills()[name], packaged_targets(), CAPS)
    read = read_document(json.loads(json.dumps(document.to_json())), "test")
    assert read == document


def test_a_document_from_before_there_were_levels_has_none() -> None:
    old = table()
    old["version"] = 2
    for key in ("stage", "level", "feedback", "foot", "trains", "scored", "shuffle"):
        del old[key]
    kept = ("technique", "title", "duration_s", "zone", "point", "x_mm", "y_mm", "rate_per_min", "force_n", "targets")
    old["sets"] = [{key: one[key] for key in kept} for one in old["sets"]]
    drill = read_document(old, "test").drill
    assert (drill.level, drill.feedback, drill.foot, drill.scored, drill.shuffle) == (None, "live", None, True, False)
    bare = DrillSet("hold", "Hold the solar plexus point", 8.0, point="solar plexus", force_n=9.0)
    assert replace(drill.sets[0], targets={}) == bare


WRONG: list[tuple[str, Any, str]] = [
    ("force_n", [9], "force_n is [9]: it must be a number, a ladder"),
    ("rate_per_min", {"from": 72}, "rate_per_min is"),
    ("line", 3, "line is 3"),
    ("place", [0.2], "it must be a place [u, w]"),
    ("path", [[0.2, 2.0]], "it must be a list of places"),
    ("direction", "up", "there are: forward, back"),
    ("level", 4, "a whole number from 1 to 3"),
    ("step", "yes", "it must be true or false"),
    ("feedback", "loud", "there are: live"),
    ("size_mm", -1, "from 1 to 100"),
]


@pytest.mark.parametrize(("key", "value", "says"), WRONG, ids=[key for key, _, _ in WRONG])
def test_a_sets_new_values_are_checked_as_well(key: str, value: Any, says: str) -> None:
    spoilt = table()
    spoilt["sets"][0][key] = value
    with pytest.raises(DrillError) as refused:
        read_document(spoilt, "the recording")
    assert says in str(refused.value)
