"""The way back to a board: the same one, at its port or wherever it is; another one is refused by name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.session.streams import HELLO

from thumbwalk.errors import DeviceNotFound
from thumbwalk.link.ports import PortInfo
from thumbwalk.link.wire import Hello
from thumbwalk.rig import way_back
from thumbwalk.rig.way_back import WayBack


class Plugged:
    """Boards by their ports, and which were opened and closed."""

    def __init__(self, **boards: Hello) -> None:
        self.boards = boards
        self.opened: list[str] = []
        self.closed: list[str] = []

    def open(self, url: str) -> object:
        self.opened.append(url)
        if url not in self.boards:
            raise DeviceNotFound(f"{url}: no such port")
        return OneLink(self, url)


class OneLink:
    def __init__(self, plugged: Plugged, url: str) -> None:
        self._plugged, self.url, self.hello = plugged, url, plugged.boards[url]

    def close(self) -> None:
        self._plugged.closed.append(self.url)


def way(plugged: Plugged, port: str | None = "a") -> WayBack:
    return WayBack(HELLO, port, plugged.open)  # type: ignore[arg-type]


def test_the_same_board_is_found_at_its_port() -> None:
    plugged = Plugged(a=HELLO)
    link = way(plugged).look()
    assert link is not None
    assert link.hello == HELLO
    assert plugged.closed == []


def test_nobody_there_is_nobody_refused() -> None:
    found = way(Plugged())
    assert found.look() is None
    assert found.refused == ""


@pytest.mark.parametrize("other", [replace(HELLO, board_id="x"), replace(HELLO, rate_hz=100.0)])
def test_another_board_is_refused_with_a_line_and_let_go(other: Hello) -> None:
    plugged = Plugged(a=other)
    found = way(plugged)
    assert found.look() is None
    assert found.refused.startswith(
        f"a: board {other.board_id} is another one or is set up otherwise; plug board id in"
    )
    assert plugged.closed == ["a"]


def test_without_a_port_it_is_looked_for_wherever_a_board_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = [PortInfo("a", "", 0x2E8A, 1, None), PortInfo("b", "", 0x303A, 1, None), PortInfo("c", "", 1, 1, None)]
    monkeypatch.setattr(way_back, "list_all", lambda: ports)
    plugged = Plugged(a=replace(HELLO, board_id="x"), b=HELLO, c=HELLO)
    link = way(plugged, None).look()
    assert link is not None
    assert plugged.opened == ["a", "b"]
    assert plugged.closed == ["a"]


def test_elsewhere_it_is_looked_for_only_where_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    plugged = Plugged(b=HELLO, c=HELLO)
    ports = [PortInfo(name, "", 0x2E8A, 1, name.upper()) for name in "bc"]
    monkeypatch.setattr(way_back, "list_all", lambda: ports)
    found = WayBack(HELLO, "a", plugged.open, lambda one: one.serial_number == "C")  # type: ignore[arg-type]
    link = found.look()
    assert link is not None
    assert plugged.opened == ["a", "c"]
