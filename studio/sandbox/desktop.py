"""A private X11 desktop: its own server, cookie, bus, window manager and home.

Nothing of it listens on the network or on an abstract socket, and each has its own display number,
reserved by a lock of ours because Xvfb does not refuse a used one under these flags.
"""

import os
import secrets
import selectors
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO
from weakref import WeakSet

from studio.base.errors import FaultError
from studio.base.remedies import to_examine, to_install
from studio.model.frozen import Size

SCREEN = Size(width=1280, height=800)
_SOCKETS = Path("/tmp/.X11-unix")
_PROGRAMS = {"Xvfb": "xvfb", "xauth": "xauth", "dbus-daemon": "dbus-daemon", "openbox": "openbox"}
_LONGEST = 5.0
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ")


def missing_packages() -> list[str]:
    """Return the Debian packages that a private desktop lacks on this machine."""
    return sorted(package for name, package in _PROGRAMS.items() if not shutil.which(name))


def wait_until(ready: Callable[[], bool], seconds: float, interval: float = 0.02) -> bool:
    """Ask `ready` until it says yes or `seconds` have passed; return its last answer."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(interval)
    return True


def stretched(seconds: float) -> float:
    """Return for how long to wait for what takes `seconds` at most where nothing else is done.

    Up to five times as long, by how many programs wait for each processor.
    """
    waiting = os.getloadavg()[0] / (os.cpu_count() or 1)
    return seconds * min(max(waiting, 1.0), _LONGEST)


class PrivateDesktop:
    """A desktop that lives as long as its `with` block."""

    def __init__(self, screen: Size = SCREEN, server_flags: Sequence[str] = ()) -> None:
        self.screen = screen
        self._server_flags = tuple(server_flags)
        self.folder = Path()
        self.environment: dict[str, str] = {}
        self._lock: Path | None = None
        self._processes: list[subprocess.Popen[bytes]] = []
        self._bus_pid: int | None = None

    def __enter__(self) -> "PrivateDesktop":
        if missing := missing_packages():
            raise to_install(f"A private display needs {', '.join(missing)}", *missing)
        self.folder = Path(tempfile.mkdtemp(prefix="studio-desktop-"))
        _open.add(self)
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def home(self) -> Path:
        """The home folder of the programs on this desktop."""
        return self.folder / "home"

    def _start(self) -> None:
        runtime = self.folder / "run"
        temporary = self.folder / "tmp"
        for place in (self.home, runtime, temporary):
            place.mkdir(mode=0o700)
        number = self._reserve_number()
        cookie = self.folder / "cookie"
        self.environment = {
            **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            "DISPLAY": f":{number}",
            "XAUTHORITY": str(cookie),
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(runtime),
            "TMPDIR": str(temporary),
            "SAL_USE_VCLPLUGIN": "gtk3",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "GTK_USE_PORTAL": "0",
            "NO_AT_BRIDGE": "0",
        }
        self._start_server(number, cookie)
        self._start_bus()
        self._start_window_manager()

    def _reserve_number(self) -> int:
        _SOCKETS.mkdir(mode=0o1777, exist_ok=True)
        for number in range(90, 1000):
            lock = Path(tempfile.gettempdir()) / f".studio-display-{number}"
            if (_SOCKETS / f"X{number}").exists() or Path(f"/tmp/.X{number}-lock").exists():
                continue
            if self._take(lock):
                self._lock = lock
                return number
        raise FaultError("No display number is free; close some private displays.")

    @staticmethod
    def _take(lock: Path) -> bool:
        with suppress(FileNotFoundError, ValueError):
            if not Path(f"/proc/{int(lock.read_text() or 0)}").exists():
                lock.unlink(missing_ok=True)
        try:
            with lock.open("x") as stream:
                stream.write(str(os.getpid()))
        except FileExistsError:
            return False
        return True

    def _start_server(self, number: int, cookie: Path) -> None:
        key = secrets.token_hex(16)
        cookie.touch(mode=0o600)
        subprocess.run(
            ["xauth", "-q", "-f", cookie, "add", f":{number}", ".", key],
            check=True,
            capture_output=True,
        )
        reader, writer = os.pipe()
        size = f"{self.screen.width}x{self.screen.height}x24"
        flags = f"-nolisten tcp -nolisten local -noreset -dpi 96 -screen 0 {size}".split()
        command = ["Xvfb", f":{number}", "-displayfd", str(writer), "-auth", str(cookie), *flags]
        command += self._server_flags
        self._spawn(command, pass_fds=(writer,))
        os.close(writer)
        with os.fdopen(reader, "rb") as stream, selectors.DefaultSelector() as selector:
            selector.register(stream, selectors.EVENT_READ)
            if not selector.select(timeout=15) or not stream.readline():
                raise to_examine("The virtual display did not start")

    def _start_bus(self) -> None:
        result = subprocess.run(
            [
                "dbus-daemon",
                "--session",
                f"--address=unix:path={self.folder / 'bus'}",
                "--fork",
                "--print-address=1",
                "--print-pid=1",
            ],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        address, pid = result.stdout.split()[:2]
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        self._bus_pid = int(pid)

    def _start_window_manager(self) -> None:
        self._spawn(["openbox"])

        # It names itself before it takes windows: one that is shown meanwhile is never drawn.
        def managed() -> bool:
            answer = subprocess.run(
                ["xprop", "-root", "_NET_CLIENT_LIST"],
                env=self.environment,
                capture_output=True,
                text=True,
            )
            return "window id" in answer.stdout

        if not wait_until(managed, 15):
            raise to_examine("The window manager did not start")

    def _spawn(
        self, command: Sequence[str], pass_fds: tuple[int, ...] = ()
    ) -> subprocess.Popen[bytes]:
        with (self.folder / "desktop.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home,
                pass_fds=pass_fds,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def launch(
        self, command: Sequence[str], folder: Path, log: IO[bytes] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program on this desktop in its own session; `close` ends it."""
        process = subprocess.Popen(
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log or subprocess.DEVNULL,
            stderr=log or subprocess.DEVNULL,
            cwd=folder,
            start_new_session=True,
        )
        self._processes.append(process)
        return process

    def end(self) -> None:
        """End every program and the display at once, without asking them first."""
        for process in self._processes:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        """End every program, then the display, and remove the folder."""
        _open.discard(self)
        for process in reversed(self._processes):
            _end(process)
        self._processes.clear()
        if self._bus_pid:
            with suppress(ProcessLookupError):
                os.kill(self._bus_pid, signal.SIGTERM)
            self._bus_pid = None
        _end_strays(str(self.home))
        if self._lock:
            display = self.environment.get("DISPLAY", "").lstrip(":")
            (_SOCKETS / f"X{display}").unlink(missing_ok=True)
            self._lock.unlink(missing_ok=True)
            self._lock = None
        if self.folder != Path():
            shutil.rmtree(self.folder, ignore_errors=True)


_open: "WeakSet[PrivateDesktop]" = WeakSet()


def end_desktops() -> None:
    """End the private desktops of this process, which is about to be left itself."""
    for desktop in tuple(_open):
        desktop.end()


def _end(process: subprocess.Popen[bytes]) -> None:
    for sign, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 5.0)):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            break
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _end_strays(home: str) -> None:
    marker = f"HOME={home}".encode()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        with suppress(OSError):
            if marker in (entry / "environ").read_bytes().split(b"\0"):
                os.kill(int(entry.name), signal.SIGKILL)
