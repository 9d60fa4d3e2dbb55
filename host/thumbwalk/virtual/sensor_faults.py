"""Faults that a virtual foot can be given, so that what finds them can be tried.

*Dead*: a sensor that feels nothing, its bleed resistor being there. *Open*: its wire is broken. *Unbled*: a good sensor
whose bleed is missing. *Shorted*: its wire touches the supply. *Stuck*: one code whatever happens. *Noisy*: sixty codes
of noise. *Drifting*: its zero creeps up. *Swapped*: two wires in each other's place. Of a plate's cells alone:
*reversed*, it reads less under a load; *missing*, its converter is not there; *rating*, a bar for twice the load;
*frame*, its corner touches something that bears with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError, OptionError
from thumbwalk.language import told
from thumbwalk.pad import Pad
from thumbwalk.signal.calibration import BLEED_US, DIVIDER_OHM

OF_TILES, OF_CELLS = ("unbled",), ("reversed", "missing", "rating", "frame")
"""What only the one, or the other, can have."""
KINDS = ("dead", "open", *OF_TILES, "shorted", "stuck", "noisy", "drifting", *OF_CELLS, "swapped")
_ONE_TAXEL = ", ".join(kind for kind in KINDS if kind != "swapped")
_OPEN_CODES = 0.8
_STUCK_CODE = 900
_NOISE_CODES = 60.0
_DRIFT_N_PER_S = 0.1
_MOST_DRIFT_N = 6.0


@dataclass(frozen=True, slots=True)
class Faults:
    """Which taxels have which fault, by name; of ``swapped`` each two that follow each other are a pair."""

    dead: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    unbled: tuple[str, ...] = ()
    shorted: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    noisy: tuple[str, ...] = ()
    drifting: tuple[str, ...] = ()
    reversed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    rating: tuple[str, ...] = ()
    frame: tuple[str, ...] = ()
    swapped: tuple[str, ...] = ()

    def with_one(self, kind: str, name: str) -> Faults:
        """The same with one more of a kind, which is none of pairs."""
        return replace(self, **{kind: tuple(dict.fromkeys((*getattr(self, kind), name)))})

    def columns(self, pad: Pad, *, without: Sequence[str]) -> dict[str, list[int]]:
        """Which columns of a layout have each fault.

        Raises
        ------
        LayoutError
            When a taxel is not of the layout, one has a fault that such a layout's can't, or the swapped ones are not
            pairs.
        """
        for kind in without:
            if names := getattr(self, kind):
                told_of = {"name": names[0], "kind": kind, "layout": pad.name}
                raise LayoutError(told("virtual foot: no taxel of layout '{layout}' can be {kind}: {name}", **told_of))
        found = {kind: _columns(pad, getattr(self, kind), kind) for kind in KINDS}
        if len(found["swapped"]) % 2 or len(set(found["swapped"])) != len(found["swapped"]):
            raise LayoutError(
                told(
                    "virtual foot: swapped taxels come in pairs, each once, not {swapped}",
                    swapped=", ".join(self.swapped),
                )
            )
        return found


def order_of(n_taxels: int, swapped: Sequence[int]) -> list[int]:
    """Which column is where, of a wiring in which pairs of them are swapped."""
    order = list(range(n_taxels))
    for one, other in zip(swapped[::2], swapped[1::2], strict=True):
        order[one], order[other] = other, one
    return order


def parse_faults(texts: Sequence[str]) -> Faults:
    """Read ``KIND:NAME``, such as ``dead:mth1``, or ``swapped:NAME,NAME``. Raises OptionError on anything else."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(KINDS, ())
    for text in texts:
        kind, _, names = text.partition(":")
        parts = tuple(part.strip() for part in names.split(","))
        if kind not in KINDS or not all(parts) or len(parts) != (2 if kind == "swapped" else 1):
            raise OptionError(
                told(
                    "fault '{text}': not KIND:TAXEL with {one_taxel}, or swapped:TAXEL,TAXEL",
                    text=text,
                    one_taxel=_ONE_TAXEL,
                )
            )
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
        As `Faults.columns`.
    """

    def __init__(self, pad: Pad, faults: Faults, seed: int = 0) -> None:
        found = faults.columns(pad, without=OF_CELLS)
        self._dead, self._open, self._unbled = found["dead"], found["open"], found["unbled"]
        self._shorted, self._stuck, self._noisy = found["shorted"], found["stuck"], found["noisy"]
        self._drifting = found["drifting"]
        self._since_s: float | None = None
        self._order = order_of(pad.n_taxels, found["swapped"])
        self._rng = np.random.default_rng([seed, 31])

    def felt(self, force_n: NDArray[np.float64], time_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """Forces (n, n_taxels) at times (n,) as the sensors feel them.

        A dead one feels nothing, though its bleed is there; one that drifts more and more, from the first time on.
        """
        if self._dead or self._drifting:
            force_n = force_n.copy()
            force_n[:, self._dead] = 0.0
        if self._drifting:
            self._since_s = float(time_s[0]) if self._since_s is None else self._since_s
            more_n = np.minimum(_DRIFT_N_PER_S * (time_s - self._since_s), _MOST_DRIFT_N)
            force_n[:, self._drifting] += more_n[:, None]
        return force_n

    def said(self, counts: NDArray[np.uint16], top_code: int) -> NDArray[np.uint16]:
        """Codes (n, n_taxels) as they come out of the wiring."""
        if self._noisy:
            noise = _NOISE_CODES * self._rng.standard_normal((len(counts), len(self._noisy)))
            loud = np.clip(np.rint(counts[:, self._noisy] + noise), 0, top_code)
            counts[:, self._noisy] = loud.astype(np.uint16)
        if self._open:
            noise = _OPEN_CODES * np.abs(self._rng.standard_normal((len(counts), len(self._open))))
            counts[:, self._open] = noise.astype(np.uint16)
        if self._unbled:
            counts[:, self._unbled] = _without_bleed(counts[:, self._unbled], top_code)
        if self._shorted:
            counts[:, self._shorted] = top_code
        if self._stuck:
            counts[:, self._stuck] = _STUCK_CODE
        return counts[:, self._order]


def _without_bleed(counts: NDArray[np.uint16], top_code: int) -> NDArray[np.uint16]:
    """The codes that the same sensors would give with nothing across them."""
    share = counts / (top_code + 1.0)
    conductance = np.maximum(share / (1.0 - share) - 1e-6 * BLEED_US * DIVIDER_OHM, 0.0)
    return np.asarray(np.rint((top_code + 1.0) * conductance / (1.0 + conductance)), dtype=np.uint16)


def _columns(pad: Pad, names: Sequence[str], kind: str) -> list[int]:
    for name in names:
        if name not in pad.names:
            raise LayoutError(
                told(
                    "virtual foot: no taxel '{name}' to be {kind}; there are: {names}",
                    name=name,
                    kind=kind,
                    names=", ".join(pad.names),
                )
            )
    return [pad.names.index(name) for name in names]
