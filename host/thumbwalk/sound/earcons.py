"""Sounds out of numbers: each kind a short wave of its own contour, which starts and ends in silence.

What goes down asks for less force, what goes up for more; a place is a trill, a lost contact is breath. So they are
told apart by their shape, not by their pitch alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Kind = Literal[
    "count",
    "go",
    "beat",
    "in_band",
    "set_over",
    "limit",
    "too_hard",
    "too_light",
    "contact_lost",
    "place",
    "rig_lost",
]
"""What a sound says."""
KINDS: tuple[Kind, ...] = get_args(Kind)
Wave = NDArray[np.float32]

RATE_HZ = 48_000
"""Samples a second: what nearly every device plays as it is."""
LEVELS: dict[Kind, float] = {
    "count": 0.30,
    "go": 0.34,
    "beat": 0.26,
    "in_band": 0.12,
    "set_over": 0.22,
    "limit": 0.46,
    "too_hard": 0.30,
    "too_light": 0.28,
    "contact_lost": 0.26,
    "place": 0.28,
    "rig_lost": 0.34,
}
"""Peaks, of 1. The receiver's limit is the loudest and praise the softest; two at once stay below 1."""
SWELL_LEVEL = 0.14
"""Peak of a beat's tone, about half of its click: the click is what the hand keeps time by."""
TONE_LEVEL, TONE_HZ = 0.06, 330.0
"""The steady tone in the band: under all else, and a pitch that no earcon begins with."""
_PITCH_N, _PITCH_HZ, _PITCH_POWER = 8.0, 330.0, 0.7
"""A beat's tone: this pitch at this force, and from 3 to 25 N two octaves down, which small loudspeakers can play."""
_PITCHES_HZ = (140.0, 700.0)
"""No lower or higher than this."""
_LONGEST_SWELL_S = 2.0
"""The slowest press that is asked for: up to there the tone is at its fullest where the guide is."""
_EDGE_S = 0.004
"""How fast a sound comes and goes: shorter clicks, longer blurs the beat."""
_PLAIN, _HOLLOW, _BRIGHT = (1.0, 0.22), (1.0, 0.0, 0.30), (1.0, 0.0, 0.24, 0.0, 0.08)
"""Overtones by their share: soft, like wood, and like brass."""


def pitch_hz(force_n: float) -> float:
    """The pitch that stands for a force: the deeper the press, the deeper the tone."""
    hz = _PITCH_HZ * float((_PITCH_N / max(force_n, 0.1)) ** _PITCH_POWER)
    return min(max(hz, _PITCHES_HZ[0]), _PITCHES_HZ[1])


@cache
def earcon(kind: Kind) -> Wave:
    """The wave of a kind, (n,), at `RATE_HZ`; a beat's is its click alone."""
    made = _made(kind)
    wave = (made * (LEVELS[kind] / float(np.abs(made).max()))).astype(np.float32)
    wave.setflags(write=False)
    return wave


@lru_cache(maxsize=64)
def beat_of(force_n: float, lasts_s: float) -> Wave:
    """A beat with its force cue: the click, and below it a tone that swells and falls with the press that is asked for.

    Parameters
    ----------
    force_n : float
        The peak that is asked for: the tone's pitch.
    lasts_s : float
        From this beat to the next.
    """
    click = earcon("beat")
    n = max(round(min(lasts_s, _LONGEST_SWELL_S) * RATE_HZ), len(click))
    time_s = np.arange(n) / RATE_HZ
    swell = np.sin(np.pi * np.arange(n) / n) ** 2
    wave = SWELL_LEVEL * swell * _harmonic(pitch_hz(force_n) * time_s, _PLAIN)
    wave[: len(click)] += click
    made: Wave = wave.astype(np.float32)
    made.setflags(write=False)
    return made


def _made(kind: Kind) -> NDArray[np.float64]:
    """A wave of any peak."""
    notes: dict[Kind, tuple[tuple[tuple[float, float], ...], Sequence[float], float]] = {
        "count": (((880.0, 0.07),), _HOLLOW, 40.0),
        "go": (((1318.5, 0.16),), _PLAIN, 16.0),
        "beat": (((740.0, 0.05),), _HOLLOW, 60.0),
        "in_band": (((1046.5, 0.10),), _PLAIN, 24.0),
        "set_over": (((523.3, 0.11), (659.3, 0.11), (784.0, 0.24)), _PLAIN, 8.0),
        "limit": (((932.3, 0.08), (784.0, 0.08), (659.3, 0.08), (523.3, 0.14)), _BRIGHT, 3.0),
        "too_hard": (((659.3, 0.11), (440.0, 0.17)), _HOLLOW, 8.0),
        "too_light": (((440.0, 0.11), (659.3, 0.17)), _PLAIN, 8.0),
        "place": (((587.3, 0.06), (698.5, 0.06), (587.3, 0.06), (698.5, 0.10)), _PLAIN, 6.0),
        "rig_lost": (((440.0, 0.18), (440.0, 0.18), (220.0, 0.34)), _HOLLOW, 5.0),
    }
    if kind == "contact_lost":
        return np.concatenate([_breath(0.09), np.zeros(round(0.05 * RATE_HZ)), _breath(0.13)])
    steps, overtones, fall = notes[kind]
    return np.concatenate([_note(hz, lasts_s, overtones, fall) for hz, lasts_s in steps])


def _note(hz: float, lasts_s: float, overtones: Sequence[float], fall: float) -> NDArray[np.float64]:
    """One note that falls off at so many e-folds a second, between two soft edges."""
    time_s = np.arange(round(lasts_s * RATE_HZ)) / RATE_HZ
    return _edged(_harmonic(hz * time_s, overtones) * np.exp(-fall * time_s))


def _harmonic(turns: NDArray[np.float64], overtones: Sequence[float]) -> NDArray[np.float64]:
    """A tone at its turns (n,), with overtones by their share."""
    angle = 2.0 * np.pi * turns
    return np.asarray(sum(share * np.sin(number * angle) for number, share in enumerate(overtones, 1) if share))


def _breath(lasts_s: float) -> NDArray[np.float64]:
    """A puff of air: noise below some 2 kHz, the same at every call."""
    n = round(lasts_s * RATE_HZ)
    noise = np.random.default_rng(7).standard_normal(n + 64)
    soft = np.convolve(np.convolve(noise, np.ones(12) / 12.0, "same"), np.hanning(21) / 10.0, "same")[32 : n + 32]
    return _edged(soft * np.sin(np.pi * np.arange(n) / n))


def _edged(wave: NDArray[np.float64]) -> NDArray[np.float64]:
    """The wave with a beginning and an end that come out of silence and go into it."""
    n = min(round(_EDGE_S * RATE_HZ), len(wave) // 2)
    rise = 0.5 - 0.5 * np.cos(np.pi * np.arange(n) / n)
    wave[:n] *= rise
    wave[len(wave) - n :] *= rise[::-1]
    return wave
