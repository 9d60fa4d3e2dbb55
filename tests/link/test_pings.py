"""Which answer to a ping tells the time: the newest one's, and no other's."""

from __future__ import annotations

import time

from thumbwalk.link.watch import StreamWatch


class Port:
    """It keeps the lines that are sent."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, line: str) -> None:
        self.sent.append(line)

    def wake(self) -> None:
        self.sent.append("DTR")


def test_a_late_answer_tells_nothing() -> None:
    port = Port()
    watched = StreamWatch(port, 1000.0)
    before_s = time.monotonic()
    watched.attend(scans=True, data=True)
    assert port.sent == ["ping 1"]
    sent_s = watched.sent_s(1)
    assert sent_s is not None
    assert before_s <= sent_s <= time.monotonic()
    watched._next_ping = sent_s  # a second later
    watched.attend(scans=True, data=True)
    assert port.sent == ["ping 1", "ping 2"]
    assert watched.sent_s(1) is None
    assert watched.sent_s(2) is not None
    assert watched.sent_s(3) is None


def test_a_stream_of_another_clock_is_only_watched() -> None:
    port = Port()
    watched = StreamWatch(port, 1000.0, speaks=False)
    watched.attend(scans=True, data=True)
    assert port.sent == []
