"""A validation of one session, made once for all tests that look at what comes of one."""

from __future__ import annotations

import pytest

from thumbwalk.validate.findings import Findings
from thumbwalk.validate.plan import Plan, validate


@pytest.fixture(scope="session")
def small_findings() -> Findings:
    return validate(Plan(sessions=1, kind="designed"))
