"""The virtual foot: a hand presses a layered sole, the sensors under it answer in converter codes.

It is what the virtual board reads in place of pins; it knows nothing of wires, processes or clocks.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import DrillError, LayoutError, RigError
from thumbwalk.language import told
from thumbwalk.pad import DEFAULT_LAYOUT, Foot, LayerLaw, Pad, parse_pad, rig_pad
from thumbwalk.signal.calibration import BITS
from thumbwalk.signal.supply import NOMINAL_MV
from thumbwalk.virtual.as_built import AsBuilt
from thumbwalk.virtual.cued_hand import Moment, path_of
from thumbwalk.virtual.hand import HandKind, HandPath, demonstrate_both
from thumbwalk.virtual.plate_cell import LoadCell
from thumbwalk.virtual.plate_foot import PlateFoot
from thumbwalk.virtual.pressing import Field, PressedFoot
from thumbwalk.virtual.sensor import SensorArray
from thumbwalk.virtual.sensor_faults import KINDS, Faults, FaultyChannels
from thumbwalk.virtual.sole import Sole
from thumbwalk.virtual.warmth import Warmth

_SOUND = Faults()
_AS_ITS_LAYOUT = AsBuilt()


class VirtualFoot(PressedFoot):
    """Converter codes at given times, for a scripted hand or for a mouse.

    Fed in any chunking it gives the same codes to the bit: everything that it remembers (creep, hysteresis, the
    noise's generator, the mouse's ramp) is state that moves on sample by sample.

    Parameters
    ----------
    pad : Pad
        The layout; it needs positions, an outline and a layer (here or in ``built``).
    path : HandPath or None
        What the scripted hand does; None for nobody, until ``press``.
    second : HandPath or None
        What the other thumb does meanwhile.
    built : AsBuilt
        How it is built, which the host does not know.
    errors : bool
        Whether sensors have their real faults (spread, hysteresis, creep, noise); without, codes are only quantised.
    seed : int
        Fixes the parts' faults and the noise.
    faults : Faults
        What is broken.
    load_cell_hz : int
        Readings a second of the load cell under the plate; 0 for none.
    supply_mv : int
        The sensors' supply; the converter's reference is 3300 mV.

    Raises
    ------
    LayoutError
        When the layout has no positions, outline or layer, or not the taxels that are to be faulty.
    """

    def __init__(
        self,
        pad: Pad,
        path: HandPath | None,
        *,
        second: HandPath | None = None,
        built: AsBuilt = _AS_ITS_LAYOUT,
        errors: bool = True,
        seed: int = 0,
        faults: Faults = _SOUND,
        load_cell_hz: int = 0,
        supply_mv: int = NOMINAL_MV,
    ) -> None:
        super().__init__(pad, path, second, seed)
        self._sole = Sole(pad, built)
        self._sensors = SensorArray(
            pad.n_taxels,
            errors=errors,
            seed=seed,
            supply_ratio=supply_mv / NOMINAL_MV,
            hysteresis=built.hysteresis,
            creep=built.creep,
        )
        self._warmth = Warmth(pad.n_taxels, built.warms_k, seed)
        self._faults = faults
        self._faulty = FaultyChannels(pad, faults, seed)
        self.load_cell = LoadCell(load_cell_hz, seed) if load_cell_hz else None
        self._total_n = np.empty(0)

    @property
    def record(self) -> list[Field]:
        """What comes with each tick of the board's timer, behind its time."""
        load: list[Field] = [] if self.load_cell is None else [("load", "<i4")]
        return [("counts", "<u2", (self.pad.n_taxels,)), *load]

    def scan(self, records: NDArray[np.void], time_s: NDArray[np.float64]) -> None:
        """Put what is read at each of ``time_s`` (n,), not falling, into the records (n,) of these moments."""
        records["counts"] = self.counts(time_s)
        if self.load_cell is not None:
            records["load"] = self.load_codes(time_s)

    def counts(self, time_s: NDArray[np.float64]) -> NDArray[np.uint16]:
        """Codes of one scan at each of ``time_s`` (n,), not falling, going on where the last call ended.

        Returns
        -------
        (n, n_taxels) uint16
        """
        if len(time_s) == 0:
            return np.empty((0, self.pad.n_taxels), np.uint16)
        first, *others = self._contacts(time_s)
        loads, self._total_n = self._sole.loads(*first), first[2]
        for other in others:
            loads = loads + self._sole.loads(*other)
            self._total_n = self._total_n + other[2]
        warm_n = self._warmth.felt(self._sole.felt(loads), time_s)
        return self._faulty.said(self._sensors.counts(self._faulty.felt(warm_n, time_s), time_s), 2**BITS - 1)

    def load_codes(self, time_s: NDArray[np.float64]) -> NDArray[np.int32]:
        """What the load cell says with each of the scans (n,) that ``counts`` was just asked for."""
        if self.load_cell is None:
            raise RigError(told("this virtual foot has no load cell; ask for one with load_cell_hz"))
        return self.load_cell.codes(self._total_n, time_s)

    def break_tile(self, kind: str, name: str) -> None:
        """Give one more taxel a fault of a kind from now on. Raises LayoutError when there is no such taxel."""
        self._faults = self._faults.with_one(kind, name)
        self._faulty = FaultyChannels(self.pad, self._faults, self._seed)


@dataclass(frozen=True, slots=True)
class FootSpec(AsBuilt):
    """How to make a virtual foot, as it is built; plain values, so that it can be handed to another process as JSON.

    Attributes
    ----------
    layout : str
        Name of a built-in layout, or the text of a layout file.
    drill : str or None
        Name of a packaged drill that the hand plays, or the JSON of any drill (`drill_to_json`); None for nobody.
    moments : tuple of (time_s, x_mm, y_mm, force_n)
        What the hand does when it plays no drill, in rising time; between moments things go straight.
    hand : HandKind
        Whose hand plays it.
    skill : float or None
        How skilled it is, from 0, a beginner, to 1, an expert; None for what the hand's kind says.
    seed : int
        Fixes hand, parts and noise.
    errors : bool
        Whether the sensors have faults.
    foot : "left", "right" or None
        Which foot; None for the layout's.
    dead, open, unbled, shorted, stuck, noisy, drifting, reversed, missing, rating, frame, swapped : tuple of str
        Taxels with these faults, see ``virtual.sensor_faults``.
    load_cell_hz : int
        Readings a second of the load cell under the plate, 10 or 80; 0 for none.
    supply_mv : int
        The sensors' supply, which the board measures; the converter's reference is 3300 mV.
    """

    layout: str = DEFAULT_LAYOUT
    drill: str | None = None
    hand: HandKind = "expert"
    skill: float | None = None
    seed: int = 0
    errors: bool = True
    foot: Foot | None = None
    dead: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    unbled: tuple[str, ...] = ()
    shorted: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    noisy: tuple[str, ...] = ()
    drifting: tuple[str, ...] = ()
    reversed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    rating: tuple[str, ...] = ()
    frame: tuple[str, ...] = ()
    swapped: tuple[str, ...] = ()
    load_cell_hz: int = 0
    supply_mv: int = NOMINAL_MV
    moments: tuple[Moment, ...] = ()

    def pad(self) -> Pad:
        """The layout that is meant. Raises LayoutError, also when no foot of that kind can be as this one is to be."""
        is_text = "\n" in self.layout or "=" in self.layout
        pad = parse_pad(self.layout, "the virtual foot's layout") if is_text else rig_pad(self.layout)
        if pad.is_plate and self.load_cell_hz:
            what = told("layout '{name}' is a plate on load cells: there is no other one under it; leave it out")
            raise LayoutError(told(what, name=pad.name))
        if pad.is_plate and self._built() != AsBuilt(warms_k=self.warms_k, creep=self.creep):
            what = told("layout '{name}' is a plate: it can be built with warm and creep, and nothing else")
            raise LayoutError(told(what, name=pad.name))
        return pad if self.foot is None else replace(pad, foot=self.foot)

    def build_any(self) -> PressedFoot:
        """Make the foot that the layout means, of tiles or of cells. Raises as `build`."""
        return self.build_plate() if self.pad().is_plate else self.build()

    def build(self) -> VirtualFoot:
        """Make a foot of tiles. Raises LayoutError or DrillError."""
        pad = self.pad()
        path, second = self._paths(pad)
        return VirtualFoot(
            pad,
            path,
            second=second,
            built=self._built(),
            errors=self.errors,
            seed=self.seed,
            faults=self._faults(),
            load_cell_hz=self.load_cell_hz,
            supply_mv=self.supply_mv,
        )

    def build_plate(self) -> PlateFoot:
        """Make a foot on cells. Raises LayoutError or DrillError."""
        pad = self.pad()
        path, second = self._paths(pad)
        built, faults = self._built(), self._faults()
        return PlateFoot(pad, path, second=second, built=built, errors=self.errors, seed=self.seed, faults=faults)

    def _built(self) -> AsBuilt:
        return AsBuilt(**{field.name: getattr(self, field.name) for field in fields(AsBuilt)})

    def _faults(self) -> Faults:
        return Faults(**{kind: getattr(self, kind) for kind in KINDS})

    def to_json(self) -> str:
        """One line of JSON that ``from_json`` reads back."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> FootSpec:
        """Read what ``to_json`` wrote. Raises RigError on anything else."""
        try:
            table = json.loads(text)
        except ValueError as error:
            raise RigError(told("virtual foot: its description is not a JSON object: {error}", error=error)) from error
        if not isinstance(table, dict):
            raise RigError(
                told(
                    "virtual foot: its description is not a JSON object but {table!r}; use FootSpec.to_json",
                    table=table,
                )
            )
        unknown = sorted(set(table) - {field.name for field in fields(cls)})
        if unknown:
            raise RigError(
                told(
                    "virtual foot: unknown field {unknown!r} in its description; use FootSpec.to_json",
                    unknown=unknown[0],
                )
            )
        for kind in KINDS:  # JSON has no tuples
            table[kind] = tuple(table.get(kind, ()))
        table["moments"] = tuple(tuple(moment) for moment in table.get("moments", ()))
        spec = cls(**table)
        if spec.hand not in get_args(HandKind):
            raise RigError(
                told(
                    "virtual foot: no hand {hand!r}; there are: {get_args}",
                    hand=spec.hand,
                    get_args=", ".join(get_args(HandKind)),
                )
            )
        if spec.layer_law not in (None, *get_args(LayerLaw)):
            raise RigError(
                told(
                    "virtual foot: no layer {layer_law!r}; there are: {get_args}",
                    layer_law=spec.layer_law,
                    get_args=", ".join(get_args(LayerLaw)),
                )
            )
        if spec.foot not in (None, "left", "right"):
            raise LayoutError(told('virtual foot: foot is {foot!r}; it must be "left" or "right"', foot=spec.foot))
        return spec

    def _paths(self, pad: Pad) -> tuple[HandPath | None, HandPath | None]:
        """What one thumb does, and the other."""
        if self.drill is None:
            return (path_of(self.moments) if self.moments else None), None
        # Drills live with the coach, whose targets a bare foot has no use for: only read them when one is played.
        from thumbwalk.coach.drill.document import read_document  # noqa: PLC0415
        from thumbwalk.coach.drill.drills_file import drill_named, packaged_drills  # noqa: PLC0415

        if self.drill.startswith("{"):
            try:
                table = json.loads(self.drill)
            except ValueError as error:
                raise DrillError(
                    told("virtual foot: its drill is no JSON: {error}; use drill_to_json", error=error)
                ) from error
            drill = read_document(table, "virtual foot").drill
        else:
            drill = drill_named(self.drill, packaged_drills())
        return demonstrate_both(drill, pad, self.hand, self.seed, skill=self.skill)
