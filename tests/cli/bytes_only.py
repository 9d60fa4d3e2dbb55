"""Practices on a rig that is only bytes, for tests of what is kept of them: each takes a moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.session.streams import HELLO, OVER, ScriptedLink, ScriptedRig, hello, scans

from thumbwalk.rig.opening import OpenRig

PRACTICE = ["practice", "--virtual", "--fast", "--learner", "Anna", "--drill", "short"]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(3000)
"""In place of a picture, which takes longer to draw than all the rest."""
_STREAM_MS = 1500


@contextmanager
def rig(*_: object, **__: object) -> Iterator[OpenRig]:
    """A thumb that rests on the heel for a second and a half."""
    link = ScriptedLink([hello(), *(scans(at, 50, 900) for at in range(0, _STREAM_MS, 50)), OVER])
    scripted = ScriptedRig(link)
    scripted.hello = HELLO
    yield OpenRig(scripted, hand=object())  # type: ignore[arg-type]
