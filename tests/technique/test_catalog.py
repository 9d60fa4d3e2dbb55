"""The catalogue: every file of a technique is in it, under the name that it gives itself."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import thumbwalk.technique
from thumbwalk.errors import DrillError
from thumbwalk.technique.catalog import TECHNIQUES, technique_named


def test_every_technique_that_a_file_defines_is_in_the_catalogue_once() -> None:
    modules = [
        importlib.import_module(f"thumbwalk.technique.{one.name}")
        for one in pkgutil.iter_modules(thumbwalk.technique.__path__)
    ]
    defined = [module.TECHNIQUE for module in modules if hasattr(module, "TECHNIQUE")]
    assert sorted(one.name for one in defined) == sorted(TECHNIQUES)
    assert len(defined) >= 6
    for one in defined:
        assert technique_named(one.name) is one


def test_a_misspelt_name_is_refused_with_all_that_there_are() -> None:
    with pytest.raises(DrillError, match="no technique 'kneed'") as caught:
        technique_named("kneed")
    assert all(name in str(caught.value) for name in TECHNIQUES)


def test_only_what_is_pressed_evenly_flows() -> None:
    assert {name for name, one in TECHNIQUES.items() if one.flowing} == {"hold", "circles", "glide", "friction"}
