"""Loading: Python looks for no garbage meanwhile, and never again through what was loaded."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from thumbwalk.loading import loading


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_nothing_is_looked_for_within_and_what_was_made_stays_out_of_the_way() -> None:
    kept: list[list[int]] = []
    with loading():
        assert not gc.isenabled()
        kept.append([1])
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    assert not any(one is kept[0] for one in gc.get_objects())


def test_it_is_looked_for_again_when_loading_fails() -> None:
    with pytest.raises(ImportError), loading():
        raise ImportError
    assert gc.isenabled()


def test_within_another_loading_only_the_outer_one_ends_it() -> None:
    with loading():
        with loading():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
