"""Checks of nested data: what stands at a place of it."""

import json
import math
import re
from pathlib import Path
from typing import Any

from studio.formats.documents import strict_json
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import MAX_TEXT, decode, locate, read_bytes
from studio.grading.readers.values import Scalar, legible, same, scalar, shown
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_MAX_DEPTH = 100
_INDEX = re.compile("0|[1-9][0-9]{0,8}")


class JsonValueParameters(Frozen):
    """The expected value; the reference's at the same place if it is left out."""

    expected: Any = None
    case: bool = True


def json_at(folder: Path, target: Target) -> Any:
    """Return the value at a JSON pointer (RFC 6901) of a file.

    Raises:
        Unreadable: if there is no such file or value.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    try:
        value = strict_json(decode(read_bytes(place, MAX_TEXT)))
    except ValueError as fault:
        raise Unreadable(f"is not valid JSON ({legible(str(fault)[:80])})") from None
    if not _is_sound(value):
        raise Unreadable("holds a number without end or is nested too deeply")
    for part in (target.pointer or "").split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        value = _child(value, key)
    return value


def _is_sound(value: Any, depth: int = 0) -> bool:
    """Tell whether all numbers are finite, which 1e999 is not, and the nesting is modest."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return depth < _MAX_DEPTH and all(_is_sound(child, depth + 1) for child in inner)
    return not isinstance(value, float) or math.isfinite(value)


def _child(value: Any, key: str) -> Any:
    if isinstance(value, dict) and key in value:
        return value[key]
    if isinstance(value, list) and _INDEX.fullmatch(key) and int(key) < len(value):
        return value[int(key)]
    raise Unreadable(f"has nothing at {key}")


def _equal(expected: Any, found: Any, tolerance: float | None, case: bool) -> bool:
    if isinstance(expected, dict) and isinstance(found, dict):
        return expected.keys() == found.keys() and all(
            _equal(value, found[key], tolerance, case) for key, value in expected.items()
        )
    if isinstance(expected, list) and isinstance(found, list):
        pairs = zip(expected, found, strict=False)
        return len(expected) == len(found) and all(_equal(a, b, tolerance, case) for a, b in pairs)
    if isinstance(expected, dict | list) or isinstance(found, dict | list):
        return False
    if isinstance(expected, str) != isinstance(found, str):
        return False
    return same(scalar(expected), scalar(found), tolerance, case)


def _json_value(
    check: Check, parameters: JsonValueParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    expected = _json_expected(parameters, target, grounds)
    try:
        found = json_at(grounds.output, target)
    except Unreadable as fault:
        return failed(f"{target.path} {fault}.", expected=expected, found=None)
    evidence = {"place": check.target, "expected": expected, "found": found}
    if _equal(expected, found, check.tolerance, parameters.case):
        return passed(f"{check.target} is {_json_shown(found)}.", **evidence)
    sentence = f"{check.target} is {_json_shown(found)}, expected {_json_shown(expected)}."
    return failed(sentence, **evidence)


def _json_expected(parameters: JsonValueParameters, target: Target, grounds: Grounds) -> Any:
    if "expected" in parameters.model_fields_set:
        return parameters.expected
    return json_at(grounds.reference, target)


def _json_shown(value: Any) -> str:
    if isinstance(value, dict | list):
        text = json.dumps(value, ensure_ascii=False)
        return text if len(text) <= 80 else text[:79] + "…"
    plain: Scalar = scalar(value)
    return shown(plain)


def _json_value_sentence(
    check: Check, parameters: JsonValueParameters, target: Target, grounds: Grounds
) -> str:
    try:
        expected = _json_shown(_json_expected(parameters, target, grounds))
    except Unreadable:
        expected = "as in the reference"
    within = f", within {check.tolerance:g}" if check.tolerance else ""
    return f"{check.target} is {expected}{within}"


register(
    Kind(
        id="json_value",
        family="trees",
        title="A field of a JSON file",
        parameters=JsonValueParameters,
        judge=_json_value,
        sentence=_json_value_sentence,
    )
)
