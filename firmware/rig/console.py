"""Ctrl-C on a wire that carries commands: which 0x03 is a person or a tool that wants the REPL, and which is noise.

MicroPython would end the program at any 0x03 that comes. The board switches that off while the firmware runs
(``micropython.kbd_intr(-1)``) and asks here: a Ctrl-C counts when the wire has been quiet before it, and nothing but a
carriage return stands in front of it. That is what mpremote sends, and what a terminal sends; in a flood of noise the
one chance is its very beginning.
"""

from micropython import const

CTRL_C = const(3)
QUIET_US = const(50000)
_RETURN = const(13)
_MASK = const(0x3FFFFFFF)


class CtrlC:
    """Watches the bytes that come in."""

    def __init__(self, ticks):
        self.last = ticks
        self.begun = False  # by a carriage return

    def heard(self, byte, ticks):
        """Take one byte; True if it is a Ctrl-C that is meant: what comes behind it is the REPL's."""
        quiet = (ticks - self.last) & _MASK >= QUIET_US
        meant = byte == CTRL_C and (quiet or self.begun)
        self.last = ticks
        self.begun = quiet and byte == _RETURN
        return meant
