"""What the window remembers of its user: foot, view, looks, help, whose hands; a TOML file that may be edited.

A file that can't be read is refused with its lines, as every own file is; keys that are missing have their defaults.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from thumbwalk.errors import OptionError
from thumbwalk.language import told
from thumbwalk.pad import Foot
from thumbwalk.places import write_whole
from thumbwalk.tomlfile import FileKind, TomlFile

View = Literal["practitioner", "receiver"]
Looks = Literal["system", "light", "dark"]
Unit = Literal["N", "g", "kg"]
Help = Literal["fades", "drill", "live", "bandwidth", "after"]
"""Help while practising: as the learner's cold sets leave it, as the drill says, or one way in all sets."""
Level = Literal["drill", "wide", "medium", "narrow"]
"""How far a band reaches about its guide: as the drill says, or one way in all drills."""
Hand = Literal["", "left", "right", "both"]
"""Which hand practises; "" until somebody said."""
Source = Literal["auto", "virtual"]
"""What is opened at the start: a board, if one is plugged in, or the virtual foot in any case."""

TEXT_SIZES = (0.7, 1.3)
"""From where to where the text can be sized; beyond it the panes of a small window are too small."""
LEADS_MS = (0.0, 250.0)
"""By how much sounds may come before their time, for loudspeakers that are late."""
_MOST_NAME = 60
"""Letters of a learner's name, as in a learner's folder."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""As BCP 47 writes them, as far as files need it."""
_FILE = FileKind(told("settings"), OptionError, missing=told("mend or remove it"))


@dataclass(frozen=True)
class Preferences:
    """The settings; `with_value` changes one of them. Without a ``learner`` the last one is meant."""

    learner: str = ""
    foot: Foot = "right"
    view: View = "practitioner"
    looks: Looks = "system"
    text_size: float = 1.0
    unit: Unit = "N"
    help: Help = "fades"
    starts_by_touch: bool = True
    rig: Source = "auto"
    safety_read: bool = False
    hand: Hand = ""
    volume: float = 0.6
    sound_lead_ms: float = 0.0
    map: bool = False
    calm: bool = False
    language: str = "en"
    level: Level = "drill"

    def with_value(self, **changes: Any) -> Preferences:
        """The same with other values."""
        return replace(self, **changes)

    def to_toml(self) -> str:
        """The file's text."""
        rows = [f"{one.name} = {_text(getattr(self, one.name))}" for one in fields(self)]
        return "\n".join(["# Thumbwalk's settings, kept by the window; docs/files.md explains them.", *rows, ""])


def level_of(preferences: Preferences) -> int | None:
    """The level that is asked of every drill (`coach.targets.asked`); None where each has its own."""
    return {"drill": None, "wide": 1, "medium": 2, "narrow": 3}[preferences.level]


def read_preferences(path: Path) -> Preferences:
    """Read the settings; the defaults where there is no file.

    Raises
    ------
    OptionError
        When the file can't be read or has a value that makes no sense; the message names file, lines and values.
    """
    file = TomlFile.of_own(path, _FILE)
    if file is None:
        return Preferences()
    known = {one.name: one.default for one in fields(Preferences)}
    file.known(file.table, (), tuple(known))
    found: dict[str, Any] = {}
    for name, kind in {
        "foot": Foot,
        "view": View,
        "looks": Looks,
        "unit": Unit,
        "help": Help,
        "level": Level,
        "rig": Source,
        "hand": Hand,
    }.items():
        names = get_args(kind)
        found[name] = (
            file.choice(file.table, (), name, names, told("there are: {names}", names=", ".join(filter(None, names))))
            or known[name]
        )
    for name in ("starts_by_touch", "safety_read", "map", "calm"):
        found[name] = file.switch(file.table, (), name, bool(known[name]))
    for name, (least, most) in {"text_size": TEXT_SIZES, "volume": (0.0, 1.0), "sound_lead_ms": LEADS_MS}.items():
        if name in file.table:
            value = file.number(file.table, (), name, least=least, most=most)
            found[name] = known[name] if value is None else value
    if "language" in file.table:
        code = file.words(file.table, (), "language")
        if code and not _LANGUAGE.fullmatch(code):
            file.fault((), "language", code, told("a language's code is such as en, de or pt-BR"))
        found["language"] = code
    if file.table.get("learner", "") != "":
        name = file.words(file.table, (), "learner")
        if len(name.strip()) > _MOST_NAME or not name.isprintable():
            file.fault(
                (), "learner", name, told("a name is one line of up to {most_name} letters", most_name=_MOST_NAME)
            )
        found["learner"] = name.strip()
    file.done()
    return Preferences(**found)


def keep_preferences(path: Path, preferences: Preferences) -> None:
    """Write the settings, whole or not at all. Raises OSError."""
    write_whole(path, [preferences.to_toml()])


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.3g}" if value != int(value) else f"{value:.1f}"
    plain = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'
