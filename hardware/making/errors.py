"""What goes wrong while the hardware is made: one tree, one line a fault."""

from __future__ import annotations


class HardwareError(Exception):
    """A file, a part or a figure that does not hold; the message says what, where, the value, the limit, what to do."""


class GeometryError(HardwareError):
    """Measures that no part can be made of."""


class CircuitError(HardwareError):
    """A circuit that its own rules refuse."""


class PartsListError(HardwareError):
    """A parts list that is not whole, or costs too much."""


class MeshError(HardwareError):
    """A printed part whose mesh is not what it should be."""


class GuideError(HardwareError):
    """A guide that names what there is not."""


class ToolError(HardwareError):
    """A tool that is missing or failed."""
