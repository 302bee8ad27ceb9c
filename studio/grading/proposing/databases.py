"""Proposals for SQLite databases: a query for what changed in each table, gates for the rest."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence
from studio.grading.proposing.precision import bounded, precision_of, with_margin
from studio.grading.proposing.scopes import Subject
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.databases import QueryFault, ask, columns_of, open_database
from studio.grading.readers.values import Scalar, number_of, same

Rows = list[tuple[Scalar, ...]]
_NUMBERING = re.compile(
    r"\b(?:next|consecutive|running|free|new) (?:\w+ )?(?:ids?|numbers?|keys?)\b|"
    r"\bcontinu\w* the number|\bnumber(?:ed|ing)? (?:on|from|them)\b",
    re.IGNORECASE,
)

_FREE_NUMBERS = re.compile(
    r"\b(?:ids?|keys?|numbers?) (?:as (?:they|it) comes?|(?:are|is) (?:free|yours|up to you)|"
    r"(?:do|does) not matter|(?:don't|doesn't) matter)\b|\b(?:any|whatever) (?:unique )?ids?\b",
    re.IGNORECASE,
)

_GONE = (
    r"\b(?:drop(?:s|ped|ping)?|remov(?:e|es|ed|ing)|delet(?:e|es|ed|ing)|disappears?|renam(?:e|ed)|"
    r"(?:is|are|be) gone|goes? (?:away|out)|no longer|get rid of|must go|not there any ?more)\b"
)


@dataclass(frozen=True)
class Relation:
    """A table or view: its columns, and its rows in no order."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[Scalar, ...]]

    def query(self, columns: list[str]) -> str:
        """Return the query for some columns."""
        return f"SELECT {', '.join(_quoted(name) for name in columns)} FROM {_quoted(self.name)}"

    def column(self, name: str) -> list[Scalar]:
        """Return the values of a column."""
        place = self.columns.index(name)
        return [row[place] for row in self.rows]


def _quoted(name: str) -> str:
    if name.isidentifier():
        return name
    return '"' + name.replace('"', '""') + '"'


def read_relations(place: Path) -> dict[str, Relation]:
    """Return the tables and views of a database by name.

    Raises:
        Unreadable: if it is none, or does not answer.
    """
    try:
        with open_database(place.parent, place.name) as connection:
            found = {}
            for name, columns in columns_of(connection).items():
                made = Relation(name, tuple(columns), [])
                if columns:
                    made.rows.extend(ask(connection, made.query(list(columns))))
                found[name] = made
            return found
    except QueryFault as fault:
        raise Unreadable(str(fault)) from None


def propose_database(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Add the checks of a database; `given` is the same file of the input."""
    found = read_relations(place)
    earlier = read_relations(given) if given else {}
    for name, relation in found.items():
        before = earlier.get(name)
        if not relation.rows or not relation.columns:
            if before is not None and before.rows:
                _propose_emptied(draft, path, relation)
            continue
        if before is None or not set(before.columns) & set(relation.columns):
            fresh = [other for key, other in found.items() if key not in earlier and other.rows]
            _propose_made(draft, path, relation, fresh)
        elif before.columns == relation.columns and _alike(before.rows, relation.rows):
            _keep(draft, path, relation, list(relation.columns))
        else:
            others = [other for other in found.values() if other is not relation]
            fresh = [other for other in others if other.name not in earlier and other.rows]
            _propose_changed(draft, path, relation, before, (others, fresh))
    _propose_gone(draft, path, earlier, found)


def _propose_gone(
    draft: Draft, path: str, earlier: dict[str, Relation], found: dict[str, Relation]
) -> None:
    """Add the gate that tables and columns are gone which a sentence wants to go."""
    wanted: list[Sentence] = []
    gone: list[str] = []
    for name, before in earlier.items():
        left = found[name].columns if name in found else ()
        lost = [(f"{name}.{one}", one) for one in before.columns if one not in left]
        for place, word in lost if name in found else [(name, name)]:
            what = "column" if place != name else "table"
            if sentence := _wants_gone(draft, word, what):
                gone.append(place)
                wanted.append(sentence)
            else:
                draft.skip(f"The {what} {place} of {path} was dropped, and nothing checks it")
    if gone:
        draft.add(
            f"gone from {path}",
            "sqlite_schema",
            path,
            parameters={"gone": gone},
            sentence=wanted[0],
        )
        draft.used.update(sentence.text for sentence in wanted)


def _wants_gone(draft: Draft, name: str, what: str) -> Sentence | None:
    """Return the sentence that wants a table or column itself to go, and not just what it holds."""
    word = rf"(?<![\w.-])[`\"'*]*{re.escape(name)}\b(?!\.\w)"
    called = re.compile(rf"\b{what}s? {word}|{word}[`\"'*]* {what}\b", re.IGNORECASE)
    going = re.compile(rf"{_GONE}[^.;]{{0,60}}?{word}|{word}[^.;]{{0,40}}?{_GONE}", re.IGNORECASE)
    for sentence in draft.instruction.sentences:
        # A table that is named without the word may only be meant to lose its rows.
        plain = what == "column" and draft.instruction.fixes(name)
        said = plain or called.search(sentence.text)
        if said and going.search(sentence.text):
            return sentence
    return None


def _is_spoken(draft: Draft, name: str) -> bool:
    return draft.instruction.states(name) or draft.instruction.hints(name)


def _propose_emptied(draft: Draft, path: str, relation: Relation) -> None:
    draft.add(
        f"{relation.name} emptied",
        "sqlite_query",
        path,
        parameters={"query": f"SELECT COUNT(*) AS left_over FROM {_quoted(relation.name)}"},
        strong=[relation.name],
        weak=("delete", "remove", "empty", *name_words(path)),
        reason="no row is left",
    )


def _alike(one: list[tuple[Scalar, ...]], other: list[tuple[Scalar, ...]]) -> bool:
    return len(one) == len(other) and all(
        same(a, b, None)
        for row, partner in zip(sorted(one, key=repr), sorted(other, key=repr), strict=True)
        for a, b in zip(row, partner, strict=True)
    )


def _propose_made(draft: Draft, path: str, relation: Relation, made: list[Relation]) -> None:
    """Add the check of a table that the input does not have.

    Numbers that only tie tables together are free: what they point to is compared instead.
    """
    spoken = [name for name in relation.columns if _is_spoken(draft, name)]
    columns = spoken if len(spoken) >= 2 else list(relation.columns)
    for name in relation.columns:
        if name not in columns:
            draft.skip(f"The column {name} of {relation.name} in {path} is not asked for")
    own = _free_number(draft, relation)
    columns = [name for name in columns if name != own] or columns
    _ask_linked(draft, path, relation, columns, made)


@dataclass(frozen=True)
class _Link:
    """A column that holds the free numbers of another table."""

    column: str
    parent: Relation
    number: str


def _ask_linked(
    draft: Draft, path: str, relation: Relation, columns: list[str], made: list[Relation]
) -> None:
    """Add the check of some columns; what ties to new tables is told by what it points to."""
    links = _links(draft, relation, columns, made)
    if not links:
        _ask(draft, path, relation, columns)
        return
    tied = [link.column for link in links]
    plain = [name for name in columns if name not in tied]
    told = f"{' and '.join(tied)} {'count' if links[1:] else 'counts'} by what it points to"
    _ask(draft, path, relation, plain, _joined(draft, relation, plain, links, made), told)


def _links(
    draft: Draft, relation: Relation, columns: Iterable[str], made: list[Relation]
) -> list[_Link]:
    return [
        _Link(name, other, number)
        for name in columns
        for other in made
        if other is not relation
        and (number := _free_number(draft, other))
        and _points(relation, name, other, number)
    ]


def _free_number(draft: Draft, relation: Relation) -> str | None:
    """Return the column that only numbers the rows of a new table, None if its numbers count."""
    name = relation.columns[0]
    numbers = [number_of(value) for value in relation.column(name)]
    whole = all(number is not None and number.is_integer() for number in numbers)
    named = name.casefold() in {*_names_of(relation), "id", "rowid"}
    free = _FREE_NUMBERS.search(draft.instruction.prompt) or not _is_fixed(draft, relation, name)
    return name if named and whole and _tells_apart(list(numbers)) and free else None


def _is_fixed(draft: Draft, relation: Relation, name: str) -> bool:
    """Tell whether the input or the instruction says which numbers the rows of a table get."""
    numbering = {other for other in _names_of(relation) if other.endswith(("id", "_no"))}
    if numbering & draft.given.names or _NUMBERING.search(draft.instruction.prompt):
        return True
    telling = [n for n in relation.columns if n != name and _tells_apart(relation.column(n))]
    if not telling:
        return name.casefold() in draft.given.names
    numbers = [number_of(value) for value in relation.column(name)]
    return any(
        list(map(number_of, values)) == numbers
        for other in telling
        for _, values in draft.given.beside(relation.column(other))
    )


def _points(relation: Relation, name: str, other: Relation, number: str) -> bool:
    """Tell whether a column holds the numbers of another table."""
    held = set(other.column(number))
    values = [value for value in relation.column(name) if value is not None]
    return name.casefold() in _names_of(other) and bool(values) and held.issuperset(values)


def _joined(
    draft: Draft,
    relation: Relation,
    columns: list[str],
    links: list[_Link],
    made: list[Relation],
) -> str:
    """Return the query for columns of a table and for what tells the rows of its parents apart."""
    asked = [f"own.{_quoted(n)}" for n in columns]
    joins = []
    for place, link in enumerate(links, 1):
        alias = "parent" if len(links) == 1 else f"parent{place}"
        others = [name for name in link.parent.columns if name != link.number]
        tied = {inner.column for inner in _links(draft, link.parent, others, made)}
        plain = [name for name in others if name not in tied] or others
        known = [name for name in plain if _tells_apart(link.parent.column(name))][:1] or plain
        asked += [f"{alias}.{_quoted(n)}" for n in known]
        joins.append(
            f"LEFT JOIN {_quoted(link.parent.name)} AS {alias} "
            f"ON own.{_quoted(link.column)} = {alias}.{_quoted(link.number)}"
        )
    return f"SELECT {', '.join(asked)} FROM {_quoted(relation.name)} AS own {' '.join(joins)}"


def _names_of(relation: Relation) -> frozenset[str]:
    """Return what other tables may call the numbers of a table, in small letters."""
    table = relation.name.casefold()
    singles = (table, table.removesuffix("s"), table.removesuffix("es"), f"{table[:-3]}y")
    return frozenset(f"{single}{end}" for single in singles for end in ("_id", "id", "_no", ""))


@dataclass(frozen=True)
class _Numbered:
    """The column that numbers the rows of a table, and the last number of the input.

    `names` are what other tables may call it.
    """

    column: str
    last: int
    names: frozenset[str]

    def is_used_in(self, other: Relation) -> bool:
        """Tell whether another table refers to a new number."""
        return any(
            (number_of(value) or 0) > self.last
            for name in other.columns
            if name.casefold() in self.names
            for value in other.column(name)
        )

    def earlier(self, rows: list[tuple[Scalar, ...]], columns: tuple[str, ...]) -> Rows:
        """Return the rows up to the last number of the input."""
        place = columns.index(self.column)
        return [row for row in rows if (number_of(row[place]) or 0) <= self.last]


def _last_number(draft: Draft, relation: Relation, before: Relation) -> _Numbered | None:
    """Return how rows are numbered, where new ones got numbers that nobody asked for."""
    name, names = relation.columns[0], _names_of(relation)
    if before.columns != relation.columns:
        return None
    own = names | {"id", "rowid"}
    numbers, earlier = relation.column(name), before.column(name)
    whole = all(isinstance(n, int | float) and float(n).is_integer() for n in (*numbers, *earlier))
    if name.casefold() not in own or not whole or not _tells_apart(numbers) or not earlier:
        return None
    last = max(int(float(str(number))) for number in earlier)
    fresh = any(float(str(number)) > last for number in numbers)
    fixed = draft.instruction.states(name) or _NUMBERING.search(draft.instruction.prompt)
    return _Numbered(name, last, names) if fresh and not fixed else None


def _propose_added(
    draft: Draft, path: str, relation: Relation, before: Relation, numbered: _Numbered
) -> None:
    """Add the checks of rows that were there by their number, and of new ones whatever theirs."""
    columns = list(relation.columns)
    others = [name for name in columns if name != numbered.column]
    place = f" WHERE {_quoted(numbered.column)} > {numbered.last}"
    query = relation.query(others) + place
    _ask(draft, path, relation, others, query, "whatever the new numbers are")
    still = numbered.earlier(relation.rows, relation.columns)
    place = place.replace(">", "<=")
    if _alike(still, before.rows):
        _keep(draft, path, relation, columns, place)
    elif still:
        _ask(draft, path, relation, columns, relation.query(columns) + place)


def _propose_changed(
    draft: Draft,
    path: str,
    relation: Relation,
    before: Relation,
    beside: tuple[list[Relation], list[Relation]],
) -> None:
    """Add the checks of a table of the input that changed.

    `beside` are all other tables, and those of them that are new.
    """
    others, made = beside
    fresh = [name for name in relation.columns if name not in before.columns]
    asked = [name for name in fresh if _is_spoken(draft, name)] or fresh
    worked = asked + [
        name
        for name in relation.columns
        if name not in fresh
        and not _alike([(v,) for v in relation.column(name)], [(v,) for v in before.column(name)])
    ]
    still = [name for name in relation.columns if name not in (*worked, *fresh)]
    last = _last_number(draft, relation, before) if not fresh else None
    if last is not None and not any(last.is_used_in(other) for other in others):
        _propose_added(draft, path, relation, before, last)
        return
    if len(relation.rows) != len(before.rows):
        _ask_linked(draft, path, relation, [*still, *worked], made)
        return
    key = [name for name in still if _tells_apart(relation.column(name))][:1]
    asked = [*(key or still), *worked] if worked else list(relation.columns)
    _ask_linked(draft, path, relation, asked, made)
    if still and worked:
        _keep(draft, path, relation, still)


def _tells_apart(values: list[Scalar]) -> bool:
    return None not in values and len(set(values)) == len(values)


def _ask(
    draft: Draft,
    path: str,
    relation: Relation,
    columns: list[str],
    query: str = "",
    reason: str = "",
) -> None:
    """Add the check of some columns, of all rows or as a query says."""
    told: list[str] = [reason] if reason else []
    known: list[float] = []
    for name in columns:
        values = relation.column(name)
        numbers = [n for value in values if (n := number_of(value)) is not None]
        subject = Subject((name,), tuple(other for other in columns if other != name), path)
        precision = bounded(
            precision_of(
                draft.instruction, subject, [(v, "") for v in values], draft.given.decimals
            ),
            numbers,
        )
        known += [precision.tolerance] if precision.tolerance is not None else []
        if precision.reason:
            told.append(f"{name}: {with_margin(precision, numbers)}")
    draft.add(
        f"{relation.name} {' '.join(columns)}",
        "sqlite_query",
        path,
        parameters={"query": query or relation.query(columns)},
        tolerance=min(known, default=None),
        strong=[relation.name, *columns],
        weak=name_words(path),
        reason="; ".join(told),
    )


def _keep(draft: Draft, path: str, relation: Relation, columns: list[str], place: str = "") -> None:
    draft.add(
        f"{relation.name} kept",
        "sqlite_query",
        path,
        parameters={"query": relation.query(columns) + place},
        gate=True,
        sentence=draft.instruction.first("keeps"),
        weak=(relation.name, *name_words(path)),
        reason="the input holds it already",
    )
