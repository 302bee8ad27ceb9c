"""Which occupations a typed code means: O*NET-SOC, SOC, a group of SOC, or the beginning of one."""

import re
from collections.abc import Iterator
from functools import cache

from studio.taxonomy import tables

_CODE = re.compile(r"(\d{2})[-\u2010-\u2013 ]?(\d{0,4})(?:\.(\d{0,2}))?")
_WITHIN = re.compile(r"(?<![\d-])\d{2}-\d{4}(?:\.\d{2})?(?![\d-])")


def places(text: str) -> list[int]:
    """Return the places of the occupations whose code, or the beginning of it, `text` is.

    A text that is more than a code counts by the whole codes in it.
    """
    typed = _CODE.fullmatch(text.strip())
    if typed:
        return _beginning(*typed.groups(default=""))
    found = (place for code in _WITHIN.findall(text) for place in _beginning(*_parts(code)))
    return list(dict.fromkeys(found))


def whole(text: str) -> str:
    """Return the whole code of SOC or O*NET-SOC that `text` has the form of, "" if none."""
    typed = _CODE.fullmatch(text.strip())
    major, minor, detail = typed.groups(default="") if typed else ("", "", "")
    if len(minor) < len("0000") or len(detail) == 1:
        return ""
    return f"{major}-{minor}" + (f".{detail}" if detail else "")


def _parts(code: str) -> tuple[str, str, str]:
    return code[:2], code[3:7], code[8:]


def _beginning(major: str, minor: str, detail: str) -> list[int]:
    start = f"{major}-{minor}" + (f".{detail}" if detail else "")
    below = set(_below(start)) if len(start) == 7 else set()
    return [
        place
        for place, found in enumerate(tables.occupations())
        if found.code.startswith(start) or found.soc in below
    ]


@cache
def _children() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for group in tables.soc():
        found.setdefault(group.parent or "", []).append(group.code)
    return found


def _below(code: str) -> Iterator[str]:
    """Yield the codes below a group of SOC; parents are stated there, not told from digits."""
    for child in _children().get(code, []):
        yield child
        yield from _below(child)
