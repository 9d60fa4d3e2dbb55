"""Changing what a board remembers: all that was asked for, or nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import asdict, fields

from thumbwalk.errors import LinkLost, OptionError, RigError
from thumbwalk.language import told
from thumbwalk.link.ports import RigLink
from thumbwalk.link.selftest import Settings

KEYS = tuple(field.name for field in fields(Settings) if field.name not in ("state", "why"))
"""What can be set, in the board's order."""
RESET = "reset"


def parse_change(text: str) -> tuple[str, str]:
    """Read ``KEY=VALUE``. Raises OptionError on anything else, and on what a command line to a board can't hold."""
    key, equals, value = (part.strip() for part in text.partition("="))
    if not equals or key not in KEYS or not value:
        raise OptionError(
            told("setting '{text}': not KEY=VALUE with a key of {names}", text=text, names=", ".join(KEYS))
        )
    if not (value.isascii() and value.isprintable()):
        raise OptionError(
            told("setting '{text}': a board's settings are plain ASCII; leave out other letters", text=text)
        )
    return key, value


def settings_of(rig: RigLink) -> Settings:
    """What the board remembers.

    Raises
    ------
    RigError
        When its firmware remembers nothing.
    """
    settings = rig.settings()
    if settings is None:
        raise RigError(
            told(
                "{url}: firmware {firmware} keeps no settings; put the current one on the board with `thumbwalk flash`",
                url=rig.link.url,
                firmware=rig.hello.firmware,
            )
        )
    return settings


def values_of(settings: Settings) -> dict[str, str]:
    """The settings as they are written in a command; switches are 0 and 1."""
    values = asdict(settings)
    return {key: str(int(values[key]) if isinstance(values[key], bool) else values[key]) for key in KEYS}


def change_settings(rig: RigLink, changes: Mapping[str, str]) -> Settings:
    """Change settings, all or none, and give those in force then.

    The order does not matter: what is refused for another setting's sake, such as a rate that is too fast for the
    present oversampling, is tried again after the others.

    Raises
    ------
    RigError
        When the board refuses one; those that were changed before it are as they were again.
    """
    before = settings_of(rig)
    waiting, done = dict(changes), list[str]()
    while waiting:
        refusal: RigError | None = None
        for key, value in list(waiting.items()):
            try:
                rig.configure(f"{key} {value}")
            except LinkLost:
                raise
            except RigError as error:
                refusal = refusal or error
            else:
                done.append(key)
                del waiting[key]
                refusal = None
                break
        if refusal is not None:
            _restore(rig, before, done)
            raise refusal
    return settings_of(rig)


def _restore(rig: RigLink, before: Settings, keys: list[str]) -> None:
    """Put settings back, the newest change first, so that each step is one that was allowed before."""
    if not keys:
        return
    values = values_of(before)
    with contextlib.suppress(RigError):
        for key in reversed(keys):
            rig.configure(f"{key} {values[key]}")
        if before.state != "file":
            rig.configure(RESET)
