"""The guided press of `thumbwalk doctor --press`: one tile after the other is pressed, and the channels tell.

Which channel answers to which tile shows swapped wires and dead sensors, which nothing at rest can.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.signal.noise import ROUGHNESS_OF_NOISE

BLOCK_S = 0.02
GIVE_UP_S = 20.0
"""Stream time after which a tile that nobody seems to press is passed over."""

_REST_BLOCKS = 25
_REST_SPREAD_CODES = 120.0
_PRESS, _RELEASE, _RELEASE_SHARE = 0.04, 0.02, 0.2
"""Rises of conductance, all channels together, in units of the divider's (3.3 k: 303 uS). It is nearly linear in force,
where codes are not: after a press a sensor creeps back from a few per cent, which are hundreds of codes."""
_SHORTEST_BLOCKS, _SETTLING_BLOCKS = 8, 3
_ANSWER = 0.006
"""A sensor that never rose by so much (25 codes from rest) did not answer; its noise, averaged, is below one code."""
_NOISY_CODES = 12.0
_PRESSED_CODES = 40.0
_TOP_CODES = 4094


@dataclass(frozen=True, slots=True)
class PressedChannel:
    """What the guided press found of one channel; state is ok, or what is wrong with it."""

    name: str
    state: str
    note: str


class PressCheck:
    """Says which tile to press next and watches the counts; plain state in stream time, and the same in any chunks.

    Parameters
    ----------
    names : sequence of str
        The channels, in order; their tiles are pressed in this order.
    bits, rate_hz
        Of the stream.

    Attributes
    ----------
    target : int or None
        Which tile is to be pressed now; None before the rest is known, and at the end.
    waited_s, held_s : float
        Stream time since that tile is asked for, and since its press began (0 before).
    """

    def __init__(self, names: Sequence[str], bits: int, rate_hz: float) -> None:
        self.names = tuple(names)
        n = len(self.names)
        self._scale = 2.0 ** (bits - 12)
        self._block = np.zeros((max(3, round(BLOCK_S * rate_hz)), n), np.uint16)
        self._block_s = len(self._block) / rate_hz
        self._filled = 0
        self._rest: list[NDArray[np.float64]] = []
        self._baseline = np.zeros(n)
        self._level = np.zeros(n)  # what presses rise from; a sensor that was pressed creeps back for long
        self._settling = 0
        self._noise = np.zeros(n)
        self._noises: list[NDArray[np.float64]] = []
        self._least = np.full(n, np.inf)
        self._most = np.full(n, -np.inf)
        self._press: list[NDArray[np.float64]] = []
        self._answers: list[NDArray[np.float64] | None] = []
        self.target: int | None = None
        self.waited_s = self.held_s = 0.0

    @property
    def finished(self) -> bool:
        """Whether every tile has been pressed or passed over."""
        return len(self._answers) == len(self.names)

    def feed(self, counts: NDArray[np.uint16]) -> None:
        """Scans (n, n_channels) in the order of the stream."""
        at = 0
        while at < len(counts) and not self.finished:
            take = min(len(self._block) - self._filled, len(counts) - at)
            self._block[self._filled : self._filled + take] = counts[at : at + take]
            self._filled += take
            at += take
            if self._filled == len(self._block):
                self._filled = 0
                self._take(self._block / self._scale)

    def skip(self) -> None:
        """Pass over the tile that is asked for; nobody could press it."""
        if self.target is not None:
            self._next(None)

    def channels(self) -> tuple[PressedChannel, ...]:
        """The verdicts, when it is finished."""
        found = [None if rises is None else int(rises.argmax()) for rises in self._answers]
        seen = [rises for rises in self._answers if rises is not None]
        highest = np.max(seen, axis=0) if seen else np.zeros(len(self.names))
        return tuple(
            PressedChannel(self.names[index], *self._verdict(index, found, float(highest[index])))
            for index in range(len(self.names))
        )

    def _verdict(self, index: int, found: Sequence[int | None], highest: float) -> tuple[str, str]:
        if self._least[index] >= _TOP_CODES:
            return "shorted", "reads the top of the range throughout; look for a short at the sensor"
        if self._least[index] == self._most[index] and self._baseline[index] > _PRESSED_CODES:
            return "stuck", f"reads code {self._least[index]:.0f} whatever is pressed; check its wiring"
        if self._noise[index] > _NOISY_CODES:
            return "noisy", f"noise of {self._noise[index]:.0f} codes; check ground and plug"
        if highest < _ANSWER:
            return "dead", "did not answer to any press; check the plug, then replace the sensor"
        return self._answer(index, found)

    def _answer(self, index: int, found: Sequence[int | None]) -> tuple[str, str]:
        answer = found[index]
        if answer == index:
            return "ok", ""
        if answer is None:
            return "unseen", "no press of it was seen; run it again and press its middle"
        other = self.names[answer]
        if found[answer] == index:
            return "swapped", f"its place answers on {other}, and the other way round; swap their wires"
        return "crossed", f"its place answers on {other}; check which wire goes where"

    def _take(self, codes: NDArray[np.float64]) -> None:
        means = codes.mean(axis=0)
        self._least = np.minimum(self._least, codes.min(axis=0))
        self._most = np.maximum(self._most, codes.max(axis=0))
        if self.target is None:
            self._take_rest(means, np.abs(codes[2:] - 2.0 * codes[1:-1] + codes[:-2]).mean(axis=0))
            return
        self.waited_s += self._block_s
        level = _conductance(means)
        if self._settling:
            self._settling -= 1
            self._level = np.minimum(self._level, level)
            return
        rises = level - self._level
        total = float(np.maximum(rises, 0.0).sum())
        if total >= _PRESS or (self._press and not self._is_released(total)):
            self._press.append(rises)
            self.held_s += self._block_s
        elif len(self._press) >= _SHORTEST_BLOCKS:
            self._next(_plateau(np.array(self._press)))
        else:
            self._press, self.held_s = [], 0.0
            self._level = np.minimum(self._level, level)
            if self.waited_s >= GIVE_UP_S:
                self.skip()

    def _take_rest(self, means: NDArray[np.float64], roughness: NDArray[np.float64]) -> None:
        """Half a second in which nothing moves is the rest."""
        self._rest.append(means)
        self._noises.append(roughness)
        del self._rest[:-_REST_BLOCKS], self._noises[:-_REST_BLOCKS]
        rest = np.array(self._rest)
        if len(rest) == _REST_BLOCKS and float(np.ptp(rest, axis=0).max()) <= _REST_SPREAD_CODES:
            self._baseline = rest.mean(axis=0)
            self._noise = np.mean(self._noises, axis=0) / ROUGHNESS_OF_NOISE
            self._level = _conductance(self._baseline)
            self.target = 0

    def _is_released(self, total: float) -> bool:
        highest = max(float(np.maximum(rises, 0.0).sum()) for rises in self._press)
        return total < max(_RELEASE, _RELEASE_SHARE * highest)

    def _next(self, rises: NDArray[np.float64] | None) -> None:
        self._answers.append(rises)
        self._press = []
        self._settling = _SETTLING_BLOCKS
        self._level = np.full(len(self.names), np.inf)
        self.waited_s = self.held_s = 0.0
        self.target = None if self.finished else len(self._answers)


def _conductance(codes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of sensors, in units of the divider's: ``c / (2**12 - c)``; a shorted one is as good as 4080."""
    limited = np.minimum(codes, 4080.0)
    ratio: NDArray[np.float64] = limited / (4096.0 - limited)
    return ratio


def _plateau(rises: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each channel rose, in the mean of the part where the press was more than half of its most."""
    total = np.maximum(rises, 0.0).sum(axis=1)
    plateau: NDArray[np.float64] = rises[total >= 0.5 * total.max()].mean(axis=0)
    return plateau


def press_problems(channels: Sequence[PressedChannel]) -> list[str]:
    """A line for each channel that is not well."""
    return [f"{one.name}: {one.state}: {one.note}" for one in channels if one.state != "ok"]
