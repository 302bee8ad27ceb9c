"""Watching a display from outside: pictures of it, taken by a child that cannot act."""

import selectors
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from studio.base.errors import FaultError

HEAD = struct.Struct("<4I")
"""The sizes of a picture and of its screen, little-endian."""
_SECONDS = 20.0
_MOST_PIXELS = 64_000_000
_GONE = "The private screen cannot be seen any more."


@dataclass(frozen=True)
class Glance:
    """What a display showed.

    Attributes:
        pixels: four bytes each, BGRX, row by row.
        size: (width, height) of the picture.
        screen: (width, height) of the screen.
    """

    pixels: bytes
    size: tuple[int, int]
    screen: tuple[int, int]


class Watcher:
    """Looks at the display of an environment; whoever watches calls `close`.

    The trial goes on whether it is watched or not: the child, which begins with the first look,
    gives way to all others and takes a picture only when it is asked for one.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._closed = False

    def look(self, box: tuple[int, int]) -> Glance | None:
        """Return what the display shows now, None if it is what the last look showed.

        Args:
            box: the largest (width, height) that is of use.

        Raises:
            FaultError: if the display is gone, or nothing answers in time.
        """
        with self._lock:
            if self._closed:
                raise FaultError(_GONE)
            process = self._process = self._process or self._begin()
            return _look(process, box)

    def _begin(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "studio.running.looking"],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )

    def close(self) -> None:
        """End the child; a look that is under way in another thread ends too."""
        self._closed = True
        if process := self._process:
            process.kill()
        with self._lock:
            process, self._process = self._process, None
            if process is None:
                return
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream:
                    with suppress(OSError):
                        stream.close()


def _look(process: "subprocess.Popen[bytes]", box: tuple[int, int]) -> Glance | None:
    assert process.stdin
    try:
        process.stdin.write(f"{box[0]} {box[1]}\n".encode())
    except (OSError, ValueError):
        raise FaultError(_GONE) from None
    until = time.monotonic() + _SECONDS
    head = HEAD.unpack(_read(process, HEAD.size, until))
    size, screen = (head[0], head[1]), (head[2], head[3])
    if not size[0]:
        return None
    if size[0] * size[1] > _MOST_PIXELS:
        raise FaultError(_GONE)
    return Glance(_read(process, 4 * size[0] * size[1], until), size, screen)


def _read(process: "subprocess.Popen[bytes]", count: int, until: float) -> bytes:
    out = process.stdout
    assert out
    parts = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(out, selectors.EVENT_READ)
        while len(parts) < count:
            ready = selector.select(max(0.0, until - time.monotonic()))
            part = out.read(count - len(parts)) if ready else b""
            if not part:
                raise FaultError(_GONE)
            parts += part
    return bytes(parts)
