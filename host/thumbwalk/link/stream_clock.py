"""The stream's time: the board's 32-bit microseconds, unwrapped, and told apart from a restart or a standstill.

Scans alone say how time goes on, and of a board without any its load cells' readings. Answers may be stamped before
scans that were sent earlier, so they never move it. A board that was restarted, or one that went on while its host
slept, goes on one second later in the stream's time: what nobody pressed and nobody read is no part of a practice.
Frames that were lost on the way are part of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

RESUMES_AFTER_US = 1_000_000
"""A board that was restarted, or stood still, goes on so much later in the stream's time."""
STANDSTILL_US = 3_000_000
"""Longest step between scans that needs no explanation; a live rig that is silent for so long is taken for lost."""
_EXPLAINED_US = 10_000_000
"""Longest step that the board's own counters explain; so long a board goes on without a word from its host."""
_MOST_BACK_US = 65_536
"""Reach of a frame's offsets; a clock that steps back by more began anew."""
_BOOT_US = 10_000_000
"""A clock that reads less, after a step that is none of a stream, has just been switched on."""
_LOSS_FIT = 0.05
"""A step fits the frames that are lost in it if it is so near, in parts of it, to their time; no rate wanders more."""
_LEAST_FRAMES = 3
"""Frames of a slow stream may be late by so many of their own steps before that means anything."""
_BACK_MOST_US = 60_000_000
"""A clock that reads up to so much less began anew; further back, 71 minutes of sleep ahead are likelier."""
_WRAP = 1 << 32
"""The board's clock begins again at 0 after so many microseconds."""

Missed = Callable[[], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Break:
    """A place at which the stream is not whole.

    Attributes
    ----------
    kind : "lost", "missed", "restart" or "standstill"
        Frames that did not come; scans that the board could not take or send; a board that began anew; a board that
        went on while nobody read it, as that of a computer that sleeps.
    device_us : int
        The stream's time of the first scan behind it.
    seconds : float
        How long nothing is known by the board's clock, 0 for a restart, which nobody can know.
    frames : int
        How many frames are missing; 0 where it is not known.
    scans : int
        How many scans the board took too late to take at all.
    """

    kind: Literal["lost", "missed", "restart", "standstill"]
    device_us: int
    seconds: float
    frames: int = 0
    scans: int = 0


@dataclass(frozen=True, slots=True)
class Before:
    """What came before a run of scans: so many frames that are ``lost``.

    ``beyond`` is the first frame's number less the awaited one, modulo 2**16; with ``anew`` its number was had before,
    and with ``greeted`` the board has introduced itself since the scans before.
    """

    lost: int = 0
    beyond: int = 0
    anew: bool = False
    greeted: bool = False


_NOTHING = Before()


class StreamClock:
    """Unwraps the device times of one stream; in the midst of it from its ``newest`` time, raw and unwrapped."""

    def __init__(self, newest: tuple[int, int] | None = None) -> None:
        self._newest = newest
        self.is_led = False
        """By scans; else by cells, if there are any."""
        self._has_scans = False
        self._frame_us = 0  # the newest step between two frames with nothing lost between them
        self._missed = 0  # the board's own counters, at the newest scan

    @property
    def newest(self) -> tuple[int, int] | None:
        """The newest time, raw and unwrapped; None before one."""
        return self._newest

    @property
    def newest_us(self) -> int | None:
        """The stream's time of the newest frame of scans; None before one."""
        return self._newest[1] if self._newest is not None and self._has_scans else None

    def beside(self, time32: int) -> int:
        """The stream's time of a frame that does not move it: an answer, or scans that come late."""
        raw, unwrapped = self._newest = self._newest or (time32, time32)
        return unwrapped + _signed(time32 - raw)

    def cells(self, time32: int, before: Before | None = None) -> tuple[int, list[Break]]:
        """The stream's time of load cells' readings where no scans lead it, and what is broken before them."""
        times_us, breaks = self._led(np.array([time32], np.uint32), lambda: np.zeros(1, np.int64), before)
        return int(times_us[0]), breaks

    def scans(
        self, time32: NDArray[np.uint32], missed: Missed, before: Before | None = None
    ) -> tuple[NDArray[np.int64], list[Break]]:
        """The stream's times of frames that follow each other, and what is broken before and between them.

        ``missed`` gives scans and frames that the board itself counts as not taken or not sent, at each frame; it is
        only asked where a step needs an explanation.
        """
        self.is_led = True
        return self._led(time32, missed, before)

    def _led(
        self, time32: NDArray[np.uint32], missed: Missed, before: Before | None
    ) -> tuple[NDArray[np.int64], list[Break]]:
        first, n = int(time32[0]), len(time32)
        raw, unwrapped = self._newest or (first, first)
        step_us = _signed(first - raw)
        since_first = time32 - time32[0]
        newest_us = int(since_first[-1])
        if before is None and -_MOST_BACK_US <= step_us <= STANDSTILL_US and int(since_first.max()) < _MOST_BACK_US:
            # all lie so close together that no step between them means anything
            newest_step_us = newest_us - int(since_first[-2]) if n > 1 else step_us
            self._frame_us = newest_step_us if newest_step_us > 0 else self._frame_us
            times: NDArray[np.int64] = np.add(since_first, unwrapped + step_us, dtype=np.int64)
            self._newest = first + newest_us & 0xFFFFFFFF, unwrapped + step_us + newest_us
            self._has_scans = True
            return times, []
        steps = np.empty(n, np.int64)
        steps[0] = step_us
        steps[1:] = (time32[1:] - time32[:-1]).view(np.int32)
        breaks: list[Break] = []
        if before is not None or steps.min() < -_MOST_BACK_US or steps.max() > STANDSTILL_US:
            breaks = self._broken(time32, steps, missed(), before or _NOTHING)
        elif (newest_step_us := int(steps[-1])) > 0:
            self._frame_us = newest_step_us
        times = unwrapped + steps.cumsum()
        self._newest = int(time32[-1]), int(times[-1])
        self._has_scans = True
        return times, breaks

    def seen(self, missed: int) -> None:
        """Take the board's counters at the newest scan."""
        self._missed = missed

    def _broken(
        self, time32: NDArray[np.uint32], steps: NDArray[np.int64], missed: NDArray[np.int64], before: Before
    ) -> list[Break]:
        """Judge each step; those of a restart or a standstill are put right in place."""
        breaks = []
        assert self._newest is not None or not self._has_scans  # noqa: S101  scans have a newest one
        now_us = self._newest[1] if self._newest is not None else int(time32[0])
        for index, raw in enumerate(time32.tolist()):
            step_us = int(steps[index])
            judged = None
            if index or self._has_scans:
                more = int(missed[index]) - (int(missed[index - 1]) if index else self._missed)
                judged = self._judged(step_us, raw, before if index == 0 else _NOTHING, more)
            if judged is None and 0 < step_us <= STANDSTILL_US:
                self._frame_us = step_us
            elif judged is not None and judged[0] != "lost":
                steps[index] = step_us = RESUMES_AFTER_US
            now_us += step_us
            if judged is not None:
                breaks.append(Break(judged[0], now_us, judged[1], judged[2]))
        return breaks

    def _judged(
        self, step_us: int, raw: int, before: Before, missed: int
    ) -> tuple[Literal["lost", "restart", "standstill"], float, int] | None:
        """What a step between two frames means: nothing, frames that are lost, a restart or a standstill."""
        lost, ahead_us = before.lost, step_us % _WRAP
        if before.anew and self._fits(before.beyond, ahead_us):
            # so many were lost that their numbers went round by more than half
            return "lost", (ahead_us - self._frame_us) * 1e-6, before.beyond
        if before.anew and before.greeted:
            return "restart", 0.0, 0
        unexplained_us = max(STANDSTILL_US, _LEAST_FRAMES * self._frame_us)
        most_us = max(min(unexplained_us + max(missed, 0) * self._frame_us, _EXPLAINED_US), unexplained_us)
        if -_MOST_BACK_US <= step_us <= most_us or (lost and self._fits(lost, ahead_us)):
            return ("lost", max(step_us - self._frame_us, 0) * 1e-6, lost) if lost else None
        if raw < _BOOT_US or ahead_us > _WRAP - _BACK_MOST_US:
            return "restart", 0.0, 0
        return "standstill", ahead_us * 1e-6, 0

    def _fits(self, lost: int, ahead_us: int) -> bool:
        """Whether a step ahead is as long as so many frames take."""
        took_us = (lost + 1) * self._frame_us
        return abs(ahead_us - took_us) <= STANDSTILL_US + _LOSS_FIT * took_us


def _signed(step: int) -> int:
    """A difference of two 32-bit clocks as a signed number: the shorter way round."""
    return (step + 0x80000000 & 0xFFFFFFFF) - 0x80000000
