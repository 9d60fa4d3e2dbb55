"""When a board's lines were taken: by its own time, where it prints one that can be used, else by their number.

Times are those of the wire, in seconds: they begin at 0, and again where the board does. What is no line's time (one
that falls back and comes again, one that leaps alone) is told by the line behind it, so that such a line is held until
then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from thumbwalk.sketch.damage import Kind

GAP_S = 0.25
"""A longer silence is a gap, as in a table (`signal.grid`); shorter ones are how a computer hears lines, in bursts."""
_GAP_STEPS, _REGULAR_STEPS = 8.0, 2.5
"""Of a slow stream a gap is longer than that; of one that keeps its step, lines are missing in more than 2.5 steps."""
_LOCK_S, _MOST_LOCK = 1.0, 0.1
"""Evened over about a second: shorter, and the bursts are felt; longer, and a board that warms up is followed late."""
_WANDERS = 0.1
"""A board keeps its rate to a tenth; else lines are missing."""
_LEAST_STEP = 0.2
"""Times rise by so much of a step at the least, whatever they are evened by."""
_ODD_STEPS, _ODD_S = 20.0, 1.0
"""A time so many steps and so much later is held, until the next line says whether it is one."""
_MOST_LEAP_S = 30.0
"""What stands in for a leap of the clock that is longer: nobody's practice has such a pause."""
_RESTARTS_AFTER_S = 0.5
"""A board without a time that prints text after such a silence has begun anew; a boot takes longer."""
_COUNTERS = (16, 24, 30, 31, 32)  # bits, as tables' clocks wrap (`gate.order`)


@dataclass(frozen=True, slots=True)
class Line:
    """A line's codes, when it was heard by the computer's clock, and its own time, None where it has none."""

    codes: Sequence[int]
    heard_s: float
    ticks: float | None = None


@dataclass(frozen=True, slots=True)
class Stamped:
    """A line's codes at ``time_s`` of the wire; so many are ``missing`` before it, or the board ``restarted``."""

    codes: Sequence[int]
    time_s: float
    missing: int = 0
    restarted: bool = False


class LineClock(Protocol):
    """Gives lines their times."""

    def feed(self, line: Line) -> list[Stamped | Kind]:
        """Take a line; give those that are due, or what is wrong with them."""
        ...

    def damaged(self) -> None:
        """Note that a line is missing before the next."""
        ...

    def spoke(self) -> None:
        """Note that the board has printed text before the next line, as it does when it begins."""
        ...

    def resume(self) -> None:
        """Begin a stretch: what was before the next line is nobody's loss."""
        ...


class EvenTimes:
    """Times of samples that are taken in even steps, each of which is only seen late, or rounded."""

    def __init__(self, step_s: float) -> None:
        self._step_s = self._usual_s = step_s
        self._gain = min(_MOST_LOCK, step_s / _LOCK_S)
        self._time_s: float | None = None

    def restart(self) -> None:
        """Begin with the next sample."""
        self._time_s = None

    def late_s(self, seen_s: float, skipped: int = 0) -> float:
        """How much later than awaited a sample is seen, if so many before it were ``skipped``."""
        return 0.0 if self._time_s is None else seen_s - self._time_s - (1 + skipped) * self._step_s

    def next(self, seen_s: float, skipped: int = 0) -> tuple[float, int]:
        """Give a sample's time, and how many are missing before it: those that were skipped, or more in a gap."""
        late_s, before_s = self.late_s(seen_s, skipped), self._time_s
        if before_s is None:
            self._time_s = seen_s
            return seen_s, 0
        if late_s > max(GAP_S, _GAP_STEPS * self._step_s):
            self._time_s = seen_s
            return seen_s, max(round((seen_s - before_s) / self._step_s) - 1, skipped)
        # a loop of second order, damped critically: it follows another rate without being late
        step_s = self._step_s + 0.25 * self._gain**2 * late_s
        self._step_s = min(max(step_s, self._usual_s * (1.0 - _WANDERS)), self._usual_s * (1.0 + _WANDERS))
        awaited_s = before_s + (1 + skipped) * self._step_s
        self._time_s = max(awaited_s + self._gain * late_s, before_s + _LEAST_STEP * self._step_s)
        return self._time_s, skipped


class CountedClock:
    """For a board that prints no time: its lines are taken in even steps, and heard by the computer's clock."""

    def __init__(self, rate_hz: float) -> None:
        self._times = EvenTimes(1.0 / rate_hz)
        self._missing = 0
        self._has_spoken = False
        self._origin_s: float | None = None

    def feed(self, line: Line) -> list[Stamped | Kind]:
        """Take a line; its own time, if it has any, is not looked at."""
        missing, self._missing = self._missing, 0
        restarted = self._has_spoken and self._times.late_s(line.heard_s) > _RESTARTS_AFTER_S
        self._has_spoken = False
        if restarted:
            self._times.restart()
            self._origin_s = None
        time_s, missing = self._times.next(line.heard_s, missing)
        self._origin_s = time_s if self._origin_s is None else self._origin_s
        return [Stamped(line.codes, time_s - self._origin_s, missing, restarted)]

    def damaged(self) -> None:
        """One more is missing."""
        self._missing += 1

    def spoke(self) -> None:
        """A restart, if silence was before it."""
        self._has_spoken = True

    def resume(self) -> None:
        """Go on by the computer's clock."""
        self._times.restart()
        self._missing, self._has_spoken = 0, False


class BoardClock:
    """For a board that prints its time.

    Parameters
    ----------
    per_second : float
        How many of the time's units a second has.
    rate_hz : float
        Lines a second.
    packed : bool
        Whether several lines stand under one time: they are spread evenly then.
    regular : bool
        Whether it keeps its step, so that a longer one says that lines are missing.
    """

    def __init__(self, per_second: float, rate_hz: float, *, packed: bool = False, regular: bool = True) -> None:
        self._per_second, self._step_s = per_second, 1.0 / rate_hz
        self._longest_s = _REGULAR_STEPS * self._step_s if regular else max(GAP_S, _REGULAR_STEPS * self._step_s)
        self._odd_s = max(_ODD_S, _ODD_STEPS * self._step_s)
        self._spread = EvenTimes(self._step_s) if packed else None
        self._offset_s = self._time_s = 0.0
        self._last_s: float | None = None
        self._held: tuple[Sequence[int], float] | None = None
        self._missing = 0
        self._has_spoken = False

    def feed(self, line: Line) -> list[Stamped | Kind]:
        """Take a line; when it was heard is not looked at."""
        assert line.ticks is not None  # noqa: S101  lines without a time are no rows of such a board
        codes, now_s = line.codes, line.ticks / self._per_second + self._offset_s
        due: list[Stamped | Kind] = []
        if self._held is not None:
            due += self._judge_held(now_s)
        last_s = self._last_s
        if last_s is None or 0.0 < now_s - last_s <= self._odd_s or (now_s == last_s and self._spread is not None):
            return [*due, self._taken(codes, now_s)]
        if now_s == last_s:
            return [*due, "time_repeated"]
        wrapped_s = 0.0 if self._has_spoken else self._wrapped(now_s, last_s)
        if wrapped_s:
            self._offset_s += wrapped_s
            return [*due, self._taken(codes, now_s + wrapped_s)]
        if now_s < last_s and self._has_spoken:
            return [*due, self._begun_anew(codes, now_s)]
        self._held = codes, now_s
        return due

    def damaged(self) -> None:
        """One more is missing."""
        self._missing += 1

    def spoke(self) -> None:
        """A time that falls back now is a restart's."""
        self._has_spoken = True

    def resume(self) -> None:
        """Go on with the next line's time, a step later."""
        self._last_s, self._held, self._missing, self._has_spoken = None, None, 0, False

    def _judge_held(self, now_s: float) -> list[Stamped | Kind]:
        """Whether a line whose time did not fit was a stray one, or the first of what comes now."""
        assert self._held is not None  # noqa: S101  asked before
        assert self._last_s is not None  # noqa: S101  nothing is held before a first line
        (codes, held_s), self._held = self._held, None
        goes_on = held_s <= now_s <= held_s + self._odd_s
        if goes_on and held_s > self._last_s:
            return [self._taken(codes, held_s)]
        if goes_on and now_s <= self._last_s and self._last_s - held_s > self._odd_s:
            return [self._begun_anew(codes, held_s)]
        self._missing += 1
        return ["time_back"]

    def _wrapped(self, now_s: float, last_s: float) -> float:
        """How far a counter that wrapped has to be put forward; 0 for a time that did anything else."""
        for bits in _COUNTERS:
            size_s = 2.0**bits / self._per_second
            is_near = 0.0 < now_s + size_s - last_s <= 2.0 * self._longest_s
            # no counter reads more than it can hold
            if is_near and size_s > self._odd_s and last_s - self._offset_s < size_s:
                return size_s
        return 0.0

    def _begun_anew(self, codes: Sequence[int], now_s: float) -> Stamped:
        self._last_s, self._time_s, self._missing, self._has_spoken = now_s, 0.0, 0, False
        if self._spread is not None:
            self._spread.restart()
            self._spread.next(now_s)
        return Stamped(codes, 0.0, restarted=True)

    def _taken(self, codes: Sequence[int], now_s: float) -> Stamped:
        step_s = self._step_s if self._last_s is None else now_s - self._last_s
        begins, self._last_s = self._last_s is None, now_s
        missing, self._missing, self._has_spoken = self._missing, 0, False
        if self._spread is not None:
            return self._evened(codes, now_s, missing, begins=begins)
        if not begins:
            # its own time says how many: a line that came twice is damaged, and nothing is missing for it
            fit = max(round(step_s / self._step_s) - 1, 0)
            missing = max(missing, fit) if step_s > self._longest_s else min(missing, fit)
        self._time_s += min(step_s, _MOST_LEAP_S)
        return Stamped(codes, self._time_s, missing)

    def _evened(self, codes: Sequence[int], now_s: float, missing: int, *, begins: bool) -> Stamped:
        """A line of a packet: so much later than the one before as the evened times say."""
        assert self._spread is not None  # noqa: S101  asked before
        if begins:
            self._spread.restart()
            self._time_s += self._step_s
            self._even_s, _ = self._spread.next(now_s)
            return Stamped(codes, self._time_s)
        even_s, missing = self._spread.next(now_s, missing)
        self._time_s += min(even_s - self._even_s, _MOST_LEAP_S)
        self._even_s = even_s
        return Stamped(codes, self._time_s, missing)
