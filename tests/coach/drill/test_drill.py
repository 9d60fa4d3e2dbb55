"""Drills: the first one, phases without holes, a user's own, and where a bad file is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.drills_file import drill_named, packaged_drills, read_drills
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DrillError
from thumbwalk.pad import Pad

HEAD = '[[drill]]\nname = "mine"\n'


def read_own(folder: Path, text: str) -> Mapping[str, Drill]:
    path = folder / "drills.toml"
    path.write_text(text, encoding="utf-8")
    return read_drills(path, packaged_targets())


def test_first_steps(pad: Pad) -> None:
    drill = packaged_drills()["first-steps"]
    assert [(one.technique, one.duration_s) for one in drill.sets] == [("hold", 8.0), ("knead", 12.0), ("knead", 12.0)]
    assert drill.duration_s <= 45.0
    assert [one.zone_on(pad) for one in drill.sets] == ["medial arch", "heel", "forefoot"]
    for one in drill.sets:
        zone = one.zone_on(pad)
        assert zone is not None
        assert one.force_n is not None
        # what is shown as the guide must itself be in the band, below the cap
        measure = "force_n" if one.technique == "hold" else "peak_force_n"
        band = packaged_caps().clipped(one.bands(packaged_targets())[measure], zone)
        assert (band.lo or 0) <= one.force_n <= (band.hi or 0)


@given(st.integers(0, 5), st.integers(0, 5), st.lists(st.floats(1.0, 60.0), min_size=1, max_size=6))
def test_phases_have_no_holes(count_in_s: float, rest_s: float, lengths: list[float]) -> None:
    sets = tuple(DrillSet("hold", "hold", length) for length in lengths)
    drill = Drill("d", "d", "d", count_in_s, rest_s, sets)
    phases = drill.phases()
    assert phases[0].start_s == 0.0
    assert phases[-1].kind == "done"
    assert drill.duration_s == phases[-1].end_s
    assert all(one.end_s == two.start_s for one, two in pairwise(phases))
    assert [phase.set_index for phase in phases if phase.kind == "set"] == list(range(len(lengths)))
    for phase in phases[:-1]:
        assert drill.phase_at(phase.start_s) == phase
    assert drill.phase_at(drill.duration_s).kind == "done"
    assert drill.phase_at(-1.0) == phases[0]


def test_a_users_drills_are_added_and_replace(tmp_path: Path) -> None:
    drills = read_own(
        tmp_path,
        HEAD
        + '[[drill.set]]\ntechnique = "knead"\nduration_s = 30\nx_mm = 120.0\ny_mm = 60.0\n'
        + "targets = { rate_per_min = { min = 40, max = 50 } }\n",
    )
    assert drills.keys() == {"first-steps", "mine"}
    (one,) = drills["mine"].sets
    assert (one.x_mm, one.y_mm) == (120.0, 60.0)
    assert one.bands(packaged_targets())["rate_per_min"] == Band(40, 50)
    assert one.bands(packaged_targets())["peak_force_n"] == Band(8, 20, 2)


def test_a_target_is_a_point_a_place_or_the_middle_of_a_zone(pad: Pad) -> None:
    assert DrillSet("hold", "", 5.0, point="kidney").target_mm(pad) == pad.place(0.47, 0.40)
    assert DrillSet("hold", "", 5.0, x_mm=50.0, y_mm=40.0).target_mm(pad) == (50.0, 40.0)
    assert DrillSet("hold", "", 5.0, x_mm=50.0, y_mm=40.0).zone_on(pad) == "heel"
    assert DrillSet("hold", "", 5.0).target_mm(pad) is None
    assert DrillSet("hold", "", 5.0).zone_on(pad) is None


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (HEAD, 1, r"at least one \[\[drill.set\]\]"),
        (HEAD + '[[drill.set]]\ntechnique = "pinch"\nduration_s = 5\n', 4, "no such technique"),
        (HEAD + '[[drill.set]]\ntechnique = "hold"\n', 3, "needs a duration"),
        (HEAD + '[[drill.set]]\ntechnique = "hold"\nduration_s = 0\n', 5, "from 1 to 3600"),
        (HEAD + '[[drill.set]]\ntechnique = "hold"\nduration_s = 5\nzone = "arch"\n', 6, "no such zone"),
        (HEAD + '[[drill.set]]\ntechnique = "hold"\nduration_s = 5\npoint = "ear"\n', 6, "no point 'ear'"),
        (HEAD + '[[drill.set]]\ntechnique = "hold"\nduration_s = 5\nx_mm = 3\n', 6, "come together"),
        (HEAD + '[[drill.set]]\ntechnique = "hold"\nduration_s = 5\nforce = 3\n', 6, "no such setting"),
        (
            HEAD + '[[drill.set]]\ntechnique = "hold"\nduration_s = 5\ntargets = { rate_per_min = { min = 1 } }\n',
            6,
            "no such",
        ),
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
