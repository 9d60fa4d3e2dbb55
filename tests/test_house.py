"""The house: the chain's arrows point one way, nothing goes in a circle, Qt lives in one room."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

import thumbwalk

PACKAGE = Path(thumbwalk.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
PROJECT = PACKAGE.parents[1]

ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "filekind": {"errors"},
    "places": {"errors"},
    "tomlfile": {"errors", "filekind"},
    "pad": {"errors", "filekind", "tomlfile"},
    "gate": {"errors", "pad"},
    "link": {"errors"},
    "install": {"errors", "link"},
    "signal": {"errors", "filekind", "tomlfile", "pad", "places"},
    "touch": {"errors", "pad", "signal"},
    "technique": {"errors", "pad", "touch"},
    "coach": {"errors", "pad", "places", "tomlfile", "touch", "technique"},
    "rig": {"errors", "link", "signal"},
    "pipeline": {"errors", "pad", "signal", "touch"},
    "session": {
        "errors", "filekind", "tomlfile", "pad", "places", "gate", "link", "signal", "touch", "technique", "coach",
        "pipeline",
    },
    "virtual": {"errors", "pad", "signal", "touch", "coach"},
    "app": {"errors", "pad", "touch", "technique", "coach", "session"},
    "bench": {
        "errors", "pad", "link", "signal", "touch", "technique", "coach", "pipeline", "session", "virtual", "app",
    },
    "validate": {"errors", "pad", "places", "touch", "technique", "pipeline", "session", "virtual", "bench"},
    "cli": {
        "errors", "pad", "places", "link", "install", "signal", "touch", "technique", "coach", "pipeline", "session",
        "rig", "virtual", "app", "bench", "validate",
    },
}  # fmt: skip
"""Which rooms a room may import; itself always."""


def imports_of(path: Path) -> set[str]:
    """Full names of the thumbwalk modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_imports_only_rooms_before_its_own(path: Path) -> None:
    name = module_name(path)
    if name in ("thumbwalk", "thumbwalk.__main__"):
        return
    room = name.split(".")[1]
    rooms = {i.split(".")[1] for i in imports_of(path) if i.startswith("thumbwalk.")} - {room, "__version__"}
    assert rooms <= ALLOWED[room], f"{name} reaches into {sorted(rooms - ALLOWED[room])}"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_qt_is_only_in_the_app(path: Path) -> None:
    qt = {i.split(".")[0] for i in imports_of(path)} & {"PySide6", "pyqtgraph"}
    assert not qt or module_name(path).startswith("thumbwalk.app")


def test_no_imports_go_in_a_circle() -> None:
    names = {module_name(path): path for path in MODULES}
    graph = {name: {i for i in imports_of(path) if i in names and i != name} for name, path in names.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join([*trail[trail.index(name) :], name])
        if name not in done:
            for other in graph[name]:
                visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_no_module_outgrows_its_room() -> None:
    long = {module_name(p): n for p in MODULES if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400}
    assert not long


def test_every_top_level_folder_is_in_the_readme() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    for folder in ("firmware/", "host/", "hardware/", "tests/", "benchmarks/"):
        assert folder in readme
    for room in {module_name(p).split(".")[1] for p in MODULES if module_name(p).count(".") >= 2}:
        assert f"`{room}/`" in readme or f"{room}/" in readme, f"README does not say what {room}/ is for"


def test_the_lock_holds_versions_and_hashes_and_no_addresses() -> None:
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--index" not in lock
    locked = {line.split("==")[0].strip() for line in lock.splitlines() if "==" in line and "--hash" not in line}
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for requirement in wanted:
        name = requirement.split(">")[0].split(";")[0].strip().lower()
        assert name in locked
