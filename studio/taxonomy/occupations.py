"""The table of occupations that comes with the program, and how to find one by its code."""

import difflib
import re
from collections.abc import Iterable
from functools import cache

from studio.base.errors import UserError
from studio.taxonomy import tables
from studio.taxonomy.rows import Occupation

RELEASE = tables.ONET
_TYPED = re.compile(r"(\d{2})[-\u2010-\u2015\u2212 ]?(\d{4})(?:\.(\d{2}))?")
_LIKE_A_CODE = re.compile(r"\d[\w.\u2010-\u2015\u2212-]{1,10}$")
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


def load() -> tuple[Occupation, ...]:
    """Return every occupation of the release, by code."""
    return tables.occupations()


@cache
def _by_code() -> dict[str, Occupation]:
    return {found.code: found for found in load()}


def canonical(code: str) -> str:
    """Return a code as it is listed, whatever dash stands between its digits."""
    found = _TYPED.fullmatch(code.strip())
    if not found:
        return code.strip()
    return f"{found[1]}-{found[2]}" + (f".{found[3]}" if found[3] else "")


def find(code: str) -> Occupation:
    """Return the occupation with this O*NET-SOC code; a SOC code stands for its `.00`.

    Raises:
        UserError: if there is none; the sentence names the nearest code, or says what to do.
    """
    wanted = canonical(code)
    table = _by_code()
    found = table.get(wanted) or table.get(f"{wanted}.00")
    if found:
        return found
    refuse_words(code)
    if title := next((one.title for one in tables.soc() if one.code == wanted), None):
        told = f"{wanted} is a group of occupations ({title}); choose one of those "
        raise UserError(f"{told}below it.", f"{told}that `studio occupations tree {wanted}` shows.")
    near = table[nearest(wanted, table)]
    raise UserError(
        f"{code!r} is not an occupation of {RELEASE}; "
        f"the nearest code is {near.code} ({near.title})."
    )


def refuse_words(text: str) -> None:
    """See that a text may be a code, mistyped or not.

    Raises:
        UserError: if it is none, with the way to find one.
    """
    if not _LIKE_A_CODE.match(text.strip()):
        told, sought = f"{text!r} is no code; ", text.strip() or "what they do"
        raise UserError(
            f"{told}search for what is done.",
            f'{told}find one with: studio occupations search "{sought}"',
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
