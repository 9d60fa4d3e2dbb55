"""Settings are read as they were written; a file that makes no sense is refused with its lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thumbwalk.errors import OptionError
from thumbwalk.session.preferences import Preferences, keep_preferences, read_preferences

CHANGED = Preferences(
    *('Jo "the" Thumb', "left", "receiver", "dark", 1.15, "kg", "after", False, "virtual", True, "both"),
    *(0.3, 42.5, True, True, "pt-BR", "narrow"),
)


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    assert read_preferences(path) == Preferences()
    for one in (Preferences(), CHANGED):
        keep_preferences(path, one)
        assert read_preferences(path) == one


@settings(max_examples=40)
@given(
    name=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40),
    size=st.floats(0.7, 1.3),
)
def test_any_name_and_size_come_back(name: str, size: float, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("kept") / "settings.toml"
    keep_preferences(path, Preferences(learner=name, text_size=size))
    found = read_preferences(path)
    assert found.learner == name
    assert found.text_size == pytest.approx(size, abs=0.01)


def test_keys_that_are_missing_have_their_defaults(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('foot = "left"\n')
    assert read_preferences(path) == Preferences(foot="left")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('foot = "middle"', "left, right"),
        ("text_size = 9", "1.3"),
        ("starts_by_touch = 1", "true or false"),
        ('colour = "red"', "colour"),
        ('unit = "lb"', "N, g, kg"),
        ("level = 2", "drill, wide, medium, narrow"),
        ('language = "../de"', "such as en, de"),
        ("learner = 5", "learner"),
        ('foot = "left', "settings.toml:2"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f"# mine\n{line}\n")
    with pytest.raises(OptionError, match=r"settings\.toml:2") as refused:
        read_preferences(path)
    assert says in str(refused.value)


def test_a_change_leaves_the_rest() -> None:
    values: dict[str, Any] = {"foot": "right", "unit": "g"}
    assert CHANGED.with_value(**values) == Preferences(
        *(CHANGED.learner, "right", "receiver", "dark", 1.15, "g", "after", False, "virtual", True, "both"),
        *(0.3, 42.5, True, True, "pt-BR", "narrow"),
    )


@pytest.mark.parametrize("line", ["volume = 1.2", "volume = -0.1", "sound_lead_ms = 400", 'map = "yes"', "calm = 1"])
def test_a_sound_or_a_switch_that_makes_no_sense_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f'foot = "left"\n{line}\n', encoding="utf-8")
    with pytest.raises(OptionError, match=r"settings\.toml:2:"):
        read_preferences(path)
