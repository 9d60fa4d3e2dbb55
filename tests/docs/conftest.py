"""A practice whose files the documents describe."""

from __future__ import annotations

from pathlib import Path

import pytest

from thumbwalk.cli.main import run


@pytest.fixture(scope="session")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a practice that has something of everything: strokes, scores and a cap."""
    folder = tmp_path_factory.mktemp("practised") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THUMBWALK_HOME", str(folder.parent / "home"))
        assert run(["practice", "--virtual", "--fast", "--hand", "heavy", "--out", str(folder)]) == 0
    return folder
