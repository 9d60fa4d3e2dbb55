"""A home in which somebody practised once, on a rig that is only bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.cli.bytes_only import PNG, PRACTICE, rig

from thumbwalk.cli.main import run

SHORT = Path(__file__).with_name("short_drill.toml")


def _on_bytes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("thumbwalk.cli.practice.opened", rig)
    patch.setattr("thumbwalk.app.window.picture", lambda *_, **__: PNG)


@pytest.fixture(scope="session")
def _begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("begun") / "home"
    home.mkdir()
    shutil.copy(SHORT, home / "drills.toml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THUMBWALK_HOME", str(home))
        patch.delenv("THUMBWALK_DATABASE", raising=False)
        _on_bytes(patch)
        assert run(PRACTICE) == 0
    return home


@pytest.fixture
def begun(_begun: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home, to be copied; practices are on bytes, and kept in a store."""
    monkeypatch.delenv("THUMBWALK_DATABASE", raising=False)
    _on_bytes(monkeypatch)
    return _begun
