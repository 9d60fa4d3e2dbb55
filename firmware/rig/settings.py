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
MAX_RATE_HZ = const(2000)  # 16 channels take up to 160 us; the rest is for sending
KEYS = ("name", "layout", "rate_hz", "oversampling", "divider_ohm")
_NUMBERS = ("rate_hz", "oversampling", "divider_ohm")
_TEXT_ROOM = const(24)
_FILE_ROOM = const(512)
_CONVERSION_US = const(3)
_LAYOUT_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_-"


class Settings:
    """The settings in force.

    Attributes
    ----------
    values : by key, in the order of KEYS
    state : "defaults" (there is no file), "file" or "damaged"
    why : what is wrong with a damaged file
    """

    def __init__(self, path, defaults, n_channels):
        self.path = path
        self.defaults = defaults
        self.n_channels = n_channels
        self.values = _ordered(defaults)
        self.state = "defaults"
        self.why = ""
        self._load()

    def change(self, key, text):
        """Set one of them and write all of them; gives what is wrong, and then nothing was changed."""
        value = text
        if key in _NUMBERS:
            if not text.isdigit():
                return "%s needs a whole number" % key
            value = int(text)
        values = _ordered(self.values)
        values[key] = value
        wrong = _wrong(values, self.n_channels)
        if wrong:
            return wrong
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
            values = _parsed(data)
            wrong = _wrong(values, self.n_channels)
        except (ValueError, KeyError, TypeError, UnicodeError):
            wrong = "it is cut short or overwritten"
        if wrong:
            self.state = "damaged"
            self.why = wrong
        else:
            self.values = values
            self.state = "file"


def too_fast(rate_hz, oversampling, n_channels):
    """Whether scans would leave the main loop no time: a conversion is thrown away a channel, and 3 us each."""
    return n_channels * (1 + oversampling) * _CONVERSION_US * rate_hz > 750000


def _ordered(values):
    return OrderedDict([(key, values[key]) for key in KEYS])


def _parsed(data):
    """The values in a file's bytes; ValueError or KeyError if they are not what was written."""
    lines = data.decode().split("\n")
    if len(data) > _FILE_ROOM or len(lines) != 3 or lines[2]:
        raise ValueError
    if "%08x" % binascii.crc32(lines[0].encode()) != lines[1]:
        raise ValueError
    return _ordered(json.loads(lines[0]))


def _wrong(values, n_channels):
    """What is wrong with the values, or an empty text."""
    for key in _NUMBERS:
        if not isinstance(values[key], int):
            return "%s is no number" % key
    rate_hz, oversampling = values["rate_hz"], values["oversampling"]
    if not MIN_RATE_HZ <= rate_hz <= MAX_RATE_HZ:
        return "rate_hz is from %d to %d" % (MIN_RATE_HZ, MAX_RATE_HZ)
    if oversampling not in OVERSAMPLINGS:
        return "oversampling is 1, 2, 4 or 8"
    if too_fast(rate_hz, oversampling, n_channels):
        return "%d Hz with oversampling %d takes longer than there is time" % (rate_hz, oversampling)
    if not 100 <= values["divider_ohm"] <= 1000000:
        return "divider_ohm is from 100 to 1000000"
    return _wrong_text(values)


def _wrong_text(values):
    for key in ("name", "layout"):
        if not isinstance(values[key], str) or not 1 <= len(values[key]) <= _TEXT_ROOM:
            return "%s has 1 to %d characters" % (key, _TEXT_ROOM)
    for letter in values["layout"]:
        if letter not in _LAYOUT_LETTERS:
            return "layout has small letters, digits, _ and -"
    return ""
