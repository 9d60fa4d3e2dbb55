"""What all tests share: a home of their own, Qt without a screen, and no deadlines."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

# An example that takes long on a busy machine is no wrong one.
settings.register_profile("thumbwalk", deadline=None)
settings.load_profile("thumbwalk")
# A job in the background is started with Ctrl-C ignored, and what the tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes what belongs to the user who runs it."""
    monkeypatch.setenv("THUMBWALK_HOME", str(tmp_path / "home"))
    # the tests of the store ask for one; others need not wait for it
    monkeypatch.setenv("THUMBWALK_DATABASE", "none")
