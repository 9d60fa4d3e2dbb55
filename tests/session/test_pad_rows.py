"""What rows come of: scans where the pad has tiles, cells' readings where it is a plate, and nothing of the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.session.plated import BANK, HELLO, PLATE
from tests.session.streams import HELLO as OF_TILES
from tests.session.streams import PAD

from thumbwalk.errors import OtherRig
from thumbwalk.link.cells import CellReading
from thumbwalk.link.wire import CellReadings, Scans
from thumbwalk.session.pad_rows import rows_for

SCANS = Scans(np.array([7, 8]), np.ones((2, 16), np.uint16))
CELLS = CellReadings(1_000_000, tuple(CellReading(0, cell, 5) for cell in range(4)), 4, 0)


def test_scans_are_rows_of_tiles_as_they_come_and_cells_beside_them_are_none() -> None:
    rows = rows_for(PAD, replace(OF_TILES, cells=BANK))
    assert rows.rate_hz == OF_TILES.rate_hz
    assert rows.of(CELLS) is None
    found = rows.of(SCANS)
    assert found is not None
    assert (found[0] is SCANS.time_us, found[1] is SCANS.counts) == (True, True)
    with pytest.raises(OtherRig, match="2 channels"):
        rows.of(Scans(np.array([9]), np.ones((1, 2), np.uint16)))


def test_cells_are_rows_of_a_plate_once_they_are_due_and_scans_beside_them_are_none() -> None:
    rows = rows_for(PLATE, HELLO)
    assert rows.rate_hz == 80.0
    assert rows.of(SCANS) is None
    assert rows.of(CELLS) is not None
    later = [replace(CELLS, device_us=1_000_000 + 12_500 * index) for index in range(1, 9)]
    found = [one for heard in later if (one := rows.of(heard)) is not None]
    codes = np.concatenate([values for _, values in found])
    assert codes.shape == (5, 4)
    assert (codes == 5.0).all()


def test_a_board_without_channels_is_no_rig_of_tiles() -> None:
    with pytest.raises(OtherRig, match="no channels"):
        rows_for(PAD, HELLO)


@pytest.mark.parametrize("cells", [None, replace(BANK, names=BANK.names[:3])])
def test_a_board_that_does_not_read_a_plates_cells_is_another_rig(cells: object) -> None:
    with pytest.raises(OtherRig, match="layout 'plate4' has 4"):
        rows_for(PLATE, replace(HELLO, cells=cells))  # type: ignore[arg-type]
