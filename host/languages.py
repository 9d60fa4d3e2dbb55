"""Gathers all that can be translated into data/languages/thumbwalk.pot; `make language` runs it.

Sentences are found where the code says `_`, `marked`, `told`, `plural` or `told_n`, and in what the window shows of
data: the packaged drills, the routine, the safety page, points, zones, techniques and measures. `--new CODE` begins a
translation, or brings one up to date; `--check` only says whether the template is of today's sources.
"""

from __future__ import annotations

import argparse
import ast
import io
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import jinja2
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import nodes

from thumbwalk.learner.pain_note import FELT, PAIN_SIDES, SITES
from thumbwalk.technique.catalog import TECHNIQUES, technique_named
from thumbwalk.technique.vocabulary import VOCABULARY
from thumbwalk.zones import ZONES

PACKAGE = Path(__file__).parent / "thumbwalk"
LANGUAGES = PACKAGE / "data" / "languages"
TEMPLATE = LANGUAGES / "thumbwalk.pot"
SAYS = {"_": 1, "marked": 1, "told": 1, "plural": 2, "told_n": 2}
"""What says a sentence, and how many texts it takes."""
_HEAD = """\
# All that the window says. Copy it to CODE.po in the folder "languages" of Thumbwalk's home, write what each sentence
# is in your language, and choose the language in the settings; docs/languages.md tells how. `make language` renews it.
"""
_NAMES = ("title", "description", "words", "before", "after", "between", "name")
"""Keys of the packaged TOML files whose texts are shown."""
Found = tuple[str | tuple[str, str], str]
"""A sentence, or its two forms, and where it is said."""


def in_code(path: Path) -> Iterator[Found]:
    """The sentences that a module says."""
    text = path.read_text(encoding="utf-8")
    if "thumbwalk.language import" not in text:
        return
    where = path.relative_to(PACKAGE.parent).as_posix()
    for _at, said in sorted(_said(ast.parse(text))):
        yield (said[0] if len(said) == 1 else (said[0], said[1])), where


def _said(tree: ast.Module) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """The texts of each call that says something, with its line and column."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in SAYS:
            n = SAYS[call.func.id]
            texts = [one.value for one in call.args[:n] if isinstance(one, ast.Constant)]
            said = [text for text in texts if isinstance(text, str) and text]
            if len(said) == n:
                yield (call.lineno, call.col_offset), said


def in_templates() -> Iterator[Found]:
    """The sentences that the report's pages say."""
    for path in sorted((PACKAGE / "data" / "report").glob("*.html")):
        where = path.relative_to(PACKAGE.parent).as_posix()
        # names that a page's own environment knows are no matter here: it is read, not written
        for call in jinja2.Environment(autoescape=True).parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            n = SAYS.get(call.node.name, 0) if isinstance(call.node, nodes.Name) else 0
            said = [one.value for one in call.args[:n] if isinstance(one, nodes.Const)]
            if n and len(said) == n:
                yield (said[0] if n == 1 else (said[0], said[1])), where


def in_data() -> Iterator[Found]:
    """What is shown of data: the texts of packaged files, and names that code has in tables."""
    data = PACKAGE / "data"
    for path in (*sorted((data / "drills").glob("*.toml")), data / "routine.toml", data / "points.toml"):
        where = path.relative_to(PACKAGE.parent).as_posix()
        for text in _texts(tomllib.loads(path.read_text(encoding="utf-8")), where):
            yield text, where
        if path.parent.name == "drills":
            yield path.stem.partition("-")[2].replace("-", " ").capitalize(), where
    safety = tomllib.loads((data / "safety.toml").read_text(encoding="utf-8"))
    for value in safety.values():
        for text in value if isinstance(value, list) else [value]:
            yield text, "thumbwalk/data/safety.toml"
    for name in TECHNIQUES:
        yield name, "thumbwalk/technique/catalog.py"
        yield technique_named(name).term, "thumbwalk/technique/catalog.py"
    for row in VOCABULARY.values():
        for text in filter(None, (row.plain, row.plain[:1].upper() + row.plain[1:], row.low, row.high)):
            yield text, "thumbwalk/technique/vocabulary.py"
    yield "Virtual rig", "thumbwalk/virtual/rig.py"
    for text in (*ZONES, *(site.replace("-", " ") for site in SITES), *SITES, *FELT, *PAIN_SIDES):
        yield text, "thumbwalk/zones.py" if text in ZONES else "thumbwalk/learner/pain_note.py"


def _texts(value: object, where: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            # a drill is called by its title; its name is what the command line calls it
            if isinstance(one, str) and key in _NAMES and (key != "name" or "points" in where):
                yield one
            elif isinstance(one, list) and key in _NAMES:
                yield from (text for text in one if isinstance(text, str))
            else:
                yield from _texts(one, where)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, where)


def gathered() -> Catalog:
    """All that can be translated, in the order of the files."""
    catalog = Catalog(project="Thumbwalk", charset="utf-8")
    code = (found for path in sorted(PACKAGE.rglob("*.py")) for found in in_code(path))
    for text, where in (*code, *in_templates(), *in_data()):
        catalog.add(text, locations=[(where, 0)])
    return catalog


def as_text(catalog: Catalog) -> str:
    """A template's text, without dates: the same sources give the same one."""
    out = io.BytesIO()
    write_po(out, catalog, width=110, omit_header=True, include_lineno=False)
    head = f'{_HEAD}msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    return head + out.getvalue().decode("utf-8")


def begun(code: str) -> Path:
    """Begin a language's file, or bring one up to date: what was translated stays."""
    path = LANGUAGES / f"{code}.po"
    catalog = Catalog(locale=code.replace("-", "_"), project="Thumbwalk", charset="utf-8")
    if path.is_file():
        with path.open("rb") as file:
            catalog = read_po(file, locale=code.replace("-", "_"))
    catalog.update(gathered(), no_fuzzy_matching=False)
    with path.open("wb") as file:
        write_po(file, catalog, width=110, include_lineno=False)
    return path


def main() -> None:
    """Write the template, or what else was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="only say whether the template is of today's sources")
    parser.add_argument("--new", metavar="CODE", help="begin a translation, or bring one up to date, such as de")
    asked = parser.parse_args()
    text = as_text(gathered())
    if asked.check:
        is_current = TEMPLATE.is_file() and TEMPLATE.read_text(encoding="utf-8") == text
        sys.exit(None if is_current else f"{TEMPLATE}: is of older sources; run `make language`")
    LANGUAGES.mkdir(exist_ok=True)
    TEMPLATE.write_text(text, encoding="utf-8")
    if asked.new:
        print(begun(asked.new))


if __name__ == "__main__":
    main()
