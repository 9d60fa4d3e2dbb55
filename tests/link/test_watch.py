"""When a stream is asked for again, and when it is given up, by a clock that the test moves."""

from __future__ import annotations

import pytest

from thumbwalk.link.serial_link import FORGET
from thumbwalk.link.watch import StreamWatch

GREETING = FORGET + "hello\nstart"


class Silent:
    """A port that nothing comes back from; it keeps what was sent, and when."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.sent: list[tuple[float, str]] = []

    def send(self, line: str) -> None:
        self.sent.append((self.now_s, line))

    def wake(self) -> None:
        self.sent.append((self.now_s, "DTR"))

    def greeted_s(self) -> list[float]:
        return [at_s - 100.0 for at_s, line in self.sent if line == GREETING]


@pytest.fixture
def port() -> Silent:
    return Silent()


def watch_of(port: Silent, rate_hz: float) -> StreamWatch:
    return StreamWatch(port, rate_hz, now=lambda: port.now_s)


def lost_after_s(port: Silent, watched: StreamWatch) -> float:
    """How long it takes until a silent port is given up."""
    for _ in range(2000):
        port.now_s += 0.01
        watched.attend(scans=False, data=False)
        if watched.lost_s is not None:
            return port.now_s - 100.0
    raise AssertionError("it waits for ever")


@pytest.mark.parametrize(("rate_hz", "lost_s"), [(2000, 3.0), (1000, 3.0), (10, 3.0), (2, 4.5), (1, 9.0)])
def test_a_rig_is_given_up_after_a_time_that_its_rate_allows(port: Silent, rate_hz: float, lost_s: float) -> None:
    assert lost_after_s(port, watch_of(port, rate_hz)) == pytest.approx(lost_s, abs=0.02)
    assert len(port.greeted_s()) >= 2, "a silent rig is greeted more than once before that"


@pytest.mark.parametrize("rate_hz", [1, 2, 5])
def test_a_slow_stream_that_is_late_by_a_scan_is_neither_disturbed_nor_given_up(port: Silent, rate_hz: int) -> None:
    watched = watch_of(port, rate_hz)
    for step in range(1, 3000):
        port.now_s += 0.01
        came = step % (200 // rate_hz) == 0
        watched.attend(scans=came, data=came)
        assert watched.lost_s is None
    assert port.greeted_s() == []


def test_a_fast_stream_is_asked_for_again_within_a_second(port: Silent) -> None:
    lost_after_s(port, watch_of(port, 1000))
    assert port.greeted_s()[0] < 0.5


def test_a_computer_that_slept_asks_again_before_it_gives_the_rig_up(port: Silent) -> None:
    watched = watch_of(port, 1000)
    port.now_s += 60.0
    watched.attend(scans=False, data=False)
    assert watched.lost_s is None
    assert port.greeted_s() == [60.0]
    port.now_s += 0.5
    watched.attend(scans=True, data=True)
    assert watched.lost_s is None
    assert lost_after_s(port, watched) == pytest.approx(60.5 + 3.0, abs=0.02), "listening, it waits no longer than ever"
