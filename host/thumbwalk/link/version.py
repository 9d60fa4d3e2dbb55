"""Whether the firmware on a board and this host are of one age, and what to do if they are not."""

from __future__ import annotations

import re

from thumbwalk import __version__
from thumbwalk.language import told


def version_notice(firmware: str, host: str = __version__) -> str | None:
    """One line for a firmware of another version that speaks this host's protocol; None where they are the same."""
    if firmware == host:
        return None
    if _numbers(firmware) > _numbers(host):
        advice = told("update thumbwalk on this computer")
    else:
        advice = told("run `thumbwalk flash` to bring the board up to date")
    return told(
        "the board has firmware {firmware}, this host is thumbwalk {host}; they understand each other, but {advice}",
        firmware=firmware,
        host=host,
        advice=advice,
    )


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers that a version begins with; none at all are older than any."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()
