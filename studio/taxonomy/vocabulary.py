"""The trade vocabulary: working jargon and plain words, mapped to occupations by hand."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal, NamedTuple, cast, get_args

Kind = Literal["tool", "deliverable", "verb", "format", "standard", "abbreviation", "thing"]
KINDS: tuple[str, ...] = get_args(Kind)


class Term(NamedTuple):
    """A word or phrase of a trade and the O*NET-SOC codes that use it, best first."""

    term: str
    kind: Kind
    codes: tuple[str, ...]


def _folder() -> Traversable:
    return resources.files("studio.taxonomy") / "vocabulary"


def _lines(name: str) -> Iterator[list[str]]:
    for line in (_folder() / name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield line.split("\t")


def files() -> tuple[str, ...]:
    """Return the names of the files of terms."""
    return tuple(sorted(f.name for f in _folder().iterdir() if f.name.endswith(".tsv")))


def headings(name: str) -> tuple[str, ...]:
    """Return the headings of a file of terms: the areas that its terms were written for."""
    text = (_folder() / name).read_text(encoding="utf-8")
    return tuple(line[1:].strip() for line in text.split("\n") if line.startswith("#"))


@cache
def terms() -> tuple[Term, ...]:
    """Return every term, in the order of the files."""
    return tuple(
        Term(term, cast(Kind, kind), tuple(codes.split()))
        for name in files()
        for term, kind, codes in _lines(name)
    )


@cache
def _by_code() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for name in files():
        for term, _, codes in _lines(name):
            for code in codes.split(" "):
                found.setdefault(code, []).append(term)
    return found


def terms_of(code: str) -> Sequence[str]:
    """Return the terms that an occupation uses."""
    return _by_code().get(code, ())


@cache
def plain_words() -> dict[str, tuple[str, ...]]:
    """Return what people say they do, phrase by phrase, by O*NET-SOC code."""
    rows = _lines("plain_words.txt")
    return {code: tuple(phrase.strip() for phrase in said.split(",")) for code, said in rows}
