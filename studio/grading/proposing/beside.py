"""The words that a figure of a text stands beside, and numbers of a text that are no figures."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from studio.grading.proposing.instruction import Instruction, stem, stems_of, words_of
from studio.grading.proposing.wording import Figure, named_in
from studio.grading.readers.units import is_unit
from studio.grading.readers.values import fold, spelled_numbers

_MONTHS = (
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|januar|februar|märz|mai|juni|juli|oktober|"
    r"dezember"
)
_YEAR_BEFORE = re.compile(
    rf"(?:\b(?:{_MONTHS})\.?|\bq[1-4]|"
    r"\b(?:quarter|half|years?|season|spring|summer|autumn|fall|winter|since|until|in|of|for|from|"
    r"to|end|fy|jahr|and)|\b(?:week|wk|kw) ?\d{1,2}|[-/(,\u2013©]|\d{1,2}(?:st|nd|rd|th)?)\s*$",
    re.IGNORECASE,
)
_DAY = re.compile(rf"(?:{_MONTHS})$", re.IGNORECASE)
_MONTH_BEFORE = re.compile(rf"\b(?:{_MONTHS})\.?\s*$", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:\b(?:clauses?|sections?|sect?|articles?|art|paragraphs?|para|chapters?|figures?|fig|tables?|"
    r"appendix|annex|numbers?|no|nr|nos|pages?|pp?|slides?|steps?|versions?|rules?|parts?|schedule|"
    r"exhibit|attachment|questions?|phases?|weeks?|wk|kw|lines?|form|iso|din|en|ref|reference|order|"
    r"invoice|account|batch|sample|ticket|id)\b\.?|[§#])\s*$",
    re.IGNORECASE,
)
_CODED = re.compile(
    r"\b(?:codes?|numbers?|no|nr|ids?|account|invoice|order|article|item|case|file|ref|reference|"
    r"ticket|batch|lot|serial|isbn|ean|sku)\b[.:]?\s*$",
    re.IGNORECASE,
)
_MARK = re.compile(r"\s*[\W_]{0,3}\s*$")
_TITLED = re.compile(r"[.)]?\s+[A-ZÄÖÜ\"“]")
_PART = re.compile(r"[,;:.?!()]\s|\s(?:and|und|with)\s")
_LINK = re.compile(
    r"[,;:(|]|\b(?:with|and|at|for|of|from|in|on|to|by|per|against|is|are|was|were|und|mit)\b", re.I
)
_LEADS_ON = re.compile(
    r"(?:[:=]|\b(?:of|is|are|was|were|at|to|by|and|or|plus|minus|than|about|only))\s*$",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"\s*(?:/|(?:out )?of(?: the| all| these| our)*|von(?: den)?)\s*$", re.IGNORECASE
)
_PAIRED = re.compile(r"\s*(?:/|(?:out )?of(?: the| all| these| our)*|von(?: den)?)\s*\d", re.I)
_WHOLE = re.compile(rf"{_PAIRED.pattern}[\d.,]*", re.IGNORECASE)
_HOW_MUCH = re.compile(
    r"\b(?:its|their|both values|how much|how many|how large|how long|how far|what it is|by what|"
    r"amounts?|values?|figures?|each|with (?:the|its|their) (?:share|sum|number|percentage))\b",
    re.IGNORECASE,
)
_AND_HOW = re.compile(
    r"\s*(?:what|how|its|their|by|with|the (?:amount|value|figure|share|sum|number))\b",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\b(?:most|least|highest|lowest|worst|best|largest|smallest|biggest|longest|shortest)\b",
    re.IGNORECASE,
)
_CONTRASTS = frozenset(
    (
        *("first", "last", "before", "after", "old", "new"),
        *("initial", "final", "previous", "current", "earlier", "later"),
    )
)
_LONGEST_NAME = 60
_JOINED = re.compile(r",|\b(?:and|und|but|while)\b", re.IGNORECASE)
_MAX_WORDS = 8
_MAX_NAMES = 4
_NEAR = 6
_LEAST_HEADINGS = 3
EMPTY = stems_of(
    "number how many much count total short say state give tell show write report decimal place "
    "digit rounded per cent percent amount both first last line sentence letter note text word two "
    "three four five six one end please only who have not more than least most also whether them "
    "about out was were where when her his their too above below lies lie date before after whose "
    "with from that this then does did put called such both value values figure figures against "
    "went goes gone half compared comparison versus make makes made come comes please worth "
    "january february march april may june july august september october november december"
)

# What a time is measured in tells no more than a unit does what the time is of.
_PERIODS = stems_of("years months weeks days hours minutes seconds")


def is_year(figure: Figure, instruction: Instruction) -> bool:
    """Tell whether a number is a year: four digits after a month, a quarter or a word for time.

    So is one that the instruction says, too, unless it stands right beside a label.
    """
    number = figure.quantity
    if number.unit or number.decimals or not re.fullmatch(r"(?:19|20)\d\d", number.spelled):
        return False
    if number.value in instruction.numbers and not re.search(r"[:=|]\s*$", figure.before):
        return True
    return not figure.before.strip() or bool(_YEAR_BEFORE.search(figure.before))


def is_number_of_something(figure: Figure) -> bool:
    """Tell whether a number only numbers something: a clause, a section, a step, a line."""
    number = figure.quantity
    if re.match(r"0\d", number.spelled):
        return True
    if number.unit == "%" or not re.fullmatch(r"\d{1,4}(?:\.\d{1,3})?", number.spelled):
        return False
    if _DAY.match(number.noun) or _MONTH_BEFORE.search(figure.before):
        return True
    if _NUMBERED.search(figure.before) and not re.match(r"\s*%", figure.after):
        return True
    return bool(_MARK.fullmatch(figure.before)) and bool(_TITLED.match(figure.after))


def is_code(figure: Figure) -> bool:
    """Tell whether a number is a code: many digits in a row after a word for one."""
    number = figure.quantity
    long = re.fullmatch(r"\d{5,}", number.spelled) is not None
    return long and not number.unit and bool(_CODED.search(figure.before))


def is_given_number(figure: Figure, instruction: Instruction) -> bool:
    """Tell whether the instruction itself gives a number, of the same thing: a limit, a rule."""
    words = stems_of(figure.clause)
    return any(
        any(abs(number - own) < 1e-9 for own in (figure.quantity.value, figure.value))
        and words & sentence.stems
        for sentence in instruction.sentences
        for _, number in spelled_numbers(sentence.text)
    )


def is_aside(figure: Figure, instruction: Instruction, names: Iterable[str]) -> bool:
    """Tell whether a figure only stands in brackets after a name, and nobody asks how much it is.

    "Which route is the worst?" is answered by a name.
    """
    before = re.sub(r"\s*\($", "", figure.before)
    if before == figure.before or not named_in(before[-_LONGEST_NAME:], names):
        return False
    words = stems_of(figure.clause)
    best, following, most = "", "", 1
    for sentence in instruction.sentences:
        parts = _PART.split(sentence.text)
        for part, after in zip(parts, [*parts[1:], ""], strict=True):
            if (shared := len(stems_of(part) & words)) > most:
                best, following, most = part, after, shared
    return bool(best) and not _HOW_MUCH.search(best) and not _AND_HOW.match(following)


def pair_of(figure: Figure, figures: Sequence[Figure]) -> Figure | None:
    """Return the whole that a figure is a part of, as in `5 of 8 agree`, None if it is none."""
    if not _PAIRED.match(figure.after) or figure.quantity.unit or figure.quantity.decimals:
        return None
    for other in figures:
        same = other is not figure and other.clause == figure.clause
        between = other.before[len(figure.before) + len(figure.quantity.spelled) :]
        if same and len(other.before) > len(figure.before) and _PAIR.fullmatch(between):
            whole = other.quantity.value
            return other if whole >= figure.quantity.value and whole.is_integer() else None
    return None


@dataclass(frozen=True)
class Beside:
    """The names and the words that tell a figure from the others of its text."""

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def words_beside(
    figures: Sequence[Figure], instruction: Instruction, names: Sequence[str], path: str
) -> list[Beside]:
    """Return for each figure what tells it from the others, nothing if nothing does.

    Its names are those of the input in its clause that the fewest others have. Its words are the
    nearest that others of its name do not have: its label, the noun after it, the words before
    it; those of the part of the instruction that asks for it are as good.
    """
    telling = _telling_names(figures, names)
    near = _told_apart(figures, [_nearest(figure, instruction) for figure in figures], instruction)
    made = []
    for number, figure in enumerate(figures):
        mine = set(telling[number])
        rivals = {
            stem(word)
            for n, other in enumerate(figures)
            if other.value != figure.value
            and (not mine or not telling[n] or mine & set(telling[n]))
            for word in near[n]
        }
        words = _with_asked(near[number], instruction, rivals, path)[:_MAX_WORDS]
        made.append(Beside(tuple(telling[number]), tuple(words)))
    return made


def names_above(figures: Iterable[Figure], names: Sequence[str]) -> dict[str, list[str]]:
    """Return by heading its names that the fewest others have, none for fewer than three headings.

    A letter to each, under a heading with the name, has figures that are just of that one.
    """
    long = [name for name in names if len(name) > 2 or any(map(str.isdigit, name))]
    found = {
        head: said for one in figures if (head := one.heading) and (said := named_in(head, long))
    }
    if len(found) < _LEAST_HEADINGS:
        return {}
    counts = Counter(name for said in found.values() for name in said)
    least = {head: min(counts[name] for name in said) for head, said in found.items()}
    return {
        head: [name for name in said if counts[name] == 1][:_MAX_NAMES]
        for head, said in found.items()
        if least[head] == 1
    }


def _telling_names(figures: Sequence[Figure], names: Sequence[str]) -> list[list[str]]:
    """Return for each figure the names in its clause that the fewest figures have, if not all."""
    long = [name for name in names if len(name) > 2 or any(map(str.isdigit, name))]
    said = [_own_names(figure, named_in(figure.clause, long), figures) for figure in figures]
    counts = Counter(name for found in said for name in found)
    found = []
    for mine in said:
        least = min((counts[name] for name in mine), default=0)
        few = least < len(figures) or len(figures) == 1
        found.append([name for name in mine if counts[name] == least and few][:_MAX_NAMES])
    return found


def _own_names(figure: Figure, names: list[str], figures: Sequence[Figure]) -> list[str]:
    """Return the names in the clause of a figure, none if it only counts them.

    In a clause of as many figures as names, each figure has the name of its place.
    """
    number = figure.quantity
    counts = not number.unit and not number.decimals and number.value == len(names) > 1
    if counts or len(names) < 2:
        return [] if counts else names
    rivals = [one for one in figures if one.clause == figure.clause and one is not figure]
    places = [len(one.before) for one in (figure, *rivals)]
    if len(rivals) + 1 != len(names) or len(set(places)) < len(places):
        return names
    small = f"{figure.before}{figure.quantity.spelled}{figure.after}".casefold()
    start = small.find(figure.clause.casefold())
    order = sorted(names, key=lambda name: small.find(name, max(start, 0)))
    return [order[sorted(places).index(places[0])]]


def _without(words: list[str], stems: Set[str]) -> list[str]:
    return [word for word in words if stem(word) not in stems]


def _nearest(figure: Figure, instruction: Instruction) -> list[str]:
    """Return the words around a figure that the instruction knows, the nearest that there are."""
    lead, tail = _around(figure)
    label = _spoken(figure.label, instruction)
    after: list[str] = []
    if not figure.quantity.unit:
        noun = _LINK.split(tail, maxsplit=1)[0]
        after = _spoken(noun if _LEADS_ON.search(tail) else tail, instruction)[:_NEAR]
    levels = (
        [*label, *after],
        _spoken(lead, instruction)[-_NEAR:],
        _spoken(tail, instruction)[:_NEAR],
        _spoken(figure.clause, instruction)[:_NEAR],
    )
    telling = (_without(level, _PERIODS) for level in levels)
    return list(dict.fromkeys(next(filter(None, (*telling, *levels)), [])))


def _told_apart(
    figures: Sequence[Figure], near: list[list[str]], instruction: Instruction
) -> list[list[str]]:
    """Return the words of figures; those that a neighbour has, too, with what follows the noun.

    `62.4 points in theory` and `64.0 points in practice` are told apart by what they are points of.
    """
    made = []
    contrasts = [_contrast(figure, instruction) for figure in figures]
    for figure, words, own in zip(figures, near, contrasts, strict=True):
        rivals = [
            contrast
            for one, contrast in zip(figures, contrasts, strict=True)
            if one.clause == figure.clause and one.value != figure.value
        ]
        if own and any(rivals) and own not in rivals:
            made.append([own])
            continue
        held = [
            other
            for one, other in zip(figures, near, strict=True)
            if one.clause == figure.clause and one.value != figure.value
        ]
        if words and any(set(words) <= set(other) for other in held):
            tail = _around(figure)[1]
            more = _spoken(_JOINED.split(tail, maxsplit=1)[0], instruction)[:_NEAR]
            words = list(dict.fromkeys([*words, *more]))
        made.append(words)
    return made


def is_counterpart(figure: Figure, others: Iterable[Figure], instruction: Instruction) -> bool:
    """Tell whether a figure is that of the `last` where another one is that of the `first`."""
    own = _contrast(figure, instruction) if figure.quantity.decimals else ""
    return bool(own) and any(
        _contrast(other, instruction) not in ("", own)
        for other in others
        if other.clause == figure.clause and other.quantity.unit == figure.quantity.unit
    )


def _contrast(figure: Figure, instruction: Instruction) -> str:
    """Return the word that sets a figure off from its like, such as the `last` after `first`."""
    tail = _JOINED.split(_around(figure)[1], maxsplit=1)[0]
    words = [word for word in words_of(tail) if word in _CONTRASTS]
    spoken = set(words_of(instruction.prompt))
    return words[0] if len(words) == 1 and words[0] in spoken else ""


def _around(figure: Figure) -> tuple[str, str]:
    """Return the words of the clause before a number, from the last number, and after it.

    The noun of the last number is left out.
    """
    start = figure.clause.find(figure.quantity.spelled) if not figure.before else -1
    before = figure.before if start < 0 else figure.clause[:start]
    parts = re.split(r"\d|[.!?]\s", before)
    lead = parts[-1]
    if len(parts) > 1 and re.search(r"\d\s*$", before[: len(before) - len(lead)]):
        rest = _LINK.split(lead, maxsplit=1)[-1]
        lead = rest if words_of(rest) else lead
    after = _WHOLE.sub("", figure.after)
    tail = re.split(r"\d|[.!?](?:\s|$)|[;|,(]", after)[0]
    return lead, tail


def _spoken(text: str, instruction: Instruction) -> list[str]:
    words = [word for word in words_of(text) if len(word) > 2 and word.isalpha()]
    told = [w for w in words if not stems_of(w) & EMPTY and not is_unit(w)]
    known = [w for w in told if stems_of(w) & instruction.stems]
    return list(dict.fromkeys(known))


def _with_asked(own: list[str], instruction: Instruction, rivals: set[str], path: str) -> list[str]:
    """Return words with those of the part of a sentence that asks for what they say."""
    if not own:
        return []
    wanted = {stem(word) for word in own}
    name = path.rpartition("/")[2].casefold()
    best, most = list[str](), 0.0
    for sentence in instruction.sentences:
        if not any(name in file for file in sentence.about):
            continue
        for part in _PART.split(fold(sentence.text)):
            words = [w for w in words_of(part) if len(w) > 3 and w.isalpha()]
            plain = [w for w in words if stems_of(w) and not stems_of(w) & EMPTY]
            shared = len({stem(w) for w in plain} & wanted)
            worth = shared - len(plain) / 20 if shared else 0.0
            if _SUPERLATIVE.search(part) and not _SUPERLATIVE.search(" ".join(own)):
                continue
            if worth > most and len(plain) <= _NEAR:
                best, most = plain, worth
    return list(dict.fromkeys([*own, *_without(best, rivals)]))
