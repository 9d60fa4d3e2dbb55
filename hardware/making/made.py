"""What was made and from what: the manifest beside the sources, so that anybody sees when it is out of date."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from making.errors import MeshError
from making.foot import sole_of
from making.measures import HARDWARE, read_measures
from thumbwalk.pad import Foot

MADE = HARDWARE / "made"
REFERENCE: tuple[int, Foot] = (42, "right")
"""Size and foot that the manifest and the pictures are of."""

_SOURCES = (
    "catalog", "foot", "mosaic_parts", "mould_parts", "plate4_parts", "plate4_shape", "pockets", "polygon", "solid",
)  # fmt: skip


def inputs_sha256() -> str:
    """Hash of all that the parts' shapes depend on: measures, layout, and the modules that make them.

    Comments, docstrings and layout of the text do not count.
    """
    parts: list[Any] = [dict(read_measures(name).raw) for name in ("print", "plate4", "mosaic", "mould")]
    sole = sole_of("sole16")
    parts += [sole.pad.names, sole.pad.positions_mm.tolist(), sole.outline().round(6).tolist(), sole.pad.layer_mm]
    text = json.dumps(parts, sort_keys=True)
    for name in _SOURCES:
        text += _meaning(Path(__file__).with_name(f"{name}.py"))
    return hashlib.sha256(text.encode()).hexdigest()


def _meaning(path: Path) -> str:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            body[:] = [one for one in body if not _is_text(one)] or [ast.Pass()]
    return ast.dump(tree)


def _is_text(statement: ast.AST) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def write_json(path: Path, document: Mapping[str, Any]) -> None:
    """Write a document so that the same one is the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_manifest(path: Path = MADE / "parts.json") -> dict[str, Any]:
    """Read the manifest. Raises MeshError when there is none."""
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MeshError(f"{path.name}: can't be read: {error}; run `make hardware`") from error
    return document


def check_manifest(manifest: Mapping[str, Any]) -> None:
    """See that what was made is of today's sources. Raises MeshError when it is not."""
    if manifest.get("inputs_sha256") != inputs_sha256():
        raise MeshError("made/parts.json: geometry or modules changed since it was made; run `make hardware`")


def build_grams(manifest: Mapping[str, Any], names: Mapping[str, int]) -> float:
    """Grams of filament for parts by name and number."""
    return float(sum(manifest["parts"][name]["grams"] * number for name, number in names.items()))
