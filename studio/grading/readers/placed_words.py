"""Patterns for words at their place in a text, and what such a pattern says in plain words.

A pattern holds the words before, the value in brackets, and the words after it. The words may stand
on any lines, with any marks between them; capitals do not matter where the check says so.
"""

import re
from collections.abc import Iterable

from studio.grading.readers.dates import date_of
from studio.grading.readers.values import fold

TOKEN = re.compile(r"[^\W_]+(?:[.,:/'\u2019\u2010-][^\W_]+)*|[€$£%]")
# The word signs of RE2 are those of ASCII alone, so all letters up to Greek Extended are named.
_LETTERS = r"0-9A-Za-z\x{C0}-\x{1FFF}"
_APART = rf"[^{_LETTERS}]+"
_OPEN = rf"(?:^|[^{_LETTERS}])"
_ENDS = rf"(?:[^{_LETTERS}]|$)"
_LINE_ENDS = rf"[^{_LETTERS}\n]*$"
_FIRST = rf"\A[^{_LETTERS}]*"
_OTHER = r"[^\n]+"
_SIGNS = {"eur": "€", "gbp": "£", "usd": "$"}
_NAMES = {sign: name for name, sign in _SIGNS.items()}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_AMOUNT = re.compile(r"\d{1,3}(?:([.,])\d{3})*(?:([.,])\d{1,2})?|\d+(?:([.,])\d{1,2})?")
_DATE = re.compile(
    r"(?<![\w.])(?:\d{4}-\d\d-\d\d|\d\d?[./-]\d\d?[./-]\d{4}|"
    r"\d\d?(?:st|nd|rd|th|\.)? [^\W\d_]{3,9}\.?,? \d{4}|"
    r"[^\W\d_]{3,9}\.? \d\d?(?:st|nd|rd|th)?,? \d{4})(?!\w)"
)
_VALUE = "(?P<value>"
_ALTERNATIVES = re.compile(r"\(\?:([^()|]*(?:\([^()]*\)[^()|]*)*)\|(?:[^()]|\([^()]*\))*\)")


def dates_at(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and ISO form of each date of a folded text; empty where it may be two."""
    return [(m.start(), m.end(), date_of(m.group()) or "") for m in _DATE.finditer(text)]


def passage_pattern(
    before: Iterable[str], value: str, after: str, *, first: bool = False, last: bool = False
) -> str:
    """Return a pattern that finds a value right behind some words.

    Args:
        before: the words before it in their order; an empty one stands for any words of one line.
        value: the value as it is written; dates and amounts may be written otherwise.
        after: the word after it, empty for none.
        first: whether the text begins with the words.
        last: whether the line ends with the value.
    """
    behind = f"{_APART}{_word(after)}{_ENDS}" if after else _LINE_ENDS if last else _ENDS
    return f"{leading_pattern(before, first)}{_VALUE}{value_pattern(value)}){behind}"


def leading_pattern(before: Iterable[str], first: bool = False) -> str:
    """Return a pattern for the words before a value; see `passage_pattern`."""
    words = (_word(word) if word else _OTHER for word in before)
    return (_FIRST if first else _OPEN) + "".join(f"{word}{_APART}" for word in words)


def value_pattern(value: str) -> str:
    """Return a pattern for a value: its words, with its dates and amounts in any usual form."""
    text = fold(value)
    found: list[str] = []
    place = 0
    for start, end, iso in dates_at(text):
        if iso and start >= place:
            found += [_word(word) for word in TOKEN.findall(text[place:start])]
            found.append(_date(text[start:end], iso[:10]))
            place = end
    found += [_word(word) for word in TOKEN.findall(text[place:])]
    return _APART.join(found).replace(f"{_APART}%", r"\s?%")


def told_passage(pattern: str) -> tuple[str, str, str] | None:
    """Return words before, value and words after of a pattern that was made here, None of others.

    An ellipsis stands for any words.
    """
    start = next((sign for sign in (_OPEN, _FIRST) if pattern.startswith(sign)), "")
    end = next((sign for sign in (_ENDS, _LINE_ENDS) if pattern.endswith(sign)), "")
    before, made, rest = pattern.removeprefix(start).removesuffix(end).partition(_VALUE)
    if not (start and end and made):
        return None
    place = _closing(rest)
    return _plain(before), _plain(rest[:place]), _plain(rest[place + 1 :])


def _closing(pattern: str) -> int:
    """Return where the bracket closes that was open before a pattern."""
    depth = 1
    for found in re.finditer(r"\\.|[()]", pattern):
        depth += {"(": 1, ")": -1}.get(found.group(), 0)
        if not depth:
            return found.start()
    return len(pattern)


def _plain(pattern: str) -> str:
    spaced = pattern.replace(_APART, " ").replace(_OTHER, "\u2026")
    text = _ALTERNATIVES.sub(r"\1", re.sub("\u2026(?: \u2026)+", "\u2026", spaced))
    text = text.replace(r"\s?%", "%").replace("['\u2019]", "'").replace("[\u2010-]", "-")
    return re.sub(r"\\(.)", r"\1", text).strip()


def _word(word: str) -> str:
    """Return a pattern for one word, amount or sign of a currency."""
    small = word.casefold()
    if small in _SIGNS or word in _NAMES:
        return f"(?:{re.escape(word)}|{re.escape(_SIGNS.get(small) or _NAMES[word])})"
    amount = _AMOUNT.fullmatch(word)
    if amount and any(amount.groups()):
        return _amount(word, amount)
    plain = re.escape(word).replace("'", "['\u2019]").replace("\u2019", "['\u2019]")
    return plain.replace(r"\-", "[\u2010-]").replace("['['\u2019]]", "['\u2019]")


def _amount(word: str, found: "re.Match[str]") -> str:
    """Return a pattern for an amount with or without its separators; cents of 0 may be left out."""
    point = found[2] or found[3]
    whole, cents = word.rpartition(point)[::2] if point else (word, "")
    groups = re.split(r"[.,]", whole)
    either = r"[.,'\s]?".join(groups)
    rest = rf"[.,]{cents.ljust(2, '0')}" if cents.strip("0") else r"(?:[.,]00?)?"
    if cents.strip("0") and len(cents) == 1:
        rest = rf"[.,]{cents}0?"
    return f"(?:{re.escape(word)}|{either}{rest})"


def _date(written: str, iso: str) -> str:
    """Return a pattern for a date in the ways that people write it, with its year."""
    year, month, day = (int(part) for part in iso.split("-"))
    name = _MONTHS[month - 1]
    short = rf"{name[:3]}(?:{name[3:]})?\.?" if name[3:] else name
    short = r"sept?(?:ember)?\.?" if month == 9 else short
    years = f"(?:{year // 100})?{year % 100:02d}"
    ways = (
        re.escape(written), iso, rf"0?{day}[./-]\s?0?{month}[./-]\s?{years}",
        rf"0?{day}(?:st|nd|rd|th|\.)? (?:of )?{short},? {year}",
        rf"{short} 0?{day}(?:st|nd|rd|th)?,? {year}", rf"0?{month}/0?{day}/{years}",
    )  # fmt: skip
    return f"(?:{'|'.join(dict.fromkeys(ways))})"
