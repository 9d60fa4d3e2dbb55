"""What a stream lost, counted, and in words that say what to do."""

from __future__ import annotations

from dataclasses import dataclass

from thumbwalk.language import told, told_n
from thumbwalk.link.board_state import Status


@dataclass(frozen=True, slots=True)
class Tally:
    """What was received and what was lost so far; it counts up, but for a board that was restarted.

    Attributes
    ----------
    bad_frames : int
        Frames that were damaged, or that no board sends.
    lost_frames : int
        Frames that never came; ``lost_s`` is the time in which some are missing. One that comes after all is no more.
    repeated_frames, late_frames : int
        Frames that came again, and such that came too late to be put in their place; neither was used.
    overruns, dropped : int
        Scans the board took too late to take at all, and frames it could not send: its own counters since the first
        frame of this stream.
    restarts, standstills : int
        How often the board began anew, and how often it went on for a while that nobody read, ``stood_still_s`` in all.
    status : Status or None
        The newest that the board sent.
    """

    frames: int = 0
    scans: int = 0
    bad_frames: int = 0
    lost_frames: int = 0
    overruns: int = 0
    dropped: int = 0
    restarts: int = 0
    load_readings: int = 0
    cell_readings: int = 0
    status: Status | None = None
    repeated_frames: int = 0
    late_frames: int = 0
    lost_s: float = 0.0
    standstills: int = 0
    stood_still_s: float = 0.0

    @property
    def samples(self) -> int:
        """What was received that is measured: scans, and readings of a plate's cells."""
        return self.scans + self.cell_readings


def many(count: int, one: str, more: str | None = None) -> str:
    """A count with its noun: "1 gap", "2 gaps"."""
    return f"{count} {one if count == 1 else more or one + 's'}"


def losses_said(tally: Tally) -> list[str]:
    """What happened to the board or the host in this stream, a line each; nothing where nothing did."""
    said: list[str] = []
    if tally.restarts:
        times = told("once") if tally.restarts == 1 else told("{n} times", n=tally.restarts)
        said.append(told("the board restarted {times}: check its supply and plug", times=times))
    if tally.standstills:
        pieces = "" if tally.standstills == 1 else told(", in {n} pieces", n=tally.standstills)
        said.append(
            told(
                "the stream stood still for {seconds:.0f} s{pieces}, while the board's clock went on: "
                "keep the computer awake and its port open",
                seconds=tally.stood_still_s,
                pieces=pieces,
            )
        )
    if tally.overruns:
        scans = told_n("{n} scan", "{n} scans", tally.overruns)
        said.append(
            told(
                "the board could not take {scans} in time: lower its rate or oversampling with `thumbwalk config`",
                scans=scans,
            )
        )
    if tally.dropped:
        frames = told_n("{n} frame", "{n} frames", tally.dropped)
        said.append(told("the board could not send {frames}: the computer read too slowly", frames=frames))
    if tally.late_frames:
        frames = told_n("{n} frame", "{n} frames", tally.late_frames)
        said.append(told("{frames} came too late to be used: connect the board directly", frames=frames))
    return said
