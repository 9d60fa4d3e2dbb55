"""Programs that some tests run for themselves: without one those are skipped, but never where the CI runs."""

from __future__ import annotations

import os

import pytest

ALL_TESTS = "THUMBWALK_ALL_TESTS"
"""Set where no test may be left out: what it needs has to be there then, or it fails."""


def needs(program: object, reason: str) -> pytest.MarkDecorator:
    """Skip a test where its program is none, unless all tests are asked for."""
    return pytest.mark.skipif(program is None and ALL_TESTS not in os.environ, reason=reason)
