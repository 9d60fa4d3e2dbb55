"""Values to the codes that stand for them: back again they are what was printed, to half a step; nonsense is named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.errors import OptionError, ProtocolMismatch
from thumbwalk.pad import Pad, Taxel
from thumbwalk.signal.calibration import Calibration
from thumbwalk.sketch.value_codes import FORCE_BITS, STEP_N, ValueCodes, value_codes

PAD = Pad("two", "counts", (Taxel("a"), Taxel("b")))
REST = np.full((50, 2), 3.0)


def codes(pad: Pad = PAD, unit: str | None = None, bits: int | None = None, values: object = REST) -> ValueCodes:
    return value_codes(pad, unit, bits, np.asarray(values, float), "/dev/x")  # type: ignore[arg-type]


@given(force=st.floats(-80.0, 570.0))
@pytest.mark.parametrize(("unit", "per_newton"), [("N", 1.0), ("g", 101.97162), ("kg", 0.10197162)])
def test_a_force_comes_back_as_newtons_through_the_calibration(unit: str, per_newton: float, force: float) -> None:
    found = codes(unit=unit)
    (code, other) = found.codes_of([force * per_newton, 0.0]) or []
    table = Calibration.of_forces(2, FORCE_BITS, 1e4, STEP_N).lookup()
    assert table[0, code] == pytest.approx(force, abs=0.51 * STEP_N)
    assert table[1, other] == 0.0
    assert found.values_of(np.array([[code, other]], np.uint16))[0, 0] == pytest.approx(force, abs=0.51 * STEP_N)


def test_kilopascals_become_newtons_by_each_taxels_area() -> None:
    pad = Pad("mat", "kPa", (Taxel("a", area_mm2=100.0), Taxel("b", area_mm2=1000.0)))
    found = codes(pad)
    assert found.values_of(np.array([found.codes_of([50.0, 50.0])], np.uint16)).tolist() == [[5.0, 50.0]]
    with pytest.raises(OptionError, match="no areas"):
        codes(Pad("mat", "kPa", (Taxel("a"), Taxel("b"))))


@pytest.mark.parametrize(("most", "bits"), [(3, 10), (1023, 10), (1024, 12), (4095, 12), (16000, 14), (65535, 16)])
def test_bits_are_the_fewest_that_a_converter_has_for_what_was_seen(most: int, bits: int) -> None:
    assert codes(values=np.full((50, 2), most)).bits == bits


def test_bits_that_are_named_hold_and_go_with_counts_alone() -> None:
    assert codes(bits=13).bits == 13
    with pytest.raises(OptionError, match="--bits is for counts"):
        codes(unit="g", bits=12)


def test_a_units_option_is_stronger_than_the_layout() -> None:
    assert not codes(Pad("n", "N", PAD.taxels), "counts").is_force
    assert codes(Pad("n", "N", PAD.taxels)).is_force


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (
            np.linspace([3.0, -83422.0], [3.0, -83420.0], 50),
            "column 'b' reads -83421.9, and counts of a converter are from 0 to 65535",
        ),
        (np.full((50, 2), [3.0, 8_000_000.0]), "column 'b' reads 8e+06"),
        (np.linspace(0.01, 3.3, 100).reshape(50, 2), "volts, or parts of the range?"),
    ],
)
def test_what_can_be_no_counts_is_refused_with_the_likely_cause(values: object, says: str) -> None:
    with pytest.raises(ProtocolMismatch) as refused:
        codes(values=values)
    assert says in str(refused.value)
    assert "--unit" in str(refused.value)


def test_one_odd_value_among_the_first_is_no_reason() -> None:
    values = REST.copy()
    values[7, 1] = -9e9
    assert codes(values=values).bits == 10


def test_averaged_counts_are_rounded_and_values_beyond_are_named() -> None:
    found = codes()
    assert found.codes_of([512.4, 1023.0]) == [512, 1023]
    assert found.codes_of([512.4, 1024.0]) is None
    assert found.codes_of([-1.0, 5.0]) is None
    assert found.beyond([5.0, 2210.0]) == "'b' reads 2210, not 0 to 1023"
    assert "'a' reads 980 N, not -81.92 to 573.43" in codes(unit="N").beyond([980.0, 0.0])
