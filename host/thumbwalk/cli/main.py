"""The command's entry: its subcommands in the order a newcomer meets them, and what an error looks like."""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from typing import Annotated

import typer
from typer.exceptions import TyperException

from thumbwalk import __version__
from thumbwalk.cli.analyse import analyse
from thumbwalk.cli.bench import bench
from thumbwalk.cli.calibrate import calibrate
from thumbwalk.cli.config import config
from thumbwalk.cli.doctor import doctor
from thumbwalk.cli.drills import drills
from thumbwalk.cli.export import export
from thumbwalk.cli.flash import flash
from thumbwalk.cli.hands import hands
from thumbwalk.cli.ports import ports
from thumbwalk.cli.practice import practice
from thumbwalk.cli.record import record
from thumbwalk.cli.replay import replay
from thumbwalk.cli.score import score
from thumbwalk.cli.tare import tare
from thumbwalk.cli.validate import validate
from thumbwalk.errors import LinkLost, NotKept, RigError
from thumbwalk.link.plain_text import escaped

_CANT_WRITE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What a write to stdout ends with; any other error without a file's name has another cause."""
EXIT_FAULT, EXIT_BAD_INPUT, EXIT_INTERRUPTED = 1, 2, 130

app = typer.Typer(
    name="thumbwalk",
    help="A practice rig for foot massage: press a practice foot, see the pressure live, score your drills.\n\n"
    "Start with `thumbwalk practice --virtual`, which needs no hardware. Training aid, not a medical device.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    practice, drills, ports, flash, config, doctor, tare, calibrate, record, replay, analyse, score, export, bench,
    validate, hands,
):  # fmt: skip
    app.command(command.__name__)(command)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"thumbwalk {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Take the options that stand before a subcommand."""


def main() -> None:
    """Run the command; every way it can end is an exit code and at most one line on stderr."""
    # said here, not left to Python, which obeys whoever started it in the background with Ctrl-C ignored; and a session
    # that is ended from outside keeps what there is, too
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupted)
    sys.exit(run(sys.argv[1:]))


def _interrupted(*_: object) -> None:
    """End the command; whoever is impatient then does not interrupt the saving."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def run(arguments: list[str]) -> int:
    """Run with arguments, and give the exit code: 0 fine, 1 a fault, 2 bad input, 130 interrupted."""
    try:
        return int(app(arguments, prog_name="thumbwalk", standalone_mode=False) or 0)
    except (KeyboardInterrupt, typer.Abort):
        return _fail("interrupted", EXIT_INTERRUPTED)
    except BrokenPipeError:
        # whoever read our output has gone, and the interpreter must not complain about it at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAULT
    except Exception as error:  # noqa: BLE001  the last line of defence: users get a line, developers ask for more
        return _said(error)


def _said(error: Exception) -> int:
    """Say an error in one line, and give its exit code."""
    if isinstance(error, RigError):
        return _fail(str(error), EXIT_FAULT if isinstance(error, LinkLost | NotKept) else EXIT_BAD_INPUT)
    if isinstance(error, TyperException):
        message: str = getattr(error, "format_message", error.__str__)()
        # without any argument the help has been printed, and that is all there is to say
        about = f"{message.rstrip('.')}; `thumbwalk --help` lists what there is"
        return _fail(about, EXIT_BAD_INPUT) if message else EXIT_BAD_INPUT
    if isinstance(error, OSError) and error.errno in _CANT_WRITE and error.filename is None:
        return _fail(f"can't write the output: {error.strerror}; make room or name another file", EXIT_FAULT)
    if os.environ.get("THUMBWALK_DEBUG"):
        traceback.print_exception(error)
    what = f"internal fault: {type(error).__name__}: {error}"
    return _fail(f"{what}; set THUMBWALK_DEBUG=1 for details, and report it", EXIT_FAULT)


def _fail(message: str, code: int) -> int:
    print("thumbwalk: " + escaped(" ".join(message.split())), file=sys.stderr)
    return code
