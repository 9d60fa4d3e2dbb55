"""What the same stream looks like in a window as a first attempt builds one, to tell what ours is worth. POSIX only.

Run as ``python -m thumbwalk.bench.naive_window SECONDS``; prints one line of JSON, as ``press_to_pixel`` does. A timer
asks the port sixty times a second, every channel is a curve of the last eight seconds at full rate, shifted and set
anew each time, with ranges that follow; the tiles are an image, the total a label. It decodes and calibrates as ours
does, so that only the window differs; it finds no thumbs, knows no drill and records nothing.
"""

from __future__ import annotations

import json
import sys

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from thumbwalk.bench.stopwatch import Stopwatch, watched
from thumbwalk.bench.usb_writer import RATE_HZ
from thumbwalk.link.ports import RigLink
from thumbwalk.link.wire import Scans, WireDecoder
from thumbwalk.pad import builtin_pad
from thumbwalk.signal.calibration import Calibration

STRIP_S = 8.0
"""As long as our own trace."""
_EVERY_MS = 16


class NaiveWindow(QWidget):
    """Sixteen curves, an image and a label, in the size of a practice's window."""

    def __init__(self, rig: RigLink, watch: Stopwatch) -> None:
        super().__init__()
        self._rig, self._watch = rig, watch
        self._decoder, self._newtons = WireDecoder(), Calibration.generic(16).lookup()
        self._names = builtin_pad().names
        self._force_n = np.zeros((round(STRIP_S * RATE_HZ), len(self._names)))
        plot, image = pg.PlotWidget(), pg.PlotWidget()
        plot.addLegend()
        self._curves = [plot.plot(pen=(index, len(self._names)), name=name) for index, name in enumerate(self._names)]
        self._image = pg.ImageItem()
        image.addItem(self._image)
        self._label = QLabel("0.0 N")
        column = QVBoxLayout(self)
        for widget in (self._label, plot, image):
            column.addWidget(widget)
        self.resize(1280, 800)
        self._time_s = np.arange(len(self._force_n)) / RATE_HZ - STRIP_S
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._refresh)
        self._plot = plot
        plot.viewport().installEventFilter(self)

    def begin(self) -> None:
        """Start the stream and the timer."""
        self._rig.link.send("start")
        self._timer.start(_EVERY_MS)

    def _refresh(self) -> None:
        blocks = [event.counts for event in self._decoder.feed(self._rig.link.read()) if isinstance(event, Scans)]
        if not blocks:
            return
        new = self._newtons[np.arange(len(self._names)), np.concatenate(blocks)]
        self._force_n = np.roll(self._force_n, -len(new), axis=0)
        self._force_n[-len(new) :] = new
        for index, curve in enumerate(self._curves):
            curve.setData(self._time_s, self._force_n[:, index])
        self._image.setImage(self._force_n[-1].reshape(4, 4))
        self._label.setText(f"{self._force_n[-1].sum():.1f} N")

    def eventFilter(self, watched_one: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note each repaint of the curves, behind it."""
        if event.type() == QEvent.Type.Paint:
            total_n = float(self._force_n[-1].sum())
            QTimer.singleShot(0, lambda: self._watch.painted(total_n))
        return super().eventFilter(watched_one, event)


def main() -> None:
    """Measure, and print the figures."""
    print(json.dumps(watched(_show, float(sys.argv[1]))))


def _show(rig: RigLink, watch: Stopwatch, seconds: float) -> None:
    app = pg.mkQApp()
    window = NaiveWindow(rig, watch)
    window.show()
    window.begin()
    QTimer.singleShot(round(1000.0 * seconds), app.quit)
    app.exec()


if __name__ == "__main__":
    main()
