"""Find the occupation: one box for a title, a sentence about the work, jargon or a code.

A code or a title decides by itself. Otherwise each word and known phrase of the text adds what
the index says of it (`studio.taxonomy.indexing`), and the number of employed persons tips the
balance where that is nearly even.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.taxonomy import codes, index, tables, titles
from studio.taxonomy.queries import Query, read
from studio.taxonomy.reasons import reasons
from studio.taxonomy.rows import Occupation
from studio.taxonomy.words import STOP, fold

Confidence = Literal["sure", "likely", "possible"]

# What ten times as many employed persons add.
EMPLOYED = 0.5
# Of one SOC code only the best occupation stands among so many first results.
_APART = 5
# From these shares of the best possible, and of the first result, a result is likely.
_LIKELY, _NEAR = 0.4, 0.85
# Words around a title that do not change the occupation.
_AROUND = STOP | set(
    """work working job title position role professional senior junior lead principal trainee
    experienced freelance retired certified registered licensed qualified""".split()
)


class Result(NamedTuple):
    """An occupation that was found, and why.

    `score` is the share, 0 to 1, of what the words of the text could add at best; what a title or
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
    query = read(text)
    ranking = np.where(query.scores > 0, query.scores + EMPLOYED * index.load().employed, -1.0)
    coded = _coded(text)
    if coded:
        return coded
    first = _titled(text, query, ranking)
    taken = {found.occupation.code for found in first}
    order = [int(place) for place in np.argsort(-ranking, kind="stable") if ranking[place] > 0]
    rest = [place for place in order if tables.occupations()[place].code not in taken]
    wanted = max(0, limit - len(first))
    top = float(query.scores[rest[0]]) if rest else 0.0
    found = [_result(query, place, top, bool(first)) for place in _apart(rest)[:wanted]]
    return (*first, *found)


def _coded(text: str) -> tuple[Result, ...]:
    """Return the occupations whose code `text` is, or holds."""
    found = [tables.occupations()[place] for place in codes.places(text)]
    sure: Confidence = "sure" if len(found) == 1 else "likely"
    return tuple(Result(one, 1.0, sure, (f"code: {one.code}",)) for one in found)


def _titled(text: str, query: Query, ranking: NDArray[np.float32]) -> tuple[Result, ...]:
    """Return the occupations that have `text` as a title: official ones first, then by words."""
    named = _named(text, query)
    several = len(named) > 1
    sure: Confidence = "likely" if several else "sure"
    told = f", a title of {len(named)} occupations" if several else ""
    named.sort(key=lambda one: (one.kind != "title", -ranking[one.place], one.place))
    return tuple(
        Result(
            tables.occupations()[one.place],
            1.0,
            sure,
            (f"{one.kind}: {one.title}{told}",),
            several,
        )
        for one in named
    )


def _named(text: str, query: Query) -> list[titles.Named]:
    """Return whose title `text` is: as typed, in another form, mended, or without what is around."""
    tries: Sequence[tuple[Callable[[str], list[titles.Named]], str]] = (
        (titles.named, text),
        (titles.nearly_named, text),
        (titles.nearly_named, query.mended),
        (titles.nearly_named, _within(text)),
    )
    for look, typed in tries:
        found = look(typed)
        if found:
            return found
    return []


def _within(text: str) -> str:
    words = fold(text).split()
    while words and words[0] in _AROUND:
        words.pop(0)
    while words and words[-1] in _AROUND:
        words.pop()
    return " ".join(words)


def _apart(places: Iterable[int]) -> list[int]:
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
    return [*first[:_APART], *sorted([*later, *first[_APART:]], key=list(places).index)]


def _result(query: Query, place: int, top: float, decided: bool) -> Result:
    score = float(query.scores[place])
    share = score / query.best
    likely = not decided and share >= _LIKELY and score >= _NEAR * top
    return Result(
        tables.occupations()[place],
        round(share, 4),
        "likely" if likely else "possible",
        reasons(query, place),
    )
