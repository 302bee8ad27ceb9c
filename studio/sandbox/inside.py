"""What starts a program inside its sandbox: runs under the system's Python, alone, as a script.

Its one argument is JSON: `{"command": [words], "seconds": cap, "printed": bytes, "kept": bytes,
"processes": cap}`.
It copies `/case` into a folder of its own, starts the command there with `/stdin` (if there is
one) as standard input, ends all that the program left behind, and writes to standard output one
line of JSON, `{"ended": how, "code": exit code, "printed": bytes, "told": bytes, "files": [[path,
bytes]]}`, and then what was printed, what was told on standard error, and the files one after
another. `ended` is `exit`, `seconds`, `printed`, `kept` or `missing`.
"""

import json
import os
import resource
import selectors
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

_WORK = Path("/tmp/work")
_CASE = Path("/case")
_STDIN = Path("/stdin")
_MOST_FILES = 500
_MOST_TOLD = 1 << 16
_BLOCK = 1 << 16


def _start(command: list[str]) -> "subprocess.Popen[bytes]":
    source = _STDIN.open("rb") if _STDIN.is_file() else None
    return subprocess.Popen(
        command,
        cwd=_WORK,
        stdin=source or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


class _Heard:
    """What a program printed and told so far."""

    def __init__(self, process: "subprocess.Popen[bytes]", most: int) -> None:
        self.printed = bytearray()
        self.told = bytearray()
        self._most = most
        self._from = selectors.DefaultSelector()
        self._from.register(process.stdout, selectors.EVENT_READ, self.printed)  # type: ignore
        self._from.register(process.stderr, selectors.EVENT_READ, self.told)  # type: ignore

    def listen(self, seconds: float) -> None:
        """Take what comes within some time."""
        for key, _ in self._from.select(seconds):
            block = os.read(key.fd, _BLOCK)
            if not block:
                self._from.unregister(key.fileobj)
            key.data.extend(block)
        del self.told[_MOST_TOLD:]

    @property
    def is_open(self) -> bool:
        """Whether more may come."""
        return bool(self._from.get_map())

    @property
    def is_too_much(self) -> bool:
        """Whether more was printed than is kept."""
        return len(self.printed) > self._most


def _await(process: "subprocess.Popen[bytes]", heard: _Heard, seconds: float) -> str:
    deadline = time.monotonic() + seconds
    while process.poll() is None:
        left = deadline - time.monotonic()
        if left <= 0:
            return "seconds"
        if heard.is_open:
            heard.listen(min(left, 0.05))
        else:
            time.sleep(0.01)
        if heard.is_too_much:
            return "printed"
    return "exit"


def _end_all() -> None:
    """End every process of the program, those that left its session too."""
    with suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)


def _files() -> Iterator[tuple[str, int]]:
    for folder, folders, names in os.walk(_WORK):
        folders.sort()
        for name in sorted(names):
            place = Path(folder) / name
            status = place.lstat()
            if stat.S_ISREG(status.st_mode):
                yield place.relative_to(_WORK).as_posix(), status.st_size


def _run(order: dict[str, Any]) -> tuple[dict[str, Any], bytes, bytes]:
    try:
        process = _start(order["command"])
    except OSError:
        return {"ended": "missing", "code": 127}, b"", b""
    heard = _Heard(process, order["printed"])
    ended = _await(process, heard, order["seconds"])
    _end_all()
    while heard.is_open and not heard.is_too_much:
        heard.listen(1.0)
    if heard.is_too_much:
        ended = "printed"
    code = process.wait()
    return (
        {"ended": ended, "code": code},
        bytes(heard.printed[: order["printed"]]),
        bytes(heard.told),
    )


def _listing(kept: int) -> list[tuple[str, int]] | None:
    """Return the files that the program left, None if they are more than is taken."""
    found = []
    for path, size in _files():
        kept -= size
        found.append((path, size))
        if kept < 0 or len(found) > _MOST_FILES:
            return None
    return found


def main() -> None:
    """Run one program over one case and tell what came of it."""
    order = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_NPROC, (order["processes"], order["processes"]))
    shutil.copytree(_CASE, _WORK)
    for place in (_WORK, *_WORK.rglob("*")):
        place.chmod(0o755 if place.is_dir() else 0o644)
    answer, printed, told = _run(order)
    files = _listing(order["kept"]) if answer["ended"] == "exit" else []
    if files is None:
        answer["ended"], files = "kept", []
    answer.update(printed=len(printed), told=len(told), files=files)
    stream = sys.stdout.buffer
    stream.write(json.dumps(answer).encode() + b"\n" + printed + told)
    for path, size in files:
        _copy(_WORK / path, size, stream)
    stream.flush()


def _copy(place: Path, size: int, stream: BinaryIO) -> None:
    """Write just `size` bytes of a file, whatever it holds by now."""
    with place.open("rb") as source:
        while size > 0:
            block = source.read(min(size, _BLOCK)) or bytes(min(size, _BLOCK))
            stream.write(block)
            size -= len(block)


if __name__ == "__main__":
    main()
