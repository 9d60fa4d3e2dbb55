"""A clock for what is played in the window: it may stand still, be put to a moment, and go at any speed. No Qt."""

from __future__ import annotations


class PlayClock:
    """Seconds of something that is played, by a clock that others have; it begins at 0 and goes.

    Parameters
    ----------
    now_s : float
        What the others' clock says at its beginning, seconds.
    """

    def __init__(self, now_s: float) -> None:
        self.speed, self.stands = 1.0, False
        self._at_s, self._since_s = 0.0, now_s

    def at(self, now_s: float) -> float:
        """How far it is, seconds."""
        return self._at_s if self.stands else self._at_s + self.speed * (now_s - self._since_s)

    def stand(self, now_s: float) -> None:
        """Stand still."""
        self.put(now_s, self.at(now_s))
        self.stands = True

    def go_on(self, now_s: float) -> None:
        """Go on from where it stands."""
        self.put(now_s, self.at(now_s))
        self.stands = False

    def put(self, now_s: float, to_s: float) -> None:
        """Be at another moment from now on."""
        self._at_s, self._since_s = to_s, now_s

    def go_at(self, now_s: float, speed: float) -> None:
        """Go at another speed from now on, in parts of the real one."""
        self.put(now_s, self.at(now_s))
        self.speed = speed
