"""The page of commands says what the commands are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.docs.pages import (
    COMMANDS_PAGE,
    PACKAGE,
    PAGES,
    PROJECT,
    coded,
    page_id,
    read,
    sections,
)

from thumbwalk.cli.main import app
from thumbwalk.export.formats import FORMATS


@cache
def commands() -> dict[str, Any]:
    group: Any = typer.main.get_command(app)
    return dict(group.commands)


def parameters(command: Any) -> dict[str, Any]:
    """A command's options by their long name, and its arguments by what the help calls them."""
    named = {}
    for parameter in command.params:
        name = next((one for one in parameter.opts if one.startswith("--")), parameter.metavar or parameter.name)
        named[name] = parameter
    return named


def default_of(parameter: Any) -> str:
    """A default as the page writes it."""
    if parameter.required:
        return "required"
    if parameter.default is None:
        return "none"
    if isinstance(parameter.default, bool):
        return "on" if parameter.default else "off"
    value = parameter.default
    return f"`{value:g}`" if isinstance(value, int | float) else f"`{value}`"


def documented(section: str) -> dict[str, str]:
    """Options and arguments that a section's table describes, with their defaults."""
    rows = re.findall(r"(?m)^\| `(--[a-z0-9-]+|[A-Z]+)[^`]*` \| ([^|]+?) \| (?:\S.*) \|$", section)
    assert len({name for name, _ in rows}) == len(rows), f"described twice: {sorted(name for name, _ in rows)}"
    return dict(rows)


def test_the_page_has_a_section_for_every_command_and_for_no_other() -> None:
    described = [heading for heading in sections(COMMANDS_PAGE) if heading != "Every command"]
    assert described == list(commands())


@pytest.mark.parametrize("name", commands())
def test_a_commands_table_has_its_options_with_their_defaults_and_no_others(name: str) -> None:
    real = {option: default_of(one) for option, one in parameters(commands()[name]).items() if not one.hidden}
    assert documented(sections(COMMANDS_PAGE)[name]) == real


def test_options_before_a_command_are_described() -> None:
    group: Any = typer.main.get_command(app)
    real = {option: default_of(one) for option, one in parameters(group).items()}
    assert documented(sections(COMMANDS_PAGE)["Every command"]) == real


@pytest.mark.parametrize("name", commands())
def test_every_command_and_every_option_has_help(name: str) -> None:
    command = commands()[name]
    assert (command.help or "").strip()
    assert [option for option, one in parameters(command).items() if not (one.help or "").strip()] == []


@pytest.mark.parametrize("name", commands())
def test_every_command_has_an_example_and_its_exit_codes(name: str) -> None:
    section = sections(COMMANDS_PAGE)[name]
    assert re.search(rf"(?m)^    (\$ )?thumbwalk {name}\b", section)
    assert "Exit code" in section


def test_the_first_table_links_to_every_command() -> None:
    opening = read(COMMANDS_PAGE).split("\n## ", maxsplit=1)[0]
    assert re.findall(r"\| \[`([\w-]+)`\]\(#([\w-]+)\)", opening) == [(name, name) for name in commands()]


@pytest.mark.parametrize("option", ["--hand", "--foot", "--unit", "--kind"])
def test_every_choice_of_an_option_is_on_the_page(option: str) -> None:
    owner = next(name for name, one in commands().items() if option in parameters(one))
    choices = parameters(commands()[owner])[option].type.choices
    row = next(line for line in sections(COMMANDS_PAGE)[owner].splitlines() if line.startswith(f"| `{option}"))
    assert choices
    assert [choice for choice in choices if f"`{choice}`" not in row] == []


def test_every_export_format_is_on_the_page_and_in_the_help_with_what_it_is() -> None:
    row = next(line for line in sections(COMMANDS_PAGE)["export"].splitlines() if line.startswith("| `--format"))
    assert row.split("|")[3].strip() == " ".join(f"`{name}`: {one.about}." for name, one in FORMATS.items())
    assert all(one.about in parameters(commands()["export"])["--format"].help for one in FORMATS.values())


def calls(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Every call of the program that a page shows, as code: the command, and the options behind it."""
    text = re.sub(r"(?ms)^```.*?^```$", "", read(page))
    shown = re.findall(r"`([^`\n]*)`", text) + re.findall(r"(?m)^    (.+)$", text)
    for code in shown:
        call = re.match(r"(?:\$ )?(?:\S*[/\\])?thumbwalk ([a-z][\w-]*)(.*)", code)
        if call:
            yield call[1], re.findall(r"(?<!\S)(--[a-z0-9-]+)", call[2])


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_commands_and_options_that_a_page_shows_exist(page: Path) -> None:
    for name, options in calls(page):
        assert name in commands(), f"there is no `thumbwalk {name}`"
        unknown = set(options) - set(parameters(commands()[name])) - {"--help"}
        assert not unknown, f"`thumbwalk {name}` has no {sorted(unknown)}"


def test_the_readme_shows_every_command() -> None:
    assert {name for name, _ in calls(PROJECT / "README.md")} == set(commands())


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_make_targets_that_a_page_names_exist(page: Path) -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", read(PROJECT / "Makefile")))
    named = re.findall(r"(?:`|^    )make ([a-z]+)", read(page), flags=re.MULTILINE)
    assert set(named) <= targets


def test_every_environment_variable_of_ours_is_described() -> None:
    source = " ".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    used = set(re.findall(r'environ(?:\.get\(|\[)"(THUMBWALK_\w+)"', source))
    assert used
    assert used <= coded(read(COMMANDS_PAGE))


@pytest.mark.parametrize("name", commands())
def test_every_command_says_how_it_ends_when_it_is_ended(name: str) -> None:
    told = sections(COMMANDS_PAGE)[name].partition("Exit codes:")[2]
    assert all(code in told for code in ("130", "143", "129")), name
