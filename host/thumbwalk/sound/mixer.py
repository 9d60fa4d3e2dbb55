"""Puts sounds where they belong in one stream of samples. It owns no device: it is asked for the next samples."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.sound.clock_offset import ClockOffset
from thumbwalk.sound.earcons import RATE_HZ, TONE_HZ, TONE_LEVEL, Wave

_LATE_S = 0.05
"""A sound that should have begun longer ago is left out: a late beat is worse than none."""
_REMEMBERED = 512
"""Keys of sounds that have begun: minutes of them."""
_MOST_VOICES = 6
"""Sounds at once; of more the oldest ends."""
_GLIDE_S = 0.03
"""How fast tone and volume follow what they are told."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A wave (n,) that begins at a time of this computer's clock, or at once; of one key one is played."""

    key: tuple[object, ...]
    wave: Wave
    at_s: float | None = None


@dataclass(slots=True)
class _Voice:
    wave: Wave
    gone: int


class Mixer:
    """Renders a stream of samples at `RATE_HZ`; what is planned may be told from another thread.

    Attributes
    ----------
    planned : sequence of Planned
        What comes; another takes its place whole. What has begun is played to its end.
    tone, volume : float
        How loud the steady tone and everything is, 0 to 1; they are followed softly.
    tone_until_s : float
        When the tone ends, by this computer's clock, unless somebody says by then that it goes on.
    """

    def __init__(self) -> None:
        self.planned: Sequence[Planned] = ()
        self.tone, self.tone_until_s = 0.0, -math.inf
        self.volume = 1.0
        self._clock = ClockOffset()
        self._frames = 0
        self._voices: list[_Voice] = []
        self._begun: deque[tuple[object, ...]] = deque(maxlen=_REMEMBERED)
        self._tone_now, self._volume_now = 0.0, 1.0
        self._turns = 0.0

    def render(self, n: int, now_s: float) -> Wave:
        """The next n samples, (n,), each within -1 and 1, asked for at ``now_s`` of this computer's clock."""
        self._clock.take(self._frames / RATE_HZ, now_s)
        mixed = np.zeros(n)
        for voice in self._voices:
            self._add(mixed, voice, 0)
        for one in self.planned:
            if one.key in self._begun:
                continue
            first = self._frame_of(one.at_s)
            if first >= self._frames + n:
                continue
            self._begun.append(one.key)
            if first < self._frames - round(_LATE_S * RATE_HZ):
                continue
            voice = _Voice(one.wave, 0)
            self._voices.append(voice)
            self._add(mixed, voice, max(first - self._frames, 0))
        mixed += self._tone(n, self.tone if now_s < self.tone_until_s else 0.0)
        self._volume_now, gain = _glided(self._volume_now, self.volume, n)
        mixed *= gain
        self._frames += n
        self._voices = [voice for voice in self._voices if voice.gone < len(voice.wave)][-_MOST_VOICES:]
        return np.clip(mixed, -1.0, 1.0).astype(np.float32)

    def _frame_of(self, at_s: float | None) -> int:
        """The number of the sample at a time of this computer's clock."""
        if at_s is None or self._clock.ahead_s is None:
            return self._frames
        return round((at_s - self._clock.ahead_s) * RATE_HZ)

    def _add(self, mixed: NDArray[np.float64], voice: _Voice, first: int) -> None:
        part = voice.wave[voice.gone : voice.gone + len(mixed) - first]
        mixed[first : first + len(part)] += part
        voice.gone += len(part)

    def _tone(self, n: int, wanted: float) -> NDArray[np.float64]:
        """The steady tone: its turns go on from block to block."""
        self._tone_now, level = _glided(self._tone_now, wanted, n)
        turns = self._turns + np.arange(n) * (TONE_HZ / RATE_HZ)
        self._turns = (self._turns + n * TONE_HZ / RATE_HZ) % 1.0
        if not level.any():
            return np.zeros(n)
        angle = 2.0 * np.pi * turns
        return np.asarray(TONE_LEVEL * level * (np.sin(angle) + 0.2 * np.sin(2.0 * angle)) / 1.2)


def _glided(now: float, wanted: float, n: int) -> tuple[float, NDArray[np.float64]]:
    """A level after n samples and on the way there, (n,): at most from nought to 1 within the time of a glide."""
    most = n / (_GLIDE_S * RATE_HZ)
    then = now + min(max(wanted - now, -most), most)
    return then, np.linspace(now, then, n, endpoint=False)
