"""The table of occupations that comes with the program, and how to find one in it."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from studio.base.errors import UserError
from studio.taxonomy import tables
from studio.taxonomy.rows import Occupation

RELEASE = tables.ONET
SOC_CREDIT = (
    "Standard Occupational Classification 2018, OMB/BLS; OEWS May 2024, BLS. Public domain. "
    "Agents' Last Exam taxonomy (c) 2026 UC Berkeley RDI and RDI Foundation, CC BY 4.0; "
    "the mapping to SOC codes is this project's."
)


def credit_of(release: str) -> str:
    """Return what must be shown beside what was taken from a release such as `O*NET 30.1`."""
    return (
        f"This app includes information from the {release} Database by the U.S. Department of "
        "Labor, Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 "
        "license. O*NET(R) is a trademark of USDOL/ETA. This project has modified some of this "
        "information. USDOL/ETA has not approved, endorsed, or tested these modifications."
    )


CREDIT = credit_of(RELEASE)
_STEM = 5


def load() -> tuple[Occupation, ...]:
    """Return every occupation of the release, by code."""
    return tables.occupations()


@cache
def _by_code() -> dict[str, Occupation]:
    return {found.code: found for found in load()}


def find(code: str) -> Occupation:
    """Return the occupation with this O*NET-SOC code; a SOC code stands for its `.00`.

    Raises:
        UserError: if there is none; the sentence names the nearest code.
    """
    wanted = code.strip()
    table = _by_code()
    found = table.get(wanted) or table.get(f"{wanted}.00")
    if found:
        return found
    near = table[nearest(wanted, table)]
    raise UserError(
        f"{code!r} is not an occupation of {RELEASE}; "
        f"the nearest code is {near.code} ({near.title})."
    )


def nearest(code: str, codes: Iterable[str]) -> str:
    """Return the one of `codes` that begins most like `code`."""

    def likeness(other: str) -> tuple[int, float]:
        same = 0
        for one, two in zip(code, other, strict=False):
            if one != two:
                break
            same += 1
        return same, difflib.SequenceMatcher(None, code, other).ratio()

    return max(codes, key=likeness)


def fold(text: str) -> str:
    """Return `text` without case, accents and typographic signs, for comparing."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    # Possessives join their word whichever apostrophe was typed.
    kept = re.sub(r"['\u2018\u2019]", "", kept)
    return " ".join(re.findall(r"[^\W_]+", kept))


@cache
def _folded() -> tuple[tuple[Occupation, str], ...]:
    return tuple((found, fold(found.title)) for found in load())


def search(text: str, limit: int = 20) -> tuple[Occupation, ...]:
    """Return the occupations that best hold the words of `text`, best first.

    Every word must be, begin or be another form of a word of the title, or the text must begin
    the code; a short title counts for more than a long one.
    """
    words = fold(text).split()
    start = text.strip()
    if not words:
        return ()
    scored = []
    for found, title in _folded():
        score = 1000.0 if found.code.startswith(start) else _score(words, title.split())
        if score > 0:
            scored.append((-score, found.code, found))
    return tuple(found for _, _, found in sorted(scored)[:limit])


def _score(words: list[str], title: list[str]) -> float:
    score = 0.0
    for word in words:
        best = max((_likeness(word, other) for other in title), default=0.0)
        if not best:
            return 0.0
        score += best
    return score + 1.0 / (1 + len(title))


def _likeness(word: str, other: str) -> float:
    """Return 2 for the same word, 1 for its beginning, less for another form of it."""
    if word == other:
        return 2.0
    if other.startswith(word.removesuffix("s") if len(word) > 3 else word):
        return 1.0
    same = 0
    for one, two in zip(word, other, strict=False):
        if one != two:
            break
        same += 1
    # Forms of a word differ at its end: bookkeeper and bookkeeping, auditor and auditing.
    return 0.5 if same >= max(_STEM, len(word) - 3) else 0.0
