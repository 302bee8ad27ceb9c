"""Sequences side by side where they differ, and tables of variants and molecules that are wrong."""

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from studio.grading.kinds import Grounds
from studio.grading.pictures.picture import (
    PLAIN,
    RIGHT,
    WRONG,
    Cell,
    Picture,
    drawn,
    mark,
    table,
    text_at,
)
from studio.grading.readers.values import legible
from studio.grading.verdicts import judge
from studio.model.check import Check

_MOST = 12
_SIGN, _LINE, _LEFT = 9.0, 18.0, 130.0


def sequences(check: Check, grounds: Grounds) -> Picture:
    """Return the sequences that differ, letter below letter around the first difference."""
    found = judge(check, grounds)
    wrong = list(found.evidence.get("wrong", []))[:_MOST]
    title = f"Sequences of {check.target}"
    if not wrong:
        return _listed(title, found.evidence, found.sentence, found.status == "pass")
    parts = [text_at(10, 18, title, bold=True)]
    y = 44.0
    for one in wrong:
        parts += _alignment(one, y)
        y += 4 * _LINE
    for name in ("missing", "extra"):
        others = found.evidence.get(name, [])
        if isinstance(others, list) and others:
            parts.append(text_at(10, y, f"{name}: {', '.join(others[:5])}", WRONG))
            y += _LINE
    return drawn(_LEFT + 44 * _SIGN, y + 10, parts, title)


def _alignment(one: dict[str, Any], y: float) -> Iterator[str]:
    yield text_at(10, y, f"{one['name']}: {one['how']}")
    yield text_at(10, y + _LINE, f"expected, {one['from']}")
    yield text_at(10, y + 2 * _LINE, "found")
    expected, found = str(one["expected"]), str(one["found"])
    length = max(len(expected), len(found))
    for row, (letters, other) in enumerate(((expected, found), (found, expected)), 1):
        for number in range(length):
            letter = letters[number : number + 1] or "·"
            same = letter == (other[number : number + 1] or "·")
            colour = PLAIN if same else (RIGHT if row == 1 else WRONG)
            bold = "" if same else ' font-weight="bold"'
            yield (
                f'<text x="{_LEFT + number * _SIGN:.0f}" y="{y + row * _LINE:.0f}" '
                f'font-family="monospace" fill="{colour}"{bold}>{escape(legible(letter))}</text>'
            )


def listed(check: Check, grounds: Grounds) -> Picture:
    """Return a table of what is missing, too many, or wrong."""
    found = judge(check, grounds)
    return _listed(check.target, found.evidence, found.sentence, found.status == "pass")


def _listed(title: str, found: dict[str, Any], sentence: str, right: bool) -> Picture:
    rows = []
    for what in ("missing", "extra"):
        names = found.get(what, [])
        if isinstance(names, list):
            rows += [[mark(False), Cell(str(name)), Cell(what)] for name in names]
    for one in found.get("wrong", []):
        name = one.get("variant", one.get("molecule", one.get("name", "")))
        rows.append([mark(False), Cell(str(name)), Cell(str(one.get("how", "")))])
    if not rows:
        rows = [[mark(right), Cell(""), Cell(sentence)]]
    return table(title, ("", "which", "what went wrong"), rows)


PICTURES = {
    "sequences_equal": sequences,
    "variants_equal": listed,
    "molecules_equal": listed,
    "molecule_properties": listed,
}
