"""Why an occupation was found: the titles, software and words of its trade that the text names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from studio.taxonomy import tables, titles, vocabulary
from studio.taxonomy.queries import START, Query
from studio.taxonomy.rows import Occupation
from studio.taxonomy.words import FAINT, STOP, split, stem

# What a name may be, the strongest first, and how many of each are told.
_KINDS = {"title": 1, "alternate title": 1, "software": 3, "trade word": 3}
_MOST_WORDS = 4
_LEAST = 1.5
# In speech makers are left out. What remains of one word may be a plain one (Microsoft Word), but
# not with the first of these.
_MAKERS = frozenset(
    ("adobe", "ansys", "atlassian", "autodesk", "avid", "bentley", "esri", "intuit")
)
_MAKERS_TOO = frozenset(("apple", "google", "ibm", "microsoft", "oracle", "sap", "the"))
_TOKEN = re.compile(r"[^\W_]+")
_INNER = re.compile(r"(?<=.)[A-Z]")
_MOST_TOKENS = 12


def reasons(query: Query, place: int) -> tuple[str, ...]:
    """Return why the occupation at `place` was found, strongest kind first."""
    told: list[str] = []
    explained: set[str] = set()
    for kind in _KINDS:
        for name in _named(kind, place, query, explained)[: _KINDS[kind]]:
            told.append(f"{kind}: {name}")
            explained |= _stems(name) & query.stems
    words = list(_strongest(query, place, explained))
    if words:
        told.append(f"words of the work: {', '.join(words)}")
    return (*told, *mended(query, place))


@cache
def _by_start(kind: str, place: int) -> Mapping[str, Sequence[str]]:
    """Return names of an occupation by what their first word, or that after a maker, begins with.

    All words of a name must be said, so most names need no closer look; some occupations have
    thousands.
    """
    found: dict[str, list[str]] = {}
    for name in _names(kind, tables.occupations()[place]):
        first, *more = name.casefold().split(" ", 2)
        found.setdefault(first[:START], []).append(name)
        if more and first in _MAKERS | _MAKERS_TOO:
            found.setdefault(more[0][:START], []).append(name)
        for own in _own(name) if kind == "software" else ():
            found.setdefault(own.casefold()[:START], []).append(name)
    return found


def _names(kind: str, occupation: Occupation) -> Sequence[str]:
    if kind == "title":
        return (occupation.title,)
    if kind == "alternate title":
        return tables.alternate_titles().get(occupation.code, ())
    if kind == "software":
        return tables.software().get(occupation.code, ())
    return vocabulary.terms_of(occupation.code)


def _named(kind: str, place: int, query: Query, explained: set[str]) -> Sequence[str]:
    """Return the names all of whose words were said, those that explain the most first.

    Of software the word that it is called by is enough: SPSS.
    """
    names = _by_start(kind, place)
    begun = {name for start in query.starts & names.keys() for name in names[start]}
    called = {name for name in begun if kind == "software" and _is_called(name, query)}
    whole = {name for name in begun if _stems(name) <= query.stems}
    found = ((-len(_stems(name) & query.stems), name) for name in called | whole)
    kept: list[str] = []
    covered = set(explained)
    for _, name in sorted(found):
        said = _stems(name) & query.stems
        if not said <= covered:
            kept.append(name)
            covered |= said
    return kept


def _is_called(name: str, query: Query) -> bool:
    return any(
        (query.typed.get(word) == own or (_is_odd(own) and word in query.said))
        and not _is_plain(word)
        for own in _own(name)
        if (word := own.casefold())[:START] in query.starts
    )


@lru_cache(maxsize=10_000)
def _own(name: str) -> tuple[str, ...]:
    """Return the words that software is called by: SPSS, ArcGIS; what stands first may be a maker.

    They are told by the capitals within them, but in a name like Microsoft Excel by the maker.
    """
    first, *more = _TOKEN.findall(name)[:_MOST_TOKENS] or [""]
    plain = len(more) == 1 and first.casefold() in _MAKERS_TOO
    return tuple(
        word for word in more or [first] if len(word) >= START and (plain or _INNER.search(word))
    )


def _is_odd(own: str) -> bool:
    return len(own) > START and _INNER.search(own) is not None


@lru_cache(maxsize=1_000)
def _is_plain(word: str) -> bool:
    """Tell whether a word has a meaning of its own: Microsoft Project."""
    return stem(word) in FAINT or f" {word} ".encode() in titles.load().text


@lru_cache(maxsize=10_000)
def _stems(name: str) -> frozenset[str]:
    """Return what must be said for `name` to be meant."""
    words = split(name)
    alone = words[:1] and words[0] in _MAKERS
    if alone or (len(words) > 2 and words[0] in _MAKERS_TOO):
        words = words[1:]
    return frozenset(stem(word) for word in words if word not in STOP)


def _strongest(query: Query, place: int, explained: set[str]) -> Iterator[str]:
    """Yield the words, as typed, that add most and are not explained yet."""
    added = [
        (-float(query.weights[word.folded][place]), word.folded)
        for word in query.words
        if word.folded in query.weights and not set(word.stems) <= explained
    ]
    for number, (weight, folded) in enumerate(sorted(set(added))[:_MOST_WORDS]):
        # Where nothing else is told, the strongest word is, however weak.
        if -weight >= _LEAST or (not number and not explained):
            yield query.typed.get(folded, folded)


def mended(query: Query, place: int) -> Iterator[str]:
    """Yield which words that speak for the occupation at `place` are read as which others."""
    for word in query.words:
        if word.taken_for and word.folded in query.weights and query.weights[word.folded][place]:
            yield f"“{word.folded}” read as “{word.taken_for}”"
