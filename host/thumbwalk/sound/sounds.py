"""The practice made audible: takes a window's snapshots, and plays them through the one stream that is kept open."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from thumbwalk.session.preferences import Preferences
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.sound.calls import Call, CallEar
from thumbwalk.sound.clock_offset import ClockOffset
from thumbwalk.sound.cues import Cue, Ear
from thumbwalk.sound.earcons import Wave, beat_of, earcon
from thumbwalk.sound.mixer import Mixer, Planned
from thumbwalk.sound.press_offsets import PressOffsets
from thumbwalk.sound.speaker import Render, SpeakerState

_STALE_S = 0.5
"""A tone that no snapshot has asked for since ends: a stream that stands still praises nobody."""
_USUAL = Preferences.volume
"""How loud it is where it was off from the beginning."""
_MOST_CALLED = 4
"""So many calls may wait for a device that opens."""
_TAPER = 2.0
"""Volume to amplitude: half of the scale sounds half as loud, which is a quarter of it."""


class Plays(Protocol):
    """What plays: a `Speaker`."""

    state: SpeakerState
    why: str

    def open(self) -> None:
        """Open the device, while the caller goes on."""
        ...

    def close(self) -> None:
        """Stop playing and close it."""
        ...


class Sounds:
    """Hears what the window shows.

    Parameters
    ----------
    speaker_of : callable
        Gives a speaker, closed, that will play what `Mixer.render` gives.
    volume : float
        0 is off, 1 the loudest.
    lead_ms : float
        By how much sounds come before their time, since the device is late.
    now : callable
        The computer's clock, seconds; the speaker's, too.

    Attributes
    ----------
    lead_ms : float
        As `learn` has left it.
    """

    def __init__(
        self,
        speaker_of: Callable[[Render], Plays],
        volume: float = 1.0,
        lead_ms: float = 0.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.lead_ms = lead_ms
        self._mixer = Mixer()
        self._speaker = speaker_of(self._mixer.render)
        self._now = now
        self._stream = ClockOffset()
        self._sequence = -1
        self._ear, self._called, self._calls = Ear(), CallEar(), 0
        self._offsets = PressOffsets()
        self.volume, self._loud = 0.0, volume or _USUAL
        self.use_volume(volume)

    @property
    def why_silent(self) -> str:
        """Why nothing is heard though it should be; "" else."""
        return self._speaker.why if self.volume > 0.0 else ""

    def use_volume(self, volume: float) -> None:
        """Be so loud from now on, 0 to 1; 0 is off."""
        self.volume = min(max(volume, 0.0), 1.0)
        self._mixer.volume = self.volume**_TAPER

    def hush(self) -> None:
        """Fall silent, or be as loud as before."""
        self._loud = self.volume or self._loud
        self.use_volume(0.0 if self.volume else self._loud)

    def show(self, snapshot: Snapshot) -> None:
        """Let a snapshot be heard; call it for each one that is shown."""
        if snapshot.sequence == self._sequence:
            return
        self._sequence = snapshot.sequence
        self._stream.take(snapshot.time_s, self._now())
        heard = self._ear.hear(snapshot)
        if self.volume <= 0.0:
            self.rest()
            return
        if heard.cues:
            # the first sound is a count, a second before it is due: nobody waits for a device before that
            self._speaker.open()
        self._mixer.tone, self._mixer.tone_until_s = heard.tone, self._now() + _STALE_S
        self._mixer.planned = (
            tuple(self._planned(cue) for cue in heard.cues)
            + tuple(
                # what was asked for at once, and the device has not begun yet
                one
                for one in self._mixer.planned
                if one.at_s is None
            )[-4:]
        )
        state = snapshot.drill
        if (
            self._speaker.state == "open"
            and state is not None
            and state.phase.set_index is not None
            and not state.stand
        ):
            self._offsets.take(state.phase.set_index, state.last_onset_s, state.beat)

    def call(self, call: Call | None) -> None:
        """Let what a room calls be heard, None being nothing; call it for each moment that is shown."""
        kinds = self._called.hear(call)
        if call is None or self.volume <= 0.0:
            self.rest()
            return
        self._speaker.open()
        waits = [one for one in self._mixer.planned if one.at_s is None][-_MOST_CALLED:]
        self._calls += len(kinds)
        self._mixer.tone = 0.0
        self._mixer.planned = (*waits, *(Planned((kind, self._calls), earcon(kind)) for kind in kinds))

    def rest(self) -> None:
        """Let nothing come that was told before: what is shown now has no sounds."""
        self._mixer.planned, self._mixer.tone = (), 0.0

    def learn(self) -> bool:
        """Set the lead by the presses of late, behind a drill; whether it changed."""
        before, self.lead_ms = self.lead_ms, round(1e3 * self._offsets.lead_s(1e-3 * self.lead_ms), 1)
        return self.lead_ms != before

    def close(self) -> None:
        """Fall silent for good."""
        self._speaker.close()

    def _planned(self, cue: Cue) -> Planned:
        at_s = None if cue.at_s is None else self._stream.here_s(cue.at_s)
        return Planned(cue.key, _wave(cue), None if at_s is None else at_s - 1e-3 * self.lead_ms)


def _wave(cue: Cue) -> Wave:
    return earcon(cue.kind) if cue.force_n is None else beat_of(cue.force_n, cue.lasts_s)
