"""How many small faults a room's own tests notice: a seeded sample of single mutations, in a copy of the tree.

Run: python benchmarks/mutants.py [--room touch] [--seed 1] [--sample 60] [--minutes 15]. It prints killed and survived
a room, with the 95 % interval, and each survivor with its line. Linux and macOS only: every mutant is a fork.
"""

from __future__ import annotations

import argparse
import ast
import copy
import functools
import importlib
import math
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pytest

ROOMS = ("coach", "session", "technique", "touch", "signal", "link")
PROJECT = Path(__file__).parents[1]
PACKAGE = Path("host/thumbwalk")
SLOWEST_S = 180
"""A mutant whose tests take longer hangs, and is killed by that: the slowest room's tests take a minute."""
Z_95 = 1.96
WORKERS = 2

ORDER = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
FLIP = {ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
FLIP |= {ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In}
SWAP = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
TWINS = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One changed place of a module under ``host/thumbwalk``: in which field of which node, and what stands there."""

    path: str
    line: int
    what: str
    at: tuple[int, int]

    def text(self, source: str) -> str:
        """Give the whole changed module."""
        tree = ast.parse(source)
        parent, field, index, node = list(places(tree))[self.at[0]]
        new = list(changes(node))[self.at[1]]
        if index is None:
            setattr(parent, field, new)
        else:
            getattr(parent, field)[index] = new
        return ast.unparse(ast.fix_missing_locations(tree))


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in a node's place; texts and switches are left alone."""
    new = copy.deepcopy(node)
    if isinstance(new, ast.stmt):
        yield from changed_statements(new)
    elif isinstance(new, ast.Constant):
        yield from (ast.Constant(value) for value in changed_numbers(new.value))
    elif isinstance(new, ast.expr):
        yield from changed_expressions(new)


def changed_statements(new: ast.stmt) -> Iterator[ast.stmt]:
    match new:
        case ast.Return(value=value) if value is not None and ast.unparse(value) != "None":
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.AugAssign() | ast.Break() | ast.Continue():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()


def changed_numbers(value: object) -> Iterator[float]:
    if type(value) is int:
        yield from (value + 1, value - 1)
    elif type(value) is float:
        yield 2.0 * value or 1.0


def changed_expressions(new: ast.expr) -> Iterator[ast.expr]:
    match new:
        case ast.Compare(left=left, ops=ops, comparators=values):
            for i, op in enumerate(ops):
                for other in (table[type(op)] for table in (ORDER, FLIP) if type(op) in table):
                    yield ast.Compare(left, [*ops[:i], other(), *ops[i + 1 :]], values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SWAP:
            yield ast.BinOp(left, SWAP[type(op)](), right)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Name(id=name, ctx=ctx) if name in TWINS:
            yield ast.Name(TWINS[name], ctx)
        case ast.Attribute(value=owner, attr=name, ctx=ctx) if name in TWINS:
            yield ast.Attribute(owner, TWINS[name], ctx)


def places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Parent, field, index and node of all that runs: no annotations, decorators or texts, nor what words an error."""
    for field, value in ast.iter_fields(node):
        worded = isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Raise) and field == "exc")
        if worded or field in ("annotation", "returns", "decorator_list"):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                yield node, field, index, child
                yield from places(child)


def mutants_of(room: str) -> list[Mutant]:
    """All single mutations of a room's modules, in one order."""
    found = []
    for file in sorted((PACKAGE / room).rglob("*.py")):
        for i, (_, _, _, node) in enumerate(places(ast.parse(file.read_text(encoding="utf-8")))):
            for j, new in enumerate(changes(node)):
                what = f"{ast.unparse(node).splitlines()[0]}  ->  {ast.unparse(new).splitlines()[0]}"
                path = str(file.relative_to(PACKAGE))
                found.append(Mutant(path, getattr(node, "lineno", 0), what[:110], (i, j)))
    return found


@functools.cache
def imports_of(file: Path) -> frozenset[str]:
    """The package's modules that a file imports, as paths under ``host/thumbwalk``."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("thumbwalk"):
            names |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    paths = {"/".join(name.split(".")[1:]) + ".py" for name in names}
    return frozenset(path for path in paths if (PACKAGE / path).is_file())


@functools.cache
def reached_from(file: Path) -> frozenset[str]:
    """The same, over any number of steps."""
    reached, waiting = set[str](), set(imports_of(file))
    while waiting:
        path = waiting.pop()
        reached.add(path)
        waiting |= imports_of(PACKAGE / path) - reached
    return frozenset(reached)


def tests_for(path: str) -> list[str]:
    """A room's test files that a module's fault can show in, the likeliest first."""
    mirror, room = f"test_{Path(path).name}", Path("tests") / path.split("/", 1)[0]
    shared = {reached for file in room.rglob("conftest.py") for reached in reached_from(file)}
    files = [file for file in room.rglob("test_*.py") if path in shared | reached_from(file)]
    files.sort(key=lambda file: (file.name != mirror, path not in imports_of(file), file.name))
    return [str(file) for file in files]


def passes(tests: list[str], most_s: float) -> bool | None:
    """Whether tests pass, in a fork of this process, whose imports are done; None when time ran out."""
    pid = os.fork()
    if pid == 0:
        run_and_exit(tests, math.ceil(min(most_s, SLOWEST_S)))
    _, status = os.waitpid(pid, 0)
    with suppress(ProcessLookupError):  # what those tests started ends with them
        os.killpg(pid, signal.SIGKILL)
    out_of_time = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM and most_s < SLOWEST_S
    return None if out_of_time else status == 0


def run_and_exit(tests: list[str], most_s: int) -> None:
    """Run tests without a word, and end this process with their exit code."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(most_s)
        sink = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(sink, number)
        quiet = ["-x", "-q", "-p", "no:cacheprovider", "--basetemp=../home", "--hypothesis-seed=0"]
        code = pytest.main([*quiet, *tests])
    finally:
        os._exit(code)


def settle(folder: str) -> None:
    """Work in a copy of the tree from now on."""
    tree = Path(tempfile.mkdtemp(dir=folder)) / "tree"
    shutil.copytree(PROJECT, tree, ignore=shutil.ignore_patterns(".*", "__pycache__", "build", "dist"))
    os.chdir(tree)
    sys.path.insert(0, str(tree / "host"))
    os.environ["PYTHONPATH"] = str(tree / "host")
    for slow in ("numpy", "scipy.signal", "scipy.optimize"):
        importlib.import_module(slow)


def survives(mutant: Mutant, until_s: float) -> bool | None:
    """Whether a mutant passes its room's tests; None when there was no time left to say."""
    tests, file = tests_for(mutant.path), PACKAGE / mutant.path
    if not tests or time.monotonic() >= until_s:
        return None if tests else True
    before = file.read_text(encoding="utf-8")
    forget_compiled(file)
    file.write_text(mutant.text(before), encoding="utf-8")
    try:
        return passes(tests, until_s - time.monotonic())
    finally:
        file.write_text(before, encoding="utf-8")
        forget_compiled(file)


def forget_compiled(file: Path) -> None:
    """A mutant of the same length within a second would be taken for compiled already."""
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()


def wilson(killed: int, tried: int) -> tuple[float, float]:
    """Give Wilson's 95 % interval of a share (E. B. Wilson, J. Am. Stat. Assoc. 22, 209, 1927)."""
    share, z2 = killed / tried, Z_95**2
    middle, half = share + z2 / (2 * tried), Z_95 * (share * (1 - share) / tried + z2 / (4 * tried**2)) ** 0.5
    return (middle - half) / (1 + z2 / tried), (middle + half) / (1 + z2 / tried)


def judged(pool: ProcessPoolExecutor, mutants: list[Mutant], until_s: float) -> dict[Mutant, bool | None]:
    """Try mutants, and print those that survive as they are found."""
    found = {}
    jobs = {pool.submit(survives, mutant, until_s): mutant for mutant in mutants}
    for job in as_completed(jobs):
        mutant = jobs[job]
        found[mutant] = job.result()
        if found[mutant]:
            print(f"survived  {mutant.path}:{mutant.line}  {mutant.what}", flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--room", choices=ROOMS, action="append", help="one room; again for more, all without")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=60, help="mutants a room")
    parser.add_argument("--minutes", type=float, default=15.0, help="what is not tried by then is left out")
    asked = parser.parse_args()
    until_s = time.monotonic() + 60.0 * asked.minutes
    os.chdir(PROJECT)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # two workers are two cores
    samples = []
    for room in asked.room or ROOMS:
        mutants = mutants_of(room)
        samples.append(random.Random(f"{asked.seed} {room}").sample(mutants, min(asked.sample, len(mutants))))
    turns = [mutant for turn in zip_longest(*samples) for mutant in turn if mutant]
    spawn = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(WORKERS, spawn, initializer=settle, initargs=(folder,)) as pool,
    ):
        rooms = {room: pool.submit(passes, [f"tests/{room}"], SLOWEST_S) for room in asked.room or ROOMS}
        red = [room for room, job in rooms.items() if not job.result()]
        if red:
            parser.error(f"the tests of {', '.join(red)} fail without a mutant; mend them first")
        found = judged(pool, turns, until_s)
    for room, mutants in zip(rooms, samples, strict=True):
        tried = [mutant for mutant in mutants if found[mutant] is not None]
        killed = sum(not found[mutant] for mutant in tried)
        low, high = wilson(killed, len(tried)) if tried else (0.0, 1.0)
        print(
            f"{room:10} {killed} killed, {len(tried) - killed} survived of {len(tried)}: "
            f"{killed / max(len(tried), 1):.0%} ({low:.0%} to {high:.0%}), {len(mutants) - len(tried)} not tried"
        )


if __name__ == "__main__":
    main()
