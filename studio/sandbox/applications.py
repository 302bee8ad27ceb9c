"""The programs of this machine: how a desktop-entry id is launched, found here, never in a task."""

import configparser
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.base import atomic
from studio.base.remedies import to_install

_PACKAGES = {
    "libreoffice-calc": "libreoffice-calc libreoffice-gtk3",
    "org.xfce.mousepad": "mousepad",
    "mousepad": "mousepad",
}
_FILE_MARKS = ("%f", "%F", "%u", "%U")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_OFFICE_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Save/Document"><prop oor:name="WarnAlienFormat" \
oor:op="fuse"><value>{asks}</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" \
oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Save/Document"><prop oor:name="AutoSave" \
oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


def _entry_folders() -> list[Path]:
    places = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local/share")
    return [Path(place) / "applications" for place in [home, *places.split(":")] if place]


@dataclass(frozen=True)
class Application:
    """A program of this machine that opens files: its desktop-entry id and its name."""

    id: str
    name: str


def _entries(application: str = "") -> Iterator[Path]:
    """Yield the desktop entries of an id, or all; ids in tasks have small letters only."""
    for folder in _entry_folders():
        if not folder.is_dir():
            continue
        for entry in sorted(folder.glob("*.desktop")):
            if entry.is_file() and application.lower() in ("", entry.stem.lower()):
                yield entry


def _read(entry: Path) -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read(entry, encoding="utf-8")
        return dict(parser["Desktop Entry"])
    except (configparser.Error, UnicodeDecodeError, KeyError):
        return {}


def _command(entry: dict[str, str]) -> list[str]:
    try:
        words = shlex.split(entry.get("Exec", ""))
    except ValueError:
        return []
    return [word for word in words if not word.startswith("%")]


def find_command(application: str) -> list[str] | None:
    """Return the command of a desktop-entry id or a program on the PATH, None if it is not here."""
    for entry in _entries(application):
        words = _command(_read(entry))
        if words and shutil.which(words[0]):
            return words
    found = shutil.which(application)
    return [found] if found else None


def application_name(application: str) -> str:
    """Return what a program calls itself on this machine, its id if it is not here."""
    named = (_read(entry).get("Name", "") for entry in _entries(application))
    return next((name for name in named if name), application)


def installed_applications() -> tuple[Application, ...]:
    """Return the programs of this machine that open files on a desktop, by name."""
    found: dict[str, Application] = {}
    for place in _entries():
        identifier, entry = place.stem.lower(), _read(place)
        hidden = "true" in (entry.get("NoDisplay"), entry.get("Hidden"), entry.get("Terminal"))
        opens = any(mark in entry.get("Exec", "").split() for mark in _FILE_MARKS)
        words = _command(entry)
        if hidden or not opens or not _ID.fullmatch(identifier) or identifier in found:
            continue
        if words and shutil.which(words[0]):
            found[identifier] = Application(identifier, entry.get("Name", identifier))
    return tuple(sorted(found.values(), key=lambda known: (known.name.casefold(), known.id)))


def launch_command(application: str, document: Path) -> list[str]:
    """Return the command that opens `document` with `application`.

    Raises:
        FaultError: if the application is not installed; the sentence names the package.
    """
    command = find_command(application)
    if command is None:
        package = _PACKAGES.get(application, application)
        raise to_install(f"{application} is not installed", package)
    if Path(command[0]).name in ("libreoffice", "soffice"):
        command = [*command, "--norestore", "--nologo"]
    return [*command, str(document)]


def prepare_home(home: Path, asks_format: bool = False) -> None:
    """Give office programs in a fresh home the settings that keep questions away.

    Args:
        home: the home folder.
        asks_format: whether they shall ask, as they do by themselves, before they save in a format
            that is not their own.
    """
    profile = home / ".config/libreoffice/4/user/registrymodifications.xcu"
    atomic.write_text(profile, _OFFICE_SETTINGS.format(asks=str(asks_format).lower()))
