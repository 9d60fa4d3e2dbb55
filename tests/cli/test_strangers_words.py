"""Words of strangers, on the command line: shown escaped wherever they are shown, and never a path."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from thumbwalk.cli.main import _said
from thumbwalk.cli.show import console, warn
from thumbwalk.cli.show_checkup import print_checkup
from thumbwalk.errors import RigError
from thumbwalk.link.wire import Hello, Scans, Tally
from thumbwalk.places import file_name
from thumbwalk.rig.checkup import check_up

EVIL = "\x1b]0;pwned\x07\u202e"
WRITTEN = r"\x1b]0;pwned\x07\u202e"


def test_tables_titles_warnings_and_errors_show_what_a_terminal_would_obey(capsys: pytest.CaptureFixture[str]) -> None:
    hello = Hello(1, "0.1.0", EVIL, EVIL, EVIL, (EVIL, "b"), 1000.0, 12, 3300.0, EVIL)
    block = Scans(np.arange(200, dtype=np.int64) * 1000, np.full((200, 2), 13, np.uint16))
    report = check_up(hello, [block], Tally())
    print_checkup(replace(report, problems=(EVIL,), notices=(EVIL,)), [EVIL])
    console().print(EVIL)
    warn([EVIL])
    assert _said(RigError(EVIL)) == 2
    out, err = capsys.readouterr()
    assert out.count(WRITTEN) >= 7
    assert err.count(WRITTEN) == 2
    assert all(line.isprintable() for line in [*out.splitlines(), *err.splitlines()])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("first-steps", "first-steps"),
        ("../../evil", "evil"),
        ("/etc/passwd", "etc-passwd"),
        ("a\\b:c*?", "a-b-c"),
        (".", "unnamed"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("\0", "unnamed"),
        ("CON/x\n" + "y" * 300, "CON-x-" + "y" * 42),
        ("足 press", "press"),
    ],
)
def test_a_name_is_never_a_path(text: str, name: str) -> None:
    assert file_name(text) == name
    assert len(Path(name).parts) == 1
