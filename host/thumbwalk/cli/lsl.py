"""What --lsl adds to a practice or recording: a listener that gives touch and forces to other programs."""

from __future__ import annotations

from thumbwalk.errors import OptionError
from thumbwalk.export.lsl_outlet import LslOutlet, lsl_library
from thumbwalk.rig.opening import OpenRig
from thumbwalk.session.practice import Practice


def refuse_lsl(*, hurried: bool = False) -> None:
    """Raise OptionError where there can be no outlet, before a rig is opened."""
    if hurried:
        raise OptionError("--lsl is live, and --fast hurries the clock; leave one out")
    lsl_library()


def outlets(practice: Practice, rig: OpenRig, *, lsl: bool) -> list[LslOutlet]:
    """Give the outlet of a practice, if there shall be one."""
    return [LslOutlet(practice, rig.hello)] if lsl else []
