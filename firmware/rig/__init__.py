"""Firmware of the practice rig: scans the tiles on a timer and sends the counts in checked frames.

The way through it: ``board_*`` (the only modules that know the hardware) -> ``sampler`` (scans into a ring)
-> ``stream`` (ring into frames, and the main loop) -> ``framing`` (checksum, COBS, what is lost). ``commands``
is the other direction. ``kernels`` holds the loops over bytes. The wire format is in PROTOCOL.md.
"""

import sys

VERSION = "0.1.0"
PROTOCOL = 1
PROTOCOL_OF_CELLS = 2  # a board without tiles: a host that knows scans alone must not take it for one that is silent


def run():
    """Find out what this runs on, and serve the host until the end (on a chip: until the power goes)."""
    if sys.platform == "rp2":
        from rig.board_rp2 import Board
    elif sys.platform == "esp32":
        from rig.board_esp32 import Board
    else:
        from rig.board_virtual import Board
    from rig.stream import Rig

    Rig(Board()).run()
