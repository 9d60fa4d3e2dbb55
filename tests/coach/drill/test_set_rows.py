"""One row of a drill's file: every key of a set, repeats, and what does not go together, all told at once."""

from __future__ import annotations

import pytest

from thumbwalk.coach.drill.course import Course
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.drills_file import DRILLS_FILE, parse_drills
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DrillError
from thumbwalk.tomlfile import TomlFile


def read(sets: str, head: str = "") -> Drill:
    text = f'[[drill]]\nname = "mine"\n{head}\n[[drill.set]]\n{sets}\n'
    return parse_drills(TomlFile(text, "mine.toml", DRILLS_FILE), packaged_targets())["mine"]


def refused(sets: str, head: str = "") -> str:
    with pytest.raises(DrillError) as told:
        read(sets, head)
    assert "\n" not in str(told.value)
    return str(told.value)


def test_every_key_of_a_set_is_read() -> None:
    (walk,) = read(
        'technique = "walk"\ntitle = "Back"\nduration_s = 20\nline = "C"\ndirection = "back"\nstep = true\n'
        "guess = true\n"
        "force_n = { from = 6, to = 9 }\nrate_per_min = { from = 72, to = 108, led = true }\nsize_mm = 6\nlevel = 2\n"
        'feedback = "blind"\ntargets = { forward = { min = 0.8 } }'
    ).sets
    assert walk == DrillSet(
        "walk", "Back", 20.0, line="C", direction="back", step=True, guess=True, size_mm=6.0, level=2, feedback="blind",
        force_n=Course((6.0, 9.0), "ramp"), rate_per_min=Course((72.0, 108.0), "led"), targets={"forward": Band(0.8)},
    )  # fmt: skip
    (glide,) = read(
        'technique = "glide"\nduration_s = 20\npath = [[0.2, 0.5], [0.5, 0.4], [0.7, 0.5]]\nspeed_mm_s = 150\n'
        'mode = "swedish"\ntargets = { force_cv = { max = 0.1 } }'
    ).sets
    assert glide.path == ((0.2, 0.5), (0.5, 0.4), (0.7, 0.5))
    bands = glide.bands(packaged_targets())
    assert (bands["speed_mm_s"], bands["force_cv"]) == (Band(100.0, 250.0), Band(None, 0.1))
    (hold,) = read('technique = "hold"\nduration_s = 40\nplace = [0.2, 0.5]\nforce_n = 9\non_s = 12\noff_s = 1').sets
    assert (hold.place, hold.on_s, hold.off_s) == ((0.2, 0.5), 12.0, 1.0)
    assert hold.hold_s(hold.bands(packaged_targets())) == 12.0


def test_a_count_is_the_time_that_its_strokes_take() -> None:
    (one,) = read('technique = "knead"\ncount = 18\nrate_per_min = 36\nzone = "heel"').sets
    assert (one.duration_s, one.count) == (30.0, 18)
    assert "not both" in refused('technique = "knead"\ncount = 18\nduration_s = 4\nrate_per_min = 36')
    assert "needs one rate_per_min" in refused('technique = "knead"\ncount = 18')
    assert "needs one rate_per_min" in refused('technique = "knead"\ncount = 18\nrate_per_min = [36, 40]')
    assert "takes 0.5 s" in refused('technique = "tap"\ncount = 1\nrate_per_min = 120')


def test_repeats_are_sets_alike_and_each_takes_a_rung() -> None:
    alike = read('technique = "hold"\nrepeat = 3\nduration_s = 8\npoint = "chest"\nforce_n = 9').sets
    assert alike == (alike[0],) * 3
    rungs = read('technique = "hold"\nrepeat = 3\nduration_s = 8\npoint = "chest"\nforce_n = [8, 9, 10]').sets
    assert [one.force_n for one in rungs] == [8.0, 9.0, 10.0]
    assert "there are 2 repeats" in refused('technique = "hold"\nrepeat = 2\nduration_s = 8\nforce_n = [8, 9, 10]')


def test_a_set_has_the_drills_level_and_help_unless_it_has_its_own() -> None:
    head = 'level = 2\nfeedback = "bandwidth"\n'
    row = 'technique = "hold"\nduration_s = 8\n'
    drill = read(row + "[[drill.set]]\n" + row + 'level = 3\nfeedback = "blind"', head)
    assert [(one.level, one.feedback) for one in drill.sets] == [(2, "bandwidth"), (3, "blind")]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('technique = "hold"\nline = "C"', "only these go along a way: knead, walk, glide"),
        ('technique = "walk"\nline = "Q"', "no line 'Q'; there are: A"),
        ('technique = "walk"\npath = [[0.2, 0.5]]', "a path is 2 to 100 places"),
        ('technique = "walk"\npath = [[0.2, 1.5], [0.3, 0.5]]', "each number from 0 to 1"),
        ('technique = "walk"\nplace = [0.2]', "a place is"),
        ('technique = "walk"\nline = "C"\nzone = "heel"', "a set is in one place, and there is zone already"),
        ('technique = "circles"\nrate_per_min = [40, 50]', "a pace can change in a set of knead, walk, tap"),
        ('technique = "hold"\nforce_n = { from = 8, to = 9, led = true }', "a pace can be led by results"),
        ('technique = "knead"\nspeed_mm_s = 50', "it is for glide"),
        ('technique = "knead"\nmode = "swedish"', "it is for glide"),
        ('technique = "knead"\nstep = true', "it is for walk"),
        ('technique = "hold"\non_s = 12', "on_s and off_s come together"),
        ('technique = "knead"\non_s = 12\noff_s = 1', "it is for hold"),
        ('technique = "hold"\ndirection = "back"', "nothing to go back along"),
        ('technique = "hold"\ndirection = "up"', "there are: forward, back"),
        ('technique = "hold"\nlevel = 4', "a whole number from 1 to 3"),
        ('technique = "hold"\nfeedback = "loud"', "there are: live, bandwidth, after, blind"),
        ('technique = "hold"\nforce_n = "hard"', "must be a number"),
        ('technique = "hold"\nforce_n = 99', "must be from 0.1 to 60"),
        ('technique = "hold"\nstep = 1', "must be true or false"),
    ],
)
def test_what_does_not_go_together_is_refused(row: str, says: str) -> None:
    assert says in refused(f"{row}\nduration_s = 8")


def test_a_point_of_the_other_foot_is_refused_when_it_is_read() -> None:
    said = refused('technique = "hold"\nduration_s = 8\npoint = "liver"', 'foot = "left"')
    assert "it is on the right foot only, and the drill is for the left one" in said


def test_all_faults_of_a_row_are_told_at_once() -> None:
    said = refused('technique = "hold"\nduration_s = 8\nlevel = 9\nline = "Q"\nmode = "slow"\nbogus = 1')
    assert all(part in said for part in ("level is 9", "line is 'Q'", "mode is 'slow'", "bogus is 1"))


def test_a_masters_keys_are_read_and_refused_with_where_they_are_wrong() -> None:
    knead = 'technique = "knead"\nduration_s = 10\nplace = [0.2, 0.5]\n'
    (one,) = read(
        f"{knead}rest_s = 0.5\nstrict = true\ntrace_n = [[0, 1], [9.5, 12.25]]\n"
        "trace_uw = [[0, 0.2, 0.5], [1, 0.3, 0.5]]\n"
        "targets = { off_point_mm = { max = 6 } }"
    ).sets
    assert (one.rest_s, one.strict) == (0.5, True)
    assert one.trace_n == ((0.0, 1.0), (9.5, 12.25))
    assert one.trace_uw == ((0.0, 0.2, 0.5), (1.0, 0.3, 0.5))
    assert one.targets == {"off_point_mm": Band(None, 6.0)}
    (circles,) = read('technique = "circles"\nduration_s = 9\ntargets = { forward = { min = 0.9 } }').sets
    assert circles.targets == {"forward": Band(0.9)}
    told = refused(f"{knead}rest_s = 601\nstrict = 1\ntrace_n = [[0, 1], [1, 900]]\ntrace_uw = [[0, 0.2], [1, 0.3]]")
    for part in ("rest_s is 601", "strict is 1", "row 2 out of its limits", "row 1, which is not 3 numbers"):
        assert part in told
    assert "forward" in refused('technique = "knead"\nduration_s = 9\ntargets = { forward = { min = 0.9 } }')


TWO = 'duration_s = 20\nplace = [0.4, 0.2]\nsecond = [0.4, 0.8]\npattern = "together"\n'
TWO_WAYS = (
    'duration_s = 20\npath = [[0.3, 0.2], [0.6, 0.2]]\nsecond_path = [[0.3, 0.8], [0.6, 0.8]]\npattern = "alternate"\n'
)


def test_two_hands_are_read_with_their_places_and_a_force_in_parts_of_the_peak() -> None:
    (both, walk) = (
        read(sets).sets[0]
        for sets in (
            f'technique = "knead"\n{TWO}force_percent = 20\nrate_per_min = 40\nnarrowest = 0.12',
            f'technique = "walk"\nrate_per_min = 70\nforce_n = 8\n{TWO_WAYS}',
        )
    )
    assert (both.hands, both.second, both.pattern) == (2, (0.4, 0.8), "together")
    assert (both.force_percent, both.force_n, both.narrowest) == (20.0, None, 0.12)
    assert walk.of_second().path == ((0.3, 0.8), (0.6, 0.8))


def test_a_force_beside_the_part_of_the_peak_is_asked_for_while_no_peak_is_known() -> None:
    (one,) = read('technique = "hold"\nduration_s = 8\nforce_n = 9\nforce_percent = 20').sets
    assert (one.force_n, one.force_percent) == (9.0, 20.0)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ('place = [0.4, 0.2]\npattern = "together"', "two hands need a place and a second"),
        ("place = [0.4, 0.2]\nsecond = [0.4, 0.8]", "a pattern says how both go"),
        ('place = [0.4, 0.2]\nsecond = [0.4, 1.8]\npattern = "together"', "each number from 0 to 1"),
        ('place = [0.4, 0.2]\nsecond = [0.4, 0.8]\npattern = "crossed"', "alternate, together, mirrored"),
        ('place = [0.4, 0.2]\nsecond = [0.4, 0.8]\npattern = "together"\nguess = true', "no step, guess or trace"),
        ("force_percent = { from = 10, to = 20, led = true }", "a force can't"),
        ("force_percent = 101", "from 1 to 100"),
    ],
)
def test_what_does_not_go_with_two_hands_or_parts_of_a_peak_is_refused(more: str, why: str) -> None:
    assert why in refused(f'technique = "knead"\nduration_s = 20\nrate_per_min = 40\n{more}')


def test_only_some_techniques_take_two_hands() -> None:
    said = refused(f'technique = "hold"\n{TWO}rate_per_min = 40')
    assert "two hands do these: knead, circles, walk" in said
