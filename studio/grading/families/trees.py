"""Checks of nested data: a value at a place of it, and its schema."""

import json
from collections.abc import Mapping
from typing import Any

import re2
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError
from jsonschema.validators import extend
from pydantic import Field
from referencing import Registry
from referencing.exceptions import Unresolvable

from studio.base.errors import FaultError
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.trees import format_of, is_typed, tree_at
from studio.grading.readers.values import Scalar, close, legible, number_of, same, scalar, shown
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_LONGEST_EVIDENCE = 2_000
_LONGEST_SHOWN = 80


class JsonValueParameters(Frozen):
    """The value that must stand at a place of a JSON, YAML, TOML, INI or XML file."""

    expected: Any = Field(
        default=None,
        title="Expected value",
        description="What must stand there; the reference's value if it is left out.",
    )
    case: bool = Field(
        default=True, title="Capitals matter", description="Off: `Paid` and `PAID` are the same."
    )


def reference_tree(target: Target, grounds: Grounds) -> Any:
    """Return what stands at a target in the reference.

    Raises:
        FaultError: if nothing stands there; the check is broken.
    """
    try:
        return tree_at(grounds.reference, target)
    except Unreadable as fault:
        raise FaultError(f"The reference's {target.path} {fault}.") from None


def input_tree(target: Target, grounds: Grounds) -> Any:
    """Return what stands at a target in the input, None if nothing does."""
    try:
        return tree_at(grounds.input, target)
    except Unreadable:
        return None


def equal_trees(
    expected: Any,
    found: Any,
    tolerance: float | None = None,
    case: bool = True,
    typed: bool = True,
) -> bool:
    """Tell whether two trees are the same; keys in any order, lists in theirs.

    `typed` tells the text 1 from the number 1, as JSON does and XML does not.
    """
    if isinstance(expected, dict) and isinstance(found, dict):
        return expected.keys() == found.keys() and all(
            equal_trees(value, found[key], tolerance, case, typed)
            for key, value in expected.items()
        )
    if isinstance(expected, list) and isinstance(found, list):
        pairs = zip(expected, found, strict=False)
        return len(expected) == len(found) and all(
            equal_trees(a, b, tolerance, case, typed) for a, b in pairs
        )
    if isinstance(expected, dict | list) or isinstance(found, dict | list):
        return False
    if typed and isinstance(expected, str) != isinstance(found, str):
        return False
    if type(expected) is int and type(found) is int and not tolerance:
        return expected == found  # long identifiers are more exact than floats
    return same(scalar(expected), scalar(found), tolerance, case)


def shown_tree(value: Any) -> str:
    """Return a value as a person reads it, at most about 80 signs."""
    if isinstance(value, dict | list):
        text = legible(json.dumps(value, ensure_ascii=False))
        return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
    plain: Scalar = scalar(value)
    return shown(plain)


def kept(value: Any) -> Any:
    """Return a value as evidence keeps it: itself, or the beginning of its text."""
    text = json.dumps(value, ensure_ascii=False)
    return value if len(text) <= _LONGEST_EVIDENCE else text[:_LONGEST_EVIDENCE] + "…"


def how_far(expected: Any, found: Any) -> dict[str, float]:
    """Return by how much a number is off, nothing if one of the two is none."""
    one, other = number_of(scalar(expected)), number_of(scalar(found))
    if one is None or other is None or close(one, other, None):
        return {}
    return {"off_by": float(f"{other - one:.12g}")}


def within(tolerance: float | None) -> str:
    """Return how a sentence ends that tells a tolerance."""
    return f", within {tolerance:g}" if tolerance else ""


def _json_value(
    check: Check, parameters: JsonValueParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    expected = _json_expected(parameters, target, grounds)
    evidence: dict[str, Any] = {"place": check.target, "expected": kept(expected), "found": None}
    try:
        found = tree_at(grounds.output, target)
    except Unreadable as fault:
        told = f"{target.path} {fault}."
        return failed(told, public=told, **evidence)
    evidence |= {"found": kept(found), **how_far(expected, found)}
    if equal_trees(expected, found, check.tolerance, parameters.case, is_typed(target.path)):
        return passed(f"{check.target} is {shown_tree(found)}.", **evidence)
    return failed(
        f"{check.target} is {shown_tree(found)}, expected {shown_tree(expected)}.",
        public=f"{check.target} is not the value asked for.",
        **evidence,
    )


def _json_expected(parameters: JsonValueParameters, target: Target, grounds: Grounds) -> Any:
    if "expected" in parameters.model_fields_set:
        return parameters.expected
    return reference_tree(target, grounds)


def _json_value_fit(
    check: Check, parameters: JsonValueParameters, target: Target, grounds: Grounds
) -> str:
    _json_expected(parameters, target, grounds)
    return ""


def _json_value_sentence(
    check: Check, parameters: JsonValueParameters, target: Target, grounds: Grounds
) -> str:
    try:
        expected = shown_tree(_json_expected(parameters, target, grounds))
    except FaultError:
        expected = "as in the reference"
    return f"{check.target} is {expected}{within(check.tolerance)}"


register(
    Kind(
        id="json_value",
        family="trees",
        title="A field of a JSON, YAML, TOML, INI or XML file",
        parameters=JsonValueParameters,
        judge=_json_value,
        sentence=_json_value_sentence,
        fit=_json_value_fit,
    )
)


class TreeSchemaParameters(Frozen):
    """The JSON Schema that nested data must follow."""

    shape: dict[str, Any] = Field(
        alias="schema",
        title="Schema",
        description="A JSON Schema (draft 2020-12) without references to other files; its "
        "patterns are in RE2's language.",
    )


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Any:
    if isinstance(instance, str) and not re2.search(pattern, instance):
        yield ValidationError(f"does not match {pattern}")


def _pattern_properties(validator: Any, patterns: Any, instance: Any, schema: Any) -> Any:
    if not isinstance(instance, dict):
        return
    for pattern, inner in patterns.items():
        for name, value in instance.items():
            if re2.search(pattern, name):
                yield from validator.descend(value, inner, path=name, schema_path=pattern)


def _unique(validator: Any, wanted: Any, instance: Any, schema: Any) -> Any:
    if wanted and isinstance(instance, list):
        texts = {json.dumps(value, sort_keys=True) for value in instance}
        if len(texts) != len(instance):
            yield ValidationError("holds an element twice")


# The library's own patterns are of Python's engine, which a text can hang.
_Validator: Any = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {"pattern": _pattern, "patternProperties": _pattern_properties, "uniqueItems": _unique},
)


def _first_fault(shape: Mapping[str, Any], tree: Any) -> str | None:
    validator = _Validator(shape, registry=Registry())
    fault = next(validator.iter_errors(tree), None)
    if fault is None:
        return None
    place = "/".join(str(part) for part in fault.absolute_path)
    return f"/{place} does not follow the schema ({legible(fault.message[:120])})"


def _tree_schema(
    check: Check, parameters: TreeSchemaParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    try:
        tree = tree_at(grounds.output, target)
    except Unreadable as fault:
        told = f"{target.path} {fault}."
        return failed(told, public=told, place=check.target, found=None)
    wrong = _first_fault(parameters.shape, tree)
    if wrong is None:
        return passed(f"{check.target} follows the schema.", place=check.target)
    told = f"{check.target}{wrong}." if target.pointer else f"{check.target}#{wrong}."
    public = f"{check.target} does not follow the schema asked for."
    return failed(told, public=public, place=check.target, expected="schema", found=kept(tree))


def _tree_schema_fit(
    check: Check, parameters: TreeSchemaParameters, target: Target, grounds: Grounds
) -> str:
    try:
        _Validator.check_schema(parameters.shape)
        tree = reference_tree(target, grounds)
        reason = _first_fault(parameters.shape, tree)
    except SchemaError as refusal:
        return f"The schema is no JSON Schema: {refusal.message[:120]}."
    except (Unresolvable, re2.error, RecursionError) as refusal:
        return f"The schema cannot be followed: {str(refusal)[:120]}."
    return f"The reference itself does not follow it: {reason}." if reason else ""


def _tree_schema_sentence(
    check: Check, parameters: TreeSchemaParameters, target: Target, grounds: Grounds
) -> str:
    title = parameters.shape.get("title")
    named = f" {legible(str(title)[:60])}" if title else ""
    kind = format_of("." + target.path.rpartition(".")[2].lower())
    return f"{check.target} is {kind} that follows the schema{named}"


register(
    Kind(
        id="tree_schema",
        family="trees",
        title="Nested data follow a schema",
        parameters=TreeSchemaParameters,
        judge=_tree_schema,
        sentence=_tree_schema_sentence,
        fit=_tree_schema_fit,
        presence=True,
    )
)
