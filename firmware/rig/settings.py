"""What a board remembers without power: its settings, in one small file that is never half-written.

The file is a line of JSON and a line with the JSON's CRC-32. What does not fit that, or holds a value that no command
would set, is damaged as a whole: the defaults hold, and ``state`` and ``why`` say so.
"""

import binascii
import json
import os
from collections import OrderedDict

from micropython import const

OVERSAMPLINGS = (1, 2, 4, 8)
MIN_RATE_HZ = const(1)
KEYS = ("name", "layout", "channels", "rate_hz", "oversampling", "divider_ohm", "load_cell", "watchdog", "cells")
_TEXTS = ("name", "layout")
_SWITCHES = ("load_cell", "watchdog")
_TEXT_ROOM = const(24)
_FILE_ROOM = const(512)
_LAYOUT_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_-"


class Settings:
    """The settings in force.

    Attributes
    ----------
    values : by key, in the order of KEYS
    state : "defaults" (there is no file), "file" or "damaged"
    why : what is wrong with a damaged file
    """

    def __init__(self, board):
        self.board = board
        self.path = board.settings_path
        self.defaults = {
            "name": board.name,
            "layout": board.layout,
            "channels": len(board.channels),
            "rate_hz": board.default_rate_hz,
            "oversampling": 1,
            "divider_ohm": board.divider_ohm,
            "load_cell": 0,
            "watchdog": 0,
            "cells": board.fewest_cells,
        }
        self.values = _ordered(self.defaults)
        self.state = "defaults"
        self.why = ""
        self._load()

    def change(self, key, text):
        """Set one of them and write all of them; gives what is wrong, and then nothing was changed."""
        value = text
        if key not in _TEXTS:
            if not text.isdigit():
                return "%s needs a whole number" % key
            value = int(text)
        values = _ordered(self.values)
        values[key] = value
        wrong = _wrong(values, self.board)
        if wrong:
            return wrong
        if self.state == "file" and values == self.values:
            return ""  # it stands there already, and the flash memory wears
        try:
            self._write(values)
        except OSError as error:
            return "the settings can't be written (%s)" % error
        self.values = values
        self.state = "defaults" if self.path is None else "file"
        self.why = ""
        return ""

    def forget(self):
        """Go back to the defaults and remove the file."""
        if self.path is not None:
            try:
                os.remove(self.path)
            except OSError:
                pass  # there is none
        self.values = _ordered(self.defaults)
        self.state = "defaults"
        self.why = ""

    def _write(self, values):
        if self.path is None:
            return
        text = json.dumps(values)
        fresh = self.path + ".new"
        with open(fresh, "w") as file:
            file.write("%s\n%08x\n" % (text, binascii.crc32(text.encode())))
        # Whenever the power fails, one of the two is whole under the real name.
        getattr(os, "replace", os.rename)(fresh, self.path)

    def _load(self):
        if self.path is None:
            return
        try:
            with open(self.path, "rb") as file:
                data = file.read(_FILE_ROOM + 1)
        except OSError:
            return  # a board that was never set
        try:
            # A setting that is younger than the file has its default.
            values = _ordered(_parsed(data), self.defaults)
            wrong = _wrong(values, self.board)
        except (ValueError, KeyError, TypeError, UnicodeError):
            wrong = "it is cut short or overwritten"
        if wrong:
            self.state = "damaged"
            self.why = wrong
        else:
            self.values = values
            self.state = "file"


def too_fast(rate_hz, oversampling, board, n_channels):
    """Whether scans would leave the main loop no time: a conversion is thrown away a channel, before those kept."""
    return n_channels * (1 + oversampling) * board.conversion_us * rate_hz > 750000


def _ordered(values, defaults=None):
    return OrderedDict([(key, values[key] if defaults is None else values.get(key, defaults[key])) for key in KEYS])


def _parsed(data):
    """The values in a file's bytes; ValueError if they are not what was written."""
    lines = data.decode().split("\n")
    if len(data) > _FILE_ROOM or len(lines) != 3 or lines[2]:
        raise ValueError
    if "%08x" % binascii.crc32(lines[0].encode()) != lines[1]:
        raise ValueError
    values = json.loads(lines[0])
    if not isinstance(values, dict):
        raise ValueError
    return values


def _wrong(values, board):
    """What is wrong with the values, or an empty text."""
    for key in KEYS:
        if key not in _TEXTS and not isinstance(values[key], int):
            return "%s is no number" % key
    for key in _SWITCHES:
        if values[key] not in (0, 1):
            return "%s is 0 or 1" % key
    n_channels, rate_hz, oversampling = values["channels"], values["rate_hz"], values["oversampling"]
    for key, fewest, most in (
        ("channels", board.fewest_with_cells if values["cells"] else board.fewest_channels, board.most_channels),
        ("rate_hz", MIN_RATE_HZ, board.most_rate_hz),
        ("cells", board.fewest_cells, board.most_cells),
    ):
        if not fewest <= values[key] <= most:
            return "%s is from %d to %d" % (key, fewest, most)
    if oversampling not in OVERSAMPLINGS:
        return "oversampling is 1, 2, 4 or 8"
    if too_fast(rate_hz, oversampling, board, n_channels):
        return "%d Hz of %d channels with oversampling %d takes longer than there is time" % (
            rate_hz,
            n_channels,
            oversampling,
        )
    if not 100 <= values["divider_ohm"] <= 1000000:
        return "divider_ohm is from 100 to 1000000"
    return _wrong_text(values)


def _wrong_text(values):
    for key in _TEXTS:
        if not isinstance(values[key], str) or not 1 <= len(values[key]) <= _TEXT_ROOM:
            return "%s has 1 to %d characters" % (key, _TEXT_ROOM)
    for letter in values["layout"]:
        if letter not in _LAYOUT_LETTERS:
            return "layout has small letters, digits, _ and -"
    return ""
