"""Workbooks computed anew and documents laid out by LibreOffice, in a child process of its own."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from studio.base import atomic
from studio.base.pace import UNHEARD, Pace
from studio.base.regular import read_regular
from studio.base.remedies import to_examine, to_install
from studio.base.settings import cache_folder, shared_cache
from studio.formats import digests
from studio.sandbox.isolation import Bind, Limits, Sandbox, is_inside, isolation_fault

DEADLINE = 60.0
RECOMPUTED = "recomputed"
_MAX_RESULT_BYTES = 256 * 1024 * 1024
_TOGETHER = 40
_MEMORY_KIB = 4 * 1024 * 1024
# Ends it also where whoever waits for it was killed; then nobody else does.
_LEASH = ("/usr/bin/timeout", "--kill-after=1")
_GRACE = 5.0
_LOOK_SECONDS = 0.2
_BOOKS_NEED = ("Workbooks with formulas need LibreOffice", "libreoffice-calc")
_PAGES_NEED = (
    "The pages of a docx or odt file are counted with LibreOffice Writer",
    "libreoffice-writer",
)
# 0 is "always recalculate", 2 is "never update", 3 is "very high".
_SETTINGS = (
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Setup/L10N", "ooSetupSystemLocale", "en-US"),
)
_SURROUNDINGS = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "SAL_USE_VCLPLUGIN": "svp"}
_CONTROL = b"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2" \
office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body>\
<office:spreadsheet><table:table table:name="S"><table:table-row>\
<table:table-cell table:formula="of:=1+1"/></table:table-row></table:table>\
</office:spreadsheet></office:body></office:document>
"""


_CONTROL_TEXT = b"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2" \
office:mimetype="application/vnd.oasis.opendocument.text"><office:body>\
<office:text><text:p>1</text:p></office:text></office:body></office:document>
"""


@dataclass(frozen=True)
class _Aim:
    """What the program makes of a file: its ending, the filter, a file that surely works."""

    ending: str
    filter: str
    control: tuple[str, bytes]
    broken: str
    refused: str
    needs: tuple[str, str]
    doing: str


_BOOK = _Aim(
    "xlsx",
    "xlsx:Calc MS Excel 2007 XML",
    (".fods", _CONTROL),
    "LibreOffice computes nothing on this machine",
    "LibreOffice cannot compute it",
    _BOOKS_NEED,
    "computing workbooks",
)
_PAGES = _Aim(
    "pdf",
    "pdf",
    (".fodt", _CONTROL_TEXT),
    "LibreOffice lays out no document on this machine",
    "LibreOffice cannot lay it out",
    _PAGES_NEED,
    "laying out documents",
)


class OfficeRefusal(Exception):
    """The office program works, but cannot compute this file: a fault of the file."""


def office_program() -> str | None:
    """Return the LibreOffice program of this machine, None if there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def recompute(workbook: Path, digest: str | None = None, deadline: float = DEADLINE) -> Path:
    """Return an xlsx of `workbook` with every formula computed anew, cached by digest.

    Macros do not run and links are not followed.

    Args:
        workbook: an xlsx or ods file; a copy of it is opened, never the file itself.
        digest: its SHA-256, if it is known.
        deadline: seconds, after which the whole process group is killed.

    Raises:
        FaultError: if LibreOffice is missing or computes nothing at all on this machine.
        OfficeRefusal: if it cannot compute the file in time.
    """
    return _made(workbook, digest, deadline, _BOOK)


def lay_out(document: Path, digest: str | None = None, deadline: float = DEADLINE) -> Path:
    """Return a PDF of `document` as it is printed on this machine, cached by digest.

    Where a page ends depends on the fonts that are installed. Macros do not run, and links are not
    followed.

    Args:
        document: a docx or odt file; a copy of it is opened, never the file itself.
        digest: its SHA-256, if it is known.
        deadline: seconds, after which the whole process group is killed.

    Raises:
        FaultError: if LibreOffice is missing or lays out nothing at all on this machine.
        OfficeRefusal: if it cannot lay out the file in time.
    """
    if not lays_out():
        raise to_install(*_PAGES_NEED)
    return _made(document, digest, deadline, _PAGES)


def lays_out() -> bool:
    """Tell whether the LibreOffice of this machine has the part that lays out documents."""
    program = office_program()
    if program is None:
        return False
    beside = Path(program).resolve().parent
    # An installation that keeps its parts elsewhere is tried.
    return any(beside.glob("*swlo.*")) or not any(beside.glob("*sclo.*"))


def _made(source: Path, digest: str | None, deadline: float, aim: _Aim) -> Path:
    name = f"{digest or digests.of_file(source)}.{aim.ending}"
    cached = cache_folder() / RECOMPUTED / name
    shared = shared_cache()
    for place in (cached, shared / RECOMPUTED / name if shared else cached):
        if place.is_file():
            return place
    made = _convert(source.read_bytes(), source.suffix.lower(), deadline, aim)
    if made is None:
        # A file that only this program chokes on must not pass for a fault of the machine.
        suffix, control = aim.control
        if _convert(control, suffix, DEADLINE, aim) is None:
            raise to_examine(aim.broken)
        raise OfficeRefusal(aim.refused)
    atomic.write_bytes(cached, made)
    # The user that a sandbox runs as reads it too; the folders above keep everybody else out.
    cached.chmod(0o644)
    return cached


def computed_here() -> list[str]:
    """Return the digests of the files that this process had to compute or lay out itself."""
    return [place.stem for place in (cache_folder() / RECOMPUTED).glob("*.*")]


def recompute_ahead(workbooks: Mapping[str, tuple[str, bytes]], pace: Pace = UNHEARD) -> None:
    """Fill the cache of `recompute` for many workbooks, forty with each start of the program.

    What it cannot compute is left out, and `recompute` finds the reason.

    Args:
        workbooks: for each digest the suffix and the content of an xlsx or ods file.
        pace: hears how many are computed.

    Raises:
        Stopped: if nobody waits any more; the program is ended then.
    """
    _ahead(workbooks, _BOOK, pace)


def lay_out_ahead(documents: Mapping[str, tuple[str, bytes]], pace: Pace = UNHEARD) -> None:
    """Fill the cache of `lay_out` for many documents, as `recompute_ahead` does for workbooks."""
    if lays_out():
        _ahead(documents, _PAGES, pace)


def _ahead(sources: Mapping[str, tuple[str, bytes]], aim: _Aim, pace: Pace) -> None:
    if office_program() is None:
        return
    folder = cache_folder() / RECOMPUTED
    missing = [
        (f"{digest}{suffix}", content)
        for digest, (suffix, content) in sources.items()
        if not (folder / f"{digest}.{aim.ending}").is_file()
    ]
    for start in range(0, len(missing), _TOGETHER):
        some = dict(missing[start:][:_TOGETHER])
        turn = _Turn(pace, aim.doing, start, len(missing))
        for name, made in _convert_all(some, DEADLINE * 2, aim, turn).items():
            atomic.write_bytes(folder / name, made)
            (folder / name).chmod(0o644)
    if missing:
        pace.at(aim.doing, len(missing), len(missing))


def _convert(content: bytes, suffix: str, deadline: float, aim: _Aim) -> bytes | None:
    return _convert_all({f"file{suffix}": content}, deadline, aim).get(f"file.{aim.ending}")


@dataclass(frozen=True)
class _Turn:
    """One start of the program among several: how many files were done before, and of how many."""

    pace: Pace = UNHEARD
    doing: str = ""
    before: int = 0
    of: int = 0

    def look(self, out: Path) -> None:
        """Tell how many files are there by now.

        Raises:
            Stopped: if nobody waits for them any more.
        """
        made = sum(1 for _ in out.iterdir()) if out.is_dir() else 0
        self.pace.at(self.doing, min(self.before + made, self.of), self.of)


def _convert_all(
    sources: Mapping[str, bytes], deadline: float, aim: _Aim, turn: _Turn | None = None
) -> dict[str, bytes]:
    """Return by name what the program makes of some files; what it refuses is left out."""
    command = office_program()
    if command is None:
        raise to_install(*aim.needs)
    with tempfile.TemporaryDirectory(prefix="studio-office-", ignore_cleanup_errors=True) as name:
        # Open for the user inside; the folder around it keeps everybody else out.
        place = Path(name) / "work"
        place.mkdir()
        for file, content in sources.items():
            (place / file).write_bytes(content)
        _write_profile(place / "profile")
        words = partial(_words, command, names=list(sources), aim=aim)
        _run(words, place, deadline, turn or _Turn())
        made = {}
        for file in sources:
            result = f"{Path(file).stem}.{aim.ending}"
            with suppress(OSError):
                computed = read_regular(place / "out" / result, _MAX_RESULT_BYTES)
                if computed is not None:
                    made[result] = computed
        return made


def _words(command: str, place: str, names: Sequence[str], aim: _Aim) -> list[str]:
    words = [command, "--headless", "--norestore", "--nologo", "--nolockcheck"]
    words += [f"-env:UserInstallation=file://{place}/profile"]
    words += ["--convert-to", aim.filter, "--outdir", f"{place}/out"]
    return [*words, *(f"{place}/{name}" for name in names)]


def _run(words: Callable[[str], list[str]], place: Path, deadline: float, turn: _Turn) -> None:
    """Let the program convert some files into `out`, in a sandbox if there is one."""
    if is_inside() or isolation_fault():
        _await(words(str(place)), place, deadline, turn)
        return
    for found in (place, *place.rglob("*")):
        found.chmod(0o777 if found.is_dir() else 0o666)
    inside = "/tmp/book"
    limits = Limits(memory_bytes=_MEMORY_KIB << 10, file_bytes=_MAX_RESULT_BYTES)
    with (
        suppress(subprocess.TimeoutExpired),
        Sandbox(
            [*_LEASH, str(deadline + _GRACE), *words(inside)],
            [Bind(place, inside, writable=True)],
            {"HOME": inside, "TMPDIR": inside, **_SURROUNDINGS},
            limits,
        ) as sandbox,
    ):
        _follow(sandbox.process, place / "out", deadline, turn)


def _follow(process: "subprocess.Popen[bytes]", out: Path, deadline: float, turn: _Turn) -> None:
    """Wait until a program ends, and look now and then how many files it has made.

    Raises:
        subprocess.TimeoutExpired: if it takes too long.
        Stopped: if nobody waits for them any more.
    """
    until = time.monotonic() + deadline
    while True:
        turn.look(out)
        left = until - time.monotonic()
        try:
            # Its pipes are emptied meanwhile, or it would wait for that when they are full.
            process.communicate(timeout=max(0.0, min(left, _LOOK_SECONDS)))
        except subprocess.TimeoutExpired:
            if left <= _LOOK_SECONDS:
                raise
        else:
            return


def _write_profile(profile: Path) -> None:
    items = "\n".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{items}\n</oor:items>\n'
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(text)


def _await(words: list[str], place: Path, deadline: float, turn: _Turn) -> None:
    """Let the program end by itself or kill it with all that it started."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(place),
        "TMPDIR": str(place),
        **_SURROUNDINGS,
    }
    # The shell sets the limits in itself and then becomes the program: no moment without them.
    limits = f'ulimit -c 0; ulimit -v {_MEMORY_KIB}; exec "$@"'
    process = subprocess.Popen(
        ["/bin/sh", "-c", limits, "sh", *words],
        cwd=place,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # The missing result tells the caller that it was killed.
    try:
        with suppress(subprocess.TimeoutExpired):
            _follow(process, place / "out", deadline, turn)
    finally:
        _kill_group(process)


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
