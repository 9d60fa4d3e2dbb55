"""Thumbwalk: a practice rig for foot massage.

The chain runs one way, and the folders are its stages::

    bytes -> frames -> counts -> newtons -> contacts -> strokes -> score -> screen, recording, history
    link     link      signal    signal     touch       technique  coach    app, session

``pipeline`` sets the stages in order; ``virtual`` is a foot, a hand and a board for when there is none.
"""

__version__ = "0.1.0"
