"""Signals: raised once, or noted; and a process that has nothing to keep ends without a word."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from thumbwalk.interrupts import SIGNALS, Interrupted, Noted, noted

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_is_noted_and_raised_when_it_is_asked_for(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    told: list[bool] = []
    with noted(lambda: told.append(True)) as ended:
        ended.again()
        for one in (number, signal.SIGTERM):
            os.kill(os.getpid(), one)
        assert told == [True, True]
    assert signal.getsignal(number) is before
    with pytest.raises(Interrupted) as raised:
        ended.again()
    assert raised.value.exit_code == CODES[number]


def test_another_thread_notes_nothing_and_changes_nothing() -> None:
    found: list[tuple[Noted, object]] = []

    def note() -> None:
        with noted() as ended:
            found.append((ended, signal.getsignal(signal.SIGTERM)))

    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=note)
    thread.start()
    thread.join()
    assert [(one.number, handler) for one, handler in found] == [(None, before)]


def ended_by(number: int, program: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import os\nfrom thumbwalk.interrupts import *\nnumber = {int(number)}\n{program}"],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("number", SIGNALS)
def test_at_once_means_without_a_word(number: signal.Signals) -> None:
    assert ended_by(number, "end_at_once(); os.kill(os.getpid(), number); print('on')") == (CODES[number], "")


@pytest.mark.parametrize("number", SIGNALS)
def test_in_order_means_once(number: signal.Signals) -> None:
    program = """
end_in_order()
try:
    os.kill(os.getpid(), number)
except Interrupted as end:
    for one in SIGNALS:
        os.kill(os.getpid(), one)
    print(end.exit_code)
"""
    assert ended_by(number, program) == (0, f"{CODES[number]}\n")
