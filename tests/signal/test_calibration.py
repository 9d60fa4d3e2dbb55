"""The calibration: its numbers, its file, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.errors import CalibrationError
from thumbwalk.signal.calibration import Calibration, Channel, conductance_of, counts_of
from thumbwalk.signal.counts import CountsToForce
from thumbwalk.signal.curve import SensorCurve

CURVE = SensorCurve((0.5, 5.0, 40.0), (40.0, 410.0, 1900.0))


def measured(n: int = 2) -> Calibration:
    channels = tuple(Channel(f"tile {index}", CURVE.scaled(1.0 + 0.1 * index), 13 + index, 0.07) for index in range(n))
    return Calibration(channels, board_id="e66118604b7a2f31", date="2025-05-04T10:00:00+00:00")


def test_half_the_supply_is_a_sensor_like_the_divider() -> None:
    assert conductance_of(2048, 12, 3300.0) == pytest.approx(1e6 / 3300.0)
    assert counts_of(1e6 / 3300.0, 12, 3300.0) == pytest.approx(2048)
    assert counts_of(1.0, 12, 3300.0) == pytest.approx(13.47, abs=0.01)


def test_the_table_takes_the_bleed_off() -> None:
    table = Calibration.generic().lookup()
    assert table.shape == (16, 4096)
    assert (table[:, :60] == 0).all()
    for force in (0.5, 2.3, 6.3, 20.0, 50.0):
        conductance = float(SensorCurve.generic().conductance_of(force)) + 1.0
        code = int(np.rint(counts_of(conductance, 12, 3300.0)))
        assert table[3, code] == pytest.approx(force, rel=0.01)


def test_the_table_never_falls_and_ends_at_the_ceiling() -> None:
    table = measured().lookup()
    assert (np.diff(table, axis=1) >= 0).all()
    assert (table[:, -1] == 80.0).all()


def test_counts_become_newtons_channel_by_channel() -> None:
    cal = measured()
    counts = np.array([[0, 0], [1000, 1000], [4095, 13]], dtype=np.uint16)
    force = CountsToForce(cal)(counts)
    table = cal.lookup()
    assert force.tolist() == [[table[i, counts[j, i]] for i in range(2)] for j in range(3)]
    assert force[1, 0] > force[1, 1]
    with pytest.raises(CalibrationError, match="2 channels"):
        CountsToForce(cal)(counts[:, :1])


@given(
    st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3),
    st.lists(st.floats(0.01, 3.0), min_size=2, max_size=6),
    st.none() | st.text(max_size=9),
    st.none() | st.floats(0.0, 1.0),
)
def test_a_calibration_comes_back_from_its_text_bit_for_bit(
    names: list[str], steps: list[float], board_id: str | None, residual: float | None
) -> None:
    rising = tuple(np.cumsum(steps).tolist())
    channels = tuple(Channel(name, SensorCurve(rising, rising), 7, residual) for name in names)
    cal = Calibration(channels, 12, 3301.5, 0.0, board_id)
    assert Calibration.from_text(cal.to_text(), "text") == cal


def test_a_saved_file_is_there_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new" / "board.toml"
    measured().save(path)
    before = path.read_text()

    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(CalibrationError, match="No space left"):
        measured(3).save(path)
    assert path.read_text() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["board.toml"]
    assert Calibration.load(path) == measured()


def test_a_file_cut_short_anywhere_is_refused_with_its_line() -> None:
    text = measured().to_text()
    for end in range(len(text.rstrip())):
        with pytest.raises(CalibrationError, match=r"cut\.toml:\d+"):
            Calibration.from_text(text[:end], "cut.toml")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("version = 1", "version = 2", "c.toml:1:11: version is 2"),
        ("channels = 2", "channels = 3", "c.toml:2:12: channels is 3"),
        ("bits = 12", "bits = 30", "c.toml:5:8: bits is 30"),
        ("divider_ohm = 3300.0", "divider_ohm = -3", "divider_ohm is -3"),
        ("tare_counts = 14", "tare_counts = 9999", "c.toml:18:15: tare_counts is 9999"),
        ("residual = 0.07", 'residual = "small"', "c.toml:12:12: residual is 'small'"),
        (
            "force_n = [0.5, 5.0, 40.0]",
            "force_n = [0.5, 5.0, 4.0]",
            "c.toml:13:11: force_n is [0.5, 5.0, 4.0]: force 4.0 N at point 3 does not",
        ),
        ("force_n = [0.5, 5.0, 40.0]", "force_n = [0.5, 5.0]", "2 forces but 3 conductances"),
        ("force_n = [0.5, 5.0, 40.0]", "force_n = 3", "must be a list of numbers"),
        ("[[channel]]", "[channel", "c.toml:9"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(old: str, new: str, says: str) -> None:
    text = measured().to_text()
    assert old in text
    with pytest.raises(CalibrationError) as refused:
        Calibration.from_text(text.replace(old, new, 1), "c.toml")
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_files_that_can_not_be_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match=r"none\.toml.*thumbwalk calibrate"):
        Calibration.load(tmp_path / "none.toml")
    (tmp_path / "utf16.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CalibrationError, match="it is text in UTF-16; save it in UTF-8"):
        Calibration.load(tmp_path / "utf16.toml")
    (tmp_path / "latin.toml").write_bytes(b"# Gr\xf6\xdfe\n")
    with pytest.raises(CalibrationError, match="not UTF-8"):
        Calibration.load(tmp_path / "latin.toml")


def test_the_rest_is_taken_of_scans_at_rest() -> None:
    counts = np.tile(np.array([13, 40], np.uint16), (50, 1))
    tared = measured().tared([counts[:20], counts[20:]], names=["a", "b"], board_id="77")
    assert [channel.tare_counts for channel in tared.channels] == [13, 40]
    assert [channel.name for channel in tared.channels] == ["a", "b"]
    assert tared.board_id == "77"
    assert tared.date == measured().date


@pytest.mark.parametrize(
    ("code", "says"), [([13, 2000], r"tile 1 reads .* N"), ([1200, 13], "tile 0 reads"), (None, "0 scans")]
)
def test_no_rest_is_taken_of_a_pad_that_is_pressed(code: list[int] | None, says: str) -> None:
    scans = [] if code is None else [np.tile(np.array(code, np.uint16), (50, 1))]
    with pytest.raises(CalibrationError, match=says):
        measured().tared(scans)


def test_no_rest_is_taken_of_a_pad_that_moves() -> None:
    counts = np.tile(np.array([[13, 13], [600, 13]], np.uint16), (50, 1))
    with pytest.raises(CalibrationError, match="tile 0 moved by"):
        measured().tared([counts])


def test_a_calibration_is_a_value() -> None:
    assert hash(measured()) == hash(measured())
    assert replace(measured(), bits=10) != measured()
    with pytest.raises(ValueError, match="read-only"):
        measured().lookup()[0, 0] = 1.0


@pytest.mark.parametrize(("bits", "is_read"), [(7, False), (8, True), (16, True), (17, False)])
def test_converters_of_eight_to_sixteen_bits_are_read(bits: int, is_read: bool) -> None:
    text = replace(Calibration.generic(2), bits=12).to_text().replace("bits = 12", f"bits = {bits}")
    if is_read:
        assert Calibration.from_text(text, "c.toml").bits == bits
    else:
        with pytest.raises(CalibrationError, match="must be a whole number from 8 to 16"):
            Calibration.from_text(text, "c.toml")


@pytest.mark.parametrize(("n_scans", "is_rest"), [(19, False), (20, True)])
def test_twenty_scans_make_a_rest(n_scans: int, is_rest: bool) -> None:
    scans = [np.tile(np.array([13, 13], np.uint16), (n_scans, 1))]
    if is_rest:
        assert [one.tare_counts for one in measured().tared(scans).channels] == [13, 13]
    else:
        with pytest.raises(CalibrationError, match="19 scans came, at least 20"):
            measured().tared(scans)


def test_what_a_few_tiles_were_measured_at_is_shared_with_those_that_were_not() -> None:
    generic = Calibration.generic(4)
    assert generic.shared() == generic
    assert not generic.is_measured
    strong = SensorCurve.generic().scaled(1.8)
    measured = replace(generic.channels[1], curve=strong, residual=0.02)
    shared = replace(generic, channels=(generic.channels[0], measured, *generic.channels[2:])).shared()
    assert shared.is_measured
    assert shared.channels[1] == measured
    assert [one.residual for one in shared.channels] == [None, 0.02, None, None]
    for one in shared.channels:
        assert one.curve.conductance_us == pytest.approx(strong.conductance_us)


def test_a_board_that_sends_forces_is_read_again_tared_and_counts_as_measured() -> None:
    start = Calibration.of_forces(2, 16, 1e4, 0.01)
    assert start.is_measured
    assert Calibration.from_text(start.to_text(), "kept") == start
    table = start.lookup()
    assert table[:, [0, 8192, 9192]].tolist() == pytest.approx(np.array([[-81.92, 0.0, 10.0]] * 2))
    scans = np.tile(np.array([8220, 8150], np.uint16), (30, 1))
    tared = start.tared([scans])
    assert tared.tare_n() == pytest.approx([0.28, -0.42])
    assert tared.is_measured
    with pytest.raises(CalibrationError, match=r"reads 1\.50 N"):
        start.tared([scans + np.uint16(122)])
