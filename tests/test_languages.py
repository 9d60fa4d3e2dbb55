"""What can be translated is what the sources say today, and they say it so that it can be."""

from __future__ import annotations

import ast
import importlib.util
import io
import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po

import thumbwalk
from thumbwalk.translation.catalogue import language_of, placeholders

PACKAGE = Path(thumbwalk.__file__).parent
_WORDS = re.compile(r"[A-Za-z] [A-Za-z]{2}|[A-Za-z]{2} [A-Za-z]")
_VALUES = {
    "press in", "just right", "too much", "no change beyond chance", "not enough yet", "px solid ",
}  # fmt: skip
"""Texts of the window's code that nobody reads as they are: values that are compared, a style."""
_PRINTED = (
    # commands of their own, and what only these print or raise
    "app/", "bench/", "cli/", "install/", "translation/", "validate/", "coach/feedback/fading",
    "rig/cell_health", "rig/cells_checkup", "rig/checkup", "rig/guided_press", "rig/lines_checkup", "rig/plate_presses",
    "rig/press_check", "sketch/first_lines",
    "sketch/line_columns", "sketch/row_shape", "store/recovering", "store/handing_over", "technique/explain",
    "touch/resolution",
    # columns' names in files for other programs, and the database's own language
    "export/", "store/engines", "store/migrat", "store/models", "store/revisions", "store/taking_in",
    # what nobody's input brings about, a program's text, and a file's first line
    "link/wire", "session/differences", "touch/stage", "session/read_ahead", "session/preferences",
)  # fmt: skip
"""Modules whose texts no window and no report shows; the window's own have a test of their own."""
_SHOWN = ("cli/taken_drills", "cli/reading_back", "cli/reading_best")
"""Of these folders what the window calls: why a file was not taken in, or the past can't be read, stands in a room."""
_COMPARED = {
    "press in", "put on", "go down to", "just right", "too much", "let go", "where it lands", "on a point", "open wire",
    "cold sets", "all sets", "contact lost", "walking backward", "circles collapsing to a line", "incomplete release",
    "drifting off the point", "Raspberry Pi", "Inappropriate ioctl", "x_mm and y_mm", "virtual foot",
    "the virtual foot's layout",
}  # fmt: skip
"""Values that are compared, kept or looked for, and names; where one is shown it has its word in a table."""


def _gatherer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("languages", PACKAGE.parent / "languages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["languages"] = module
    spec.loader.exec_module(module)
    return module


GATHERER = _gatherer()
# Reading all sources takes seconds, and no test here changes one.
GATHERER.gathered = cache(GATHERER.gathered)  # type: ignore[attr-defined]


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
        bare += [one for one in _bare_in(path, {ast.Call, ast.Raise}) if one[1] not in _VALUES]
    assert bare == []


def test_no_sentence_that_the_window_or_the_report_can_show_stands_bare_in_the_core() -> None:
    """It is told where it is made, or gathered from a table; else it would be English in every language."""
    gathered: set[str] = set()
    for one in GATHERER.gathered():
        gathered |= set(one.id) if isinstance(one.id, tuple) else {one.id}
    bare = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith(_SHOWN) or not name.startswith(_PRINTED):
            # what is raised is shown, so that it does not do to be raised
            bare += [one for one in _bare_in(path, {ast.Call}) if one[1] not in gathered | _COMPARED]
    assert bare == []


def test_a_sentence_that_stands_bare_is_found(tmp_path: Path) -> None:
    path = tmp_path / "escaped.py"
    path.write_text(
        '"""What it is."""\nraise OSError(f"no such {1}; mend it")\nsaid = told("all is well")\nNAME = "two words"\n'
    )
    assert [text for _where, text in _bare_in(path, {ast.Call})] == ["two words", "no such ", "; mend it"]
    assert [text for _where, text in _bare_in(path, {ast.Call, ast.Raise})] == ["two words"]


def test_a_page_of_the_report_has_no_text_of_its_own() -> None:
    """Between its marks stand calls alone: words that were written there would be English in every language."""
    for path in sorted((PACKAGE / "data" / "report").glob("*.html")):
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        words = re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^<>]*>", "", text))
        assert set(words) <= {"Thumbwalk"}, path.name
        assert not re.search(r'(label|title|alt)="[^"{]*[A-Za-z]', text), path.name


def _bare_in(path: Path, saying: set[type[ast.AST]]) -> list[tuple[str, str]]:
    """The literals of two words and more that nothing says, with where they stand; docstrings are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    above = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    return [
        (f"{path.name}:{one.lineno}", one.value)
        for one in ast.walk(tree)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and _WORDS.search(one.value)
        if not isinstance(above[one], ast.Expr) and not _is_said(one, above, saying)
    ]


def _is_said(one: ast.AST, above: Mapping[ast.AST, ast.AST], saying: set[type[ast.AST]]) -> bool:
    while one in above:
        one = above[one]
        says = isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in GATHERER.SAYS
        if says or (isinstance(one, ast.Raise) and ast.Raise in saying):
            return True
    return False


def test_only_the_window_and_the_report_translate() -> None:
    """What is stored and printed is English in every language; the command line begins both."""
    found = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        # to parse what never names it takes seconds
        for one in ast.walk(ast.parse(source)) if "thumbwalk.language" in source else ():
            if isinstance(one, ast.ImportFrom) and one.module == "thumbwalk.language":
                names = {alias.name for alias in one.names} & {"_", "plural", "speak", "spoken"}
                found |= {path.relative_to(PACKAGE).parts[0]} if names else set()
    assert found == {"app", "cli", "report"}


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
