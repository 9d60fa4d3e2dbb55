"""The command's entry: its subcommands in the order a newcomer meets them, and what an error looks like."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from typing import Annotated

import typer
from typer.exceptions import TyperException

from thumbwalk import __version__
from thumbwalk.app import platform
from thumbwalk.cli.output import give_up_output, prepare_output
from thumbwalk.cli.subcommands import Commands
from thumbwalk.errors import LinkLost, NotKept, OutputLost, RigError, StoreError
from thumbwalk.interrupts import Interrupted, end_in_order, hold_back
from thumbwalk.link.plain_text import escaped

_FULL = tuple(getattr(errno, name) for name in ("ENOSPC", "EDQUOT") if hasattr(errno, name))
"""A disk is full, or somebody's part of it: no file that is named otherwise mends that."""
EXIT_FAULT, EXIT_BAD_INPUT, EXIT_INTERRUPTED = 1, 2, 130

app = typer.Typer(
    name="thumbwalk",
    cls=Commands,
    help="A practice rig for foot massage: press a practice foot, see the pressure live, score your drills.\n\n"
    "`thumbwalk` alone opens the window, which needs no hardware. Training aid, not a medical device.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
    prepare_output()
    end_in_order()
    code = run(sys.argv[1:])
    # nothing is left to be kept, and an interpreter that is interrupted while it ends complains
    hold_back()
    try:
        sys.stdout.flush()
    except OutputLost:
        give_up_output()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run with arguments, and give the exit code: 0 fine, 1 a fault, 2 bad input, 128 and the signal if interrupted."""
    if not arguments and platform.has_display():
        arguments = ["app"]
    try:
        code = int(app(arguments, prog_name="thumbwalk", standalone_mode=False) or 0)
        sys.stdout.flush()
    except Interrupted as end:
        return _fail("interrupted", end.exit_code)
    except typer.Abort:
        return _fail("interrupted", EXIT_INTERRUPTED)
    except OutputLost as error:
        give_up_output()
        if error.number == errno.EPIPE:
            return EXIT_FAULT  # whoever read our output has had enough
        return _fail(f"can't write the output: {error}; make room or name another file", EXIT_FAULT)
    except Exception as error:  # noqa: BLE001  the last line of defence: users get a line, developers ask for more
        return _said(error)
    return code


def _said(error: Exception) -> int:
    """Say an error in one line, and give its exit code."""
    if isinstance(error, RigError):
        is_full = isinstance(error.__cause__, OSError) and error.__cause__.errno in _FULL
        is_fault = is_full or isinstance(error, LinkLost | NotKept | StoreError)
        return _fail(str(error), EXIT_FAULT if is_fault else EXIT_BAD_INPUT)
    if isinstance(error, TyperException):
        message: str = getattr(error, "format_message", error.__str__)()
        # without any argument the help has been printed, and that is all there is to say
        about = f"{message.rstrip('.')}; `thumbwalk --help` lists what there is"
        return _fail(about, EXIT_BAD_INPUT) if message else EXIT_BAD_INPUT
    if isinstance(error, OSError) and error.errno in _FULL:
        where = "" if error.filename is None else f"{error.filename}: "
        return _fail(f"{where}{error.strerror}; make room first", EXIT_FAULT)
    if isinstance(error, OSError) and error.errno is not None and error.filename is not None:
        what = f"{error.filename}: {error.strerror}"
        return _fail(f"{what}; make it readable and writable, or name another", EXIT_BAD_INPUT)
    if os.environ.get("THUMBWALK_DEBUG"):
        traceback.print_exception(error)
    what = f"internal fault: {type(error).__name__}: {error}"
    return _fail(f"{what}; set THUMBWALK_DEBUG=1 for details, and report it", EXIT_FAULT)


def _fail(message: str, code: int) -> int:
    print("thumbwalk: " + escaped(" ".join(message.split())), file=sys.stderr)
    return code
