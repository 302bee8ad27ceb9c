"""The checks of map layers: their features with attributes, and their projection."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.cartography import are_near, are_swapped
from studio.grading.families.maps_reading import (
    FACTS,
    KEY,
    Facts,
    Pairs,
    first_few,
    given_layer,
    key_fault,
    known_crs,
    pairs_of,
    reference_layer,
    some,
    two_layers,
    unreadable_layer,
)
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.maps import Layer, named
from studio.grading.readers.values import Scalar, legible, shown
from studio.grading.readers.writing import agree, plain
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

# Numbers of features that programs make up when they save.
OF_PROGRAMS = ("fid", "ogc_fid", "objectid", "gid")


class MapFeaturesParameters(Frozen):
    """Which features a layer must have, and which of their attributes count."""

    key: tuple[str, ...] = KEY
    attributes: tuple[str, ...] | None = Field(
        default=None,
        title="Attributes",
        description="Those that must agree with the reference; all but the key if left out.",
    )
    tolerances: dict[str, float] = Field(
        default_factory=dict,
        title="Tolerances",
        description="For the name of an attribute how far off its numbers may be.",
    )
    relative: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        title="Share",
        description="How far off numbers that are not whole may be: 0.01 is 1%.",
    )
    extra: Literal["fail", "ignore"] = Field(
        default="fail", title="Other features", description="What one too many amounts to."
    )
    facts: Facts = FACTS


@dataclass(frozen=True)
class _Fact:
    """One thing that must hold of a feature: that it is there (no attribute), or a value."""

    name: str
    attribute: str
    expected: Scalar
    found: Scalar
    right: bool


def _attributes(parameters: MapFeaturesParameters, layer: Layer) -> list[str]:
    if parameters.attributes is not None:
        return list(parameters.attributes)
    keys = {name.casefold() for name in parameters.key}
    return [
        name
        for name in layer.columns
        if name.casefold() not in keys and name.casefold() not in OF_PROGRAMS
    ]


class _Facts:
    """The facts of a reference that count, each held against an output."""

    def __init__(self, parameters: MapFeaturesParameters, check: Check, expected: Layer) -> None:
        self.parameters, self.check, self.expected = parameters, check, expected
        self.names = _attributes(parameters, expected)

    def agrees(self, name: str, expected: Scalar, found: Scalar) -> bool:
        room = self.parameters.tolerances.get(name, self.check.tolerance)
        wanted = plain(expected)
        if isinstance(wanted, float) and not wanted.is_integer():
            room = max(room or 0.0, self.parameters.relative * abs(wanted))
        return agree(wanted, plain(found), room)

    def of(self, found: Layer) -> tuple[Pairs, list[_Fact]]:
        """Return the features brought together and every fact.

        Raises:
            Unreadable: if an attribute is missing in the output.
        """
        pairs = pairs_of(self.expected, found, self.parameters.key)
        kinds = self.expected.kinds(), found.kinds()
        facts = []
        for number, partner in enumerate(pairs.partners):
            there = partner >= 0
            kind = kinds[1][partner] if there else None
            right = there and kind == kinds[0][number]
            facts.append(_Fact(pairs.names[number], "", kinds[0][number], kind, right))
        for name in self.names:
            values, others = self.expected.needed(name), found.attribute(name)
            for number, partner in enumerate(pairs.partners):
                value = others[partner] if others is not None and partner >= 0 else None
                there = others is not None and partner >= 0
                right = there and self.agrees(name, values[number], value)
                facts.append(_Fact(pairs.names[number], name, values[number], value, right))
        return pairs, facts


def _counted(facts: _Facts, target: Target, grounds: Grounds, all_facts: list[_Fact]) -> list[bool]:
    """Return for each fact whether it counts: it changed since the input, or stayed."""
    wanted = facts.parameters.facts
    if wanted == "all":
        return [True] * len(all_facts)
    given = given_layer(target, grounds, facts.expected.name)
    if given is None:
        return [wanted == "changed"] * len(all_facts)
    try:
        _, before = facts.of(given)
    except Unreadable:
        return [wanted == "changed"] * len(all_facts)
    return [fact.right == (wanted == "unchanged") for fact in before]


def _gone(facts: _Facts, target: Target, grounds: Grounds) -> list[str]:
    """Return the features of the input that must be there no more."""
    if facts.parameters.facts != "changed":
        return []
    given = given_layer(target, grounds, facts.expected.name)
    if given is None:
        return []
    try:
        return pairs_of(facts.expected, given, facts.parameters.key).extra
    except Unreadable:
        return []


def _judge_features(
    check: Check, parameters: MapFeaturesParameters, target: Target, grounds: Grounds
) -> Judgement:
    expected = reference_layer(target, grounds)
    facts = _Facts(parameters, check, expected)
    try:
        _, found = two_layers(target, grounds)
        pairs, all_facts = facts.of(found)
    except Unreadable as fault:
        return unreadable_layer(check, target, fault)
    counts = _counted(facts, target, grounds, all_facts)
    counted = [fact for fact, counts_now in zip(all_facts, counts, strict=True) if counts_now]
    gone = _gone(facts, target, grounds)
    ignored = parameters.extra == "ignore" or parameters.facts == "unchanged"
    extra = [] if ignored else [name for name in pairs.extra if name not in set(gone)]
    left = sorted(set(gone) & set(pairs.extra))
    right = sum(fact.right for fact in counted) + len(gone) - len(left)
    total = len(counted) + len(gone) + len(extra) + len(pairs.doubled)
    wrong = [fact for fact in counted if not fact.right]
    return _told(target, check, right / total if total else 1.0, wrong, [*extra, *left], pairs)


def _told(
    target: Target, check: Check, score: float, wrong: list[_Fact], extra: list[str], pairs: Pairs
) -> Judgement:
    """Return the judgement in both voices; what is missing is named to the author alone."""
    missing = [f.name for f in wrong if not f.attribute and f.found is None]
    kinds = [fact for fact in wrong if not fact.attribute and fact.found is not None]
    values = [f for f in wrong if f.attribute and f.name not in set(missing)]
    evidence: dict[str, Any] = {"place": check.target, "missing": some(missing)}
    evidence |= {"extra": some(extra), "doubled": some(pairs.doubled)}
    evidence["wrong"] = [
        {"feature": legible(f.name[:80]), "attribute": f.attribute or "geometry",
         "expected": f.expected, "found": f.found}
        for f in [*kinds, *values][:EVIDENCE_CAP]
    ]  # fmt: skip
    if score >= 1:
        told = f"{target.path} has the features and attributes asked for."
        return passed(told, public=told, **evidence)
    parts = [
        (len(missing), "missing", first_few(missing)),
        (len(extra), "too many", first_few(extra)),
        (len(pairs.doubled), "there more than once", first_few(pairs.doubled)),
        (len(kinds), "of another geometry", first_few([fact.name for fact in kinds])),
        (len(values), "with a wrong attribute", _first(values)),
    ]
    found = [(count, what, which) for count, what, which in parts if count]
    public = ", ".join(f"{count:,} {what}" for count, what, _ in found)
    sentence = ", ".join(f"{count:,} {what} ({which})" for count, what, which in found)
    line = f"Of the features of {target.path} "
    return Judgement(score, f"{line}{sentence}.", evidence, f"{line}{public}.")


def _first(values: list[_Fact]) -> str:
    if not values:
        return ""
    one = values[0]
    name = legible(one.name[:40])
    return f"{one.attribute} of {name} is {shown(one.found)}, expected {shown(one.expected)}"


def _sentence_features(
    check: Check, parameters: MapFeaturesParameters, target: Target, grounds: Grounds
) -> str:
    try:
        layer = reference_layer(target, grounds)
        many = layer.count > 1 and parameters.facts == "all"
        what = f"the {layer.count:,} features" if many else "the features"
        names = _attributes(parameters, layer)
    except FaultError:
        what, names = "the features", list(parameters.attributes or ())
    which = {"all": "", "changed": " that are new or changed", "unchanged": " that stay"}
    told = f"{check.target} has {what} of the reference{which[parameters.facts]}"
    told += f" by {' and '.join(parameters.key)}" if parameters.key else ""
    return f"{told}, with {listed(names)}" if names else told


def _fit_features(
    check: Check, parameters: MapFeaturesParameters, target: Target, grounds: Grounds
) -> str:
    layer = reference_layer(target, grounds)
    if fault := key_fault(layer, parameters.key):
        return fault
    for name in (*(parameters.attributes or ()), *parameters.tolerances):
        if layer.attribute(name) is None:
            return f"The reference has no attribute {name}; there are {', '.join(layer.columns)}."
    if any(room < 0 for room in parameters.tolerances.values()):
        return "The parameter tolerances must not be below 0."
    return "" if layer.count else f"{target.path} of the reference has no features."


class MapProjectionParameters(Frozen):
    """Which projection a layer must be in."""

    crs: str = Field(
        default="reference",
        min_length=1,
        title="Projection",
        description="Such as EPSG:25832; `reference` is that of the reference, `any` is any that "
        "the file states.",
    )


def _wanted(parameters: MapProjectionParameters, layer: Layer, path: str) -> Any:
    """Return the projection that is asked for, None if any will do.

    Raises:
        FaultError: if nobody knows it.
    """
    if parameters.crs == "any":
        return None
    if parameters.crs != "reference":
        return known_crs(parameters.crs)
    if layer.crs is None:
        raise FaultError(f"{path} of the reference does not say which projection it is in.")
    return layer.crs


def _judge_projection(
    check: Check, parameters: MapProjectionParameters, target: Target, grounds: Grounds
) -> Judgement:
    expected = reference_layer(target, grounds)
    wanted = _wanted(parameters, expected, target.path)
    try:
        _, found = two_layers(target, grounds)
        told = _projection_fault(wanted, expected, found)
    except Unreadable as fault:
        return unreadable_layer(check, target, fault)
    evidence = {"place": check.target, "found": named(found.crs)}
    if not told:
        line = f"{target.path} is in the projection asked for, with its axes in order."
        return passed(line, public=line, **evidence)
    evidence["expected"] = named(wanted or expected.crs)
    meant = f"; {named(wanted)} is asked for" if wanted is not None else ""
    return failed(f"{target.path} {told}{meant}.", public=f"{target.path} {told}.", **evidence)


def _projection_fault(wanted: Any, expected: Layer, found: Layer) -> str:
    if not found.count:
        return "has no features"
    if found.crs is None:
        return "does not say which projection its coordinates are in"
    if are_swapped(expected, found):
        return "has its axes swapped: latitude or northing stands before longitude or easting"
    if wanted is not None and not same_crs(wanted, found.crs):
        return f"is in {named(found.crs)}, which is not the projection asked for"
    if not are_near(expected, found):
        return "lies elsewhere: its coordinates do not belong to the projection that it states"
    return ""


def same_crs(one: Any, other: Any) -> bool:
    """Tell whether two projections are the same, whatever the order of their axes."""
    if named(one) == named(other):
        return True
    return bool(one.equals(other, ignore_axis_order=True))


def _sentence_projection(
    check: Check, parameters: MapProjectionParameters, target: Target, grounds: Grounds
) -> str:
    if parameters.crs == "any":
        return f"{check.target} states its projection and lies where it must"
    try:
        wanted = named(_wanted(parameters, reference_layer(target, grounds), target.path))
    except FaultError:
        wanted = parameters.crs
    return f"{check.target} is in {wanted} with its axes in order"


def _fit_projection(
    check: Check, parameters: MapProjectionParameters, target: Target, grounds: Grounds
) -> str:
    layer = reference_layer(target, grounds)
    wanted = _wanted(parameters, layer, target.path)
    if fault := _projection_fault(wanted, layer, layer):
        return f"{target.path} of the reference {fault}."
    return ""


register(
    Kind(
        id="map_features",
        family="maps",
        title="Features of a map with their attributes",
        parameters=MapFeaturesParameters,
        judge=_judge_features,
        sentence=_sentence_features,
        fit=_fit_features,
        extra="maps",
    )
)
register(
    Kind(
        id="map_projection",
        family="maps",
        title="The projection of a map",
        parameters=MapProjectionParameters,
        judge=_judge_projection,
        sentence=_sentence_projection,
        fit=_fit_projection,
        presence=True,
        extra="maps",
    )
)
