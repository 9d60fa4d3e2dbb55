"""One thing that the room Progress tells: its row in the list, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass

from thumbwalk.app.words.chart import Chart
from thumbwalk.app.words.pieces import Page, Row


@dataclass(frozen=True)
class Topic:
    """A row, words, and a drawing where there is one: of figures over time, or of ``places`` (x_mm, y_mm, seconds).

    ``is_empty`` is whether there is nothing to show yet; then the words say how it is filled.
    """

    row: Row
    page: Page
    chart: Chart | None = None
    places: tuple[tuple[float, float, float], ...] = ()
    is_empty: bool = False
