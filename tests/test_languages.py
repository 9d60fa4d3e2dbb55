"""What can be translated is what the sources say today, and they say it so that it can be."""

from __future__ import annotations

import ast
import importlib.util
import io
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po

import thumbwalk
from thumbwalk.translation.catalogue import language_of, placeholders

PACKAGE = Path(thumbwalk.__file__).parent
_WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]")
_VALUES = {
    "press in", "just right", "too much", "no change beyond chance", "not enough yet", "px solid ",
}  # fmt: skip
"""Texts of the window's code that nobody reads as they are: values that are compared, a style."""


def _gatherer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("languages", PACKAGE.parent / "languages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["languages"] = module
    spec.loader.exec_module(module)
    return module


GATHERER = _gatherer()


def test_the_template_is_of_todays_sources() -> None:
    """`make language` renews it."""
    text = GATHERER.as_text(GATHERER.gathered())
    assert GATHERER.TEMPLATE.read_text(encoding="utf-8") == text
    assert len(read_po(io.BytesIO(text.encode("utf-8")))) > 900


def test_every_sentence_has_places_that_a_translation_can_keep() -> None:
    for one in GATHERER.gathered():
        for text in one.id if isinstance(one.id, tuple) else (one.id,):
            assert placeholders(text) is not None


def test_sentences_are_literals_and_their_values_come_after() -> None:
    """A text that was put together before it is looked up is found in no translation."""
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "thumbwalk.language import" not in source:
            continue
        for call in ast.walk(ast.parse(source)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in GATHERER.SAYS:
                first = call.args[0] if call.args else None
                if isinstance(first, ast.JoinedStr | ast.BinOp):
                    wrong.append(f"{path.name}:{call.lineno}")
    assert wrong == []


def test_no_sentence_of_the_window_stands_bare() -> None:
    """Two words in a literal of the window's code are a sentence, which is said, or raised where no window is yet."""
    bare = []
    for path in sorted((PACKAGE / "app").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        above = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
        for one in ast.walk(tree):
            if not isinstance(one, ast.Constant) or not isinstance(one.value, str) or one.value in _VALUES:
                continue
            if _WORDS.search(one.value) and not _is_said(one, above):
                bare.append(f"{path.name}:{one.lineno}: {one.value}")
    assert bare == []


def _is_said(one: ast.AST, above: Mapping[ast.AST, ast.AST]) -> bool:
    if isinstance(above[one], ast.Expr):
        return True  # a docstring
    while one in above:
        one = above[one]
        says = isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in GATHERER.SAYS
        if says or isinstance(one, ast.Raise):
            return True
    return False


def test_only_the_window_translates() -> None:
    """What is stored and printed is English in every language."""
    found = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(one, ast.ImportFrom) and one.module == "thumbwalk.language":
                names = {alias.name for alias in one.names} & {"_", "plural", "speak", "spoken"}
                found |= {path.relative_to(PACKAGE).parts[0]} if names else set()
    assert found == {"app", "cli"}


def test_a_translation_is_begun_and_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GATHERER, "LANGUAGES", tmp_path)
    path = GATHERER.begun("de")
    text = path.read_text(encoding="utf-8")
    begun = language_of(text, "de", "de.po")
    assert (begun.sentences, begun.form(1), begun.form(5)) == ({}, 0, 1)
    done = text.replace('msgid "Ease off"\nmsgstr ""', 'msgid "Ease off"\nmsgstr "Leichter"')
    assert done != text
    path.write_text(done, encoding="utf-8")
    again = GATHERER.begun("de").read_text(encoding="utf-8")
    assert language_of(again, "de", "de.po").sentences == {"Ease off": "Leichter"}
