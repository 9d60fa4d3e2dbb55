"""Which port is the rig's, and what the handshake says of one that is not."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from tests.link.conftest import HELLO_CARD, Board, said

from thumbwalk.errors import DeviceNotFound, LinkLost, ProtocolMismatch, RigError
from thumbwalk.link.ports import RigLink, find, list_all
from thumbwalk.link.wire import FrameType

Make = Callable[..., Board]
SETTINGS_CARD = {
    "name": "Rig",
    "layout": "sole16",
    "channels": 16,
    "rate_hz": 500,
    "oversampling": 4,
    "divider_ohm": 3300,
    "load_cell": 1,
    "watchdog": 0,
    "state": "file",
    "why": "",
}


def port(device: str, vid: int | None, serial: str | None = None) -> Any:
    return SimpleNamespace(device=device, description=None, vid=vid, pid=5, serial_number=serial)


def plugged_in(monkeypatch: pytest.MonkeyPatch, *ports: Any) -> None:
    monkeypatch.setattr("thumbwalk.link.ports.list_ports.comports", lambda: list(ports))


def greeting(answers: dict[str, list[bytes]], card: dict[str, Any] = HELLO_CARD) -> Callable[[str], list[bytes]]:
    return lambda line: answers.get(line, [said(FrameType.HELLO, card)] if line == "hello" else [])


@pytest.mark.parametrize("vendor", [0x2E8A, 0x303A, 0xF055])
def test_the_only_board_is_found_among_other_ports(monkeypatch: pytest.MonkeyPatch, vendor: int) -> None:
    plugged_in(monkeypatch, port("/dev/ttyS0", None), port("/dev/ttyUSB3", 0x1A86), port("/dev/ttyACM1", vendor))
    assert find() == "/dev/ttyACM1"
    assert [one.device for one in list_all()] == ["/dev/ttyACM1", "/dev/ttyS0", "/dev/ttyUSB3"]
    assert [one.may_be_rig for one in list_all()] == [True, False, False]
    assert list_all()[0].description == ""


def test_a_named_port_is_taken_whatever_is_plugged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    plugged_in(monkeypatch)
    assert find("socket://box:1234") == "socket://box:1234"


def test_no_board_or_two_are_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    plugged_in(monkeypatch, port("/dev/ttyS0", None))
    with pytest.raises(DeviceNotFound, match=r"no rig is plugged in.*--virtual"):
        find()
    plugged_in(monkeypatch, port("/dev/ttyACM1", 0x2E8A), port("/dev/ttyACM0", 0x2E8A, "E66"))
    with pytest.raises(
        DeviceNotFound, match=r"2 boards are plugged in: /dev/ttyACM0 \(E66\), /dev/ttyACM1 \(no serial"
    ):
        find()


def test_a_board_that_streams_is_stopped_and_introduces_itself(board: Make) -> None:
    one = board(greeting({}))
    rig = RigLink(one)
    assert (rig.hello.board_id, rig.hello.channels, rig.hello.rate_hz) == ("e661", ("a", "b"), 1000.0)
    assert one.sent == ["stop", "hello"]
    assert not one.is_closed
    rig.close()
    assert one.sent[-1] == "stop"
    assert one.is_closed


def test_a_board_that_was_asleep_is_asked_again(board: Make) -> None:
    tries = iter(range(9))
    one = board(lambda line: [said(FrameType.HELLO, HELLO_CARD)] if line == "hello" and next(tries) >= 2 else [])
    assert RigLink(one).hello.board == "pico"
    assert one.sent.count("hello") == 3
    assert one.now_s - 50.0 == pytest.approx(0.85, abs=0.11), "every 0.4 s"


@pytest.mark.parametrize(
    ("noise", "what"),
    [
        (b"", "did not answer within 2 s"),
        (b"login: ", "sent 7 bytes that are no hello"),
        (b"x\r\n>>> ", "MicroPython's prompt"),
    ],
)
def test_what_is_no_rig_is_said_by_what_it_sent(board: Make, noise: bytes, what: str) -> None:
    sent = iter([[noise]])
    one = board(lambda line: next(sent, []))
    with pytest.raises(ProtocolMismatch, match=what) as caught:
        RigLink(one)
    assert one.url in str(caught.value)
    assert "thumbwalk flash" in str(caught.value)
    assert one.is_closed


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"protocol": 3}, "speaks protocol 3.*update thumbwalk"),
        ({"protocol": 0}, "of protocol 0"),
        ({"channels": []}, "put the current firmware"),
        ({"protocol": 2, "channels": []}, "put the current firmware"),
    ],
)
def test_a_board_of_another_protocol_says_who_is_to_be_updated(board: Make, change: dict[str, Any], what: str) -> None:
    one = board(greeting({}, HELLO_CARD | change))
    with pytest.raises(ProtocolMismatch, match=what):
        RigLink(one)
    assert one.is_closed


def test_a_port_that_goes_during_the_greeting_is_closed(board: Make) -> None:
    one = board(greeting({}), gone_after=0)
    with pytest.raises(LinkLost):
        RigLink(one)
    assert one.is_closed


def test_closing_a_port_that_has_gone_is_no_fault(board: Make) -> None:
    one = board(greeting({}), gone_after=2)
    RigLink(one).close()
    assert one.is_closed


def test_settings_come_or_are_none_where_the_firmware_has_none(board: Make) -> None:
    known = RigLink(board(greeting({"config": [said(FrameType.CONFIG, SETTINGS_CARD)]})))
    settings = known.settings()
    assert settings is not None
    assert settings.rate_hz == 500
    unknown = RigLink(board(greeting({"config": [said(FrameType.ERROR, "unknown command")]})))
    assert unknown.settings() is None
    silent = board(greeting({}))
    rig = RigLink(silent)
    before_s = silent.now_s
    assert rig.settings() is None
    assert silent.now_s - before_s == pytest.approx(2.0, abs=0.11)


def test_a_self_test_is_waited_for_longer_than_it_takes(board: Make) -> None:
    one = board(greeting({}))
    rig = RigLink(one)
    before_s = one.now_s
    assert rig.self_test() is None
    assert one.sent[-1] == "selftest"
    assert one.now_s - before_s == pytest.approx(6.0, abs=0.11)


def test_a_change_is_taken_refused_or_not_answered(board: Make) -> None:
    answers = {
        "config rate_hz 500": [said(FrameType.LOG, "hm"), said(FrameType.ACK, "config rate_hz 500")],
        "config rate_hz 9": [said(FrameType.ERROR, "rate: 9 is under 10")],
    }
    rig = RigLink(board(greeting(answers)))
    rig.configure("rate_hz 500")
    with pytest.raises(RigError, match="the board refused 'config rate_hz 9': rate: 9 is under 10"):
        rig.configure("rate_hz 9")
    with pytest.raises(RigError, match=r"did not answer to 'config name x'.*thumbwalk flash"):
        rig.configure("name x")
