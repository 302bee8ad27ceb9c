"""Checks of folders: how many files, which, and those of the input as they were."""

from pathlib import Path
from typing import Any

from pydantic import Field, model_validator

from studio.formats import digests
from studio.grading.families.files import files_below, matching, named
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import are, listed
from studio.grading.readers.places import locate
from studio.grading.readers.values import legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_ENDLESS, _TOLD = 1_000_000, 5


class FileCountParameters(Frozen):
    """How many files there must be."""

    pattern: str = Field(
        default="",
        title="Pattern",
        description="Which files of the folder that the target names count, such as `*.pdf`; "
        "left out, the target itself is the pattern.",
    )
    at_least: int | None = Field(default=None, ge=0, title="At least")
    at_most: int | None = Field(default=None, ge=0, title="At most")

    @model_validator(mode="after")
    def _can_be(self) -> "FileCountParameters":
        least, most = self.at_least, self.at_most
        if least is not None and most is not None and least > most:
            raise ValueError("at_least is larger than at_most")
        return self


def _counted(
    parameters: FileCountParameters, target: Target, folder: Path | None
) -> tuple[str, list[str]]:
    pattern = f"{target.path}/{parameters.pattern}" if parameters.pattern else target.path
    return pattern, matching(files_below(folder), [pattern])


def _bounds(parameters: FileCountParameters, target: Target, grounds: Grounds) -> tuple[int, int]:
    """Return how many files there must be; as many as in the reference if nothing is said."""
    if parameters.at_least is None and parameters.at_most is None:
        count = len(_counted(parameters, target, grounds.reference)[1])
        return count, count
    most = parameters.at_most
    return parameters.at_least or 0, _ENDLESS if most is None else most


def _file_count(
    check: Check, parameters: FileCountParameters, target: Target, grounds: Grounds
) -> Judgement:
    least, most = _bounds(parameters, target, grounds)
    pattern, found = _counted(parameters, target, grounds.output)
    evidence: dict[str, Any] = {"place": pattern, "expected": [least, most], "found": len(found)}
    if least <= len(found) <= most:
        return passed(f"There are {len(found)} files {pattern}.", **evidence)
    wanted = least if len(found) < least else most
    evidence["off_by"] = len(found) - wanted
    told = f"There are {len(found)} files {pattern}, expected {_amount(least, most)}."
    public = f"There are {len(found)} files {pattern}, which is not as many as asked for."
    return failed(told, public=public, **evidence)


def _amount(least: int, most: int) -> str:
    if least == most:
        return f"{least}"
    if most >= _ENDLESS:
        return f"at least {least}"
    return f"{least} to {most}" if least else f"at most {most}"


def _file_count_fit(
    check: Check, parameters: FileCountParameters, target: Target, grounds: Grounds
) -> str:
    least, most = _bounds(parameters, target, grounds)
    pattern, found = _counted(parameters, target, grounds.reference)
    if least <= len(found) <= most:
        return ""
    return f"The reference itself holds {len(found)} files {pattern}."


def _file_count_sentence(
    check: Check, parameters: FileCountParameters, target: Target, grounds: Grounds
) -> str:
    pattern, _ = _counted(parameters, target, None)
    least, most = _bounds(parameters, target, grounds)
    told = least if most >= _ENDLESS else most
    files = f"file{'s' * (told != 1)} {pattern}"
    return f"There {are(told)} {_amount(least, most)} {files}"


class FolderTreeParameters(Frozen):
    """Which files a folder must hold."""

    paths: tuple[str, ...] = Field(
        default=(),
        title="Files",
        description="Paths or patterns below the folder; the reference's files if left out.",
    )
    exact: bool = Field(
        default=False, title="Nothing else", description="A file that none of them names fails."
    )


def _below(folder: Path | None, target: Target) -> set[str]:
    """Return the paths of files relative to the folder of a target; `*` is the whole output."""
    files = files_below(folder)
    if target.path == "*":
        return set(files)
    start = f"{target.path}/"
    return {path.removeprefix(start) for path in files if path.startswith(start)}


def _tree_wanted(
    parameters: FolderTreeParameters, target: Target, grounds: Grounds
) -> tuple[str, ...]:
    return parameters.paths or tuple(sorted(_below(grounds.reference, target)))


def _folder_tree(
    check: Check, parameters: FolderTreeParameters, target: Target, grounds: Grounds
) -> Judgement:
    wanted = _tree_wanted(parameters, target, grounds)
    found = _below(grounds.output, target)
    missing = [path for path in wanted if path not in found and not matching(found, [path])]
    loose = [path for path in wanted if path not in found]
    others = sorted(found - set(wanted))
    extra = sorted(set(others) - set(matching(others, loose)))
    evidence: dict[str, Any] = {
        "place": target.path,
        "expected": list(wanted[:EVIDENCE_CAP]),
        "found": sorted(found)[:EVIDENCE_CAP],
        "missing": missing[:EVIDENCE_CAP],
        "extra": extra[:EVIDENCE_CAP] if parameters.exact else [],
    }
    if missing:
        public = f"{len(missing)} of the files asked for are missing."
        return failed(f"{named(missing)} must be there.", public=public, **evidence)
    if extra and parameters.exact:
        told = f"{named(extra)} must not be there."
        return failed(told, public=told, **evidence)
    return passed(f"All {len(wanted)} files are there.", **evidence)


def _folder_tree_fit(
    check: Check, parameters: FolderTreeParameters, target: Target, grounds: Grounds
) -> str:
    if not _tree_wanted(parameters, target, grounds):
        return f"The reference holds no files in {target.path}."
    as_output = Grounds(grounds.reference, grounds.reference, grounds.input, grounds.hidden)
    told = _folder_tree(check, parameters, target, as_output)
    return "" if told.score == 1 else f"In the reference itself {told.sentence}"


def _folder_tree_sentence(
    check: Check, parameters: FolderTreeParameters, target: Target, grounds: Grounds
) -> str:
    where = "The output" if target.path == "*" else f"The folder {target.path}"
    names = [legible(path) for path in _tree_wanted(parameters, target, grounds)]
    if len(names) > _TOLD:
        names[_TOLD:] = [f"{len(names) - _TOLD} more files"]
    names += ["nothing else"] if parameters.exact else []
    return f"{where} holds {listed(names)}"


class InputsUnchangedParameters(Frozen):
    """Which files of the input must be handed in as they were."""

    paths: tuple[str, ...] = Field(
        default=(),
        title="Files",
        description="Patterns besides the target, such as `data/*.csv`.",
    )


def _inputs(
    parameters: InputsUnchangedParameters, target: Target, grounds: Grounds
) -> dict[str, Path]:
    files = files_below(grounds.input)
    return {path: files[path] for path in matching(files, (target.path, *parameters.paths))}


def _altered(inputs: dict[str, Path], folder: Path) -> list[str]:
    altered = []
    for path, place in inputs.items():
        found = locate(folder, path)
        if found is None or digests.of_file(found) != digests.of_file(place):
            altered.append(path)
    return altered


def _inputs_unchanged(
    check: Check, parameters: InputsUnchangedParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    inputs = _inputs(parameters, target, grounds)
    altered = _altered(inputs, grounds.output)
    evidence: dict[str, Any] = {
        "place": target.path,
        "expected": len(inputs),
        "found": altered[:EVIDENCE_CAP],
    }
    if not altered:
        return passed(f"All {len(inputs)} files are as they were.", **evidence)
    told = f"{named(altered)} is not as it was in the input."
    return failed(told, public=told, **evidence)


def _inputs_unchanged_fit(
    check: Check, parameters: InputsUnchangedParameters, target: Target, grounds: Grounds
) -> str:
    inputs = _inputs(parameters, target, grounds)
    if not inputs:
        return f"The input has no file {target.path}."
    altered = _altered(inputs, grounds.reference)
    return f"The reference itself changes or lacks {named(altered)}." if altered else ""


def _inputs_unchanged_sentence(
    check: Check, parameters: InputsUnchangedParameters, target: Target, grounds: Grounds
) -> str:
    patterns = [pattern for pattern in (target.path, *parameters.paths) if pattern != "**"]
    if len(patterns) == 1 and "*" not in patterns[0]:
        return f"The input's {patterns[0]} is as it was"
    return f"The input's {listed(patterns) or 'files'} are as they were"


register(
    Kind(
        id="file_count",
        family="files",
        title="So many files are there",
        parameters=FileCountParameters,
        judge=_file_count,
        sentence=_file_count_sentence,
        fit=_file_count_fit,
        presence=True,
    )
)
register(
    Kind(
        id="folder_tree",
        family="files",
        title="A folder holds files",
        parameters=FolderTreeParameters,
        judge=_folder_tree,
        sentence=_folder_tree_sentence,
        fit=_folder_tree_fit,
        presence=True,
    )
)
register(
    Kind(
        id="inputs_unchanged",
        family="files",
        title="Files of the input are as they were",
        parameters=InputsUnchangedParameters,
        judge=_inputs_unchanged,
        sentence=_inputs_unchanged_sentence,
        fit=_inputs_unchanged_fit,
        presence=True,
    )
)
