"""Installed releases of the O*NET database: task statements, definitions, work activities.

```
STATE/onet/30.1/
  release.json      which release, from which file, when, how much, digest of the tables
  occupations.tsv   code, title, definition
  statements.tsv    task id, code, kind, statement
  activities.tsv    activity id, detailed work activity
  links.tsv         task id, activity id
```
They stand side by side; the newest is meant where none is named. Task statements are sentences of
others, so none comes with the program.
"""

import hashlib
import secrets
import shutil
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import Field, ValidationError

from studio.base import atomic, clock, settings
from studio.base.errors import UserError
from studio.base.regular import read_regular
from studio.model.frozen import Digest, Frozen
from studio.taxonomy import reading
from studio.taxonomy.archives import files_of
from studio.taxonomy.occupations import find
from studio.taxonomy.reading import LAYOUTS, Row, Tell

PAGE = "https://www.onetcenter.org/database.html"
_RECORD = "release.json"
_MAX_RECORD = 64 * 1024
_MAX_TABLE = 64 * 1024 * 1024


class Statement(Frozen):
    """A task statement: its id, its sentence, and `Core`, `Supplemental` or nothing."""

    id: str
    text: str
    kind: str


class Activity(Frozen):
    """A detailed work activity."""

    id: str
    text: str


class Release(Frozen):
    """`release.json`: one installed release; `notes` say what it lacks."""

    format: Literal["onet-release"] = "onet-release"
    version: Literal[1] = 1
    number: str = Field(pattern=r"^\d{1,3}\.\d{1,2}$")
    source: str
    installed: str
    digest: Digest
    occupations: int
    statements: int
    activities: int
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How mappings name it, such as `O*NET 30.1`."""
        return f"O*NET {self.number}"


def none_installed() -> UserError:
    """Return the fault that says how to get task statements."""
    told = (
        "Task statements come with a release of O*NET: fetch the text archive of the database "
        f"from {PAGE} and install it"
    )
    return UserError(
        f"{told} on Occupations.", f"{told} with: studio occupations install db_30_1_text.zip"
    )


def how_to_get() -> str:
    """Return the sentence that says to who types commands how to get task statements."""
    return none_installed().in_shell


def _home() -> Path:
    return settings.state_folder() / "onet"


def _folders() -> list[Path]:
    home = _home()
    if not home.is_dir():
        return []
    return sorted(place for place in home.iterdir() if not place.name.startswith("."))


def _release_in(folder: Path) -> Release | None:
    try:
        content = read_regular(folder / _RECORD, _MAX_RECORD)
        found = Release.model_validate_json(content or b"")
    except (OSError, ValidationError):
        return None
    return found if found.number == folder.name else None


def installed() -> tuple[Release, ...]:
    """Return the installed releases, the newest first."""
    found = [release for folder in _folders() if (release := _release_in(folder))]
    return tuple(sorted(found, key=lambda release: _age(release.number), reverse=True))


def _age(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


def damaged() -> tuple[str, ...]:
    """Return what stands among the releases and cannot be read, or is newer than this program."""
    return tuple(folder.name for folder in _folders() if _release_in(folder) is None)


def release_of(name: str | None) -> Release | None:
    """Return an installed release by `30.1` or `O*NET 30.1`, the newest for None."""
    found = installed()
    if name is None:
        return found[0] if found else None
    number = name.strip().removeprefix("O*NET ")
    return next((release for release in found if release.number == number), None)


def install(path: Path, number: str = "", tell: Tell = lambda sentence: None) -> Release:
    """Read, verify and keep the release in an archive or folder.

    Args:
        path: the text or Excel archive, or a folder of tables.
        number: which release it is, if `path` does not tell.
        tell: is told of progress, a sentence at a time.

    Returns:
        The release; the same one again if it was installed already.

    Raises:
        UserError: if it is not whole, or another content is installed under its number.
        HostileInputError: if the archive tries to harm.
    """
    content = reading.read(files_of(path), number, tell)
    texts = {name: _text(rows) for name, rows in content.rows.items()}
    release = Release(
        number=content.number,
        source=path.resolve().name,
        installed=clock.utc_now(),
        digest=_digest(texts),
        occupations=len(content.rows["occupations"]),
        statements=len(content.rows["statements"]),
        activities=len(content.rows["activities"]),
        notes=content.notes,
    )
    if there := _already(release):
        if there.digest == release.digest:
            return there
        tell(f"Replacing the part that holds {there.occupations:,} occupations")
    tell("Writing")
    _keep(release, texts)
    return release


def _already(release: Release) -> Release | None:
    """Return what is installed under the number of a release, if it is the same or only a part."""
    folder = _home() / release.number
    if not (folder.exists() or folder.is_symlink()):
        return None
    there = _release_in(folder)
    if there and there.digest == release.digest and _stored_digest(folder) == release.digest:
        return there
    if there and there.occupations < release.occupations:
        return there
    what = f"made from {there.source}" if there else "that cannot be read"
    told = f"Another {release.name} {what} is installed; remove it first"
    raise UserError(
        f"{told}.", f"{told} with: studio occupations install --remove {release.number}"
    )


def _text(rows: tuple[Row, ...]) -> str:
    return "".join("\t".join(row) + "\n" for row in sorted(rows))


def _digest(texts: Mapping[str, str]) -> str:
    total = hashlib.sha256()
    for name in sorted(texts):
        total.update(f"{name}\0{len(texts[name].encode())}\0{texts[name]}".encode())
    return total.hexdigest()


def _stored_digest(folder: Path) -> str | None:
    try:
        return _digest({name: _stored(folder, name) for name in LAYOUTS})
    except UserError:
        return None


def _keep(release: Release, texts: Mapping[str, str]) -> None:
    """Write a release beside its place and move it there, so that it is there whole or not.

    What stands there gives way once all is written.
    """
    home = _home()
    home.mkdir(parents=True, exist_ok=True)
    place = home / release.number
    beside, aside = (home / f".{release.number}.{secrets.token_hex(4)}.part" for _ in range(2))
    try:
        for name, text in texts.items():
            atomic.write_text(beside / f"{name}.tsv", text)
        atomic.write_text(beside / _RECORD, release.model_dump_json(indent=2) + "\n")
        if place.exists():
            place.rename(aside)
        beside.rename(place)
    finally:
        if aside.exists() and not place.exists():
            aside.rename(place)
        shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(aside, ignore_errors=True)
    atomic.sync_folder(home)


def remove(name: str) -> str:
    """Remove an installed release, readable or not, and return its number.

    Raises:
        UserError: if it is not installed; names those that are.
    """
    number = name.strip().removeprefix("O*NET ")
    found = {folder.name: folder for folder in _folders()}
    if number not in found:
        there = ", ".join(found) or "none"
        raise UserError(f"O*NET {number} is not installed; installed: {there}.")
    aside = _home() / f".{number}.{secrets.token_hex(4)}.part"
    found[number].rename(aside)
    if aside.is_symlink() or not aside.is_dir():
        aside.unlink()
    else:
        shutil.rmtree(aside)
    return number


def _stored(folder: Path, name: str) -> str:
    try:
        content = read_regular(folder / f"{name}.tsv", _MAX_TABLE)
        if content is not None:
            return content.decode()
    except (OSError, UnicodeDecodeError):
        pass
    raise _broken(folder)


def _broken(folder: Path) -> UserError:
    told = f"The installed O*NET {folder.name} is damaged; remove it"
    typed = f"with: studio occupations install --remove {folder.name}"
    again = "and install it again."
    return UserError(f"{told} {again}", f"{told} {typed} {again}")


def _rows(folder: Path, name: str) -> list[list[str]]:
    rows = [line.split("\t") for line in _stored(folder, name).split("\n")[:-1]]
    width = len(LAYOUTS[name].columns)
    if any(len(row) != width for row in rows):
        raise _broken(folder)
    return rows


# The digest is in the keys so that a release installed anew under its number is read anew.
@lru_cache(maxsize=4)
def _statements(folder: Path, digest: str) -> Mapping[str, tuple[Statement, ...]]:
    found: dict[str, list[Statement]] = {}
    for task, code, kind, text in _rows(folder, "statements"):
        found.setdefault(code, []).append(Statement(id=task, text=text, kind=kind))
    return MappingProxyType({code: _core_first(listed) for code, listed in found.items()})


def _core_first(listed: list[Statement]) -> tuple[Statement, ...]:
    return tuple(sorted(listed, key=lambda one: (one.kind != "Core", int(one.id))))


@lru_cache(maxsize=4)
def _definitions(folder: Path, digest: str) -> Mapping[str, str]:
    return MappingProxyType({code: text for code, _, text in _rows(folder, "occupations")})


@lru_cache(maxsize=4)
def _activities(folder: Path, digest: str) -> Mapping[str, tuple[Activity, ...]]:
    named = {key: Activity(id=key, text=text) for key, text in _rows(folder, "activities")}
    found: dict[str, list[Activity]] = {}
    for task, activity in _rows(folder, "links"):
        if activity not in named:
            raise _broken(folder)
        found.setdefault(task, []).append(named[activity])
    return MappingProxyType({task: tuple(listed) for task, listed in found.items()})


def statements(code: str, release: str | None = None) -> tuple[Statement, ...]:
    """Return the task statements of an occupation, core ones first.

    There are none without that release (see `how_to_get`), and none for what O*NET has not
    described: military and All Other occupations.

    Args:
        code: of O*NET-SOC 2019, or a SOC 2018 code for its general occupation.
        release: `30.1` or `O*NET 30.1`; the newest if None.

    Raises:
        UserError: if there is no such code, or the release is damaged.
    """
    occupation = find(code)
    found = release_of(release)
    return _statements(*_key(found)).get(occupation.code, ()) if found else ()


def definition(code: str, release: str | None = None) -> str:
    """Return what O*NET says an occupation does, "" without that release; see `statements`."""
    occupation = find(code)
    found = release_of(release)
    return _definitions(*_key(found)).get(occupation.code, "") if found else ""


def activities(task_id: str, release: str | None = None) -> tuple[Activity, ...]:
    """Return the detailed work activities of a task, none without that release."""
    found = release_of(release)
    return _activities(*_key(found)).get(task_id, ()) if found else ()


def _key(release: Release) -> tuple[Path, str]:
    return _home() / release.number, release.digest
