"""A rig that is kept open while one session after the other runs on it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from thumbwalk.errors import RigError
from thumbwalk.link.ports import RigLink
from thumbwalk.pad import Foot, Pad
from thumbwalk.rig.channels import any_calibration_of, pad_of
from thumbwalk.rig.opening import OpenRig
from thumbwalk.signal.any_calibration import AnyCalibration

Door = Callable[[], AbstractContextManager[OpenRig]]
"""Opens a rig, and closes it when it is left."""


@dataclass
class HeldRig:
    """What is open: the rig with its pad and calibration, its link, and how it is closed.

    Attributes
    ----------
    link : RigLink
        The one to use now; `greet` renews it.
    calibration : AnyCalibration
        In force; a tare puts another in its place.
    measured : bool
        Whether its curves were measured on this rig.
    """

    opened: OpenRig
    door: Door
    pad: Pad
    calibration: AnyCalibration
    measured: bool
    link: RigLink
    closing: ExitStack

    @staticmethod
    def of(door: Door, foot: Foot | None, calibration_path: Callable[[str], Path]) -> HeldRig:
        """Open a rig and fit it to its pad, for this foot or the layout's, and to its board's kept calibration.

        Raises
        ------
        RigError
            When it can't be opened, or its files do not fit it; nothing stays open then.
        """
        with ExitStack() as closing:
            opened = closing.enter_context(door())
            pad = pad_of(opened, None)
            pad = pad if foot is None else replace(pad, foot=foot)
            calibration, measured = any_calibration_of(opened, pad, calibration_path(opened.hello.board_id))
            return HeldRig(opened, door, pad, calibration, measured, opened.link, closing.pop_all())

    @property
    def is_virtual(self) -> bool:
        """Whether it is the virtual one."""
        return self.opened.hand is not None

    @property
    def calibrated(self) -> bool:
        """Whether newtons are newtons: measured, or the virtual rig's own."""
        return self.measured or self.is_virtual

    def calibrate(self, found: AnyCalibration, path: Path) -> None:
        """Have another calibration in force, and keep it. Raises CalibrationError when it can't be kept."""
        found.save(path)
        # a zero alone measures nothing
        self.measured |= not found.differs_in_rest_alone(self.calibration)
        self.calibration = found

    def greet(self) -> None:
        """Greet it anew, so that nothing of an earlier stream is left. Raises RigError, and is closed then."""
        try:
            self.link = RigLink(self.link.link)
        except RigError:
            self.close()
            raise

    def close(self) -> None:
        """Close it. Twice is as good as once."""
        self.closing.close()
