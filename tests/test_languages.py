"""What can be translated is what the sources say today, and they say it so that it can be."""

from __future__ import annotations

import ast
import importlib.util
import io
import sys
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po

import thumbwalk
from thumbwalk.translation.catalogue import language_of, placeholders

PACKAGE = Path(thumbwalk.__file__).parent


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
