"""What the tests of the documents read them with."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import thumbwalk

PACKAGE = Path(thumbwalk.__file__).parent
PROJECT = PACKAGE.parents[1]
PAGES = sorted(
    [*PROJECT.glob("*.md")]
    + [page for folder in ("docs", "firmware", "hardware", "benchmarks") for page in (PROJECT / folder).rglob("*.md")]
)
COMMANDS_PAGE, FILES_PAGE = PROJECT / "docs" / "commands.md", PROJECT / "docs" / "files.md"
CONTRIBUTING = PROJECT / "CONTRIBUTING.md"


def page_id(page: Path) -> str:
    return page.relative_to(PROJECT).as_posix()


@cache
def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path) -> list[tuple[str, str, str]]:
    """Fenced blocks of a page: language, mark (the word after it, or nothing) and text."""
    return re.findall(r"(?ms)^```(\w*)[ ]?([\w-]*)\n(.*?)^```$", read(page))


def block(page: Path, mark: str) -> str:
    found = [text for _, name, text in blocks(page) if name == mark]
    assert len(found) == 1, f"{page_id(page)} has {len(found)} blocks marked '{mark}'"
    return found[0]


def sections(page: Path) -> dict[str, str]:
    """Text below each second-level heading, without the fenced blocks."""
    text = re.sub(r"(?ms)^```.*?^```$", "", read(page))
    parts = re.split(r"(?m)^## (.+)$", text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def coded(text: str) -> set[str]:
    """Words that stand in code on a page: what is between backticks, and the words of its fenced blocks."""
    fenced = " ".join(re.findall(r"(?ms)^```[^\n]*\n(.*?)^```$", text))
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"(?ms)^```.*?^```$", "", text))
    return set(inline) | set(re.findall(r"\w+", " ".join(inline))) | set(re.findall(r"\w+", fenced))
