"""A practice that is kept in the tests' data, as a report tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from thumbwalk.report.told_session import ToldSession, told_session

PRACTICE = Path(__file__).parents[1] / "data" / "practice_version_1" / "practice.twr"


@pytest.fixture(scope="package")
def told() -> ToldSession:
    """A drill of two sets on the virtual rig, by a hand that is too heavy."""
    return told_session(PRACTICE)
