"""Checks of whole files and folders: there, not there, or the very bytes."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import re2
from pydantic import Field

from studio.formats import digests, layout
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.places import locate
from studio.grading.readers.values import legible
from studio.model.check import Check, Target
from studio.model.frozen import Digest, Frozen


def pattern_of(pattern: str) -> Callable[[str], bool]:
    """Return what tells whether a path matches: `*` and `?` within a name, `**` across folders."""
    pieces = []
    rest = pattern
    while rest:
        taken = next((mark for mark in ("**/", "**", "*", "?") if rest.startswith(mark)), rest[0])
        meant = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
        pieces.append(meant.get(taken) or re2.escape(taken))
        rest = rest[len(taken) :]
    compiled = re2.compile("".join(pieces))
    return lambda path: compiled.fullmatch(path) is not None


def matching(files: Iterable[str], patterns: Iterable[str]) -> list[str]:
    """Return the paths that match one of the patterns, in order."""
    fits = [pattern_of(pattern) for pattern in patterns]
    return [path for path in files if any(fit(path) for fit in fits)]


def files_below(folder: Path | None) -> dict[str, Path]:
    """Return the files below a folder by path, without what office programs leave behind."""
    if folder is None or not folder.is_dir():
        return {}
    found = digests.regular_files(folder)
    return {path: place for path, place in found if not layout.is_office_litter(place.name)}


def named(paths: Iterable[str], most: int = 5) -> str:
    """Return paths as a sentence names them, at most `most` of them."""
    names = [legible(path) for path in paths]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


class FileExistsParameters(Frozen):
    """How large the file must be at least."""

    min_bytes: int = Field(
        default=1, ge=0, title="Bytes at least", description="How large the file must be."
    )


def _file_exists(
    check: Check, parameters: FileExistsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    place = locate(grounds.output, target.path)
    if place is None:
        told = f"{target.path} is missing."
        return failed(told, public=told, place=target.path, expected="a file", found=None)
    size = place.stat().st_size
    evidence: dict[str, Any] = {
        "place": target.path,
        "expected": parameters.min_bytes,
        "found": size,
    }
    if size < parameters.min_bytes:
        told = f"{target.path} holds only {size} bytes."
        return failed(told, public=told, **evidence)
    return passed(f"{target.path} is there.", **evidence)


def _file_exists_sentence(
    check: Check, parameters: FileExistsParameters, target: Target, grounds: Grounds
) -> str:
    size = f" of at least {parameters.min_bytes:,} bytes" if parameters.min_bytes > 1 else ""
    return f"There is a file {target.path}{size}"


class FileAbsentParameters(Frozen):
    """Nothing to set: the target, which may be a pattern, names what must not be there."""


def _file_absent(
    check: Check, parameters: FileAbsentParameters, target: Target, grounds: Grounds
) -> Judgement:
    found = matching(files_below(grounds.output), [target.path])
    if not found:
        return passed(f"There is no {target.path}.", place=target.path, found=[])
    told = f"{named(found)} must not be there."
    return failed(told, public=told, place=target.path, expected=None, found=found[:EVIDENCE_CAP])


def _file_absent_sentence(
    check: Check, parameters: FileAbsentParameters, target: Target, grounds: Grounds
) -> str:
    return f"There is no file {target.path}"


class FileDigestParameters(Frozen):
    """The SHA-256 that a file must have."""

    digest: Digest | None = Field(
        default=None,
        title="SHA-256",
        description="64 hexadecimal digits; those of the reference's file if left out.",
    )


def _digest_wanted(parameters: FileDigestParameters, target: Target, grounds: Grounds) -> str:
    place = locate(grounds.reference, target.path)
    return parameters.digest or (digests.of_file(place) if place else "")


def _file_digest(
    check: Check, parameters: FileDigestParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    wanted = _digest_wanted(parameters, target, grounds)
    place = locate(grounds.output, target.path)
    found = digests.of_file(place) if place else None
    evidence: dict[str, Any] = {"place": target.path, "expected": wanted, "found": found}
    if found is None:
        told = f"{target.path} is missing."
        return failed(told, public=told, **evidence)
    if found != wanted:
        told = f"{target.path} is not the very file that was asked for."
        return failed(told, public=told, **evidence)
    return passed(f"{target.path} is the very file.", **evidence)


def _file_digest_fit(
    check: Check, parameters: FileDigestParameters, target: Target, grounds: Grounds
) -> str:
    if not _digest_wanted(parameters, target, grounds):
        return f"The reference has no file {target.path}; give its digest."
    return ""


def _file_digest_sentence(
    check: Check, parameters: FileDigestParameters, target: Target, grounds: Grounds
) -> str:
    wanted = _digest_wanted(parameters, target, grounds)
    as_what = f"with the SHA-256 {wanted[:12]}…" if wanted else "of the reference"
    return f"{target.path} is byte for byte the file {as_what}"


register(
    Kind(
        id="file_exists",
        family="files",
        title="A file is there",
        parameters=FileExistsParameters,
        judge=_file_exists,
        sentence=_file_exists_sentence,
        presence=True,
    )
)
register(
    Kind(
        id="file_absent",
        family="files",
        title="A file is not there",
        parameters=FileAbsentParameters,
        judge=_file_absent,
        sentence=_file_absent_sentence,
        presence=True,
    )
)
register(
    Kind(
        id="file_digest",
        family="files",
        title="A file is the very file",
        parameters=FileDigestParameters,
        judge=_file_digest,
        sentence=_file_digest_sentence,
        fit=_file_digest_fit,
    )
)
