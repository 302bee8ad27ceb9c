"""Reading an instruction sentence by sentence: what it names, demands and leaves free."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from studio.grading.proposing.wishes import (
    Order,
    Rounding,
    Slack,
    given_orders_of,
    is_wish,
    orders_of,
    roundings_of,
    significant_digits,
    slacks_of,
    ties_of,
    wants_all_digits,
)
from studio.grading.readers.values import fold, spelled_numbers

_SPLIT = re.compile(
    r"(?<=[.!?:])(?<![Oo]rder:)(?<![Ss]orting:)(?<![Ss]equence:)\s+(?=[A-Z\"`'*])|(?<=[.!?])\s+(?=\d)|;\s+"
)
_QUOTED = re.compile(
    r"`([^`\n]{1,80})`|\"([^\"\n]{1,80})\"|“([^”\n]{1,80})”|«([^»\n]{1,80})»|„([^“\n]{1,80})“|"
    r"\*\*([^*\n]{1,80})\*\*|(?<!\w)[\u2018']([^'\u2019\n]{1,80})[\u2019'](?!\w)"
)
_LISTED = re.compile(
    r"\b(?:columns?|headers?|headings?|fields?|keys?|sections?|Spalten?)\b(?:\s+\w+){0,3}?\s*:?\s+"
    r"((?:[\w%()/.-]+(?: [\w%()/.-]+){0,3},\s+)+(?:and\s+|und\s+)?[\w%()/-]+(?: [\w%()/-]+){0,4})",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:rounded|in|with|where|for|from|to|of|as|each|one|sorted|per|using|that|which|on|at|"
    r"and|by|into|should|must|are|is|so|und|je)\b.*",
    re.IGNORECASE,
)
_CELL = re.compile(r"(?<![\w.])\$?([A-Z]{1,2})\$?([1-9]\d{0,4})(?![\w.]*\w)")
_FILE = re.compile(r"(?<![\w./-])[\w./-]*[\w-]\.[A-Za-z][A-Za-z0-9]{1,6}\b(?!/)")
_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)?")
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "each",
        "every",
        "for",
        "from",
        "has",
        "have",
        "in",
        "into",
        "is",
        "it",
        "its",
        "may",
        "not",
        "of",
        "on",
        "one",
        "only",
        "or",
        "per",
        "same",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "this",
        "those",
        "to",
        "which",
        "with",
        "you",
        "your",
        "must",
        "should",
        "file",
        "sheet",
        "column",
        "row",
        "value",
        "cell",
        "new",
        "all",
        "any",
    ]
)
_LIVE = re.compile(
    r"\bformula|\brecalc|(?<!who )(?<!they )\blive\b(?! (?:in|at|on|with|near|stock|music)\b)|"
    r"\bdynamic|\bhard-?(?:coded|typed)|\btyped[- ]in\b|"
    r"\bupdates? (?:itself|automatically|when|if)\b|\bfollows? (?:when|if)\b|\bFormeln?\b",
    re.IGNORECASE,
)
_DEAD = re.compile(r"\b(?:no|without|not|instead of) (?:any )?formulas?\b|\bvalues only\b", re.I)
_KEEPS = re.compile(
    r"\b(?:do not|don't|must not|should not|never|without|not to)\s+(?:be )?"
    r"(?:chang|touch|alter|edit|modif|mov|delet|remov|renam|overwrit|reformat)|"
    r"\b(?:unchanged|untouched|intact|as (?:it|they) (?:is|are|was|were))\b|"
    r"\b(?:everything|all|anything|whatever|the rest)(?: else)?\b[^.;:]{0,40}\b(?:stays?|remains?|"
    r"is kept)\b|"
    r"\bleave\b.*\b(?:alone|as)\b|\bstays? (?:as|the same)\b|\bnothing else\b",
    re.IGNORECASE,
)
_FREE_ORDER = re.compile(
    r"\b(?:any|whatever|whichever) order\b|\border (?:of the rows )?(?:does not|doesn't) matter\b|"
    r"\border is (?:free|yours|up to you)\b",
    re.IGNORECASE,
)
_LEAVES = re.compile(
    r"\b(?:up to you|your choice|as you (?:like|see fit|prefer)|free to|is yours|are yours|"
    r"own words|any (?:order|layout|format)|does not matter|doesn't matter|optional|"
    r"if you (?:like|want|wish)|you may)\b",
    re.IGNORECASE,
)
EXACT = re.compile(
    r"\b(?:exactly|only) (?:these|those|the following|this|the)\b|\bnothing else\b|"
    r"\bno (?:other|further|additional|extra) (?:keys?|fields?|columns?|rows?|lines?)\b|"
    r"\bno (?:\w+ )?total|\bwithout (?:an? |any )?(?:\w+ )?totals?\b|"
    r"\b(?:do not|don't|never) (?:add|include|put|write|give|append|insert|want|need|print) "
    r"(?:\w+ ){0,3}(?:sub)?totals?\b",
    re.IGNORECASE,
)
_ALL_FILES = re.compile(
    r"\b(?:both|all|each|every|any) (?:of (?:the|these|them)|(?:\w+ )?(?:files?|tables?|sheets?|"
    r"lists?|outputs?|workbooks?))\b",
    re.IGNORECASE,
)
_FILLS = re.compile(
    r"\b(?:program(?:me)?|app(?:lication)?|software|tool|server|service|daemon|editor|it)\b"
    r"(?:(?!\b(?:not|never|no)\b)[^.;]){0,60}?\b(?:fills?|completes?|adds?|supplies)\b"
    r"(?! (?:no|nothing)\b)[^.;]{0,60}"
    r"\b(?:files?|keys?|settings|options|fields|defaults?|missing)\b",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    r"\b(?:itself|(?:on|of) its own|automatically|defaults?|when(?:ever)? it "
    r"(?:starts?|opens?|saves?|loads?|runs?|closes?)|(?:at|on) (?:the |its |each |every |next )?"
    r"(?:start|launch|run)\w*)\b",
    re.IGNORECASE,
)
_NO_WORK = re.compile(
    r"^(?:please )?(?:open|read|look at|see|use|start|check|review|go through|save)\b", re.I
)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters; `netPay` and `net_pay` are two each."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", fold(text))
    return tuple(word.casefold() for word in _WORD.findall(parted))


def stem(word: str) -> str:
    """Return a word without the common English endings, so that `invoices` meets `invoice`."""
    for ending, least in (("ies", 5), ("ing", 6), ("ed", 5), ("es", 5), ("s", 4), ("e", 5)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words that carry the meaning of a text."""
    return frozenset(stem(word) for word in words_of(text) if word not in _STOP)


def names_in(text: str) -> tuple[str, ...]:
    """Return what a text puts in quotes or code marks, or lists after `columns`, as written."""
    found = [next(part for part in match if part) for match in _QUOTED.findall(text)]
    for match in _LISTED.finditer(text):
        parts = re.split(r",\s+(?:and\s+|und\s+)?|\s+(?:and|und)\s+", match[1])
        found += [_TAIL.sub("", part) for part in parts if not _QUOTED.search(part)]
    plain = (fold(name).strip("`\"'*.,:") for name in found)
    return tuple(dict.fromkeys(name for name in plain if name))


@dataclass(frozen=True)
class Sentence:
    """One sentence of an instruction and what it says about the work.

    `about` are the files that are made, in small letters, of which its paragraph speaks here.
    """

    text: str
    about: frozenset[str] = frozenset()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What stands in quotes or code marks."""
        return names_in(self.text)

    @cached_property
    def folded(self) -> str:
        """The sentence in small letters."""
        return self.text.casefold()

    @cached_property
    def words(self) -> frozenset[str]:
        """The words as they stand, in small letters."""
        return frozenset(words_of(self.text))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the words that carry meaning."""
        return stems_of(self.text)

    @cached_property
    def cells(self) -> frozenset[str]:
        """The cells that it names, such as F14."""
        return frozenset(letters + digits for letters, digits in _CELL.findall(self.text))

    @cached_property
    def files(self) -> frozenset[str]:
        """The files that it names, in small letters."""
        return frozenset(name.casefold() for name in _FILE.findall(self.text))

    @cached_property
    def roundings(self) -> tuple[Rounding, ...]:
        """How it wants numbers rounded, and where in the sentence it says so."""
        return roundings_of(self.text)

    @cached_property
    def slacks(self) -> tuple[Slack, ...]:
        """How far off it lets numbers be."""
        return slacks_of(self.text)

    @property
    def unrounded(self) -> bool:
        """Whether it wants numbers with all their digits."""
        return wants_all_digits(self.text)

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        """How it wants rows sorted."""
        return () if self.frees_order else orders_of(self.text)

    @cached_property
    def given_orders(self) -> tuple[str, ...]:
        """Which order that is there already it wants rows to stand in."""
        return () if self.frees_order else given_orders_of(self.text)

    @property
    def live(self) -> bool:
        """Whether it wants values computed by formulas."""
        return bool(_LIVE.search(self.text)) and not _DEAD.search(self.text)

    @property
    def keeps(self) -> bool:
        """Whether it wants something left as it is."""
        return bool(_KEEPS.search(self.text))

    @property
    def frees_order(self) -> bool:
        """Whether it leaves the order of rows to the worker."""
        return bool(_FREE_ORDER.search(self.text))

    @property
    def fills_in(self) -> bool:
        """Whether it says that a program itself completes its files, with defaults."""
        return bool(_FILLS.search(self.text) and _ITSELF.search(self.text))

    @property
    def leaves(self) -> bool:
        """Whether it leaves something to the worker."""
        return bool(_LEAVES.search(self.text))

    @property
    def asks(self) -> bool:
        """Whether it wants something made or kept."""
        return self.keeps or (is_wish(self.text) and not self.introduces)

    @property
    def introduces(self) -> bool:
        """Whether it only tells what to open or read, or under which name to save."""
        return bool(_NO_WORK.search(self.text)) and not (self.roundings or self.orders)


def sentences(prompt: str, given: Iterable[str] = ()) -> tuple[Sentence, ...]:
    """Return the sentences of an instruction, without headings and list marks.

    Lines of one paragraph are joined first, for a sentence may be wrapped. A sentence that names
    no file is about those that its paragraph, the one that a list belongs to, or the heading above
    named last.

    Args:
        prompt: the instruction.
        given: the paths of the input, which are not what is made.
    """
    found = []
    read = {path.casefold().rpartition("/")[2] for path in given}
    lead: frozenset[str] = frozenset()
    for heading, paragraph, item in _paragraphs(prompt):
        about = (lead if item else frozenset()) or _made(heading, read)
        for part in (fold(part) for part in _SPLIT.split(paragraph)):
            about = _made(part, read) or about
            if part:
                found.append(Sentence(part, about))
        lead = lead if item else about
    return tuple(found)


def _made(text: str, read: set[str]) -> frozenset[str]:
    named = {name.casefold() for name in _FILE.findall(text)}
    return frozenset(name for name in named if name.rpartition("/")[2] not in read)


def _paragraphs(prompt: str) -> list[tuple[str, str, bool]]:
    """Return the paragraphs of a text, each with the heading above, and whether it is an item."""
    found: list[tuple[str, str, bool]] = []
    heading, fresh, fenced = "", True, False
    for line in prompt.splitlines():
        if line.lstrip().startswith("```"):
            fenced, fresh = not fenced, True
            continue
        if not line.strip() or line.lstrip().startswith("#"):
            heading, fresh = (line if line.strip() else heading), True
            continue
        text = re.sub(r"^\s*([-*+•]|\d+[.)])\s+", "", line)
        if fresh or fenced or text != line or line.lstrip().startswith("|"):
            found.append((heading, text, text != line))
        else:
            found[-1] = heading, f"{found[-1][1]} {text}", found[-1][2]
        fresh = fenced
    return found


class Instruction:
    """An instruction, read once and asked often; `given` are the paths of the input."""

    def __init__(self, prompt: str, given: Iterable[str] = ()) -> None:
        self.prompt = prompt
        self.given = frozenset(path.casefold().rpartition("/")[2] for path in given)
        self.sentences = sentences(prompt, self.given)
        self._folded = f" {' '.join(words_of(prompt))} "
        self.names = frozenset(
            name.casefold() for sentence in self.sentences for name in sentence.names
        )
        self.stems = frozenset(found for sentence in self.sentences for found in sentence.stems)
        self.words = frozenset(words_of(prompt))
        self.numbers = frozenset(number for _, number in spelled_numbers(prompt))

    def states(self, name: str) -> bool:
        """Tell whether a name stands in the instruction word for word."""
        words = words_of(name)
        return bool(words) and f" {' '.join(words)} " in self._folded

    def fixes(self, name: str) -> bool:
        """Tell whether the instruction gives a name to be used as it is: quoted, listed, coded."""
        folded = fold(name).casefold()
        coded = "_" in folded and folded in self.prompt.casefold()
        return folded in self.names or coded

    def fixes_sheet(self, name: str) -> bool:
        """Tell whether a sheet is to be called so: quoted, or named beside a word for sheets."""
        word = r"(?:work)?sheet|tab|Blatt|Tabellenblatt"
        plain = re.escape(fold(name))
        beside = rf"\b(?:{word})\b(?: (?:named|called))? ?{plain}\b|\b{plain}\b (?:{word})\b"
        return self.fixes(name) or re.search(beside, fold(self.prompt), re.IGNORECASE) is not None

    def names_only_sheet(self, name: str) -> bool:
        """Tell whether a name stands in quotes only as that of a sheet."""
        quoted = rf"[`\"'“„*]+{re.escape(fold(name))}[`\"'”“*]+"
        word = r"(?:(?:work)?sheets?|tabs?|Blatt|Tabellenblatt)"
        beside = rf"\b{word}(?: (?:named|called))? {quoted}|{quoted} {word}\b"
        text = fold(self.prompt)
        count = len(re.findall(beside, text, re.IGNORECASE))
        return count > 0 and count == len(re.findall(quoted, text, re.IGNORECASE))

    def hints(self, name: str) -> bool:
        """Tell whether each word of a name that carries meaning occurs in the instruction."""
        wanted = stems_of(name)
        return bool(wanted) and wanted <= self.stems

    def sentence_of(self, strong: Iterable[str], weak: Iterable[str] = ()) -> Sentence | None:
        """Return the sentence that best matches, None if none does.

        Args:
            strong: names of the very place, such as `F14` or a column; each counts threefold.
            weak: words that only hint, such as those of a file name.
        """
        best, best_score = None, 0.0
        for sentence in self.sentences:
            score = sum(3.0 * _match(name, sentence) for name in strong)
            score += sum(_match(name, sentence) for name in weak)
            if score and sentence.asks:
                score += 0.75
            if score and sentence.leaves:
                score -= 1.0
            if score > best_score:
                best, best_score = sentence, score
        return best

    def because(self, strong: Iterable[str], weak: Iterable[str] = ()) -> str:
        """Return the text of the sentence that best matches, empty if none does."""
        found = self.sentence_of(strong, weak)
        return found.text if found else ""

    def first(self, what: str) -> Sentence | None:
        """Return the first sentence with a trait: `live`, `keeps` or `frees_order`."""
        return next((sentence for sentence in self.sentences if getattr(sentence, what)), None)

    @cached_property
    def is_exact(self) -> bool:
        """Whether it wants just what it names and nothing else."""
        return EXACT.search(self.prompt) is not None

    def is_about(self, sentence: Sentence, path: str) -> bool:
        """Tell whether a sentence speaks of a file, by its name or its paragraph, or of none."""
        name = path.rpartition("/")[2].casefold()
        named = sentence.files or (() if _ALL_FILES.search(sentence.text) else sentence.about)
        return not named or any(name in file for file in named)

    def frees_order_of(self, path: str) -> bool:
        """Tell whether a sentence about a file leaves the order of its rows to the worker."""
        return any(s.frees_order and self.is_about(s, path) for s in self.sentences)

    def filled_in(self, path: str) -> Sentence | None:
        """Return the sentence by which a program completes a file itself, None if none says so."""
        return next((s for s in self.sentences if s.fills_in and self.is_about(s, path)), None)

    def order_for(self, path: str) -> Sentence | None:
        """Return the sentence that wants an order in a file, None if none does."""
        return next((sentence for sentence, _ in self.orders_for(path)), None)

    def orders_for(self, path: str) -> tuple[tuple[Sentence, str], ...]:
        """Return the wishes to sort a file, each with its sentence and the words that say by what.

        What later sentences say of ties is added to it; there are none where a sentence says that
        the order is free.
        """
        if any(one.frees_order and self.is_about(one, path) for one in self.sentences):
            return ()
        found = []
        for number, sentence in enumerate(self.sentences):
            if sentence.orders and self.is_about(sentence, path):
                later = (other.text for other in self.sentences[number + 1 : number + 3])
                ties = [tie for text in later for tie in ties_of(text)]
                found += [(sentence, ", ".join((order.by, *ties))) for order in sentence.orders]
        return tuple(found)

    def given_orders_for(self, path: str) -> tuple[tuple[Sentence, str], ...]:
        """Return the wishes of a file for an order that is there already, with their sentences."""
        given = {name for name in self.given if name != path.casefold()}
        return tuple(
            (sentence, order)
            for sentence in self.sentences
            if self.is_about(sentence, path) or sentence.files <= given
            for order in sentence.given_orders
        )

    @cached_property
    def significant(self) -> int | None:
        """How many significant digits numbers are wanted with, None if nothing says so."""
        return significant_digits(self.prompt)


def _match(name: str, sentence: Sentence) -> float:
    """Return how surely a sentence speaks of a name: 1 word for word, less by its words."""
    folded = fold(name).casefold()
    if not folded:
        return 0.0
    if name in sentence.cells or folded in sentence.files:
        return 1.0
    if re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", sentence.folded):
        return 1.0
    wanted = stems_of(name)
    return 0.8 * len(wanted & sentence.stems) / len(wanted) if wanted else 0.0
