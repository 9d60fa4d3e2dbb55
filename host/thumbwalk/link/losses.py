"""What a stream lost: how much, when, and in words. The same of a live stream, of its recording and of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from thumbwalk.language import in_a_line, told, told_n
from thumbwalk.link.stream_clock import RESUMES_AFTER_US, Break

LossKind = Literal["lost", "missed", "gap", "restart", "standstill", "away"]
"""Frames that never came; scans that the board could not take or send; time without samples and without a word of why,
in a table or of a board; a board that began anew; a stream that nobody read; a rig that was unplugged."""
Span = tuple[float, float]
_IN_TIME = ("lost", "missed", "gap")
"""What takes time of the stream; the others stand each for itself."""
_NEAR_S = 0.25
"""Losses of one kind so near to each other are told as one: a list of every frame helps nobody, and fills memory."""
_MOST_SPANS = 100
"""So many are written down, the longest; all are counted."""


@dataclass(frozen=True, slots=True)
class LostSpan:
    """A stretch of a stream's time in which something is missing: ``lost_s`` of it, seconds.

    A restart, a standstill and a rig that was away take no time of the stream: it goes on behind them.
    """

    kind: LossKind
    from_s: float
    to_s: float
    lost_s: float


@dataclass
class Losses:
    """Counts what is broken in a stream; times are its own, seconds since its first scan.

    Attributes
    ----------
    frames, lost_s, places : int, float, int
        Frames that never came, the time in which they are missing, and in how many places. Of a table no frames, but
        the time in which it has no samples.
    longest_s, from_s : float
        The longest of those, and from when on.
    missed_s : float
        Time in which the board could not take scans, or not send them.
    restarts, stood_still_s : int, float
        How often the board began anew, and how long it went on while nobody read it.
    overruns, dropped : int
        Scans that the board took too late to take at all, and frames that it could not send, as its host was too slow.
    away, away_s : int, float
        How often the rig was unplugged, and for how long by the host's clock.
    spans : list of LostSpan
        When all that was, in the order in which it was told.
    """

    frames: int = 0
    lost_s: float = 0.0
    places: int = 0
    longest_s: float = 0.0
    from_s: float = 0.0
    missed_s: float = 0.0
    restarts: int = 0
    stood_still_s: float = 0.0
    overruns: int = 0
    dropped: int = 0
    away: int = 0
    away_s: float = 0.0
    spans: list[LostSpan] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether anything was lost."""
        return self != Losses()

    def take(self, found: Break, origin_us: int) -> None:
        """Count a break; ``origin_us`` is the stream's first scan's time."""
        to_s = (found.device_us - origin_us) * 1e-6
        if found.kind == "lost":
            self.frames += found.frames
            self._take_lost(LostSpan("lost", to_s - found.seconds, to_s, found.seconds))
        elif found.kind == "missed":
            self.missed_s += found.seconds
            self.overruns += found.scans
            self.dropped += found.frames
            self._keep(LostSpan("missed", to_s - found.seconds, to_s, found.seconds))
        else:
            self.restarts += found.kind == "restart"
            self.stood_still_s += found.seconds if found.kind == "standstill" else 0.0
            self._keep(LostSpan(found.kind, to_s - RESUMES_AFTER_US * 1e-6, to_s, 0.0))

    def take_gap(self, from_s: float, to_s: float) -> None:
        """Count a stretch that has no samples, and no word of why."""
        self._take_lost(LostSpan("gap", from_s, to_s, to_s - from_s))

    def take_away(self, at_s: float, seconds: float) -> None:
        """Count that the rig was unplugged at a time of the stream, for so long."""
        self.away += 1
        self.away_s += seconds
        self._keep(LostSpan("away", at_s, at_s, 0.0))

    def until(self, times_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """How many seconds are missing before each of these times (n,): the same in each part of a span."""
        spans = [one for one in self.spans if one.lost_s > 0.0 and one.to_s > one.from_s]
        from_s, to_s = (np.array([getattr(one, name) for one in spans]) for name in ("from_s", "to_s"))
        part = np.array([one.lost_s / (one.to_s - one.from_s) for one in spans])
        return _ramps(from_s, part, times_s) - _ramps(to_s, part, times_s)

    def between(self, start_s: float, end_s: float) -> float:
        """How many seconds of the stream's time from ``start_s`` to ``end_s`` are missing."""
        before, behind = self.until(np.array([start_s, end_s])).tolist()
        lost_s: float = max(behind - before, 0.0)
        return lost_s

    def shares(self, spans: Sequence[Span]) -> list[float]:
        """Which part of each of these times (start_s, end_s) is missing, 0 to 1."""
        edges = np.array(spans, np.float64).reshape(-1, 2)
        lost_s = self.until(edges[:, 1]) - self.until(edges[:, 0])
        lasts_s = edges[:, 1] - edges[:, 0]
        share = np.divide(lost_s, lasts_s, out=np.zeros(len(edges)), where=lasts_s > 0.0)
        parts: list[float] = np.clip(share, 0.0, 1.0).tolist()
        return parts

    def missing(self) -> str:
        """Which frames, or of a table which samples, are missing, in words."""
        what = _frames(self.frames) if self.frames else told("samples")
        if self.places == 1:
            return told_n(
                "{what} ({lost_s:.1f} s) is missing from {from_s:.1f} s on",
                "{what} ({lost_s:.1f} s) are missing from {from_s:.1f} s on",
                self.frames,
                what=what,
                lost_s=self.lost_s,
                from_s=self.from_s,
            )
        return told(
            "{what} ({lost_s:.1f} s) are missing in {places} places, most of them ({longest_s:.1f} "
            "s) from {from_s:.1f} s on",
            what=what,
            lost_s=self.lost_s,
            places=self.places,
            longest_s=self.longest_s,
            from_s=self.from_s,
        )

    def said(self) -> list[str]:
        """How much was lost and when, a line each."""
        said = [self.missing()] if self.places else []
        if self.overruns or self.dropped or self.missed_s:
            said.append(
                told(
                    "{what} ({missed_s:.2f} s){when}",
                    what=self._missed(),
                    missed_s=self.missed_s,
                    when=self._when("missed"),
                )
            )
        if self.restarts:
            said.append(
                told("the board restarted {times}{when}", times=_times(self.restarts), when=self._when("restart"))
            )
        if self.stood_still_s:
            said.append(
                told(
                    "the stream stood still for {stood_still_s:.0f} s{when}",
                    stood_still_s=self.stood_still_s,
                    when=self._when("standstill"),
                )
            )
        if self.away:
            said.append(
                told(
                    "the rig was away {times}, for {away_s:.0f} s{when}",
                    times=_times(self.away),
                    away_s=self.away_s,
                    when=self._when("away"),
                )
            )
        return said

    def _missed(self) -> str:
        """What the board did not get done."""
        scans, frames = told_n("{n} scan", "{n} scans", self.overruns), _frames(self.dropped)
        took = told("the board could not take {scans}", scans=scans)
        sent = told("the board could not send {frames}, as the computer was too slow", frames=frames)
        if self.overruns and self.dropped:
            return told(
                "the board could not take {scans} and could not send {frames}, as the computer was too slow",
                scans=scans,
                frames=frames,
            )
        return took if self.overruns else sent if self.dropped else told("the board missed scans")

    def to_json(self) -> dict[str, Any]:
        """How much was lost, and when: of more than a hundred spans the longest."""
        longest = sorted(self.spans, key=lambda one: one.to_s - one.from_s, reverse=True)[:_MOST_SPANS]
        return asdict(replace(self, spans=sorted(longest, key=lambda one: one.from_s)))

    def _take_lost(self, span: LostSpan) -> None:
        self.lost_s += span.lost_s
        self.places += 1
        if span.lost_s >= self.longest_s:
            self.longest_s, self.from_s = span.lost_s, span.from_s
        self._keep(span)

    def _keep(self, span: LostSpan) -> None:
        last = self.spans[-1] if self.spans else None
        if (
            last is not None
            and span.kind in _IN_TIME
            and last.kind == span.kind
            and last.from_s <= span.from_s <= last.to_s + _NEAR_S
        ):
            self.spans[-1] = replace(last, to_s=max(last.to_s, span.to_s), lost_s=last.lost_s + span.lost_s)
        else:
            self.spans.append(span)

    def _when(self, kind: LossKind) -> str:
        """From when on, if that is one time."""
        times = [one.from_s for one in self.spans if one.kind == kind]
        return told(", at {at_s:.1f} s", at_s=max(times[0], 0.0)) if len(times) == 1 else ""


@dataclass(frozen=True)
class LostPart:
    """What is missing of the time that a result is about, and whether the rest is enough to believe it.

    Attributes
    ----------
    losses : Losses
        What the stream lost.
    share : float
        The part that is missing of the time, 0 to 1; of a drill, of the set that lost most.
    believed : bool
        Whether that leaves enough.
    doubtful : tuple of int
        Which parts of the result, counted from 0, lost so much that they can't be believed, though the whole may be.
    """

    losses: Losses
    share: float
    believed: bool
    doubtful: tuple[int, ...] = ()

    @staticmethod
    def of(losses: Losses, whole: Span, parts: Sequence[Span], most_share: float) -> LostPart:
        """Judge a result about a ``whole`` time (start_s, end_s) and its ``parts``, of which so much may be missing."""
        share, *shares = losses.shares([whole, *parts])
        doubtful = tuple(index for index, one in enumerate(shares) if one > most_share)
        return LostPart(losses, share, share <= most_share, doubtful)

    def to_json(self) -> dict[str, Any]:
        """The key ``losses`` of a document; nothing at all where nothing was lost."""
        if not self.losses.any:
            return {}
        doubtful = {"doubtful": list(self.doubtful)} if self.doubtful else {}
        return {"losses": {**self.losses.to_json(), "share": self.share, "believed": self.believed, **doubtful}}

    def said(self) -> list[str]:
        """The same for people, a line each; nothing where nothing was lost."""
        if not self.losses.any:
            return []
        verdict = (
            told("the result can still be believed") if self.believed else told("not enough data to believe the result")
        )
        said: list[str] = [
            told("Lost on the way: {said}.", said=in_a_line(self.losses.said())),
            told("That is {percent:.1f} % of its time: {verdict}.", percent=100.0 * self.share, verdict=verdict),
        ]
        if self.doubtful:
            numbers = ", ".join(str(index + 1) for index in self.doubtful)
            said.append(
                told(
                    "Too much is missing in the middle of {numbers} (counted from 1): not enough data there.",
                    numbers=numbers,
                )
            )
        return said


def _ramps(knots: NDArray[np.float64], slopes: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of ramps that begin at knots, each with its slope, at some places."""
    order = np.argsort(knots)
    begun = np.searchsorted(knots[order], at)
    slope, offset = (np.append(0.0, np.cumsum(one[order])) for one in (slopes, slopes * knots))
    return np.asarray(slope[begun] * at - offset[begun])


def _frames(count: int) -> str:
    return told_n("{n} frame", "{n} frames", count)


def _times(count: int) -> str:
    return told("once") if count == 1 else told("{n} times", n=count)
