"""The correction for the RP2040's wide codes, on a simulated converter that has them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from thumbwalk.cli.main import run
from thumbwalk.errors import CalibrationError
from thumbwalk.link.wire import FrameType, Hello, encode_frame
from thumbwalk.pad import builtin_pad
from thumbwalk.places import calibration_path
from thumbwalk.rig.channels import calibration_for
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.signal.calibration import BLEED_US, Calibration, Channel, counts_of
from thumbwalk.signal.curve import SensorCurve
from thumbwalk.signal.e11 import EXTRA_CODES, WIDE_CODES, corrected, transitions

FORCE_N = np.geomspace(0.3, 60.0, 50_001)
INPUT = counts_of(SensorCurve.generic().conductance_of(FORCE_N) + BLEED_US, 12, 3300.0)
NEAR = np.abs(INPUT[:, None] - np.array(WIDE_CODES)).min(axis=1) <= 16.0
EVEN = Calibration.generic(1)
PICO = Hello(1, "0", "board1", "pico", "", builtin_pad().names, 1000.0, 12, 3300.0, "sole16")


def converted(extra_codes: ArrayLike, noise: float = 0.0, n: int = 1) -> NDArray[np.int64]:
    """Codes of a converter whose four codes are so much wider; with ``noise`` in codes, averaged over n conversions."""
    rng = np.random.default_rng(1)
    edges = transitions(extra_codes)
    total = np.zeros(len(INPUT))
    for _ in range(n):
        at = INPUT + 0.5 + noise * rng.standard_normal(len(INPUT))
        total += np.clip(np.searchsorted(edges, at, side="right") - 1, 0, 4095)
    return np.rint(total / n).astype(np.int64)


def rms_percent(calibration: Calibration, codes: NDArray[np.int64], where: NDArray[np.bool_]) -> float:
    off = calibration.lookup()[0][codes] / FORCE_N - 1.0
    return 100.0 * float(np.sqrt(np.mean(off[where] ** 2)))


def test_an_even_converter_has_even_transitions_and_the_wide_codes_are_wide() -> None:
    np.testing.assert_allclose(transitions((0, 0, 0, 0)), np.arange(4097))
    widths = np.diff(transitions())
    assert widths[[*WIDE_CODES]] == pytest.approx([11, 10, 10, 11], rel=0.01)
    assert np.delete(widths, WIDE_CODES) == pytest.approx(1.0, rel=0.01)
    assert transitions()[[0, -1]].tolist() == [0.0, 4096.0]


def test_corrected_codes_rise_strictly_and_stay_within_the_range() -> None:
    codes = corrected(np.arange(4096))
    assert np.diff(codes).min() > 0.98
    assert abs(codes[0]) < 0.01
    assert abs(codes[-1] - 4095.0) < 0.01
    between = corrected(np.arange(0.0, 4095.0, 0.25))
    assert np.diff(between).min() > 0.2
    assert corrected(np.arange(4096) * 4.0, bits=14) == pytest.approx(4.0 * codes)


def test_each_code_is_the_middle_of_the_inputs_that_give_it() -> None:
    inputs = np.arange(0.0, 4096.0, 0.01)
    codes = np.searchsorted(transitions(), inputs, side="right") - 1
    for code in (0, 100, 510, 511, 512, 1535, 2048, 2559, 3583, 4095):
        assert corrected(code) == pytest.approx(inputs[codes == code].mean() - 0.5, abs=0.02)


@pytest.mark.parametrize(
    ("extra_codes", "noise", "n", "of_all", "of_near"),
    [
        (EXTRA_CODES, 0.0, 1, 0.25, 0.5),
        (EXTRA_CODES, 1.0, 1, 0.4, 0.55),
        (EXTRA_CODES, 1.0, 8, 0.25, 0.45),
        ((8.0, 7.0, 11.0, 12.0), 1.0, 8, 0.5, 0.6),
    ],
)
def test_the_correction_takes_most_of_the_error_away_on_chips_that_differ(
    extra_codes: ArrayLike, noise: float, n: int, of_all: float, of_near: float
) -> None:
    codes = converted(extra_codes, noise, n)
    for where, share in ((np.ones(len(INPUT), np.bool_), of_all), (NEAR, of_near)):
        with_it, without = (rms_percent(one, codes, where) for one in (EVEN.with_e11(), EVEN))
        assert with_it < share * without
        assert without > 0.8


def test_forces_never_fall_where_codes_rise() -> None:
    table = EVEN.with_e11().lookup()[0]
    assert np.diff(table).min() >= 0.0
    believed = (table > 0.1) & (table < 90.0)
    assert np.diff(table[believed]).min() > 0.0


def test_a_curve_that_was_measured_before_means_the_same_force_at_the_same_code() -> None:
    measured = Channel("a", SensorCurve((0.6, 3.0, 12.0, 40.0), (50.0, 230.0, 700.0, 1700.0)), 13, residual=0.05)
    before = Calibration((measured,), board_id="board1")
    after = before.with_e11()
    assert after.with_e11() is after
    codes = np.rint(counts_of(np.array(measured.curve.conductance_us) + BLEED_US, 12, 3300.0)).astype(int)
    assert after.lookup()[0][codes] == pytest.approx(before.lookup()[0][codes], rel=2e-3)
    assert after.channels[0].curve != measured.curve


def test_the_switch_is_kept_in_the_file_and_only_true_or_false() -> None:
    on = EVEN.with_e11()
    assert Calibration.from_text(on.to_text(), "a") == on
    assert "e11" not in EVEN.to_text()
    with pytest.raises(CalibrationError, match=r"a:\d+:\d+: e11 is 'yes': must be true or false"):
        Calibration.from_text(on.to_text().replace("e11 = true", "e11 = 'yes'"), "a")


def test_it_is_only_for_the_board_that_needs_it_and_a_kept_one_stays_on(capsys: pytest.CaptureFixture[str]) -> None:
    kept = calibration_path("board1")
    assert calibration_for(PICO, kept, e11=True)[0].e11
    assert not calibration_for(PICO, kept)[0].e11
    with pytest.raises(CalibrationError, match="this board is 'pico2'"):
        calibration_for(replace(PICO, board="pico2"), kept, e11=True)
    replace(Calibration.generic(16).with_e11(), board_id="board1").save(kept)
    assert calibration_for(PICO, kept)[0].e11
    assert run(["tare", "--virtual", "--e11"]) == 2
    assert "leave it out" in capsys.readouterr().err


def test_a_replay_has_the_correction_that_was_on_and_the_same_score(tmp_path: Path) -> None:
    assert run(["practice", "--virtual", "--fast", "--hand", "beginner", "--out", str(tmp_path / "plain")]) == 0
    recording = open_recording(tmp_path / "plain" / "practice.twr")
    assert isinstance(recording.calibration, Calibration)
    on = recording.calibration.with_e11()
    live = Practice(recording.pad, on)
    for event in recording.events():
        live.take(event)
    live.finish()
    frames = b"".join(recording.chunks()).split(b"\0")
    frames[2] = encode_frame(FrameType.CALIBRATION, 0, 0, on.to_text().encode())[:-1]
    (tmp_path / "corrected.twr").write_bytes(b"\0".join(frames))
    result, again = live.result(), replayed(open_recording(tmp_path / "corrected.twr")).result()
    assert result is not None
    assert again == result
    assert replayed(recording).result() != result
