"""The way back to a board whose link was lost: the same one, wherever it is plugged in; another is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from thumbwalk.errors import RigError
from thumbwalk.language import told
from thumbwalk.link.ports import PortInfo, RigLink, list_all
from thumbwalk.link.serial_link import SerialLink
from thumbwalk.link.wire import Hello

MOST_AWAY_S = 600.0
"""So long a rig is waited for where nobody sees that it is: longer than a cable is looked for, and no night."""


class Way(Protocol):
    """A way back to a rig; ``refused`` says which other one answered in its place, "" where none did."""

    refused: str

    def look(self) -> RigLink | None:
        """Look once whether it is there again; None if it is not."""
        ...


def _open(url: str) -> RigLink:
    return RigLink(SerialLink(url))


class WayBack:
    """Looks for one board.

    Parameters
    ----------
    hello : Hello
        How it introduced itself; its id tells it.
    port : str or None
        Where it was said to be. It is looked for there first, then at every port that may be a rig's: a system may
        give a board that is plugged in again another name.
    opened : callable
        Opens a port, and gives the rig that has said hello there.
    may_be : callable
        Whether it may be at another port.

    Attributes
    ----------
    refused : str
        Which other board answered in its place, in a line; "" if none did.
    """

    def __init__(
        self,
        hello: Hello,
        port: str | None,
        opened: Callable[[str], RigLink] = _open,
        may_be: Callable[[PortInfo], bool] = lambda one: one.may_be_rig,
    ) -> None:
        self._hello, self._port, self._opened, self._may_be = hello, port, opened, may_be
        self.refused = ""

    def look(self) -> RigLink | None:
        """Look once at every port where it may be; None if it is not there."""
        self.refused = ""
        for url in self._ports():
            try:
                link = self._opened(url)
            except RigError:
                continue
            if self._is_same(link.hello):
                return link
            self.refused = told(
                "{url}: board {board_id} is another one or is set up otherwise; plug board "
                "{wanted} in again, it is waited for",
                url=url,
                board_id=link.hello.board_id,
                wanted=self._hello.board_id,
            )
            link.close()
        return None

    def _ports(self) -> Sequence[str]:
        named = [] if self._port is None else [self._port]
        return named + [one.device for one in list_all() if self._may_be(one) and one.device != self._port]

    def _is_same(self, hello: Hello) -> bool:
        now, then = (_kind(one) for one in (hello, self._hello))
        return now == then


def _kind(hello: Hello) -> tuple[object, ...]:
    """What is the same of one board, set up the same."""
    cells = None if hello.cells is None else hello.cells.names
    return hello.board_id, hello.channels, cells, hello.bits, hello.rate_hz
