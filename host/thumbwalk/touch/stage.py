"""The touch stage: newtons a tile in, contacts out, on the same time grid."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.touch.beneath import Beneath
from thumbwalk.touch.contacts import ContactFinder
from thumbwalk.touch.dense import Dense
from thumbwalk.touch.localise import can_localise
from thumbwalk.touch.plate import Plate
from thumbwalk.touch.plate_rows import PlateRows
from thumbwalk.touch.roles import Hand
from thumbwalk.touch.touch_block import TouchBlock

Array = NDArray[np.float64]

_BLIND_FLOOR = 0.5
"""With taxels left out, moments are fitted from this part of ``off_n`` on: what is left out may hold the rest."""
_MOST_FILL, _MOST_BESIDE = 10.0, 2.5
"""What a left-out taxel is believed to hide at most, in parts of what the others show beyond that floor (noise alone
must not become a touch), and a contact's force, in parts of the total."""


class TouchStage:
    """Follows touch through a stream of force blocks.

    Where the layout says enough, every touched moment gets a fitted contact (place, whole force, uncertainty), what
    left-out taxels would have carried is filled in from the fit, a hand that rests beside the working one is told from
    it, and drifting rests are taken off; a plate below the tiles has its word. Elsewhere the contact is the plain total
    at the centre of pressure, and without positions it has no place. On a plate both are by moments of all the cells.

    Any chunking gives the same numbers to the bit.

    Parameters
    ----------
    pad : Pad
        The layout.
    rate_hz : float
        Rate of the force blocks.
    on_n, off_n : float
        Touch begins above ``on_n`` of total force and ends below ``off_n``, in the pad's unit (from the file's noise
        for counts).
    grip : Hand or None
        A hand that is known to hold the foot from the first sample on.
    n_a_unit : float
        About how many newtons one of that unit is: contacts are fitted and told apart in newtons.
    dense : Dense or None
        On a dense mat, which of its cells are pressed and which are noise.
    plate : PlateRows or None
        What a plate below the tiles bears, where there is one; the tiles' contacts are held against it.
    """

    def __init__(
        self,
        pad: Pad,
        rate_hz: float,
        *,
        on_n: float = 0.5,
        off_n: float = 0.3,
        grip: Hand | None = None,
        n_a_unit: float = 1.0,
        dense: Dense | None = None,
        plate: PlateRows | None = None,
    ) -> None:
        if not 0.0 <= off_n <= on_n:
            raise ValueError(f"touch thresholds: off_n {off_n} must lie between 0 and on_n {on_n}")
        self.pad = pad
        self.rate_hz = rate_hz
        self.on_n = on_n
        self.off_n = off_n
        self._n_a_unit = n_a_unit
        self._finder = ContactFinder(pad, rate_hz) if can_localise(pad) else None
        self._plate = Plate(pad, rate_hz, off_n) if pad.is_plate else None
        self._beneath = None
        if plate is not None and pad.plate is not None:
            self._beneath = Beneath(pad, rate_hz, plate)
        self._grip = grip
        self._dense = dense
        self._moments = np.ones((pad.n_taxels, 3))
        self._moments[:, 1:] = np.nan_to_num(pad.positions_mm)
        self._touching = False
        self._piece: int | None = None

    @property
    def lies(self) -> dict[int, float]:
        """Tiles, by index, that are far off by the plate below them, and what part of the truth they show."""
        return {} if self._beneath is None else self._beneath.gains.lies

    @property
    def plate_away_mm(self) -> float:
        """How far a plate below the tiles is off, by `PlateTrust`; 0 where no cell is at fault."""
        return 0.0 if self._beneath is None else self._beneath.trust.away_mm

    def copy(self) -> TouchStage:
        """Another stage that stands where this one does, and goes on by itself; what is of the layout is shared."""
        shared = [self.pad] if self._finder is None else [self.pad, self._finder.localiser]
        return deepcopy(self, {id(one): one for one in shared})

    def feed(self, block: ForceBlock) -> TouchBlock:
        """Touch at each of the block's samples."""
        if block.piece != self._piece:
            first, self._touching, self._piece = self._piece is None, False, block.piece
            if self._finder is not None:
                self._finder.restart()
                if first and self._grip is not None:
                    self._finder.expect(self._grip)
            if self._plate is not None:
                self._plate.restart()
            if self._beneath is not None:
                self._beneath.restart()
        if self._plate is not None:
            return self._on_plate(block, self._plate)
        return self._of_tiles(block) if self._beneath is None else self._above(block, self._beneath)

    def _of_tiles(self, block: ForceBlock) -> TouchBlock:
        """Touch by the tiles alone."""
        return self._plain(block) if self._finder is None else self._located(block, self._finder)

    def _above(self, block: ForceBlock, beneath: Beneath) -> TouchBlock:
        """Touch by tiles that are put right by the plate below them."""
        found: list[TouchBlock] = []
        at, whole = 0, not any(block.left_out)
        while at < len(block.time_s) or not found:
            some = block.cut(at, at + beneath.room)
            touch = self._of_tiles(replace(some, force_n=some.force_n * beneath.gains.gains))
            found.append(beneath.fused(touch, some.force_n, whole=whole))
            at += len(some.time_s)
        return TouchBlock.joined(found)

    def _plain(self, block: ForceBlock) -> TouchBlock:
        """Touch on a layout that allows no fit."""
        force_n = block.force_n if self._dense is None else self._dense.pressed(block.force_n)
        total = self._total(force_n)
        x, y = self._centre_of_pressure(force_n)
        nothing, nowhere = np.zeros(len(total)), np.full(len(total), np.nan)
        second = (nothing, nowhere, nowhere, np.zeros(len(total), dtype=np.bool_))
        places = (x, y, nowhere.copy())
        return self._block(block, total, total.copy(), places, (x.copy(), y.copy()), second, (nothing, nothing))

    def _on_plate(self, block: ForceBlock, plate: Plate) -> TouchBlock:
        """Touch on a plate, which without one of its cells knows neither force nor place."""
        total, x, y, sigma = plate.feed(np.where(any(block.left_out), np.nan, block.force_n))
        nothing, nowhere = np.zeros(len(total)), np.full(len(total), np.nan)
        second = (nothing, nowhere, nowhere, np.zeros(len(total), dtype=np.bool_))
        return self._block(block, total, total.copy(), (x, y, sigma), (x.copy(), y.copy()), second, (nothing, nothing))

    def _located(self, block: ForceBlock, finder: ContactFinder) -> TouchBlock:
        """Touch on a layout that the layer's response can be fitted on."""
        left_out = np.array(block.left_out, dtype=np.bool_)
        floor_n = self.off_n * (_BLIND_FLOOR if left_out.any() else 1.0)
        found = finder.feed(block.force_n * self._n_a_unit, left_out, floor_n * self._n_a_unit)
        if self._n_a_unit != 1.0:
            found = found.scaled(1.0 / self._n_a_unit)
        total = self._total(found.force_n)
        contact = np.where(found.fitted, found.contact_n, total)
        filled = np.zeros(len(total))
        if left_out.any():
            most = _MOST_FILL * np.maximum(total - _BLIND_FLOOR * self.off_n, 0.0)
            filled = np.where(found.fitted, np.minimum(_sum_of(found.model_n, left_out), most), 0.0)
            total = total + filled
            contact = np.where(found.fitted, np.minimum(contact, _MOST_BESIDE * total), contact)
        second = (found.second_n, found.second_x_mm, found.second_y_mm, found.second_works)
        place = (found.x_mm, found.y_mm, found.sigma_mm)
        centre = self._centre_of_pressure(found.force_n)
        return self._block(block, total, contact, place, centre, second, (found.resting_n, filled))

    def _block(
        self,
        block: ForceBlock,
        total: Array,
        contact: Array,
        place: tuple[Array, Array, Array],
        centre: tuple[Array, Array],
        second: tuple[Array, Array, Array, NDArray[np.bool_]],
        not_working: tuple[Array, Array],
    ) -> TouchBlock:
        resting, filled = not_working
        touching = self._hysteresis(total - resting)
        contact[~touching] = 0.0
        for values in (*place, *centre):
            values[~touching] = np.nan
        pieces = np.full(len(total), block.piece, dtype=np.int64)
        second_n, second_x_mm, second_y_mm, works = second
        beside = (second_n, second_x_mm, second_y_mm)
        return TouchBlock(
            block.time_s, total, contact, *place, *centre, *beside, works, resting, filled, touching, pieces
        )

    def _total(self, force_n: Array) -> Array:
        # One small product a sample: a product over all samples would change its last bits with their number.
        return np.asarray(np.matmul(force_n[:, None, :], self._moments[:, :1])[:, 0, 0])

    def _centre_of_pressure(self, force_n: Array) -> tuple[Array, Array]:
        """Moment of the taxels that push; NaN without positions or where none does."""
        if not self.pad.has_positions:
            return np.full(len(force_n), np.nan), np.full(len(force_n), np.nan)
        sums = np.matmul(np.maximum(force_n, 0.0)[:, None, :], self._moments)[:, 0]
        force = np.where(sums[:, 0] > 0.0, sums[:, 0], np.nan)
        return sums[:, 1] / force, sums[:, 2] / force

    def _hysteresis(self, total: Array) -> NDArray[np.bool_]:
        """Touch at each sample: what the last clear sample (above on or below off) said."""
        clear = (total > self.on_n) | (total < self.off_n)
        last = np.maximum.accumulate(np.where(clear, np.arange(len(total)), -1))
        touching = np.where(last >= 0, total[np.maximum(last, 0)] > self.on_n, self._touching)
        if len(touching):
            self._touching = bool(touching[-1])
        return np.asarray(touching, dtype=np.bool_)


def _sum_of(model_n: Array, taxels: NDArray[np.bool_]) -> Array:
    """Sum (n,) over some taxels, added one by one so that the last bits do not depend on n."""
    total = np.zeros(len(model_n))
    for taxel in np.flatnonzero(taxels):
        total += model_n[:, taxel]
    return total
