"""Why an occupation was found: the titles, software and words of its trade that the text names."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from studio.taxonomy import tables, vocabulary
from studio.taxonomy.queries import START, Query
from studio.taxonomy.rows import Occupation
from studio.taxonomy.words import STOP, split, stem

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


def reasons(query: Query, place: int) -> tuple[str, ...]:
    """Return why the occupation at `place` was found, strongest kind first."""
    told: list[str] = []
    explained: set[str] = set()
    for kind, most in _KINDS.items():
        for name in _named(_by_start(kind, place), query, most, explained):
            told.append(f"{kind}: {name}")
            explained |= _stems(name)
    words = list(_strongest(query, place, explained))
    if words:
        told.append(f"words of the work: {', '.join(words)}")
    return (*told, *_mended(query, place))


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
    return found


def _names(kind: str, occupation: Occupation) -> Sequence[str]:
    if kind == "title":
        return (occupation.title,)
    if kind == "alternate title":
        return tables.alternate_titles().get(occupation.code, ())
    if kind == "software":
        return tables.software().get(occupation.code, ())
    return vocabulary.terms_of(occupation.code)


def _named(
    names: Mapping[str, Sequence[str]], query: Query, most: int, explained: set[str]
) -> Sequence[str]:
    """Return the names all of whose words were said, those that explain the most first."""
    begun = {name for start in query.starts & names.keys() for name in names[start]}
    found = ((-len(stems), name) for name in begun if (stems := _stems(name)) <= query.stems)
    kept: list[str] = []
    covered = set(explained)
    for _, name in sorted(found):
        if len(kept) < most and not _stems(name) <= covered:
            kept.append(name)
            covered |= _stems(name)
    return kept


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
    for weight, folded in sorted(set(added))[:_MOST_WORDS]:
        if -weight >= _LEAST:
            yield query.typed.get(folded, folded)


def _mended(query: Query, place: int) -> Iterator[str]:
    for word in query.words:
        if word.taken_for and word.folded in query.weights and query.weights[word.folded][place]:
            yield f"“{word.folded}” read as “{word.taken_for}”"
