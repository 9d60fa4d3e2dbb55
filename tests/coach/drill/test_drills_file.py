"""Drills as files: the package's with a user's own, every value of a set, and where a bad file is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from thumbwalk.coach.drill.drill import COUNT_IN_S, LIMITS, REST_S, Drill, DrillSet
from thumbwalk.coach.drill.drills_file import drill_named, packaged_drills, read_drills
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DrillError

HEAD = '[[drill]]\nname = "mine"\n'


SET = '[[drill.set]]\ntechnique = "hold"\nduration_s = 5\n'


def read_own(folder: Path, text: str) -> Mapping[str, Drill]:
    path = folder / "drills.toml"
    path.write_text(text, encoding="utf-8")
    return read_drills(path, packaged_targets())


def test_a_users_drills_are_added_and_replace(tmp_path: Path) -> None:
    drills = read_own(
        tmp_path,
        HEAD
        + '[[drill.set]]\ntechnique = "knead"\nduration_s = 30\nx_mm = 120.0\ny_mm = 60.0\n'
        + "targets = { rate_per_min = { min = 40, max = 50 } }\n",
    )
    assert list(drills) == [*packaged_drills(), "mine"]
    (one,) = drills["mine"].sets
    assert (one.x_mm, one.y_mm) == (120.0, 60.0)
    assert one.bands(packaged_targets())["rate_per_min"] == Band(40, 50)
    assert one.bands(packaged_targets())["peak_force_n"] == Band(8, 20, 2)


def test_every_value_of_a_set_is_read(tmp_path: Path) -> None:
    text = (
        '[[drill]]\nname = "full"\ntitle = "Full"\ndescription = "All of it"\ncount_in_s = 0\nrest_s = 600\n'
        '[[drill.set]]\ntechnique = "knead"\ntitle = "Heel"\nduration_s = 1\nzone = "heel"\nrate_per_min = 40\n'
        'force_n = 12.5\n[[drill.set]]\ntechnique = "hold"\nduration_s = 3600\npoint = "solar plexus"\n'
    )
    drill = read_own(tmp_path, text)["full"]
    assert drill == Drill(
        "full",
        "Full",
        "All of it",
        0.0,
        600.0,
        (
            DrillSet("knead", "Heel", 1.0, zone="heel", rate_per_min=40.0, force_n=12.5),
            DrillSet("hold", "hold", 3600.0, point="solar plexus"),
        ),
    )


def test_what_a_drill_does_not_say_has_a_default(tmp_path: Path) -> None:
    drill = read_own(tmp_path, HEAD + SET)["mine"]
    assert (drill.title, drill.description) == ("mine", "mine")
    assert (drill.count_in_s, drill.rest_s) == (COUNT_IN_S, REST_S)
    assert drill.sets == (DrillSet("hold", "hold", 5.0),)


def test_a_users_drill_of_the_same_name_takes_the_packages_place(tmp_path: Path) -> None:
    drills = read_own(tmp_path, HEAD.replace("mine", "first-steps") + SET)
    assert drills["first-steps"].duration_s == COUNT_IN_S + 5.0


@pytest.mark.parametrize("key", ["duration_s", "x_mm", "y_mm", "rate_per_min", "force_n"])
def test_a_sets_numbers_may_be_at_their_limits_and_no_further(tmp_path: Path, key: str) -> None:
    def read(value: float) -> DrillSet:
        numbers = {"duration_s": 5.0, "x_mm": 1.0, "y_mm": 1.0} | {key: value}
        rows = "".join(f"{name} = {number!r}\n" for name, number in numbers.items())
        return read_own(tmp_path, HEAD + '[[drill.set]]\ntechnique = "hold"\n' + rows)["mine"].sets[0]

    least, most = LIMITS[key]
    assert (getattr(read(least), key), getattr(read(most), key)) == (least, most)
    for beyond in (least - 0.01, most + 0.01):
        with pytest.raises(DrillError, match=f"{key} is .*: must be from"):
            read(beyond)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (HEAD, 1, r"at least one \[\[drill.set\]\]"),
        (HEAD + '[[drill.set]]\ntechnique = "pinch"\nduration_s = 5\n', 4, "no such technique"),
        (HEAD + '[[drill.set]]\ntechnique = "hold"\n', 3, "needs a duration"),
        (HEAD + '[[drill.set]]\ntechnique = "hold"\nduration_s = 0\n', 5, "from 1 to 3600"),
        (HEAD + '[[drill.set]]\ntechnique = "hold"\nduration_s = 5\nzone = "arch"\n', 6, "no such zone"),
        (HEAD + '[[drill.set]]\ntechnique = "hold"\nduration_s = 5\npoint = "ear"\n', 6, "no point 'ear'"),
        (HEAD + '[[drill.set]]\ntechnique = "hold"\nduration_s = 5\nx_mm = 3\n', 6, "x_mm is 3.* come together"),
        (HEAD + '[[drill.set]]\ntechnique = "hold"\nduration_s = 5\ny_mm = 4\n', 6, "y_mm is 4.* come together"),
        (HEAD + '[[drill.set]]\ntechnique = "hold"\nduration_s = 5\nforce = 3\n', 6, "no such setting"),
        (
            HEAD + '[[drill.set]]\ntechnique = "hold"\nduration_s = 5\ntargets = { rate_per_min = { min = 1 } }\n',
            6,
            "no such",
        ),
        (HEAD + '[[drill.set]]\ntechnique = "hold"\nduration_s = 5\ntargets = 3\n', 6, "bands are a table"),
        ("[drill]\n", 1, r"\[\[drill\]\]"),
        ('[[drill]]\nname = ""\n[[drill.set]]\ntechnique = "hold"\nduration_s = 5\n', 2, "must be a text"),
        (
            2 * (HEAD + '[[drill.set]]\ntechnique = "hold"\nduration_s = 5\n'),
            7,
            "two drills have the same name",
        ),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(DrillError, match=says) as refused:
        read_own(tmp_path, text)
    message = str(refused.value)
    assert "\n" not in message
    assert f"drills.toml:{line}:" in message


def test_an_unknown_drill_is_refused_with_those_there_are() -> None:
    with pytest.raises(DrillError, match="no drill 'last-steps'; there are: first-steps"):
        drill_named("last-steps", packaged_drills())


def test_all_that_is_wrong_in_a_file_is_said_at_once(tmp_path: Path) -> None:
    text = HEAD + "count_in_s = -1\n" + SET.replace("hold", "pinch") + SET.replace("5", "'long'") + 'zone = "arch"\n'
    with pytest.raises(DrillError) as refused:
        read_own(tmp_path, text)
    told = str(refused.value).split("; line ")
    assert [part.partition(": ")[2].split(" is ")[0] for part in told] == [
        "count_in_s", "technique", "duration_s", "zone",
    ]  # fmt: skip


def test_without_a_file_there_are_the_packages_drills(tmp_path: Path) -> None:
    assert read_drills(None, packaged_targets()) == packaged_drills()
    assert read_drills(tmp_path / "none.toml", packaged_targets()) == packaged_drills()
