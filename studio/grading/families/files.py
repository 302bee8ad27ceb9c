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


def _file_exists_fit(
    check: Check, parameters: FileExistsParameters, target: Target, grounds: Grounds
) -> str:
    place = locate(grounds.reference, target.path)
    if place is None:
        return f"The reference has no file {target.path}."
    size = place.stat().st_size
    if size < parameters.min_bytes:
        return f"The reference's {target.path} holds only {size:,} bytes."
    return ""


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


def _file_absent_fit(
    check: Check, parameters: FileAbsentParameters, target: Target, grounds: Grounds
) -> str:
    found = matching(files_below(grounds.reference), [target.path])
    return f"The reference itself holds {named(found)}." if found else ""


class FileDigestParameters(Frozen):
    """Which files must be the very ones, byte for byte."""

    digest: Digest | None = Field(
        default=None,
        title="SHA-256",
        description="64 hexadecimal digits; those of the reference's file if left out.",
    )
    paths: tuple[str, ...] = Field(
        default=(),
        title="More files",
        description="Besides the target: each must be that of the reference.",
    )
    also: dict[str, tuple[Digest, ...]] = Field(
        default_factory=dict,
        title="Or these",
        description="For the path of a file the digests of others that will do as well.",
    )


def _digests_wanted(
    parameters: FileDigestParameters, target: Target, grounds: Grounds
) -> dict[str, str]:
    """Return the digest that each file must have, empty where the reference lacks it."""
    found = {}
    for path in dict.fromkeys((target.path, *parameters.paths)):
        place = locate(grounds.reference, path)
        found[path] = digests.of_file(place) if place else ""
    if parameters.digest:
        found[target.path] = parameters.digest
    return found


def _file_digest(
    check: Check, parameters: FileDigestParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    wanted = _digests_wanted(parameters, target, grounds)
    wrong: dict[str, str | None] = {}
    for path, digest in wanted.items():
        place = locate(grounds.output, path)
        found = digests.of_file(place) if place else None
        if found is None or found not in (digest, *parameters.also.get(path, ())):
            wrong[path] = found
    evidence: dict[str, Any] = {
        "place": target.path,
        "facts": len(wanted),
        "wrong": [
            {"place": path, "expected": wanted[path], "found": found}
            for path, found in list(wrong.items())[:EVIDENCE_CAP]
        ],
    }
    if not wrong:
        return passed(f"{named(wanted)} is the very file.", **evidence)
    path, found = next(iter(wrong.items()))
    told = f"{path} is {'missing' if found is None else 'not the very file that was asked for'}."
    more = f" {len(wrong) - 1} more are not right." if len(wrong) > 1 else ""
    return Judgement(1 - len(wrong) / len(wanted), told + more, evidence, told + more)


def _file_digest_fit(
    check: Check, parameters: FileDigestParameters, target: Target, grounds: Grounds
) -> str:
    lacking = [
        p for p, digest in _digests_wanted(parameters, target, grounds).items() if not digest
    ]
    if lacking:
        return f"The reference has no file {lacking[0]}; give its digest."
    place = locate(grounds.reference, target.path)
    given = {parameters.digest, *parameters.also.get(target.path, ())}
    if place is not None and parameters.digest and digests.of_file(place) not in given:
        return f"The reference's {target.path} has another SHA-256; leave the digest out."
    return ""


def _file_digest_sentence(
    check: Check, parameters: FileDigestParameters, target: Target, grounds: Grounds
) -> str:
    wanted = _digests_wanted(parameters, target, grounds)
    if len(wanted) > 1:
        return f"{len(wanted)} files are byte for byte those of the reference: {named(wanted)}"
    digest = wanted[target.path]
    as_what = f"with the SHA-256 {digest[:12]}…" if digest else "of the reference"
    return f"{target.path} is byte for byte the file {as_what}"


register(
    Kind(
        id="file_exists",
        family="files",
        title="A file is there",
        parameters=FileExistsParameters,
        judge=_file_exists,
        sentence=_file_exists_sentence,
        fit=_file_exists_fit,
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
        fit=_file_absent_fit,
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
