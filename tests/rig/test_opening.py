"""Which board is opened: the one that is named, the only one, or the one that whoever is asked means."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from thumbwalk.errors import DeviceNotFound, LinkLost
from thumbwalk.link import ports
from thumbwalk.link.ports import PortInfo
from thumbwalk.rig import opening
from thumbwalk.rig.opening import OpenRig, board_port, lines_id, open_virtual
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.rig import VirtualRig


@pytest.fixture
def boards(monkeypatch: pytest.MonkeyPatch) -> list[PortInfo]:
    """What is plugged in, beside a port that can't be a rig."""
    found = [PortInfo("/dev/ttyS0", "n/a", None, None, None)]
    for module in (ports, opening):
        monkeypatch.setattr(module, "list_all", lambda: found)
    return found


def test_only_of_several_boards_somebody_is_asked(boards: list[PortInfo]) -> None:
    asked: list[Sequence[PortInfo]] = []

    def ask(among: Sequence[PortInfo]) -> str:
        asked.append(among)
        return among[1].device

    with pytest.raises(DeviceNotFound, match="no rig is plugged in"):
        board_port(None, ask)
    boards.append(PortInfo("/dev/ttyACM0", "Board", 0x2E8A, 5, "E660"))
    assert board_port(None, ask) == "/dev/ttyACM0"
    boards.append(PortInfo("/dev/ttyACM1", "Board", 0x2E8A, 5, "E661"))
    assert board_port("/dev/ttyS0", ask) == "/dev/ttyS0"
    assert asked == []
    assert board_port(None, ask) == "/dev/ttyACM1"
    assert asked == [boards[1:]]
    for nobody in (None, lambda _: None):
        with pytest.raises(DeviceNotFound, match="2 boards are plugged in"):
            board_port(None, nobody)


def test_a_virtual_rig_that_died_says_why_and_is_gone_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    def died(_: VirtualRig) -> None:
        raise LinkLost("virtual rig: the firmware has ended (code 1): last words")

    opened: list[OpenRig] = []

    def listen() -> None:
        with open_virtual(FootSpec(), lockstep=True) as rig:
            opened.append(rig)
            monkeypatch.setattr(VirtualRig, "check", died)
            raise LinkLost("the port is silent")

    with pytest.raises(LinkLost, match="last words"):
        listen()
    assert opened[0].hello.board == "virtual"
    assert isinstance(opened[0].hand, VirtualRig)
    assert opened[0].hand._board.exit_code() is not None


def test_what_is_done_meanwhile_is_done_before_the_virtual_rig_is_up() -> None:
    done: list[str] = []
    with open_virtual(FootSpec(), lockstep=True, meanwhile=lambda: done.append("loaded")) as rig:
        done.append(rig.hello.name)
    assert done == ["loaded", "Virtual rig"]
    with pytest.raises(ImportError), open_virtual(FootSpec(), lockstep=True, meanwhile=_fails):
        pytest.fail("it was opened")


def _fails() -> None:
    raise ImportError("no library")


@pytest.mark.parametrize(
    ("port", "forces", "board_id"),
    [
        (PortInfo("/dev/ttyUSB0", "CH340", 0x1A86, 1, None), False, "lines-dev-ttyUSB0"),
        (PortInfo("/dev/ttyUSB0", "CH340", 0x1A86, 1, None), True, "lines-newtons-dev-ttyUSB0"),
        (PortInfo("/dev/ttyACM0", "Uno", 0x2341, 1, "75833353035351B0A0A1"), False, "lines-75833353035351B0A0A1"),
        (PortInfo("COM5", "?", 1, 1, "../" * 40), False, "lines"),
    ],
)
def test_a_board_that_prints_lines_is_known_by_its_serial_number_or_its_port(
    port: PortInfo, forces: bool, board_id: str
) -> None:
    assert lines_id(port, forces=forces) == board_id
