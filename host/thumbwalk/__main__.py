"""``thumbwalk`` and ``python -m thumbwalk`` start here; loading the rest may already be interrupted."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext

from thumbwalk.cli.output import occupy_standard_descriptors
from thumbwalk.interrupts import end_at_once
from thumbwalk.loading import loading

_SHOWS_FOOT = ("app", "practice")
"""Commands that somebody waits for to see a foot."""


def main() -> None:
    """Run the command; Ctrl-C while it loads is an end like any other."""
    end_at_once()
    # before anything is opened: a pipe to the foot would be printed into
    occupy_standard_descriptors()
    with _begun_ahead(sys.argv[1:]):
        with loading():
            from thumbwalk.cli.main import main as command  # noqa: PLC0415  loaded with signals in hand

        command()


def _begun_ahead(arguments: list[str]) -> AbstractContextManager[None]:
    """Begin the virtual foot, if it is sure to be wanted: it loads beside us."""
    if arguments[:1] == [] or arguments[0] not in _SHOWS_FOOT or "--virtual" not in arguments:
        return nullcontext()
    from thumbwalk.virtual.piped_foot import foot_ahead  # noqa: PLC0415  nobody else needs it yet

    return foot_ahead()


if __name__ == "__main__":
    main()
