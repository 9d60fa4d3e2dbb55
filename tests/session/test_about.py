"""What a session's folder says of it is read as it was written, or refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thumbwalk.errors import RecordingError
from thumbwalk.session.about import ABOUT, About, read_about

AHEAD = st.just(timezone(timedelta(hours=5, minutes=45)))
NAMES = st.none() | st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1), timezones=AHEAD),
    learner=NAMES,
    side=st.sampled_from([None, "left", "right", "both"]),
    number=st.none() | st.integers(1, 10**9),
)
def test_it_comes_back_as_it_was(tmp_path: Path, at: datetime, learner: str | None, side: str, number: int) -> None:
    about = About("x", at.replace(microsecond=0), "free", learner, side=side, number=number)  # type: ignore[arg-type]
    about.keep(tmp_path / ABOUT)
    assert read_about(tmp_path / ABOUT) == about


def test_what_a_later_program_added_is_passed_over(tmp_path: Path) -> None:
    about = About("x", datetime(2026, 3, 1, tzinfo=UTC), "drill")
    (tmp_path / ABOUT).write_text(json.dumps(about.to_json() | {"weather": "rain"}), encoding="utf-8")
    assert read_about(tmp_path / ABOUT) == about


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"version": 2}, "reads up to 1"),
        ({"version": None}, "its version is null"),
        ({"at": "2026-03-01T10:00:00"}, "no offset from UTC"),
        ({"at": "yesterday"}, "Invalid isoformat"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at is in the year 1"),
        ({"id": ""}, "can be none"),
        ({"id": "x" * 999}, "can be none"),
        ({"kind": "dance"}, "not one of drill, free, recording"),
        ({"side": "middle"}, "not one of left, right, both"),
        ({"learner": 7}, "learner is 7, not a text"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name(tmp_path: Path, change: dict[str, object], why: str) -> None:
    about = About("x", datetime(2026, 3, 1, tzinfo=UTC), "drill").to_json()
    (tmp_path / ABOUT).write_text(json.dumps(about | change), encoding="utf-8")
    with pytest.raises(RecordingError, match=why) as told:
        read_about(tmp_path / ABOUT)
    assert str(told.value).startswith(str(tmp_path / ABOUT))


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "[" * 100_000])
def test_what_is_no_document_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / ABOUT).write_text(text, encoding="utf-8")
    with pytest.raises(RecordingError, match=r"session\.json"):
        read_about(tmp_path / ABOUT)
