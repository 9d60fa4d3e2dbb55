"""Finding rigs: which ports there are, which of them may be a board, and the handshake that tells."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol

from serial.tools import list_ports

from thumbwalk.errors import DeviceNotFound, LinkLost, ProtocolMismatch, RigError
from thumbwalk.language import told
from thumbwalk.link.patience import patient
from thumbwalk.link.selftest import SelfTest, Settings
from thumbwalk.link.serial_link import FORGET, SerialLink
from thumbwalk.link.wire import PROTOCOLS, Ack, BoardError, Event, Hello, WireDecoder

BOARD_VENDORS = {0x2E8A: "Raspberry Pi", 0x303A: "Espressif", 0xF055: "MicroPython"}
"""USB vendor ids that a MicroPython board reports."""

HELLO_TIMEOUT_S = 2.0
"""Five greetings; a board that needs longer is waited for with `patience`."""
SELFTEST_TIMEOUT_S = 6.0
"""200 scans at 100 Hz are two seconds."""
_HELLO_EVERY_S = 0.4
"""How often it is greeted meanwhile."""
_PROMPT = b">>> "
"""How MicroPython's REPL ends what it says."""


@dataclass(frozen=True, slots=True)
class PortInfo:
    """A serial port as the system lists it; the USB fields are None for a port that is not USB."""

    device: str
    description: str
    vendor_id: int | None
    product_id: int | None
    serial_number: str | None

    @property
    def may_be_rig(self) -> bool:
        """Whether its USB vendor makes boards that MicroPython runs on."""
        return self.vendor_id in BOARD_VENDORS


def list_all() -> list[PortInfo]:
    """Every serial port of this computer, those that may be a rig first."""
    ports = [PortInfo(p.device, p.description or "", p.vid, p.pid, p.serial_number) for p in list_ports.comports()]
    return sorted(ports, key=lambda port: (not port.may_be_rig, port.device))


def find(url: str | None = None) -> str:
    """The port to use: the named one, else the only one that may be a rig.

    Raises
    ------
    DeviceNotFound
        When there is none, or more than one; the message lists what there is and how to name one.
    """
    if url is not None:
        return url
    rigs = [port for port in list_all() if port.may_be_rig]
    if not rigs:
        raise DeviceNotFound(
            told("no rig is plugged in; plug the board in, name its port with --port, or use --virtual")
        )
    if len(rigs) > 1:
        names = ", ".join(f"{port.device} ({port.serial_number or 'no serial number'})" for port in rigs)
        raise DeviceNotFound(
            told(
                "{n} boards are plugged in: {names}; name one with --port, e.g. --port {device}",
                n=len(rigs),
                names=names,
                device=rigs[0].device,
            )
        )
    return rigs[0].device


class Wire(Protocol):
    """A way to a board, whose bytes are those of the wire format: a port, or what makes a rig of another board."""

    url: str

    def read(self) -> bytes:
        """What has arrived, after a moment's wait if nothing has."""
        ...

    def send(self, line: str) -> None:
        """Send one command line."""
        ...

    def wake(self) -> None:
        """Have the board's USB send what it holds."""
        ...

    def close(self) -> None:
        """Close it."""
        ...


class RigLink:
    """A port with a rig behind it: it has said hello in a protocol that this host speaks.

    Parameters
    ----------
    link : Wire
        The open port; closed again if no rig answers.

    Attributes
    ----------
    hello : Hello
        The board's own description.
    """

    def __init__(self, link: Wire, timeout_s: float = HELLO_TIMEOUT_S) -> None:
        self.link = link
        try:
            self.hello = self._greet(timeout_s)
        except RigError:
            link.close()
            raise

    def self_test(self) -> SelfTest | None:
        """Let the board test itself, which must not be streaming; None for a firmware that can't, or does not answer.

        Raises
        ------
        LinkLost
            When the port is gone.
        """
        answer = self._asked("selftest", SelfTest, SELFTEST_TIMEOUT_S)
        return answer if isinstance(answer, SelfTest) else None

    def settings(self) -> Settings | None:
        """Give what the board remembers; None for a firmware that remembers nothing. Raises LinkLost."""
        answer = self._asked("config", Settings, HELLO_TIMEOUT_S)
        return answer if isinstance(answer, Settings) else None

    def configure(self, words: str) -> None:
        """Say ``config`` and these words, which changes what the board remembers; the board must not be streaming.

        Raises
        ------
        RigError
            When the board refuses, with its reason, or does not answer.
        LinkLost
            When the port is gone.
        """
        answer = self._asked(f"config {words}", Ack, HELLO_TIMEOUT_S)
        if isinstance(answer, BoardError):
            raise RigError(
                told(
                    "{url}: the board refused 'config {words}': {text}",
                    url=self.link.url,
                    words=words,
                    text=answer.text,
                )
            )
        if answer is None:
            raise RigError(
                told(
                    "{url}: the board did not answer to 'config {words}'; put the current firmware on it "
                    "with `thumbwalk flash`",
                    url=self.link.url,
                    words=words,
                )
            )

    def _asked(self, line: str, kind: type[Event], timeout_s: float) -> Event | None:
        decoder = WireDecoder()
        self.link.send(line)
        deadline = time.monotonic() + patient(timeout_s)
        while time.monotonic() < deadline:
            for event in decoder.feed(self.link.read()):
                if isinstance(event, kind | BoardError):
                    return event
        return None

    def close(self) -> None:
        """Tell the board to stop, and close the port."""
        try:
            self.link.send("stop")
        except LinkLost:
            pass
        finally:
            self.link.close()

    def _greet(self, timeout_s: float) -> Hello:
        """Ask for the identity until it comes; a board that was streaming is stopped first."""
        decoder = WireDecoder()
        timeout_s = patient(timeout_s)
        deadline = time.monotonic() + timeout_s
        next_try, heard, end = 0.0, 0, b""
        while (now := time.monotonic()) < deadline:
            if now >= next_try:
                self.link.send(f"{FORGET}stop\nhello")
                next_try = now + patient(_HELLO_EVERY_S)
            data = self.link.read()
            heard, end = heard + len(data), (end + data)[-len(_PROMPT) :]
            for event in decoder.feed(data):
                if isinstance(event, Hello):
                    return understood(event, self.link.url)
        if end == _PROMPT:
            raise ProtocolMismatch(
                told(
                    "{url}: not a rig now: MicroPython's prompt is there, its program was stopped or there "
                    "is none; start it, or put it on the board first, with `thumbwalk flash`",
                    url=self.link.url,
                )
            )
        what = told("sent {heard} bytes that are no hello", heard=heard) if heard else told("did not answer")
        raise ProtocolMismatch(
            told(
                "{url}: not a rig: it {what} within {timeout:g} s; put the firmware on the board first, "
                "with `thumbwalk flash` (firmware/README.md says how)",
                url=self.link.url,
                what=what,
                timeout=timeout_s,
            )
        )


def understood(hello: Hello, where: str) -> Hello:
    """The hello of a board that this host can listen to. Raises ProtocolMismatch; ``where`` is its port."""
    if hello.protocol > max(PROTOCOLS):
        raise ProtocolMismatch(
            told(
                "{where}: the board speaks protocol {protocol} (firmware {firmware}), this host up to "
                "{own}; update thumbwalk on this computer, or put this host's firmware on the "
                "board with `thumbwalk flash`",
                where=where,
                protocol=hello.protocol,
                firmware=hello.firmware,
                own=max(PROTOCOLS),
            )
        )
    has_sensors = bool(hello.channels) or hello.cells is not None
    if hello.protocol not in PROTOCOLS or not has_sensors or hello.bits <= 0 or hello.rate_hz <= 0:
        raise ProtocolMismatch(
            told(
                "{where}: the board's hello is of protocol {protocol} (firmware {firmware}), this host "
                "needs {own}; put the current firmware on the board with `thumbwalk flash`",
                where=where,
                protocol=hello.protocol,
                firmware=hello.firmware,
                own=min(PROTOCOLS),
            )
        )
    return hello


def open_rig(url: str | None = None) -> RigLink:
    """Open the named rig, or the only one there is; see `find`, `SerialLink` and `RigLink` for what may go wrong."""
    return RigLink(SerialLink(find(url)))
