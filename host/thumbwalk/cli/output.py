"""The way out to a terminal, a pipe or a file, which may be closed, full, or know no other letters than ASCII.

None of that costs what is kept: it is noticed, and told apart from files that can't be read or written.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

from thumbwalk.errors import OutputLost

if TYPE_CHECKING:
    from typing_extensions import Buffer

_PLAIN = {
    "★": "*", "☆": ".", "–": "-", "−": "-", "—": "-", "…": "...", "’": "'", "“": '"', "”": '"', "µ": "u", "²": "2",
    "→": "->", "×": "x", "±": "+/-", "°": " deg", "·": ".", "≤": "<=", "≥": ">=",
}  # fmt: skip
"""Letters that mean something here, for those who have ASCII alone."""
_HANDLER = "thumbwalk-plain"


def _plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(_PLAIN.get(letter, "?") for letter in letters), error.end


codecs.register_error(_HANDLER, _plainly)


class _Way(io.FileIO):
    """A descriptor that is written to; what goes wrong is raised as OutputLost, or passed over in silence."""

    def __init__(self, descriptor: int, *, quiet: bool) -> None:
        super().__init__(descriptor, "wb", closefd=False)
        self._quiet = quiet

    def write(self, data: Buffer) -> int:
        try:
            return super().write(data)
        except OSError as error:
            if self._quiet:
                return memoryview(data).nbytes
            raise OutputLost(error.errno, error.strerror or str(error)) from error


def prepare_output() -> None:
    """Make stdout and stderr ready, whatever they are; for the process's start, before any file is opened."""
    occupy_standard_descriptors()
    sys.stdout = _through(sys.stdout, 1, quiet=False)
    # what can't be said on stderr can't be said at all, and is no reason to stop
    sys.stderr = _through(sys.stderr, 2, quiet=True)


def occupy_standard_descriptors() -> None:
    """Fill those of 0, 1 and 2 that are closed: the next file that is opened would get one, and be printed into."""
    while True:
        descriptor = os.open(os.devnull, os.O_RDWR)
        if descriptor > 2:  # stderr, the last of the three
            os.close(descriptor)
            return
        os.set_inheritable(descriptor, True)


def _through(stream: TextIO | None, descriptor: int, *, quiet: bool) -> io.TextIOWrapper:
    """Give a way out that knows what went wrong, in the encoding that the stream had."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    shown = stream is not None and stream.isatty()
    if sys.platform == "win32" and shown and isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors=_HANDLER)  # its console takes letters, not bytes
        return stream
    if stream is not None:
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    way = io.BufferedWriter(_Way(descriptor, quiet=quiet))
    return io.TextIOWrapper(way, encoding=encoding, errors=_HANDLER, line_buffering=shown or quiet)


def give_up_output() -> None:
    """Nobody reads stdout any more: the interpreter shall not complain about what is left in it at exit."""
    descriptor = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError, ValueError):
        os.dup2(descriptor, sys.stdout.fileno())
    os.close(descriptor)
