"""What can go wrong between a supplier and us, on real sockets: resets, half answers, drips, wrong lengths."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BufferedIOBase
from typing import Protocol


@dataclass
class Fault:
    """Something that goes wrong with answers whose address contains `where`: after `after` good ones, `times` times."""

    kind: str
    where: str = ""
    times: int = 1
    after: int = 0
    status: int = 503
    headers: dict[str, str] = field(default_factory=dict)

    def strikes(self, address: str) -> bool:
        if self.where not in address or self.times == 0:
            return False
        if self.after:
            self.after -= 1
            return False
        self.times -= 1
        return True


@dataclass
class Reply:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class Handler(Protocol):
    """The side of the server that sends; `released` is set when the test is over."""

    wfile: BufferedIOBase
    close_connection: bool

    @property
    def released(self) -> threading.Event: ...

    def send(self, reply: Reply, length: int | None = -1, body: bytes | None = None) -> None:
        """Send a reply; `length` None for a body that ends where the connection does, `body` for another than due."""

    def hang_up(self, reset: bool = False) -> None:
        """End the connection."""


def _half(reply: Reply) -> bytes:
    return reply.body[: len(reply.body) // 2]


def _reset(handler: Handler, reply: Reply, _: Fault) -> None:
    handler.send(reply, body=_half(reply))
    handler.hang_up(reset=True)


def _half_with_right_length(handler: Handler, reply: Reply, _: Fault) -> None:
    handler.send(reply, body=_half(reply))
    handler.hang_up()


def _half_with_own_length(handler: Handler, reply: Reply, _: Fault) -> None:
    handler.send(reply, length=len(_half(reply)), body=_half(reply))


def _half_without_length(handler: Handler, reply: Reply, _: Fault) -> None:
    handler.send(reply, length=None, body=_half(reply))


def _without_length(handler: Handler, reply: Reply, _: Fault) -> None:
    handler.send(reply, length=None)


def _length_too_large(handler: Handler, reply: Reply, _: Fault) -> None:
    handler.send(reply, length=len(reply.body) + 10)
    handler.hang_up()


def _status(handler: Handler, _: Reply, fault: Fault) -> None:
    handler.send(Reply(fault.status, b"Service  busy,\n try later", fault.headers))


def _maintenance(handler: Handler, _: Reply, __: Fault) -> None:
    handler.send(Reply(200, b"<!DOCTYPE html><p>Onderhoud</p>"))


def _not_zipped(handler: Handler, reply: Reply, _: Fault) -> None:
    handler.send(Reply(200, reply.body, reply.headers | {"Content-Encoding": "gzip"}))


def _drip(handler: Handler, reply: Reply, _: Fault) -> None:
    handler.send(reply, body=b"")
    for byte in reply.body:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        if handler.released.wait(0.01):
            return


def _silence(handler: Handler, _: Reply, __: Fault) -> None:
    handler.released.wait(20)
    handler.close_connection = True


def _endless(handler: Handler, reply: Reply, _: Fault) -> None:
    handler.send(reply, length=None, body=b'{"value": [')
    while not handler.released.is_set():
        handler.wfile.write(b'{"a": 1},' * 1000)


def _huge(handler: Handler, reply: Reply, _: Fault) -> None:
    handler.send(reply, length=10**12, body=b"")
    handler.hang_up()


FAULTS: dict[str, Callable[[Handler, Reply, Fault], None]] = {
    "reset": _reset,
    "half with right length": _half_with_right_length,
    "half with own length": _half_with_own_length,
    "half without length": _half_without_length,
    "without length": _without_length,
    "length too large": _length_too_large,
    "status": _status,
    "maintenance page": _maintenance,
    "not zipped": _not_zipped,
    "drip": _drip,
    "silence": _silence,
    "endless": _endless,
    "huge": _huge,
}
