"""What `thumbwalk drills make` does: a recording of a master becomes a drill of one's own."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill_toml import toml_of
from thumbwalk.coach.drill.master import LEVEL, FromMaster, drill_of_master
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.targets.bands import Targets
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.errors import DrillError
from thumbwalk.language import marked, told
from thumbwalk.link.plain_text import escaped
from thumbwalk.session.against import scored_against
from thumbwalk.session.replay import Touched, read_touch
from thumbwalk.technique.measures import force_unit

_MOST_LETTERS = 200_000
"""A drill file is read up to 256 kB: the guide of a longer one follows the master less closely."""
_COARSER = 6
"""So many times the guide may be made twice as coarse; an hour's taps then still fit."""


@dataclass(frozen=True)
class MadeDrill:
    """A drill of a file, its text, and how the file itself scores in it."""

    made: FromMaster
    text: str
    fit: DrillScore
    touched: Touched

    def told(self) -> dict[str, Any]:
        """What there is to say beside the drill, as plain values."""
        return {
            "left_out": [asdict(one) for one in self.made.left_out],
            "eased": [asdict(one) for one in self.made.eased],
            "fit": self.fit.score,
        }

    def lines(self) -> list[str]:
        """The same in words, a line each."""
        left_out = marked("Left out: {first} to {last} s ({technique}): {why}")
        eased = marked(
            "Set {n} asks for {asked} N, not for the {pressed} N that were pressed: that is too much for the {zone}"
        )
        rows: list[str] = [
            told(
                left_out,
                first=f"{one.start_s:.1f}",
                last=f"{one.end_s:.1f}",
                technique=told(one.technique),
                why=told(one.reason),
            )
            for one in self.made.left_out
        ]
        rows += [
            told(
                eased,
                n=one.number,
                asked=f"{one.asked_n:.1f}",
                pressed=f"{one.pressed_n:.1f}",
                zone=told(one.zone),
            )
            for one in self.made.eased
        ]
        if not self.touched.calibrated or force_unit(self.touched.pad) != "n":
            rows.append(marked("No force is asked for: the file's are no newtons, or a guess"))
        return [*rows, told("The file itself scores {n} in it", n=f"{self.fit.score or 0.0:.0f}")]


def made_drill(
    file: Path, name: str, targets: Targets, caps: Caps, *, level: int | None, layout: Path | None
) -> MadeDrill:
    """Read a recording or a pad table, and make the drill that it fits at its beginning.

    Raises
    ------
    RecordingError, LayoutError, DrillError
        When the file or the layout can't be used, or nothing in it can be recognised.
    """
    touched = read_touch(file, layout)
    narrow = LEVEL if level is None else level
    try:
        made, text = _fitting(touched, name, targets, caps, narrow)
    except DrillError as error:
        raise DrillError(told("{where}: {why}", where=file, why=told(str(error)))) from error
    fit = scored_against(touched, DrillDocument.of(made.drill, targets, caps)).score
    return MadeDrill(made, text, fit, touched)


def _fitting(touched: Touched, name: str, targets: Targets, caps: Caps, level: int) -> tuple[FromMaster, str]:
    """The drill and its text, with a guide as close as the text has room for."""
    shown = escaped(touched.path.name)
    for times in range(_COARSER):
        made = drill_of_master(
            touched.touch,
            touched.pad,
            name,
            targets,
            caps,
            level=level,
            calibrated=touched.calibrated,
            closeness=2.0**times,
        )
        made = replace(made, drill=replace(made.drill, description=f"As in {shown}."))
        comment = f"Made from {shown} at level {level}, for a layout like {touched.pad.name}."
        text = toml_of(made.drill, comment)
        if len(text) <= _MOST_LETTERS:
            return made, text
    raise DrillError(told("it is too long for one drill; cut it into parts, and make a drill of each"))
