"""Work done along a guide that rises or falls, brought to one level: each stroke is judged by its own line."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.targets.timeline import Timeline
from thumbwalk.technique.work import Work

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Levels:
    """The lines of a set's guide, on the stream that it is judged on; None is flat, and left as it is."""

    force_n: Timeline | None = None
    rate_per_min: Timeline | None = None

    def levelled(self, work: Work) -> Work:
        """The work with its forces, by their line, on the line's mean, and its times stretched to one pace."""
        return self._paced(self._weighed(work))

    def _weighed(self, work: Work) -> Work:
        line = self.force_n
        if line is None:
            return work

        def part(time_s: Array) -> Array:
            return line.mean / line.at(time_s)

        touch, strokes = work.touch, work.strokes
        there, at_peak = part(touch.time_s), part(strokes.peak_s)
        touch = replace(
            touch,
            total_n=touch.total_n * there,
            contact_n=touch.contact_n * there,
            resting_n=touch.resting_n * there,
        )
        strokes = replace(strokes, peak_n=strokes.peak_n * at_peak, valley_n=strokes.valley_n * at_peak)
        return replace(work, touch=touch, strokes=strokes)

    def _paced(self, work: Work) -> Work:
        line = self.rate_per_min
        if line is None:
            return work

        def paced(time_s: Array) -> Array:
            return line.times_s[0] + line.sum_to(time_s) / line.mean

        strokes = work.strokes
        strokes = replace(
            strokes,
            start_s=paced(strokes.start_s),
            onset_s=paced(strokes.onset_s),
            peak_s=paced(strokes.peak_s),
            end_s=paced(strokes.end_s),
        )
        return replace(work, strokes=strokes)
