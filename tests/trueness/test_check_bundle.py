"""What a check leaves for others: no name in it, read again as it was, and what is none of ours is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from thumbwalk.errors import OptionError, RecordingError
from thumbwalk.pad import builtin_pad
from thumbwalk.trueness.check_bundle import CHECK, document_of, read_bundles, write_bundle
from thumbwalk.trueness.check_figures import figures_of
from thumbwalk.trueness.check_plan import plan_for
from thumbwalk.trueness.check_run import Seen

PAD = builtin_pad()
WEIGHT = plan_for(PAD).steps[0]


def written(folder: Path) -> Path:
    figures = figures_of([Seen(WEIGHT, 1.0, 3.0, np.full(9, 2.0), np.full(9, 53.0), np.full(9, 50.0))])
    document = document_of(figures, PAD, "pico", calibrated=True)
    write_bundle(folder, document, PAD, np.arange(3) / 100.0, np.zeros((3, 16)))
    return folder


def test_it_is_read_again_as_it_was(tmp_path: Path) -> None:
    one, other = written(tmp_path / "all" / "a"), written(tmp_path / "all" / "b")
    found = read_bundles([tmp_path / "all"])
    assert found == read_bundles([one, other])
    assert found[0].layout == "sole16"
    assert found[0].is_real
    assert found[0].force_percent == pytest.approx(100.0 * (2.0 / (WEIGHT.force_n or 0.0) - 1.0))
    assert found[0].walk_mm is None


def test_there_is_nothing_in_it_of_who_made_it_and_when(tmp_path: Path) -> None:
    folder = written(tmp_path / "a")
    assert {path.name for path in folder.iterdir()} == {"rig-check.json", "forces.csv", "layout.toml"}
    text = (folder / CHECK).read_text()
    assert str(tmp_path) not in text
    assert not {"created", "date", "name", "learner", "board_id", "id", "port"} & set(json.loads(text))


def test_one_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    folder = written(tmp_path / "a")
    with pytest.raises(OptionError, match="already"):
        written(folder)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"format": "thumbwalk-rig-check", "version": 2}',
        '{"format": "another", "version": 1}',
        '{"format": "thumbwalk-rig-check", "version": 1, "layout": "a", "board": "b", "weights": true}',
        '{"format": "thumbwalk-rig-check", "version": 1, "layout": "a", "board": "b", "weights": 3, "place_mm": "x"}',
        '{"format": "thumbwalk-rig-check", "version": 1, "layout": "a", "board": "b", "weights": 3, "place_mm": NaN}',
        '{"format": "thumbwalk-rig-check", "version": 1, "layout": 5, "board": "b", "weights": 3}',
        "[" * 5000,
    ],
)
def test_what_is_none_of_ours_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / CHECK).write_text(text)
    with pytest.raises(RecordingError, match="can't take it"):
        read_bundles([tmp_path])


def test_a_folder_without_one_is_said(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"no rig-check\.json"):
        read_bundles([tmp_path])
