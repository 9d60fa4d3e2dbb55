"""Putting the firmware on a board: in what order, and what a power cut, a full disk or a bad wire leave behind."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import thumbwalk
from thumbwalk.errors import LinkLost, ProtocolMismatch, RigError
from thumbwalk.install.board import BoardAbout
from thumbwalk.install.bundle import Bundle, package_json, read_bundle
from thumbwalk.install.flash import KEPT_MAIN, flash, plan_flash
from thumbwalk.virtual.firmware import firmware_dir

PICO = BoardAbout("micropython", (1, 28, 0), "rp2", "Raspberry Pi Pico with RP2040")
OLD = {
    "main.py": b"from rig import run\n\nrun()\n# old\n",
    "rig/__init__.py": b'VERSION = "0.0.1"\n',
    "rig/gone.py": b"gone = 1\n",
    "rig/stream.py": b"old = 1\n",
}


class FolderBoard:
    """A board whose flash is a folder here; the power fails at the step that ``cut_at`` names, in the middle of it."""

    port = "/dev/ttyACM0"

    def __init__(self, folder: Path, about: BoardAbout = PICO) -> None:
        self.folder = folder
        self.said = about
        self.cut_at: int | None = None
        self.steps = 0
        self.damage: Callable[[str, bytes], bytes] = lambda _, data: data

    def about(self) -> BoardAbout:
        return self.said

    def hashes(self, *paths: str) -> dict[str, str]:
        files = [file for path in paths for file in self._files(self.folder / path)]
        return {
            file.relative_to(self.folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files
        }

    def read(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()

    def write(self, path: str, data: bytes) -> None:
        arrived = self.damage(path, data)
        with (self.folder / path).open("wb") as file:
            file.write(arrived[: len(arrived) // 2])
            file.flush()
            self._step()
            file.write(arrived[len(arrived) // 2 :])

    def make_folder(self, path: str) -> None:
        self._step()
        (self.folder / path).mkdir()

    def remove(self, path: str) -> None:
        target = self.folder / path
        for file in self._files(target):
            self._step()
            file.unlink()
        if target.is_dir():
            self._step()
            shutil.rmtree(target)

    def rename(self, path: str, new: str) -> None:
        self._step()
        (self.folder / path).rename(self.folder / new)

    def contents(self) -> dict[str, bytes]:
        return {file.relative_to(self.folder).as_posix(): file.read_bytes() for file in self._files(self.folder)}

    @staticmethod
    def _files(path: Path) -> list[Path]:
        if path.is_dir():
            return sorted(file for file in path.rglob("*") if file.is_file())
        return [path] if path.exists() else []

    def _step(self) -> None:
        self.steps += 1
        if self.steps == self.cut_at:
            raise LinkLost(f"{self.port}: the board went away")


@pytest.fixture
def bundle() -> Bundle:
    return read_bundle(firmware_dir())


@pytest.fixture
def board(tmp_path: Path) -> FolderBoard:
    """A board with an older firmware and settings of its own."""
    for path, data in {**OLD, "settings.json": b"mine"}.items():
        (tmp_path / "flash" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "flash" / path).write_bytes(data)
    return FolderBoard(tmp_path / "flash")


def test_a_bundle_has_what_a_chip_runs_and_nothing_that_only_a_pc_needs(bundle: Bundle) -> None:
    there = {path.relative_to(firmware_dir()).as_posix() for path in (firmware_dir() / "rig").glob("*.py")}
    assert set(bundle.files) == {*there, "main.py"} - {"rig/board_virtual.py", "rig/channels.py"}
    assert "rp2" in bundle.platforms
    assert "virtual" not in bundle.platforms
    assert list(bundle.files)[-1] == "main.py"


def test_the_package_file_has_the_same_files_and_all_versions_are_one(bundle: Bundle) -> None:
    text = (firmware_dir() / "package.json").read_text(encoding="utf-8")
    assert text == package_json(bundle), "run `make package`"
    package = json.loads(text)
    assert package["urls"] == [[path, path] for path in bundle.files]
    assert package["version"] == bundle.version == thumbwalk.__version__


def test_a_folder_without_firmware_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RigError, match=r"main\.py: can't read the firmware"):
        read_bundle(tmp_path)
    (tmp_path / "main.py").touch()
    with pytest.raises(RigError, match="names no version"):
        read_bundle(tmp_path)


def test_a_flashed_board_has_the_new_files_and_its_own_settings_and_nothing_else(
    board: FolderBoard, bundle: Bundle
) -> None:
    plan = plan_flash(board, bundle)
    assert plan.found == "0.0.1"
    assert set(plan.changes) == set(bundle.files)
    assert plan.removals == ("rig/gone.py",)
    told = list[str]()
    flash(board, bundle, plan, told.append)
    assert board.contents() == {**bundle.files, "settings.json": b"mine"}
    assert told == list(bundle.files)
    assert plan_flash(board, bundle).is_done


def test_a_board_that_has_it_all_is_not_written_to(board: FolderBoard, bundle: Bundle) -> None:
    flash(board, bundle, plan_flash(board, bundle))
    board.steps = 0
    flash(board, bundle, plan_flash(board, bundle))
    assert board.steps == 0


def test_a_main_program_of_somebody_else_is_kept(tmp_path: Path, bundle: Bundle) -> None:
    (tmp_path / "main.py").write_bytes(b"print('mine')\n")
    board = FolderBoard(tmp_path)
    plan = plan_flash(board, bundle)
    assert plan.keeps_main
    flash(board, bundle, plan)
    assert board.contents() == {**bundle.files, KEPT_MAIN: b"print('mine')\n"}


def test_a_power_cut_at_any_step_leaves_one_whole_firmware_or_none_that_starts(
    tmp_path: Path, board: FolderBoard, bundle: Bundle
) -> None:
    def of_firmware(files: dict[str, bytes]) -> dict[str, bytes]:
        return {path: data for path, data in files.items() if path == "main.py" or path.startswith("rig/")}

    plan = plan_flash(board, bundle)
    flash(board, bundle, plan)
    n_steps = board.steps
    assert n_steps > len(bundle.files)
    ends = set()
    for cut_at in range(1, n_steps + 1):
        victim = FolderBoard(tmp_path / f"cut{cut_at}")
        for path, data in OLD.items():
            (victim.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (victim.folder / path).write_bytes(data)
        victim.cut_at = cut_at
        with pytest.raises(LinkLost, match="thumbwalk flash"):
            flash(victim, bundle, plan_flash(victim, bundle))
        left = of_firmware(victim.contents())
        if "main.py" not in left:
            ends.add("waits")
        else:
            assert left in (OLD, bundle.files), f"cut at step {cut_at}"
            ends.add("old" if left == OLD else "new")
        victim.cut_at = None
        flash(victim, bundle, plan_flash(victim, bundle))
        assert victim.contents() == bundle.files, f"mended after a cut at step {cut_at}"
    assert ends == {"old", "waits", "new"}


def test_a_file_that_arrives_damaged_is_sent_again_and_then_given_up(board: FolderBoard, bundle: Bundle) -> None:
    spoilt = list[str]()

    def once(path: str, data: bytes) -> bytes:
        if path.endswith("mux.py") and not spoilt:
            spoilt.append(path)
            return data[:-1] + b"x"
        return data

    board.damage = once
    flash(board, bundle, plan_flash(board, bundle))
    assert spoilt
    assert plan_flash(board, bundle).is_done
    (board.folder / "rig" / "mux.py").write_bytes(b"old")
    board.damage = lambda path, data: data[1:] if path.endswith("mux.py") else data
    before = board.contents()
    with pytest.raises(LinkLost, match=r"rig.new/mux.py did not arrive as it was sent.*it still has what it had"):
        flash(board, bundle, plan_flash(board, bundle))
    assert {path: board.contents()[path] for path in before} == before


def test_a_full_board_keeps_what_it_had(board: FolderBoard, bundle: Bundle) -> None:
    def full(path: str, data: bytes) -> bytes:
        raise RigError("the board's file system refused: it is full")

    board.damage = full
    with pytest.raises(RigError, match="full; it still has what it had"):
        flash(board, bundle, plan_flash(board, bundle))
    assert {path: board.contents()[path] for path in OLD} == OLD


@pytest.mark.parametrize(
    ("about", "words"),
    [
        (BoardAbout("micropython", (1, 27, 0), "rp2", "Pico"), ["MicroPython 1.27.0", "needs 1.28", "micropython.org"]),
        (BoardAbout("micropython", (1, 9, 4), "rp2", "Pico"), ["MicroPython 1.9.4"]),
        (BoardAbout("micropython", (1, 28, 0), "stm32", "PYBv1.1"), ["PYBv1.1", "'stm32'", "rp2"]),
        (
            BoardAbout("micropython", (1, 28, 0), "rp2", "Raspberry Pi Pico2 with RP2350-RISCV"),
            ["RISC-V", "Arm", "RPI_PICO2"],
        ),
        (BoardAbout("circuitpython", (9, 0, 0), "RP2040", "Pico"), ["circuitpython"]),
    ],
)
def test_a_board_that_can_not_run_it_is_refused(
    board: FolderBoard, bundle: Bundle, about: BoardAbout, words: list[str]
) -> None:
    board.said = about
    with pytest.raises(ProtocolMismatch) as refused:
        plan_flash(board, bundle)
    assert all(word in str(refused.value) for word in words)
    assert board.steps == 0


def test_a_newer_micropython_will_do(board: FolderBoard, bundle: Bundle) -> None:
    board.said = BoardAbout("micropython", (2, 0, 0), "rp2", "Pico")
    assert plan_flash(board, bundle).changes


@pytest.mark.parametrize("page", [firmware_dir() / "README.md", firmware_dir().parent / "docs" / "commands.md"])
def test_an_example_of_flashing_has_as_many_files_as_there_are(page: Path, bundle: Bundle) -> None:
    counts = re.findall(r"(\d+) files, \d+ kB; (\d+) of them", page.read_text(encoding="utf-8"))
    assert counts
    assert set(counts) == {(str(len(bundle.files)),) * 2}


def test_the_messages_that_the_readme_explains_are_the_programs_own() -> None:
    readme = (firmware_dir() / "README.md").read_text(encoding="utf-8")
    table = readme.split("### When it does not work")[1].split("\n### ")[0]
    quoted = re.findall(r"(?m)^\| `([^`]+)`", table)
    assert len(quoted) > 10
    modules = Path(thumbwalk.__file__).parent.rglob("*.py")
    source = " ".join(path.read_text(encoding="utf-8") for path in modules)
    source = re.sub(r'"\s*\n\s*f?"', "", source)  # a message goes on in the next line
    for message in quoted:
        for part in re.split(r"[\d.]+", message):
            assert part.strip(" ,") in source, message
