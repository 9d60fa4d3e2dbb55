"""One reader for every file that a user may edit: all that is wrong is told at once, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from thumbwalk.coach.drill.drills_file import read_drills
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.caps import packaged_caps, read_caps
from thumbwalk.coach.targets.targets_file import packaged_targets, read_targets
from thumbwalk.errors import CalibrationError, DrillError, LayoutError, RigError
from thumbwalk.pad import LAYOUT_FILE, builtin_pad, load_pad, parse_pad
from thumbwalk.signal.calibration import Calibration
from thumbwalk.tomlfile import FileKind, TomlFile, is_number

KIND = FileKind("test", DrillError, mend="mend it")


def kept(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_fault_of_a_layout_is_told_with_its_line(tmp_path: Path) -> None:
    path = kept(
        tmp_path,
        'name = "mat"\nunit = "pounds"\nlength_mm = -3\n\n[[taxel]]\nname = "a"\narea_mm2 = "big"\n'
        '[[taxel]]\nname = "a"\nx_mm = 1\n[[taxel]]\nname = "b"\nx_mm = 2001\ny_mm = 0\n',
    )
    with pytest.raises(LayoutError) as refused:
        load_pad(path)
    first, *others = str(refused.value).split("; ")
    assert first.startswith(f"{path}:2:8: unit is 'pounds'")
    assert [one.partition(": ")[0] for one in others] == [
        "line 3:13",
        "line 7:12",
        "line 9:8",
        "line 10:8",
        "line 13:8",
    ]
    assert "two taxels have the same name" in others[2]


def test_every_fault_of_drills_targets_caps_and_a_calibration_is_told(tmp_path: Path) -> None:
    drills = '[[drill]]\nname = "a"\ncolour = 1\n[[drill.set]]\ntechnique = "pinch"\nduration_s = 0\nzone = "arch"\n'
    targets = "[knead]\nrelease = 1\nrate = { min = 1 }\n[pinch]\n[hold]\nhold_s = { min = 3, max = 2 }\n"
    caps = "[cap_n]\ntoes = 0\nsole = 3\nheel = nan\n"
    calibration = Calibration.generic(2).to_text()
    calibration = calibration.replace("bits = 12", "bits = 3").replace("tare_counts = 13", "tare_counts = -1", 1)
    found = []
    for text, read in (
        (drills, lambda path: read_drills(path, packaged_targets())),
        (targets, read_targets),
        (caps, read_caps),
        (calibration, Calibration.load),
    ):
        with pytest.raises(RigError) as refused:
            read(kept(tmp_path, text))
        found.append((type(refused.value), str(refused.value).count("; line ")))
        assert "\n" not in str(refused.value)
    assert found == [(DrillError, 3), (DrillError, 3), (DrillError, 2), (CalibrationError, 1)]


def test_many_faults_are_told_up_to_the_tenth() -> None:
    file = TomlFile("".join(f"key_{i} = {i}\n" for i in range(14)), "a.toml", KIND)
    file.known(file.table, (), ("other",))
    with pytest.raises(DrillError) as refused:
        file.done()
    *told, more, mend = str(refused.value).split("; ")
    assert [one.partition(" is ")[0].rpartition(" ")[2] for one in told if "key_" in one] == [
        f"key_{i}" for i in range(10)
    ]
    assert (more, mend) == ("and 4 more", "mend it")


def test_a_long_value_is_not_told_whole() -> None:
    file = TomlFile(f"key = {list(range(1000))}\n", "a.toml", KIND)
    file.number(file.table, (), "key")
    with pytest.raises(DrillError) as refused:
        file.done()
    assert len(str(refused.value)) < 200


def test_a_byte_order_mark_is_no_part_of_any_file(tmp_path: Path) -> None:
    pad, calibration = builtin_pad(), Calibration.generic(2)
    assert load_pad(kept(tmp_path, "\ufeff" + pad.text)) == pad
    assert parse_pad("\ufeff" + pad.text, "text").text == pad.text
    assert Calibration.load(kept(tmp_path, "\ufeff" + calibration.to_text())) == calibration
    assert read_caps(kept(tmp_path, "\ufeff[cap_n]\ntoes = 10\n")).cap_n["toes"] == 10.0
    assert read_targets(kept(tmp_path, "\ufeff[hold]\nhold_s = { min = 1 }\n"))["hold"]["hold_s"].lo == 1.0


def test_a_file_that_a_user_need_not_have_may_be_missing_but_not_unreadable(tmp_path: Path) -> None:
    assert read_caps(tmp_path / "none.toml") == packaged_caps()
    assert read_targets(None) == packaged_targets()
    (tmp_path / "own.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(DrillError, match=r"can't read the caps: it is text in UTF-16; save it in UTF-8"):
        read_caps(tmp_path / "own.toml")
    with pytest.raises(DrillError, match=r"can't read the targets: it is a folder; mend or remove it"):
        read_targets(tmp_path)


def test_a_row_of_an_array_of_arrays_is_no_header() -> None:
    text = 'outline_mm = [\n  [0, 1],\n]\nunit = "x"\n[[taxel]]\nunit = "y"\n'
    file = TomlFile(text, "a.toml", KIND)
    assert file.place_of((), "unit") == (4, 8)
    assert file.place_of((("taxel", 0),), "unit") == (6, 8)
    assert file.place_of((("taxel", 0),), "missing") == (5, 1)


@pytest.mark.parametrize("value", [True, "1", None, [1], float("nan"), float("inf"), 10**400])
def test_what_is_no_finite_number_of_a_double_is_none(value: object) -> None:
    assert not is_number(value)
    assert is_number(10**300)


def test_caps_of_a_user_are_laid_over_the_packages(tmp_path: Path) -> None:
    own = read_caps(kept(tmp_path, '[cap_n]\n"medial arch" = 12.5\n'))
    assert own.cap_n == {**packaged_caps().cap_n, "medial arch": 12.5}
    assert own.clipped(Band(1, 60), "medial arch").hi == 0.9 * 12.5
    assert own.at(None) is None


def test_what_is_told_of_long_faults_stays_a_line_and_the_rest_is_counted() -> None:
    file = TomlFile("".join(f"key_{i} = {i}\n" for i in range(14)), "a.toml", KIND)
    file.known(file.table, (), [f"a_setting_with_a_long_name_{i}" for i in range(40)])
    with pytest.raises(DrillError) as refused:
        file.done()
    *told, more, _ = str(refused.value).split("; ")
    n_told = sum("key_" in one for one in told)
    assert len(str(refused.value)) < 1000
    assert 1 <= n_told < 10
    assert more == f"and {14 - n_told} more"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = " + "9" * 101, "a.toml:1:5: a number of more than 100 digits"),
        ("a = 1\nb = " + "[" * 17, "a.toml:2:21: nested deeper than 16"),
        ("\n\n" + ".".join("a" * 17) + " = 1", "a.toml:3:32: a key of more than 16 parts"),
        ("# " + "x" * 2**18, "longer than 256 kB"),
    ],
)
def test_what_would_take_a_parser_s_breath_is_refused_where_it_stands(text: str, says: str) -> None:
    with pytest.raises(DrillError) as refused:
        TomlFile(text, "a.toml", KIND)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_signs_in_texts_and_comments_are_no_nesting() -> None:
    text = f'a = "{"[" * 50}"  # {"{" * 50} {"9" * 200}\nb = """\n{"[" * 50}\n"""\nc = 7\n'
    file = TomlFile(text, "a.toml", KIND)
    assert file.number(file.table, (), "c") == 7.0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = \u201cb\u201d", "a typographic quotation mark in that line: write plain ones"),
        ("\u00aba\u00bb = 1", "a typographic quotation mark"),
        ("a\u00a0= 1", "a space that is none in that line: write plain blanks"),
        ("a = \u22121", "write a plain one (-)"),
        ("a = 1\nb = 1,5", ":2:6: not valid TOML"),
        ("a = 1\nb = 1,5", "a decimal comma in that line: write a decimal point"),
        ("b = { max = 1,5 }", "a decimal comma"),
        ("a : 1", "a colon behind a key in that line: write = there"),
        ("a = 1;", "a semicolon at its end"),
        ("a = 1\x1a", "a control character in that line: take it out"),
        ("a = ", "mend that line"),
    ],
)
def test_what_word_processors_put_into_a_line_is_named(text: str, says: str) -> None:
    with pytest.raises(LayoutError) as refused:
        TomlFile(text + "\n", "a.toml", LAYOUT_FILE)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
