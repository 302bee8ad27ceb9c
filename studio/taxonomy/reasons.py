"""Why an occupation was found: the titles, software and words of its trade that the text names."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from studio.taxonomy import tables, vocabulary
from studio.taxonomy.queries import Query
from studio.taxonomy.words import STOP, split, stem

_MOST_NAMES = 3
_MOST_WORDS = 4
_LEAST = 1.5


def reasons(query: Query, place: int) -> tuple[str, ...]:
    """Return why the occupation at `place` was found, strongest kind first."""
    occupation = tables.occupations()[place]
    code = occupation.code
    told: list[str] = []
    explained: set[str] = set()
    for kind, names, most in (
        ("title", (occupation.title,), 1),
        ("alternate title", tables.alternate_titles().get(code, ()), 1),
        ("software", tables.software().get(code, ()), _MOST_NAMES),
        ("trade word", vocabulary.terms_of(code), _MOST_NAMES),
    ):
        for name in _named(names, query.stems, most, explained):
            told.append(f"{kind}: {name}")
            explained |= _stems(name)
    words = list(_strongest(query, place, explained))
    if words:
        told.append(f"words of the work: {', '.join(words)}")
    return (*told, *_mended(query, place))


def _named(
    names: Iterable[str], said: frozenset[str], most: int, explained: set[str]
) -> Sequence[str]:
    """Return the names all of whose words were said, those that explain the most first."""
    found = []
    for name in names:
        stems = _stems(name)
        if stems and stems <= said and not stems <= explained:
            found.append((-len(stems), name))
    kept: list[str] = []
    covered = set(explained)
    for _, name in sorted(found):
        if len(kept) < most and not _stems(name) <= covered:
            kept.append(name)
            covered |= _stems(name)
    return kept


@lru_cache(maxsize=100_000)
def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in split(name) if word not in STOP)


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
