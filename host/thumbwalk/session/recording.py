"""Recordings (``.twr``): the wire stream itself, plus the host's own frames between the board's.

Everything is framed and checksummed as on the wire, so a recording cut at any byte loses at most its last frame, and
damage in the middle costs the frames it hits. The beginning (format, layout, calibration) must be readable. One that is
over is compressed in blocks (`packing`), and read as the same bytes.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from thumbwalk import __version__
from thumbwalk.errors import LayoutError, NotKept, OptionError, RecordingError
from thumbwalk.filekind import READ_FAULTS, kind_of, reason_of
from thumbwalk.language import marked, told, told_n
from thumbwalk.link.card import letters, read_card, whole
from thumbwalk.link.losses import Losses
from thumbwalk.link.plain_text import escaped
from thumbwalk.link.stream_clock import StreamClock
from thumbwalk.link.tally import losses_said
from thumbwalk.link.wire import (
    Break,
    Event,
    FrameType,
    HostFrame,
    Samples,
    WireDecoder,
    encode_frame,
    without_host_frames,
)
from thumbwalk.pad import Pad, parse_pad
from thumbwalk.places import begun_file, sync_folder
from thumbwalk.session.recorded_bytes import raw_chunks
from thumbwalk.signal.any_calibration import AnyCalibration, calibration_of_text

FORMAT = "thumbwalk-recording"
VERSION = 1
"""Of the file's frames; what is in its drill has versions of its own."""
_MOST_VERSION = 1_000_000
"""What a program that counts its formats by one will never reach: more is no version."""
_LONGEST_FRAME = 8 * 1024 * 1024
"""A layout of a thousand taxels with its outline is a tenth of it; a length from damaged bytes may be anything."""
_WRITES_A_LOOK = 64
"""About a second of a live stream: so long a deleted recording goes unnoticed."""
_BEGINNING = (FrameType.RECORDING, FrameType.LAYOUT, FrameType.CALIBRATION)


class RecordingWriter:
    """Writes a recording while it happens; every whole frame is on its way to the disk when `raw` returns.

    Parameters
    ----------
    path : Path
        File to write; its folder must exist.
    pad, calibration
        What the bytes mean.
    created : str or None
        Wall-clock time as text; None leaves it out, as a virtual rig in lock-step does, whose bytes depend on its
        seed alone.

    Raises
    ------
    OptionError
        When the file can't be made.
    NotKept
        When a frame can't be written, whichever method wanted it: the disk is full.
    """

    def __init__(self, path: Path, pad: Pad, calibration: AnyCalibration, *, created: str | None = None) -> None:
        self.path = path
        self._partial = b""
        self._failed = False
        self._writes = 0
        head = {"format": FORMAT, "version": VERSION, "thumbwalk": __version__, "created": created}
        texts = (json.dumps(head), pad.text, calibration.to_text())
        beginning = [encode_frame(kind, 0, 0, text.encode()) for kind, text in zip(_BEGINNING, texts, strict=True)]
        try:
            self._file = begun_file(path, b"".join(beginning))
        except OSError as error:
            raise OptionError(
                told(
                    "{path}: can't write a recording: {why}; name another --out",
                    path=path,
                    why=error.strerror,
                )
            ) from error

    def raw(self, data: bytes) -> None:
        """Tap bytes as they came off the wire, garbage included; only a board's frame of a host's type is spoilt."""
        whole, end, rest = (self._partial + data).rpartition(b"\0")
        self._write(without_host_frames(whole) + end)
        # host frames go between frames, so the part after the last end waits
        self._partial = rest

    def host(self, frame: HostFrame) -> None:
        """Put a frame of the host's where the stream stands: what it did, or a ping's clocks."""
        self._put(frame.kind, frame.payload)

    def hear(self, heard: object) -> None:
        """Listen to a live session: its bytes and the host's frames are kept, the rest follows from them."""
        if isinstance(heard, bytes):
            self.raw(heard)
        elif isinstance(heard, HostFrame):
            self.host(heard)

    def close(self) -> None:
        """Write the end mark, which tells a reader that nothing was cut off, and close; half a frame is dropped.

        It is on the disk then. Raises NotKept.
        """
        if self._file.closed:
            return
        self._partial = b""
        if self._failed:
            # the disk was full: what is on it stays, and closing may fail once more
            with contextlib.suppress(OSError):
                self._file.close()
            return
        try:
            self._put(FrameType.END, "{}")
            self._check_there()
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            why = told("{path}: its end can't be written: {why}; make room first", path=self.path, why=error.strerror)
            raise NotKept(why) from error
        finally:
            # what could not be written is tried once more by closing, and that is no other fault
            with contextlib.suppress(OSError):
                self._file.close()
        sync_folder(self.path.parent)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _put(self, kind: FrameType, text: str) -> None:
        self._write(encode_frame(kind, 0, 0, text.encode()))

    def _write(self, data: bytes) -> None:
        self._writes += 1
        if self._writes % _WRITES_A_LOOK == 0:
            self._check_there()
        try:
            self._file.write(data)
            self._file.flush()
        except OSError as error:
            self._failed = True
            why = told("{path}: can't go on recording: {why}; make room first", path=self.path, why=error.strerror)
            raise NotKept(why) from error

    def _check_there(self) -> None:
        """Notice that the file has lost its name: what is written then is gone when it is closed."""
        try:
            there = os.path.samestat(self.path.stat(), os.fstat(self._file.fileno()))
        except OSError:
            there = False
        if not there:
            self._failed = True
            why = marked("{path}: was deleted or moved while it was written; begin again, and leave it there")
            raise NotKept(told(why, path=self.path))


@dataclass
class Recording:
    """A recording that can be read; make one with `open_recording`.

    Attributes
    ----------
    warnings : list of str
        What was wrong with the file, filled while `chunks` or `events` runs.
    is_cut : bool
        Whether its end is missing, known when `events` has run.
    is_harmed : bool
        Whether some of what it is compressed in could not be unpacked, known when `chunks` or `events` has run.
    """

    path: Path
    pad: Pad
    calibration: AnyCalibration
    created: str | None
    warnings: list[str] = field(default_factory=list)
    is_cut: bool = False
    is_harmed: bool = False

    def chunks(self) -> Iterator[bytes]:
        """The file's bytes in portions, from its beginning."""
        self.is_harmed = False
        yield from raw_chunks(self.path, self._harmed)

    def _harmed(self) -> None:
        self.is_harmed = True

    def events(self) -> Iterator[Event]:
        """Everything that is whole in the file, in its order; `warnings` says what was not."""
        self.warnings.clear()
        reading = _Reading()
        for data in self.chunks():
            yield from reading.before_another(reading.decoder.feed(data))
            if reading.has_another:
                break
        else:
            yield from reading.before_another(reading.decoder.rest())
        self.warnings.extend(f"{self.path}: {line}" for line in reading.said())
        self.is_cut = reading.is_cut


class _Reading:
    """A recording while it is read: its events, and what is wrong with it."""

    def __init__(self) -> None:
        self.decoder = recording_decoder()
        self.has_another = self.is_cut = False
        self._begun = self._ended = False
        self._origin_us: int | None = None
        self._losses = Losses()

    def before_another(self, events: list[Event]) -> Iterator[Event]:
        """Give events up to the beginning of another recording."""
        for event in events:
            if isinstance(event, HostFrame) and event.kind is FrameType.RECORDING:
                self.has_another |= self._begun
                self._begun = True
            if self.has_another:
                return
            self._ended = isinstance(event, HostFrame) and event.kind is FrameType.END
            if isinstance(event, Samples) and self._origin_us is None:
                self._origin_us = int(event.time_us[0])
            elif isinstance(event, Break):
                self._losses.take(event, self._origin_us or 0)
            yield event

    def said(self) -> list[str]:
        """What was wrong, a line each; for the end of the reading."""
        said: list[str] = []
        cut, bad = self.decoder.close(), self.decoder.tally.bad_frames
        if self.has_another:
            said.append(told("another recording follows the first; only the first is used"))
        if bad:
            said.append(told_n("{n} damaged frame was skipped", "{n} damaged frames were skipped", bad))
        if self._losses.frames > bad:  # those that came damaged are told already
            said.append(self._losses.missing())
        said += losses_said(self.decoder.tally)
        self.is_cut = not self.has_another and (bool(cut) or not self._ended)
        if self.is_cut:
            said.append(told("the recording is cut off; what came before is used"))
        return said


def recording_decoder(clock: StreamClock | None = None) -> WireDecoder:
    """Give a decoder for a recording: it knows the host's frames, which may be longer than any on a live wire.

    In the midst of one it goes on with a ``clock`` that stands where it begins.
    """
    return WireDecoder(max_frame=_LONGEST_FRAME, recorded=True, in_order=True, clock=clock)


def is_recording(path: Path) -> bool:
    """Whether a file is a recording rather than a pad table, by what is in it (`filekind`)."""
    try:
        return kind_of(path).sort == "recording"
    except READ_FAULTS:
        return False


def open_recording(path: Path) -> Recording:
    """Open a recording and read its beginning.

    Raises
    ------
    RecordingError
        When there is no such file, it is no recording, its beginning is damaged, or it comes from a newer version.
    """
    try:
        kind = kind_of(path)
        if kind.sort == "missing":
            raise RecordingError(told("{path}: no such file; name a recording (.twr)", path=path))
        if kind.sort == "newer":
            raise RecordingError(
                told("{path}: can't read it: it is {what}; {mend}", path=path, what=kind.what, mend=kind.mend)
            )
        if kind.sort != "recording":
            raise RecordingError(
                told("{path}: not a recording: it is {what}; name a recording (.twr)", path=path, what=kind.what)
            )
        first = list(islice(_events(path), len(_BEGINNING)))
    except READ_FAULTS as error:
        raise RecordingError(
            told("{path}: can't read it: {error}; name a recording (.twr)", path=path, error=reason_of(error))
        ) from error
    beginning = {event.kind: event.payload for event in first if isinstance(event, HostFrame)}
    if tuple(beginning) != _BEGINNING:
        raise RecordingError(
            told(
                "{path}: not a recording, or its beginning is damaged: its first {n} frames must be readable; use "
                "another copy",
                path=path,
                n=len(_BEGINNING),
            )
        )
    return _understood(path, beginning)


def _events(path: Path) -> Iterator[Event]:
    """Everything that is whole at the start of a file, read only as far as it is asked for."""
    decoder = recording_decoder()
    for data in raw_chunks(path):
        yield from decoder.feed(data)


def _understood(path: Path, beginning: dict[FrameType, str]) -> Recording:
    try:
        head = read_card(beginning[FrameType.RECORDING])
        form, version = letters(head, "format"), whole(head, "version", 1, _MOST_VERSION)
        created = None if head.get("created") is None else letters(head, "created")
    except ValueError as error:
        raise RecordingError(
            told("{path}: its beginning is no recording's: {error}; use another copy", path=path, error=error)
        ) from error
    if form != FORMAT or version > VERSION:
        raise RecordingError(
            told(
                "{path}: recording format '{form}' version {version}, this thumbwalk reads {format} up to "
                "{newest}; update thumbwalk",
                path=path,
                form=escaped(form),
                version=version,
                format=FORMAT,
                newest=VERSION,
            )
        )
    try:
        pad = parse_pad(beginning[FrameType.LAYOUT], told("{path} (its layout)", path=path))
        calibration = calibration_of_text(beginning[FrameType.CALIBRATION], told("{path} (its calibration)", path=path))
    except LayoutError as error:
        raise RecordingError(str(error)) from error
    except (ValueError, OverflowError, RecursionError) as error:
        raise RecordingError(
            told(
                "{path}: its layout or calibration has a number or a nesting that no file of ours has; use another "
                "copy",
                path=path,
            )
        ) from error
    if calibration.n_taxels != pad.n_taxels:
        raise RecordingError(
            told(
                "{path}: its calibration has {n_taxels} channels, its layout {n_needed} taxels; use another copy",
                path=path,
                n_taxels=calibration.n_taxels,
                n_needed=pad.n_taxels,
            )
        )
    return Recording(path, pad, calibration, created)
