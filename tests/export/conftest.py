"""A recording that several formats are written of."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.export.exported import columns_of, recorded

from thumbwalk.export.session_columns import SessionColumns


@pytest.fixture(scope="package")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of 6 s of a drill."""
    return recorded(tmp_path_factory.mktemp("exported"))


@pytest.fixture(scope="package")
def columns(recording: Path) -> SessionColumns:
    """What is in it."""
    return columns_of(recording)
