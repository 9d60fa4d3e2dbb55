"""The house: the chain's arrows point one way, nothing goes in a circle, Qt lives in one room."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

import thumbwalk
from thumbwalk.cli import subcommands

PACKAGE = Path(thumbwalk.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
PROJECT = PACKAGE.parents[1]

ALLOWED: dict[str, set[str]] = {
    "errors": {"language"},
    "interrupts": set(),
    "loading": set(),
    "longtable": set(),
    "language": set(),
    "extras": {"errors", "language"},
    "filekind": {"errors", "language"},
    "tomlfile": {"errors", "language", "filekind"},
    "places": {"errors", "language"},
    "pad": {"errors", "language", "tomlfile"},
    "zones": {"errors", "language", "pad"},
    "translation": {"errors", "language"},
    "gate": {"errors", "language", "longtable", "pad"},
    "link": {"errors", "language"},
    "sketch": {"errors", "language", "pad", "gate", "link", "signal"},
    "install": {"errors", "link"},
    "learner": {"errors", "language", "filekind", "places"},
    "signal": {"errors", "language", "longtable", "pad", "places", "tomlfile"},
    "touch": {"errors", "language", "longtable", "pad", "signal"},
    "technique": {"errors", "language", "pad", "touch"},
    "coach": {"errors", "language", "pad", "tomlfile", "zones", "touch", "technique"},
    "rig": {"errors", "language", "pad", "link", "signal", "sketch", "virtual"},
    "pipeline": {"errors", "longtable", "pad", "signal", "touch"},
    "session": {
        "errors", "language", "filekind", "tomlfile", "longtable", "pad", "places", "zones", "gate", "link", "signal",
        "touch", "technique", "coach", "pipeline", "rig",
    },
    "export": {"errors", "language", "extras", "pad", "places", "link", "signal", "touch", "technique", "session"},
    "sound": {"language", "coach", "session"},
    "report": {"errors", "language", "pad", "zones", "link", "touch", "technique", "coach", "session"},
    "store": {"errors", "language", "extras", "filekind", "learner", "places", "technique", "coach", "session"},
    "virtual": {"errors", "language", "pad", "signal", "touch", "coach"},
    "app": {
        "errors", "language", "interrupts", "loading", "pad", "zones", "link", "touch", "technique", "coach",
        "learner", "rig", "session", "export", "sound",
    },
    "bench": {
        "errors", "pad", "link", "signal", "touch", "technique", "coach", "pipeline", "rig", "session", "virtual",
        "app",
    },
    "trueness": {"errors", "language", "pad", "places", "signal", "touch", "session"},
    "validate": {
        "errors", "longtable", "pad", "places", "zones", "touch", "technique", "coach", "pipeline", "session",
        "trueness", "virtual", "bench",
    },
    "cli": {
        "errors", "language", "interrupts", "loading", "pad", "places", "zones", "link", "install", "signal", "sketch",
        "touch", "technique", "coach", "pipeline", "session", "export", "report", "rig", "virtual", "app", "bench",
        "validate", "learner", "store", "sound", "translation", "trueness",
    },
}  # fmt: skip
"""Which rooms a room may import; itself always."""
MIRRORED = (
    "gate",
    "learner",
    "link",
    "signal",
    "sketch",
    "touch",
    "technique",
    "coach",
    "session",
    "store",
    "trueness",
    "sound",
    "translation",
)
"""Rooms of which every module has a test file of its own, and every number at its top a word about it."""


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Full names of the modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_a_module_imports_only_rooms_before_its_own() -> None:
    reaching = []
    for path in MODULES:
        name = module_name(path)
        if name in ("thumbwalk", "thumbwalk.__main__"):
            continue
        room = name.split(".")[1]
        rooms = {i.split(".")[1] for i in imports_of(path) if i.startswith("thumbwalk.")} - {room, "__version__"}
        reaching += [f"{name} reaches into {other}" for other in sorted(rooms - ALLOWED[room])]
    assert reaching == []


def test_qt_is_only_in_the_app() -> None:
    with_qt = [module_name(p) for p in MODULES if {i.split(".")[0] for i in imports_of(p)} & {"PySide6", "pyqtgraph"}]
    assert len(with_qt) > 50
    # what the window is measured against is a window, too
    assert [name for name in with_qt if not name.startswith(("thumbwalk.app", "thumbwalk.bench.naive_window"))] == []


def test_what_the_screen_says_is_put_into_words_without_qt() -> None:
    """Loaded in an interpreter of its own, so that what the words import counts as well."""
    words = [module_name(path) for path in sorted((PACKAGE / "app" / "words").glob("*.py"))]
    loads = f"import sys, {', '.join(words)}; print([name for name in sys.modules if name.startswith('PySide6')])"
    done = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert len(words) > 2
    assert done.stdout.strip() == "[]"


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


@pytest.mark.parametrize("room", MIRRORED)
def test_every_module_has_tests_of_its_own(room: str) -> None:
    tests = PROJECT / "tests" / room
    modules = [p.relative_to(PACKAGE / room) for p in (PACKAGE / room).rglob("*.py") if p.stem != "__init__"]
    missing = [str(m) for m in modules if not (tests / m.parent / f"test_{m.name}").is_file()]
    assert not missing, f"of {room}/ these have no file in tests/{room}/: {missing}"


@pytest.mark.parametrize("room", MIRRORED)
def test_every_number_at_a_module_s_top_says_what_it_is(room: str) -> None:
    bare = []
    for path in sorted((PACKAGE / room).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        lines, told_from = text.splitlines(), 0
        for node in reversed(ast.parse(text).body):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                told_from = node.lineno
                continue
            numbers = isinstance(node, ast.Assign | ast.AnnAssign) and any(
                isinstance(part, ast.Constant) and type(part.value) in (int, float) for part in ast.walk(node)
            )
            # a line for a group of numbers stands under the last of them
            told = node.end_lineno == told_from - 1
            told_from = node.lineno if told and numbers else 0
            beside = "#" in lines[node.lineno - 1] or lines[node.lineno - 2].startswith("#")
            if numbers and not told and not beside:
                bare.append(f"{path.name}:{node.lineno}: {lines[node.lineno - 1]}")
    assert not bare


def test_no_two_modules_of_one_name_mean_different_things() -> None:
    """A command may be called as what it shows, and a room of the window as well; nothing else has a name twice."""
    named: dict[str, list[str]] = {}
    for name in (module_name(path) for path in MODULES if path.stem != "__init__"):
        named.setdefault(name.rpartition(".")[2], []).append(name)
    commands = {f"thumbwalk.cli.{name}" for name in subcommands.NAMES}
    rooms = {name for name in map(module_name, MODULES) if name.startswith("thumbwalk.app.rooms.")}
    shared = {name: [one for one in all_ if one not in commands | rooms] for name, all_ in named.items()}
    assert {name: others for name, others in shared.items() if len(others) > 1} == {}


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


def test_only_the_ends_know_the_users_home() -> None:
    ends = {"places", "cli", "app", "rig"}
    told = {
        module_name(path)
        for path in MODULES
        for name in imports_of(path)
        if name.startswith("thumbwalk.places.") and name.endswith(("_dir", "_path"))
    }
    assert {name.split(".")[1] for name in told} <= ends
    inner = [
        path for path in MODULES if path.relative_to(PACKAGE).parts[0] in ("coach", "session", "technique", "virtual")
    ]
    assert [path for path in inner if "THUMBWALK_HOME" in path.read_text(encoding="utf-8")] == []
