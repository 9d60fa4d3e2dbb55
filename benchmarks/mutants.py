"""How many small faults a room's own tests notice: a seeded sample of single mutations, in a copy of the tree.

Run: python benchmarks/mutants.py [--room touch] [--seed 1] [--sample 60] [--minutes 15]. It prints killed and survived
a room, with the 95 % interval, and each survivor with its line. Linux and macOS only: every mutant is a fork.

First a room's tests run whole, and it is noted which functions each of them calls. A mutant then meets the tests that
call its function, the cheapest first, up to ``--budget`` seconds of them: what only a dearer one would notice counts
as survived, so that the share that is printed is rather too low than too high.
"""

from __future__ import annotations

import argparse
import ast
import copy
import functools
import importlib
import json
import math
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
import types
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pytest

ROOMS = ("coach", "session", "technique", "touch", "signal", "link")
PROJECT = Path(__file__).parents[1]
PACKAGE = Path("host/thumbwalk")
SLOWEST_S = 240
"""A mutant whose tests take longer waits for what never comes, and is killed by that; so is one that runs on and on."""
RUNS_ON_S = 30.0
ENDLESS_S = 1e6
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


@dataclass(frozen=True)
class Test:
    """One test of a room: what it costs, and which functions it calls, as path and first line."""

    name: str
    cost_s: float
    calls: frozenset[tuple[str, int]]


class Survey:
    """A plugin of pytest: notes what each test costs in processor time, and which of the package's functions it calls.

    What is called once for many tests (a shared fixture, something that is cached) is noted for the first alone.
    """

    def __init__(self) -> None:
        self.tests: list[Test] = []
        self._called: set[types.CodeType] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Note a test's cost and calls around its run."""
        self._called.clear()
        begun_s = time.process_time()
        threading.settrace(self._trace)
        sys.settrace(self._trace)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)
            inside = f"{Path.cwd() / PACKAGE}{os.sep}"
            of_package = [code for code in self._called if code.co_filename.startswith(inside)]
            calls = frozenset((code.co_filename.removeprefix(inside), code.co_firstlineno) for code in of_package)
            self.tests.append(Test(item.nodeid, time.process_time() - begun_s, calls))

    def _trace(self, frame: types.FrameType, _event: str, _arg: object) -> None:
        self._called.add(frame.f_code)


class Only:
    """A plugin of pytest: these tests and no others, in this order."""

    def __init__(self, names: list[str]) -> None:
        self._turn = {name: turn for turn, name in enumerate(names)}

    def pytest_collection(self) -> None:
        """One example that fails is enough; behind the conftests, before the tests are read."""
        # not at the top: pytest wants to be the first to import it
        from hypothesis import Phase, settings  # noqa: PLC0415

        settings.register_profile("mutants", settings(), phases=(Phase.explicit, Phase.generate), database=None)
        settings.load_profile("mutants")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Choose and order them."""
        items[:] = sorted(
            (item for item in items if item.nodeid in self._turn), key=lambda item: self._turn[item.nodeid]
        )


def surveyed(room: str) -> list[Test] | None:
    """Give a room's tests, those apart that take seconds of real time; None when one of them fails."""
    kept = Path(f"../{room}.survey")
    survey = Survey()

    def keep() -> None:
        kept.write_text(json.dumps([(one.name, one.cost_s, list(one.calls)) for one in survey.tests]))

    passed = in_fork([f"tests/{room}"], survey, ENDLESS_S, ENDLESS_S, keep)
    if not passed:
        return None
    rows = json.loads(kept.read_text())
    return [Test(name, cost_s, frozenset((path, line) for path, line in calls)) for name, cost_s, calls in rows]


def functions_of(source: str) -> list[tuple[int, int, int]]:
    """First line as a code object has it, first and last line of every function, the outer ones first."""
    nodes = [one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        (min([one.lineno, *(mark.lineno for mark in one.decorator_list)]), one.lineno, one.end_lineno or one.lineno)
        for one in nodes
    ]


def tests_for(mutant: Mutant, source: str, room: list[Test], budget_s: float) -> list[Test]:
    """Tests that a mutant can show in: the cheapest that mirror its module or call its function, within the budget."""
    around = [first for first, begin, end in functions_of(source) if begin <= mutant.line <= end]
    mirror = f"/test_{Path(mutant.path).name}::"
    if around:
        near = [one for one in room if mirror in one.name or (mutant.path, around[-1]) in one.calls]
    else:
        near = [one for one in room if mutant.path in reached_from(Path(one.name.partition("::")[0]))]
    chosen: list[Test] = []
    sum_s = 0.0
    for test in sorted(near, key=lambda one: one.cost_s):
        sum_s += test.cost_s
        if sum_s > budget_s and chosen:
            break
        chosen.append(test)
    return chosen


def in_fork(tests: list[str], plugin: object, runs_s: float, most_s: float, then: Callable[[], None]) -> bool | None:
    """Whether tests pass in a fork of this process, whose imports are done; None when ``most_s`` were not enough.

    They may use the processor for ``runs_s``; ``then`` is called behind them in the fork.
    """
    pid = os.fork()
    if pid == 0:
        run_and_exit(tests, plugin, runs_s, math.ceil(min(most_s, SLOWEST_S)) if most_s < ENDLESS_S else 0, then)
    _, status = os.waitpid(pid, 0)
    with suppress(ProcessLookupError):  # what those tests started ends with them
        os.killpg(pid, signal.SIGKILL)
    out_of_time = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM and most_s < SLOWEST_S
    return None if out_of_time else status == 0


def run_and_exit(tests: list[str], plugin: object, runs_s: float, most_s: int, then: Callable[[], None]) -> None:
    """Run tests without a word, and end this process with their exit code."""
    code = 1
    try:
        os.setsid()
        for clock in (signal.SIGALRM, signal.SIGPROF):
            signal.signal(clock, signal.SIG_DFL)
        signal.alarm(most_s)
        signal.setitimer(signal.ITIMER_PROF, runs_s)
        sink = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(sink, number)
        quiet = ["-x", "-q", "-m", "not slow", "-p", "no:cacheprovider", "--basetemp=../home", "--hypothesis-seed=0"]
        code = pytest.main([*quiet, *tests], plugins=[plugin])
        then()
    finally:
        os._exit(code)


def settle(whole: Path) -> None:
    """Work in a copy of the tree from now on."""
    tree = Path(tempfile.mkdtemp(dir=whole.parent)) / "tree"
    shutil.copytree(whole, tree)
    os.chdir(tree)
    # as `python -m pytest` has it: some tests are about benchmarks
    sys.path[:0] = [str(tree), str(tree / "host")]
    os.environ["PYTHONPATH"] = str(tree / "host")
    sys.dont_write_bytecode = False  # a fork finds compiled what the one before it has compiled
    for slow in ("numpy", "scipy.signal", "scipy.optimize"):
        importlib.import_module(slow)


def survives(mutant: Mutant, room: list[Test], budget_s: float, until_s: float) -> bool | None:
    """Whether a mutant passes its room's tests; None when there was no time left to say."""
    file = PACKAGE / mutant.path
    before = file.read_text(encoding="utf-8")
    tests = tests_for(mutant, before, room, budget_s)
    if not tests or time.monotonic() >= until_s:
        return None if tests else True
    forget_compiled(file)
    file.write_text(mutant.text(before), encoding="utf-8")
    files = list(dict.fromkeys(one.name.partition("::")[0] for one in tests))
    runs_s = RUNS_ON_S + 3.0 * sum(one.cost_s for one in tests)
    try:
        return in_fork(files, Only([one.name for one in tests]), runs_s, until_s - time.monotonic(), lambda: None)
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


def judged(jobs: dict[Future[bool | None], Mutant]) -> dict[Mutant, bool | None]:
    """Wait for mutants, and print those that survive as they are found."""
    found = {}
    for job in as_completed(jobs):
        mutant = jobs[job]
        found[mutant] = job.result()
        if found[mutant]:
            print(f"survived  {mutant.path}:{mutant.line}  {mutant.what}", flush=True)
    return found


def asked_for() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--room", choices=ROOMS, action="append", help="one room; again for more, all without")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=60, help="mutants a room")
    parser.add_argument("--minutes", type=float, default=15.0, help="what is not tried by then is left out")
    parser.add_argument("--budget", type=float, default=8.0, help="processor seconds of tests that a mutant meets")
    return parser.parse_args()


def main() -> None:
    asked = asked_for()
    until_s = time.monotonic() + 60.0 * asked.minutes
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # two workers are two cores
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"  # as it is now, whatever is edited meanwhile
        shutil.copytree(PROJECT, whole, ignore=shutil.ignore_patterns(".*", "__pycache__", "build", "dist"))
        os.chdir(whole)
        try_all(asked, whole, until_s)


def try_all(asked: argparse.Namespace, whole: Path, until_s: float) -> None:
    """Draw, try and print."""
    samples = {}
    for room in asked.room or ROOMS:
        mutants = mutants_of(room)
        samples[room] = random.Random(f"{asked.seed} {room}").sample(mutants, min(asked.sample, len(mutants)))
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, spawn, initializer=settle, initargs=(whole,)) as pool:
        jobs = {room: pool.submit(surveyed, room) for room in samples}
        rooms = {room: tests for room, job in jobs.items() if (tests := job.result()) is not None}
        if red := sorted(set(samples) - set(rooms)):
            sys.exit(f"the tests of {', '.join(red)} fail without a mutant; mend them first")
        turns = [
            (room, mutant)
            for turn in zip_longest(*samples.values())
            for room, mutant in zip(samples, turn, strict=True)
            if mutant
        ]
        found = judged(
            {pool.submit(survives, mutant, rooms[room], asked.budget, until_s): mutant for room, mutant in turns}
        )
    for room, mutants in samples.items():
        said = [mutant for mutant in mutants if found[mutant] is not None]
        killed = sum(not found[mutant] for mutant in said)
        low, high = wilson(killed, len(said)) if said else (0.0, 1.0)
        print(
            f"{room:10} {killed} killed, {len(said) - killed} survived of {len(said)}: "
            f"{killed / max(len(said), 1):.0%} ({low:.0%} to {high:.0%}), {len(mutants) - len(said)} not tried"
        )


if __name__ == "__main__":
    main()
