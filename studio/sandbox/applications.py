"""The programs of this machine: how a desktop-entry id is launched, found here, never in a task."""

import configparser
import os
import shlex
import shutil
from pathlib import Path

from studio.base import atomic
from studio.base.errors import FaultError

_PACKAGES = {
    "libreoffice-calc": "libreoffice-calc libreoffice-gtk3",
    "org.xfce.mousepad": "mousepad",
    "mousepad": "mousepad",
}
_OFFICE_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Save/Document"><prop oor:name="WarnAlienFormat" \
oor:op="fuse"><value>false</value></prop></item>
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


def find_command(application: str) -> list[str] | None:
    """Return the command of a desktop-entry id or a program on the PATH, None if it is not here."""
    for folder in _entry_folders():
        entry = folder / f"{application}.desktop"
        if not entry.is_file():
            continue
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        parser.read(entry, encoding="utf-8")
        command = parser.get("Desktop Entry", "Exec", fallback="")
        words = [word for word in shlex.split(command) if not word.startswith("%")]
        if words and shutil.which(words[0]):
            return words
    found = shutil.which(application)
    return [found] if found else None


def launch_command(application: str, document: Path) -> list[str]:
    """Return the command that opens `document` with `application`.

    Raises:
        FaultError: if the application is not installed; the sentence names the package.
    """
    command = find_command(application)
    if command is None:
        package = _PACKAGES.get(application, application)
        raise FaultError(
            f"{application} is not installed; install it with: sudo apt-get install {package}"
        )
    if Path(command[0]).name in ("libreoffice", "soffice"):
        command = [*command, "--norestore", "--nologo"]
    return [*command, str(document)]


def prepare_home(home: Path) -> None:
    """Give office programs in a fresh home the settings that keep questions away."""
    profile = home / ".config/libreoffice/4/user/registrymodifications.xcu"
    atomic.write_text(profile, _OFFICE_SETTINGS)
