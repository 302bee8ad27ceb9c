"""The check of a whole tree: its facts are its leaves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Annotated, Any, Literal

from pydantic import Field

from studio.grading.families.trees import (
    equal_trees,
    how_far,
    input_tree,
    kept,
    reference_tree,
    shown_tree,
    within,
)
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, register
from studio.grading.phrasing import listed, percent
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.matching import matched
from studio.grading.readers.trees import is_typed, tree_at
from studio.grading.readers.values import Scalar, fold, legible, number_of, scalar
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_KEY_NAMES = ("id", "@id", "key", "code", "name", "@name", "number", "title")
_NUMBERED = re.compile(
    r"(?i)(?:^|[_-])(?:id|no|nr|num|number|code|key|year|month|week|quarter|day|order|page|line|"
    r"level|run|round|floor|room|lot|batch)$|[a-z](?:Id|No|Nr|Number|Code|Key|Year)$"
)
_MAX_KEY = 3
_MAX_KEY_NAMES = 6
_NOTHING = object()


class TreeEqualsParameters(Frozen):
    """Which values of nested data must be as in the reference."""

    facts: Literal["all", "changed", "unchanged"] = Field(
        default="all",
        title="Values to compare",
        description="`changed` are those that the input does not hold already (the work), "
        "`unchanged` those that it does (what must be left alone).",
    )
    order_free: bool = Field(
        default=True,
        title="Lists in any order",
        description="Lists of plain values, and of elements with a key, may be in any order.",
    )
    in_order: tuple[str, ...] = Field(
        default=(),
        title="Lists in their order",
        description="Pointers of lists whose places have a meaning, such as `/factors` or "
        "`/series/*/values`, although other lists may be in any order.",
    )
    key: str | None = Field(
        default=None,
        title="Field that tells elements apart",
        description="The field that tells elements of a list apart; found in the reference if "
        "it is left out.",
    )
    ignore: tuple[str, ...] = Field(
        default=(),
        title="Left out",
        description="Pointers of what does not count, such as `/meta/date` or `/items/*/note`.",
    )
    extra: Literal["fail", "elements", "ignore"] = Field(
        default="fail",
        title="What the reference lacks",
        description="`fail`: a field or element that the reference does not have is worth 0; "
        "`elements`: only an element of a list is.",
    )
    never: tuple[str, ...] = Field(
        default=(),
        title="Never more",
        description="Names of fields that may not be there where the reference lacks them, "
        "although others may.",
    )
    attributes: Literal["apart", "elements"] = Field(
        default="apart",
        title="Attributes",
        description="`elements`: an attribute of XML and a child element of its name are the same.",
    )
    tolerances: dict[str, Annotated[float, Field(ge=0)]] = Field(
        default_factory=dict,
        title="Tolerances",
        description="How far off the numbers of a field may be, by its name, instead of the "
        "tolerance of the check.",
    )
    relative: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        title="Share",
        description="The share of the right number that a number may be off by: 0.02 is 2%.",
    )
    shares: dict[str, Annotated[float, Field(ge=0, lt=1)]] = Field(
        default_factory=dict,
        title="May be off by a share",
        description="The share of the right number that the numbers of a field may be off by, by "
        "its name: 0.02 is 2%.",
    )
    case: bool = Field(
        default=True, title="Capitals matter", description="Off: `Paid` and `PAID` are the same."
    )


@dataclass(frozen=True)
class Fact:
    """A leaf of the reference beside what stands in its place; `missing` if nothing does."""

    expected: Any
    found: Any
    missing: bool
    right: bool


@dataclass
class Comparison:
    """The facts of a reference by pointer, and the pointers of what it does not have."""

    parameters: TreeEqualsParameters
    tolerance: float | None
    typed: bool
    facts: dict[str, Fact] = field(default_factory=dict)
    extras: list[str] = field(default_factory=list)

    def walk(self, pointer: str, reference: Any, found: Any) -> None:
        """Compare what stands at a pointer, with all below it."""
        if _fits(pointer, self.parameters.ignore):
            return
        if isinstance(reference, dict) and reference:
            self._walk_fields(pointer, reference, found if isinstance(found, dict) else {})
        elif isinstance(reference, list) and reference:
            self._walk_elements(pointer, reference, found if isinstance(found, list) else [])
        else:
            missing = found is _NOTHING
            right = not missing and equal_trees(
                reference, found, self._room(pointer, reference), self.parameters.case, self.typed
            )
            self.facts[pointer] = Fact(reference, None if missing else found, missing, right)

    def _room(self, pointer: str, reference: Any) -> float | None:
        """Return how far off the number at a pointer may be, absolute."""
        parts = pointer.removesuffix("/#text").split("/")
        names = [part for part in parts if part and not part.isdigit()]
        name = names[-1].lstrip("@") if names else ""
        room = self.parameters.tolerances.get(name, self.tolerance)
        share = self.parameters.shares.get(name, self.parameters.relative)
        single = share and not isinstance(reference, dict | list)
        number = number_of(scalar(reference)) if single else None
        return max(room or 0.0, share * abs(number)) if number else room

    def _walk_fields(self, pointer: str, reference: dict[str, Any], found: dict[str, Any]) -> None:
        for name, value in reference.items():
            self.walk(f"{pointer}/{_escaped(name)}", value, found.get(name, _NOTHING))
        self._extras(
            f"{pointer}/{_escaped(name)}"
            for name, value in found.items()
            if name not in reference and self._is_extra(name, value)
        )

    def _is_extra(self, name: str, value: Any) -> bool:
        """Tell whether a field that the reference lacks is wrong; nothing is as good as none."""
        if self.parameters.extra != "elements":
            return True
        return name.lstrip("@") in self.parameters.never and value not in (None, "", [], {})

    def _walk_elements(self, pointer: str, reference: list[Any], found: list[Any]) -> None:
        partners = self._partners(pointer, reference, found)
        taken = {partner for partner in partners if partner is not None}
        for index, (value, partner) in enumerate(zip(reference, partners, strict=True)):
            other = _NOTHING if partner is None else found[partner]
            self.walk(f"{pointer}/{index}", value, other)
        self._extras(f"{pointer}/{index}" for index in range(len(found)) if index not in taken)

    def _extras(self, pointers: Iterator[str]) -> None:
        self.extras += [
            pointer for pointer in pointers if not _fits(pointer, self.parameters.ignore)
        ]

    def _partners(self, pointer: str, reference: list[Any], found: list[Any]) -> list[int | None]:
        in_order: list[int | None] = [i if i < len(found) else None for i in range(len(reference))]
        if not self.parameters.order_free or _fits(pointer, self.parameters.in_order):
            return in_order
        if not any(isinstance(value, dict | list) for value in reference):
            return self._plain_partners(reference, found)
        own = self.parameters.key
        key = (own,) if own else _key_of(reference)
        keys = [_key_text(element, key) for element in reference]
        if not key or None in keys:
            return in_order
        return _keyed_partners(reference, found, keys, key)

    def _plain_partners(self, reference: list[Any], found: list[Any]) -> list[int | None]:
        places = [i for i, value in enumerate(found) if not isinstance(value, dict | list)]
        partners = matched(
            [(scalar(value),) for value in reference],
            [(scalar(found[place]),) for place in places],
            self.tolerance,
            self.parameters.case,
            self.typed,
        )
        paired = [None if partner is None else places[partner] for partner in partners]
        taken = set(paired)
        free = iter([i for i in range(len(found)) if i not in taken])
        return [next(free, None) if partner is None else partner for partner in paired]


def _fits(pointer: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether a pointer is one of some, in which `*` stands for any part."""
    parts = pointer.split("/")
    for pattern in patterns:
        wanted = pattern.split("/")
        if len(wanted) == len(parts) and all(
            one in ("*", other) for one, other in zip(wanted, parts, strict=True)
        ):
            return True
    return False


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _key_text(element: Any, key: tuple[str, ...]) -> str | None:
    """Return what tells an element apart, None if a part of it is not there."""
    values = [element.get(name) if isinstance(element, dict) else None for name in key]
    if any(value is None or isinstance(value, dict | list) for value in values):
        return None
    return "\0".join(_plain_text(scalar(value)) for value in values)


def _plain_text(value: Scalar) -> str:
    return f"{value:g}" if isinstance(value, float) else fold(str(value))


def _key_of(elements: list[Any]) -> tuple[str, ...]:
    """Return the fields that tell the elements apart: of the usual names, else texts, else few."""
    if not all(isinstance(element, dict) for element in elements):
        return ()
    names = [str(name) for name in elements[0] if all(name in element for element in elements)]
    usual = [name for name in _KEY_NAMES if name in names]
    texts = [name for name in names if all(isinstance(e[name], str) for e in elements)]
    counted = [name for name in names if _NUMBERED.search(name) and _is_counted(elements, name)]
    telling = tuple(dict.fromkeys((*usual, *texts, *counted)))[:_MAX_KEY_NAMES]
    for size in range(1, _MAX_KEY + 1):
        for key in combinations(telling, size):
            keys = [_key_text(element, key) for element in elements]
            if None not in keys and len(set(keys)) == len(keys):
                return key
    return ()


def _is_counted(elements: list[Any], name: str) -> bool:
    return all(isinstance(e[name], int) and not isinstance(e[name], bool) for e in elements)


def _keyed_partners(
    reference: list[Any], found: list[Any], keys: list[str | None], key: tuple[str, ...]
) -> list[int | None]:
    places: dict[str | None, list[int]] = {}
    for index, element in enumerate(found):
        places.setdefault(_key_text(element, key), []).append(index)
    return [places[name].pop(0) if places.get(name) else None for name in keys]


def compare(
    reference: Any, found: Any, parameters: TreeEqualsParameters, tolerance: float | None, path: str
) -> Comparison:
    """Return the facts of a reference beside another tree; `path` tells the format."""
    if parameters.attributes == "elements":
        reference, found = _as_elements(reference), _as_elements(found)
        plain = {name: tuple(p.replace("/@", "/") for p in getattr(parameters, name))
                 for name in ("ignore", "in_order")}  # fmt: skip
        parameters = parameters.model_copy(update=plain)
    made = Comparison(parameters, tolerance, is_typed(path))
    made.walk("", reference, found)
    return made


def _as_elements(tree: Any) -> Any:
    """Return a tree with the attributes of XML as child elements, but where both are there."""
    if isinstance(tree, list):
        return [_as_elements(child) for child in tree]
    if not isinstance(tree, dict):
        return tree
    return {
        name.removeprefix("@") if name.removeprefix("@") not in tree else name: _as_elements(child)
        for name, child in tree.items()
    }


def _wanted(
    reference: Any, parameters: TreeEqualsParameters, target: Target, grounds: Grounds
) -> list[str]:
    given = None if parameters.facts == "all" else input_tree(target, grounds)
    exactly = parameters.model_copy(update={"tolerances": {}, "relative": 0.0, "shares": {}})
    held = compare(reference, given, exactly, None, target.path).facts
    if parameters.facts == "all":
        return list(held)
    left_alone = parameters.facts == "unchanged"
    return [pointer for pointer, fact in held.items() if fact.right == left_alone]


def _judge(
    check: Check, parameters: TreeEqualsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    reference = reference_tree(target, grounds)
    wanted = _wanted(reference, parameters, target, grounds)
    try:
        found = tree_at(grounds.output, target)
    except Unreadable as fault:
        told = f"{target.path} {fault}."
        return failed(told, public=told, expected=len(wanted), found=None)
    made = compare(reference, found, parameters, check.tolerance, target.path)
    wrong = [pointer for pointer in wanted if not made.facts[pointer].right]
    evidence = {
        "facts": len(wanted),
        "wrong": [_difference(check, p, made.facts[p]) for p in wrong[:EVIDENCE_CAP]],
        "extra": [legible(pointer) for pointer in made.extras[:EVIDENCE_CAP]],
    }
    if made.extras and parameters.extra != "ignore":
        told = f"{target.path} holds what it must not: {_at(check, made.extras[0])}."
        return failed(told, public=told, **evidence)
    if not wrong:
        told = f"All {len(wanted)} values of {check.target} are right."
        return Judgement(1.0 if wanted else 0.0, told, evidence)
    public = f"{check.target}: {len(wrong)} of {len(wanted)} values are wrong."
    told = _told(check, wrong, made.facts[wrong[0]])
    return Judgement(1 - len(wrong) / len(wanted), told, evidence, public)


def _at(check: Check, pointer: str) -> str:
    place, mark, above = check.target.partition("#")
    return legible(f"{place}#{above}{pointer}" if mark else f"{place}#{pointer}")


def _difference(check: Check, pointer: str, fact: Fact) -> dict[str, Any]:
    return {
        "place": _at(check, pointer),
        "expected": kept(fact.expected),
        "found": kept(fact.found),
        "missing": fact.missing,
        **how_far(fact.expected, fact.found),
    }


def _told(check: Check, wrong: list[str], first: Fact) -> str:
    found = "missing" if first.missing else shown_tree(first.found)
    more = f" {len(wrong) - 1} more differ." if len(wrong) > 1 else ""
    return f"{_at(check, wrong[0])} is {found}, expected {shown_tree(first.expected)}.{more}"


def _fit(check: Check, parameters: TreeEqualsParameters, target: Target, grounds: Grounds) -> str:
    reference = reference_tree(target, grounds)
    if _wanted(reference, parameters, target, grounds):
        return ""
    if parameters.facts == "all":
        return f"Every value of {check.target} is left out, so nothing would be compared."
    return f"The reference holds no {parameters.facts} value at {check.target}."


def _sentence(
    check: Check, parameters: TreeEqualsParameters, target: Target, grounds: Grounds
) -> str:
    rooms = [f"{name} within {room:g}" for name, room in parameters.tolerances.items()]
    rooms += [f"{name} within {share * 100:g}%" for name, share in parameters.shares.items()]
    ending = f", {' and '.join(rooms)}" if rooms else within(check.tolerance)
    if parameters.relative:
        ending += f", within {percent(parameters.relative)} of each value"
    if parameters.ignore:
        ending += f", whatever stands at {listed(parameters.ignore)}"
    if parameters.attributes == "elements":
        ending += ", attributes or elements alike"
    if parameters.facts == "unchanged":
        return f"What {check.target} held before is still there{ending}"
    what = "Each value to be completed of " if parameters.facts == "changed" else ""
    order = "" if parameters.order_free else ", lists in their order"
    if parameters.in_order and parameters.order_free:
        order = f", {' and '.join(parameters.in_order)} in order"
    return f"{what}{check.target} is as in the reference{order}{ending}"


register(
    Kind(
        id="tree_equals",
        family="trees",
        title="Nested data hold values",
        parameters=TreeEqualsParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
