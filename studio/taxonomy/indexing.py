"""Make the index of the search: how strongly each word points at each occupation.

An occupation's text is a mixture of fields: its titles, software, trade vocabulary, plain words,
tasks. A word weighs by how much likelier it is there than over all occupations:

    weight = log(1 + (sum over fields of share x rate) / (BACKGROUND x average over occupations))

with rate = count / (words in the field + prior), so that a field does not win by its length.
Words of one family (account, accountant) lend each other a part. Of task statements and
definitions only these numbers are kept, no sentence.
"""

import json
import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from studio.taxonomy.vocabulary import Term
from studio.taxonomy.words import STOP, join, phrases, root, split, stem

# How much each field tells, and the words added to its length. Reasoned, then found on the half
# of the query sets that may be used for it.
SHARES = {
    "title": (1.5, 40.0),
    "alternate": (1.0, 40.0),
    "direct": (1.0, 40.0),
    "software": (0.5, 40.0),
    "vocabulary": (2.0, 40.0),
    "plain": (4.0, 15.0),
    "tasks": (1.0, 40.0),
    "definitions": (2.0, 40.0),
}
BACKGROUND = 3.0
# A rare word is taken for this much of all words, at least.
RAREST = 1e-5
# The part of a word's rate that comes from its family.
FAMILY = 0.3
# How fast a term counts less for the codes that follow its first.
LATER_CODE = 0.3
LEAST = 0.3
# An occupation without an estimate counts as having this many persons.
FEWEST = 1_000
STEP = 1 / 8

_Rates = list[dict[str, float]]
_Column = list[tuple[int, float]]


class Sources(NamedTuple):
    """What the index is made of: texts by O*NET-SOC code, but those of BLS by SOC code.

    `employed` holds how many persons work under a SOC code.
    """

    title: Mapping[str, Sequence[str]]
    alternate: Mapping[str, Sequence[str]]
    direct: Mapping[str, Sequence[str]]
    software: Mapping[str, Sequence[str]]
    plain: Mapping[str, Sequence[str]]
    tasks: Mapping[str, Sequence[str]]
    definitions: Mapping[str, Sequence[str]]
    terms: Sequence[Term]
    employed: Mapping[str, int]


class _Reader:
    """Reads texts into stems, and keeps the forms of the words it met."""

    def __init__(self) -> None:
        self.forms: set[str] = set()

    def stems(self, text: str) -> list[str]:
        found = [word for word in split(text) if word not in STOP]
        self.forms.update(word for word in found if len(word) > 3 and word.isalpha())
        return [stem(word) for word in found]


def build(sources: Sources) -> bytes:
    """Return the index of `sources`, not packed; the same sources give the same bytes."""
    codes = sorted(sources.title)
    reader = _Reader()
    rates: _Rates = [defaultdict(float) for _ in codes]
    for name, (share, prior) in SHARES.items():
        for row, counts in zip(rates, _counted(name, sources, codes, reader), strict=True):
            length = sum(counts.values()) + prior
            for word, count in counts.items():
                row[word] += share * count / length
    written = _written(_weighed(rates), sorted(reader.forms), len(codes))
    return written + bytes(_tens(sources.employed, codes))


def packed(index: bytes) -> bytes:
    """Return an index as it is stored: with zlib, for xz takes much longer to unpack."""
    return zlib.compress(index, 9)


def _tens(employed: Mapping[str, int], codes: Sequence[str]) -> Iterator[int]:
    """Yield the logarithm of the persons in each occupation; siblings share those of their code."""
    siblings = Counter(code[:7] for code in codes)
    for code in codes:
        persons = max(employed.get(code[:7], 0), FEWEST) / math.sqrt(siblings[code[:7]])
        yield min(255, round(math.log10(persons) / STEP))


def _counted(
    name: str, sources: Sources, codes: Sequence[str], reader: _Reader
) -> Iterator[Mapping[str, float]]:
    """Yield how often each word stands in a field of each occupation."""
    if name == "vocabulary":
        yield from _terms_counted(sources.terms, codes, reader)
        return
    texts: Mapping[str, Sequence[str]] = getattr(sources, name)
    for code in codes:
        yield _field_counted(name, texts.get(code[:7] if name == "direct" else code, ()), reader)


def _field_counted(name: str, texts: Iterable[str], reader: _Reader) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        stems = reader.stems(text)
        counts.update(stems)
        if name == "software" and len(stems) > 1:
            counts[join(stems)] += 1
            # Makers are left out in speech: Adobe Premiere Pro is Premiere Pro.
            if len(stems) > 2:
                counts[join(stems[1:])] += 1
        if name in ("title", "plain"):
            counts.update(phrases(stems, 2))
    return counts


def _terms_counted(
    terms: Sequence[Term], codes: Sequence[str], reader: _Reader
) -> Iterator[Mapping[str, float]]:
    by_code: dict[str, dict[str, float]] = {code: defaultdict(float) for code in codes}
    for term in terms:
        if not by_code.keys() & set(term.codes):
            continue
        stems = reader.stems(term.term)
        units = [*stems, join(stems)] if len(stems) > 1 else stems
        for place, code in enumerate(term.codes):
            for unit in units if code in by_code else ():
                by_code[code][unit] += 1 / (1 + LATER_CODE * place)
    yield from by_code.values()


def _weighed(rates: _Rates) -> Iterator[tuple[str, _Column]]:
    """Yield each word, in order, with its weights by the place of the occupation."""
    columns: dict[str, _Column] = defaultdict(list)
    for place, row in enumerate(rates):
        for word, rate in row.items():
            columns[word].append((place, rate))
    families = _families(columns)
    sums = {word: sum(rate for _, rate in column) for word, column in columns.items()}
    whole = sum(sums[word] for word in sorted(sums))
    for word in sorted(columns):
        mixed = _mixed(columns[word], families.get(root(word), {}))
        base = BACKGROUND * (sums[word] / whole + RAREST)
        weighed = [(place, math.log1p(rate / base)) for place, rate in mixed]
        kept = [(place, weight) for place, weight in weighed if weight >= LEAST]
        if kept:
            yield word, kept


def _mixed(column: _Column, family: Mapping[int, float]) -> _Column:
    if not family:
        return column
    rates = {place: (1 - FAMILY) * rate for place, rate in column}
    for place, rate in family.items():
        rates[place] = rates.get(place, 0.0) + FAMILY * rate
    return sorted(rates.items())


def _families(columns: Mapping[str, _Column]) -> dict[str, dict[int, float]]:
    """Return the summed rates of the words that share a root, where several do."""
    members: dict[str, list[str]] = defaultdict(list)
    for word in columns:
        if word.isalpha():
            members[root(word)].append(word)
    found: dict[str, dict[int, float]] = {}
    for shared, words in members.items():
        if len(words) > 1:
            rates: dict[int, float] = defaultdict(float)
            for place, rate in (cell for word in words for cell in columns[word]):
                rates[place] += rate
            found[shared] = rates
    return found


def _written(weighed: Iterable[tuple[str, _Column]], forms: list[str], occupations: int) -> bytes:
    """Lay out the index: three lines of text, then the arrays that they tell the sizes of."""
    rows = list(weighed)
    cells = [cell for _, column in rows for cell in column]
    ends = np.cumsum([len(column) for _, column in rows], dtype="<u4")
    places = np.array([place for place, _ in cells], "<u2")
    weights = np.array([min(255, round(weight / STEP)) for _, weight in cells], "<u1")
    head = {"occupations": occupations, "step": STEP, "words": len(rows), "cells": len(cells)}
    lines = (json.dumps(head), " ".join(word for word, _ in rows), " ".join(forms))
    text = "".join(f"{line}\n" for line in lines)
    return text.encode() + ends.tobytes() + places.tobytes() + weights.tobytes()
