"""Renews the README's pictures: a drill in the middle, its result, Progress and Drills. Run by ``make pictures``.

The drill is a real one, of a virtual beginner; what Progress and Drills tell of is made up.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from thumbwalk.cli.main import run
from thumbwalk.link.wire import Scans, Tally
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import Recording, open_recording
from thumbwalk.session.screen.snapshot import Snapshot

HERE = Path(__file__).parent / "window"
DRILL = "first-steps"
MOMENT_S = 20.0
"""In the second set, in the middle of a press."""
COLORS = 256
_ALIKE = 8
"""More colours nobody tells apart in them, nor channels that differ by less, and they would be three times as large."""


class Moment:
    """A snapshot source that stands still."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def snapshot(self) -> Snapshot:
        """Give the one snapshot."""
        return self._snapshot


def main() -> None:
    """Make all four."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # Qt reads its platform when it is loaded
    from tests.app.room_scenes import shown  # noqa: PLC0415

    from thumbwalk.app import icons  # noqa: PLC0415
    from thumbwalk.app.window import application, picture, png_of  # noqa: PLC0415

    application()
    icons.load()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        # what is shown is nobody's practice
        os.environ["THUMBWALK_HOME"] = str(Path(folder) / "home")
        words = ["practice", "--virtual", "--fast", "--seed", "7", "--hand", "beginner", "--drill", DRILL]
        if run([*words, "--out", str(out)]):
            raise SystemExit(1)
        recording = open_recording(out / "practice.twr")
        for name, moment in moments(recording):
            keep(name, picture(Moment(moment), pad=recording.pad, foot="right"))
    for name in ("progress", "drills"):
        with shown(name, 1280, 800) as front:
            keep(name, png_of(front.window))


def moments(recording: Recording) -> Iterator[tuple[str, Snapshot]]:
    """A moment in the middle of a press, and the end."""
    practice, seen = Practice(recording.pad, recording.calibration), False
    for event in recording.events():
        if not isinstance(event, Scans) or seen:
            practice.take(event)
            continue
        # in portions as small as a wire gives them, to stop within a press
        for at in range(0, len(event.time_us), 10):
            practice.take(Scans(event.time_us[at : at + 10], event.counts[at : at + 10]))
            now = practice.snapshot(Tally(), connected=True)
            pressed = now.touch.total_n > np.max(now.touch.strip_n[-400:], initial=0.0) * 0.95
            if not seen and now.time_s >= MOMENT_S and pressed:
                yield "practice", now
                seen = True
    practice.finish()
    yield "result", practice.snapshot(Tally(), connected=True)


def keep(name: str, png: bytes) -> None:
    """Write a picture with so many colours, each pixel's as the nearest of these."""
    from PySide6.QtGui import QImage, qRgb  # noqa: PLC0415

    HERE.mkdir(exist_ok=True)
    image = QImage.fromData(png).convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()) & 0xFFFFFF
    colors, where, counts = np.unique(pixels, return_inverse=True, return_counts=True)
    channels = np.stack([(colors >> shift) & 255 for shift in (16, 8, 0)], axis=1).astype(np.int32)
    # the most usual colours as they are; of all others, those of which there are most that are alike
    usual = np.argsort(counts)[::-1][: COLORS // 2]
    alike, of_kind = np.unique(channels // _ALIKE, axis=0, return_inverse=True)
    weights = np.where(np.isin(np.arange(len(colors)), usual), 0, counts)
    kinds = np.argsort(np.bincount(of_kind.ravel(), weights))[::-1][: COLORS // 2]
    table = np.concatenate([channels[usual], alike[kinds] * _ALIKE + _ALIKE // 2]).clip(0, 255)
    nearest = np.concatenate(
        [np.argmin(((part[:, None] - table) ** 2).sum(axis=2), axis=1) for part in np.array_split(channels, 64)]
    ).astype(np.uint8)
    indexed = np.ascontiguousarray(nearest[where].reshape(pixels.shape))
    small = QImage(indexed.data, image.width(), image.height(), image.width(), QImage.Format.Format_Indexed8)
    small.setColorTable([qRgb(*row) for row in table.tolist()])
    small.save(str(HERE / f"{name}.png"), quality=0)


if __name__ == "__main__":
    main()
