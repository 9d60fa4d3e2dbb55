"""Subcommands are loaded when they are asked for: a practice does not wait for what other commands need."""

from __future__ import annotations

import subprocess
import sys

import typer

from thumbwalk.cli import subcommands
from thumbwalk.cli.main import app

LOADED = "import sys; from thumbwalk.cli.main import run; run({arguments}); print(*sys.modules, file=sys.stderr)"


def loaded_by(*arguments: str) -> set[str]:
    program = LOADED.format(arguments=list(arguments))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_a_command_loads_itself_alone() -> None:
    loaded = loaded_by("ports", "--help")
    assert "thumbwalk.cli.ports" in loaded
    others = {subcommands.CALLED.get(name, name) for name in subcommands.NAMES if name != "ports"}
    assert not loaded & {f"thumbwalk.cli.{name}" for name in others}


def test_every_name_leads_to_the_command_of_that_name() -> None:
    group = typer.main.get_command(app)
    for name in subcommands.NAMES:
        assert group.commands[name].name == name  # type: ignore[attr-defined]  # the library's own class
