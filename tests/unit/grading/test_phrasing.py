"""Sentences of checks read as a person writes them, whatever the values are."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.base.errors import FaultError, HostileInputError
from studio.grading import KINDS
from studio.grading.examples import EXAMPLES
from studio.grading.kinds import Grounds, target_of
from studio.grading.phrasing import counted, listed, percent, quoted, seconds
from studio.grading.readers.archives import Unreadable
from studio.grading.verdicts import parse_parameters
from studio.model.check import Check

_FAULTS = {
    "a mark of code": r"`",
    "zeros that say nothing": r"\d\.0+%|\.\d*0%|\d\.00? s\b",
    "one of several": r"(?<!x )\b1 (?!s\b|of\b|series\b|x\b)[a-z-]{3,}s\b",
    "one thing that are": r"^The attribute \w+ in \S+ are|^The (mean|area|max|min) of \S+ are",
    "a before a vowel": r"\ba area\b",
}


def sentences(kind: str, folder: Path) -> Iterator[str]:
    """Yield what a kind says of its example, with each number of it at 0, 1 and 2."""
    example = EXAMPLES[kind]
    given: list[dict[str, Any]] = [example.parameters]
    fields = KINDS[kind].parameters.model_json_schema(by_alias=True).get("properties", {})
    for name, field in fields.items():
        types = {part.get("type") for part in (field, *field.get("anyOf", ()))}
        if types & {"number", "integer"}:
            given += [{**example.parameters, name: value} for value in (0, 1, 2, 0.05)]
        if isinstance(held := example.parameters.get(name), list):
            given.append({**example.parameters, name: held[:1]})
    for parameters in given:
        check = Check(
            id="c",
            kind=kind,
            target=example.target,
            parameters=parameters,
            tolerance=example.tolerance,
        )
        grounds = Grounds(None, folder, folder, folder)
        try:
            asked = parse_parameters(check)
            yield KINDS[kind].sentence(check, asked, target_of(check), grounds)
        except (FaultError, HostileInputError, Unreadable):
            continue


def test_every_kind_has_an_example() -> None:
    assert EXAMPLES.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_a_sentence_reads_well_with_few_or_many(kind: str, tmp_path: Path) -> None:
    told = list(sentences(kind, tmp_path))
    assert told
    for sentence in told:
        for what, pattern in _FAULTS.items():
            assert not re.search(pattern, sentence), f"{what}: {sentence}"


def test_numbers_and_names_are_told_as_a_person_does() -> None:
    assert (percent(0.05), percent(0.998), percent(1), percent(0.0005)) == (
        "5%",
        "99.8%",
        "100%",
        "0.05%",
    )
    assert (seconds(30), seconds(9.5), seconds(1200.25)) == ("30 s", "9.5 s", "1,200.25 s")
    assert (counted(1, "page"), counted(0, "page"), counted(1200, "row")) == (
        "1 page",
        "0 pages",
        "1,200 rows",
    )
    assert counted(2, "hole in it", "holes in it") == "2 holes in it"
    assert (listed([]), listed(["a"]), listed("abc", "or")) == ("", "a", "a, b or c")
    assert quoted("the sum of `load` of `a b.csv`") == 'the sum of "load" of "a b.csv"'
