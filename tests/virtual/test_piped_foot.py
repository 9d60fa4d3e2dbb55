"""The foot's process that is begun ahead: the next virtual rig has it, and one that nobody wanted ends."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from thumbwalk import __main__ as entry
from thumbwalk.errors import LinkLost
from thumbwalk.virtual import piped_foot as feet
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.process import ChildProcess
from thumbwalk.virtual.rig import VirtualRig

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes between processes like these")


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[ChildProcess]:
    """All feet that are begun."""
    all_begun: list[ChildProcess] = []
    start = ChildProcess.start

    def noted(self: ChildProcess, command: list[str], **how: object) -> None:
        if "thumbwalk.virtual.foot_process" in command:
            all_begun.append(self)
        start(self, command, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(ChildProcess, "start", noted)
    return all_begun


def descriptors() -> set[str]:
    """Of this process, where they can be had: the system's own way to them is one of them, and gone by then."""
    return {one.name for one in Path("/proc/self/fd").iterdir()} if sys.platform == "linux" else set()


def test_a_virtual_rig_takes_the_foot_that_was_begun_ahead(begun: list[ChildProcess]) -> None:
    with feet.foot_ahead():
        assert len(begun) == 1
        with VirtualRig(FootSpec()) as rig:
            assert rig.url
            assert len(begun) == 1
            with VirtualRig(FootSpec()) as other:
                assert other.url
                assert len(begun) == 2
        assert begun[0].exit_code() is not None


def test_one_that_nobody_wanted_is_ended_and_leaves_nothing_open(begun: list[ChildProcess]) -> None:
    before = descriptors()
    with feet.foot_ahead():
        assert begun[0].exit_code() is None
    assert begun[0].exit_code() is not None
    assert descriptors() == before


def test_a_rig_leaves_nothing_open(begun: list[ChildProcess]) -> None:
    before = descriptors()
    with VirtualRig(FootSpec()) as rig:
        assert rig.url
    assert begun[0].exit_code() is not None
    assert descriptors() == before


def test_why_it_cannot_be_started_is_told_to_whoever_wants_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with feet.foot_ahead(), pytest.raises(LinkLost, match="can't start the virtual foot"):
        feet.piped_foot()


@pytest.mark.parametrize(
    ("arguments", "is_begun"),
    [
        (["practice", "--virtual"], True),
        (["app", "--virtual"], True),
        (["practice", "--port", "/dev/ttyACM0"], False),
        (["progress", "--virtual"], False),
        ([], False),
    ],
)
def test_a_command_that_shows_a_foot_begins_it_first(
    arguments: list[str], is_begun: bool, monkeypatch: pytest.MonkeyPatch, begun: list[ChildProcess]
) -> None:
    seen: list[int] = []
    monkeypatch.setattr(sys, "argv", ["thumbwalk", *arguments])
    monkeypatch.setattr(entry, "end_at_once", lambda: None)
    monkeypatch.setattr("thumbwalk.cli.main.main", lambda: seen.append(len(begun)))
    entry.main()
    assert seen == [int(is_begun)]
    assert all(one.exit_code() is not None for one in begun)
