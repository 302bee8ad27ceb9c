"""Running a program where it can do no harm: own namespaces, no network, another user, caps.

On Linux bubblewrap makes the namespaces. It is never started as root, whose number it would map to
that of the host: root first becomes nobody. Places that nobody may not enter, such as an
interpreter under a home, are bound to a fresh folder in a mount namespace of its own before that.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import TracebackType
from weakref import WeakSet

from studio.base.errors import FaultError
from studio.base.ids import new_id
from studio.sandbox.cgroups import Cage, open_cage

INSIDE = "STUDIO_ISOLATED"
_NOBODY = 65534
_OPEN_TO_ALL = "/tmp"
_PROBE_SECONDS = 20.0
_SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_SETTINGS = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/libreoffice",
    "/etc/localtime",
    "/etc/nsswitch.conf",
    "/etc/passwd",
)


@dataclass(frozen=True)
class Limits:
    """What all processes of a sandbox may use together."""

    memory_bytes: int = 4 << 30
    processes: int = 256
    scratch_bytes: int = 1 << 30
    file_bytes: int = 1 << 30


@dataclass(frozen=True)
class Bind:
    """A folder or file of this machine that is seen inside; only for reading by default."""

    source: Path
    inside: str
    writable: bool = False


def is_inside() -> bool:
    """Tell whether this process already runs in a sandbox of the studio."""
    return os.environ.get(INSIDE) == "1"


def isolation_fault() -> str:
    """Return why programs cannot be isolated on this machine, empty if they can."""
    if not sys.platform.startswith("linux"):
        return "programs can be isolated on Linux only"
    for program in ("bwrap", "setpriv", "unshare"):
        if shutil.which(program) is None:
            return f"{program} is missing; the package bubblewrap has to be installed"
    return _tried()


@cache
def _tried() -> str:
    try:
        with Sandbox(["/usr/bin/true"]) as sandbox:
            _, told = sandbox.process.communicate(timeout=_PROBE_SECONDS)
    except (OSError, FaultError, subprocess.TimeoutExpired) as fault:
        return f"bubblewrap does not start ({fault})"
    if sandbox.process.returncode == 0:
        return ""
    lines = told.decode("utf-8", "replace").strip().splitlines()
    return f"bubblewrap does not start ({lines[-1] if lines else 'no reason given'})"


@dataclass(eq=False)
class Sandbox:
    """A running program with pipes for input, output and errors; leaving ends all of it.

    Args:
        command: the program, as it is found inside.
        binds: what it sees beside the system's own programs.
        environment: all of its variables but HOME, TMPDIR and PATH, which are made for it.
        limits: what it may use.

    Raises:
        FaultError: if it cannot be started.
    """

    command: Sequence[str]
    binds: Sequence[Bind] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        self._root = os.geteuid() == 0
        self._name = new_id("cage-")
        self._cage: Cage | None = None
        # Whatever TMPDIR says: the other user must come through every folder above it.
        self._mounts = Path(tempfile.mkdtemp(prefix="studio-cage-", dir=_OPEN_TO_ALL))
        self._mounts.chmod(0o711)
        try:
            self.process = self._start()
        except OSError as fault:
            self.close()
            raise FaultError(f"The sandbox does not start: {fault}.") from None
        _open.add(self)

    @property
    def has_cage(self) -> bool:
        """Whether a control group limits memory and the number of processes."""
        return self._cage is not None

    def _start(self) -> "subprocess.Popen[bytes]":
        self._cage = open_cage(self._name, self.limits.memory_bytes, self.limits.processes)
        script = [f"ulimit -c 0; ulimit -f {self.limits.file_bytes >> 9}"]
        if self._cage is None:
            script.append(f"ulimit -v {self.limits.memory_bytes >> 10}")
        else:
            script += [f"echo $$ > {place}" for place in self._cage.procs]
        binds = list(self.binds)
        if self._root:
            script += self._mounting(binds)
        script.append(f"exec {shlex.join([*self._dropping(), *self._bwrap(binds)])}")
        shell = ["/bin/sh", "-e", "-c", "\n".join(script)]
        return subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", *shell] if self._root else shell,
            cwd="/",
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def _mounting(self, binds: list[Bind]) -> list[str]:
        """Return the lines that bind each place where nobody may enter; `binds` follow them."""
        lines = []
        for number, bind in enumerate(binds):
            place = self._mounts / str(number)
            if bind.source.is_dir():
                place.mkdir()
            else:
                place.touch()
            lines.append(f"mount --bind {shlex.quote(str(bind.source))} {shlex.quote(str(place))}")
            binds[number] = Bind(place, bind.inside, bind.writable)
        return lines

    def _dropping(self) -> list[str]:
        if not self._root:
            return []
        return ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]

    def _bwrap(self, binds: Sequence[Bind]) -> list[str]:
        words = ["bwrap", "--unshare-all", "--unshare-user", "--disable-userns", "--new-session"]
        words += ["--ro-bind", "/usr", "/usr"]
        for name in _SYSTEM:
            place = Path(name)
            if place.is_symlink():
                words += ["--symlink", str(place.readlink()), name]
            elif place.is_dir():
                words += ["--ro-bind", name, name]
        for name in _SETTINGS:
            words += ["--ro-bind-try", name, name]
        words += ["--proc", "/proc", "--dev", "/dev"]
        words += ["--size", str(self.limits.scratch_bytes), "--tmpfs", "/tmp"]
        for bind in binds:
            words += ["--bind" if bind.writable else "--ro-bind", str(bind.source), bind.inside]
        words += ["--remount-ro", "/", "--chdir", "/tmp", "--clearenv"]
        variables = {"PATH": "/usr/bin:/bin", "HOME": "/tmp", "TMPDIR": "/tmp", INSIDE: "1"}
        for name, value in {**variables, **self.environment}.items():
            words += ["--setenv", name, value]
        return [*words, "--", *self.command]

    def end(self) -> None:
        """End every process inside; what was made for them is left to `close`."""
        _end_children(self.process.pid)
        with suppress(ProcessLookupError):
            self.process.kill()

    def close(self) -> None:
        """End every process inside and take away what was made for them."""
        _open.discard(self)
        if process := getattr(self, "process", None):
            _end_children(process.pid)
            with suppress(ProcessLookupError):
                process.kill()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream:
                    with suppress(OSError):
                        stream.close()
            process.wait()
        if self._cage is not None:
            self._cage.close()
        shutil.rmtree(self._mounts, ignore_errors=True)

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


_open: "WeakSet[Sandbox]" = WeakSet()


def end_sandboxes() -> None:
    """End what runs in the sandboxes of this process, which is about to be left itself."""
    for sandbox in tuple(_open):
        sandbox.end()


def _end_children(process: int) -> None:
    """End the children of a process; the first one of a namespace takes all others with it."""
    with suppress(OSError, ValueError):
        listed = Path(f"/proc/{process}/task/{process}/children").read_text()
        for child in listed.split():
            os.kill(int(child), signal.SIGKILL)


def python_binds(package: Path) -> list[Bind]:
    """Return what this interpreter, its environment and the package at `package` need inside.

    The package is found below `/app`.
    """
    prefixes = dict.fromkeys(Path(place) for place in (sys.base_prefix, sys.prefix))
    outside_system = [place for place in prefixes if not place.is_relative_to("/usr")]
    return [*(Bind(place, str(place)) for place in outside_system), Bind(package, "/app/studio")]
