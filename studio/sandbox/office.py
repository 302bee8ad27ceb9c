"""Recomputing workbooks: LibreOffice headless in a child with a fresh profile and a deadline."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from studio.base import atomic
from studio.base.errors import FaultError
from studio.base.settings import cache_folder
from studio.formats import digests

DEADLINE = 90.0
_ALWAYS = 0
_MACROS_NEVER = 3
_LINKS_NEVER = 1
_PROFILE = f"""<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" \
oor:op="fuse"><value>{_ALWAYS}</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" \
oor:op="fuse"><value>{_ALWAYS}</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop \
oor:name="MacroSecurityLevel" oor:op="fuse"><value>{_MACROS_NEVER}</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" \
oor:op="fuse"><value>{_LINKS_NEVER}</value></prop></item>
</oor:items>
"""


class OfficeRefusal(Exception):
    """The office program ran, but could not read the file: a fault of the file."""


def office_program() -> str | None:
    """Return the LibreOffice program of this machine, None if there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def recompute(workbook: Path, digest: str | None = None) -> Path:
    """Return an xlsx of `workbook` with every formula computed anew, cached by digest.

    Args:
        workbook: an xlsx or ods file; a copy of it is opened, never the file itself.
        digest: its SHA-256, if it is known.

    Raises:
        FaultError: if LibreOffice is missing or does not answer in time.
        OfficeRefusal: if it cannot read the file.
    """
    cached = cache_folder() / "recomputed" / f"{digest or digests.of_file(workbook)}.xlsx"
    if not cached.is_file():
        atomic.write_bytes(cached, _convert(workbook))
    return cached


def _convert(workbook: Path) -> bytes:
    program = office_program()
    if program is None:
        raise FaultError(
            "Workbooks with formulas need LibreOffice; "
            "install it with: sudo apt-get install libreoffice-calc"
        )
    with tempfile.TemporaryDirectory(prefix="studio-office-") as folder:
        place = Path(folder)
        settings = place / "profile/user/registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_PROFILE)
        source = place / f"book{workbook.suffix.lower()}"
        shutil.copyfile(workbook, source)
        command = [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(place / "out"),
            str(source),
        ]
        _run(command, place)
        made = place / "out/book.xlsx"
        if not made.is_file():
            raise OfficeRefusal("LibreOffice cannot open the file")
        return made.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    environment = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(DEADLINE)
    except subprocess.TimeoutExpired:
        raise FaultError(f"LibreOffice did not answer in {DEADLINE:.0f} s.") from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
