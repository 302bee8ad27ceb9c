"""How far off numbers may be, in the instruction's own words: `within 0.1 mm`, `RMS below 2%`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from studio.grading.proposing.instruction import Sentence, stems_of
from studio.grading.readers.conversions import convert, is_known, named_unit
from studio.grading.readers.measures import bare_name

Measure = Literal["rms", "largest", "norm", ""]
_BOUND = (
    r"(?:within|at most|no (?:more|larger|greater|worse) than|not (?:more|exceed) than|"
    r"(?:not|never|nowhere) exceed(?:s|ing)?|less than|below|under|better than|smaller than|"
    r"by more than|tolerance (?:of|is)|accurate to|deviat\w+ (?:of|by)|\bto \+/-|\+/-|±|≤|<=|<)"
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
    r"\b(?:largest|maximum|max|every|each|any|everywhere|nowhere|never|all|peak|point)\b", re.I
)


@dataclass(frozen=True)
class Bound:
    """How far off is near enough: a number in a unit, or a share if it is a percentage."""

    amount: float
    unit: str
    is_share: bool
    measure: Measure
    sentence: Sentence
    start: int

    def in_unit(self, unit: str) -> float | None:
        """Return the amount in another unit, None if it measures something else."""
        if self.is_share:
            return None
        if not self.unit or not unit:
            return self.amount
        zero, one = convert(0.0, self.unit, unit), convert(self.amount, self.unit, unit)
        return None if zero is None or one is None else one - zero


def bounds_in(sentences: Sequence[Sentence]) -> Iterator[Bound]:
    """Yield the bounds on errors that an instruction states."""
    for sentence in sentences:
        text = sentence.text
        for found in _AMOUNT.finditer(text) if _ERROR.search(text) else ():
            unit = (found["unit"] or "").strip()
            share = unit == "%" or unit.casefold().replace(" ", "") == "percent"
            known = unit if unit and not share and is_known(unit) else ""
            amount = float(found["number"]) / (100 if share else 1)
            if amount > 0:
                yield Bound(amount, known, share, _measure_of(text), sentence, found.start())


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
    named = [bound for bound in fitting if _nearness(name, bound) is not None]
    if named:
        return min(named, key=lambda bound: _nearness(name, bound) or 0)
    own = [bound for bound in fitting if unit and bound.unit]
    if len(own) == 1 and not _is_of_another(own[0], others):
        return own[0]
    free = [bound for bound in fitting if not _is_of_another(bound, others)]
    return free[0] if len({(b.amount, b.unit) for b in free}) == 1 else None


def _nearness(name: str, bound: Bound) -> int | None:
    """Return how far before or after a bound a name stands in its sentence, None if it does not."""
    text = bound.sentence.text.casefold()
    bare = bare_name(name)
    places = [found.start() for found in re.finditer(rf"\b{re.escape(bare)}", text)] if bare else []
    if not places and stems_of(bare) and stems_of(bare) <= bound.sentence.stems:
        places = [found.start() for found in re.finditer(re.escape(bare.split()[0][:5]), text)]
    return min((abs(place - bound.start) for place in places), default=None)


def _is_of_another(bound: Bound, others: Sequence[str]) -> bool:
    return any(_nearness(name, bound) is not None for name in others)
