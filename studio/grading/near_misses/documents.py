"""Near misses of texts and documents: a wrong figure, a negated sentence, a part missing."""

import random
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from lxml import etree

from studio.grading.near_misses.operators import Made, Scene, spoils
from studio.grading.near_misses.prompts import names
from studio.grading.near_misses.prose import PROSE, ZIPPED, Passage, Prose, open_prose
from studio.grading.near_misses.workbooks import packed, parse_xml, unpacked
from studio.grading.readers.values import fold, number_of, spelled_numbers

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE = re.compile(
    rf"\b(\d{{1,2}} )({'|'.join(_MONTHS)})\b|\b({'|'.join(_MONTHS)})( \d{{1,2}}\b)|"
    r"\b(\d{4}-)(0[1-9]|1[0-2])(-\d{2})\b"
)
_DATE_AND_YEAR = re.compile(rf"(?:{_DATE.pattern})|(?<![\d.,€$£])(?:19|20)\d\d(?![\d.,]\d)")
_CODE = re.compile(r"\b[A-Z]{1,6}[-/ ]?\d{2,}\b")
_UNITS = {
    "kg": "g", "mg": "g", "g": "mg", "mm": "cm", "cm": "mm", "km": "m", "ml": "l", "hours": "days",
    "days": "weeks", "minutes": "hours", "weeks": "months", "€": "$", "$": "€", "£": "€",
    "EUR": "USD", "USD": "EUR", "GBP": "USD", "kWh": "MWh", "m²": "m³", "mSv": "µSv",
    "mGy": "Gy", "°C": "°F",
}  # fmt: skip
_UNIT = re.compile(
    r"(?<=\d)( ?)(" + "|".join(map(re.escape, sorted(_UNITS, key=len, reverse=True))) + r")(?!\w)|"
    r"([€$£])(?= ?\d)"
)
_NOT = re.compile(r"\b(is|are|was|were|has|have|will|can|should|must|may|does|do|did)\b( not\b)?")
_FREE = re.compile(r"\b(regards|sincerely|dear|hello|thank)\b", re.IGNORECASE)
_PLACEHOLDERS = ("TODO", "[insert text here]", "Lorem ipsum dolor sit amet.", "TBD")


def fresh(prose: Prose, scene: Scene) -> list[int]:
    """Return the passages that the worker made; all if none was made anew."""
    known: set[str] = set()
    if scene.given is not None:
        known = {fold(passage.text) for passage in open_prose(scene.given).passages}
    found = [n for n, passage in enumerate(prose.passages) if fold(passage.text) not in known]
    return found or list(range(len(prose.passages)))


def _passages(
    scene: Scene, rng: random.Random, change: Callable[[Passage], Iterator[tuple[str | None, str]]]
) -> Iterator[Made]:
    """Yield the document with one fresh passage changed, in a random order."""
    prose = open_prose(scene.place)
    numbers = fresh(prose, scene)
    rng.shuffle(numbers)
    for number in numbers:
        for text, did in change(prose.passages[number]):
            yield scene.made(did, prose.write({number: text}))


def _figures(text: str) -> list[tuple[str, float]]:
    """Return the numbers of a passage but for its own mark or number, and for dates."""
    plain = _DATE_AND_YEAR.sub(" ", re.sub(r"^\s*\d+(\.\d+)*[.)]?\s", " ", text))
    found = [(word.strip(), number) for word, number in spelled_numbers(plain)]
    return [(word, number) for word, number in found if word in text]


def _stated(passage: Passage) -> list[tuple[str, float]]:
    """Return the figures that a passage states; those of a heading only name a part."""
    return [] if passage.kind == "heading" else _figures(passage.text)


def _other_figure(word: str) -> str:
    places = [match.start() for match in re.finditer(r"\d", word)]
    place = places[len(places) // 2 - (len(places) % 2 == 0)]
    digit = (int(word[place]) + 1) % 10 or 1
    return f"{word[:place]}{digit}{word[place + 1 :]}"


def _swap(text: str, word: str, other: str) -> str:
    return re.sub(rf"(?<![\w.,]){re.escape(word)}(?![\w])", lambda _: other, text, count=1)


@spoils("figure_wrong", "documents", "A wrong figure in a sentence", PROSE)
def _figure_wrong(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def change(passage: Passage) -> Iterator[tuple[str | None, str]]:
        for word, _ in _stated(passage):
            other = _other_figure(word)
            text = _swap(passage.text, word, other)
            if text != passage.text:
                yield text, f"wrote {other} for {word}"
                return

    yield from _passages(scene, rng, change)


@spoils("figure_tenfold", "documents", "A figure ten times too large", PROSE)
def _figure_tenfold(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def change(passage: Passage) -> Iterator[tuple[str | None, str]]:
        for word, number in _stated(passage):
            digits = re.sub(r"[^\d.]", "", word)
            other = word.replace(digits, _tenfold(digits)) if digits in word else ""
            text = _swap(passage.text, word, other)
            if number and other and text != passage.text:
                yield text, f"wrote {other} for {word}"
                return

    yield from _passages(scene, rng, change)


def _tenfold(digits: str) -> str:
    whole, point, rest = digits.partition(".")
    return f"{whole}{rest[0]}.{rest[1:] or '0'}" if point and rest else f"{whole}0"


@spoils("figures_swapped", "documents", "Two figures have each other's place", PROSE)
def _figures_swapped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    prose = open_prose(scene.place)
    found = [(n, w) for n in fresh(prose, scene) for w, _ in _stated(prose.passages[n])[:1]]
    rng.shuffle(found)
    for (one, word), (other, second) in pairwise(found):
        if number_of(word) == number_of(second):
            continue
        changes: dict[int, str | None] = {
            one: _swap(prose.passages[one].text, word, second),
            other: _swap(prose.passages[other].text, second, word),
        }
        yield scene.made(f"swapped the figures {word} and {second}", prose.write(changes))


@spoils("sentence_negated", "documents", "A sentence says the opposite", PROSE)
def _sentence_negated(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def change(passage: Passage) -> Iterator[tuple[str | None, str]]:
        found = _NOT.search(passage.text)
        if found and not _FREE.search(passage.text) and passage.kind != "heading":
            word = found[1] if found[2] else f"{found[1]} not"
            text = passage.text[: found.start()] + word + passage.text[found.end() :]
            yield text, f"negated “{fold(passage.text)[:40]}”"

    yield from _passages(scene, rng, change)


@spoils("passage_placeholder", "documents", "A placeholder where text should be", PROSE)
def _passage_placeholder(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def change(passage: Passage) -> Iterator[tuple[str | None, str]]:
        if passage.kind != "heading" and _carries(passage):
            word = rng.choice(_PLACEHOLDERS)
            yield word, f"left {word} for “{fold(passage.text)[:40]}”"

    yield from _passages(scene, rng, change)


def _carries(passage: Passage) -> bool:
    """Tell whether a passage holds a fact: a figure, a code or a date."""
    text = passage.text
    return bool(_figures(text) or _CODE.search(text) or _DATE.search(text))


@spoils("passage_dropped", "documents", "A paragraph or item is missing", PROSE)
def _passage_dropped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def change(passage: Passage) -> Iterator[tuple[str | None, str]]:
        if passage.kind in ("paragraph", "item") and _carries(passage):
            yield None, f"left out “{fold(passage.text)[:40]}”"

    yield from _passages(scene, rng, change)


@spoils("passage_truncated", "documents", "A text is cut off", PROSE)
def _passage_truncated(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def change(passage: Passage) -> Iterator[tuple[str | None, str]]:
        figures = _figures(passage.text)
        if figures and passage.kind != "heading" and len(passage.text) > 30:
            text = passage.text[: passage.text.rindex(figures[0][0])].rstrip()
            yield text, f"cut “{fold(passage.text)[:40]}” off before {figures[0][0]}"

    yield from _passages(scene, rng, change)


@spoils("date_shifted", "documents", "A date in a text is a month off", PROSE)
def _date_shifted(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def change(passage: Passage) -> Iterator[tuple[str | None, str]]:
        for found in _DATE.finditer(passage.text):
            other = _later(found)
            text = passage.text[: found.start()] + other + passage.text[found.end() :]
            yield text, f"wrote {other} for {found.group()}"
            return

    yield from _passages(scene, rng, change)


def _later(found: "re.Match[str]") -> str:
    if found[6]:
        return f"{found[5]}{int(found[6]) % 12 + 1:02d}{found[7]}"
    name = found[2] or found[3]
    following = _MONTHS[(_MONTHS.index(name) + 1) % 12]
    return f"{found[1]}{following}" if found[2] else f"{following}{found[4]}"


@spoils("unit_changed", "documents", "A figure in another unit", PROSE)
def _unit_changed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def change(passage: Passage) -> Iterator[tuple[str | None, str]]:
        found = _UNIT.search(passage.text)
        if found:
            unit = found[2] or found[3]
            other = f"{found[1] or ''}{_UNITS[unit]}"
            text = passage.text[: found.start()] + other + passage.text[found.end() :]
            yield text, f"wrote {_UNITS[unit]} for {unit}"

    yield from _passages(scene, rng, change)


@spoils("code_mistyped", "documents", "A code is mistyped", PROSE)
def _code_mistyped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def change(passage: Passage) -> Iterator[tuple[str | None, str]]:
        found = _CODE.search(passage.text)
        if found:
            code = found.group()
            other = f"{code[:-1]}{(int(code[-1]) + 3) % 10}"
            yield passage.text.replace(code, other), f"wrote {other} for {code}"

    yield from _passages(scene, rng, change)


def _sections(prose: Prose) -> list[tuple[int, int]]:
    """Return the first passage of each section, its heading, and the first one behind it."""
    heads = [(n, p.level) for n, p in enumerate(prose.passages) if p.kind == "heading"]
    found = []
    for place, (number, level) in enumerate(heads):
        later = (n for n, other in heads[place + 1 :] if other <= level)
        found.append((number, next(later, len(prose.passages))))
    return [(start, stop) for start, stop in found if 1 < stop - start < len(prose.passages)]


def _section_operator(id: str, title: str, how: str, skip: int) -> None:
    def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
        prose = open_prose(scene.place)
        new = set(fresh(prose, scene))
        sections = _sections(prose)
        rng.shuffle(sections)
        for start, stop in sections:
            if new & set(range(start, stop)):
                changes = dict.fromkeys(range(start + skip, stop))
                name = fold(prose.passages[start].text).lstrip("# ")[:40]
                yield scene.made(f"{how} “{name}”", prose.write(changes))

    spoils(id, "documents", title, PROSE)(make)


_section_operator("section_missing", "A section is missing", "left out the section", 0)
_section_operator("section_empty", "A section holds nothing", "left empty the section", 1)


@spoils("heading_renamed", "documents", "A heading that was asked for is another", PROSE)
def _heading_renamed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def change(passage: Passage) -> Iterator[tuple[str | None, str]]:
        name = fold(passage.text).lstrip("# ")
        if passage.kind == "heading" and names(scene.prompt, name):
            yield passage.text.replace(name, "Notes"), f"named the section {name} Notes"

    yield from _passages(scene, rng, change)


@spoils("text_half", "documents", "Only the first half is there", PROSE)
def _text_half(scene: Scene, rng: random.Random) -> Iterator[Made]:
    prose = open_prose(scene.place)
    new = fresh(prose, scene)
    late = new[len(new) // 2 :]
    if len(new) > 1 and any(_carries(prose.passages[number]) for number in late):
        yield scene.made("stopped half-way", prose.write(dict.fromkeys(late)))


@spoils("text_blank", "documents", "The right file with nothing in it", PROSE)
def _text_blank(scene: Scene, rng: random.Random) -> Iterator[Made]:
    prose = open_prose(scene.place)
    changes: dict[int, str | None] = dict.fromkeys(range(len(prose.passages)))
    yield scene.made("left the document empty", prose.write(changes))


@spoils("prompt_pasted", "documents", "The instruction instead of the work", (".txt", ".md"))
def _prompt_pasted(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if scene.prompt.strip():
        yield scene.made("pasted the instruction", scene.prompt.encode())


@spoils("document_row_dropped", "documents", "A row of a document's table is missing", PROSE)
def _document_row_dropped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    prose = open_prose(scene.place)
    for row, numbers in _rows(prose, scene, rng):
        changes: dict[int, str | None] = dict.fromkeys(numbers)
        told = " | ".join(fold(prose.passages[number].text) for number in numbers)[:60]
        if scene.suffix in (".txt", ".md"):
            yield scene.made(f"dropped row {row} of a table ({told})", prose.write(changes))
        else:
            blank: dict[int, str | None] = dict.fromkeys(numbers, "")
            yield scene.made(f"blanked row {row} of a table ({told})", prose.write(blank))


def _rows(prose: Prose, scene: Scene, rng: random.Random) -> Iterator[tuple[int, list[int]]]:
    """Yield the number of a table row and its passages, but for rows without a figure."""
    new = set(fresh(prose, scene))
    rows: dict[int, list[int]] = {}
    for number, passage in enumerate(prose.passages):
        if passage.row:
            rows.setdefault(passage.row, []).append(number)
    chosen = [(row, ns) for row, ns in rows.items() if new & set(ns)]
    rng.shuffle(chosen)
    for row, numbers in chosen:
        if any(_figures(prose.passages[number].text) for number in numbers):
            yield row, numbers


@spoils("document_rows_mixed", "documents", "Two rows have each other's figures", PROSE)
def _document_rows_mixed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    prose = open_prose(scene.place)
    rows = [numbers for _, numbers in _rows(prose, scene, rng)]
    for one, other in pairwise(rows):
        if len(one) != len(other) or len(one) < 2:
            continue
        pairs = list(zip(one[1:], other[1:], strict=True))
        changes: dict[int, str | None] = {a: prose.passages[b].text for a, b in pairs}
        changes |= {b: prose.passages[a].text for a, b in pairs}
        if any(fold(prose.passages[n].text) != fold(text or "") for n, text in changes.items()):
            names_of = " and ".join(fold(prose.passages[n].text)[:25] for n in (one[0], other[0]))
            yield scene.made(f"gave {names_of} each other's figures", prose.write(changes))


@spoils("slide_deleted", "documents", "A slide is missing", (".pptx",))
def _slide_deleted(scene: Scene, rng: random.Random) -> Iterator[Made]:
    members = unpacked(scene.content())
    name = "ppt/presentation.xml"
    tag = "{http://schemas.openxmlformats.org/presentationml/2006/main}sldId"
    count = sum(1 for _ in parse_xml(members[name]).iter(tag))
    for number in reversed(range(count)) if count > 1 else ():
        root = parse_xml(members[name])
        slide = list(root.iter(tag))[number]
        slide.getparent().remove(slide)
        yield scene.made(f"deleted slide {number + 1}", packed(members | {name: _xml(root)}))


@spoils("revisions_lost", "documents", "Tracked changes are lost", ZIPPED[:1])
def _revisions_lost(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if not re.search(r"track(ed)? changes|suggest|redlin|revision", scene.prompt, re.IGNORECASE):
        return
    members = unpacked(scene.content())
    name = "word/document.xml"
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for how, gone, kept in (("accepted", "del", "ins"), ("rejected", "ins", "del")):
        root = parse_xml(members[name])
        marks = list(root.iter(f"{space}{gone}", f"{space}{kept}"))
        for mark in marks:
            _settle(mark, mark.tag == f"{space}{gone}", space)
        if marks:
            content = packed(members | {name: _xml(root)})
            yield scene.made(f"{how} all tracked changes", content)


def _settle(mark: Any, drop: bool, space: str) -> None:
    """Take a tracked change out of its paragraph, with or without what it holds."""
    parent = mark.getparent()
    if parent is None:
        return
    place = parent.index(mark)
    parent.remove(mark)
    for child in [] if drop else list(mark):
        for text in child.iter(f"{space}delText"):
            text.tag = f"{space}t"
        parent.insert(place, child)
        place += 1


def _xml(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
