"""Patterns for words at their place in a text, and what such a pattern says in plain words.

A pattern holds the words before, the value in brackets, and the words after it. The words may stand
on any lines, with any marks between them; capitals do not matter where the check says so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studio.grading.readers.dates import MONTHS, date_of
from studio.grading.readers.values import fold

TOKEN = re.compile(r"[^\W_]+(?:[.,:/'\u2019\u2010-][^\W_]+)*|[€$£%]")
# The word signs of RE2 are those of ASCII alone, so elsewhere all letters up to Greek Extended are
# named. The plain signs come first: a pattern that needs no others stays short.
_LETTERS = r"0-9A-Za-z\x{C0}-\x{1FFF}"
_PLAIN = (r"\W", r"\b", r"\b", r"\W*$", r"\A\W*")
_WIDE = (
    rf"[^{_LETTERS}]", rf"(?:^|[^{_LETTERS}])", rf"(?:[^{_LETTERS}]|$)", rf"[^{_LETTERS}\n]*$",
    rf"\A[^{_LETTERS}]*",
)  # fmt: skip
_WORDS = r"\S+(?:[ \t]+\S+){4,}"
_OTHER = r"[^\n]+"
_SIGNS = {"eur": "€", "gbp": "£", "usd": "$"}
_NAMES = {sign: name.upper() for name, sign in _SIGNS.items()}
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


def readings_of(written: str) -> tuple[str, ...]:
    """Return both days, as ISO, that a date such as 05/11/2026 may be; none if it is but one."""
    if date_of(written):
        return ()
    found = (date_of(written, day_first) for day_first in (True, False))
    return tuple(iso[:10] for iso in found if iso)


@dataclass(frozen=True)
class Place:
    """Where a value stands in a text.

    Attributes:
        before: the words before it in their order; an empty one stands for any words of one line.
        after: the word after it, empty for none.
        first: whether the text begins with the words.
        last: whether the line ends with the value.
    """

    before: tuple[str, ...]
    after: str = ""
    first: bool = False
    last: bool = False

    def pattern(self, value: str, days: Mapping[str, Sequence[str]] | None = None) -> str:
        """Return a pattern that finds a value here.

        Args:
            value: as it is written; its dates and amounts may be written otherwise. Any words will
                do if it is empty.
            days: for dates that may be two the ones that are meant, as ISO.
        """
        signs = _signs("".join((*self.before, value, self.after)))
        apart, _, ends, line_ends, _ = signs
        led = _led(self.before, signs, self.first)
        behind = line_ends if self.last else ends
        if self.after:
            behind = f"{apart}+{_word(self.after)}{ends}"
        return f"{led}{_VALUE}{_value(value, apart, days or {}) if value else _WORDS}){behind}"


def leading_pattern(before: Sequence[str]) -> str:
    """Return a pattern for the words before a value; see `Place`."""
    return _led(before, _WIDE, False)


def _signs(text: str) -> tuple[str, ...]:
    return _PLAIN if re.sub("[€£\u2019\u2010]", "", text).isascii() else _WIDE


def _led(before: Sequence[str], signs: tuple[str, ...], first: bool) -> str:
    apart, opens, *_, begins = signs
    words = (_word(word) if word else _OTHER for word in before)
    if not before and not first:
        opens = f"^{apart}*"
    return (begins if first else opens) + "".join(f"{word}{apart}+" for word in words)


def _value(value: str, apart: str, days: Mapping[str, Sequence[str]]) -> str:
    """Return a pattern for a value: its words, with its dates and amounts in any usual form."""
    text = fold(value)
    found: list[str] = []
    place = 0
    for start, end, iso in dates_at(text):
        meant = (iso[:10],) if iso else days.get(text[start:end], ())
        if meant and start >= place:
            found += [_word(word) for word in TOKEN.findall(text[place:start])]
            found.append(_date(text[start:end], meant))
            place = end
    found += [_word(word) for word in TOKEN.findall(text[place:])]
    made = f"{apart}+".join(found)
    for money in (pattern for pattern in set(found) if pattern in _MONEY):
        made = made.replace(f"{money}{apart}+", rf"{money}\s*").replace(
            f"{apart}+{money}", rf"\s*{money}"
        )
    return made.replace(f"{apart}+%", r"\s*%")


def told_passage(pattern: str) -> tuple[str, str, str] | None:
    """Return words before, value and words after of a pattern that was made here, None of others.

    An ellipsis stands for any words, an empty value for a few words or more.
    """
    before, made, rest = pattern.partition(_VALUE)
    if not made:
        return None
    place = _closing(rest)
    value = "" if rest[:place] == _WORDS else _plain(rest[:place])
    return _plain(before), value, _plain(rest[place + 1 :])


def _closing(pattern: str) -> int:
    """Return where the bracket closes that was open before a pattern."""
    depth = 1
    for found in re.finditer(r"\\.|[()]", pattern):
        depth += {"(": 1, ")": -1}.get(found.group(), 0)
        if not depth:
            return found.start()
    return len(pattern)


def _plain(pattern: str) -> str:
    text = pattern
    for signs in (_WIDE, _PLAIN):
        apart, opens, ends, line_ends, begins = signs
        for sign in (line_ends, begins, f"^{apart}*", ends, opens):
            text = text.removeprefix(sign).removesuffix(sign)
        text = text.replace(f"{apart}+", " ")
    text = text.replace(_OTHER, "\u2026").replace(r"\s*", " ")
    text = _ALTERNATIVES.sub(r"\1", re.sub("\u2026(?: \u2026)+", "\u2026", text))
    text = text.replace("['\u2019]", "'").replace("[\u2010-]", "-")
    return re.sub(r"\\(.)", r"\1", text).strip()


def _word(word: str) -> str:
    """Return a pattern for one word, amount or sign of a currency."""
    small = word.casefold()
    if small in _SIGNS or word in _NAMES:
        sign = _SIGNS.get(small, word)
        return _money(sign)
    amount = _AMOUNT.fullmatch(word)
    if amount and any(amount.groups()):
        return _amount(word, amount)
    plain = re.escape(word).replace("'", "['\u2019]").replace("\u2019", "['\u2019]")
    return plain.replace(r"\-", "[\u2010-]").replace("['['\u2019]]", "['\u2019]")


def _money(sign: str) -> str:
    return f"(?:{_NAMES[sign]}|{re.escape(sign)})"


_MONEY = frozenset(_money(sign) for sign in _NAMES)


def _amount(word: str, found: "re.Match[str]") -> str:
    """Return a pattern for an amount with or without its separators; cents of 0 may be left out."""
    point = found[2] or found[3]
    whole, cents = word.rpartition(point)[::2] if point else (word, "")
    digits = re.sub(r"[.,]", "", whole)
    groups = re.findall(r"\d{1,3}(?=(?:\d{3})*$)", digits)
    either = r"[.,'\s]?".join(groups)
    rest = rf"[.,]{cents.ljust(2, '0')}" if cents.strip("0") else r"(?:[.,]00?)?"
    if cents.strip("0") and len(cents) == 1:
        rest = rf"[.,]{cents}0?"
    return f"(?:{re.escape(word)}|{either}{rest})"


def _date(written: str, days: Sequence[str]) -> str:
    """Return a pattern for days, as ISO, in the ways that people write them with their year."""
    ways = [re.escape(written), *(way for iso in days for way in _ways(iso))]
    return f"(?:{'|'.join(dict.fromkeys(ways))})"


def _ways(iso: str) -> Iterator[str]:
    year, month, day = (int(part) for part in iso.split("-"))
    name = MONTHS[month - 1]
    short = rf"{name[:3]}(?:{name[3:]})?\.?" if name[3:] else name
    short = r"sept?(?:ember)?\.?" if month == 9 else short
    years = f"(?:{year // 100})?{year % 100:02d}"
    yield iso
    yield rf"0?{day}[./-]\s?0?{month}[./-]\s?{years}"
    yield rf"0?{day}(?:st|nd|rd|th|\.)? (?:of )?{short},? {year}"
    yield rf"{short} 0?{day}(?:st|nd|rd|th)?,? {year}"
    yield rf"0?{month}/0?{day}/{years}"
