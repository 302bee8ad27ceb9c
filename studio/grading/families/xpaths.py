"""The check of what an XPath finds in an XML file, in a part of the language that ends in time."""

import math
import re
from collections.abc import Mapping
from typing import Any

from pydantic import Field, field_validator

from studio.base.errors import FaultError
from studio.grading.families.trees import how_far, kept, shown_tree, within
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import decode, locate, read_bytes
from studio.grading.readers.trees import parse_xml
from studio.grading.readers.values import legible, same
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_MAX_XML = 4 * 1024 * 1024
_MAX_ELEMENTS = 100_000
_MAX_FOUND = 10_000
_LONGEST = 400
_MAX_DESCENTS = 2
_TEXTS = re.compile(r"\"[^\"]*\"|'[^']*'")
_FUNCTIONS = re.compile(
    "text|node|last|position|count|name|local-name|string|concat|starts-with|contains|"
    "substring|substring-before|substring-after|string-length|normalize-space|translate|"
    "not|true|false|number|sum|floor|ceiling|round|and|or|div|mod"
)


# Looking for one text of the file within another takes the product of their lengths.
_SEARCHES = re.compile(r"(?<![\w-])(?:contains|substring-before|substring-after)\s*\(")
_SOUND_SEARCHES = re.compile(_SEARCHES.pattern + r"[^(),]*(?:\([^(),]*\))?\s*,\s*''\s*\)")


def _fault_of_xpath(xpath: str) -> str:
    """Return why an XPath is refused, empty if it is not."""
    plain = _TEXTS.sub("''", xpath)
    if len(xpath) > _LONGEST:
        return f"it is longer than {_LONGEST} signs"
    if ".." in plain or "::" in plain or "$" in plain:
        return "it may only lead down: no `..`, `::` or `$`"
    calls = re.findall(r"([\w:.-]+)\s*\(", plain)
    if unknown := [name for name in calls if not _FUNCTIONS.fullmatch(name)]:
        return f"{unknown[0]}() may not be called"
    if len(_SEARCHES.findall(plain)) != len(_SOUND_SEARCHES.findall(plain)):
        return "it may only look for a text in quotes, as in contains(@name, 'text')"
    depth = descents = 0
    for sign, after in zip(plain, plain[1:] + " ", strict=True):
        depth += (sign == "[") - (sign == "]")
        if sign + after == "//":
            descents += 1
            if depth:
                return "it may not look through the whole file within brackets"
    return f"it holds `//` more than {_MAX_DESCENTS} times" if descents > _MAX_DESCENTS else ""


class XPathValueParameters(Frozen):
    """What an XPath must find in an XML file."""

    xpath: str = Field(
        title="XPath",
        description="XPath 1.0 that leads down: names, `*`, `@`, `//` at most twice, conditions "
        "in brackets and plain functions such as count() and sum().",
    )
    namespaces: dict[str, str] = Field(
        default_factory=dict,
        title="Namespaces",
        description="The prefixes that the XPath uses, each with its address.",
    )
    expected: str | float | bool | tuple[str | float, ...] | None = Field(
        default=None,
        title="Expected value",
        description="A value, or several in order; what it finds in the reference if left out.",
    )

    @field_validator("xpath")
    @classmethod
    def _is_safe(cls, xpath: str) -> str:
        from lxml import etree

        if fault := _fault_of_xpath(xpath):
            raise ValueError(f"it cannot be used: {fault}")
        try:
            etree.XPath(xpath, regexp=False)
        except etree.XPathSyntaxError:
            raise ValueError("it is not an XPath") from None
        return xpath


def _root_of(folder: Any, target: Target) -> Any:
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    root = parse_xml(decode(read_bytes(place, _MAX_XML)))
    if sum(1 for _ in root.iter()) > _MAX_ELEMENTS:
        raise Unreadable(f"holds more than {_MAX_ELEMENTS:,} elements")
    return root


def find_by_xpath(root: Any, xpath: str, namespaces: Mapping[str, str]) -> list[Any]:
    """Return the values that an XPath finds, an element's being its text, in document order.

    Raises:
        Unreadable: if it finds too much, or a number that is none.
        FaultError: if a prefix is not declared.
    """
    from lxml import etree

    try:
        found = etree.XPath(xpath, namespaces=dict(namespaces), smart_strings=False)(root)
    except etree.XPathError as fault:
        raise FaultError(f"The XPath cannot be followed: {fault}.") from None
    if not isinstance(found, list):
        if isinstance(found, float) and not math.isfinite(found):
            raise Unreadable("gives no number at the XPath")
        return [found]
    if len(found) > _MAX_FOUND:
        raise Unreadable(f"holds more than {_MAX_FOUND:,} matches")
    return [value if isinstance(value, str) else "".join(value.itertext()) for value in found]


def _expected(parameters: XPathValueParameters, target: Target, grounds: Grounds) -> list[Any]:
    if parameters.expected is not None:
        several = isinstance(parameters.expected, tuple)
        return list(parameters.expected) if several else [parameters.expected]  # type: ignore[arg-type]
    try:
        root = _root_of(grounds.reference, target)
        return find_by_xpath(root, parameters.xpath, parameters.namespaces)
    except Unreadable as fault:
        raise FaultError(f"The reference's {target.path} {fault}.") from None


def _judge(
    check: Check, parameters: XPathValueParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    expected = _expected(parameters, target, grounds)
    place = f"{target.path} at {parameters.xpath}"
    evidence: dict[str, Any] = {"place": place, "expected": _one(expected), "found": None}
    try:
        root = _root_of(grounds.output, target)
        found = find_by_xpath(root, parameters.xpath, parameters.namespaces)
    except Unreadable as fault:
        told = f"{target.path} {fault}."
        return failed(told, public=told, **evidence)
    evidence |= {"found": _one(found), **how_far(_one(expected), _one(found))}
    if not found:
        told = f"{place} holds nothing."
        return failed(told, public=told, **evidence)
    right = [same(a, b, check.tolerance) for a, b in zip(expected, found, strict=False)]
    if len(expected) == len(found) and all(right):
        return passed(f"{place} is {shown_tree(_one(found))}.", **evidence)
    told = f"{place} is {shown_tree(_one(found))}, expected {shown_tree(_one(expected))}."
    return failed(told, public=f"{place} is not what was asked for.", **evidence)


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else kept(values)


def _fit(check: Check, parameters: XPathValueParameters, target: Target, grounds: Grounds) -> str:
    if not _expected(parameters, target, grounds):
        return f"The XPath finds nothing in the reference's {target.path}."
    return ""


def _sentence(
    check: Check, parameters: XPathValueParameters, target: Target, grounds: Grounds
) -> str:
    try:
        expected = shown_tree(_one(_expected(parameters, target, grounds)))
    except FaultError:
        expected = "as in the reference"
    return legible(f"{target.path} at {parameters.xpath} is {expected}{within(check.tolerance)}")


register(
    Kind(
        id="xpath_value",
        family="trees",
        title="What an XPath finds in an XML file",
        parameters=XPathValueParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
