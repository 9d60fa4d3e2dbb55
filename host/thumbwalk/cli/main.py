"""The command's entry: its subcommands in the order a newcomer meets them, and what an error looks like."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from typing import Annotated

import typer
from typer.exceptions import TyperException

from thumbwalk import __version__
from thumbwalk.cli import config, doctor, files, flash, measure, practice, rig, validation
from thumbwalk.errors import LinkLost, RigError
from thumbwalk.link.plain_text import escaped

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
app.command("practice")(practice.practice)
app.command("drills")(practice.drills)
app.command("ports")(rig.ports)
app.command("flash")(flash.flash)
app.command("config")(config.config)
app.command("doctor")(doctor.doctor)
app.command("tare")(rig.tare)
app.command("calibrate")(rig.calibrate)
app.command("record")(rig.record)
app.command("replay")(files.replay)
app.command("analyse")(files.analyse)
app.command("score")(files.score)
app.command("export")(files.export)
app.command("bench")(measure.bench)
app.command("validate")(validation.validate)
app.command("hands")(validation.hands)


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
    # a session that is ended from outside keeps what there is, as after Ctrl-C
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(sys.argv[1:]))


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
        return _fail(str(error), EXIT_FAULT if isinstance(error, LinkLost) else EXIT_BAD_INPUT)
    if isinstance(error, TyperException):
        message: str = getattr(error, "format_message", error.__str__)()
        # without any argument the help has been printed, and that is all there is to say
        about = f"{message.rstrip('.')}; `thumbwalk --help` lists what there is"
        return _fail(about, EXIT_BAD_INPUT) if message else EXIT_BAD_INPUT
    if isinstance(error, OSError) and error.errno is not None and error.filename is None:
        return _fail(f"can't write the output: {error.strerror}; make room or name another file", EXIT_FAULT)
    if os.environ.get("THUMBWALK_DEBUG"):
        traceback.print_exception(error)
    what = f"internal fault: {type(error).__name__}: {error}"
    return _fail(f"{what}; set THUMBWALK_DEBUG=1 for details, and report it", EXIT_FAULT)


def _fail(message: str, code: int) -> int:
    print("thumbwalk: " + escaped(" ".join(message.split())), file=sys.stderr)
    return code
