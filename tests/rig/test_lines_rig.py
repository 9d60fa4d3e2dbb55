"""A board that prints lines as a rig: its pad, its calibration, and a column order that changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.sketch.ports import ScriptedPort, even

from thumbwalk.errors import CalibrationError
from thumbwalk.link.ports import RigLink
from thumbwalk.rig.channels import calibration_of, pad_of
from thumbwalk.rig.opening import OpenRig
from thumbwalk.signal.calibration import Calibration
from thumbwalk.sketch.first_lines import Asked
from thumbwalk.sketch.line_link import LineLink
from thumbwalk.sketch.value_codes import LineUnit


def rig(header: str, unit: LineUnit | None = None) -> OpenRig:
    port = ScriptedPort(even([header, *(f"{7 * n % 900},{n % 3}" for n in range(400))]))
    lines = LineLink(port, Asked("lines-x", unit=unit), now=port.now)  # type: ignore[arg-type]
    return OpenRig(RigLink(lines), lines=lines)


def test_counts_start_as_a_dividers_guess_and_forces_are_known(tmp_path: Path) -> None:
    none = tmp_path / "none.toml"
    counts, own = calibration_of(rig("heel,toe"), none)
    assert (counts.bits, counts.bleed_us, counts.n_per_code, own) == (10, 0.0, None, False)
    forces, own = calibration_of(rig("heel,toe", "N"), none)
    assert (forces.n_per_code, own) == (0.01, True)
    assert pad_of(rig("heel,toe"), None).names == ("heel", "toe")


def test_what_is_kept_follows_its_columns_by_name(tmp_path: Path) -> None:
    kept = tmp_path / "kept.toml"
    start, _ = calibration_of(rig("heel,toe"), kept)
    named = tuple(
        replace(one, name=name, tare_counts=tare)
        for one, name, tare in zip(start.channels, ("heel", "toe"), (5, 9), strict=True)
    )
    replace(start, channels=named).save(kept)
    assert [one.tare_counts for one in calibration_of(rig("heel,toe"), kept)[0].channels] == [5, 9]
    assert [one.tare_counts for one in calibration_of(rig("toe,heel"), kept)[0].channels] == [9, 5]
    assert [one.tare_counts for one in calibration_of(rig("left,right"), kept)[0].channels] == [5, 9]


def test_a_calibration_of_counts_is_none_for_forces(tmp_path: Path) -> None:
    kept = tmp_path / "kept.toml"
    Calibration.generic(2, 16, 10_000.0, bleed_us=0.0).save(kept)
    with pytest.raises(CalibrationError, match="move the file away"):
        calibration_of(rig("heel,toe", "g"), kept)
