"""Matching: the press that a person called just right, or too much, repeated on the rig, until three of each are in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.targets.caps import LEAST_CAP_N, MOST_CAP_N
from thumbwalk.errors import DrillError
from thumbwalk.language import marked, told
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZoneMap

Said = Literal["just right", "too much"]
ROUNDS = 3
"""Three of each: their median bears one that went wrong."""
LEAST_S = 1.0
"""How long a press is held to count: what is shorter never came to rest."""
PATIENCE_S = 120.0
"""So long nobody may touch the rig before it is given up."""
LEAST_ABOVE = 1.05
"""Of "just right", what "too much" has to be at the least: hands tell forces apart by 5 to 10 % (X. D. Pang, H. Z. Tan
and N. I. Durlach, Perception & Psychophysics 49, 1991); closer, the cap would be the target itself."""
_FROM, _UNTIL = 0.25, 0.9
"""The part of a press that is taken: behind its rise, before it is let go."""


@dataclass(frozen=True)
class Match:
    """The medians of what was pressed, newtons: just right, and too much."""

    target_n: float
    cap_n: float

    def within(self, most_n: float) -> Match:
        """The same with no cap above ``most_n``, and no target above its cap."""
        cap_n = min(self.cap_n, most_n)
        return Match(min(self.target_n, cap_n), cap_n)


@dataclass(frozen=True)
class MatchFound:
    """What a matching found in a zone: the medians, up to the most that a cap may be, and the zone's default cap."""

    zone: str
    match: Match
    default_n: float
    pressed_n: Mapping[Said, Sequence[float]]

    @property
    def is_above(self) -> bool:
        """Whether "too much" came above the default cap: then it takes a second word for it to become the cap."""
        return self.match.cap_n > self.default_n

    def kept(self, *, above: bool) -> Match:
        """What is kept; ``above`` is whether the second word was given."""
        return self.match if self.is_above and above else self.match.within(self.default_n)

    def facts(self, receiver: str, *, above: bool, virtual: bool) -> dict[str, Any]:
        """What is kept with the learner."""
        kept = self.kept(above=above)
        return {
            "receiver": receiver,
            "zone": self.zone,
            "target_n": kept.target_n,
            "cap_n": kept.cap_n,
            "just_right_n": self.pressed_n["just right"],
            "too_much_n": self.pressed_n["too much"],
            "default_cap_n": self.default_n,
            "virtual": virtual,
        }


class Matching:
    """Says which press comes next and takes it from the rig's touch; plain state, and the same in any chunks.

    Parameters
    ----------
    zone : str
        Where the person was pressed.
    zones : ZoneMap
        Where the rig is pressed; on a pad without zones any place will do.

    Attributes
    ----------
    pressed_n : dict
        The presses so far, newtons, by what was said.
    notes : list of str
        Why presses did not count; whoever says them takes them away.
    waited_s : float
        Stream time since the last touch.
    """

    def __init__(self, zone: str, zones: ZoneMap) -> None:
        self._zone, self._zones = zone, zones
        self.pressed_n: dict[Said, list[float]] = {"just right": [], "too much": []}
        self.notes: list[str] = []
        self.waited_s = 0.0
        self._press: list[TouchBlock] = []

    @property
    def asked(self) -> tuple[Said, int] | None:
        """What the person is to say next, and for which time, from 1; None when all is in."""
        rounds = [(len(self.pressed_n[said]) + 1, said) for said in self.pressed_n]
        number, said = min(rounds, key=lambda one: one[0])
        return None if number > ROUNDS else (said, number)

    def feed(self, touch: TouchBlock) -> None:
        """Take the next touch of the stream."""
        if not len(touch):
            return
        edges = np.flatnonzero(np.diff(touch.touching)) + 1
        borders = [0, *edges.tolist(), len(touch)]
        for first, stop in pairwise(borders):
            part = touch.cut(first, stop)
            if part.touching[0]:
                self._press.append(part)
                self.waited_s = 0.0
            else:
                self._let_go()
                self.waited_s += len(part) * touch.step_s

    def result(self) -> Match:
        """What was found.

        Raises
        ------
        DrillError
            When what was too much was hardly more than what was just right.
        """
        target_n, cap_n = (float(np.median(self.pressed_n[said])) for said in ("just right", "too much"))
        if cap_n < LEAST_ABOVE * target_n or cap_n < LEAST_CAP_N:
            raise DrillError(
                told(
                    "'too much' came at {cap:.1f} N and 'just right' at {target:.1f} N: too much must be "
                    "more by a twentieth, and {least_cap:g} N or more; nothing is kept, match the {zone} again",
                    cap=cap_n,
                    target=target_n,
                    least_cap=LEAST_CAP_N,
                    zone=told(self._zone),
                )
            )
        return Match(target_n, cap_n)

    def found(self, default_n: float) -> MatchFound:
        """What was found beside the zone's default cap, newtons. Raises DrillError as `result` does."""
        return MatchFound(self._zone, self.result().within(MOST_CAP_N), default_n, self.pressed_n)

    def _let_go(self) -> None:
        """Count the press that has just ended, if it was one."""
        if not self._press or self.asked is None:
            self._press = []
            return
        press, self._press = TouchBlock.joined(self._press), []
        held_s = len(press) * press.step_s
        if held_s < LEAST_S:
            held, least = f"{held_s:.1f}", f"{LEAST_S:g}"
            self.notes.append(told("That was {n} s: hold it for {least} s and more. Once more.", n=held, least=least))
            return
        settled = press.cut(int(_FROM * len(press)), int(_UNTIL * len(press)))
        where = self._zones.at(_median(settled.x_mm), _median(settled.y_mm))
        if where not in (None, self._zone):
            said = marked("That was the {where}: press the {zone} of the rig. Once more.")
            self.notes.append(told(said, where=told(where), zone=told(self._zone)))
            return
        self.pressed_n[self.asked[0]].append(_median(settled.contact_n))


def _median(values: NDArray[np.float64]) -> float:
    found = values[np.isfinite(values)]
    return float(np.median(found)) if len(found) else float("nan")
