"""The one sound device: opened once, kept open, fed by whoever renders. Where there is none, there is silence.

Opening may take seconds and must hold up nobody: a thread of its own does it, and the device's own thread asks for
samples from then on.
"""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from collections.abc import Callable, Generator, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from thumbwalk.language import told
from thumbwalk.sound.earcons import RATE_HZ

Render = Callable[[int, float], NDArray[np.float32]]
"""Gives the next samples, (n,), asked for at a time of the computer's clock."""
SpeakerState = Literal["closed", "opening", "open", "silent"]

_BUFFER_MS = 40
"""What a device holds back: less stutters where others work, more is late."""
_CLOSED_WITHIN_S = 2.0
"""A sound server that hangs holds up nobody for longer."""
_SERVERS = ("PULSEAUDIO", "ALSA")
"""Where Linux plays sounds. Others that miniaudio knows print what they miss, and start servers of their own."""

_ErrorHandler = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)


def _say_nothing(_file: bytes, _line: int, _function: bytes, _error: int, _format: bytes) -> None:
    """Take what ALSA would print."""


_NOTHING = _ErrorHandler(_say_nothing)
"""Kept for ever: ALSA calls it whenever it likes."""


class Speaker:
    """Plays what ``render`` gives, from `open` until `close`.

    Parameters
    ----------
    render : callable
    backends : of str, or None
        miniaudio's names of where to play, the first that works; "NULL" plays to nobody. None is the platform's own.
    now : callable
        The computer's clock, seconds.

    Attributes
    ----------
    state : "closed", "opening", "open" or "silent"
    why : str
        Why it is silent, in a line; "" while it is not.
    """

    def __init__(
        self, render: Render, backends: Sequence[str] | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.state: SpeakerState = "closed"
        self.why = ""
        self._render, self._now = render, now
        self._backends = (_SERVERS if sys.platform.startswith("linux") else ()) if backends is None else backends
        self._device: Any = None
        self._closing = threading.Event()
        self._opener: threading.Thread | None = None

    def open(self) -> None:
        """Open the device, while the caller goes on; once is enough."""
        if self._opener is None:
            self.state = "opening"
            self._opener = threading.Thread(target=self._open, name="thumbwalk-sound", daemon=True)
            self._opener.start()

    def wait(self, timeout_s: float) -> bool:
        """Wait until it is open or silent; whether it is by then."""
        if self._opener is not None:
            self._opener.join(timeout_s)
        return self.state in ("open", "silent")

    def close(self) -> None:
        """Stop playing and close the device."""
        self._closing.set()
        if self._opener is not None:
            self._opener.join(_CLOSED_WITHIN_S)
        device, self._device = self._device, None
        if device is not None:
            device.close()
        self.state = "closed"

    def _open(self) -> None:
        try:
            hush_alsa()
            device = self._opened()
        except Exception as error:  # noqa: BLE001  whatever a driver does not like, a practice goes on without sounds
            self.state, self.why = "silent", told("no sound: {why}", why=_reason(error))
            return
        if self._closing.is_set():
            device.close()
            return
        self._device, self.state = device, "open"

    def _opened(self) -> Any:
        import miniaudio  # noqa: PLC0415  loaded beside the first frame, not before it

        device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.FLOAT32,
            nchannels=1,
            sample_rate=RATE_HZ,
            buffersize_msec=_BUFFER_MS,
            backends=[miniaudio.Backend[name] for name in self._backends] or None,
            app_name="Thumbwalk",
        )
        blocks = self._blocks()
        next(blocks)
        device.start(blocks)
        return device

    def _blocks(self) -> Generator[bytes, int, None]:
        """What the device asks for, block by block."""
        n = yield b""
        while True:
            n = yield self._render(n, self._now()).tobytes()


def hush_alsa() -> None:
    """Have ALSA print nothing: without a sound card it writes a dozen lines on stderr, whatever is asked of it."""
    if not sys.platform.startswith("linux"):
        return
    try:
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_NOTHING)
    except (OSError, AttributeError):
        # no ALSA, nothing to print
        return


def _reason(error: Exception) -> str:
    """What a driver says, without its number; the error's name where it says nothing."""
    return next((one for one in error.args if isinstance(one, str) and one), type(error).__name__)
