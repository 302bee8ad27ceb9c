"""How far off numbers may be, in the instruction's own words: `within 0.1 mm`, `RMS below 2%`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from studio.grading.proposing.draft import Draft
from studio.grading.proposing.instruction import Sentence, stems_of
from studio.grading.readers.conversions import convert, is_known, named_unit
from studio.grading.readers.measures import bare_name

Measure = Literal["rms", "largest", "norm", ""]
_BOUND = (
    r"(?:within|at most|no (?:more|larger|greater|worse) than|not (?:more|exceed) than|"
    r"(?:not|never|nowhere) exceed(?:s|ing)?|less than|below|under|better than|smaller than|"
    r"by more than|tolerance (?:of|is)|(?:max(?:imum|imal)?|largest|greatest|permitted|allowed) "
    r"(?:absolute |relative )?(?:error|deviation|difference)(?: [\w ]{0,30}?)? (?:is|of)|"
    r"(?:accurate|right|correct|exact|good|precise) to|"
    r"(?:accept|tolerate|allow)(?:s|ed|ing)?(?: up to| of)?|"
    r"deviat\w+ (?:of|by)|\bto \+/-|\+/-|±|≤|<=|<)"
)
_AMOUNT = re.compile(
    rf"{_BOUND}\s*(?:(?:a|an|the|about|or equal to|relative|absolute|±|\+/-)\s+)*[±]?\s*"
    r"(?P<number>\d+(?:\.\d+)?(?:[eE]-?\d+)?)\s*"
    r"(?P<unit>%|per ?cent|[A-Za-z°µμΩ][A-Za-z0-9°µμΩ/·*^²³]*)?",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"\b(?:errors?|off|deviat\w*|differen\w*|differs?|tolerances?|accura\w*|distances?|agrees?|"
    r"match\w*|close|near|follows?|right|correct|exact|residuals?|precis\w*|true)\b|±|\+/-|within",
    re.IGNORECASE,
)
_RMS = re.compile(r"\b(?:rms|rmse|root[- ]mean[- ]squared?|on average|mean error)\b", re.IGNORECASE)
_NORM = re.compile(
    r"\b(?:norms?|frobenius|euclidean|l2|relative error|relative difference|as a whole)\b", re.I
)
_LARGEST = re.compile(
    r"\b(?:largest|maximum|max|every|each|any|anywhere|everywhere|nowhere|never|all|peak|point)\b",
    re.I,
)
_PART = re.compile(r"[,;:]\s|\s(?:and|while|but|whereas)\s", re.IGNORECASE)
_PEAK = re.compile(
    r"\s*of (?:the |its |their )?(?:own )?(?:peak|maxim\w+|max|largest|range|full[- ]scale|"
    r"amplitude|span|greatest)\b",
    re.IGNORECASE,
)
_LEAST_NAME = 3


@dataclass(frozen=True)
class Bound:
    """How far off is near enough: a number in a unit, or a share if it is a percentage.

    A share is one of each number, or of the largest one if it is `of_peak`. `clause` is the part of
    the sentence that it stands in, and `start` its place there.
    """

    amount: float
    unit: str
    is_share: bool
    of_peak: bool
    measure: Measure
    sentence: Sentence
    clause: str
    start: int

    def in_unit(self, unit: str) -> float | None:
        """Return the amount in another unit, None if it measures something else."""
        if self.is_share:
            return None
        if not self.unit or not unit:
            return self.amount
        zero, one = convert(0.0, self.unit, unit), convert(self.amount, self.unit, unit)
        return None if zero is None or one is None else one - zero


def bounds_of(draft: Draft, path: str) -> list[Bound]:
    """Return the bounds on errors that an instruction states of a file."""
    said = draft.instruction
    return list(_bounds_in(s for s in said.sentences if said.is_about(s, path)))


def _bounds_in(sentences: Iterable[Sentence]) -> Iterator[Bound]:
    for sentence in sentences:
        text = sentence.text
        for found in _AMOUNT.finditer(text) if _ERROR.search(text) else ():
            unit = (found["unit"] or "").strip()
            share = unit == "%" or unit.casefold().replace(" ", "") == "percent"
            known = unit if unit and not share and is_known(unit) else ""
            amount = float(found["number"]) / (100 if share else 1)
            if amount > 0:
                first, last = _clause(text, found.start(), found.end())
                peak = _PEAK.match(text, found.end())
                last = found.end() if peak else last
                clause, start = text[first:last], found.start() - first
                measure = _measure_of(text)
                yield Bound(amount, known, share, bool(peak), measure, sentence, clause, start)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the part of a sentence begins and ends in which a bound stands."""
    before = [found.end() for found in _PART.finditer(text, 0, start)]
    after = _PART.search(text, end)
    return (before[-1] if before else 0), (after.start() if after else len(text))


def _measure_of(text: str) -> Measure:
    if _RMS.search(text):
        return "rms"
    if _NORM.search(text):
        return "norm"
    return "largest" if _LARGEST.search(text) else ""


def bound_for(name: str, others: Sequence[str], bounds: Sequence[Bound]) -> Bound | None:
    """Return the bound that is meant for a column or array, None if there is none.

    One that stands nearest to its name comes first, then one of its unit, then the only one.
    """
    unit = named_unit(name)[1]
    fitting = [bound for bound in bounds if bound.is_share or bound.in_unit(unit) is not None]
    near = [(place, n) for n, b in enumerate(fitting) if (place := _place(name, b)) is not None]
    if near:
        return fitting[min(near)[1]]
    free = [bound for bound in fitting if all(_place(o, bound) is None for o in others)]
    own = [bound for bound in free if unit and bound.unit]
    if len(own) == 1:
        return own[0]
    said = [bound for bound in fitting if bare_name(name) in bound.sentence.folded]
    if bare_name(name) and len(said) == 1:
        return said[0]
    return free[0] if len({(b.amount, b.unit) for b in free}) == 1 else None


def _place(name: str, bound: Bound) -> int | None:
    """Return how far from a bound a name stands in its clause, None if it does not."""
    text, bare = bound.clause.casefold(), bare_name(name)
    if not bare:
        return None
    if len(bare) < _LEAST_NAME:
        places = [found.start() for found in re.finditer(rf"\b{re.escape(bare)}\b", text)]
        first = re.match(r"(?:the |each |all )?(\w)", text)
        places += [0] if len(bare) == 1 and first and first[1] == bare else []
    else:
        places = [found.start() for found in re.finditer(rf"\b{re.escape(bare)}", text)]
        stems = stems_of(bare)
        if not places and stems and stems <= stems_of(text):
            places = [max(0, text.find(bare.split()[0][:_LEAST_NAME]))]
    return min((abs(place - bound.start) for place in places), default=None)
