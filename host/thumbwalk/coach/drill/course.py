"""How what a set asks for changes while it lasts: in steps, evenly, or as the hand does well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from thumbwalk.coach.targets.timeline import Timeline
from thumbwalk.language import told
from thumbwalk.tomlfile import is_number

Kind = Literal["ladder", "ramp", "led"]

STEP = 0.1
"""A course that is led by results goes up or down by this part of where it is: about what a hand can tell apart."""
LED_S = 10.0
"""How long it stays on a step: eight bites or more at the slowest pace of a walk, enough for an even scatter."""


@dataclass(frozen=True, slots=True)
class Course:
    """A force or a pace that changes over a set.

    A ``ladder`` stands on each of its ``values`` for an equal share of the time, a ``ramp`` goes evenly from the first
    to the second. One that is ``led`` begins at the first; what is done clean leads it up toward the second, by a tenth
    a step, and what is not leads it down again.
    """

    values: tuple[float, ...]
    kind: Kind = "ladder"

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most of it."""
        return min(self.values), max(self.values)

    def over(self, start_s: float, end_s: float) -> Timeline:
        """The values between two times; one that is led as if all were clean."""
        if self.kind == "ramp":
            return Timeline((start_s, end_s), self.values)
        steps = self.clean_steps(end_s - start_s) if self.kind == "led" else self.values
        length_s = LED_S if self.kind == "led" else (end_s - start_s) / len(steps)
        return stairs(steps, start_s, length_s, end_s)

    def clean_steps(self, lasts_s: float) -> tuple[float, ...]:
        """The steps of a led course in so many seconds if every one is clean."""
        steps = [self.values[0]]
        while len(steps) * LED_S < lasts_s:
            steps.append(self.led(steps[-1], clean=True))
        return tuple(steps)

    def led(self, value: float, *, clean: bool) -> float:
        """The step behind one at ``value``, within the course's ends."""
        least, most = self.ends
        up = clean == (self.values[-1] >= self.values[0])
        return float(np.clip(value * (1.0 + STEP) if up else value / (1.0 + STEP), least, most))

    def to_json(self) -> list[float] | dict[str, Any]:
        """As a drill file writes it."""
        if self.kind == "ladder":
            return list(self.values)
        ends: dict[str, Any] = {"from": self.values[0], "to": self.values[1]}
        return ends | ({"led": True} if self.kind == "led" else {})


_MOST_STEPS = 50
"""No set has the time for more."""
Aim = float | Course | None
"""What a set's guide asks of a force or a pace: a value, a course, or nothing."""


def read_aim(value: object, least: float, most: float) -> Aim:
    """What a document asks for: a number, a list of steps, or ``from`` and ``to`` with, maybe, ``led``.

    Raises
    ------
    ValueError
        With why it is none.
    """
    if value is None:
        return None
    if is_number(value):
        return float(_within(value, least, most))
    if isinstance(value, list) and 2 <= len(value) <= _MOST_STEPS:
        return Course(tuple(float(_within(one, least, most)) for one in value))
    if isinstance(value, dict) and {"from", "to"} <= value.keys() <= {"from", "to", "led"}:
        ends = tuple(float(_within(value[key], least, most)) for key in ("from", "to"))
        led = value.get("led", False)
        if isinstance(led, bool) and ends[0] != ends[1]:
            return Course(ends, "led" if led else "ramp")
    raise ValueError(
        told(
            "must be a number, a ladder of up to {most_steps} of them, or {{ from = a, to = b }} "
            "with, maybe, led = true",
            most_steps=_MOST_STEPS,
        )
    )


def _within(value: object, least: float, most: float) -> float:
    if not is_number(value) or not least <= value <= most:
        raise ValueError(told("must be from {least:g} to {most:g}", least=least, most=most))
    return value


def stairs(steps: tuple[float, ...], start_s: float, length_s: float, end_s: float) -> Timeline:
    """Values of so many seconds each, the last of them up to the end."""
    times: list[float] = []
    for number in range(len(steps)):
        stop_s = end_s if number == len(steps) - 1 else start_s + (number + 1) * length_s
        times += [start_s + number * length_s, stop_s]
    return Timeline(tuple(times), tuple(value for step in steps for value in (step, step)))


def timeline_of(aim: Aim, start_s: float, end_s: float) -> Timeline | None:
    """What is asked for between two times; None where nothing is."""
    if aim is None:
        return None
    return aim.over(start_s, end_s) if isinstance(aim, Course) else Timeline((start_s, end_s), (aim, aim))


def middle_of_aim(aim: Aim, lasts_s: float) -> float | None:
    """The mean over a set of so many seconds; None where nothing is asked for."""
    found = timeline_of(aim, 0.0, lasts_s)
    return None if found is None else found.mean
