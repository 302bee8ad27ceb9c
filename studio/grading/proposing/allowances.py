"""Tolerances told within a sentence that says more: `the volume to two decimals, within 0.6 ml`.

Each belongs to what was named last before it. Distances between things ("within 5 mm of the edge"),
terms ("within two days") and conditions are none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.grading.proposing.instruction import Instruction, Sentence, stems_of
from studio.grading.proposing.wishes import Slack
from studio.grading.readers.units import factor, is_unit
from studio.model.check import Check

_NUMBERS = {"half a": 0.5, "half an": 0.5, "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0}
_TOLD = re.compile(
    r"(?:\bwithin|±|\+/-|\bplus or minus|\bplus/minus|\bgive or take|"
    r"\btolerances?(?: of| is|:)?)\s*"
    r"(?P<amount>(?P<number>\d+(?:[.,]\d+)?|half an?|an?|one|two)"
    r"(?: ?(?P<unit>%|per ?cent|(?!(?:and|or|for|on|in|at|each|either|to)\b)"
    r"[A-Za-zµμ°€$/]{1,12}[23²³]?))?)(?!\w)"
    r"(?=\s*(?:[.,;:)]|$|\b(?:and|or|for|on|in|each|either way)\b|\bof (?:mine|my|our|what|the "
    r"(?:right|true|exact|correct|reference|real))\b))",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|whose|flag|reject|mark|exclude|outlier|duplicates?|replicates?)\b",
    re.IGNORECASE,
)
_TERM = re.compile(r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|min|h|d)$", re.I)
_PART = re.compile(r",\s|\s\(")
_START = re.compile(r"[;:]\s|[.]\s")
# In which unit a file may hold what is told in another one.
_UNITS = (
    "mm", "cm", "m", "um", "km", "inch", "ft", "mL", "L", "mm3", "cm3", "m3", "mm2", "cm2", "m2",
    "s", "ms", "g", "kg", "mg", "Hz", "kHz", "MPa", "kPa", "Pa", "N", "kN", "V", "mV", "A", "mA",
    "%",
)  # fmt: skip
_SPANS = (1.0, 2.0)
_NEAR = 1e-6


@dataclass(frozen=True)
class Allowance:
    """How far off something may be, as it is told.

    Attributes:
        words: the amount as it stands there, such as `0.6 ml`.
        slack: what it means.
        before: what was said before it and since the last one, from the nearest on.
    """

    words: str
    slack: Slack
    before: tuple[str, ...]

    def names_in(self, stems: Mapping[str, frozenset[str]]) -> frozenset[str]:
        """Return which names it is about, given their stems: those that were named last."""
        for part in self.before:
            said = stems_of(part)
            if found := frozenset(name for name, own in stems.items() if own & said):
                return found
        return frozenset()


def allowances_of(sentence: Sentence) -> tuple[Allowance, ...]:
    """Return the tolerances that a sentence tells, in its order."""
    text = sentence.text
    if _CONDITION.search(text):
        return ()
    found, end = [], 0
    for match in _TOLD.finditer(text):
        begins = [end, *(one.end() for one in _START.finditer(text, 0, match.start()))]
        said = text[max(begins) : match.start()]
        slack = _slack(match)
        if slack is not None:
            parts = tuple(part for part in reversed(_PART.split(said)) if part.strip())
            found.append(Allowance(match["amount"], slack, parts))
        end = match.end()
    return tuple(found)


def _slack(match: "re.Match[str]") -> Slack | None:
    word, unit = match["number"].casefold(), match["unit"] or ""
    if _TERM.fullmatch(unit) or (unit == "" and not re.search(r"[.,]", word)):
        return None
    number = _NUMBERS[word] if word in _NUMBERS else float(word.replace(",", "."))
    if unit == "%" or unit.casefold().startswith("per"):
        return Slack(share=number / 100)
    spelled = next((one for one in (unit, unit.casefold()) if is_unit(one)), "")
    coin = unit.casefold().startswith(("cent", "pen")) and not spelled
    if coin:
        return Slack(margin=number / 100)
    return Slack(margin=number, unit=spelled) if spelled or not unit else None


def unused_allowances(instruction: Instruction, checks: Sequence[Check]) -> tuple[str, ...]:
    """Return a sentence for each tolerance of an instruction that no check has."""
    numbers = {number for check in checks for number in _numbers_of(check)}
    told = {
        allowance.words: allowance
        for sentence in instruction.sentences
        for allowance in allowances_of(sentence)
    }
    return tuple(
        UNUSED.format(words=words) for words, one in told.items() if not _is_used(one, numbers)
    )


UNUSED = "The instruction allows {words}; no check uses it"
"""What is said of a tolerance that no check has taken over."""


def _is_used(allowance: Allowance, numbers: Iterable[float]) -> bool:
    wanted = [
        value * span for value in _values_of(allowance.slack) for span in _SPANS
    ]  # fmt: skip
    return any(abs(one - number) <= _NEAR * one for number in numbers for one in wanted)


def _values_of(slack: Slack) -> Iterator[float]:
    """Yield the numbers by which a tolerance may stand in a check, one for each unit."""
    if slack.share is not None:
        yield from (slack.share, 100 * slack.share)
    if slack.margin is not None:
        yield slack.margin
        scales = (factor(slack.unit, unit) for unit in _UNITS) if slack.unit else ()
        yield from (slack.margin * scale for scale in scales if scale)


def _numbers_of(check: Check) -> Iterator[float]:
    if check.tolerance is not None:
        yield check.tolerance
    yield from _numbers_in(check.parameters)


def _numbers_in(value: Any) -> Iterator[float]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)
    elif isinstance(value, dict):
        for held in value.values():
            yield from _numbers_in(held)
    elif isinstance(value, list | tuple):
        for held in value:
            yield from _numbers_in(held)
