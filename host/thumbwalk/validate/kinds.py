"""The held-out hands: four kinds of sessions, drawn anew for each seed, on feet that the analysis does not know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.validate.draw import drawn_parts, drawn_resting
from thumbwalk.virtual.as_built import AsBuilt
from thumbwalk.virtual.habits import FAULTS, habits_of
from thumbwalk.virtual.load_memory import HYSTERESIS
from thumbwalk.virtual.play import HandSession, Part, Resting, Thumb, felt, perform
from thumbwalk.virtual.table_sensors import TableErrors, sensed, sensed_on_plate

Kind = Literal["designed", "hard", "people", "built"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TITLES: dict[Kind, str] = {
    "designed": "as designed",
    "hard": "a hard foot",
    "people": "as people do it",
    "built": "a foot as built",
}
RATES_HZ = (100.0, 200.0, 250.0, 400.0, 500.0, 1000.0)

HX711_HZ = 80.0
"""What an HX711 reads a second, -1.5 % (its data sheet) to +16 % (met by olkal/HX711_ADC, issue 81); a step is there
whole behind four conversions, and noise is 90 nV, 1.4 mN of a 5 kg cell."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class HeldOut:
    """One session as it was, and as sensors read it.

    ``time_s`` (m,) and ``values`` (m, n_columns) are a pad table in newtons; ``errors`` and ``built`` are what made it
    differ from the truth.
    """

    session: HandSession
    time_s: Array
    values: Array
    errors: TableErrors
    built: AsBuilt

    def to_json(self) -> dict[str, Any]:
        """The truth about the session, and what its sensors and its layer were like."""
        law = self.built.layer_law or self.session.pad.layer_law or "half-space"
        sensors = asdict(self.errors) | {"layer_mm": self.built.layer_mm, "layer_law": law}
        return self.session.truth.to_json() | {"layout": self.session.pad.name, "sensors": sensors}


def held_out(
    kind: Kind, seed: int, pad: Pad | None = None, *, hand: str = "expert", skill: float | None = None
) -> HeldOut:
    """Draw a session of all seven techniques in some order; the same seed gives the same one.

    Parameters
    ----------
    kind : Kind
        ``designed``: an expert who lifts between techniques, sensors with small errors. ``hard``: the same hand on a
        foot with +-10 % gain error a tile, a 12 to 15 mm layer and 8 to 12 mm contacts, at 1 kHz. ``people``: no lift
        between techniques, a beginner's timing and force, a second hand that rests for 10 to 20 s, baselines that
        drift, a dead tile, missing samples. ``built``: the hand as designed on a foot as it is cast and wired: a layer
        that is bonded to its tiles, which its layout does not say, on flexures, with sensors that have hysteresis and
        creep and grow warm.
    seed : int
        Which one.
    pad : Pad or None
        The foot; None for the reference foot.
    hand : str
        ``expert``, ``beginner`` or the name of a fault: the same tasks on the same foot, done by that hand.
    skill : float or None
        Its skill, from 0 to 1; None for what is drawn for the kind.

    Raises
    ------
    DrillError
        When there is no such hand.
    LayoutError
        When the pad is no sole, or too small.
    """
    pad = builtin_pad() if pad is None else pad
    rng = np.random.default_rng([KINDS.index(kind), seed, 61])
    people = kind == "people"
    drawn = float(rng.uniform(0.0, 0.6) if people else rng.uniform(0.85, 1.0))
    if skill is None and hand != "beginner":
        skill = drawn
    parts = drawn_parts(pad, habits_of(hand, skill), rng, margin_mm=10.0 if people else 8.0)
    # a fault goes before what is drawn for a technique: a clinging hand clings
    parts = [replace(part, habits=replace(part.habits, **FAULTS.get(hand, {}))) for part in parts]
    parts = [_changed(part, people, rng) for part in parts]
    built, thumb, errors = drawn_foot(kind, pad, rng)
    done = perform(parts, thumb, seed)
    # a plate sees one contact: of two it would be asked what it can't know
    resting = (drawn_resting(pad, done.path, rng),) if people and not pad.is_plate else ()
    session = felt(pad, done, resting, built=built, seed=seed)
    if pad.plate is not None:
        cell_errors = _drawn_plate(kind, rng)[2]
        return HeldOut(session, *sensed_on_plate(session.tiles_n, pad, errors, cell_errors, seed), errors, built)
    return HeldOut(session, *sensed(session.tiles_n, pad, errors, seed), errors, built)


def sensed_session(
    kind: Kind, parts: Sequence[Part], rng: np.random.Generator, seed: int, resting: Sequence[Resting] = ()
) -> HeldOut:
    """Play parts of one's own on a foot of a kind, drawn from ``rng``."""
    pad = builtin_pad()
    built, thumb, errors = drawn_foot(kind, pad, rng)
    session = felt(pad, perform(parts, thumb, seed), resting, built=built, seed=seed)
    return HeldOut(session, *sensed(session.tiles_n, pad, errors, seed), errors, built)


def _changed(part: Part, people: bool, rng: np.random.Generator) -> Part:
    """How the hand comes to a part: sliding at 1 to 3 N, or through the air."""
    if people:
        return replace(part, change_s=float(rng.uniform(0.4, 1.0)), slide_n=float(rng.uniform(1.0, 3.0)))
    return replace(part, change_s=float(rng.uniform(1.6, 3.0)))


def _drawn_plate(kind: Kind, rng: np.random.Generator) -> tuple[AsBuilt, Thumb, TableErrors]:
    """Draw the thumb's breadth and the errors of four load cells that were calibrated.

    Each is off by up to 0.5 % and its rest by up to 0.05 N after two minutes; readings are means over four conversions.
    As people leave it some are missing, and their times are uneven.
    """
    rate_hz = HX711_HZ * float(rng.uniform(0.985, 1.16))
    people = kind == "people"
    errors = TableErrors(
        rate_hz,
        gain=0.005,
        noise_n=0.0014,
        drift_n_per_min=0.025,
        missing=0.001 if people else 0.0,
        jitter=0.05 if people else 0.0,
        settles_s=4.0 / rate_hz,
    )
    return AsBuilt(), Thumb(float(rng.uniform(5.5, 10.0))), errors


def drawn_foot(kind: Kind, pad: Pad, rng: np.random.Generator) -> tuple[AsBuilt, Thumb, TableErrors]:
    """Draw the layer as built, the thumb's breadth and the sensors' errors of a kind."""
    if pad.is_plate:
        return _drawn_plate(kind, rng)
    rate_hz = float(rng.choice(RATES_HZ))
    if kind == "designed":
        errors = TableErrors(rate_hz, gain=0.03, noise_n=0.01)
        return AsBuilt(float(rng.uniform(9.0, 11.0))), Thumb(float(rng.uniform(6.0, 8.5))), errors
    if kind == "hard":
        errors = TableErrors(1000.0, gain=0.10, noise_n=0.02)
        return AsBuilt(float(rng.uniform(12.0, 15.0))), Thumb(float(rng.uniform(8.0, 12.0)), 8.0, 12.0), errors
    if kind == "built":
        errors = TableErrors(
            rate_hz, gain=0.05, noise_n=0.02, hysteresis=HYSTERESIS, creep=0.03, warms_k=float(rng.uniform(0.0, 8.0))
        )
        layer = AsBuilt(float(rng.uniform(9.0, 11.5)), "bonded")
        return layer, Thumb(float(rng.uniform(6.0, 9.0))), errors
    dead = (str(rng.choice(pad.names)),)
    errors = TableErrors(rate_hz, gain=0.05, noise_n=0.015, drift_n_per_min=0.1, dead=dead, missing=0.001, jitter=0.05)
    return AsBuilt(float(rng.uniform(9.0, 13.0))), Thumb(float(rng.uniform(5.5, 10.0))), errors
