"""A file of drills is taken apart into drills, word for word."""

from __future__ import annotations

import pytest

from thumbwalk.coach.drill.drill_texts import texts_of
from thumbwalk.coach.drill.drills_file import DRILLS_FILE, parse_drills
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DrillError
from thumbwalk.tomlfile import TomlFile

ONE = '[[drill]]\nname = "one"\n\n[[drill.set]]\ntechnique = "hold"\nduration_s = 5\n'
TWO = '  [[ drill ]]\nname = "two"\ndescription = "not a [[drill]]"\n[[drill.set]]\ntechnique = "tap"\nduration_s = 9\n'


def test_each_drill_has_its_own_text() -> None:
    text = f"# a teacher's\n{ONE}\n# and the other\n{TWO}"
    texts = texts_of(text, "theirs.toml", packaged_targets())
    assert list(texts) == ["one", "two"]
    assert "".join(texts.values()) == text
    alone = parse_drills(TomlFile(texts["two"], "two.toml", DRILLS_FILE), packaged_targets())
    assert alone["two"].description == "not a [[drill]]"


def test_drills_that_cannot_be_told_apart_are_refused() -> None:
    inline = (
        'drill = [{ name = "a", set = [{ technique = "hold", duration_s = 5 }] }, '
        '{ name = "b", set = [{ technique = "hold", duration_s = 6 }] }]\n'
    )
    with pytest.raises(DrillError, match=r"its 2 drills can't be told apart; write each below its own \[\[drill\]\]"):
        texts_of(inline, "theirs.toml", packaged_targets())
    hidden = ONE + 'title = """\n[[drill]]\n"""\n' + TWO
    with pytest.raises(DrillError, match="can't be told apart"):
        texts_of(hidden, "theirs.toml", packaged_targets())


def test_a_file_without_a_drill_is_refused() -> None:
    with pytest.raises(DrillError, match="there is no drill in it"):
        texts_of("# nothing\n", "theirs.toml", packaged_targets())
