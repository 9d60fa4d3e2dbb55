"""The signal of a practice without its touch, and its touch without its signal: two halves of a `Pipeline`.

One process may then make newtons of a recording, and another what the hands did, at the same time. Scan for scan they
do what one pipeline does, in its order, so that what comes out is the same to the bit.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pipeline import Pipeline
from thumbwalk.signal.chain import SignalChain
from thumbwalk.signal.failures import Failure
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.signal.health import Begun, LeftOut
from thumbwalk.touch.touch_block import TouchBlock


@dataclass(frozen=True, slots=True)
class Signalled:
    """What a chain gave when it was fed once, or ended, and what it knew of its taxels then."""

    blocks: list[ForceBlock]
    found: list[Begun]
    failures: list[Failure]
    left_out: tuple[LeftOut, ...]


class SignalHalf(Pipeline):
    """Makes newtons, keeps what there is to tell of them, and makes no touch."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._signalled: Signalled | None = None

    def feed(
        self, time_s: NDArray[np.float64], values: NDArray[Any], seen: Callable[[], None] = lambda: None
    ) -> list[TouchBlock]:
        """Samples in; what comes of them is to be `taken`."""
        self._note(self.signal.feed(time_s, values, seen))
        return []

    def finish(self) -> list[TouchBlock]:
        """End; what comes of that is to be `taken`."""
        self._note(self.signal.finish())
        return []

    def taken(self) -> Signalled | None:
        """What the last call gave; None when it was taken already, or there was none."""
        signalled, self._signalled = self._signalled, None
        return signalled

    def _note(self, blocks: list[ForceBlock]) -> None:
        chain = self.signal
        found = chain.found[:]
        chain.found.clear()
        self._signalled = Signalled(blocks, found, list(chain.failures), chain.left_out)


class ToldChain(SignalChain):
    """A chain that is told what another one gave, and gives the same when it is fed the same."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._due: deque[Signalled] = deque()
        self._told_left_out: tuple[LeftOut, ...] = ()

    def foretell(self, signalled: Signalled) -> None:
        """Say what the next call that comes is to give."""
        self._due.append(signalled)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """As the other chain's."""
        return self._told_left_out

    def feed(self, *_samples: object) -> list[ForceBlock]:
        """What the other gave for these samples."""
        return self._given()

    def finish(self) -> list[ForceBlock]:
        """What the other gave at its end."""
        return self._given()

    def _given(self) -> list[ForceBlock]:
        given = self._due.popleft()
        self.found += given.found
        self.failures = given.failures
        self._told_left_out = given.left_out
        return given.blocks


class TouchHalf(Pipeline):
    """Makes touch of newtons that it is told of."""

    CHAIN = ToldChain

    def foretell(self, signalled: Signalled) -> None:
        """Say what the signal gives for the samples that come next, or for the end."""
        assert isinstance(self.signal, ToldChain)  # noqa: S101  as of_rig makes it
        self.signal.foretell(signalled)
