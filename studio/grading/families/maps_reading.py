"""What the kinds of the maps family share: two layers, and their features brought together."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.cartography import nearest, plane_of
from studio.grading.families.addressing import of_reference
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, failed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.maps import Layer, crs_of, read_layer
from studio.grading.readers.values import legible
from studio.model.check import Check, Target

Facts = Literal["all", "changed", "unchanged"]
KEY: Any = Field(
    default=(),
    title="Attributes that tell apart",
    description="The attributes that tell features apart, `id` or `street` and `number`; without "
    "any a feature is the one whose middle lies nearest.",
)
FACTS: Any = Field(
    default="all",
    title="Features that count",
    description="All of the reference, or only what changed or stayed since the input.",
)
CRS: Any = Field(
    default=None,
    title="Projection",
    description="Where it is measured, such as EPSG:25832; an equal-area projection around the "
    "reference if it is left out.",
)


@dataclass(frozen=True)
class Pairs:
    """Features of two layers brought together.

    Attributes:
        names: what each feature of the first is called, its key or its number.
        partners: for each the number of its partner in the second, -1 if there is none.
        extra: the features of the second without a partner, by key or number.
        doubled: the keys that the second has more than once.
    """

    names: list[str]
    partners: list[int]
    extra: list[str]
    doubled: list[str]


def reference_layer(target: Target, grounds: Grounds) -> Layer:
    """Return the layer of the reference.

    Raises:
        FaultError: if it cannot be read.
    """
    return of_reference(lambda: read_layer(grounds.reference, target), target)


def two_layers(target: Target, grounds: Grounds) -> tuple[Layer, Layer]:
    """Return the layer of the reference and that of the output.

    Raises:
        FaultError: if the reference has none.
        Unreadable: if the output has none.
    """
    assert grounds.output is not None
    expected = reference_layer(target, grounds)
    return expected, read_layer(grounds.output, target, expected.name)


def given_layer(target: Target, grounds: Grounds, like: str) -> Layer | None:
    """Return the layer of the input, None if there is none."""
    try:
        return read_layer(grounds.input, target, like)
    except Unreadable:
        return None


def pairs_of(expected: Layer, found: Layer, key: tuple[str, ...]) -> Pairs:
    """Bring the features of two layers together.

    Raises:
        Unreadable: if one of them lacks an attribute of the key.
    """
    if not key:
        return _by_place(expected, found)
    names, others = expected.keys(key), found.keys(key)
    numbers: dict[str, int] = {}
    doubled = []
    for number, name in enumerate(others):
        if name in numbers:
            doubled.append(name)
        numbers.setdefault(name, number)
    twice, wanted = set(doubled), set(names)
    partners = [-1 if name in twice else numbers.get(name, -1) for name in names]
    extra = [name for name in numbers if name not in wanted]
    return Pairs(names, partners, extra, sorted(twice))


def _by_place(expected: Layer, found: Layer) -> Pairs:
    plane = plane_of(expected, found)
    partners = nearest(plane.expected, plane.found)
    taken = set(partners)
    extra = [f"feature {n + 1}" for n in range(found.count) if n not in taken]
    return Pairs([f"feature {n + 1}" for n in range(expected.count)], partners, extra, [])


def unreadable_layer(check: Check, target: Target, fault: Unreadable) -> Judgement:
    """Return the judgement of an output whose layer cannot be read or measured."""
    told = f"{target.path} {legible(str(fault))}."
    return failed(told, public=told, place=check.target, found=None)


def some(names: Iterable[str]) -> list[str]:
    """Return names for the evidence: legible, and not too many."""
    return [legible(name[:80]) for name in list(names)[:EVIDENCE_CAP]]


def first_few(names: list[str]) -> str:
    """Return the first three of some names for a sentence."""
    shown = ", ".join(legible(name[:40]) for name in names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def known_crs(text: str | None) -> Any:
    """Return the projection that a parameter names, None if it names none.

    Raises:
        FaultError: if nobody knows it.
    """
    if text is None:
        return None
    crs = crs_of(text)
    if crs is None:
        raise FaultError(f"Nobody knows the projection {text}; write it like EPSG:25832.")
    return crs


def key_fault(layer: Layer, key: tuple[str, ...]) -> str:
    """Return what is wrong with a key beside the reference, empty if nothing is."""
    for name in key:
        if layer.attribute(name) is None:
            there = ", ".join(layer.columns) or "none at all"
            return f"The reference has no attribute {name}; there are {there}."
    names = layer.keys(key) if key else []
    if len(set(names)) != len(names):
        return f"{' and '.join(key)} does not tell the features of the reference apart."
    return ""
