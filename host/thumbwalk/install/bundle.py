"""What belongs on a board: the firmware's files but for those that only a virtual board needs, and their hashes."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from thumbwalk.errors import RigError

MAIN = "main.py"
"""What MicroPython starts; written last."""
PACKAGE = "rig"
ONLY_VIRTUAL = ("board_virtual.py", "channels.py")
"""Modules that stand in for a chip's hardware on a PC."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files for a board, by their path on it, and the firmware's version."""

    version: str
    files: dict[str, bytes]

    @property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of each file, hexadecimal."""
        return {path: hashlib.sha256(data).hexdigest() for path, data in self.files.items()}

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(map(len, self.files.values()))

    @property
    def platforms(self) -> tuple[str, ...]:
        """Values of MicroPython's ``sys.platform`` that there is a board module for."""
        found = (re.fullmatch(rf"{PACKAGE}/board_(\w+)\.py", path) for path in self.files)
        return tuple(sorted(match[1] for match in found if match))


def read_bundle(folder: Path) -> Bundle:
    """Read the firmware from its folder.

    Raises
    ------
    RigError
        When a file is missing or can't be read.
    """
    paths = [path for path in sorted((folder / PACKAGE).glob("*.py")) if path.name not in ONLY_VIRTUAL]
    try:
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in [*paths, folder / MAIN]}
    except OSError as error:
        raise RigError(
            f"{error.filename}: can't read the firmware ({error.strerror}); install thumbwalk again"
        ) from error
    version = version_in(files.get(f"{PACKAGE}/__init__.py", b""))
    if version is None:
        raise RigError(f"{folder}: no firmware, its {PACKAGE}/__init__.py names no version; install thumbwalk again")
    return Bundle(version, files)


def package_json(bundle: Bundle) -> str:
    """The text of ``firmware/package.json``, by which ``mpremote mip install`` copies the same files."""
    rows = ",\n".join(f"    {json.dumps([path, path])}" for path in bundle.files)
    return f'{{\n  "urls": [\n{rows}\n  ],\n  "deps": [],\n  "version": {json.dumps(bundle.version)}\n}}\n'


def version_in(source: bytes) -> str | None:
    """The firmware's version as its ``rig/__init__.py`` names it; None if it names none."""
    match = re.search(rb'(?m)^VERSION = "([^"\n]+)"', source)
    return match[1].decode(errors="replace") if match else None


if __name__ == "__main__":  # `make package` writes the file anew
    _folder = Path(sys.argv[1])
    (_folder / "package.json").write_text(package_json(read_bundle(_folder)), encoding="utf-8")
