"""Starts the rig. Kept thin, so that whatever goes wrong in rig/ leaves a REPL to mend it from."""

import sys

if sys.implementation.name == "cpython":
    # CPython stands in for the board where MicroPython has no build; it lacks the micropython module.
    sys.path.insert(0, __file__[: -len("main.py")] + "cpython")

from rig import run

run()
