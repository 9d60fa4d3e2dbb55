"""What `thumbwalk calibrate` asks for, in which order, and what it makes of the answers; it prints and waits nowhere.

For each tile: press it in, then rising weights, then the same falling. The scale may show grams or newtons.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import CalibrationError
from thumbwalk.language import marked, told, told_n
from thumbwalk.signal.calibration import GRAVITY, Calibration, Channel
from thumbwalk.signal.fitting import ANY_GAINS, LEAST_FORCES, SOUND_GAINS, Reading, fit_channel, fit_gain, usual_curve
from thumbwalk.signal.supply import believed
from thumbwalk.signal.tiles_apart import TilesApart

ScaleUnit = Literal["g", "N"]
WEIGHTS: dict[ScaleUnit, tuple[float, ...]] = {
    "g": (50, 100, 200, 500, 1000, 2000, 3000, 4500),
    "N": (0.5, 1, 2, 5, 10, 20, 30, 45),
}
"""Rising, a factor of two or so apart, from the lightest touch to what a kitchen scale of 5 kg shows."""
COMMANDS = marked(
    "enter = as asked, a number = what the scale shows, back, enough (no more weights), skip (this tile), done"
)
AGAIN = marked("press enter again")
"""What is to be done behind a reading that was not taken: its value ``again``, other words where nothing is typed."""

_MOST_SPREAD_CODES, _MOST_SPREAD = 8.0, 0.02
"""A reading has settled within so many codes, or that part of itself."""
_SWAPPED = 0.2
"""A tile that rises by less than this part of another was not the one that was pressed."""
_LEAST_RISE_CODES = 12.0
"""The lightest weight, 0.5 N, raises a code by some 500; the drift of a sensor at rest stays below this."""
_LEAST_PRESS_CODES = 200.0
"""The lightest weight raises a code by 500: a press that is to settle a sensor is far above."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Codes of all channels once they have settled: their mean and standard deviation, (n_taxels,) each.

    ``supply_ratio`` is the sensors' supply by the converter's reference meanwhile.
    """

    counts: NDArray[np.float64]
    spread: NDArray[np.float64]
    supply_ratio: float = 1.0


def settled(counts: NDArray[np.uint16], supply_ratio: float | None = None) -> Settled:
    """What scans (n, n_taxels) taken after the wait of 5 s amount to; a creep inside them counts as spread.

    ``supply_ratio`` is what the board measured, None when it did not.

    Raises
    ------
    CalibrationError
        When there is no scan.
    """
    if not len(counts):
        raise CalibrationError(told("no scan came while the weight was on; look at the rig with `thumbwalk doctor`"))
    codes = counts.astype(np.float64)
    return Settled(codes.mean(axis=0), codes.std(axis=0), believed(supply_ratio))


def most_spread(level_codes: float) -> float:
    """How far the codes of a tile at a level may scatter that has come to rest, their standard deviation."""
    return max(_MOST_SPREAD_CODES, _MOST_SPREAD * level_codes)


@dataclass(frozen=True, slots=True)
class _Step:
    kind: Literal["rest", "press in", "loading", "unloading"]
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Doing:
    """What is asked for: ``tile`` is the channel, None of none; ``weight`` in the wizard's unit, 0 where none is."""

    kind: Literal["rest", "press in", "loading", "unloading", "finished"]
    tile: int | None
    weight: float


class CalibrationWizard:
    """Asks with `prompt`, is told with `answer`, until `finished`; `calibration` is what came of it so far.

    Parameters
    ----------
    start : Calibration
        What is known before: tiles that are skipped keep their curve from here.
    names : sequence of n_taxels str
        The tiles' names, in the channels' order.
    read : callable
        Takes the readings once they have settled, when it is called.
    unit : "g" or "N"
        What the scale shows.
    weights : sequence of floats, optional
        In that unit, rising.
    tiles : sequence of str, optional
        Only these.
    knows_divider : bool
        Whether the divider's resistor is the calibration's; one that is not known goes into a tile's gain.
    peaks : callable, optional
        Gives the highest code of each channel since it was last called, (n_taxels,): whether a tile was pressed in. Who
        only reads when asked has none, and the user is believed.

    Attributes
    ----------
    refused : bool
        Whether the last answer was not accepted; what `answer` said is why, and what to do.
    """

    def __init__(
        self,
        start: Calibration,
        names: Sequence[str],
        read: Callable[[], Settled],
        *,
        unit: ScaleUnit = "g",
        weights: Sequence[float] | None = None,
        tiles: Sequence[str] | None = None,
        knows_divider: bool = True,
        peaks: Callable[[], NDArray[np.float64]] | None = None,
    ) -> None:
        self._gains = SOUND_GAINS if knows_divider else ANY_GAINS
        asked = tuple(WEIGHTS[unit] if weights is None else weights)
        if not asked or not all(0 < weight < 1e5 for weight in asked) or sorted(set(asked)) != list(asked):
            raise CalibrationError(
                told(
                    "weights {asked}: must be numbers above 0 that rise; give them from light to heavy",
                    asked=list(asked),
                )
            )
        if len(names) != start.n_taxels:
            raise CalibrationError(
                told(
                    "{n_names} tiles, but the board has {n_taxels} channels; name its layout",
                    n_names=len(names),
                    n_taxels=start.n_taxels,
                )
            )
        unknown = [tile for tile in tiles or () if tile not in names]
        if unknown:
            raise CalibrationError(
                told("no tile '{unknown}'; there are {names}", unknown=unknown[0], names=", ".join(names))
            )
        self._names, self._read, self._unit, self._weights = tuple(names), read, unit, asked
        self._todo = [index for index, name in enumerate(names) if tiles is None or name in tiles]
        self._tile = 0
        self._fitted = 0
        self._done: list[int] = []
        channels = (replace(channel, name=name) for channel, name in zip(start.channels, names, strict=True))
        self._calibration = replace(start, channels=tuple(channels))
        self._rest_counts = np.array([channel.tare_counts for channel in start.channels], dtype=np.float64)
        self._steps: list[_Step] = [_Step("rest")]
        self._readings: list[tuple[_Step, Reading]] = []
        self.finished = self.refused = False
        self._peaks = peaks
        self._apart = TilesApart()

    @property
    def doing(self) -> Doing:
        """What is asked for now."""
        if self.finished:
            return Doing("finished", None, 0.0)
        step = self._steps[0]
        return Doing(step.kind, None if step.kind == "rest" else self._index, step.weight)

    @property
    def steps_left(self) -> int:
        """Answers until all tiles are done, if each is accepted."""
        if self.finished:
            return 0
        later = len(self._todo) - self._tile - (self._steps[0].kind != "rest")
        return len(self._steps) + later * 2 * len(self._weights)

    @property
    def done(self) -> tuple[int, ...]:
        """Channels whose curve was measured."""
        return tuple(self._done)

    def off_line(self) -> tuple[tuple[float, float], ...]:
        """How far each reading of this tile is off the curve of the usual shape through all of them.

        Returns
        -------
        tuple of (force_n, off)
            ``off`` is the force by the curve over the force put on, less 1; empty of fewer than two readings.
        """
        readings = [reading for _, reading in self._readings]
        if len(readings) < 2:
            return ()
        try:
            curve = usual_curve(readings)
        except CalibrationError:
            return ()
        by_curve = curve.force_of(np.array([conductance for _, conductance in readings]))
        return tuple((force, float(found / force - 1.0)) for (force, _), found in zip(readings, by_curve, strict=True))

    @property
    def progress(self) -> tuple[int, int]:
        """Tiles whose curve was measured, and tiles that were asked for."""
        return self._fitted, len(self._todo)

    @property
    def prompt(self) -> str:
        """What the user shall do now."""
        if self.finished:
            return ""
        step = self._steps[0]
        tile = f"[{self._tile + 1}/{len(self._todo)}] {self._name}"
        if step.kind == "rest":
            return told("Take everything off the foot, then press enter")
        if step.kind == "press in":
            return told(
                "{tile}: press it five times, harder than the heaviest weight, let go, then press enter", tile=tile
            )
        load = f"{step.weight:g} {self._unit}"
        if step.kind == "loading":
            return told("{tile}: put on {load}, wait five seconds, then press enter", tile=tile, load=load)
        return told("{tile}: go down to {load}, wait five seconds, then press enter", tile=tile, load=load)

    def calibration(self, board_id: str | None, date: str | None) -> Calibration:
        """The calibration with every curve fitted so far."""
        return replace(self._calibration, board_id=board_id, date=date)

    def answer(self, text: str = "") -> str:
        """Take an answer, one of ``COMMANDS``; out comes one line that says what came of it."""
        before = self._stand()
        self.refused = False
        said = self._answered(text)
        self.refused |= self._stand() == before and text.strip().lower() != "done"
        return said

    def _stand(self) -> tuple[int, int, int]:
        """Where it stands: what an answer that was accepted changes."""
        return self._tile, len(self._steps), len(self._readings)

    def _answered(self, text: str) -> str:
        word = text.strip().lower()
        if self.finished:
            return marked("The calibration is finished.")
        if word == "done":
            self.finished = True
            n, of = self.progress
            return told("Done with {n} of {of} tiles; the others keep their curve.", n=n, of=of)
        if self._steps[0].kind == "rest":
            return self._take_rest()
        commands = {"skip": self._skip, "back": self._back, "enough": self._enough}
        if word in commands:
            return commands[word]()
        return self._press_in() if self._steps[0].kind == "press in" else self._weigh(word)

    @property
    def _index(self) -> int:
        return self._todo[self._tile]

    @property
    def _name(self) -> str:
        return self._names[self._index]

    def _take_rest(self) -> str:
        reading = self._read()
        try:
            self._calibration = self._calibration.tared([np.tile(np.rint(reading.counts).astype(np.uint16), (20, 1))])
        except CalibrationError as error:
            return told("Not taken: {why}", why=told(str(error)))
        self._rest_counts = reading.counts
        self._begin_tile()
        return marked("The rest is taken.")

    def _begin_tile(self) -> None:
        self._readings = []
        if self._peaks is not None:
            # what was pressed before is not of this tile
            self._peaks()
        if self._tile >= len(self._todo):
            self.finished = True
            return
        up = [_Step("loading", weight) for weight in self._weights]
        down = [_Step("unloading", weight) for weight in self._weights[-2::-1]]
        self._steps = [_Step("press in"), *up, *down]

    def _next_tile(self, said: str) -> str:
        self._tile += 1
        self._begin_tile()
        return said

    def _skip(self) -> str:
        return self._next_tile(told("{tile} keeps its curve.", tile=self._name))

    def _press_in(self) -> str:
        if self._peaks is None:
            self._steps.pop(0)
            return told("{tile} is taken as pressed in.", tile=self._name)
        rise = self._peaks() - self._rest_counts
        most = int(np.argmax(rise))
        if rise[most] < _LEAST_PRESS_CODES:
            said = marked("Nobody pressed: press {tile} five times, as hard as the heaviest weight, and let go")
            return told(said, tile=self._name)
        if most != self._index and rise[self._index] < _SWAPPED * rise[most]:
            said = marked("{other} was pressed, not {tile}; press {tile} five times")
            return told(said, other=self._names[most], tile=self._name)
        self._steps.pop(0)
        return told("{tile} was pressed in.", tile=self._name)

    def _back(self) -> str:
        if not self._readings:
            return marked("There is no reading of this tile to take back.")
        step, _ = self._readings.pop()
        self._steps.insert(0, step)
        return told("{weight} is taken back.", weight=f"{step.weight:g} {self._unit}")

    def _enough(self) -> str:
        """No more weights on the way up: go down from the heaviest one that was read."""
        read = [step.weight for step, _ in self._readings if step.kind == "loading"]
        self._steps = [step for step in self._steps if step.kind == "unloading" and read and step.weight < max(read)]
        return self._fit_if_done(
            told("{tile}: up to {weight}.", tile=self._name, weight=f"{max(read, default=0.0):g} {self._unit}")
        )

    def _weigh(self, word: str) -> str:
        step = self._steps[0]
        try:
            weight = float(word) if word else step.weight
        except ValueError:
            return told("'{word}' is no number and no command; {commands}", word=word, commands=told(COMMANDS))
        force_n = weight * GRAVITY / 1000.0 if self._unit == "g" else weight
        if not (np.isfinite(force_n) and force_n > 0.0):
            return told("{weight} is no weight; type what the scale shows", weight=f"{weight:g} {self._unit}")
        reading = self._read()
        wrong = self._wrong(reading)
        if wrong is not None:
            return wrong
        cal = self._calibration
        counts = min(float(reading.counts[self._index]), 2.0**cal.bits - 1.0)
        conductance = float(cal.conductance_us(counts, reading.supply_ratio))
        self._readings.append((self._steps.pop(0), (force_n, conductance)))
        return self._fit_if_done(
            told("{weight} reads {n} uS.", weight=f"{weight:g} {self._unit}", n=f"{conductance:.1f}")
        )

    def _wrong(self, reading: Settled) -> str | None:
        """Why a reading can't be of this tile at rest under a weight; None if it can."""
        own = self._index
        limit = most_spread(float(reading.counts[own]))
        if reading.spread[own] > limit:
            said = marked("Still moving by {n} codes, more than {most}; wait, and {again}")
            return told(said, n=f"{reading.spread[own]:.0f}", most=f"{limit:.0f}", again=told(AGAIN))
        rise = reading.counts - self._rest_counts
        most = int(np.argmax(rise))
        if rise[most] < _LEAST_RISE_CODES:
            return told("Nothing answered: put the weight on {tile}, and {again}", tile=self._name, again=told(AGAIN))
        if most != own and rise[own] < _SWAPPED * rise[most]:
            said = marked(
                "{other} answered, not {tile}: the weight is on the wrong tile, or their wires are swapped; "
                "mend it, and {again}"
            )
            return told(said, other=self._names[most], tile=self._name, again=told(AGAIN))
        return None

    def _fit_if_done(self, said: str) -> str:
        if self._steps:
            return said
        loading = [reading for step, reading in self._readings if step.kind == "loading"]
        unloading = [reading for step, reading in self._readings if step.kind == "unloading"]
        few = len({step.weight for step, _ in self._readings}) < LEAST_FORCES
        try:
            fit = fit_gain([*loading, *unloading], self._gains) if few else fit_channel(loading, unloading)
            self._apart.check(self._name, fit.curve)
        except CalibrationError as error:
            name = self._name
            self._begin_tile()
            self.refused = True
            again = marked("{said} To be done again, or skipped: {tile}; {why}")
            return told(again, said=told(said), tile=name, why=told(str(error)))
        index = self._index
        channels = list(self._calibration.channels)
        channels[index] = Channel(self._name, fit.curve, channels[index].tare_counts, fit.residual)
        self._calibration = replace(self._calibration, channels=tuple(channels))
        self._fitted += 1
        self._done.append(index)
        n = len(fit.curve.force_n)
        how = told("a gain on the generic curve") if few else told_n("{n} point", "{n} points", n)
        off = f"{100.0 * fit.residual:.1f}"
        done = told("{said} Done: {tile}, {how}, {off} % RMS.", said=told(said), tile=self._name, how=how, off=off)
        said = self._next_tile(done)
        level = self._apart.level_said() if self.finished and self._gains == SOUND_GAINS else ""
        return told("{done} {level}", done=said, level=told(level)) if level else said
