"""What is in a file, through the chain once more: a recording by one loop, whoever asks, or a pad table.

A recording is read as the live session heard it, which ended where the board was replaced or sent other channels: what
came before is used, with a warning, by everybody.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import DrillError, LayoutError, OtherRig, RecordingError
from thumbwalk.language import told
from thumbwalk.link.losses import Losses
from thumbwalk.link.wire import Event
from thumbwalk.pad import Pad, builtin_pad, load_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.session.emptiness import why_untouched
from thumbwalk.session.padtable import read_pad_table
from thumbwalk.session.part_of import PartOf, Span
from thumbwalk.session.practice import Practice
from thumbwalk.session.read_ahead import ReaderDied, events_ahead, is_worth_it
from thumbwalk.session.recording import Recording, is_recording, open_recording
from thumbwalk.session.signal_ahead import TouchHalf
from thumbwalk.session.table_gaps import gaps_of_table
from thumbwalk.signal.failures import Failure
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.signal.stretches import Shift
from thumbwalk.touch.touch_block import TouchBlock

GUESSED = told("its rig was not calibrated: newtons are a guess, and are not scored")
_OFF_N, _DRIFTS_N_PER_MIN = 0.3, 0.1
"""From where on an offset and a drift are worth telling."""


@dataclass(frozen=True)
class Touched:
    """What the hands did to a pad, from a file; ``left_out`` is taxel name to reasons, one for each time.

    Of a rig that was not ``calibrated``, and of a table that no hand makes, all newtons are a guess. ``losses`` is what
    the recording lost, or the gaps in the table's time, ``failures`` are the sensors that failed in the middle.

    ``forces`` is there where it was asked for: the newtons before touch was made of them.
    """

    path: Path
    touch: TouchBlock
    pad: Pad
    left_out: dict[str, tuple[str, ...]]
    duration_s: float
    warnings: tuple[str, ...] = ()
    forces: tuple[ForceBlock, ...] = ()
    calibrated: bool = True
    losses: Losses = field(default_factory=Losses)
    failures: tuple[Failure, ...] = ()


def replayed(recording: Recording, score_version: int | None = None) -> Practice:
    """Follow a recording and its drill to their end, as the live session did. Raises as `followed`."""
    return followed(recording, score_version)[0]


def followed(recording: Recording, score_version: int | None = None) -> tuple[Practice, TouchBlock]:
    """Follow a recording and its drill to their end, and give the touch as the live session knew it, too.

    With a ``score_version`` the drill is scored by other rules than those of its day.

    Raises
    ------
    RecordingError
        When the recording's drill or an event of it can't be read.
    """
    made = partial(Practice, recording.pad, recording.calibration, stored=True, score_version=score_version)
    practice, blocks = _followed(recording, made, hindsight=False)
    return practice, TouchBlock.joined(blocks)


def read_touch(path: Path, layout: Path | None = None, span: Span | None = None, *, forces: bool = False) -> Touched:
    """Read a recording or a pad table, or a span of it, and take it through the chain; ``forces`` are a recording's.

    Raises
    ------
    RecordingError, LayoutError
        When the file or the layout can't be used.
    """
    is_recorded = is_recording(path)
    touched = read_recording(path, layout, forces=forces, span=span) if is_recorded else _read_table(path, layout, span)
    why = why_untouched(touched.touch, touched.pad, touched.left_out)
    return touched if why is None else replace(touched, warnings=(*touched.warnings, f"{path}: {why}"))


def read_recording(
    path: Path, layout: Path | None = None, *, forces: bool = False, span: Span | None = None
) -> Touched:
    """Read a recording and take it through the chain, whatever drill is in it.

    Parameters
    ----------
    layout : Path or None
        Stands in for the recording's own, with the same taxels.
    forces : bool
        Whether the newtons are kept as well.
    span : Span or None
        The part to be read, which is opened where it is; sensors are known, and filters settled, from some seconds
        before it on. Times stay those of the whole.

    Raises
    ------
    RecordingError, LayoutError
        When the file or the layout can't be used.
    """
    recording = open_recording(path)
    pad = recording.pad
    if layout is not None:
        pad = load_pad(layout)
        if pad.names != recording.pad.names:
            raise LayoutError(
                told(
                    "{layout}: its taxels are not those of {path}; leave --layout out to use the recording's own",
                    layout=layout,
                    path=path,
                )
            )
    kept: list[ForceBlock] = []

    def made(**named: Any) -> Practice:
        kept.clear()
        tap = kept.append if forces else None
        return Practice(*(pad, recording.calibration), stored=True, hindsight=True, drills=False, forces=tap, **named)

    if span is None:
        practice, blocks = _followed(recording, made, hindsight=True)
    else:
        part = PartOf(recording, span)
        practice = made(origin_us=part.first_us)
        blocks = _follow(recording, practice, part.events())
    touch = TouchBlock.joined(blocks)
    if span is not None:
        touch, kept = touch.between(span.from_s, span.to_s), [one.between(span.from_s, span.to_s) for one in kept]
    left_out = {} if practice.pipeline is None else practice.pipeline.left_out
    duration_s = float(touch.time_s[-1]) if len(touch) else 0.0
    warnings = [*recording.warnings] if practice.calibrated else [*recording.warnings, f"{path}: {GUESSED}"]
    return Touched(
        *(path, touch, practice.pad, left_out, duration_s, tuple(warnings), tuple(kept)),
        calibrated=practice.calibrated,
        losses=practice.losses,
        failures=() if practice.pipeline is None else tuple(practice.pipeline.failures),
    )


def _followed(
    recording: Recording, made: Callable[..., Practice], *, hindsight: bool
) -> tuple[Practice, list[TouchBlock]]:
    """Follow a whole recording by a practice that is ``made`` for it, a long one by two processes."""
    if is_worth_it(recording.path):
        practice = made(pipeline=TouchHalf)
        events = events_ahead(recording, practice, hindsight=hindsight)
        # an error keeps its frames, and with them a generator that still has its process
        with contextlib.suppress(ReaderDied), contextlib.closing(events):
            return practice, _follow(recording, practice, events)
    practice = made()
    return practice, _follow(recording, practice, recording.events())


def _follow(recording: Recording, practice: Practice, events: Iterable[Event]) -> list[TouchBlock]:
    """Give a practice all events of a recording, or of a part, to their end; the one loop."""
    blocks: list[TouchBlock] = []
    try:
        for event in events:
            blocks += practice.take(event)
    except OtherRig as error:
        recording.warnings.append(
            told("{path}: {what}; what came before is used", path=recording.path, what=error.what)
        )
    except (DrillError, RecordingError) as error:
        raise RecordingError(told("{path}: {error}", path=recording.path, error=error)) from error
    return blocks + practice.finish()


def _read_table(path: Path, layout: Path | None, span: Span | None) -> Touched:
    pad = load_pad(layout) if layout is not None else builtin_pad()
    table = read_pad_table(path, pad)
    if not len(table):
        return Touched(path, TouchBlock.joined([]), pad, {}, 0.0, table.warnings, calibrated=table.believed)
    pipeline = Pipeline.of_table(pad, table.time_s, table.values)
    blocks = pipeline.feed_table(table.time_s, table.values)
    duration_s = float(table.time_s[-1] - table.time_s[0])
    losses = gaps_of_table(table.time_s, table.values, table.leaps)
    said = [_said(shift, pad) for shift in pipeline.signal.shifts]
    said += _said_of_plate(pipeline)
    said += [losses.missing()] if losses.any else []
    warnings = (*table.warnings, *(f"{path}: {line}" for line in said))
    touch = TouchBlock.joined(blocks)
    if span is not None:
        touch = touch.between(span.from_s, span.to_s)
    failures = tuple(pipeline.failures)
    return Touched(
        path,
        touch,
        pad,
        pipeline.left_out,
        duration_s,
        warnings,
        calibrated=table.believed,
        losses=losses,
        failures=failures,
    )


def _said(shift: Shift, pad: Pad) -> str:
    if shift.slope_n_per_s is not None:
        return _said_of_ramp(shift.offset_n, 60.0 * shift.slope_n_per_s, pad)
    since = told("from {start_s:.1f} s on", start_s=shift.start_s)
    if np.isfinite(shift.end_s):
        since = told("from {start_s:.1f} s to {end_s:.1f} s", start_s=shift.start_s, end_s=shift.end_s)
    return told(
        "{since} the sensors read {rest_n:.1f} N at rest ({most} the most), which no hand explains, or a palm; "
        "it is taken off",
        since=since,
        rest_n=shift.offset_n.sum(),
        most=pad.names[int(np.argmax(shift.offset_n))],
    )


def _said_of_plate(pipeline: Pipeline) -> list[str]:
    """What is wrong with tiles by the plate below them, or with that."""
    said: list[str] = [
        told(
            "{name} shows {percent:.0f} % of what the plate below it bears; it is put right by that; calibrate the rig",
            name=name,
            percent=100.0 * shows,
        )
        for name, shows in pipeline.lying.items()
    ]
    said += [
        told("{name}: {why}; the tiles alone are believed", name=one.taxel, why=one.reason)
        for one in pipeline.cells_left_out
    ]
    if pipeline.plate_away_mm:
        said.append(
            told(
                "the plate below the tiles puts presses {away_mm:.0f} mm from where they do: look at its cells (dead, "
                "turned, swapped, touching the frame); the tiles alone are believed",
                away_mm=pipeline.plate_away_mm,
            )
        )
    return said


def _said_of_ramp(offset_n: NDArray[np.float64], per_min: NDArray[np.float64], pad: Pad) -> str:
    """What is off from the first row on: the sensors that read force in every rest, and those that drift."""
    said: list[str] = []
    off, drifting = int(np.argmax(np.abs(offset_n))), np.abs(per_min) > _DRIFTS_N_PER_MIN
    if abs(offset_n[off]) > _OFF_N:
        said.append(told("{name} reads {rest_n:.1f} N in every rest", name=pad.names[off], rest_n=offset_n[off]))
    if drifting.any():
        most = int(np.argmax(np.abs(per_min)))
        n = np.count_nonzero(drifting)
        said.append(
            told(
                "{n} sensors drift, {most} the most, by {per_min:+.2f} N a minute",
                n=n,
                most=pad.names[most],
                per_min=per_min[most],
            )
        )
    both = told("{one} and {other}", one=said[0], other=said[1]) if len(said) > 1 else None
    what = both or (said[0] if said else told("sensors are off"))
    return told("{what}; it is taken off; tare or calibrate the rig", what=what)
