"""A package that is not there is named in one line, with what to install."""

from __future__ import annotations

import sys

import pytest

from thumbwalk.errors import OptionError
from thumbwalk.extras import extra


def test_a_package_that_is_there_is_given() -> None:
    assert extra("json", "--format json", "json") is sys.modules["json"]


def test_one_that_is_missing_is_named_with_what_to_install() -> None:
    with pytest.raises(OptionError) as refused:
        extra("no_such_module_here", "--format odd", "odd-package")
    line = "--format odd: needs the package odd-package, which is not installed; pip install odd-package"
    assert str(refused.value) == line


def test_one_that_can_t_be_loaded_says_why_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise RuntimeError("library liblsl not found\nTry to install it")

    monkeypatch.setattr("thumbwalk.extras.import_module", broken)
    with pytest.raises(OptionError, match=r"^--lsl: the package pylsl can't be loaded: library liblsl not found Try"):
        extra("pylsl", "--lsl", "pylsl")
