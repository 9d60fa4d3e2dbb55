"""What a check leaves for others: a folder without a name, a date, a board's number or a place in it.

``rig-check.json`` says what was done and how true it was, ``forces.csv`` has what every sensor read meanwhile, and
``layout.toml`` the layout. Whoever made it decides whether to share it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk import __version__
from thumbwalk.errors import OptionError, RecordingError
from thumbwalk.language import told
from thumbwalk.pad import Pad
from thumbwalk.places import json_text, write_whole
from thumbwalk.session.padtable import write_columns
from thumbwalk.trueness.check_figures import CheckFigures

FORMAT, VERSION = "thumbwalk-rig-check", 1
"""The document's own."""
CHECK, FORCES, LAYOUT = "rig-check.json", "forces.csv", "layout.toml"
_MOST_BYTES = 4 * 1024 * 1024
"""A check has some twenty steps of three hundred bytes."""


@dataclass(frozen=True)
class RigCheck:
    """A check as a bundle tells of it: on which layout, of what, and how true that was; the figures may be None."""

    layout: str
    board: str
    is_calibrated: bool
    weights: int
    force_percent: float | None
    place_mm: float | None
    walk_mm: float | None
    hold_percent: float | None

    @property
    def is_real(self) -> bool:
        """Whether something was built for it."""
        return self.board != "virtual"


def document_of(figures: CheckFigures, pad: Pad, board: str, *, calibrated: bool) -> dict[str, Any]:
    """The check as JSON: ``board`` is its kind, never its number."""
    head = {"format": FORMAT, "version": VERSION, "thumbwalk": __version__}
    return head | {"layout": pad.name, "board": board, "calibrated": calibrated} | figures.to_json()


def refuse_taken(folder: Path) -> None:
    """Raise OptionError for a folder that has a check in it: before ten minutes are spent on another."""
    if (folder / CHECK).exists():
        raise OptionError(told("{folder}: there is a check in it already; name another --bundle", folder=folder))


def write_bundle(
    folder: Path,
    document: dict[str, Any],
    pad: Pad,
    time_s: NDArray[np.float64],
    force_n: NDArray[np.float64],
) -> None:
    """Write a bundle into a folder that has none yet. Raises OptionError, RecordingError when that can't be."""
    refuse_taken(folder)
    write_columns(folder / FORCES, pad.names, time_s, force_n)
    try:
        write_whole(folder / LAYOUT, [pad.text])
        write_whole(folder / CHECK, [json_text(document)])
    except OSError as error:
        why = told("{folder}: can't write the bundle: {why}; name another --bundle", folder=folder, why=error.strerror)
        raise OptionError(why) from error


def read_bundles(folders: Sequence[Path]) -> list[RigCheck]:
    """The checks of bundles: each folder's, or of those in it. Raises RecordingError for one that is none of ours."""
    found: list[RigCheck] = []
    for folder in folders:
        paths = sorted(folder.glob(f"*/{CHECK}")) if not (folder / CHECK).exists() else [folder / CHECK]
        if not paths:
            raise RecordingError(
                told("{folder}: there is no {name} in it; name a folder of bundles", folder=folder, name=CHECK)
            )
        found += [_read(path) for path in paths]
    return found


def _read(path: Path) -> RigCheck:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError(told("it is too long"))
        card = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(card, dict) or card.get("format") != FORMAT:
            raise ValueError(told("it is no check of a rig"))
        if card.get("version") != VERSION:
            raise ValueError(told("it is of a newer thumbwalk; update this one"))
        figures = {name: _figure(card, name) for name in ("force_percent", "place_mm", "walk_mm", "hold_percent")}
        weights = card.get("weights")
        if type(weights) is not int or not 0 <= weights <= 1000:
            raise ValueError(told("{name} is no number that a check gives", name="weights"))
        texts = {name: card.get(name) for name in ("layout", "board")}
        if not all(isinstance(text, str) and 0 < len(text) <= 100 for text in texts.values()):
            raise ValueError(told("it does not say which layout and board"))
        return RigCheck(str(texts["layout"]), str(texts["board"]), card.get("calibrated") is True, weights, **figures)
    except (OSError, ValueError, RecursionError) as error:
        raise RecordingError(told("{path}: can't take it: {error}; leave it out", path=path, error=error)) from error


def _figure(card: dict[str, Any], name: str) -> float | None:
    value = card.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e6:
        raise ValueError(told("{name} is no number that a check gives", name=name))
    return float(value)
