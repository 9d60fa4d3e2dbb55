"""What the host may say: short ASCII lines, each answered by one frame.

Text, because on a chip byte 0x03 on USB is a Ctrl-C. A line that makes no sense changes nothing.
"""

import gc
import json
import struct
from collections import OrderedDict

from micropython import const

import rig
from rig import framing
from rig.settings import KEYS, MIN_RATE_HZ, too_fast

_LINE_ROOM = const(64)
_FORGET = const(21)  # Ctrl-U, with which people and hosts throw away what they have of a line
_TRY = "try hello, start, stop, rate HZ, ping TOKEN, cells 1, selftest or config"


class Commands:
    """Puts the bytes of the wire together to lines, and obeys them."""

    def __init__(self, served):
        self.rig = served
        self.line = bytearray(_LINE_ROOM)
        self.n = 0
        self.refused = 0  # lines that made no sense, since power-up
        self.verbs = {
            "hello": self.hello,
            "start": self.start,
            "stop": self.stop,
            "rate": self.rate,
            "ping": self.ping,
            "cells": self.cells,
            "selftest": self.selftest,
            "config": self.config,
        }

    def feed(self, data, n):
        """Take n bytes as they came, in whatever pieces."""
        for i in range(n):
            byte = data[i]
            if byte == 10:
                self._end_of_line()
            elif byte == _FORGET:
                self.n = 0
            else:
                if self.n < _LINE_ROOM:
                    self.line[self.n] = byte
                self.n += 1

    def _end_of_line(self):
        n, self.n = self.n, 0
        if n > _LINE_ROOM:
            self.refuse("a command has at most %d bytes, this line has %d" % (_LINE_ROOM, n))
            return
        line = bytes(self.line[:n]).strip()
        if not line:
            return
        for byte in line:
            if not 32 <= byte < 127:
                self.refuse("a command is plain ASCII, this line has byte 0x%02x; %s" % (byte, _TRY))
                return
        words = line.decode().split()
        verb = self.verbs.get(words[0])
        if verb is None:
            self.refuse('unknown command "%s"; %s' % (line.decode(), _TRY))
        else:
            verb(words[1:])

    def refuse(self, why):
        self.refused += 1
        self.rig.outbox.send_text(framing.ERROR, why)

    def acknowledge(self, what):
        self.rig.outbox.send_text(framing.ACK, what)

    def hello(self, arguments):
        """Say who this is and how to read its frames."""
        if arguments:
            self.refuse("hello takes nothing after it")
            return
        board, settings = self.rig.board, self.rig.settings.values
        identity = OrderedDict(
            (
                ("protocol", rig.PROTOCOL if board.channels else rig.PROTOCOL_OF_CELLS),
                ("firmware", rig.VERSION),
                ("id", board.unique_id),
                ("board", board.kind),
                ("name", settings["name"]),
                ("channels", list(board.channels)),
                ("rate_hz", self.rig.rate_hz),
                ("bits", board.bits),
                ("divider_ohm", settings["divider_ohm"]),
                ("layout", settings["layout"]),
            )
        )
        if board.bites:
            identity["watchdog_resets"] = board.bites
        if self.rig.cells.n:
            identity["cells"] = self.rig.cells.card()
        self.rig.outbox.send_text(framing.HELLO, json.dumps(identity, separators=(",", ":")))

    def start(self, arguments):
        if arguments:
            self.refuse("start takes nothing after it; set the rate first, with rate HZ")
            return
        if self.rig.selftest is not None:
            self.refuse("a self-test is running; wait for it, or stop it with stop")
            return
        try:
            self.rig.start()
        except MemoryError:
            self._no_room()
        else:
            self.acknowledge("start")

    def stop(self, arguments):
        if arguments:
            self.refuse("stop takes nothing after it")
            return
        self.rig.end_selftest()
        self.rig.stop()
        self.rig.cells.asked = False
        self.acknowledge("stop")

    def rate(self, arguments):
        """Scan so many times a second."""
        rate_hz = _decimal(arguments)
        board = self.rig.board
        if not MIN_RATE_HZ <= rate_hz <= board.most_rate_hz:
            self.refuse("rate needs a whole number from %d to %d Hz" % (MIN_RATE_HZ, board.most_rate_hz))
            return
        oversampling = self.rig.settings.values["oversampling"]
        if too_fast(rate_hz, oversampling, board, self.rig.sampler.n_channels):
            self.refuse("%d Hz with oversampling %d takes longer than there is time" % (rate_hz, oversampling))
            return
        if self.rig.selftest is not None:
            self.refuse("a self-test is running; wait for it, or stop it with stop")
            return
        before_hz = self.rig.rate_hz
        try:
            self.rig.set_rate(rate_hz)
        except MemoryError:
            self.rig.set_rate(before_hz)
            self._no_room()
        else:
            self.acknowledge("rate %d" % rate_hz)

    def ping(self, arguments):
        """Tell the time; the token tells the host which ping it was. It also says that the host is still there."""
        token = _decimal(arguments)
        if not 0 <= token <= 0xFFFFFFFF:
            self.refuse("ping needs a token from 0 to 4294967295")
            return
        self.rig.outbox.send_text(framing.PONG, struct.pack("<I", token))

    def cells(self, arguments):
        """Send the load cells' readings from now on, or no more; a host that does not know of them never asks."""
        if arguments != ["0"] and arguments != ["1"]:
            self.refuse("cells needs 0 or 1")
        elif not self.rig.cells.n:
            self.refuse("this board reads no load cells; say how many it has, with config cells N")
        else:
            self.rig.cells.asked = arguments == ["1"]
            self.acknowledge("cells " + arguments[0])

    def selftest(self, arguments):
        """Acknowledge now, report later: it takes scans, and those take time."""
        if arguments:
            self.refuse("selftest takes nothing after it")
        elif self._is_still("selftest"):
            try:
                self.rig.begin_selftest()
            except MemoryError:
                self._no_room()
            else:
                self.acknowledge("selftest")

    def config(self, arguments):
        """Show the settings, change one, or forget them all."""
        settings = self.rig.settings
        if not arguments:
            shown = OrderedDict([(key, settings.values[key]) for key in KEYS])
            shown["state"] = settings.state
            shown["why"] = settings.why
            self.rig.outbox.send_text(framing.CONFIG, json.dumps(shown, separators=(",", ":")))
        elif arguments != ["reset"] and (len(arguments) < 2 or arguments[0] not in KEYS):
            self.refuse("config takes nothing, reset, or one of %s and its value" % ", ".join(KEYS))
        elif self._is_still("config"):  # writing to flash holds up everything for some milliseconds
            wrong = ""
            if arguments == ["reset"]:
                settings.forget()
            else:
                wrong = settings.change(arguments[0], " ".join(arguments[1:]))
            if wrong:
                self.refuse("%s; nothing was changed" % wrong)
            else:
                self.rig.apply_settings()
                self.acknowledge("config " + " ".join(arguments))

    def _no_room(self):
        """Say that the board's memory did not do; nothing scans then."""
        gc.collect()
        self.refuse("no memory left for the scans, so nothing scans; switch the board off and on, or scan less")

    def _is_still(self, what):
        if self.rig.running or self.rig.selftest is not None:
            self.refuse("%s needs a rig that is stopped; send stop first" % what)
            return False
        return True


def _decimal(arguments):
    """The one argument as a number, or -1: int() would also take 1_000, +5 and 0x10's like."""
    if len(arguments) != 1 or not arguments[0].isdigit():
        return -1
    return int(arguments[0])
