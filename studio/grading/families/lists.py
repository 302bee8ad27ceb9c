"""The check of a list by precision and recall."""

import json
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.families.trees import input_tree, kept, reference_tree, within
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import percent
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.matching import matched
from studio.grading.readers.trees import is_typed, tree_at
from studio.grading.readers.values import Scalar, scalar
from studio.model.check import Check, Target
from studio.model.frozen import Frozen


class ListOverlapParameters(Frozen):
    """How much of a list must be right, whatever its order."""

    key: str | None = Field(
        default=None,
        title="Field that counts",
        description="The field of each element that is compared; the whole element if left out.",
    )
    min_precision: float = Field(
        default=1.0,
        gt=0,
        le=1,
        title="Share that must be right",
        description="Of what is listed, the share that the reference lists too; below it the "
        "check is worth 0, so that listing everything does not pay.",
    )
    min_recall: float = Field(
        default=1.0,
        gt=0,
        le=1,
        title="Share that must be found",
        description="Of what the reference lists, the share that must be listed.",
    )
    case: bool = Field(
        default=True, title="Capitals matter", description="Off: `Paid` and `PAID` are the same."
    )


@dataclass(frozen=True)
class _Overlap:
    """What of the reference is found, and what is listed without being in it."""

    right: frozenset[int]
    wrong: tuple[Any, ...]
    precision: float
    recall: float


def _items(value: Any, key: str | None, path: str) -> list[Scalar]:
    """Return the elements of a list as scalars.

    Raises:
        Unreadable: if it is no list.
    """
    if not isinstance(value, list):
        if is_typed(path) or value in (None, ""):
            raise Unreadable("has no list there")
        value = [value]
    return [_item(element, key) for element in value]


def _item(element: Any, key: str | None) -> Scalar:
    if key is not None:
        element = element.get(key) if isinstance(element, dict) else None
    if isinstance(element, dict | list):
        return json.dumps(element, sort_keys=True, ensure_ascii=False)
    return scalar(element)


def _overlap(
    reference: list[Scalar],
    listed: list[Scalar],
    parameters: ListOverlapParameters,
    tolerance: float | None,
    path: str,
) -> _Overlap:
    partners = matched(
        [(value,) for value in reference],
        [(value,) for value in listed],
        tolerance,
        parameters.case,
        is_typed(path),
    )
    right = frozenset(i for i, partner in enumerate(partners) if partner is not None)
    taken = set(partners)
    wrong = tuple(value for i, value in enumerate(listed) if i not in taken)
    return _Overlap(
        right,
        wrong,
        len(right) / len(listed) if listed else 0.0,
        len(right) / len(reference) if reference else 0.0,
    )


def _expected(parameters: ListOverlapParameters, target: Target, grounds: Grounds) -> list[Scalar]:
    try:
        found = _items(reference_tree(target, grounds), parameters.key, target.path)
    except Unreadable as fault:
        raise FaultError(f"The reference's {target.path} {fault}.") from None
    if not found:
        raise FaultError(f"The reference's {target.path} lists nothing there.")
    return found


def _held(
    reference: list[Scalar],
    check: Check,
    parameters: ListOverlapParameters,
    target: Target,
    grounds: Grounds,
) -> frozenset[int]:
    try:
        given = _items(input_tree(target, grounds), parameters.key, target.path)
    except Unreadable:
        return frozenset()
    return _overlap(reference, given, parameters, check.tolerance, target.path).right


def _judge(
    check: Check, parameters: ListOverlapParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    reference = _expected(parameters, target, grounds)
    try:
        found = tree_at(grounds.output, target)
        listed = _items(found, parameters.key, target.path)
    except Unreadable as fault:
        told = f"{target.path} {fault}."
        return failed(told, public=told, place=check.target, expected=len(reference), found=None)
    overlap = _overlap(reference, listed, parameters, check.tolerance, target.path)
    missed = [value for i, value in enumerate(reference) if i not in overlap.right]
    evidence = {
        "place": check.target,
        "expected": len(reference),
        "found": len(listed),
        "missed": kept(missed[:EVIDENCE_CAP]),
        "wrong": kept(list(overlap.wrong[:EVIDENCE_CAP])),
        "precision": overlap.precision,
        "recall": overlap.recall,
    }
    told = f"{check.target} lists {len(listed)}, of which {len(overlap.right)} are right; "
    told += f"{len(missed)} of {len(reference)} are missed."
    public = f"{check.target} lists {len(listed)}, not all that was asked for and nothing else."
    enough = overlap.recall >= parameters.min_recall
    if overlap.precision < parameters.min_precision:
        return failed(told, public=public, **evidence)
    if enough:
        return passed(told, **evidence)
    held = _held(reference, check, parameters, target, grounds)
    return Judgement(_partial(reference, overlap.right, held), told, evidence, public)


def _partial(reference: list[Scalar], right: frozenset[int], held: frozenset[int]) -> float:
    """Return the share of what the input did not list already; what is lost of it counts too."""
    lost = len(held - right)
    wanted = len(reference) - len(held) + lost
    return len(right - held) / wanted if wanted else 0.0


def _fit(check: Check, parameters: ListOverlapParameters, target: Target, grounds: Grounds) -> str:
    found = _expected(parameters, target, grounds)
    if parameters.key is not None and None in found:
        return f"An element of the reference's {check.target} has no {parameters.key}."
    return ""


def _sentence(
    check: Check, parameters: ListOverlapParameters, target: Target, grounds: Grounds
) -> str:
    field = f" by {parameters.key}" if parameters.key else ""
    what = f"{check.target} lists{field} what the reference lists{within(check.tolerance)}"
    if parameters.min_precision == parameters.min_recall == 1:
        return f"{what}, in any order"
    return (
        f"{what}: at least {percent(parameters.min_recall)} of it, and at least "
        f"{percent(parameters.min_precision)} of what is listed is right"
    )


register(
    Kind(
        id="list_overlap",
        family="trees",
        title="A list holds what it must and little else",
        parameters=ListOverlapParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
