"""Live on the Lab Streaming Layer: an inlet on this machine hears what the chain makes, at the board's time."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.session.streams import HELLO, PAD, streamed

from thumbwalk.cli.main import run
from thumbwalk.export import lsl_outlet
from thumbwalk.export.lsl_outlet import LslOutlet
from thumbwalk.link.device_clock import ClockPair
from thumbwalk.link.wire import WireDecoder
from thumbwalk.session.marks import clock_frame
from thumbwalk.session.practice import Practice
from thumbwalk.signal.calibration import Calibration

pylsl = pytest.importorskip("pylsl", reason="the package pylsl is not installed")

WAITS_S = 20.0
LATE_S, LIBRARY_S = 1000.0, 77_000.0
"""The host's clock of the test when the board's stands at zero, and the library's; both stand still."""


class Hearing:
    """A practice on a rig that sends three seconds of a drill, its outlet, and an inlet that hears it."""

    def __init__(self) -> None:
        self.practice = Practice(PAD, Calibration.generic(16))
        self.practice.take(HELLO)
        self.now_s = LATE_S
        self.outlet = LslOutlet(self.practice, HELLO, now=lambda: self.now_s)
        (found,) = pylsl.resolve_byprop("source_id", f"thumbwalk-{HELLO.board_id}", timeout=WAITS_S)
        self.inlet = pylsl.StreamInlet(found, recover=False)
        self.inlet.open_stream(WAITS_S)
        self.touch: list[Any] = []
        self.force_n: list[Any] = []

    def play(self) -> None:
        """The stream, whose board answered a ping a second that each took 2 ms."""
        tap = self.practice.pipeline._forces  # type: ignore[union-attr]

        def both(block: Any) -> None:
            self.force_n.append(block.force_n)
            tap(block)  # type: ignore[misc]

        self.practice.pipeline.tell(both)  # type: ignore[union-attr]
        for second in range(3):
            pair = ClockPair(LATE_S + second - 0.001, LATE_S + second + 0.001, 1_000_000 * second)
            self.outlet.hear(clock_frame(pair))
        decoder, wire = WireDecoder(), streamed((1.0,), 3000)
        for at in range(0, len(wire), 5000):
            for event in decoder.feed(wire[at : at + 5000]):
                self.outlet.hear(event)
                for block in self.practice.take(event):
                    if len(block):
                        self.touch.append(block)
                        self.outlet.hear(block)

    def pulled(self, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows (n, n_channels) and their times (n,)."""
        rows: list[list[float]] = []
        times: list[float] = []
        deadline = time.monotonic() + WAITS_S
        while len(rows) < n and time.monotonic() < deadline:
            more, at = self.inlet.pull_chunk(timeout=0.5)
            rows += more
            times += at
        return np.array(rows), np.array(times)


@pytest.fixture(scope="module")
def heard() -> Hearing:
    hearing = Hearing()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pylsl, "local_clock", lambda: LIBRARY_S)
        hearing.play()
    return hearing


def test_an_inlet_hears_contact_and_forces_at_the_board_s_time(heard: Hearing) -> None:
    total_n = np.concatenate([one.total_n for one in heard.touch])
    time_s = np.concatenate([one.time_s for one in heard.touch])
    rows, times = heard.pulled(len(total_n))
    assert rows.shape == (len(total_n), 9 + 16)
    assert rows[:, 1] == pytest.approx(total_n, abs=1e-4)
    assert rows[:, 9:] == pytest.approx(np.concatenate(heard.force_n)[: len(rows)], abs=1e-4)
    assert times == pytest.approx(LIBRARY_S + time_s, abs=1e-6)


def test_its_description_names_every_channel_as_the_conventions_ask(heard: Hearing) -> None:
    info = heard.inlet.info(WAITS_S)
    assert (info.name(), info.type(), info.nominal_srate()) == ("Thumbwalk sole16", "Force", 100.0)
    labels, units, kinds = info.get_channel_labels(), info.get_channel_units(), info.get_channel_types()
    assert labels == [label for label, _, _ in lsl_outlet._CONTACT] + list(PAD.names)
    assert set(units) == {"none", "newtons", "millimeters"}
    assert set(kinds) == {"Contact", "Force", "PositionX", "PositionY"}
    acquisition = info.desc().child("acquisition")
    assert acquisition.child_value("manufacturer") == "Thumbwalk"
    assert acquisition.child_value("serial_number") == HELLO.board_id
    assert acquisition.child_value("calibrated") == "true"


def test_the_search_for_streams_stays_on_this_machine_unless_the_user_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[str] = []
    monkeypatch.setattr(pylsl, "set_config_content", told.append)
    monkeypatch.setattr(lsl_outlet, "_OWN_FILES", (str(tmp_path / "lsl_api.cfg"),))
    monkeypatch.delenv("LSLAPICFG", raising=False)
    lsl_outlet.lsl_library()
    assert "ResolveScope = machine" in told[0]
    monkeypatch.setenv("LSLAPICFG", str(tmp_path / "mine.cfg"))
    lsl_outlet.lsl_library()
    monkeypatch.delenv("LSLAPICFG")
    (tmp_path / "lsl_api.cfg").write_text("[multicast]\nResolveScope = site\n")
    lsl_outlet.lsl_library()
    assert len(told) == 1


def test_without_the_package_or_with_a_hurried_clock_one_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(["practice", "--virtual", "--fast", "--lsl", "--out", str(out)]) == 2
    assert "--lsl is live, and --fast hurries the clock" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "pylsl", None)
    assert run(["practice", "--virtual", "--lsl", "--out", str(out)]) == 2
    assert "--lsl: needs the package pylsl, which is not installed; pip install pylsl" in capsys.readouterr().err
    assert run(["record", "--virtual", "--lsl", "--out", str(tmp_path / "a.twr")]) == 2
    assert not list(tmp_path.iterdir())
