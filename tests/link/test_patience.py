"""One factor on every wait for a board, and what is no such factor."""

from __future__ import annotations

import pytest

from thumbwalk.errors import ProtocolMismatch, RigError
from thumbwalk.link.patience import patience, patient
from thumbwalk.link.ports import RigLink
from thumbwalk.link.watch import StreamWatch


def test_without_a_word_a_wait_is_as_long_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in (None, "", " ", "1"):
        if text is None:
            monkeypatch.delenv("THUMBWALK_PATIENCE", raising=False)
        else:
            monkeypatch.setenv("THUMBWALK_PATIENCE", text)
        assert patient(3.0) == 3.0


@pytest.mark.parametrize("text", ["0", "0.5", "-3", "1001", "nan", "inf", "much", "2,5"])
def test_what_is_no_factor_is_refused_with_its_limits(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("THUMBWALK_PATIENCE", text)
    with pytest.raises(RigError, match=f"THUMBWALK_PATIENCE={text}: not a number from 1 to 1000"):
        patience()


class SilentPort:
    """A port that nothing comes back from, by a clock that goes on with every read."""

    url = "/dev/ttyACM0"

    def __init__(self) -> None:
        self.now_s, self.greetings, self.is_closed = 100.0, 0, False

    def send(self, line: str) -> None:
        self.greetings += "hello" in line

    def wake(self) -> None:
        pass

    def read(self) -> bytes:
        self.now_s += 0.05
        return b""

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> SilentPort:
    silent = SilentPort()
    monkeypatch.setattr("time.monotonic", lambda: silent.now_s)
    return silent


@pytest.mark.parametrize("factor", [1, 20])
def test_a_silent_board_is_waited_for_so_many_times_longer_and_not_asked_more_often(
    monkeypatch: pytest.MonkeyPatch, port: SilentPort, factor: int
) -> None:
    monkeypatch.setenv("THUMBWALK_PATIENCE", str(factor))
    with pytest.raises(ProtocolMismatch, match=f"within {2 * factor} s"):
        RigLink(port)
    assert port.now_s - 100.0 == pytest.approx(2.0 * factor, abs=0.1)
    assert port.greetings == 5
    assert port.is_closed


def test_a_silent_stream_is_given_up_so_many_times_later(monkeypatch: pytest.MonkeyPatch, port: SilentPort) -> None:
    monkeypatch.setenv("THUMBWALK_PATIENCE", "20")
    watch = StreamWatch(port, 1000.0, now=lambda: port.now_s)
    while watch.lost_s is None:
        port.read()
        watch.attend(scans=False, data=False)
    assert port.now_s - 100.0 == pytest.approx(60.0, abs=0.1)


def test_a_port_is_closed_again_when_the_factor_is_none(monkeypatch: pytest.MonkeyPatch, port: SilentPort) -> None:
    monkeypatch.setenv("THUMBWALK_PATIENCE", "much")
    with pytest.raises(RigError, match="THUMBWALK_PATIENCE"):
        RigLink(port)
    assert port.is_closed
