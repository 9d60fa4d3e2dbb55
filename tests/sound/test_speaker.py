"""The device: silence where there is none, nothing on stderr, one stream that is kept open."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from thumbwalk.sound.earcons import RATE_HZ
from thumbwalk.sound.speaker import Speaker

NOBODY = ("NULL",)
"""miniaudio's backend that plays to nobody."""


class Asked:
    """Renders silence, and notes what was asked for."""

    def __init__(self, enough: int = 3) -> None:
        self.blocks: list[int] = []
        self.enough = threading.Event()
        self._least = enough

    def render(self, n: int, _now_s: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        self.blocks.append(n)
        if len(self.blocks) >= self._least:
            self.enough.set()
        return np.zeros(n, np.float32)


def test_a_device_asks_for_block_after_block_until_it_is_closed() -> None:
    asked = Asked()
    speaker = Speaker(asked.render, NOBODY)
    assert speaker.state == "closed"
    speaker.open()
    speaker.open()
    assert speaker.wait(20.0)
    assert (speaker.state, speaker.why) == ("open", "")
    assert asked.enough.wait(20.0)
    speaker.close()
    n = len(asked.blocks)
    assert speaker.state == "closed"
    assert 0 < max(asked.blocks) < RATE_HZ // 4
    assert len(asked.blocks) == n


def test_no_device_is_silence_with_a_reason() -> None:
    """JACK's server runs on no test machine."""
    speaker = Speaker(Asked().render, ("JACK",))
    speaker.open()
    assert speaker.wait(20.0)
    assert speaker.state == "silent"
    assert speaker.why == "no sound: cannot init context"
    speaker.close()


def test_no_library_is_silence_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    speaker = Speaker(Asked().render, NOBODY)
    speaker.open()
    assert speaker.wait(20.0)
    assert speaker.state == "silent"
    speaker.close()


def test_one_that_was_never_opened_closes_as_well() -> None:
    Speaker(Asked().render, NOBODY).close()


def test_nothing_is_written_to_stderr_where_there_is_no_sound_card() -> None:
    """ALSA prints there itself, below Python: only another process shows it."""
    code = (
        "import numpy as np\n"
        "from thumbwalk.sound.speaker import Speaker\n"
        f"BACKENDS = {('ALSA' if sys.platform.startswith('linux') else 'NULL',)!r}\n"
        "speaker = Speaker(lambda n, _: np.zeros(n, np.float32), BACKENDS)\n"
        "speaker.open(); speaker.wait(20.0); speaker.close()\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stderr == ""
    assert done.stdout == ""
