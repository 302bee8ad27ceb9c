"""The check of a plain text of records: one a line, its fields parted by tabs."""

import re
from collections import Counter
from pathlib import Path

from pydantic import Field

from studio.grading.families.addressing import of_reference, unreadable
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import decode, locate, read_bytes
from studio.grading.readers.values import fold, number_of
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_TOKEN = re.compile(r"[^\W_]+")
Record = tuple[str, ...]


class LineRecordsParameters(Frozen):
    """Which lines there must be; how names are parted (`a.b`, `a: b`) does not count."""

    spare: int = Field(
        default=1, ge=0, title="Other lines", description="How many more there may be: a header."
    )


def records_of(text: str) -> list[Record]:
    """Return each line that is not blank as the words and numbers of its fields."""
    return [found for line in text.splitlines() if (found := _record(line))]


def _record(line: str) -> Record:
    found: list[str] = []
    for field in line.split("\t"):
        number = number_of(fold(field))
        found += [f"{number:.12g}"] if number is not None else _TOKEN.findall(fold(field).lower())
    return tuple(found)


def _records_in(folder: Path, target: Target) -> list[Record]:
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    text = decode(read_bytes(place))
    if "\0" in text:
        raise Unreadable("is not a text")
    return records_of(text)


def _judge(
    check: Check, parameters: LineRecordsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    wanted = Counter(of_reference(lambda: _records_in(grounds.reference, target), target))
    try:
        found = Counter(_records_in(grounds.output, target))
    except Unreadable as fault:
        return unreadable(check, target, fault)
    missing = list((wanted - found).elements())
    others = (found - wanted).total()
    total = wanted.total()
    evidence = {
        "facts": total,
        "missing": [" ".join(record) for record in missing[:EVIDENCE_CAP]],
        "others": others,
    }
    if others - len(missing) > parameters.spare:
        told = f"{target.path} has {others} lines that it must not have."
        return Judgement(0.0, told, evidence, told)
    if not missing:
        return Judgement(1.0 if total else 0.0, f"{target.path} has every line.", evidence)
    public = f"{len(missing)} of {total} lines of {target.path} are missing or wrong."
    told = f"{target.path} lacks the line “{' '.join(missing[0])}”; {len(missing)} are missing."
    return Judgement(1 - len(missing) / total, told, evidence, public)


def _sentence(
    check: Check, parameters: LineRecordsParameters, target: Target, grounds: Grounds
) -> str:
    return f"{target.path} has each line of the reference, in any order"


def _fit(check: Check, parameters: LineRecordsParameters, target: Target, grounds: Grounds) -> str:
    try:
        found = _records_in(grounds.reference, target)
    except Unreadable as fault:
        return f"{target.path} of the reference {fault}."
    return "" if found else f"{target.path} of the reference holds no line."


register(
    Kind(
        id="line_records",
        family="documents",
        title="A text has lines of fields",
        parameters=LineRecordsParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
