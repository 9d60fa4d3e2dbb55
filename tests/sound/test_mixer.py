"""The stream of samples: sounds stand where they belong, and nothing clicks."""

from __future__ import annotations

import numpy as np
import pytest
from tests.sound.moments import largest_step

from thumbwalk.sound.earcons import LEVELS, RATE_HZ, TONE_LEVEL, earcon
from thumbwalk.sound.mixer import Mixer, Planned

BLOCK = 480
Wave = np.ndarray[tuple[int], np.dtype[np.float32]]


def rendered(mixer: Mixer, seconds: float, *, jitter_s: float = 0.0, from_s: float = 50.0) -> Wave:
    """Blocks as a device asks for them, each a little late by chance, that of the first excepted."""
    late = np.random.default_rng(2).uniform(0.0, jitter_s, 10_000) if jitter_s else np.zeros(10_000)
    late[0] = 0.0
    n = round(seconds * RATE_HZ / BLOCK)
    return np.concatenate([mixer.render(BLOCK, from_s + i * BLOCK / RATE_HZ + float(late[i])) for i in range(n)])


def begins_s(wave: Wave) -> list[float]:
    """Where sounds begin: out of a tenth of a second of silence, seconds."""
    heard = np.flatnonzero(np.abs(wave) > 1e-6)
    return [float(at) / RATE_HZ for at in heard[np.diff(heard, prepend=-RATE_HZ) > RATE_HZ // 10]]


def test_beats_stand_within_a_millisecond_of_their_time_however_late_blocks_are_asked_for() -> None:
    mixer = Mixer()
    at_s = [0.5 + 0.75 * n for n in range(8)]
    mixer.planned = [Planned(("beat", n), earcon("beat"), 50.0 + one) for n, one in enumerate(at_s)]
    found = begins_s(rendered(mixer, 6.5, jitter_s=0.008))
    assert found == pytest.approx(at_s, abs=1e-3)


def test_what_is_planned_again_is_played_once_and_what_is_not_planned_any_more_not_at_all() -> None:
    mixer = Mixer()
    beat = Planned(("beat", 0), earcon("beat"), 50.1)
    mixer.planned = [beat, Planned(("beat", 1), earcon("beat"), 50.6)]
    first = rendered(mixer, 0.3)
    mixer.planned = [beat]
    rest = rendered(mixer, 0.7, from_s=50.3)
    assert begins_s(first) == pytest.approx([0.1], abs=1e-3)
    assert begins_s(rest) == []


def test_a_sound_without_a_time_begins_at_once_and_one_that_is_long_over_is_left_out() -> None:
    mixer = Mixer()
    rendered(mixer, 0.5)
    mixer.planned = [Planned(("now",), earcon("place")), Planned(("old",), earcon("limit"), 50.2)]
    wave = rendered(mixer, 0.5, from_s=50.5)
    assert begins_s(wave)[0] == pytest.approx(0.0, abs=1e-3)
    assert np.abs(wave).max() == pytest.approx(LEVELS["place"], abs=0.01)


def test_a_sound_goes_on_over_the_borders_of_blocks_of_any_size() -> None:
    whole, parts = Mixer(), Mixer()
    for mixer in (whole, parts):
        mixer.render(960, 50.0)
        mixer.planned = [Planned(("one",), earcon("set_over"))]
    at_once = whole.render(9600, 50.02)
    sizes, cut, now_s = [1, 7, 100, 479, 2013, 3000, 4000], list[Wave](), 50.02
    for size in sizes:
        cut.append(parts.render(size, now_s))
        now_s += size / RATE_HZ
    assert np.array_equal(np.concatenate(cut), at_once)


def test_the_tone_comes_softly_and_goes_softly_when_nobody_asks_for_it_any_more() -> None:
    mixer = Mixer()
    rendered(mixer, 0.1)
    mixer.tone, mixer.tone_until_s = 1.0, 50.4
    on = rendered(mixer, 0.3, from_s=50.1)
    off = rendered(mixer, 0.3, from_s=50.4)
    wave = np.concatenate([on, off])
    assert 0.8 * TONE_LEVEL < np.abs(on[RATE_HZ // 10 :]).max() <= TONE_LEVEL
    assert largest_step(wave) < 0.01
    assert np.abs(off[RATE_HZ // 10 :]).max() == 0.0


def test_volume_scales_all_and_turning_it_off_in_a_sound_does_not_click() -> None:
    mixer = Mixer()
    rendered(mixer, 0.1)
    mixer.planned = [Planned(("limit",), earcon("limit"))]
    loud = rendered(mixer, 0.1, from_s=50.1)
    mixer.volume = 0.0
    gone = rendered(mixer, 0.3, from_s=50.2)
    assert largest_step(np.concatenate([loud, gone])) < 0.15
    assert np.abs(gone[RATE_HZ // 10 :]).max() == 0.0


def test_many_sounds_at_once_stay_within_full_scale() -> None:
    mixer = Mixer()
    rendered(mixer, 0.1)
    mixer.planned = [Planned(("limit", n), earcon("limit")) for n in range(20)]
    assert np.abs(rendered(mixer, 1.0, from_s=50.1)).max() <= 1.0
