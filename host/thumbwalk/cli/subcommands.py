"""The subcommands by name: each is loaded when somebody asks for it, so that none costs another's start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import typer

from thumbwalk.loading import loading

NAMES = (
    "app", "practice", "drills", "ports", "flash", "config", "doctor", "tare", "calibrate", "check-rig",
    "record", "replay", "analyse", "score", "export", "report", "strength", "feel", "pain", "match", "guide",
    "safety", "next", "progress", "history", "show", "compare", "note", "trim", "forget", "rescore", "recover",
    "bench", "validate", "hands",
)  # fmt: skip
"""In the order a newcomer meets them; each is the function of that name in the module of that name."""
CALLED = {"show": "show_session", "next": "what_next", "check-rig": "check_rig"}
"""What a function and its module are called where the name is taken, or is none."""
Command = Any
"""The command line library's own, which it keeps to itself."""


class LoadedWhenAsked(Mapping[str, Command]):
    """What the command line takes for its commands; all names are known, and only what is asked for is loaded."""

    def __init__(self) -> None:
        self._loaded: dict[str, Command] = {}

    def __getitem__(self, name: str) -> Command:
        if name not in NAMES:
            raise KeyError(name)
        if name not in self._loaded:
            self._loaded[name] = _command(name)
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)

    def __contains__(self, name: object) -> bool:
        return name in NAMES


class Commands(typer.core.TyperGroup):
    """The command line itself: options before a subcommand, and the subcommands."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "commands": None})
        self.commands = LoadedWhenAsked()  # type: ignore[assignment]  # it asks for names and commands, and adds none


def _command(name: str) -> Command:
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown")
    called = CALLED.get(name, name)
    with loading():
        alone.command(name)(getattr(import_module(f"thumbwalk.cli.{called}"), called))
        return typer.main.get_command(alone)
