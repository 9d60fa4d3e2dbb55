"""A table's values become forces alike, whether some rows are asked for or a whole table."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.signal.table_force import TableToForce

VALUES = np.random.default_rng(5).normal(100.0, 20.0, (40, 3))
VALUES[7, 1] = VALUES[9, 2] = np.nan
SOUND, ONE_FAULTY = np.zeros(3, np.bool_), np.array([False, True, False])


@pytest.mark.parametrize("faulty", [SOUND, ONE_FAULTY])
@pytest.mark.parametrize(
    ("rest", "scale"),
    [([0.0, 0.0, 0.0], [1.0, 1.0, 1.0]), ([90.0, 0.0, 80.0], [1.0] * 3), ([0.0] * 3, [0.5, 1.0, 2.0])],
)
def test_a_whole_table_s_forces_are_those_of_its_rows(
    rest: list[float], scale: list[float], faulty: np.typing.NDArray[np.bool_]
) -> None:
    convert = TableToForce(np.array(rest), np.array(scale), faulty)
    wanted = (VALUES - rest) * scale
    wanted[:, faulty] = 0.0
    np.testing.assert_array_equal(convert(VALUES), wanted)
    np.testing.assert_array_equal(np.asarray(convert.of(VALUES)), wanted)
    assert np.isnan(VALUES[7, 1]), "the table itself stays as it is"
