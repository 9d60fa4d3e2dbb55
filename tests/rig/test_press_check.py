"""The guided press: which fault each channel has, told by where presses answer."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.link.wire import Hello, Scans, Tally
from thumbwalk.pad import builtin_pad
from thumbwalk.rig.checkup import Checkup, check_up
from thumbwalk.rig.press_check import PressCheck, PressedChannel, press_problems
from thumbwalk.virtual.foot import VirtualFoot
from thumbwalk.virtual.sensor_faults import Faults

PAD = builtin_pad("sole16")
RATE_HZ = 1000.0
STEP = 40


def press(foot: VirtualFoot, index: int, force_n: float = 15.0) -> None:
    x_mm, y_mm = (float(value) for value in PAD.positions_mm[index])
    foot.press(x_mm, y_mm, force_n)


def pressed(
    foot: VirtualFoot,
    force_n: float = 15.0,
    missing: tuple[str, ...] = (),
    *,
    start_s: float = 0.0,
    rate_hz: float = RATE_HZ,
) -> PressCheck:
    """Press tile after tile as the check asks, for 0.3 s each; those that are missing not at all."""
    check = PressCheck(PAD.names, 12, rate_hz)
    step = round(STEP * rate_hz / RATE_HZ)
    n, target, is_down = 0, None, False
    while not check.finished:
        check.feed(foot.counts(start_s + (n + np.arange(step)) / rate_hz))
        n += step
        assert n < 120_000, f"stuck at {check.target}"
        if check.target is not None and check.target != target:
            target, is_down = check.target, PAD.names[check.target] not in missing
            if is_down:
                press(foot, target, force_n)
        elif is_down and (check.held_s >= 0.3 or check.waited_s > 1.0):
            foot.release()
            is_down = False
        elif not is_down and check.held_s == 0.0 and check.waited_s > 1.5:
            check.skip()
    return check


def states(check: PressCheck) -> dict[str, str]:
    return {one.name: one.state for one in check.channels() if one.state != "ok"}


@pytest.mark.parametrize("errors", [False, True])
@pytest.mark.parametrize("force_n", [5.0, 15.0, 35.0])
def test_a_sound_foot_answers_on_every_tile(errors: bool, force_n: float) -> None:
    assert states(pressed(VirtualFoot(PAD, None, errors=errors, seed=5), force_n)) == {}


@pytest.mark.parametrize("name", ["hallux", "mth5", "forefoot_central", "heel_lateral"])
def test_each_fault_of_a_tile_is_named(name: str) -> None:
    for kind in ("dead", "stuck", "noisy"):
        foot = VirtualFoot(PAD, None, seed=2, faults=Faults(**{kind: (name,)}))
        assert states(pressed(foot)) == {name: kind}
    other = PAD.names[(PAD.names.index(name) + 1) % PAD.n_taxels]
    foot = VirtualFoot(PAD, None, seed=2, faults=Faults(swapped=(name, other)))
    assert states(pressed(foot)) == {name: "swapped", other: "swapped"}


def test_several_faults_at_once_are_told_apart() -> None:
    faults = Faults(dead=("hallux",), stuck=("mth5",), noisy=("heel_lateral",), swapped=("mth2", "arch_medial_mid"))
    check = pressed(VirtualFoot(PAD, None, seed=1, faults=faults))
    expected = {"hallux": "dead", "mth2": "swapped", "mth5": "stuck", "arch_medial_mid": "swapped"}
    assert states(check) == expected | {"heel_lateral": "noisy"}
    assert [line.split(":")[0] for line in press_problems(check.channels())] == [
        *("hallux", "mth2", "mth5", "arch_medial_mid", "heel_lateral")
    ]


@pytest.mark.parametrize("turn", range(PAD.n_taxels))
def test_every_fault_of_every_tile_is_named_once(turn: int) -> None:
    rate_hz = 250.0  # a quarter of the samples, and of the time that this takes
    kinds = ("dead", "open", "unbled", "shorted", "stuck", "noisy", "swapped", "swapped")
    tiles = [PAD.names[(turn + 2 * i) % PAD.n_taxels] for i in range(len(kinds))]
    faults = {kind: tuple(name for one, name in zip(kinds, tiles, strict=True) if one == kind) for kind in kinds}
    foot = VirtualFoot(PAD, None, seed=turn, faults=Faults(**faults))
    hello = Hello(1, "0.1.0", "1", "virtual", "Rig", PAD.names, rate_hz, 12, 3300.0, "sole16")
    time_s = np.arange(250) / rate_hz
    rest = Scans((time_s * 1e6).astype(np.int64), foot.counts(time_s))
    report = check_up(hello, [rest], Tally())
    at_rest = {"open": "open", "unbled": "open", "shorted": "shorted", "stuck": "stuck", "noisy": "noisy"}
    assert named(report) == {name: at_rest[kind] for kind, name in zip(kinds, tiles, strict=True) if kind in at_rest}
    found = report.pressed(pressed(foot, start_s=1.0, rate_hz=rate_hz).channels())
    assert named(found) == dict(zip(tiles, kinds, strict=True))
    assert len(found.problems) == len(tiles)


def named(report: Checkup) -> dict[str, str]:
    """The state that each problem names, by channel."""
    return {problem.split(": ")[0]: problem.split(": ")[1] for problem in report.problems}


def test_three_wires_in_a_circle_are_crossed_not_swapped() -> None:
    foot = VirtualFoot(PAD, None, seed=1)
    circle = list(range(PAD.n_taxels))
    circle[3], circle[8], circle[14] = 8, 14, 3
    foot._faulty._order = circle
    assert set(states(pressed(foot)).values()) == {"crossed"}


def test_a_tile_that_nobody_presses_is_not_called_dead() -> None:
    check = pressed(VirtualFoot(PAD, None, seed=1), missing=("mth3",))
    assert states(check) == {"mth3": "unseen"}


def test_it_gives_up_waiting_and_finishes_by_itself() -> None:
    check = PressCheck(PAD.names, 12, RATE_HZ)
    for _ in range(33):
        check.feed(np.full((10_000, PAD.n_taxels), 13, np.uint16))
    assert check.finished
    assert set(states(check).values()) == {"dead"}


def test_any_chunks_give_the_same_verdicts() -> None:
    foot = VirtualFoot(PAD, None, seed=7, faults=Faults(swapped=("mth1", "mth2")))
    counts = []
    for index in range(PAD.n_taxels):
        start = index * 1000
        counts.append(foot.counts((start + np.arange(600)) / RATE_HZ))
        press(foot, index)
        counts.append(foot.counts((start + 600 + np.arange(400)) / RATE_HZ))
        foot.release()
    counts.append(foot.counts((PAD.n_taxels * 1000 + np.arange(600)) / RATE_HZ))
    stream = np.concatenate(counts)
    found = []
    for size in (1, 7, 333, len(stream)):
        check = PressCheck(PAD.names, 12, RATE_HZ)
        for at in range(0, len(stream), size):
            check.feed(stream[at : at + size])
        found.append((check.channels(), check.target, check.waited_s))
    assert found[1:] == found[:1] * 3
    assert [one.name for one in found[0][0] if one.state == "swapped"] == ["mth1", "mth2"]


def test_codes_of_more_bits_are_judged_alike() -> None:
    foot = VirtualFoot(PAD, None, seed=3)
    check = PressCheck(PAD.names, 16, RATE_HZ)
    check.feed(foot.counts(np.arange(600) / RATE_HZ) * np.uint16(16))
    assert check.target == 0


def test_a_checkup_takes_up_what_the_press_found() -> None:
    hello = Hello(1, "0.1.0", "1", "pico", "Rig", ("a", "b"), 1000.0, 12, 3300.0, "two")
    counts = np.tile(np.array([[13, 1], [14, 1]], np.uint16), (50, 1))
    counts[:, 1] = 900
    report: Checkup = check_up(hello, [Scans(np.arange(100, dtype=np.int64) * 1000, counts)], Tally())
    found = (PressedChannel("a", "dead", "did not answer"), PressedChannel("b", "stuck", "reads code 900"))
    named = [problem.split(":")[:2] for problem in report.pressed(found).problems]
    assert named == [["b", " stuck"], ["a", " dead"]], "a fault that the stream has shown is not named twice"
    assert report.to_json()["press"] is None
    assert [one["state"] for one in report.pressed(found).to_json()["press"]] == ["dead", "stuck"]


def asked_after(forces_n: list[float]) -> tuple[int | None, float]:
    """Press the first tile, each force for 0.4 s; give the tile that is asked for then, and how long one is held."""
    foot = VirtualFoot(PAD, None, errors=False, seed=1)
    check = PressCheck(PAD.names, 12, RATE_HZ)
    at = 0
    for force_n in [0.0, 0.0, *forces_n]:
        foot.release()
        if force_n:
            press(foot, 0, force_n)
        check.feed(foot.counts((at + np.arange(400)) / RATE_HZ))
        at += 400
    return check.target, check.held_s


def test_a_press_is_over_when_it_is_let_go_and_not_when_it_eases() -> None:
    assert asked_after([15.0])[0] == 0, "it is still held"
    target, held_s = asked_after([15.0, 6.0])
    assert (target, held_s > 0.7) == (0, True), "it has eased, and is one press with what was before"
    assert asked_after([15.0, 6.0, 15.0])[0] == 0
    assert asked_after([15.0, 0.0]) == (1, 0.0)


def asked_after_rises(rises: list[float]) -> tuple[int | None, float]:
    """The same for rises of the first channel's conductance, in units of the divider's."""
    check = PressCheck(PAD.names, 12, RATE_HZ)
    for rise in [0.0, 0.0, *rises]:
        counts = np.full((400, PAD.n_taxels), 13, np.uint16)
        whole = 13 / (4096 - 13) + rise
        counts[:, 0] = round(4096 * whole / (1.0 + whole))
        check.feed(counts)
    return check.target, check.held_s


def test_what_a_firm_press_leaves_is_a_release_and_a_light_one_has_to_go_down_further() -> None:
    assert asked_after_rises([0.5, 0.03])[0] == 1, "below a fifth of it"
    assert asked_after_rises([0.1, 0.03])[0] == 0
    assert asked_after_rises([0.1, 0.015])[0] == 1
    assert asked_after_rises([0.03]) == (0, 0.0), "too little to be a press"
    assert asked_after_rises([0.05])[1] == pytest.approx(0.4, abs=0.05)
