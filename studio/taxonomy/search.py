"""Find the occupation: one box for a title, a sentence about the work, jargon or a code.

A code or a title decides by itself. Otherwise each word and known phrase of the text adds what
the index says of it (`studio.taxonomy.indexing`), and the number of employed persons tips the
balance where that is nearly even.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.base.errors import UserError
from studio.taxonomy import codes, crosswalks, index, tables, titles
from studio.taxonomy.queries import Query, read
from studio.taxonomy.reasons import mended, reasons
from studio.taxonomy.rows import Occupation
from studio.taxonomy.words import STOP, fold

Confidence = Literal["sure", "likely", "possible"]

# What ten times as many employed persons add.
EMPLOYED = 0.5
# Of one SOC code only the best occupation stands among so many first results.
_APART = 5
# So many more results than wanted are ranked, for some of them make room for others.
_BEYOND = 50
# Words make a result sure if it has this share of the best possible, from so many words, and the
# next occupation reaches this part of it; likely if they have that share, and that part of the
# first. On the queries it was set with, the sure ones were right in 99 of 100.
_SURE, _FROM, _AHEAD = 0.5, 3, 0.8
_LIKELY, _NEAR = 0.35, 0.8
# What the titles end in of occupations that are none of the others of their group.
_RESIDUAL = "all other"
# The score of 1 is left to what a title or code decides.
_MOST = 0.99
# Words around a title that do not change the occupation.
_WORDS_AROUND = """
    work working job title position role professional senior junior lead principal trainee
    experienced freelance retired certified registered licensed qualified
"""
_AROUND = STOP | set(_WORDS_AROUND.split())


class Result(NamedTuple):
    """An occupation that was found, and why.

    `score` is the share of what the words of the text could add at best, below 1; what a title or
    code decides has 1. `ambiguous` tells that the text is a title of several occupations.
    """

    occupation: Occupation
    score: float
    confidence: Confidence
    because: tuple[str, ...]
    ambiguous: bool = False


def search(text: str, limit: int = 20) -> tuple[Result, ...]:
    """Return the occupations that `text` may mean, best first, each with why.

    Those that a title names all come back, however small the limit.
    """
    by_code = _coded(text)
    if by_code is not None:
        return by_code[: max(0, limit)]
    if fold(text) == _RESIDUAL:
        return _residual()[: max(0, limit)]
    query = read(text)
    ranking = np.where(query.scores > 0, query.scores + EMPLOYED * index.load().employed, -1.0)
    first = _titled(text, query, ranking)
    taken = {found.occupation.code for found in first}
    wanted = max(0, limit - len(first))
    occupations = tables.occupations()
    order = np.argsort(-ranking, kind="stable")[: len(first) + wanted + _BEYOND].tolist()
    rest = [p for p in order if ranking[p] > 0 and occupations[p].code not in taken]
    return (*first, *_by_words(query, _apart(rest)[:wanted], ranking, bool(first)))


def _coded(text: str) -> tuple[Result, ...] | None:
    """Return the occupations whose code `text` is, or holds; None if words must find them."""
    found = [tables.occupations()[place] for place in codes.places(text)]
    whole = codes.whole(text)
    if not found:
        return _elsewhere(whole) if whole else None
    sure: Confidence = "sure" if len(found) == 1 else "likely"
    return tuple(Result(one, 1.0, sure, (f"code: {one.code}",)) for one in found)


def _elsewhere(code: str) -> tuple[Result, ...]:
    """Return what became of a code of SOC 2010, or shares the SOC code of an unknown one."""
    soc = code[:7]
    try:
        old = crosswalks.upgraded(code)
    except UserError:
        old = None
    choices = old.choices if old else crosswalks.occupations_of(soc)
    told = {True: f"part of the code: {soc}", False: f"code of SOC 2010: {soc}"}
    return tuple(Result(one, 1.0, "likely", (told[one.soc == soc],)) for one in choices)


def _residual() -> tuple[Result, ...]:
    """Return the occupations that hold what no other of their group does."""
    return tuple(
        Result(one, 1.0, "likely", ("part of the title: All Other",))
        for one in tables.occupations()
        if fold(one.title).endswith(_RESIDUAL)
    )


def _titled(text: str, query: Query, ranking: NDArray[np.float32]) -> tuple[Result, ...]:
    """Return the occupations that have `text` as a title: official ones first, then by words."""
    named = _named(text, query)
    several = len(named) > 1
    sure: Confidence = "likely" if several or query.corrected else "sure"
    told = f", a title of {len(named)} occupations" if several else ""
    named.sort(key=lambda one: (one.kind != "title", -ranking[one.place], one.place))
    return tuple(
        Result(
            tables.occupations()[one.place],
            1.0,
            sure,
            (f"{one.kind}: {one.title}{told}", *mended(query, one.place)),
            several,
        )
        for one in named
    )


def _named(text: str, query: Query) -> list[titles.Named]:
    """Return whose title `text` is: as typed, in another form, mended, or with words around."""
    if len(text) > titles.LONGEST:
        return []
    near = map(titles.nearly_named, dict.fromkeys(_readings(text, query)))
    return titles.named(text) or next(filter(None, near), [])


def _readings(text: str, query: Query) -> Iterator[str]:
    yield fold(text)
    mended = query.mended(fold(text))
    yield mended
    yield _within(mended)


def _within(text: str) -> str:
    words = text.split()
    while words and words[0] in _AROUND:
        words.pop(0)
    while words and words[-1] in _AROUND:
        words.pop()
    return " ".join(words)


def _apart(places: Sequence[int]) -> list[int]:
    """Return `places` with each SOC code only once among the first few."""
    first: list[int] = []
    later: list[int] = []
    seen: set[str] = set()
    for place in places:
        soc = tables.occupations()[place].soc
        if len(first) < _APART and soc in seen:
            later.append(place)
        else:
            first.append(place)
            seen.add(soc)
    order = {place: number for number, place in enumerate(places)}
    return [*first[:_APART], *sorted([*later, *first[_APART:]], key=order.__getitem__)]


def _by_words(
    query: Query, places: Sequence[int], ranking: NDArray[np.float32], titled: bool
) -> Iterator[Result]:
    """Yield the results that words found; none is more likely or better than one before it."""
    grade: Confidence = "possible" if titled else _grade_of_first(query, places, ranking)
    last = 1.0
    for place in places:
        share = float(query.scores[place]) / query.best
        if place != places[0] and grade != "possible":
            near = share >= _LIKELY and ranking[place] >= _NEAR * ranking[places[0]]
            near = place in query.titled or (near and not query.is_thin(place))
            grade = "likely" if near else "possible"
        last = min(last, _MOST, round(share, 4))
        yield Result(tables.occupations()[place], last, grade, reasons(query, place))


def _grade_of_first(
    query: Query, places: Sequence[int], ranking: NDArray[np.float32]
) -> Confidence:
    if not places or query.is_thin(places[0]):
        return "possible"
    share = float(query.scores[places[0]]) / query.best
    soc = tables.occupations()[places[0]].soc
    others = (place for place in places if tables.occupations()[place].soc != soc)
    rival = max((float(ranking[place]) for place in others), default=0.0)
    clear = rival <= _AHEAD * ranking[places[0]] and not query.corrected
    clear &= not query.titled or places[0] in query.titled
    if share >= _SURE and clear and len(query.weights) >= _FROM:
        return "sure"
    return "likely" if share >= _LIKELY or places[0] in query.titled else "possible"
