"""The real recordings of the checkout: what is known about each, and what the chain says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from thumbwalk import pad as pads
from thumbwalk.session.padtable import parse_pad_table, read_pad_table
from thumbwalk.technique.analysis import Analysis
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.validate.judged_session import analysed

_PAUSE_S = 3.0
"""Who has not put the foot down again by then stands, or turns."""


@dataclass(frozen=True)
class Checked:
    """One thing that is known about a recording, beside what was found; ``None`` in ``right`` only tells."""

    recording: str
    what: str
    known: str
    found: str
    right: bool | None


def data_dir() -> Path | None:
    """Where a checkout keeps the recordings; None for an installed wheel, which has none."""
    folder = Path(pads.__file__).parents[2] / "tests" / "data"
    return folder if folder.is_dir() else None


def checked_recordings(folder: Path) -> list[Checked]:
    """Take every recording through the chain.

    Raises
    ------
    RecordingError, LayoutError
        When one can't be read.
    """
    found: list[Checked] = []
    for name, (file, check) in _RECORDINGS.items():
        table = folder / name / file
        if not table.is_file():
            continue
        layout = folder / name / "layout.toml"
        if layout.is_file():
            pad = pads.load_pad(layout)
            read = read_pad_table(table, pad)
        else:  # a sensor alone, without a foot
            text = table.read_text(encoding="utf-8")
            names = text.partition("\n")[0].strip().split(",")[1:]
            taxels = "\n".join(f'[[taxel]]\nname = "{one}"' for one in names)
            pad = pads.parse_pad(f'name = "{name}"\nunit = "counts"\n{taxels}\n', f"{name}: a layout of its header")
            read = parse_pad_table(text, pad, str(table))
        found += check(name, *analysed(pad, read.time_s, read.values))
    return found


def _presses(name: str, _touch: TouchBlock, analysis: Analysis) -> list[Checked]:
    strokes = sum(int(one["strokes"] or 0) for one in analysis.measures)
    kneads = [one for one in analysis.measures if one.get("rate_per_min")]
    rate = float(kneads[0]["rate_per_min"] or 0.0) if kneads else 0.0
    release = float(kneads[0].get("release") or 0.0) if kneads else 0.0
    return [
        Checked(name, "presses", "11", str(strokes), strokes == 11),
        Checked(name, "presses a minute", "22 to 29 (2.1 to 2.7 s apart)", f"{rate:.1f}", 60 / 2.7 <= rate <= 60 / 2.1),
        Checked(name, "release", "incomplete: above 0", f"{release:.2f}", 0.02 < release < 0.9),
        Checked(name, "named", "presses and releases over a spot", _named(analysis), None),
    ]


def _insole(name: str, touch: TouchBlock, analysis: Analysis) -> list[Checked]:
    spectrum = np.abs(np.fft.rfft(touch.total_n - touch.total_n.mean()))
    step_s = float(np.median(np.diff(touch.time_s)))
    steps_per_min = 60.0 * float(np.fft.rfftfreq(len(touch), step_s)[int(np.argmax(spectrum))])
    rate = _rate_of_most(analysis)
    known = f"{steps_per_min:.1f} (strongest line of the total's spectrum)"
    return [Checked(name, "steps a minute", known, f"{rate:.1f}", abs(rate - steps_per_min) < 0.05 * steps_per_min)]


def _rate_of_most(analysis: Analysis) -> float:
    """Rate of the segment of the most strokes that has one; 0 where none has."""
    rates = [
        (float(m["strokes"] or 0), float(m["rate_per_min"] or 0)) for m in analysis.measures if m.get("rate_per_min")
    ]
    return max(rates)[1] if rates else 0.0


def _jittery(name: str, touch: TouchBlock, analysis: Analysis) -> list[Checked]:
    finite = bool(np.isfinite(touch.total_n).all())
    strokes = sum(int(one["strokes"] or 0) for one in analysis.measures)
    loaded = touch.total_n > 0.2 * touch.total_n.max()
    between_s = np.diff(touch.time_s[1:][loaded[1:] & ~loaded[:-1]])
    steps_per_min, rate = 60.0 / float(np.median(between_s[between_s < _PAUSE_S])), _rate_of_most(analysis)
    known = f"{steps_per_min:.1f} (median time between rises through 20 %, pauses aside)"
    right = abs(rate - steps_per_min) < 0.1 * steps_per_min
    return [
        Checked(name, "steps a minute, at an uneven walk", known, f"{rate:.1f}", right),
        Checked(name, "no number is lost to jittery times and gaps", "all finite", "yes" if finite else "no", finite),
        Checked(name, "strokes at 8 rows a second", "too slow to be judged", f"{strokes}, {_named(analysis)}", None),
    ]


def _noise(name: str, touch: TouchBlock, analysis: Analysis) -> list[Checked]:
    touched = int(touch.touching.sum())
    return [
        Checked(name, "touched samples of an unloaded sensor", "0", str(touched), touched == 0),
        Checked(name, "segments", "0", str(len(analysis.segments)), not analysis.segments),
    ]


def _named(analysis: Analysis) -> str:
    return ", ".join(f"{one.technique}{' (unsure)' if one.unsure else ''}" for one in analysis.segments) or "nothing"


_RECORDINGS: dict[str, tuple[str, Callable[[str, TouchBlock, Analysis], list[Checked]]]] = {
    "iscan_finger_presses": ("presses.csv", _presses),
    "stappone_insole12": ("walk.csv", _insole),
    "insole250_walk_jittery": ("walk.csv", _jittery),
    "fsr_unloaded_noise": ("noise.csv", _noise),
}
