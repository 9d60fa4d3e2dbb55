"""When a board is pinged and woken, and whose answer tells the time, by a clock that the test moves."""

from __future__ import annotations

import pytest

from thumbwalk.link.watch import StreamWatch


class Port:
    """It keeps the lines that are sent, with their time."""

    def __init__(self) -> None:
        self.now_s = 50.0
        self.sent: list[tuple[float, str]] = []

    def send(self, line: str) -> None:
        self.sent.append((round(self.now_s - 50.0, 3), line))

    def wake(self) -> None:
        self.send("DTR")

    def when(self, word: str) -> list[float]:
        return [at_s for at_s, line in self.sent if word in line]


def attended(port: Port, seconds: float, *, scans: bool, data: bool, speaks: bool = True) -> StreamWatch:
    watched = StreamWatch(port, 1000.0, speaks=speaks, now=lambda: port.now_s)
    for _ in range(round(seconds * 100)):
        watched.attend(scans=scans, data=data)
        port.now_s += 0.01
    return watched


def test_a_board_is_pinged_every_second() -> None:
    port = Port()
    attended(port, 5.5, scans=True, data=True)
    assert port.when("ping") == pytest.approx([0.0, 1.0, 2.0, 3.0, 4.0, 5.0], abs=0.06)
    assert [line for _, line in port.sent] == [f"ping {i}" for i in range(1, 7)]


def test_a_late_answer_tells_nothing() -> None:
    port = Port()
    watched = attended(port, 0.5, scans=True, data=True)
    assert watched.sent_s(1) == 50.0
    watched = attended(port, 1.5, scans=True, data=True)
    assert watched.sent_s(1) is None
    assert watched.sent_s(2) == pytest.approx(51.5, abs=0.02)
    assert watched.sent_s(3) is None


def test_a_stream_of_another_clock_is_only_watched() -> None:
    port = Port()
    watched = attended(port, 5.0, scans=False, data=False, speaks=False)
    assert port.sent == []
    assert watched.lost_s == pytest.approx(5.0, abs=0.03)


def test_usb_that_holds_everything_back_is_woken_and_one_that_sends_is_not() -> None:
    silent, chatty = Port(), Port()
    attended(silent, 2.5, scans=False, data=False)
    assert silent.when("DTR")[0] == pytest.approx(0.82, abs=0.05), "asked for the second time, and nothing has come"
    attended(chatty, 2.5, scans=False, data=True)
    assert chatty.when("DTR") == []
    assert len(chatty.when("start")) >= 5, "it is asked for its stream all the same"
