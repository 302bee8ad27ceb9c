"""Whether a clause affirms or denies what it says, for English; None where that is not certain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from studio.grading.readers.values import fold, number_of
from studio.grading.readers.verdict_words import side_of

_SENTENCE = re.compile(
    r"(?<=[.!?])[\"')\]]*\s+(?=\W*[A-ZÄÖÜ0-9])|[\n;:|\t]|\s[\u2013\u2014-]\s|\u2014"
)
_PARENTHESIS = re.compile(r"\s?[(\[]([^()\[\]]*)[)\]]")
_CLAUSE = re.compile(
    r"(,\s(?:and\s)?|\sand\s)"
    r"|,?\s(?:but|while|whereas|although|though|however|yet|because|since|so|as)\s|[()\[\]]",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[-+]?\d[\d.,\u2019]*\d(?![\w-])|\w+(?:['\u2019/.-]\w+)*|\?")
_SHORT_NOT = re.compile(r"\b(\w+?)n['\u2019]t\b", re.IGNORECASE)
_NO_DENIAL = re.compile(
    r"\bnot (?:only|just|merely|simply)\b|\bno (?:doubt|longer than|later than)\b|"
    r"\b(?:no|not) (?:more|less|fewer|later|earlier|higher|lower|longer|shorter) than\b|"
    r"\bnotwithstanding\b",
    re.IGNORECASE,
)
_FAILS = re.compile(r"\b(?:fail|fails|failed|unable|refused?) to\b", re.IGNORECASE)
_DENIALS = frozenset(["not", "no", "never", "none", "neither", "nor", "cannot", "nowhere"])
_UNSURE = frozenset(
    [
        *("if", "whether", "unless", "until", "when", "where", "would", "could", "might", "may"),
        *("except", "excluding", "other", "others", "besides", "apart", "unlike", "instead"),
        *("rather", "without", "hardly", "barely", "almost", "nearly", "wrong", "false", "untrue"),
        *("nothing", "nobody", "?", "either", "lest", "else", "otherwise", "before", "once"),
        *("previously", "formerly", "supposed", "assumed", "claimed", "prevent", "prevents"),
        *("avoid", "avoids", "lack", "lacks", "deny", "denies", "than"),
    ]
)
_AUXILIARIES = frozenset(
    [
        *("is", "are", "was", "were", "has", "have", "had", "will", "can", "should", "must"),
        *("shall", "does", "do", "did"),
    ]
)
_LIGHT = frozenset(
    [
        *("a", "an", "the", "in", "at", "of", "on", "to", "for", "from", "with", "by", "per"),
        *("be", "been", "being", "also", "still", "now", "only", "just", "both", "all", "each"),
        *("every", "any", "some", "this", "that", "these", "those", "its", "their", "his", "her"),
        *("our", "your", "my", "it", "they", "we", "you", "he", "she", "i", "there", "which"),
        *("who", "than", "then", "or", "about", "into", "so", "as", "yet", "already", "up"),
        *("exactly", "currently", "clearly", "therefore", "thus", "have", "has", "had"),
    ]
)
_ALL_BUT = re.compile(
    r"\b(all|every|each|any|no|none|nobody|nothing|everybody|everyone|everything)\b"
    r"([^,;.:]{0,60}?) but\b",
    re.IGNORECASE,
)
_REACH = 5
_LONGEST = 600


def stem(word: str) -> str:
    """Return a word without the common endings of English, a number as its value is written."""
    number = number_of(word)
    if number is not None:
        return f"{number:g}"
    small = word.casefold()
    for ending, least in (("ies", 5), ("ied", 5), ("ing", 6), ("ed", 5), ("es", 5), ("s", 4)):
        if small.endswith(ending) and len(small) >= least and not small.endswith("ss"):
            return small[: -len(ending)] + ("y" if ending in ("ies", "ied") else "")
    return small[:-1] if small.endswith("e") and len(small) >= 5 else small


@dataclass(frozen=True)
class Clause:
    """A clause: its words and numbers as they stand, `n't` written out."""

    words: tuple[str, ...]

    @cached_property
    def small(self) -> tuple[str, ...]:
        """The words in small letters."""
        return tuple(word.casefold() for word in self.words)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stem of each word, empty for words that carry no meaning of their own."""
        return tuple(
            "" if word in _LIGHT or word in _DENIALS or word in _AUXILIARIES else stem(word)
            for word in self.small
        )

    def affirms(self, place: int) -> bool | None:
        """Tell whether the word at `place` is affirmed (True) or denied (False).

        None if the clause is a condition, a question or an exception, or a denial stands where
        it may be about something else.
        """
        if any(word.casefold() in _UNSURE and word != "May" for word in self.words):
            return None
        denials = [n for n, word in enumerate(self.small) if word in _DENIALS]
        if not denials:
            return True
        near = len(denials) == 1 and 0 < place - denials[0] <= _REACH
        return False if near else None

    def predicate(self) -> tuple[int, int] | None:
        """Return the places of the first auxiliary and of the word that carries what it says."""
        for place, word in enumerate(self.small):
            if word in _AUXILIARIES:
                found = next((n for n in range(place + 1, len(self.words)) if self._tells(n)), None)
                return None if found is None else (place, found)
        return None

    def _tells(self, place: int) -> bool:
        return bool(self.stems[place]) and not self.small[place].endswith("ly")


def sentences_of(text: str) -> Iterator[str]:
    """Yield the sentences and lines of a text, each folded."""
    for line in text.split("\n"):
        for part in _SENTENCE.split(line):
            if folded := fold(part or "")[:_LONGEST]:
                yield folded


def clauses_of(sentence: str) -> tuple[Clause, ...]:
    """Return the clauses of a sentence, what stands in parentheses as clauses of their own.

    A part without a verb belongs to the clause behind it (`at Brunn, ...`, `iron and ...`). A
    question says nothing, so each of its clauses keeps the mark.
    """
    question = " ?" if sentence.rstrip(" \"')").endswith("?") else ""
    whole = _SHORT_NOT.sub(_spelled_out, sentence)
    texts = (_PARENTHESIS.sub("", whole), *_PARENTHESIS.findall(whole))
    parts = (part for text in texts for part in _parts(_plain(text)))
    clauses = (Clause(tuple(_TOKEN.findall(part + question))) for part in parts)
    return tuple(clause for clause in clauses if clause.words)


def _parts(text: str) -> Iterator[str]:
    """Yield the texts of clauses: between commas and conjunctions, those without verb joined."""
    pieces = _CLAUSE.split(text)
    held = ""
    for piece, sign in zip(pieces[::2], [*pieces[1::2], None], strict=True):
        held = f"{held} {piece}"
        words = {word.casefold() for word in _TOKEN.findall(held)}
        if sign is None or words & (_AUXILIARIES | _DENIALS) or any(map(side_of, words)):
            yield held
            held = ""


def _spelled_out(found: "re.Match[str]") -> str:
    return f"{ {'ca': 'can', 'wo': 'will'}.get(found[1].casefold(), found[1]) } not"


def _plain(part: str) -> str:
    """Return a clause without `not only`, which denies nothing, and with `fails to` as `not`.

    `All but one` is written as `all except one`.
    """
    return _ALL_BUT.sub(r"\1\2 except", _FAILS.sub(" not ", _NO_DENIAL.sub(" ", part)))
