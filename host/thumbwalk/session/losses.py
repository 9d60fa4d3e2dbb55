"""What a practice's stream lost, and what that means for its score: the same live and replayed, as its breaks are."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from thumbwalk.link.stream_clock import Break
from thumbwalk.link.tally import many


@dataclass
class Losses:
    """Counts what is broken in a stream; times are its own, seconds.

    Attributes
    ----------
    frames, lost_s, places : int, float, int
        Frames that never came, the time in which they are missing, and in how many places.
    longest_s, from_s : float
        The longest of those, and from when on.
    missed_s : float
        Time in which the board could not take scans, or not send them.
    restarts, stood_still_s : int, float
        How often the board began anew, and how long it went on while nobody read it.
    """

    frames: int = 0
    lost_s: float = 0.0
    places: int = 0
    longest_s: float = 0.0
    from_s: float = 0.0
    missed_s: float = 0.0
    restarts: int = 0
    stood_still_s: float = 0.0

    @property
    def any(self) -> bool:
        """Whether anything was lost."""
        return self != Losses()

    def take(self, found: Break, origin_us: int) -> None:
        """Count a break; ``origin_us`` is the stream's first scan's time."""
        if found.kind == "lost":
            self.frames += found.frames
            self.lost_s += found.seconds
            self.places += 1
            if found.seconds >= self.longest_s:
                self.longest_s, self.from_s = found.seconds, (found.device_us - origin_us) * 1e-6 - found.seconds
        elif found.kind == "missed":
            self.missed_s += found.seconds
        elif found.kind == "restart":
            self.restarts += 1
        else:
            self.stood_still_s += found.seconds

    def missing(self) -> str:
        """Which frames are missing, in words."""
        if self.places == 1:
            what, verb = many(self.frames, "frame"), "is" if self.frames == 1 else "are"
            return f"{what} ({self.lost_s:.1f} s) {verb} missing from {self.from_s:.1f} s on"
        return (
            f"{self.frames} frames ({self.lost_s:.1f} s) are missing in {self.places} places, most of them "
            f"({self.longest_s:.1f} s) from {self.from_s:.1f} s on"
        )

    def to_json(self) -> dict[str, Any]:
        """What stands under ``losses`` in a document."""
        return asdict(self)
