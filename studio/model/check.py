"""Checks: deterministic judgements of an output, and where they point."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from studio.model.frozen import Digest, Frozen, Identifier, portable_path


class Target(Frozen):
    """A place in an output, parsed.

    Written `file`, `file.xlsx#Sheet!A1:B9`, `file.json#/pointer`, `file.csv#column[key]` or
    `file.nii.gz@label`; in a drawing the label is a layer. In a document a heading and the number
    of a paragraph below it stand as column and key, in a picture `region` and its edges.
    """

    path: str
    sheet: str | None = None
    cells: str | None = None
    pointer: str | None = None
    column: str | None = None
    key: str | None = None
    label: str | None = None

    @property
    def region(self) -> tuple[int, ...]:
        """Left, top, width and height of a region of a picture, empty if it names none."""
        numbers = (self.key or "").split(",")
        named = self.column == REGION and len(numbers) == 4 and all(map(str.isdecimal, numbers))
        return tuple(map(int, numbers)) if named else ()


REGION = "region"
"""What stands before the left, top, width and height of a region of a picture, in pixels."""
_CELLS = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(:\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?")
# Only names of files that have labels or layers, for others may hold the sign themselves.
_LABEL = re.compile(r"(?P<path>.+\.(?:nii|nii\.gz|dxf|svg))@(?P<label>[^@/]+)", re.IGNORECASE)
_COLUMN = re.compile(r"(?P<column>[^\[\]]+)(\[(?P<key>[^\]]*)\])?")


def parse_target(text: str) -> Target:
    """Return the parts of a target.

    Raises:
        ValueError: if it is not a target, with a sentence that says what one looks like.
    """
    if labelled := _LABEL.fullmatch(text):
        portable_path(labelled["path"])
        return Target(path=labelled["path"], label=labelled["label"])
    path, mark, place = text.partition("#")
    portable_path(path)
    if not mark:
        return Target(path=path)
    if place.startswith("/"):
        return Target(path=path, pointer=place)
    sheet, bang, cells = place.rpartition("!")
    if bang:
        if not sheet or not _CELLS.fullmatch(cells):
            raise ValueError(f"{text!r} names no cells; write it like file.xlsx#Sheet!A1:B9")
        return Target(path=path, sheet=sheet.strip("'"), cells=cells.replace("$", "").upper())
    found = _COLUMN.fullmatch(place)
    if not found:
        raise ValueError(f"{text!r} is not a target; write it like file.csv#column[key]")
    return Target(path=path, column=found["column"], key=found["key"])


def _target_text(text: str) -> str:
    parse_target(text)
    return text


TargetText = Annotated[str, AfterValidator(_target_text)]


class Check(Frozen):
    """One judgement: a kind, a target and its parameters.

    `tolerance` is absolute, in the unit of the value. `origin` tells whether a proposal may be
    replaced by a newer one: one that was kept or changed is `edited`. `because` is the sentence of
    the instruction that asks for it.
    """

    id: Identifier
    checkpoint: Identifier | None = None
    kind: Identifier
    target: TargetText
    parameters: dict[str, Any] = Field(default_factory=dict)
    tolerance: float | None = Field(default=None, ge=0)
    gate: bool = False
    weight: float = Field(default=1.0, gt=0)
    origin: Literal["proposed", "edited", "authored"] = "authored"
    because: str = ""


def texts_in(value: Any) -> Iterator[str]:
    """Yield the texts within parameters of a check, at any depth; the names of fields are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_in(inner)


class CheckpointSteps(Frozen):
    """First and last event of the steps that a checkpoint covers."""

    checkpoint: Identifier
    first_event: int
    last_event: int

    def holds(self, first_event: int) -> bool:
        """Tell whether a step is covered: one belongs where it begins, however it was merged."""
        return self.first_event <= first_event <= self.last_event


class Answer(Frozen):
    """What the author said of an item that was asked about.

    `item` is the name of an output with what was done to it, a sentence or fact that no check
    covers, or a proposed check that is not needed; `digest` tells the very variant apart.
    """

    item: str
    answer: Literal["wrong", "fine"]
    digest: Digest | None = None


class Checks(Frozen):
    """`private/checks.json`: how each checkpoint is judged."""

    format: Literal["checks"] = "checks"
    version: Literal[1] = 1
    steps: tuple[CheckpointSteps, ...] = ()
    checks: tuple[Check, ...] = ()
    answered: tuple[Answer, ...] = ()
