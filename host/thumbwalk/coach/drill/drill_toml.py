"""A drill as the text of a drill file: what `parse_drills` reads back as the same drill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from thumbwalk.coach.drill.course import Course
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.targets.bands import Band

_WIDE = 116
"""Lists are broken at about so many letters, so that a file can be read."""


def toml_of(drill: Drill, comment: str = "") -> str:
    """The text of a drill that has its bands about the targets; what stands at its default is left out.

    A comment is put before it, a line each.
    """
    lines = [f"# {_plain(line)}".rstrip() for line in comment.splitlines()]
    lines += ["[[drill]]", *_keys(drill, Drill("", "", ""), needed=("name", "title", "description"))]
    lines += [f"targets.{name} = {_band(band)}" for name, band in drill.targets.items()]
    for one in drill.sets:
        usual = DrillSet("", "", 0.0, level=drill.level, feedback=drill.feedback)
        lines += ["", "[[drill.set]]", *_keys(one, usual, needed=("technique", "title"))]
        lines += [f"targets.{name} = {_band(band)}" for name, band in one.targets.items()]
    return "\n".join(lines) + "\n"


def _keys(one: Drill | DrillSet, usual: Drill | DrillSet, needed: Iterable[str]) -> list[str]:
    rows = [(key.name, getattr(one, key.name)) for key in fields(one) if key.name not in ("sets", "targets", "count")]
    kept = [(key, value) for key, value in rows if key in needed or value != getattr(usual, key)]
    return [f"{key} = {_value(value)}" for key, value in kept if value is not None]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Course):
        return _value(value.to_json())
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(part)}" for key, part in value.items()) + " }"
    if isinstance(value, tuple | list):
        return _list([_value(one) for one in value])
    return repr(value)


def _list(parts: list[str]) -> str:
    text = f"[{', '.join(parts)}]"
    if len(text) <= _WIDE:
        return text
    lines, line = [], ""
    for part in parts:
        if line and len(line) + len(part) > _WIDE:
            lines.append(line.rstrip())
            line = ""
        line += f"{part}, "
    return "[\n" + "".join(f"    {one}\n" for one in (*lines, line.rstrip())) + "]"


def _band(band: Band) -> str:
    if band.weight == 0.0:
        return "{ enabled = false }"
    ends = {"min": band.lo, "max": band.hi, "weight": band.weight}
    return _value({key: value for key, value in ends.items() if value is not None})


def _text(text: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in quoted) + '"'


def _plain(text: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in text)
