"""Faults that a virtual foot can be given, so that what finds them can be tried: dead, stuck, noisy and swapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError, RigError
from thumbwalk.pad import Pad

KINDS = ("dead", "stuck", "noisy", "swapped")
_STUCK_CODE = 900
_NOISE_CODES = 60.0


@dataclass(frozen=True, slots=True)
class Faults:
    """Which taxels have which fault, by name; of ``swapped`` each two that follow each other are a pair."""

    dead: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    noisy: tuple[str, ...] = ()
    swapped: tuple[str, ...] = ()


def parse_faults(texts: Sequence[str]) -> Faults:
    """Read ``dead:NAME``, ``stuck:NAME``, ``noisy:NAME``, ``swapped:NAME,NAME``. Raises RigError on anything else."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(KINDS, ())
    for text in texts:
        kind, _, names = text.partition(":")
        parts = tuple(part.strip() for part in names.split(","))
        if kind not in KINDS or not all(parts) or len(parts) != (2 if kind == "swapped" else 1):
            raise RigError(f"fault '{text}': not KIND:TAXEL with dead, stuck or noisy, or swapped:TAXEL,TAXEL")
        found[kind] += parts
    return Faults(**found)


class FaultyChannels:
    """Spoils what the sensors feel and what the converter says, sample by sample.

    Parameters
    ----------
    pad : Pad
        The layout.
    faults : Faults
        Which taxels.
    seed : int
        Fixes the noise.

    Raises
    ------
    LayoutError
        When a taxel is not of the layout, or the swapped ones are not pairs.
    """

    def __init__(self, pad: Pad, faults: Faults, seed: int = 0) -> None:
        self._dead = _columns(pad, faults.dead, "dead")
        self._stuck = _columns(pad, faults.stuck, "stuck")
        self._noisy = _columns(pad, faults.noisy, "noisy")
        swapped = _columns(pad, faults.swapped, "swapped")
        if len(swapped) % 2 or len(set(swapped)) != len(swapped):
            raise LayoutError(f"virtual foot: swapped taxels come in pairs, each once, not {', '.join(faults.swapped)}")
        self._order = list(range(pad.n_taxels))
        for one, other in zip(swapped[::2], swapped[1::2], strict=True):
            self._order[one], self._order[other] = other, one
        self._rng = np.random.default_rng([seed, 31])

    def felt(self, force_n: NDArray[np.float64]) -> NDArray[np.float64]:
        """Forces (n, n_taxels) as the sensors feel them: a dead one feels nothing, though its bleed is there."""
        if self._dead:
            force_n = force_n.copy()
            force_n[:, self._dead] = 0.0
        return force_n

    def said(self, counts: NDArray[np.uint16], top_code: int) -> NDArray[np.uint16]:
        """Codes (n, n_taxels) as they come out of the wiring."""
        if self._noisy:
            noise = _NOISE_CODES * self._rng.standard_normal((len(counts), len(self._noisy)))
            loud = np.clip(np.rint(counts[:, self._noisy] + noise), 0, top_code)
            counts[:, self._noisy] = loud.astype(np.uint16)
        if self._stuck:
            counts[:, self._stuck] = _STUCK_CODE
        return counts[:, self._order]


def _columns(pad: Pad, names: Sequence[str], kind: str) -> list[int]:
    for name in names:
        if name not in pad.names:
            raise LayoutError(f"virtual foot: no taxel '{name}' to be {kind}; there are: {', '.join(pad.names)}")
    return [pad.names.index(name) for name in names]
