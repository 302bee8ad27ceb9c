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
_PATH = re.compile(r"[^\W\d][\w-]*(?:(?:\.|/|: ?|::|\\)[\w-]+)+")
Record = tuple[str, ...]
Fields = tuple[tuple[str, ...], ...]


class LineRecordsParameters(Frozen):
    """Which lines there must be; how names are parted (`a.b`, `a: b`) does not count."""

    spare: int = Field(
        default=1, ge=0, title="Other lines", description="How many more there may be: a header."
    )


def records_of(text: str) -> list[Fields]:
    """Return each line that is not blank as its fields, each as its words or its number."""
    return [found for line in text.splitlines() if (found := _record(line))]


def _record(line: str) -> Fields:
    found: list[tuple[str, ...]] = []
    for field in line.split("\t"):
        number = number_of(fold(field))
        plain = (f"{number:.12g}",) if number is not None else ()
        found.append(plain or tuple(_TOKEN.findall(fold(field).lower())))
    return tuple(found) if any(found) else ()


def _joined(record: Fields) -> Record:
    return tuple(token for field in record for token in field)


def _is_short_for(found: Fields, wanted: Fields, paths: tuple[bool, ...]) -> bool:
    """Tell whether a line says the same with a path that leaves out, or spells out, some parts."""
    return len(found) == len(wanted) and all(
        one == other or (path and one and (other[-len(one) :] == one or _spells_out(one, other)))
        for one, other, path in zip(found, wanted, paths, strict=True)
    )


def _spells_out(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether a path says which of a list it means: `jobs[0].host`, `jobs.night.host`."""
    return any((*one[:n], *one[n + 1 :]) == other for n in range(1, len(one) - 1))


def _shortened(
    others: list[Fields], missing: list[Fields], paths: dict[Fields, tuple[bool, ...]]
) -> list[tuple[Fields, Fields]]:
    """Return the lines with shortened paths beside those that each of them alone stands for."""
    pairs: list[tuple[Fields, Fields]] = []
    for found in others:
        meant = [wanted for wanted in missing if _is_short_for(found, wanted, paths[wanted])]
        if len(meant) == 1 and meant[0] not in [wanted for _, wanted in pairs]:
            pairs.append((found, meant[0]))
    return pairs


def _spelled_out(
    lines: list[Fields], known: list[Fields], paths: dict[Fields, tuple[bool, ...]]
) -> list[Fields]:
    """Return lines with their paths as the reference has them, where that is plain."""
    held = set(map(_joined, lines))
    missing = [wanted for wanted in known if _joined(wanted) not in held]
    spare = [line for line in lines if _joined(line) not in set(map(_joined, known))]
    meant = dict(_shortened(spare, missing, paths))
    return [meant.get(line, line) for line in lines]


def _text_in(folder: Path, target: Target) -> str:
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    text = decode(read_bytes(place))
    if "\0" in text:
        raise Unreadable("is not a text")
    return text


def _paths_in(text: str) -> dict[Fields, tuple[bool, ...]]:
    """Return for each line which of its fields are paths, such as `pool.max`."""
    return {
        record: tuple(_PATH.fullmatch(fold(field)) is not None for field in line.split("\t"))
        for line in text.splitlines()
        if (record := _record(line))
    }


def _judge(
    check: Check, parameters: LineRecordsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    text = of_reference(lambda: _text_in(grounds.reference, target), target)
    paths = _paths_in(text)
    try:
        lines = records_of(_text_in(grounds.output, target))
    except Unreadable as fault:
        return unreadable(check, target, fault)
    lines = _spelled_out(lines, list(paths), paths)
    wanted = Counter(map(_joined, records_of(text)))
    found = Counter(map(_joined, lines))
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
        found = records_of(_text_in(grounds.reference, target))
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
