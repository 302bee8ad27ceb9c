"""Checks of whole files: that one is there."""

from pydantic import Field

from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.places import locate
from studio.model.check import Check, Target
from studio.model.frozen import Frozen


class FileExistsParameters(Frozen):
    """How large the file must be at least, in bytes."""

    min_bytes: int = Field(default=1, ge=0)


def _file_exists(
    check: Check, parameters: FileExistsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    place = locate(grounds.output, target.path)
    if place is None:
        return failed(f"{target.path} is missing.", expected="a file", found=None)
    size = place.stat().st_size
    if size < parameters.min_bytes:
        return failed(f"{target.path} holds only {size} bytes.", found=size)
    return passed(f"{target.path} is there.", found=size)


def _file_exists_sentence(
    check: Check, parameters: FileExistsParameters, target: Target, grounds: Grounds
) -> str:
    return f"There is a file {target.path}"


register(
    Kind(
        id="file_exists",
        family="files",
        title="A file is there",
        parameters=FileExistsParameters,
        judge=_file_exists,
        sentence=_file_exists_sentence,
    )
)
