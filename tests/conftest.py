"""What all tests share: a home of their own, Qt without a screen, and no deadlines."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# An example that takes long on a busy machine is no wrong one.
settings.register_profile("thumbwalk", deadline=None)
settings.load_profile("thumbwalk")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes what belongs to the user who runs it."""
    monkeypatch.setenv("THUMBWALK_HOME", str(tmp_path / "home"))
