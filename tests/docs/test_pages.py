"""All pages: links, paths, the table of rooms, and nothing about health."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

import pytest
from tests.docs.pages import (
    COMMANDS_PAGE,
    CONTRIBUTING,
    FILES_PAGE,
    PACKAGE,
    PAGES,
    PROJECT,
    page_id,
    read,
)

import thumbwalk


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as forges make them."""
    headings = re.findall(r"(?m)^#+ (.+)$", re.sub(r"(?ms)^```.*?^```$", "", read(page)))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"(?ms)^```.*?^```$", "", read(page))):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{page_id(page)} links to {target}"
        assert not anchor or anchor in anchors(file), f"{page_id(page)} links to {target}"


@pytest.mark.parametrize("page", [CONTRIBUTING, PROJECT / "CHANGELOG.md", COMMANDS_PAGE, FILES_PAGE], ids=page_id)
def test_paths_that_a_page_names_exist(page: Path) -> None:
    named = re.findall(r"`([\w.-]+(?:/[\w.-]*)+)`", read(page))
    places = (PROJECT, PACKAGE)
    yours = {"sessions/", "calibrations/", "drills/", "learners/", "elsewhere/", "languages/"}
    gone = [
        path
        for path in named
        if not any((place / path).exists() for place in places) and "NAME" not in path and path not in yours
    ]
    assert gone == []


def test_the_table_of_rooms_is_the_one_that_is_held() -> None:
    spec = importlib.util.spec_from_file_location("house", PROJECT / "tests" / "test_house.py")
    assert spec is not None
    assert spec.loader is not None
    house = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(house)
    rows = re.findall(r"(?m)^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", read(CONTRIBUTING))
    assert {room: set(re.findall(r"`(\w+)`", cell)) for room, cell in rows} == house.ALLOWED


CLAIMS = re.compile(
    r"\b((?<!platinum-)cur(e|es|ed|ing|ative)|heal(s|ed|ing|er)?|treat(s|ed|ing|ment|ments)?|therap(y|ies|ist|ists|eutic)"
    r"|diagnos(e|es|is|ed|tic|tics)|reliev(e|es|ing)|relief|remed(y|ies)|detox\w*|illness(es)?|disease(s)?"
    r"|patient(s)?|clinical(ly)?|wellbeing|well-being|healthier|health benefit(s)?)\b",
    re.IGNORECASE,
)
DENIALS = (
    "It does not diagnose or treat any condition.",
    "no page, window or message says that pressing a foot does anything for an illness.",
)
"""The only sentences in which such words may stand: each says that no claim is made."""


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?:])\s+", " ".join(text.split()))


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_no_page_makes_a_health_claim(page: Path) -> None:
    claims = [one for one in sentences(read(page)) if CLAIMS.search(one) and one.strip() not in DENIALS]
    assert claims == []


def said_by_the_program() -> list[tuple[str, str]]:
    """Every text that the program can say: its data files, and the strings of its code that are no docstrings."""
    said = [(path.name, path.read_text(encoding="utf-8")) for path in sorted((PACKAGE / "data").rglob("*.toml"))]
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        said += [
            (path.name, node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare
        ]
        # what a command's docstring says is its help
        helps = [node for node in tree.body if isinstance(node, ast.FunctionDef) and path.parent.name == "cli"]
        said += [(path.name, ast.get_docstring(node) or "") for node in helps]
    return said


def test_nothing_that_the_program_says_makes_a_health_claim() -> None:
    said = said_by_the_program()
    assert any("a blood clot" in text for _, text in said)
    assert any("traditional" in text.lower() for _, text in said)
    claims = [
        (name, one)
        for name, text in said
        for one in sentences(text.replace('"', " "))
        if CLAIMS.search(one) and not any(denial in f"{one.strip(' ,')}." or denial in one for denial in DENIALS)
    ]
    assert claims == []


def test_everything_stays_on_this_machine() -> None:
    """Who imports anything of a network is the virtual rig, within this machine, and what asks the display."""
    network = {"http", "urllib", "socket", "ssl", "ftplib", "smtplib", "requests", "aiohttp", "httpx", "QtNetwork"}
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "", *(one.name for one in node.names)]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        if network & set(name.split("."))
    }
    assert {name for name in users if not name.startswith("virtual/")} == {"app/displays.py"}
    assert "stays on this machine" in read(PROJECT / "README.md")


@pytest.mark.parametrize("claim", ["It cures.", "Kneading heals the foot.", "It treats pain.", "A therapy for all."])
def test_a_health_claim_would_be_found(claim: str) -> None:
    assert CLAIMS.search(claim)


def test_the_pages_say_what_it_is_not() -> None:
    for page in (PROJECT / "README.md", CONTRIBUTING, COMMANDS_PAGE):
        assert "not a medical device" in " ".join(read(page).split()), page_id(page)
    for page in (PROJECT / "README.md", CONTRIBUTING, FILES_PAGE):
        assert "traditional" in read(page), page_id(page)


def test_every_recording_of_others_says_where_it_is_from() -> None:
    wanted = {"repo", "licence", "what", "tests"}
    for folder in (PROJECT / "tests" / "data").iterdir():
        source = (folder / "SOURCE.txt").read_text(encoding="utf-8")
        assert wanted <= {line.split()[0] for line in source.splitlines() if line.strip()}, folder.name


def test_the_changelog_knows_this_version() -> None:
    text = read(PROJECT / "CHANGELOG.md")
    newest = text.split("\n## ")[1]
    assert newest.startswith(("[Unreleased]", f"[{thumbwalk.__version__}]"))
    assert thumbwalk.__version__ in newest
