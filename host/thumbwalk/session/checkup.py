"""What `thumbwalk doctor` finds: rate, losses and jitter of a stream by the device's own clock, and each channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.link.wire import Hello, Scans, Tally

_GAP_STEPS = 1.5
"""Scans further apart than this many nominal steps have a gap between them."""
_RATE_OFF = 0.02
_NOISY_COUNTS = 12.0
"""Standard deviation at rest, in 12-bit codes; a good divider with a 12-bit converter shows 1 to 2."""
_PRESSED_COUNTS = 40.0
_BLEED_COUNTS = 5.0
"""With its 1 M-ohm bleed a channel at rest reads about 13 codes; below this the wire is open or there is no bleed."""


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """One channel over the checkup, in 12-bit codes whatever the board's resolution."""

    name: str
    state: str
    note: str
    median_counts: float
    noise_counts: float


@dataclass(frozen=True, slots=True)
class Checkup:
    """A rig's state of health; times by the device's clock."""

    identity: Hello
    seconds: float
    scans: int
    rate_hz: float
    gaps: int
    tally: Tally
    jitter_us: dict[str, float]
    channels: tuple[ChannelHealth, ...]
    problems: tuple[str, ...]

    @property
    def healthy(self) -> bool:
        """Whether nothing needs a hand."""
        return not self.problems

    def to_json(self) -> dict[str, Any]:
        """The document of `thumbwalk doctor --json`."""
        return {
            "version": 1,
            "healthy": self.healthy,
            "identity": asdict(self.identity),
            "seconds": self.seconds,
            "scans": self.scans,
            "rate_hz": self.rate_hz,
            "gaps": self.gaps,
            "overruns": self.tally.overruns,
            "dropped": self.tally.dropped,
            "bad_frames": self.tally.bad_frames,
            "lost_frames": self.tally.lost_frames,
            "jitter_us": self.jitter_us,
            "channels": [asdict(channel) for channel in self.channels],
            "problems": list(self.problems),
        }


def check_up(hello: Hello, blocks: Sequence[Scans], tally: Tally) -> Checkup:
    """Judge a stretch of stream; ``blocks`` are its scans in order, ``tally`` what was lost."""
    time_us = np.concatenate([np.empty(0, np.int64), *(block.time_us for block in blocks)])
    counts = np.concatenate([np.empty((0, len(hello.channels)), np.uint16), *(block.counts for block in blocks)])
    steps = np.diff(time_us)
    nominal_us = 1e6 / hello.rate_hz
    gaps = int((steps > _GAP_STEPS * nominal_us).sum())
    even = steps[steps <= _GAP_STEPS * nominal_us]
    rate_hz = 1e6 / float(even.mean()) if len(even) else 0.0
    channels = tuple(_channel(name, counts[:, i], hello.bits) for i, name in enumerate(hello.channels))
    return Checkup(
        identity=hello,
        seconds=float(time_us[-1] - time_us[0]) * 1e-6 if len(time_us) > 1 else 0.0,
        scans=len(time_us),
        rate_hz=rate_hz,
        gaps=gaps,
        tally=tally,
        jitter_us=_jitter(even, nominal_us),
        channels=channels,
        problems=tuple(
            _problems(hello, scans=len(time_us), rate_hz=rate_hz, gaps=gaps, tally=tally, channels=channels)
        ),
    )


def _jitter(steps_us: NDArray[np.int64], nominal_us: float) -> dict[str, float]:
    """How far steps between scans lie off the nominal one, in microseconds."""
    if not len(steps_us):
        return {"p50": 0.0, "p99": 0.0, "max": 0.0}
    off = np.abs(steps_us - nominal_us)
    p50, p99 = np.percentile(off, [50, 99])
    return {"p50": float(p50), "p99": float(p99), "max": float(off.max())}


def _channel(name: str, counts: NDArray[np.uint16], bits: int) -> ChannelHealth:
    if not len(counts):
        return ChannelHealth(name, "silent", "nothing was received", 0.0, 0.0)
    codes = counts.astype(np.float64) / 2.0 ** (bits - 12)
    median, noise = float(np.median(codes)), float(codes.std())
    state, note = "ok", ""
    if codes.min() >= 4094.0:
        state, note = "shorted", "reads the top of the range throughout; look for a short at the sensor"
    elif median < _BLEED_COUNTS:
        state, note = "open", "reads like an open wire; check the plug, or the 1 M-ohm bleed is not fitted"
    elif counts.max() == counts.min():
        state, note = "stuck", "never moves, not even by noise; check the multiplexer's wiring"
    elif median > _PRESSED_COUNTS:
        state, note = "pressed", "something presses on it"
    elif noise > _NOISY_COUNTS:
        state, note = "noisy", f"noise of {noise:.1f} codes at rest; check ground and plug"
    return ChannelHealth(name, state, note, median, noise)


def _problems(
    hello: Hello, *, scans: int, rate_hz: float, gaps: int, tally: Tally, channels: Sequence[ChannelHealth]
) -> list[str]:
    if not scans:
        return ["no scan was received; unplug the rig, plug it in again, and look at firmware/README.md"]
    problems = []
    if abs(rate_hz - hello.rate_hz) > _RATE_OFF * hello.rate_hz:
        problems.append(f"scans at {rate_hz:.1f} Hz by the device's clock, {hello.rate_hz:g} Hz was asked for")
    losses = {
        "gaps between scans": gaps,
        "overruns": tally.overruns,
        "dropped frames": tally.dropped,
        "bad frames": tally.bad_frames,
        "lost frames": tally.lost_frames,
    }
    problems += [f"{count} {what}" for what, count in losses.items() if count]
    faulty = [channel for channel in channels if channel.state not in ("ok", "pressed")]
    problems += [f"{channel.name}: {channel.state}: {channel.note}" for channel in faulty]
    return problems
