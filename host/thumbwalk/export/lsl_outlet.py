"""Live on the Lab Streaming Layer: one outlet of contact and forces, for LabRecorder and whatever else records there.

Its search for streams stays on this machine, unless the user has a configuration of that library's own.
"""

from __future__ import annotations

import json
import os
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk import __version__
from thumbwalk.extras import extra
from thumbwalk.link.device_clock import ClockPair, DeviceClock
from thumbwalk.link.wire import Break, FrameType, Hello, HostFrame, Samples
from thumbwalk.pad import Pad
from thumbwalk.session.listener import Heard
from thumbwalk.session.practice import Practice
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.technique.measures import force_unit
from thumbwalk.touch.touch_block import TouchBlock

_UNITS = {"n": "newtons", "kpa": "kilopascals", "counts": "counts"}
_CONTACT = (
    ("touching", "none", "Contact"),
    ("total", "force", "Force"),
    ("contact", "force", "Force"),
    ("contact_x", "millimeters", "PositionX"),
    ("contact_y", "millimeters", "PositionY"),
    ("second", "force", "Force"),
    ("second_x", "millimeters", "PositionX"),
    ("second_y", "millimeters", "PositionY"),
    ("resting", "force", "Force"),
)
"""Label, unit and type of the channels before those of the sensors."""
_ON_THIS_MACHINE = "[multicast]\nResolveScope = machine\n[log]\nlevel = -2\n"
_OWN_FILES = ("lsl_api.cfg", "~/lsl_api/lsl_api.cfg", "/etc/lsl_api/lsl_api.cfg")
"""Where the library looks for a user's own configuration, beside the variable LSLAPICFG."""


def lsl_library() -> Any:
    """Give the library, told to stay on this machine. Raises OptionError where it is not installed."""
    pylsl = extra("pylsl", "--lsl", "pylsl")
    if not os.environ.get("LSLAPICFG") and not any(Path(one).expanduser().is_file() for one in _OWN_FILES):
        # of no effect after the first stream, which was told so already
        pylsl.set_config_content(_ON_THIS_MACHINE)
    return pylsl


class LslOutlet:
    """Hears a live session, and gives its touch and forces to whoever listens, at the board's time.

    Parameters
    ----------
    practice : Practice
        What follows the stream; it has been greeted.
    hello : Hello
        The board.
    now : callable
        The host's monotonic clock, by which the session's pings are timed.
    """

    def __init__(self, practice: Practice, hello: Hello, now: Callable[[], float] = time.monotonic) -> None:
        self._lsl, self._now = lsl_library(), now
        pipeline = practice.pipeline
        assert pipeline is not None  # noqa: S101  a greeted practice has one
        pipeline.tell(self._take)
        self._forces: deque[ForceBlock] = deque()
        self._clock = DeviceClock()
        self._origin_us: int | None = None
        self._newest_us = 0
        info = _described(self._lsl, practice, hello, pipeline.signal.output_rate_hz)
        self._outlet = self._lsl.StreamOutlet(info)

    def hear(self, heard: Heard) -> None:
        """Take what happens: pings set the clock, touch is given on."""
        if isinstance(heard, Samples):
            if self._origin_us is None:
                self._origin_us = int(heard.time_us[0])
            self._newest_us = int(heard.time_us[-1])
        elif isinstance(heard, HostFrame) and heard.kind is FrameType.CLOCK:
            self._clock.add(ClockPair(**json.loads(heard.payload)))
        elif isinstance(heard, Break) and heard.kind in ("restart", "standstill"):
            self._clock.restart()
        elif isinstance(heard, TouchBlock):
            self._give(heard)

    def _take(self, block: ForceBlock) -> None:
        self._forces.append(block)

    def _give(self, touch: TouchBlock) -> None:
        forces = self._forces_of(len(touch))
        contact = (
            *(touch.touching, touch.total_n, touch.contact_n, touch.x_mm, touch.y_mm),
            *(touch.second_n, touch.second_x_mm, touch.second_y_mm, touch.resting_n),
        )
        rows = np.column_stack([*contact, forces]).astype(np.float32)
        self._outlet.push_chunk(rows, self._lsl_s(touch.time_s).tolist())

    def _forces_of(self, n_rows: int) -> NDArray[np.float64]:
        """The sensors' forces of as many rows, which came just before the touch that was made of them."""
        parts = []
        while n_rows:
            block = self._forces.popleft()
            taken = min(len(block.time_s), n_rows)
            parts.append(np.where(block.left_out, np.nan, block.force_n[:taken]))
            if taken < len(block.time_s):
                self._forces.appendleft(block.between(block.time_s[taken], np.inf))
            n_rows -= taken
        return np.concatenate(parts)

    def _lsl_s(self, time_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """Times since the first scan by the library's clock; before a ping was answered, by when bytes arrived."""
        device_us = (self._origin_us or 0) + 1e6 * time_s
        if self._clock.pairs:
            host_s = np.array([self._clock.host_s(round(one)) for one in device_us])
        else:
            host_s = self._now() + (device_us - self._newest_us) * 1e-6
        lsl_s: NDArray[np.float64] = host_s + (self._lsl.local_clock() - self._now())
        return lsl_s


def _described(pylsl: Any, practice: Practice, hello: Hello, rate_hz: float) -> Any:
    """The stream's description, by the conventions of XDF's metadata."""
    pad = practice.pad
    force = _UNITS[force_unit(pad)]
    channels = [(label, force if unit == "force" else unit, kind) for label, unit, kind in _CONTACT]
    channels += [(name, force, "Force") for name in pad.names]
    identity = f"thumbwalk-{hello.board_id}"
    info = pylsl.StreamInfo(f"Thumbwalk {pad.name}", "Force", len(channels), rate_hz, pylsl.cf_float32, identity)
    description = info.desc()
    listed = description.append_child("channels")
    for index, (label, unit, kind) in enumerate(channels):
        channel = listed.append_child("channel")
        for name, value in (("label", label), ("unit", unit), ("type", kind)):
            channel.append_child_value(name, value)
        _place(channel, pad, index - len(_CONTACT))
    acquisition = description.append_child("acquisition")
    acquisition.append_child_value("manufacturer", "Thumbwalk")
    acquisition.append_child_value("model", f"{pad.name}, {pad.foot or 'no'} foot")
    acquisition.append_child_value("serial_number", hello.board_id)
    acquisition.append_child_value("firmware", hello.firmware)
    acquisition.append_child_value("thumbwalk", __version__)
    acquisition.append_child_value("calibrated", "true" if practice.calibrated else "false")
    synchronization = description.append_child("synchronization")
    synchronization.append_child_value("offset_mean", "0")
    synchronization.append_child_value("can_drop_samples", "false")
    return info


def _place(channel: Any, pad: Pad, taxel: int) -> None:
    """Where a sensor's channel is, along and across the foot."""
    if taxel < 0 or not pad.has_positions:
        return
    one = pad.taxels[taxel]
    location = channel.append_child("location")
    location.append_child_value("X", f"{one.x_mm:g}")
    location.append_child_value("Y", f"{one.y_mm:g}")
    location.append_child_value("unit", "millimeters")
