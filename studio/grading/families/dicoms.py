"""The check of tags: what the header of each instance of a series must say."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field, field_validator

from studio.base.errors import FaultError
from studio.grading.families.volumes import of_reference, told
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.dicoms import (
    Instance,
    Series,
    keyword_of,
    like_in_number,
    read_series,
    tag_of,
)
from studio.grading.readers.values import legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NEAR = 1e-6
# When and by which program it was written: PS3.3, C.12.1 and C.12.1.1.5.
_OF_PROGRAMS = frozenset((0x00080005, 0x00080012, 0x00080013, 0x00080014, 0x0018A001))


def known_tags(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names of tags as they are if each is one.

    Raises:
        ValueError: if one is not in the dictionary of DICOM, nor two groups of four digits.
    """
    for name in names:
        try:
            number = tag_of(name)
        except FaultError:
            # Without the library nobody knows the names; whoever judges says so.
            return names
        if number is None:
            raise ValueError(f"{name} is no tag; write a keyword such as PatientID, or 0010,0020")
    return names


class DicomTagsParameters(Frozen):
    """What tags must say in every instance of the target: a file, a folder, or `*` for all."""

    tags: dict[str, str | float | None] = Field(
        min_length=1,
        title="Tags",
        description="By keyword or groups, such as PatientID or 0010,0020: the value; empty text "
        "if it must be gone or empty, null if it must be that of the reference.",
    )
    others: Literal["any", "same"] = Field(
        default="any",
        title="Other tags",
        description="Whether all other tags must be those of the reference, but for what programs "
        "write about themselves and private ones.",
    )
    pixels: Literal["any", "same"] = Field(
        default="any", title="Pixels", description="Whether they must be those of the reference."
    )

    @field_validator("tags")
    @classmethod
    def _are_tags(cls, tags: dict[str, Any]) -> dict[str, Any]:
        known_tags(tuple(tags))
        return tags


def same_value(one: str, other: str) -> bool:
    """Tell whether two values of a tag are the same: numbers by value, names without end signs."""
    parts, others = one.split("\\"), other.split("\\")
    return len(parts) == len(others) and all(map(_same_part, parts, others))


def _same_part(one: str, other: str) -> bool:
    one, other = one.strip().rstrip("^="), other.strip().rstrip("^=")
    if one == other:
        return True
    if not (_NUMBER.fullmatch(one) and _NUMBER.fullmatch(other)):
        return False
    if one.isdigit() and other.isdigit() and one[:1] + other[:1] != one[:1] * 2:
        # Codes such as 007 are no numbers.
        return False
    a, b = float(one), float(other)
    return abs(a - b) <= _NEAR * max(1.0, abs(a), abs(b))


def _keys(one: Instance) -> list[tuple[str, ...]]:
    """Return what tells an instance apart, the surest first."""
    uid, series, number, position = (
        one.text(tag) for tag in (0x00080018, 0x0020000E, 0x00200013, 0x00200032)
    )
    found = [("uid", uid), ("number", series, number), ("position", position), ("n", number)]
    return [key for key in found if key[-1]]


def paired(wanted: Series, found: Series) -> list[tuple[Instance, Instance | None]]:
    """Return each instance that is wanted with the one found for it, None if there is none."""
    by_key: dict[tuple[str, ...], list[Instance]] = defaultdict(list)
    for one in found:
        for key in [*_keys(one), ("path", one.path)]:
            by_key[key].append(one)
    taken: set[int] = set()
    pairs = []
    for one in wanted:
        options = (by_key.get(key, []) for key in [*_keys(one), ("path", one.path)])
        free = ([o for o in some if id(o) not in taken] for some in options)
        chosen = next((some[0] for some in free if some), None)
        if chosen is not None:
            taken.add(id(chosen))
        pairs.append((one, chosen))
    return pairs


@dataclass(frozen=True)
class _Wrong:
    """A tag that is not as it must be, in how many instances, with an example."""

    name: str
    count: int
    found: str
    wanted: str


def _wanted(value: str | float | None, right: Instance, number: int) -> str:
    if value is None:
        return right.text(number)
    return value if isinstance(value, str) else f"{value:.12g}"


def _faults(
    parameters: DicomTagsParameters, pairs: list[tuple[Instance, Instance | None]]
) -> list[_Wrong]:
    faults = []
    for name, value in parameters.tags.items():
        number = tag_of(name) or 0
        wrong: list[tuple[str, str]] = []
        for right, one in pairs:
            wanted = _wanted(value, right, number)
            found = one.text(number) if one is not None else "nothing"
            if one is None or not same_value(found, wanted):
                wrong.append((found, wanted))
        if wrong:
            faults.append(_Wrong(name, len(wrong), *wrong[0]))
    return faults


def _judge(
    check: Check, parameters: DicomTagsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    output = grounds.output
    right = of_reference(lambda: read_series(grounds.reference, target.path), target)
    try:
        found = read_series(output, target.path)
        like_in_number(found, right)
        pairs = paired(right, found)
        missing = sum(one is None for _, one in pairs)
        if missing:
            raise Unreadable(f"lacks {missing} of {len(pairs)} instances")
        if len(found) > len(pairs):
            raise Unreadable(f"holds {len(found) - len(pairs)} instances too many")
        if parameters.pixels == "same":
            _compare_pixels(pairs)
        faults = _faults(parameters, pairs)
        others = _others_changed(parameters, pairs) if parameters.others == "same" else []
    except Unreadable as fault:
        return told(target, fault)
    count = len(parameters.tags)
    evidence: dict[str, Any] = {
        "instances": len(pairs),
        "wrong": [
            {"tag": f.name, "instances": f.count, "found": f.found[:200], "expected": f.wanted}
            for f in faults[:EVIDENCE_CAP]
        ],
    }
    if others:
        names = ", ".join(others[:5])
        line = f"In {target.path} tags were changed that were to stay: {names}."
        return failed(line, public=line, **evidence)
    if not faults:
        line = f"{count} tags are as they must be in all {len(pairs)} instances of {target.path}."
        return passed(line, public=line, **evidence)
    return Judgement(
        (count - len(faults)) / count, _line(target, faults), evidence, _public(target, faults)
    )


def _others_changed(
    parameters: DicomTagsParameters, pairs: list[tuple[Instance, Instance | None]]
) -> list[str]:
    """Return the tags that nobody asked to change and that were."""
    asked = {tag_of(name) for name in parameters.tags}
    found: set[int] = set()
    for right, one in pairs:
        tags = {*right.tags, *(one.tags if one is not None else ())} - found
        for tag in tags:
            free = tag in asked or (tag >> 16) % 2 or tag in _OF_PROGRAMS or tag & 0xFFFF == 0
            if one is not None and not free and not same_value(right.text(tag), one.text(tag)):
                found.add(tag)
    return [keyword_of(tag) for tag in sorted(found)]


def _compare_pixels(pairs: list[tuple[Instance, Instance | None]]) -> None:
    """See to it that the pixels are those of the reference.

    Raises:
        Unreadable: if they are not.
    """
    changed = sum(one is None or not right.has_pixels_of(one) for right, one in pairs)
    if changed:
        raise Unreadable(f"has other pixels than it should in {changed} instances")


def _line(target: Target, faults: list[_Wrong]) -> str:
    told_of = [
        f"{f.name} is {legible(f.found)[:80] or 'empty'} in {f.count}, which must be "
        f"{legible(f.wanted)[:80] or 'gone or empty'}"
        for f in faults[:4]
    ]
    return f"In the instances of {target.path} {'; '.join(told_of)}."


def _public(target: Target, faults: list[_Wrong]) -> str:
    told_of = [f"{f.name} in {f.count}" for f in faults[:6]]
    return f"Tags of the instances of {target.path} are not as asked for: {', '.join(told_of)}."


def _sentence(
    check: Check, parameters: DicomTagsParameters, target: Target, grounds: Grounds
) -> str:
    told_of = [
        f"{name} is that of the reference"
        if value is None
        else f"{name} is {value:g}"
        if isinstance(value, float)
        else f"{name} is {value}"
        if value != ""
        else f"{name} is gone or empty"
        for name, value in parameters.tags.items()
    ]
    pixels = ", the pixels as in the reference" if parameters.pixels == "same" else ""
    others = ", all other tags as in the reference" if parameters.others == "same" else ""
    return f"In each instance of {target.path} {', '.join(told_of)}{others}{pixels}"


def _fit(check: Check, parameters: DicomTagsParameters, target: Target, grounds: Grounds) -> str:
    as_output = Grounds(grounds.reference, grounds.reference, grounds.input, grounds.hidden)
    try:
        judged = _judge(check, parameters, target, as_output)
    except FaultError as fault:
        return str(fault)
    return "" if judged.score == 1 else f"In the reference itself: {judged.sentence}"


register(
    Kind(
        id="dicom_tags",
        family="medical",
        title="Tags of a series are right",
        parameters=DicomTagsParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
        extra="medical",
    )
)
