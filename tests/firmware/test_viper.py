"""What viper functions must not do, since MicroPython would compile it wrongly for the boards without a word.

Before micropython/micropython pull request 18821, the Thumb emitter shifts the register of a ptr16's or ptr32's index
in place; a function's first three variables live in registers, and such an index is wrong from then on. The unix port
does not show it.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from thumbwalk.virtual.firmware import firmware_dir

IN_REGISTERS = 3
WIDE = {"ptr16", "ptr32"}


def spoiled_indices(source: str) -> list[str]:
    """Name every ``pointer[index]`` of the source whose index the emitter would spoil."""
    found = []
    for function in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)):
        if not any(isinstance(mark, ast.Attribute) and mark.attr == "viper" for mark in function.decorator_list):
            continue
        arguments = function.args.args
        names = dict.fromkeys(argument.arg for argument in arguments)
        wide = {a.arg for a in arguments if isinstance(a.annotation, ast.Name) and a.annotation.id in WIDE}
        stores = [node for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
        names |= dict.fromkeys(name.id for name in sorted(stores, key=lambda name: (name.lineno, name.col_offset)))
        for node in ast.walk(function):
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.targets[0], ast.Name)
                and isinstance(node.value, ast.Call)
                and isinstance(node.value.func, ast.Name)
                and node.value.func.id in WIDE
            ):
                wide.add(node.targets[0].id)
        held = list(names)[:IN_REGISTERS]
        found += [
            f"{function.name}: {ast.unparse(node)}"
            for node in ast.walk(function)
            if isinstance(node, ast.Subscript)
            and isinstance(node.value, ast.Name)
            and node.value.id in wide
            and isinstance(node.slice, ast.Name)
            and node.slice.id in held
        ]
    return found


@pytest.mark.parametrize("path", sorted((firmware_dir() / "rig").glob("*.py")), ids=lambda path: path.name)
def test_no_viper_function_indexes_by_a_register_that_is_spoiled(path: Path) -> None:
    assert spoiled_indices(path.read_text(encoding="utf-8")) == []


def test_an_index_that_is_spoiled_is_found() -> None:
    source = (
        "@micropython.viper\n"
        "def f(words: ptr32, at: int, to_in, n: int):\n"
        "    to = ptr16(to_in)\n"
        "    to[n] = 1\n"
        "    to[at + 1] = 1\n"
        "    to[at] = words[n]\n"
        "    n = words[at]\n"
    )
    assert spoiled_indices(source) == ["f: to[at]", "f: words[at]"]
