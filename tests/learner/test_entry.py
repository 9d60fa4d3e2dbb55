"""A learner's document: read as far as it has sense, refused in one line where it has none."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from thumbwalk.errors import LearnerError
from thumbwalk.learner.entry import Entry, entry_in

GOOD: dict[str, Any] = {"version": 1, "kind": "pain", "at": "2026-03-01T23:30:00-05:00", "site": "thumb", "level": 3}


def written(path: Path, document: object) -> Path:
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return path


def test_what_is_written_is_read_again_with_keys_that_mean_nothing_yet(tmp_path: Path) -> None:
    entry = entry_in(written(tmp_path / "a.json", GOOD | {"later": [1, 2]}))
    assert (entry.kind, entry.text("site"), entry.number("level", 0, 10)) == ("pain", "thumb", 3.0)
    assert entry_in(written(tmp_path / "b.json", entry.to_json())).facts == entry.facts
    assert entry.number("nothing") is None
    assert entry.text("nothing") == ""


def test_a_day_is_the_learners_own(tmp_path: Path) -> None:
    assert entry_in(written(tmp_path / "a.json", GOOD)).day == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ("{", "not valid JSON"),
        ("", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ([1], "no JSON object"),
        (GOOD | {"version": 2}, "later Thumbwalk"),
        (GOOD | {"version": True}, "version is true"),
        ({key: value for key, value in GOOD.items() if key != "version"}, "version is null"),
        (GOOD | {"kind": 3}, "kind is 3"),
        (GOOD | {"at": "yesterday"}, "at is"),
        (GOOD | {"at": "2026-03-01T23:30:00"}, "with its offset"),
    ],
)
def test_a_damaged_document_is_refused_in_one_line_that_names_it(tmp_path: Path, document: object, why: str) -> None:
    path = written(tmp_path / "a.json", document)
    with pytest.raises(LearnerError, match=why) as refused:
        entry_in(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("value", ["3", True, -1, 11, [3]])
def test_a_number_that_is_none_or_out_of_its_limits_is_refused(value: object) -> None:
    entry = Entry("pain", datetime(2026, 3, 1, tzinfo=UTC), {"level": value}, "a.json")
    with pytest.raises(LearnerError, match=r"a\.json: level is .* not a number from 0 to 10"):
        entry.number("level", 0, 10)


def test_a_text_and_a_switch_are_what_they_are() -> None:
    entry = Entry("pain", datetime(2026, 3, 1, tzinfo=UTC), {"site": 3, "virtual": "yes"}, "a.json")
    with pytest.raises(LearnerError, match="site is 3, not a text"):
        entry.text("site")
    with pytest.raises(LearnerError, match="not true or false"):
        entry.switch("virtual")
    for value in ("hold", [1], {"a": 1}):
        with pytest.raises(LearnerError, match="not a list of texts"):
            Entry("practice", datetime(2026, 3, 1, tzinfo=UTC), {"techniques": value}, "a").texts("techniques")


def test_what_is_no_json_at_all_is_called_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(LearnerError, match="can't read the learner's document: it is a picture"):
        entry_in(path)
    with pytest.raises(LearnerError, match="no such file"):
        entry_in(tmp_path / "b.json")
