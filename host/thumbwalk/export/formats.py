"""The formats: a row a format, which the command line, its help and the documents read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from thumbwalk.errors import OptionError
from thumbwalk.export.contact_track import write_track
from thumbwalk.export.hdf5 import library, write_hdf5
from thumbwalk.export.json_columns import write_json
from thumbwalk.export.newtons import write_newtons
from thumbwalk.export.parquet import arrow, write_parquet
from thumbwalk.language import told
from thumbwalk.session.part_of import Span
from thumbwalk.session.replay import Touched, read_recording, read_touch

Needs = Literal["recording", "touch", "session"]


@dataclass(frozen=True)
class Format:
    """How a session is written for other programs.

    Attributes
    ----------
    about : str
        What is in it, in a few words.
    suffix : str
        What a file of it ends in, in place of its source's ending.
    needs : "recording", "touch" or "session"
        What it is made of: the newtons of a rig's recording, the touch in any file, or all that is known of it.
    write : callable
        Writes it, whole or not at all, and gives the number of rows; it refuses a source with nothing in it.
    package : callable
        Raises OptionError where a package is not installed that it needs: before anything is read.
    """

    about: str
    suffix: str
    needs: Needs
    write: Callable[[Touched, Path], int]
    package: Callable[[], object] = lambda: None


FORMATS: dict[str, Format] = {
    "csv": Format("a recording's newtons as a pad table", ".csv", "recording", write_newtons),
    "track": Format("the contacts", ".track.csv", "touch", write_track),
    "json": Format("contacts and newtons with units and sources, as JSON", ".json", "session", write_json),
    "parquet": Format("the same for data frames (needs pyarrow)", ".parquet", "session", write_parquet, arrow),
    "hdf5": Format("the same for MATLAB and others (needs h5py)", ".h5", "session", write_hdf5, library),
}


@dataclass(frozen=True)
class Exported:
    """What was written where, and what was wrong with its source."""

    path: Path
    rows: int
    warnings: tuple[str, ...]


def format_named(name: str) -> Format:
    """Give a format. Raises OptionError with those that there are."""
    if name not in FORMATS:
        raise OptionError(told("no format '{name}'; there are {formats}", name=name, formats=", ".join(FORMATS)))
    return FORMATS[name]


def export_file(
    source: Path, name: str, out: Path | None = None, layout: Path | None = None, span: Span | None = None
) -> Exported:
    """Write a recording or pad table, or a ``span`` of it, in the format with that name; without ``out`` beside it.

    Raises
    ------
    OptionError
        When there is no such format or a package is missing for it, ``layout`` is given for one that has its own, the
        file is there already, or the span ends before it begins.
    RecordingError, LayoutError
        When the source can't be used, or the file can't be written.
    """
    how = format_named(name)
    out = source.with_suffix(how.suffix) if out is None else out
    if out.exists():
        raise OptionError(told("{out}: is there already; name another --out, or move it away", out=out))
    if span is not None and span.to_s <= span.from_s:
        raise OptionError(
            told("--to {to_s:g}: is not after --from {from_s:g}; name a later one", to_s=span.to_s, from_s=span.from_s)
        )
    how.package()
    if how.needs != "recording":
        touched = read_touch(source, layout, span, forces=how.needs == "session")
    elif layout is not None:
        raise OptionError(told("--layout: a recording's pad table is of its own layout; leave --layout out"))
    else:
        touched = read_recording(source, forces=True, span=span)
    return Exported(out, how.write(touched, out), touched.warnings)
