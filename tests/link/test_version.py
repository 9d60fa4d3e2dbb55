"""A board and a host of different ages: which is older, and what to do."""

from __future__ import annotations

import pytest

from thumbwalk import __version__
from thumbwalk.link.version import version_notice


def test_one_age_is_no_news() -> None:
    assert version_notice(__version__) is None


@pytest.mark.parametrize(
    ("firmware", "host"), [("0.1.0", "0.2.0"), ("0.9.0", "0.10.0"), ("?", "0.1.0"), ("1.0", "1.0.1")]
)
def test_an_older_board_is_to_be_flashed(firmware: str, host: str) -> None:
    notice = version_notice(firmware, host)
    assert notice is not None
    assert firmware in notice
    assert "thumbwalk flash" in notice


@pytest.mark.parametrize(("firmware", "host"), [("0.2.0", "0.1.0"), ("1.0.0rc1", "0.9.9")])
def test_an_older_host_is_to_be_updated(firmware: str, host: str) -> None:
    assert "update thumbwalk" in str(version_notice(firmware, host))
