"""Practices on a rig that is only bytes, for tests of what is kept of them: each takes a moment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tests.session.streams import HELLO, OVER, ScriptedLink, ScriptedRig, scans

from thumbwalk import __version__
from thumbwalk.link.wire import FrameType, encode_frame
from thumbwalk.rig.opening import OpenRig

PRACTICE = ["practice", "--virtual", "--fast", "--learner", "Anna", "--drill", "short"]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(3000)
"""In place of a picture, which takes longer to draw than all the rest."""
_STREAM_MS = 1500
_OURS = replace(HELLO, firmware=__version__)


@contextmanager
def rig(*_: object, **__: object) -> Iterator[OpenRig]:
    """A thumb that rests on the heel for a second and a half."""
    names = ("protocol", "firmware", "board", "name", "channels", "rate_hz", "bits", "divider_ohm", "layout")
    card = {name: getattr(_OURS, name) for name in names} | {"id": _OURS.board_id}
    hello = encode_frame(FrameType.HELLO, 0, 0, json.dumps(card).encode())
    pressed = [scans(at, 50, 900) for at in range(0, _STREAM_MS, 50)]
    portions = [b"".join(pressed[at : at + 10]) for at in range(0, len(pressed), 10)]
    scripted = ScriptedRig(ScriptedLink([hello, *portions, OVER]))
    scripted.hello = _OURS
    yield OpenRig(scripted, hand=object())  # type: ignore[arg-type]
