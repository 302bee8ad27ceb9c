"""Shares of the score: what the weights of checkpoints come to, in tenths of a percent.

Weights count in proportion only, so a share is a weight out of all of them. Weighted checks without
a checkpoint are a part of their own, `WHOLE`, whose weight is always 1, as grading has it: it gets
another share by the weights of the others.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from studio.base.errors import UserError
from studio.formats.tasks import TaskDocument
from studio.model.task import Checkpoint

WHOLE = ""
"""Stands for the checks without a checkpoint; no checkpoint has an empty id."""
TENTHS = 1000
"""A share of all, in tenths of a percent."""
# Shares that give way keep their proportion to this part of all, finer than what is shown.
_FINE = 1_000_000

Weights = dict[str, Fraction]
Shares = dict[str, int]


def weights_of(document: TaskDocument) -> Weights:
    """Return the weight of each checkpoint by id, in order, and that of `WHOLE` if it counts."""
    found = {point.id: Fraction(str(point.weight)) for point in document.task.checkpoints}
    if has_loose_weight(document):
        found[WHOLE] = Fraction(1)
    return found


def has_loose_weight(document: TaskDocument) -> bool:
    """Tell whether a weighted check belongs to no checkpoint."""
    known = {point.id for point in document.task.checkpoints}
    return any(not check.gate and check.checkpoint not in known for check in document.checks.checks)


def unjudged(document: TaskDocument) -> tuple[Checkpoint, ...]:
    """Return the checkpoints that count and have no weighted check, so that they score 0."""
    judged = {check.checkpoint for check in document.checks.checks if not check.gate}
    return tuple(
        point for point in document.task.checkpoints if point.weight > 0 and point.id not in judged
    )


def shares_of(document: TaskDocument) -> Shares:
    """Return the share of each part in tenths of a percent: together 1000, unless nothing counts.

    What is left over by rounding goes to those that lose most by it.
    """
    found = weights_of(document)
    return dict(zip(found, split(tuple(found.values()), TENTHS), strict=True))


def split(values: Sequence[Fraction | int], whole: int) -> tuple[int, ...]:
    """Return whole numbers in proportion to `values` that add up to `whole`; zeros if all are 0."""
    total = sum(values)
    if not total:
        return (0,) * len(values)
    exact = [value * whole / Fraction(total) for value in values]
    made = [int(value) for value in exact]
    left = whole - sum(made)
    losing = sorted(range(len(made)), key=lambda place: made[place] - exact[place])
    for place in losing[:left]:
        made[place] += 1
    return tuple(made)


def even_share(document: TaskDocument) -> int:
    """Return what one more checkpoint gets if it counts as much as the others do on average."""
    return round(TENTHS / (len(weights_of(document)) + 1))


def shown_share(tenths: int) -> str:
    """Return a share as it is shown and typed: `40%`, `33.3%`."""
    return f"{tenths / 10:g}%"


def tenths_from(percent: float) -> int:
    """Return a share in percent as tenths of a percent.

    Raises:
        UserError: if it is no share.
    """
    if not 0 <= percent <= 100:
        raise UserError(f"A share is from 0 to 100 percent, not {percent:g}.")
    return round(percent * 10)


def given_way(weights: Mapping[str, Fraction], id: str, tenths: int) -> Weights:
    """Return weights in which one part has a share and the others give way in proportion.

    Others that counted nothing share what is left evenly.

    Raises:
        UserError: if there is no other to give way.
    """
    others = {other: weight for other, weight in weights.items() if other != id}
    if not others and tenths != TENTHS:
        raise UserError("The only part of the score counts for all of it; add a checkpoint first.")
    if not any(others.values()):
        others = dict.fromkeys(others, Fraction(1))
    own = tenths * (_FINE // TENTHS)
    parts = dict(zip(others, split(tuple(others.values()), _FINE - own), strict=True)) | {id: own}
    return _scaled({part: Fraction(parts[part]) for part in (*weights, id)})


def shifted(weights: Mapping[str, Fraction], left: str, right: str, tenths: int) -> Weights:
    """Return weights in which two parts share what they have together anew.

    Args:
        weights: those of all parts.
        left: the part that gets the share `tenths`, or all that the two have if that is less.
        right: the part that gets the rest.
        tenths: in tenths of a percent.

    Raises:
        UserError: if nothing counts at all yet.
    """
    fine = dict(zip(weights, split(tuple(weights.values()), _FINE), strict=True))
    both = fine[left] + fine[right]
    if not both:
        raise UserError("These two count nothing together; type the share of one of them.")
    fine[left] = min(both, tenths * (_FINE // TENTHS))
    fine[right] = both - fine[left]
    return _scaled({part: Fraction(found) for part, found in fine.items()})


def _scaled(parts: Weights) -> Weights:
    """Return weights in these proportions: in percent, or to a `WHOLE` of 1."""
    whole = parts.get(WHOLE)
    if whole == 0:
        raise UserError(
            "The checks for the whole work count too; give them a share above 0, or a checkpoint."
        )
    unit = whole if whole else Fraction(_FINE, 100)
    return {part: found / unit for part, found in parts.items()}
