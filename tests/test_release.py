"""What is handed out names all that others wrote, with a licence each, and shows it."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from email.message import Message
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from thumbwalk.app.words.licences import licences, licences_page

PROJECT = Path(__file__).parents[1]


def _release() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release", PROJECT / "host" / "release.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RELEASE = _release()


def test_the_list_is_what_is_needed_with_every_extra_and_each_has_a_licence() -> None:
    listed = dict(licences())
    assert set(RELEASE.needed("thumbwalk", ("all",))) - {"thumbwalk"} <= set(listed)
    locked = set(re.findall(r"^([a-z0-9-]+)==", (PROJECT / "requirements-all.lock").read_text(), re.MULTILINE))
    assert set(listed) <= locked
    assert not [name for name, licence in listed.items() if not re.search(r"MIT|BSD|Apache|LGPL|PSF|ISC", licence)]


def test_the_window_names_all_of_them() -> None:
    text = " ".join(block.text for block in licences_page())
    assert not [name for name, licence in licences() if f"{name} ({licence})" not in text]


def test_a_package_whose_metadata_name_no_licence_is_not_let_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = Message()
    silent["License"] = "See the file LICENSE, or ask"
    monkeypatch.setattr(RELEASE.importlib.metadata, "metadata", lambda _name: silent)
    with pytest.raises(SystemExit, match=r"silent: its metadata name no licence"):
        RELEASE.licence_of("silent")


def test_what_a_package_needs_is_followed_by_its_extras_and_markers(monkeypatch: pytest.MonkeyPatch) -> None:
    tree: dict[str, Any] = {
        "top": ["One>=1", 'two; extra == "more"', 'never; sys_platform == "amiga"'],
        "One": ["three[fast]"],
        "two": [],
        "three": ['four; extra == "fast"', 'five; extra == "slow"'],
        "four": ["one"],
    }
    monkeypatch.setattr(RELEASE.importlib.metadata, "requires", lambda name: tree[name if name in tree else "One"])
    assert set(RELEASE.needed("top")) == {"top", "one", "three", "four"}
    assert set(RELEASE.needed("top", ("more",))) == {"top", "one", "two", "three", "four"}


def test_the_lists_file_is_a_table_of_names_licences_and_homes() -> None:
    table = tomllib.loads(RELEASE.LICENCES.read_text(encoding="utf-8"))
    assert all(set(one) == {"name", "licence", "home"} for one in table["package"])
    assert [one["name"] for one in table["package"]] == sorted(one["name"] for one in table["package"])
