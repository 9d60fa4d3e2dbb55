"""The sounds themselves: nothing clicks, levels are as they say, and none is taken for another."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from tests.sound.moments import largest_step

from thumbwalk.sound.earcons import KINDS, LEVELS, RATE_HZ, SWELL_LEVEL, TONE_LEVEL, Kind, beat_of, earcon, pitch_hz

MOST_STEP = 0.15
"""From sample to sample, of 1: the brightest tone has as much, and one that is cut has its whole level."""


def pitches(kind: Kind) -> list[float]:
    """The strongest pitch of each tenth of a second, Hz."""
    wave, n = earcon(kind), RATE_HZ // 12
    parts = [wave[at : at + n] for at in range(0, len(wave) - n // 2, n)]
    spectra = [np.abs(np.fft.rfft(part * np.hanning(len(part)), 16 * n)) for part in parts]
    return [float(np.fft.rfftfreq(16 * n, 1 / RATE_HZ)[one.argmax()]) for one in spectra]


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_comes_out_of_silence_and_goes_into_it(kind: Kind) -> None:
    wave = earcon(kind)
    assert np.abs(wave).max() == pytest.approx(LEVELS[kind], abs=1e-6)
    # the first and the last half millisecond are next to silence
    assert np.abs(wave[:24]).max() < 0.02
    assert np.abs(wave[-24:]).max() < 0.02
    assert largest_step(wave) < MOST_STEP
    assert 0.04 < len(wave) / RATE_HZ < 0.8


def test_any_sound_beside_a_beat_and_the_tone_stays_below_full_scale() -> None:
    assert max(LEVELS.values()) + LEVELS["beat"] + SWELL_LEVEL + TONE_LEVEL < 1.0


def test_the_limit_is_the_loudest_and_praise_the_softest() -> None:
    assert max(LEVELS, key=LEVELS.__getitem__) == "limit"
    assert min(LEVELS, key=LEVELS.__getitem__) == "in_band"


def test_what_asks_for_less_goes_down_and_what_asks_for_more_goes_up() -> None:
    assert pitches("too_hard")[-1] < 0.8 * pitches("too_hard")[0]
    assert pitches("limit")[-1] < 0.8 * pitches("limit")[0]
    assert pitches("too_light")[-1] > 1.2 * pitches("too_light")[0]


TOLD: tuple[Kind, ...] = ("limit", "too_hard", "too_light", "contact_lost", "place")


@pytest.mark.parametrize(("one", "other"), tuple(combinations(TOLD, 2)))
def test_no_two_earcons_sound_alike(one: Kind, other: Kind) -> None:
    """By their spectra over time, whatever their loudness: one that is like another has a correlation of near 1."""
    long = max(len(earcon(kind)) for kind in KINDS)

    def seen(kind: Kind) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        wave = np.pad(earcon(kind), (0, long - len(earcon(kind))))
        parts = wave[: long // 2400 * 2400].reshape(-1, 2400) * np.hanning(2400)
        spectrum = np.abs(np.fft.rfft(parts))[:, :160].ravel()
        return np.asarray(spectrum / np.linalg.norm(spectrum))

    assert float(seen(one) @ seen(other)) < 0.7


def test_a_deeper_press_has_a_deeper_tone() -> None:
    hz = [pitch_hz(force_n) for force_n in (3.0, 8.0, 12.0, 20.0)]
    assert hz == sorted(hz, reverse=True)
    assert hz[1] == pytest.approx(330.0)
    assert hz[0] > 1.3 * hz[1]
    assert pitch_hz(0.0) == 700.0
    assert pitch_hz(500.0) == 140.0


def test_a_beats_tone_swells_under_its_click_and_is_gone_before_the_next() -> None:
    wave = beat_of(12.0, 0.75)
    assert len(wave) == round(0.75 * RATE_HZ)
    assert largest_step(wave) < MOST_STEP
    middle, end = wave[len(wave) // 2 - 960 : len(wave) // 2 + 960], wave[-960:]
    assert np.abs(middle).max() == pytest.approx(SWELL_LEVEL, rel=0.25)
    assert np.abs(end).max() < 0.1 * np.abs(middle).max()
    assert len(beat_of(12.0, 3.0)) == round(2.0 * RATE_HZ)
    assert len(beat_of(12.0, 0.01)) == len(earcon("beat"))
