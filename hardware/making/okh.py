"""``okh.toml``: what the hardware is, for machines, held against the fields of Open Know-How 2.4.

The rules are written down here by hand from the specification's JSON schema (w3id.org/oseg/schema/okh.schema.json, as
of version 2.4): which fields must be, which may, and what may stand in them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from making.errors import HardwareError
from making.measures import HARDWARE

MANIFEST = HARDWARE.parent / "okh.toml"
VERSIONS = ("OKH-LOSHv1.0", "2.3", "2.4")
MUST = ("okhv", "name", "repo", "license", "licensor", "function")
_PATHS = (
    "readme",
    "bom",
    "contribution-guide",
    "manufacturing-instructions",
    "user-manual",
    "source",
    "export",
    "image",
)
_MAY = (
    *MUST, *_PATHS, "version", "release", "organization", "documentation-language", "technology-readiness-level",
    "documentation-readiness-level", "part", "software", "auxiliary", "attestation", "publication", "forkOf", "mass",
    "outer-dimensions", "standard-compliance", "cpc-patent-class", "tsdc", "rdf", "$schema",
)  # fmt: skip
_PART_MAY = ("name", "source", "export", "image", "auxiliary", "mass", "outer-dimensions", "tsdc")
_SOFTWARE_MAY = ("release", "installation-guide")
TRL = tuple(f"OTRL-{n}" for n in range(1, 7))
DRL = ("ODRL-1", "ODRL-2", "ODRL-3", "ODRL-3*", "ODRL-4")


def check_okh(path: Path = MANIFEST) -> dict[str, Any]:
    """Hold the manifest against the specification, and its paths against the project.

    Raises
    ------
    HardwareError
        With all that is wrong.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise HardwareError(f"{path.name}: can't be read: {error}; mend or restore it") from error
    wrong = [f"{key} is missing" for key in MUST if not table.get(key)]
    wrong += [f"{key} is no field of Open Know-How" for key in table if key not in _MAY]
    wrong += _value_faults(table)
    wrong += _path_faults(table, path.parent, "")
    wrong += _member_faults(table, path.parent)
    if wrong:
        raise HardwareError(f"{path.name}: {'; '.join(wrong)}")
    return table


def _value_faults(table: Mapping[str, Any]) -> list[str]:
    """Values that the specification does not know."""
    wrong = []
    choices = {"okhv": VERSIONS, "technology-readiness-level": TRL, "documentation-readiness-level": DRL}
    for key, allowed in choices.items():
        if key in table and table[key] not in allowed:
            wrong.append(f"{key} is {table[key]!r}, it must be one of {', '.join(allowed)}")
    if not re.fullmatch(r"https?://\S+", str(table.get("repo", "https://x"))):
        wrong.append(f"repo is {table['repo']!r}, an address is needed")
    if table.get("license") not in (None, "CERN-OHL-S-2.0"):
        wrong.append(f"license is {table['license']!r}, the hardware's is CERN-OHL-S-2.0")
    return wrong


def _member_faults(table: Mapping[str, Any], folder: Path) -> list[str]:
    """What is wrong with parts and software."""
    wrong = []
    for number, part in enumerate(table.get("part", []), 1):
        wrong += [f"part {number}: {key} is no field of a part" for key in part if key not in _PART_MAY]
        if not part.get("name") or not (part.get("source") or part.get("export")):
            wrong.append(f"part {number}: it needs a name, and a source or an export")
        wrong += _path_faults(part, folder, f"part {number}: ")
    for number, software in enumerate(table.get("software", []), 1):
        wrong += [f"software {number}: {key} is no field" for key in software if key not in _SOFTWARE_MAY]
        if not software.get("release"):
            wrong.append(f"software {number}: it needs a release")
    return wrong


def _path_faults(table: Mapping[str, Any], folder: Path, where: str) -> list[str]:
    """Paths that lead nowhere; they are relative to the project, with or without a slash in front."""
    wrong = []
    for key in _PATHS:
        values = table.get(key, [])
        paths = [value for value in ([values] if isinstance(values, str) else values) if "://" not in value]
        gone = [path for path in paths if not (folder / path.lstrip("/")).exists()]
        wrong += [f"{where}{key} names {path}, which is not there" for path in gone]
    return wrong
