"""What `thumbwalk doctor` finds: rate, losses and jitter of a stream by the device's own clock, and each channel."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.link.losses import LostPart
from thumbwalk.link.selftest import JITTER_EDGES_US, SelfTest, Settings
from thumbwalk.link.tally import losses_said, many
from thumbwalk.link.version import version_notice
from thumbwalk.link.wire import Hello, Scans, Tally
from thumbwalk.rig.cell_health import CellHealth
from thumbwalk.rig.press_check import PressedChannel, press_problems
from thumbwalk.signal.load_cell import CLAIM_N, CLAIM_SHARE, LoadComparison
from thumbwalk.signal.supply import LEAST_MV, MOST_MV

_GAP_STEPS = 1.5
"""Scans further apart than this many nominal steps have a gap between them."""
_LEAST_SHARE = 0.25
"""So many steps have no gap at a board that keeps its rate, unless more than half of its frames are lost."""
_RATE_OFF = 0.02
_NOISY_COUNTS = 12.0
"""Standard deviation at rest, in 12-bit codes; a good divider with a 12-bit converter shows 1 to 2."""
_PRESSED_COUNTS = 40.0
_BLEED_COUNTS = 5.0
"""With its 1 M-ohm bleed a channel at rest reads about 13 codes; below this the wire is open or there is no bleed."""
_NO_BLEED = (
    "no 1 M-ohm bleeds: an open wire can't be told from a sensor at rest; "
    "fit them, or see with `thumbwalk doctor --press`"
)
_UNBLED = "answers to a press, but reads less than its bleed at rest; fit its 1 M-ohm bleed resistor"
_LOAD_MISSING = (
    "the load cell sends nothing; look at its plug and at HX711_DATA and HX711_CLOCK (hardware/wiring.md), "
    "or set `load_cell` to 0 if none is fitted"
)
_NO_FAULT = ("ok", "pressed", "open-or-unloaded")


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
    """A rig's state of health; times by the device's clock.

    ``notices`` are what is good to know and no fault. ``lost`` says when what was lost, and whether a practice in which
    as much is lost can be believed.
    """

    identity: Hello
    seconds: float
    scans: int
    rate_hz: float
    gaps: int
    tally: Tally
    jitter_us: dict[str, float]
    channels: tuple[ChannelHealth, ...]
    problems: tuple[str, ...]
    self_test: SelfTest | None = None
    settings: Settings | None = None
    press: tuple[PressedChannel, ...] | None = None
    load_check: LoadComparison | None = None
    notices: tuple[str, ...] = ()
    lost: LostPart | None = None
    cells: tuple[CellHealth, ...] = ()

    @property
    def healthy(self) -> bool:
        """Whether nothing needs a hand."""
        return not self.problems

    @property
    def load_cell(self) -> dict[str, Any] | None:
        """How the load cell was during the stream; None for a board that sent no status."""
        status, readings = self.tally.status, self.tally.load_readings
        if status is None:
            return None
        rate_hz = readings / self.seconds if readings > 1 and self.seconds else None
        return {
            "state": status.load_cell,
            "rate_hz": rate_hz,
            "readings": readings,
            "missed": status.load_missed,
        }

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
            "repeated_frames": self.tally.repeated_frames,
            "late_frames": self.tally.late_frames,
            "restarts": self.tally.restarts,
            "stood_still_s": self.tally.stood_still_s,
            "losses": None,
            **({} if self.lost is None else self.lost.to_json()),
            "jitter_us": self.jitter_us,
            "channels": [asdict(channel) for channel in self.channels],
            "cells": [asdict(cell) for cell in self.cells],
            "supply_mv": None if self.tally.status is None else self.tally.status.supply_mv,
            "busy_percent": None if self.tally.status is None else self.tally.status.busy_percent,
            "load_cell": self.load_cell,
            "problems": list(self.problems),
            "notices": list(self.notices),
            "self_test": None if self.self_test is None else _self_test_json(self.self_test, self.identity.channels),
            "settings": None if self.settings is None else asdict(self.settings),
            "load_check": None if self.load_check is None else asdict(self.load_check),
            "press": None if self.press is None else [asdict(one) for one in self.press],
        }

    def pressed(self, found: tuple[PressedChannel, ...]) -> Checkup:
        """Add what a guided press found; of a channel that was named already only what is new.

        An open wire that does not answer is one fault. One that answers is no open wire: its bleed is missing.
        """
        states = {channel.name: channel.state for channel in self.channels}
        unbled = {one.name for one in found if one.state == "ok" and states.get(one.name) == "open"}
        problems = [line for line in self.problems if line.partition(":")[0] not in unbled]
        problems += [f"{name}: unbled: {_UNBLED}" for name in self.identity.channels if name in unbled]
        new = [one for one in found if (states.get(one.name), one.state) != ("open", "dead")]
        new = [one for one in new if states.get(one.name) != one.state]
        problems += [line for line in press_problems(new) if line not in problems]
        return replace(self, press=found, problems=tuple(problems))

    def pressed_at_corners(self, found: tuple[PressedChannel, ...]) -> Checkup:
        """Add what a guided press of a plate found; of a cell that was named already nothing more."""
        named = {line.partition(":")[0] for line in self.problems}
        lines = [line for line in press_problems(found) if line.partition(":")[0] not in named]
        return replace(self, press=found, problems=(*self.problems, *lines))

    def loaded(self, found: LoadComparison | None, *, calibrated: bool) -> Checkup:
        """Add the load cell's force beside the tiles' sum; that uncalibrated tiles are off is no fault."""
        if found is None or found.agrees:
            return replace(self, load_check=found)
        claim = f"the claim of {100 * CLAIM_SHARE:.0f} % and {CLAIM_N:g} N"
        if calibrated:
            line = f"{found.text}, off by more than {claim}: calibrate the tiles, or the load cell's scale"
            return replace(self, load_check=found, problems=(*self.problems, line))
        line = f"{found.text}; {claim} holds for a rig that was calibrated, see `thumbwalk calibrate`"
        return replace(self, load_check=found, notices=(*self.notices, line))


def check_up(
    hello: Hello,
    blocks: Sequence[Scans],
    tally: Tally,
    self_test: SelfTest | None = None,
    settings: Settings | None = None,
    lost: LostPart | None = None,
) -> Checkup:
    """Judge a stretch of stream; ``blocks`` are its scans in order, ``tally`` and ``lost`` what was lost.

    What the board said of itself, ``self_test`` and ``settings``, is judged with it; None for a board that can't.
    """
    others = {block.counts.shape[1] for block in blocks} - {len(hello.channels)}
    blocks = [block for block in blocks if block.counts.shape[1] == len(hello.channels)]
    time_us = np.concatenate([np.empty(0, np.int64), *(block.time_us for block in blocks)])
    counts = np.concatenate([np.empty((0, len(hello.channels)), np.uint16), *(block.counts for block in blocks)])
    steps = np.diff(time_us)
    nominal_us = _step_us(steps, 1e6 / hello.rate_hz)
    gaps = int((steps > _GAP_STEPS * nominal_us).sum())
    even = steps[steps <= _GAP_STEPS * nominal_us]
    rate_hz = 1e6 / float(even.mean()) if len(even) else 0.0
    levels = np.median(counts, axis=0) / 2.0 ** (hello.bits - 12) if len(counts) else np.empty(0)
    has_bleed = 2 * int((levels >= _BLEED_COUNTS).sum()) > len(hello.channels)
    channels = tuple(_channel(name, counts[:, i], hello.bits, has_bleed) for i, name in enumerate(hello.channels))
    notice = version_notice(hello.firmware)
    problems = _problems(hello, scans=len(time_us), rate_hz=rate_hz, gaps=gaps, tally=tally, channels=channels)
    if others:
        problems = problems if blocks else []
        problems.insert(0, _other_channels(others, len(hello.channels)))
    if len(time_us) and not has_bleed:
        problems.append(_NO_BLEED)
    return Checkup(
        identity=hello,
        seconds=float(time_us[-1] - time_us[0]) * 1e-6 if len(time_us) > 1 else 0.0,
        scans=len(time_us),
        rate_hz=rate_hz,
        gaps=gaps,
        tally=tally,
        jitter_us=_jitter(even, nominal_us),
        channels=channels,
        problems=(*problems, *_load_problems(tally, self_test), *own_problems(self_test, settings, channels)),
        self_test=self_test,
        settings=settings,
        notices=() if notice is None else (notice,),
        lost=lost,
    )


def _step_us(steps_us: NDArray[np.int64], nominal_us: float) -> float:
    """The step that scans have where none is missing: the nominal one, unless hardly a step is as short."""
    if not len(steps_us):
        return nominal_us
    usual_us = float(np.percentile(steps_us, 100.0 * _LEAST_SHARE))
    return usual_us if usual_us > _GAP_STEPS * nominal_us else nominal_us


def _jitter(steps_us: NDArray[np.int64], nominal_us: float) -> dict[str, float]:
    """How far steps between scans lie off the nominal one, in microseconds."""
    if not len(steps_us):
        return {"p50": 0.0, "p99": 0.0, "max": 0.0}
    off = np.abs(steps_us - nominal_us)
    p50, p99 = np.percentile(off, [50, 99])
    return {"p50": float(p50), "p99": float(p99), "max": float(off.max())}


def _channel(name: str, counts: NDArray[np.uint16], bits: int, has_bleed: bool) -> ChannelHealth:
    if not len(counts):
        return ChannelHealth(name, "silent", "nothing was received", 0.0, 0.0)
    codes = counts.astype(np.float64) / 2.0 ** (bits - 12)
    median, noise = float(np.median(codes)), float(codes.std())
    state, note = "ok", ""
    if codes.min() >= 4094.0:
        state, note = "shorted", "reads the top of the range throughout; look for a short at the sensor"
    elif median < _BLEED_COUNTS and has_bleed:
        state, note = "open", "reads like an open wire, less than its bleed; check the plug, then the bleed resistor"
    elif median < _BLEED_COUNTS:
        state, note = "open-or-unloaded", "reads like an open wire or a sensor at rest; a press would tell"
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
    problems += losses_said(tally)
    losses = (
        (gaps, "gap between scans", "gaps between scans"),
        (tally.overruns, "overrun", "overruns"),
        (tally.dropped, "dropped frame", "dropped frames"),
        (tally.bad_frames, "bad frame", "bad frames"),
        (tally.lost_frames, "lost frame", "lost frames"),
    )
    problems += [many(count, *names) for count, *names in losses if count]
    faulty = [channel for channel in channels if channel.state not in _NO_FAULT]
    problems += [f"{channel.name}: {channel.state}: {channel.note}" for channel in faulty]
    return problems


def _other_channels(found: Collection[int], n_announced: int) -> str:
    widths = " or ".join(map(str, sorted(found)))
    return (
        f"scans of {widths} channels came, which were left aside: the board says that it has {n_announced}; write its "
        "firmware anew with `thumbwalk flash`"
    )


def own_problems(self_test: SelfTest | None, settings: Settings | None, channels: Sequence[ChannelHealth]) -> list[str]:
    """What the board itself found; a channel that the stream has shown to be faulty is not named twice."""
    problems = []
    if settings is not None and settings.state == "damaged":
        problems.append(
            f"the board's settings are damaged ({settings.why}), its defaults hold; "
            "set them again, or accept the defaults, with `thumbwalk config`"
        )
    if self_test is None:
        return problems
    if self_test.missed:
        problems.append(f"the board's self-test missed {self_test.missed} scans")
    if self_test.supply_mv is not None and not LEAST_MV <= self_test.supply_mv <= MOST_MV:
        problems.append(
            f"the sensors' supply reads {1e-3 * self_test.supply_mv:.2f} V instead of 3.3 V; "
            "counts are not corrected by it; look at its wire and at SUPPLY_SENSE (hardware/wiring.md)"
        )
    for channel, state in zip(channels, self_test.states, strict=False):
        if channel.state in _NO_FAULT and state not in _NO_FAULT:
            problems.append(f"{channel.name}: {state}: the board's self-test found it, the stream did not")
    return problems


def _load_problems(tally: Tally, self_test: SelfTest | None) -> list[str]:
    """A load cell that ought to be there and says nothing; the stream's end counts more than what was before it."""
    if tally.status is not None:
        is_missing = tally.status.load_cell == "missing"
    else:
        is_missing = self_test is not None and self_test.load_cell.state == "missing"
    return [_LOAD_MISSING] if is_missing else []


def _self_test_json(test: SelfTest, names: Sequence[str]) -> dict[str, Any]:
    edges: list[int | None] = [*JITTER_EDGES_US, None]
    parts = zip(names, test.states, test.mean_counts, test.noise_counts, strict=False)
    return {
        "scans": test.scans,
        "missed": test.missed,
        "period_us": test.period_us,
        "scan_us": test.scan_us,
        "jitter": [{"below_us": edge, "steps": n} for edge, n in zip(edges, test.jitter, strict=True)],
        "supply_mv": test.supply_mv,
        "load_cell": asdict(test.load_cell),
        "memory_free_bytes": test.memory_free,
        "memory_used_bytes": test.memory_used,
        "bleed_fitted": test.has_bleed,
        "channels": [
            {"name": name, "state": state, "mean_counts": mean, "noise_counts": noise}
            for name, state, mean, noise in parts
        ],
    }
