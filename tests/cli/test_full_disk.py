"""A disk that fills up at any write of a practice: what was recorded stays, and one line says what does not."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event
from tests.cli.bytes_only import PNG, PRACTICE

from thumbwalk.cli.main import run
from thumbwalk.places import home_dir
from thumbwalk.session.kept import PICTURE, RECORDING, SCORE
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed

WRITES = ("INSERT", "UPDATE", "DELETE")
GROUPS = 6


@dataclass
class Disk:
    """Takes so many more writes, names and syncs, and then none; ``taken`` are bytes by file number."""

    left: int
    used: int = 0
    taken: Counter[int] = field(default_factory=Counter)

    def take(self) -> None:
        self.used += 1
        if self.used > self.left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def take_in_database(self, *_: object) -> None:
        try:
            self.take()
        except OSError as error:
            raise sqlite3.OperationalError("database or disk is full") from error


class OnDisk(io.FileIO):
    """A file whose every write the disk is asked for."""

    def __init__(self, disk: Disk, number: int) -> None:
        super().__init__(number, "wb")
        self._disk = disk

    def write(self, data: Any) -> int:
        self._disk.take()
        self._disk.taken[os.fstat(self.fileno()).st_ino] += len(data)
        return super().write(data)


@contextmanager
def filling(disk: Disk) -> Iterator[None]:
    """Have whatever is written go by way of that disk."""

    def asked(work: Callable[..., Any]) -> Callable[..., Any]:
        def done(*arguments: Any, **options: Any) -> Any:
            disk.take()
            return work(*arguments, **options)

        return done

    def opened(number: int, mode: str = "r", *rest: Any, **options: Any) -> Any:
        return io.BufferedWriter(OnDisk(disk, number)) if mode == "wb" else fdopen(number, mode, *rest, **options)

    def executed(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().startswith(WRITES):
            disk.take_in_database()

    def committed(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            disk.take_in_database()

    fdopen = os.fdopen
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fdopen", opened)
        for name in ("link", "mkdir", "fsync"):
            patch.setattr(os, name, asked(getattr(os, name)))
        event.listen(Engine, "before_cursor_execute", executed)
        event.listen(Engine, "commit", committed)
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", executed)
            event.remove(Engine, "commit", committed)


def practised(begun: Path, disk: Disk, out: Path) -> int:
    shutil.rmtree(home_dir(), ignore_errors=True)
    shutil.copytree(begun, home_dir())
    shutil.rmtree(out, ignore_errors=True)
    with filling(disk):
        return run([*PRACTICE, "--out", str(out)])


def wrong_in(out: Path, whole: bytes, score: bytes, disk: Disk) -> list[str]:
    """What is not as it should be of what a practice left."""
    wrong = [str(path) for path in (*home_dir().rglob("*.part"), *out.rglob("*.part"))]
    if (out / SCORE).exists() and (out / SCORE).read_bytes() != score:
        wrong.append("another score")
    if (out / PICTURE).exists() and (out / PICTURE).read_bytes() != PNG:
        wrong.append("another picture")
    if (out / RECORDING).exists():
        kept = b"".join(open_recording(out / RECORDING).chunks())
        if kept != whole:
            replayed(open_recording(out / RECORDING))
        if not whole.startswith(kept):
            wrong.append("other bytes are recorded")
        raw = (out / RECORDING).stat().st_ino in disk.taken and kept == (out / RECORDING).read_bytes()
        if raw and len(kept) != disk.taken[(out / RECORDING).stat().st_ino]:
            wrong.append("what was recorded is lost")
    for path in (*out.glob("*.json"), *home_dir().rglob("*.json")):
        json.loads(path.read_text(encoding="utf-8"))
    return wrong


@pytest.mark.parametrize("group", range(GROUPS))
def test_wherever_the_disk_fills_up_nothing_that_was_recorded_is_lost_and_one_line_says_so(
    group: int, begun: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    endless, out = Disk(10_000), tmp_path / "out"
    assert practised(begun, endless, out) == 0
    capsys.readouterr()
    whole, score = b"".join(open_recording(out / RECORDING).chunks()), (out / SCORE).read_bytes()
    seen: Counter[tuple[int, bool]] = Counter()
    for left in range(group, endless.used, GROUPS):
        disk = Disk(left)
        code = practised(begun, disk, out)
        shown, err = capsys.readouterr()
        what = f"full from write {left} of {endless.used} on, code {code}: {err}"
        assert err.count("\n") == 1 or (code == 0 and not err), what
        assert wrong_in(out, whole, score, disk) == [], what
        has_all = all((out / name).exists() for name in (RECORDING, SCORE, PICTURE))
        assert code in (0, 1), what
        assert code != 0 or has_all, what
        assert ("Kept in" in shown) == (code == 0), what
        has_recorded = (out / RECORDING).exists()
        seen[code, has_recorded] += 1
        if has_recorded and seen[code, has_recorded] < 3:
            assert run(["history", "--json"]) == 0, what
            assert len(json.loads(capsys.readouterr().out)["sessions"]) == 2, what
    assert min(seen[0, True], seen[1, True]) > 2
