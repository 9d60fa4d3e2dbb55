"""The sounds of a window that shows one practice: as loud as the settings say, and what changed of that is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from thumbwalk.places import settings_path
from thumbwalk.session.preferences import keep_preferences, read_preferences
from thumbwalk.sound.sounds import Sounds
from thumbwalk.sound.speaker import Speaker


@contextmanager
def sounding(*, windowed: bool) -> Iterator[Sounds | None]:
    """Give what makes a window audible; None where there is no window.

    Raises
    ------
    OptionError
        When the settings can't be read.
    """
    if not windowed:
        yield None
        return
    before = read_preferences(settings_path())
    sounds = Sounds(Speaker, before.volume, before.sound_lead_ms)
    try:
        yield sounds
    finally:
        sounds.close()
        after = before.with_value(volume=sounds.volume, sound_lead_ms=sounds.lead_ms)
        if after != before:
            # a home that can't be written to says so where the practice itself is kept
            with suppress(OSError):
                keep_preferences(settings_path(), after)
