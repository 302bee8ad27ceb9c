"""The things that are tried, one function each."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from studio.base import settings
from studio.base.errors import FaultError
from studio.capture.selftest import FREE_BYTES
from studio.model.contract import DoctorItem, DoctorReport
from studio.sandbox.applications import find_command
from studio.sandbox.desktop import PrivateDesktop, missing_packages
from studio.sandbox.isolation import isolation_fault

_APT = "sudo apt-get install -y --no-install-recommends "
_OFFICE = "libreoffice-calc libreoffice-gtk3"
_SECONDS = 30


def examine() -> DoctorReport:
    """Try everything and return what was found, the installs that mend it included."""
    items: list[DoctorItem] = []
    for probe in (_channels, _sandbox, _applications, _recompute, _video, _window, _space):
        items.extend(_guarded(probe))
    return DoctorReport(items=tuple(items))


def _guarded(probe: Callable[[], Iterator[DoctorItem]]) -> Iterator[DoctorItem]:
    try:
        yield from probe()
    except (OSError, subprocess.SubprocessError, ImportError) as fault:
        detail = f"It could not be tried: {fault}"
        yield _item(probe.__name__.strip("_"), False, detail)


def _item(id: str, ok: bool, detail: str, install: str | None = None) -> DoctorItem:
    return DoctorItem(id=id, ok=ok, detail=detail, install=None if ok else install)


def _channels() -> Iterator[DoctorItem]:
    """Try a private display, and input and elements in it and in the session's own display."""
    if missing := missing_packages():
        names = " ".join(missing)
        yield _item("display", False, "Private displays lack programs.", _APT + names)
        for id in ("input", "elements"):
            yield _item(id, False, "It was not tried without a private display.", _APT + names)
        return
    begun = time.monotonic()
    try:
        with PrivateDesktop() as desktop:
            seconds = time.monotonic() - begun
            found = _probes_inside(desktop.environment)
    except FaultError as fault:
        yield _item("display", False, fault.in_shell)
        return
    own = os.environ.get("DISPLAY")
    session = f"this session shows {own}" if own else "this session has no display of its own"
    yield _item("display", True, f"A private display starts in {seconds:.1f} s; {session}.")
    yield from _of_probes("input", ("display", "input", "acting"), found)
    yield from _of_probes("elements", ("elements",), found)


def _probes_inside(environment: Mapping[str, str]) -> list[dict[str, object]]:
    path = str(Path(__file__).resolve().parents[2])
    result = subprocess.run(
        [sys.executable, "-P", "-m", "studio.doctor.inside"],
        env={**environment, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
    )
    with suppress(ValueError):
        found = json.loads(result.stdout)
        if isinstance(found, list):
            return found
    last = (result.stderr.strip().splitlines() or ["no answer"])[-1]
    return [{"id": id, "ok": False, "detail": last} for id in ("input", "elements")]


def _of_probes(
    id: str, parts: tuple[str, ...], found: list[dict[str, object]]
) -> Iterator[DoctorItem]:
    mine = [probe for probe in found if probe["id"] in parts]
    bad = next((probe for probe in mine if not probe["ok"]), None)
    if bad or not mine:
        detail = str(bad["detail"]) if bad else "It was not reached."
        package = str(bad["install"]) if bad and bad.get("install") else ""
        yield _item(id, False, detail, _APT + package if package else "make setup")
        return
    yield _item(id, True, " ".join(str(probe["detail"]) for probe in mine[-2:]))


def _sandbox() -> Iterator[DoctorItem]:
    fault = isolation_fault()
    if not fault:
        yield _item("sandbox", True, "Programs can be isolated.")
        return
    missing = "missing" in fault
    told = fault if missing else f"{fault}; allow user namespaces"
    yield _item("sandbox", False, f"{told[:1].upper()}{told[1:]}.", f"{_APT}bubblewrap")


def _applications() -> Iterator[DoctorItem]:
    command = find_command("libreoffice-calc")
    detail = " ".join(command) if command else "LibreOffice Calc is missing."
    yield _item("applications", command is not None, detail, _APT + _OFFICE)


def _recompute() -> Iterator[DoctorItem]:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    missing = "Without LibreOffice checks of workbooks with formulas end in an error."
    detail = f"Workbooks are recomputed by {program}." if program else missing
    yield _item("recompute", program is not None, detail, _APT + _OFFICE)


def _video() -> Iterator[DoctorItem]:
    if importlib.util.find_spec("av") is None:
        yield _item("video", False, "PyAV is missing.", "make setup")
        return
    from av.codec import codecs_available

    there = "libvpx-vp9" in codecs_available
    detail = "The VP9 encoder is there." if there else "PyAV has no VP9 encoder."
    yield _item("video", there, detail, "make setup")


def _window() -> Iterator[DoctorItem]:
    lacking = [n for n in ("PySide6", "qtawesome") if importlib.util.find_spec(n) is None]
    detail = f"{', '.join(lacking)} is missing." if lacking else "The window's library is there."
    yield _item("window", not lacking, detail, "make setup")


def _space() -> Iterator[DoctorItem]:
    place = settings.workspace().absolute()
    nearest = next(folder for folder in (place, *place.parents) if folder.exists())
    free = shutil.disk_usage(nearest).free
    detail = f"{free >> 20:,} MiB are free in {nearest}; a recording needs {FREE_BYTES >> 20}."
    yield _item("space", free >= FREE_BYTES, detail)
