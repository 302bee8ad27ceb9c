"""Proposals for the order of rows: what they are sorted by, or that they stand as they do."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from studio.grading.proposing.columns import Column
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.instruction import Sentence, stems_of, words_of
from studio.grading.proposing.keys import meanings_of
from studio.grading.proposing.layouts import is_date
from studio.grading.proposing.liberties import free_names
from studio.grading.readers.values import Scalar, fold, is_blank, number_of

OF_INPUT = re.compile(
    r"\b(?:same|given|original|keep\w*|leave|before|stays|remains|unchanged|its|their|"
    r"as in|like in|order (?:of|in which|as|given|they|it|you|we)|[\w.-]+['\u2019]s? order)\b",
    re.IGNORECASE,
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_PART = re.compile(
    r"[,;()]|\b(?:and|und|then|within|inside|after that|ties?|in case of|if equal|where)\b|: "
)
_BY_NAME = stems_of("alphabetical alphabetically")
_BY_DATE = stems_of("chronological chronologically date newest oldest latest earliest")
_OF_NAMES = stems_of("name names surname alphabet alphabetical alphabetically")
_LEAST_SHORT = 3
_SEQUENCE = re.compile(
    r"\b(?:in|this|following|given|fixed|row|line)(?: the| this)? (?:order|sequence)\b(?! to\b)|"
    r"\b(?:order|sequence) of (?:the )?(?:rows|lines|\w+s)\b|\b(?:order|sequence|Reihenfolge):|"
    r"\b(?:sorted|ordered|arranged|listed|ranked) (?:by|as|like)\b",
    re.IGNORECASE,
)
_LAST = 2
_DOES = re.compile(
    r"\s*(?:go|give|put|write|enter|fill|use|show|add|keep|leave|start|continue|make|save|mark|"
    r"do|don't|the \w+ (?:is|are))\b"
)
Key = tuple[int, float, str]


@dataclass(frozen=True)
class Sorting:
    """What rows are sorted by: columns with whether they descend, and values in a sequence."""

    columns: tuple[Column, ...]
    descending: tuple[bool, ...]
    sequences: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of the check that rows are sorted so."""
        first = self.descending[0]
        pairs = zip(self.columns, self.descending, strict=True)
        other = [column.name for column, descending in pairs if descending != first]
        return {
            "columns": [column.name for column in self.columns],
            "descending": first,
            **({"other_way": other} if other else {}),
            **({"sequences": {k: list(v) for k, v in self.sequences.items()}}
               if self.sequences else {}),
        }  # fmt: skip


def propose_order(
    draft: Draft, path: str, target: str, columns: Sequence[Column], rooms: dict[str, float | None]
) -> None:
    """Add the check that rows are sorted, if a sentence wants it and the reference does it.

    Args:
        draft: the proposal.
        path: the file.
        target: where its table is.
        columns: those of the table.
        rooms: how far off the numbers of a column may be, by its name.
    """
    found = sorting_of(draft, path, columns)
    if found is None:
        return
    sentence, sorting = found
    first = sorting.columns[0]
    draft.add(
        f"{Path(path).stem} sorted by {first.name}",
        "rows_sorted",
        target,
        parameters={**sorting.parameters, **free_names(draft, path, (), sorting.columns)},
        tolerance=rooms.get(first.name),
        gate=True,
        sentence=sentence,
    )


def sorting_of(
    draft: Draft, path: str, columns: Sequence[Column]
) -> tuple[Sentence, Sorting] | None:
    """Return what the rows of a file are to be sorted by, and are, and the sentence of it."""
    for sentence, by in draft.instruction.orders_for(path):
        sorting = _explained(sentence, by, columns)
        if sorting is not None:
            return sentence, sorting
    if draft.instruction.frees_order_of(path):
        return None
    for column in columns:
        for sentence, text in _said_sequences(draft, path, len(columns[0].values)):
            sequence = _listed_values(text, column)
            ties = [range(len(column.values))]
            if sequence and _way(ties, _keys(column, sequence)) == (False,):
                return sentence, Sorting((column,), (False,), {column.name: sequence})
    return None


def ordered_rows(draft: Draft, path: str, columns: Sequence[Column]) -> bool:
    """Tell whether rows must stand as in the reference: an order is wanted that no column tells.

    Rows that columns put in order are left to the check that they are sorted.
    """
    if draft.instruction.frees_order_of(path):
        return False
    for wish, order in draft.instruction.given_orders_for(path):
        if is_as_given(draft, wish, order, columns):
            draft.used.add(wish.text)
            return True
    if sorting_of(draft, path, columns) is not None:
        return False
    for sentence, by in draft.instruction.orders_for(path):
        named = any(_candidates(part, columns) for part in _PART.split(by))
        if not named and (
            any(direction_of(column.values) for column in columns)
            or _is_sorted_by_given(draft, by, columns)
        ):
            draft.used.add(sentence.text)
            return True
    return any(_is_in_said_sequence(draft, path, column) for column in columns)


def is_as_given(draft: Draft, sentence: Sentence, by: str, columns: Sequence[Column]) -> bool:
    """Tell whether rows must stand in an order that is not by size or alphabet.

    It is that of the days or months, that in which the sentence lists values, or that of the
    input; and the reference keeps it.
    """
    if any(is_natural(c.values) or _is_listed(sentence.folded, c.values) for c in columns):
        return True
    return OF_INPUT.search(by) is not None and draft.given.keeps_order(
        [column.values for column in columns if column.copied]
    )


def is_natural(values: Sequence[Scalar]) -> bool:
    """Tell whether values are days of the week or months, each after the one before."""
    return _natural(values) is not None and len(set(map(str, values))) == len(values)


def _natural(values: Iterable[Scalar]) -> tuple[str, ...] | None:
    """Return values that are days of the week or months, in their order, if they stand so."""
    distinct = tuple(dict.fromkeys(fold(str(value)) for value in values))
    words = [text.casefold().rstrip(".")[:3] for text in distinct]
    for names in (_DAYS, _MONTHS):
        places = [names.index(word) for word in words if word in names]
        if len(places) == len(words) > 1 and places == sorted(places):
            return distinct
    return None


def _is_in_said_sequence(draft: Draft, path: str, column: Column) -> bool:
    """Tell whether a sentence about the order of rows, or a list below it, names all values."""
    for sentence, text in _said_sequences(draft, path, len(column.values)):
        if _is_listed(text, column.values):
            draft.used.add(sentence.text)
            return True
    return False


def _said_sequences(draft: Draft, path: str, count: int) -> Iterator[tuple[Sentence, str]]:
    """Yield the sentences about the order of rows, in small letters with the list below them."""
    sentences = draft.instruction.sentences
    for number, sentence in enumerate(sentences):
        if _SEQUENCE.search(sentence.text) and draft.instruction.is_about(sentence, path):
            below = sentences[number + 1 : number + 1 + count]
            whole = (sentence, *below) if sentence.text.endswith(":") else (sentence,)
            yield sentence, " ".join(other.folded for other in whole)


def _is_listed(text: str, values: Sequence[Scalar]) -> bool:
    """Tell whether a text in small letters names values one after the other as they stand."""
    texts = [fold(v).casefold() for v in values if isinstance(v, str) and number_of(v) is None]
    return len(texts) > 1 and len(texts) == len(values) and _follow(text, texts)


def _follow(text: str, words: Iterable[str]) -> bool:
    place = 0
    for word in words:
        found = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(text, place)
        if found is None:
            return False
        place = found.end()
    return True


def _explained(sentence: Sentence, by: str, columns: Sequence[Column]) -> Sorting | None:
    """Return how the rows are sorted by what a wish names, None if they are not."""
    named = (part for part in _PART.split(by) if not _DOES.match(part))
    parts = [found for part in named if (found := _candidates(part, columns))]
    parts = parts or [_meant(by, columns)]
    ties: list[range] = [range(len(columns[0].values))] if columns else []
    chosen: list[Column] = []
    ways: list[bool] = []
    sequences: dict[str, tuple[str, ...]] = {}
    for candidates in parts:
        step = _step(sentence, [c for c in candidates if c not in chosen], ties)
        if step is None:
            break
        column, way, sequence = step
        if way is None:
            continue
        chosen.append(column)
        ways.append(way)
        sequences |= {column.name: sequence} if sequence else {}
        keys = _keys(column, sequence)
        ties = [run for tie in ties for run in _runs(tie, keys)]
    return Sorting(tuple(chosen), tuple(ways), sequences) if chosen else None


def _step(
    sentence: Sentence, candidates: Sequence[Column], ties: Sequence[range]
) -> tuple[Column, bool | None, tuple[str, ...]] | None:
    """Return the first column that rows of the same rank are sorted by, whether it descends.

    None for the way says that it is the same in all of them; None that no column sorts them.
    """
    for column in candidates:
        for sequence in ((), _sequence(sentence, column)):
            way = _way(ties, _keys(column, sequence)) if sequence is not None else ()
            if way != ():
                return column, way[0], sequence or ()
    return None


def _sequence(sentence: Sentence, column: Column) -> tuple[str, ...] | None:
    """Return the values of a column in their order, if it is that of days, months or a list."""
    distinct = tuple(dict.fromkeys(fold(str(value)) for value in column.values))
    natural = _natural(sorted(distinct, key=_of_calendar))
    if natural:
        return natural
    return _listed_values(sentence.folded, column)


def _listed_values(text: str, column: Column) -> tuple[str, ...] | None:
    """Return the texts of a column in the order in which a text names them, None if it does not."""
    distinct = tuple(dict.fromkeys(fold(str(value)) for value in column.values))
    patterns = {value: rf"(?<!\w){re.escape(value.casefold())}(?:e?s)?(?!\w)" for value in distinct}
    found = {value: re.search(one, text) for value, one in patterns.items()}
    places = {value: match.start() for value, match in found.items() if match}
    if len(places) < len(distinct) or len(distinct) < 2 or column.numbers:
        return None
    return tuple(sorted(places, key=lambda value: places[value]))


def _of_calendar(value: Scalar) -> int:
    word = str(value).casefold().rstrip(".")[:3]
    return next((names.index(word) for names in (_DAYS, _MONTHS) if word in names), -1)


def _way(ties: Sequence[range], keys: Sequence[Key]) -> tuple[bool | None, ...]:
    """Return whether keys descend in each tie, None where all are the same; empty if they mix."""
    pairs = [(keys[one], keys[other]) for tie in ties for one, other in pairwise(tie)]
    if all(one == other for one, other in pairs):
        return (None,)
    if all(one <= other for one, other in pairs):
        return (False,)
    falls = all(_is_none(other) or (one >= other and not _is_none(one)) for one, other in pairs)
    return (True,) if falls else ()


def _is_none(key: Key) -> bool:
    """Tell whether nothing stands there; such rows come last, whichever way the others go."""
    return key[0] == _LAST


def _runs(tie: range, keys: Sequence[Key]) -> list[range]:
    found = []
    for _, rows in groupby(tie, key=lambda row: keys[row]):
        run = list(rows)
        found.append(range(run[0], run[-1] + 1))
    return found


def _keys(column: Column, sequence: Sequence[str] | None = ()) -> list[Key]:
    """Return what values sort by: their place in a sequence, numbers where all are, else texts."""
    places = {value.casefold(): place for place, value in enumerate(sequence or ())}
    texts = [fold(str(value)).casefold() for value in column.values]
    if places:
        return [(-1, float(places.get(text, len(places))), "") for text in texts]
    return sort_keys(column.values)


def sort_keys(values: Sequence[Scalar]) -> list[Key]:
    """Return what values sort by: as numbers where all are numbers, else as texts; blanks last."""
    if all(is_blank(value) or number_of(value) is not None for value in values):
        return [(_LAST, 0.0, "") if is_blank(v) else (0, number_of(v) or 0.0, "") for v in values]
    texts = (fold(str(value)).casefold() for value in values)
    return [
        (_LAST, 0.0, "") if is_blank(value) else (1, 0.0, text)
        for value, text in zip(values, texts, strict=True)
    ]


def _candidates(part: str, columns: Sequence[Column]) -> list[Column]:
    """Return the columns that a part of a wish to sort may mean, those that it names best."""
    part = part.rpartition(" by ")[2]
    words = f" {' '.join(words_of(part))} "
    literal = [
        c for c in columns if words_of(c.name) and f" {' '.join(words_of(c.name))} " in words
    ]
    if literal:
        return sorted(literal, key=lambda c: -len(words_of(c.name)))
    worth = {c.number: _likeness(c.name, part) for c in columns}
    most = max(worth.values(), default=0)
    if not most and stems_of(part) & _OF_NAMES:
        return [c for c in columns if not c.numbers and not all(map(is_date, c.values))]
    found = [c for c in columns if worth[c.number] == most] if most else []
    return sorted(found, key=lambda c: len(words_of(c.name)))


def _likeness(name: str, part: str) -> int:
    """Return how many words of a part mean a word of a name, which may be cut short."""
    said, meant = stems_of(part), meanings_of(name)
    short = [word for word in words_of(name) if len(word) >= _LEAST_SHORT]
    cut = sum(any(w.startswith(one) and w != one for w in words_of(part)) for one in short)
    return max(len(said & meant), cut)


def _meant(by: str, columns: Sequence[Column]) -> list[Column]:
    """Return the columns that a wish means which names none: the names, the dates, the results."""
    stems = stems_of(by)
    if stems & _BY_NAME:
        return [c for c in columns if not c.numbers and not all(map(is_date, c.values))]
    if stems & _BY_DATE:
        return [c for c in columns if all(map(is_date, c.values))]
    sorting = [c for c in columns if c.numbers and direction_of(c.values)]
    derived = [c for c in sorting if not c.copied]
    return derived[:1] or (sorting if len(sorting) == 1 else [])


def _is_sorted_by_given(draft: Draft, by: str, columns: Sequence[Column]) -> bool:
    """Tell whether a column of the input that the wish names, and no row lacks, sorts the rows."""
    for column in columns:
        if len(set(map(str, column.values))) < len(column.values) or not column.copied:
            continue
        for name, values in draft.given.beside(column.values):
            keys = sort_keys(values)
            told = any(_likeness(name, part) for part in _PART.split(by))
            told = told and len(set(keys)) == len(keys)
            if told and _way([range(len(keys))], keys) not in ((), (None,)):
                return True
    return False


def direction_of(values: Sequence[Scalar]) -> str | None:
    """Return whether values ascend or descend, None if neither or if all are the same."""
    keys = sort_keys(values)
    way = _way([range(len(keys))], keys)
    if way in ((), (None,)):
        return None
    return "descending" if way[0] else "ascending"
