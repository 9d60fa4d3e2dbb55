"""A practice that is heard: from a window's snapshots to the samples a device gets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from tests.sound.moments import BEHIND_S, changed, moment

from thumbwalk.sound.calls import Call
from thumbwalk.sound.earcons import RATE_HZ, SWELL_LEVEL
from thumbwalk.sound.sounds import Sounds
from thumbwalk.sound.speaker import Render, SpeakerState

Wave = np.ndarray[tuple[int], np.dtype[np.float32]]

START_S = 700.0
"""This computer's clock when the stream began."""
EACH_S = 60.0 / 36.0


@dataclass
class Device:
    """A device that plays when it is told to; ``now_s`` is the computer's clock."""

    render: Render
    now_s: float = START_S
    state: SpeakerState = "closed"
    why: str = ""
    events: list[str] = field(default_factory=list)

    def open(self) -> None:
        self.state = "open"
        self.events.append("open")

    def close(self) -> None:
        self.events.append("close")


class Hall:
    """A window that shows a drill's moments, and a device that plays beside it, in blocks of 10 ms."""

    def __init__(self, **more: float) -> None:
        self.devices: list[Device] = []
        self.sounds = Sounds(self._made, now=lambda: self.devices[0].now_s, **more)
        self.device = self.devices[0]

    def _made(self, render: Render) -> Device:
        self.devices.append(Device(render))
        return self.devices[0]

    def play(
        self, from_s: float, to_s: float, *, late_s: float = 0.004
    ) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """What is played from one time of the drill to another; snapshots come every 16 ms, some of them later."""
        rng, played, shown_s = np.random.default_rng(4), list[Wave](), from_s
        for n in range(round((to_s - from_s) * 100)):
            time_s = from_s + 0.01 * n
            self.device.now_s = START_S + BEHIND_S + time_s
            if time_s >= shown_s:
                shown_s = time_s + 0.016
                seen_s = time_s - late_s - float(rng.uniform(0.0, 0.012))
                self.sounds.show(moment(max(seen_s, 0.0)))
            played.append(self.device.render(480, self.device.now_s))
        return np.concatenate(played)


def clicks_s(wave: Wave) -> list[float]:
    """Where beats begin: where it is louder than a tone is."""
    loud = np.flatnonzero(np.abs(wave) > 1.2 * SWELL_LEVEL)
    first = loud[np.diff(loud, prepend=-RATE_HZ) > RATE_HZ // 2]
    return [float(at) / RATE_HZ for at in first]


def test_beats_are_heard_when_the_stream_has_come_to_them_and_as_even_as_the_drill_says() -> None:
    wave = Hall(volume=1.0).play(6.5, 14.0)
    found = np.array(clicks_s(wave)) + 6.5
    asked = 3.0 + EACH_S * np.arange(3, 7)
    assert len(found) == 4
    # the way from the board takes 4 ms here at best, and a click needs 3 ms to be loud
    assert np.abs(found - asked - 0.0055).max() < 0.004
    assert np.abs(np.diff(found) - EACH_S).max() < 1e-3


def test_a_lead_makes_them_earlier() -> None:
    plain, early = (np.array(clicks_s(Hall(volume=1.0, lead_ms=ms).play(6.5, 11.0))) for ms in (0.0, 120.0))
    assert plain - early == pytest.approx(0.12, abs=1e-3)


def test_off_is_silence_and_opens_no_device() -> None:
    hall = Hall(volume=0.0)
    assert np.abs(hall.play(2.0, 6.0)).max() == 0.0
    assert hall.device.events == []
    hall.sounds.hush()
    assert np.abs(hall.play(6.0, 9.0)).max() > 0.05
    hall.sounds.hush()
    assert np.abs(hall.play(9.1, 12.0)[4800:]).max() == 0.0


def test_a_device_is_opened_for_the_first_sound_only_and_closed_in_the_end() -> None:
    hall = Hall(volume=1.0)
    hall.sounds.show(changed(moment(0.1), stand="ready"))
    assert hall.device.events == []
    hall.sounds.show(moment(0.2))
    assert hall.device.events == ["open"]
    hall.sounds.close()
    assert hall.device.events == ["open", "close"]


def test_how_early_sounds_come_is_learnt_from_presses_that_are_late() -> None:
    hall = Hall(volume=1.0)
    hall.play(2.5, 4.0)
    state = moment(5.0).drill
    assert state is not None
    assert state.beat is not None
    for n in range(30):
        onset_s = EACH_S * (n + 1) + 0.1476 * EACH_S + 0.03
        hall.sounds.show(changed(moment(5.0 + 0.01 * n), last_onset_s=onset_s))
    assert hall.sounds.learn()
    assert hall.sounds.lead_ms == pytest.approx(30.0, abs=1.0)
    assert not hall.sounds.learn()


def test_presses_that_heard_nothing_teach_nothing() -> None:
    hall = Hall(volume=0.0)
    for n in range(30):
        hall.sounds.show(changed(moment(5.0 + 0.01 * n), last_onset_s=EACH_S * (n + 1) + 0.3))
    assert not hall.sounds.learn()


def test_it_says_why_nothing_is_heard() -> None:
    hall = Hall(volume=1.0)
    hall.device.why = "no sound: no device"
    assert hall.sounds.why_silent == "no sound: no device"
    hall.sounds.use_volume(0.0)
    assert hall.sounds.why_silent == ""


def test_a_stream_that_begins_anew_is_heard_at_its_own_times() -> None:
    hall = Hall(volume=1.0)
    hall.play(6.5, 8.0)
    # another session: its time begins again, while the computer's goes on
    hall.device.now_s += 100.0
    begun = hall.device.now_s
    seen: list[Wave] = []
    for n in range(300):
        hall.device.now_s = begun + 0.01 * n
        now = moment(2.5 + 0.01 * n)
        state = now.drill
        assert state is not None
        earlier = replace(now, time_s=now.time_s - 4.0)
        hall.sounds.show(changed(earlier, begins_s=(state.begins_s or 0.0) - 4.0, guide_n=state.guide_n - (4.0, 0.0)))
        seen.append(hall.device.render(480, hall.device.now_s))
    assert clicks_s(np.concatenate(seen))[0] == pytest.approx(0.5, abs=0.01)


def test_a_room_without_sounds_lets_nothing_come_that_was_told_before() -> None:
    hall = Hall(volume=1.0)
    hall.play(6.5, 7.5)
    hall.sounds.rest()
    silent = np.concatenate([hall.device.render(480, hall.device.now_s + 0.01 * (n + 1)) for n in range(200)])
    assert np.abs(silent[48_000:]).max() == 0.0


def test_what_a_room_calls_is_heard_at_once_and_a_room_that_calls_nothing_is_silent() -> None:
    hall = Hall(volume=1.0)

    def loudest(call: Call | None, blocks: int) -> float:
        hall.sounds.call(call)
        return max(float(np.abs(hall.device.render(480, hall.device.now_s)).max()) for _ in range(blocks))

    assert loudest(None, 20) == 0.0
    assert hall.device.events == []
    assert loudest(Call("press", 5), 20) > 0.05
    assert loudest(Call("press", 5), 60) < 0.35, "the end of it"
    assert loudest(Call("press", 4), 20) == 0.0
    assert loudest(Call("press", 3), 20) > 0.05
    hall.sounds.use_volume(0.0)
    hall.sounds.call(Call("rest"))
    assert loudest(Call("rest"), 40) == 0.0
