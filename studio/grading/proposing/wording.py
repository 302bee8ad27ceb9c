"""What a text must say: figures of its sentences, names that it chose, dates, quoted phrases."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from studio.grading.proposing.given import Given
from studio.grading.proposing.instruction import Instruction, Sentence, stems_of, words_of
from studio.grading.readers.dates import MONTHS, date_of
from studio.grading.readers.documents import Document, DocumentTable
from studio.grading.readers.quantities import (
    Quantity,
    decimal_sign,
    quantities,
    whole_quantity,
    without_bases,
)
from studio.grading.readers.values import fold, number_of, spelled_numbers

_CLAUSE = re.compile(r"[.!?](?=\s|$)|[;|\n]|\t")
_DATE = re.compile(
    r"\b(?:\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{4}|"
    r"\d\d?(?:st|nd|rd|th|\.)? [A-Za-z]{3,9}\.?,? \d{4}|"
    r"[A-Za-z]{3,9}\.? \d\d?(?:st|nd|rd|th)?,? \d{4})\b"
)
_YEAR = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|q[1-4]|h[12]|quarter|year|spring|"
    r"summer|autumn|winter)[., ]{1,2}(?:of )?(?:19|20)\d\d\b(?![.,]\d)",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"\b(?:which|who|whose|names?|identify|flag|highest|lowest|largest|smallest|most|least|best|"
    r"worst|top|recommend|choose|select)\b",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:list|lists|name each|name every|name all)\b", re.IGNORECASE)
_SAYING = re.compile(
    r"\b(?:say|says|state|states|mentions?|includ|gives?|quote|report|write|name|names|list|lists|"
    r"contain|tell|tells)",
    re.IGNORECASE,
)
_WORDING = re.compile(
    r"\b(?:say|says|state|write|includ|contain|head|titled?|label|phrase|words?|wording|subject|"
    r"line|words|insert|replace|begin|start|end|sign|mention|status|mark|section|call)",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"[^\w(]*([^:=|\n]{1,60}?)[*_` ]*[:=|\u2013\u2014][^\w]*(?:[A-Z]{3} ?)?")
_LINE = re.compile(
    r"[^\w(]*(?!.*\b(?:is|was|are|were|of|at|to|by|in|for|from|and|with|than|the|a|an)\s+$)"
    r"([^\W\d][\w()/%-]*(?: [\w()/%-]+){0,3})\s+(?:[A-Z]{3} ?|[$€£] ?)?"
)
_LABELLED_TEXT = re.compile(
    r"[^\w(]*([^:=|\n]{1,60}?)[*_` ]*[:=|\u2013\u2014][*_` ]*(.{1,60}?)[.*_` ]*"
)
_NEW = re.compile(
    r"\b(?:new|add|insert|append|paragraph|sentence|clause|text|say|says|wording)\b", re.I
)
_LONG_QUOTE = re.compile(r"[\"\u201c]([^\"\u201c\u201d\n]{81,400})[\"\u201d]")
_DICTATES = re.compile(r"\b(?:say|says|saying|state|mention|tell|write) that\b", re.IGNORECASE)
_COUNTING = re.compile(
    r"\b(?:number of|how many|count|counted|(?:the|with|and|their) counts|counts (?:of|per|by|for)|"
    r"Anzahl)\b",
    re.IGNORECASE,
)
_COMPARING = stems_of(
    "it is was were be has had have the a an and or of in on to by with for from at as than that "
    "if whether went go goes gone up down against half compare compared comparison versus year "
    "last previous first second earlier before rose fell higher lower more less"
)
_HOW_MANY = re.compile(r"\bhow many\b|\bwie viele\b", re.IGNORECASE)
_FIRST = re.compile(
    r"\b(?:most|least|highest|lowest|largest|smallest|best|worst|biggest|deepest|fastest|slowest|"
    r"longest|shortest|oldest|youngest|heaviest|cheapest|strongest|weakest|top|busiest)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:with|and|giving|incl\w*|name|its|:|\()", re.IGNORECASE)
_FILE = re.compile(r"[\w./-]*\.[a-z][a-z0-9]{1,6}\b")
_CODE = re.compile(r"\b[A-Z]{1,6}[-/]?\d[\w/-]*\b")
_COLUMNS = re.compile(r"\b(?:columns?|headers?|fields?|keys?)\b", re.IGNORECASE)
_MAX_TERMS = 12
_TOTAL = re.compile(r"\W*(?:grand |sub)?(?:totals?|sum|overall|together|gesamt|summe)\b", re.I)
_LARGE = 100_000
_SCALED_DIGITS = (2, 4)
_SCALED = re.compile(r"\b(?:thousands?|millions?|mio|bn|billions?)\b|[£$€][mk]\b", re.IGNORECASE)
_WHICH = re.compile(
    r"\b(?:which|who|whose)\b.{0,60}\b(?:most|least|highest|lowest|largest|smallest|best|worst|"
    r"biggest|deepest|fastest|slowest|longest|shortest|more|less)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Figure:
    """A number of a text, the words of its clause, the text around it, and the heading above."""

    quantity: Quantity
    clause: str
    before: str
    after: str = "."
    heading: str = ""

    @property
    def label(self) -> str:
        """The label of a line such as `Total tax: 12.50`, empty for a sentence."""
        found = _LABELLED.fullmatch(self.before)
        if found is None and not self.after.strip(" *_|"):
            found = _LINE.fullmatch(self.before)
        return found[1].strip("*_`\"' ") if found else ""

    @property
    def spelled(self) -> str:
        """The number as a term: with its decimals and its unit."""
        number = f"{self.quantity.value:.{self.quantity.decimals}f}"
        unit = self.quantity.unit
        return f"{number}%" if unit == "%" else f"{number} {unit}".strip()

    @property
    def room(self) -> float | None:
        """Half a unit of its last digit, in the unit that terms are compared in."""
        digits = self.quantity.decimals + (2 if self.quantity.unit == "%" else 0)
        return 0.5 * 10.0**-digits if self.quantity.decimals else None

    @property
    def value(self) -> float:
        """The number as cells hold it: a percentage is a fraction."""
        return self.quantity.value / 100 if self.quantity.unit == "%" else self.quantity.value


def figures_of(document: Document, tables: Iterable[DocumentTable] = ()) -> Iterator[Figure]:
    """Yield the numbers of the sentences and lists of a document, and of some of its tables."""
    decimal = decimal_sign(fold(document.text))
    for table in tables:
        for row in table.rows[1:]:
            for text in row:
                found = whole_quantity(text, decimal)
                if found is not None:
                    yield Figure(found, " ".join((*row, *table.rows[0])), "")
    heading = ""
    for block in document.blocks:
        heading = fold(block.text) if block.kind in ("heading", "title") else heading
        for line in block.text.split("\n"):
            folded = without_bases(fold(line))
            for found in quantities(_dateless(folded), decimal):
                start, end = _clause_around(folded, found)
                clause, before, after = (
                    folded[start:end],
                    folded[: found.start],
                    folded[found.end :],
                )
                yield Figure(found, clause, before, after, heading)


def totals_in(tables: Iterable[DocumentTable]) -> tuple[DocumentTable, ...]:
    """Return the tables with just their header and the rows of totals."""
    return tuple(
        DocumentTable((table.rows[0], *(row for row in table.rows[1:] if _TOTAL.match(row[0]))))
        for table in tables
    )


def _dateless(text: str) -> str:
    """Return a text with its dates blanked, at the same length."""
    plain = _DATE.sub(lambda found: "_" * len(found.group()), text)
    return _YEAR.sub(lambda found: "_" * len(found.group()), plain)


def _clause_around(text: str, found: Quantity) -> tuple[int, int]:
    starts = [m.end() for m in _CLAUSE.finditer(text, 0, found.start)]
    ending = _CLAUSE.search(text, found.end)
    return (starts[-1] if starts else 0), (ending.start() if ending else len(text))


def _telling_stems(figure: Figure) -> frozenset[str]:
    """Return the stems of the words of a clause, without numbers and the shortest words."""
    words = [word for word in words_of(figure.clause) if word.isalpha() and len(word) > 3]
    return stems_of(" ".join(words)) or stems_of(figure.clause)


def is_told(figure: Figure, instruction: Instruction, name: str) -> bool:
    """Tell whether a sentence that is about what to write speaks of what a figure measures.

    Args:
        figure: the figure.
        instruction: the instruction.
        name: the name of the file, in small letters.
    """
    words = _telling_stems(figure)
    return any(
        len(sentence.stems & words) >= min(2, len(words))
        for sentence in instruction.sentences
        if (sentence.asks and _SAYING.search(sentence.text)) or name in sentence.files
    )


def is_known(figure: Figure, instruction: Instruction, given: Given) -> bool:
    """Tell whether the input or the instruction holds a figure already."""
    numbers = {round(figure.quantity.value, 9), round(figure.value, 9)}
    return bool(numbers & given.numbers) or any(
        abs(number - figure.quantity.value) < 1e-9 for number in instruction.numbers
    )


def is_spoken_of(figure: Figure, instruction: Instruction, name: str) -> bool:
    """Tell whether a sentence speaks of what a figure counts or measures.

    One that is about the file needs a word of it, others two; where a single file is to be made,
    all are about it.
    """
    single = len({file for sentence in instruction.sentences for file in sentence.about}) <= 1
    words = _telling_stems(figure)
    return any(
        len(sentence.stems & words) >= (1 if about else min(2, len(words)))
        for sentence in instruction.sentences
        if (
            about := any(name in file for file in sentence.about) or (single and not sentence.about)
        )
        or sentence.asks
        or sentence.files
    )


def named_in(clause: str, names: Iterable[str]) -> list[str]:
    """Return the names that a clause says, in small letters."""
    text = clause.casefold()
    return [name.casefold() for name in names if _says(text, name.casefold())]


def wants_unit(unit: str, prompt: str) -> bool:
    """Tell whether an instruction wants a figure in just this unit, such as `in mol/L`."""
    if not unit or unit == "%":
        return False
    return re.search(rf"\b(?:in|as) {re.escape(unit)}(?![\w/])", fold(prompt)) is not None


def scaled_digits(figure: Figure, prompt: str) -> int:
    """Return how many digits a figure needs that is given in thousands or millions, 0 for never.

    Where the instruction speaks of them fewer will do; small figures and those with decimals are
    written in full.
    """
    written = figure.quantity.decimals and figure.quantity.scale == 1
    if written or abs(figure.value) < _LARGE:
        return 0
    return _SCALED_DIGITS[0] if _SCALED.search(fold(prompt)) else _SCALED_DIGITS[1]


def is_asked_for(figure: Figure, instruction: Instruction) -> bool:
    """Tell whether a sentence wants just this figure to be said: two of its words or more."""
    return _is_wanted_by(stems_of(figure.clause), instruction)


def is_compared_with(figure: Figure, instruction: Instruction) -> bool:
    """Tell whether a figure only stands in brackets behind words that compare.

    `It went up against the first half (46.06)` answers whether it did, with the figure or without.
    """
    aside = figure.before.rstrip().endswith("(") and figure.after.lstrip().startswith(")")
    words = stems_of(figure.clause)
    return aside and not _is_wanted_by(words - _COMPARING, instruction)


def _is_wanted_by(words: frozenset[str], instruction: Instruction) -> bool:
    return any(
        sentence.asks and _SAYING.search(sentence.text) and len(sentence.stems & words) >= 2
        for sentence in instruction.sentences
    )


def is_dictated(figure: Figure, instruction: Instruction, headings: Iterable[str]) -> bool:
    """Tell whether a sentence gives a figure itself to be said: what to say, or under a heading."""
    words = stems_of(figure.clause)
    heads = [fold(heading).casefold() for heading in headings]
    return any(
        len(sentence.stems & words) >= 2
        and any(abs(n - figure.quantity.value) < 1e-9 for _, n in spelled_numbers(sentence.text))
        and (
            _DICTATES.search(sentence.text)
            or any(_says(_FILE.sub(" ", sentence.folded), h) for h in heads)
        )
        for sentence in instruction.sentences
    )


def is_counted(figure: Figure, instruction: Instruction) -> bool:
    """Tell whether a sentence asks to count just what a figure counts."""
    number = figure.quantity
    noun = stems_of(number.noun)
    words = noun or stems_of(figure.clause)
    if number.unit or number.decimals:
        return False
    if not figure.label and not noun & instruction.stems:
        return False
    return any(
        (
            _COUNTING.match(sentence.text)
            or _HOW_MANY.search(sentence.text)
            or ((sentence.asks or sentence.about) and _COUNTING.search(sentence.text))
        )
        and sentence.stems & words
        for sentence in instruction.sentences
    )


def is_chosen(figure: Figure, instruction: Instruction) -> bool:
    """Tell whether a figure is that of the first or last of several, and a sentence asks which."""
    if not _FIRST.search(figure.clause):
        return False
    words = stems_of(" ".join(_FIRST.findall(figure.clause)))
    return any(
        words & sentence.stems
        and (_CHOICE.search(_FIRST.sub(" ", sentence.text)) or _NAMED.search(sentence.text))
        for sentence in instruction.sentences
    )


def labelled_texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield label and text of each line such as `Status: closed`."""
    for block in document.blocks:
        for line in block.text.split("\n"):
            found = _LABELLED_TEXT.fullmatch(fold(line))
            if found and number_of(found[2]) is None:
                yield found[1].strip("*_`\"' "), found[2]


def labelled_pattern(label: str, text: str) -> str:
    """Return a pattern that finds a text right after its label."""
    return rf"{re.escape(label)}[^\w\n]{{1,12}}{re.escape(text)}(\W|$)"


def dates_in(text: str) -> dict[str, str]:
    """Return the dates of a text, as ISO, with the way each is written."""
    found: dict[str, str] = {}
    for match in _DATE.finditer(fold(text)):
        iso = date_of(match.group())
        if iso:
            found.setdefault(iso[:10], match.group())
    return found


def date_pattern(iso: str) -> str:
    """Return a pattern that finds a date in the ways that people write it."""
    year, month, day = (int(part) for part in iso.split("-"))
    name = MONTHS[month - 1]
    short = f"{name[:3]}({name[3:]})?" if len(name) > 3 else name
    if month == 9:
        short = "sept?(ember)?"
    century, rest = divmod(year, 100)
    years = f"({century})?{rest:02d}"
    numeric = rf"0?{day}[./-]0?{month}[./-]{years}|0?{month}/0?{day}/{years}"
    ordinal = r"(st|nd|rd|th)?"
    named = rf"0?{day}{ordinal}\.? (of )?{short}\b|{short}\.? 0?{day}{ordinal}\b"
    return rf"\b({iso}|{numeric})\b|\b({named})"


def phrases_of(
    instruction: Instruction, given: Given, text: str, earlier: str
) -> list[tuple[str, Sentence]]:
    """Return what the instruction puts in quotes and the text says, with its sentence.

    Args:
        instruction: the instruction.
        given: the names of its sheets, columns and fields are no words of a text.
        text: the text of the reference.
        earlier: the text of the same document of the input, empty if there was none.
    """
    found: dict[str, tuple[str, Sentence]] = {}
    words, known = fold(text).casefold(), fold(earlier).casefold()
    led = False
    for sentence in instruction.sentences:
        wanted = led or ((sentence.asks or sentence.about) and _WORDING.search(sentence.text))
        led = sentence.text.endswith(":") and bool(_NEW.search(sentence.text))
        for name in (*sentence.names, *_LONG_QUOTE.findall(sentence.text)) if wanted else ():
            phrase = name.casefold()
            if phrase in given.names or _COLUMNS.search(sentence.text) or _is_file(name):
                continue
            if _is_condition(phrase, sentence, given):
                continue
            if _says(words, phrase) and not _says(known, phrase):
                found.setdefault(phrase, (name, sentence))
    return list(found.values())[:_MAX_TERMS]


def _is_condition(phrase: str, sentence: Sentence, given: Given) -> bool:
    """Tell whether a sentence only says that a column of the input has a value."""
    before = re.search(rf"([\w ]+?)\W+(?:is|are|=+|equals)\W+{re.escape(phrase)}", sentence.folded)
    column = before[1].split()[-2:] if before else []
    return given.holds(phrase) and (
        " ".join(column) in given.names or bool(column and column[-1] in given.names)
    )


def replaced_phrases(
    instruction: Instruction, text: str, earlier: str
) -> list[tuple[str, Sentence]]:
    """Return what the instruction puts in quotes and the text does not say any more."""
    words, known = fold(text).casefold(), fold(earlier).casefold()
    return [
        (name, sentence)
        for sentence in instruction.sentences
        for name in sentence.names
        if _says(known, name.casefold()) and not _says(words, name.casefold())
    ][:_MAX_TERMS]


def _is_file(name: str) -> bool:
    return re.fullmatch(r"[\w./-]*\.[A-Za-z][A-Za-z0-9]{1,6}", name) is not None


def _says(text: str, phrase: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) is not None


def codes_in(text: str) -> list[str]:
    """Return the codes of a text, such as `PN-4410`, each once."""
    return list(dict.fromkeys(_CODE.findall(_dateless(fold(text)))))[:_MAX_TERMS]


def chosen_names(instruction: Instruction, given: Given, text: str, earlier: str) -> list[str]:
    """Return the names and codes of the input that a text chose to say, if a choice was asked.

    A name counts if a sentence that asks for a choice speaks of its column, and the column holds
    at least three of which the text says no more than half, or all.
    """
    asking = [s for s in instruction.sentences if (s.asks or s.about) and _SAYING.search(s.text)]
    choices = [s for s in asking if _CHOICE.search(s.text)]
    choices += [s for s in instruction.sentences if _WHICH.search(s.text)]
    lists = [s for s in asking if _EACH.search(s.text)]
    words, known = fold(text), fold(earlier).casefold()
    found: dict[str, None] = {}
    for header, column in given.named_columns:
        heads = stems_of(header)
        names = {name for name in column if is_name(name)}
        said = sorted(name for name in names if _says(words.casefold(), name.casefold()))
        few = 0 < len(said) <= max(1, len(names) // 2)
        chosen = few and any(heads & sentence.stems for sentence in choices)
        listed = said and len(said) == len(names) and any(heads & s.stems for s in lists)
        if len(names) >= 3 and (chosen or listed):
            found |= dict.fromkeys(said)
    fresh = [n for n in found if not instruction.states(n) and not _says(known, n.casefold())]
    places = {name: words.casefold().find(name.casefold()) for name in fresh}
    return sorted(fresh, key=lambda name: places[name])[:_MAX_TERMS]


def is_name(text: str) -> bool:
    """Tell whether a text may be the name or code of something, and no number or date."""
    telling = any(sign.isupper() or sign.isdigit() for sign in text)
    plain = number_of(text) is None and date_of(text) is None
    return telling and plain and 2 <= len(text) <= 60
