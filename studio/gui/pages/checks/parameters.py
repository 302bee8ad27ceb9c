"""The parameters of a check as fields of a form, from what its kind declares; without Qt."""

import json
import re
import types
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Le, Lt
from pydantic.fields import FieldInfo

from studio.model.check import Check

Shape = Literal["tick", "choice", "words", "lines", "pairs", "plain", "structure"]
_BETWEEN = re.compile(r"(?<=\d)[,\u00a0\u202f ](?=\d{3}(?!\d))")
_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SCALARS = {str, float, int, bool, type(None)}


@dataclass(frozen=True)
class ParameterField:
    """One field: what it is called, what it explains, how it is edited, what it holds now."""

    name: str
    title: str
    explanation: str
    shape: Shape
    choices: tuple[str, ...]
    value: Any
    default: Any
    texts: bool = False
    required: bool = False
    number: bool = False
    share: bool = False

    @property
    def text(self) -> str:
        """The value as it is edited.

        Words are separated by `;`, sentences stand each on a line, pairs as a name, = and a value
        each on a line, structures are JSON.
        """
        if self.value is None:
            return ""
        if self.shape == "words":
            return "; ".join(str(part) for part in self.value)
        if self.shape == "lines":
            return "\n".join(self.value)
        if self.shape == "pairs":
            return "\n".join(f"{name} = {_shown(value)}" for name, value in self.value.items())
        if self.shape == "structure":
            return json.dumps(self.value, ensure_ascii=False, default=_plain)
        return str(self.value)

    def parsed(self, text: str) -> Any:
        """Return the value that a text holds; empty stands for the default.

        Raises:
            ValueError: if it is not what the parameter needs; says what it must be.
        """
        if self.shape == "lines" and text.strip():
            return [line.strip() for line in text.splitlines() if line.strip()]
        if self.shape == "pairs" and text.strip():
            return self._pairs(text)
        if self.shape == "words":
            found = [part.strip() for part in text.split(";") if part.strip()]
            return found if found or self.default is not None else None
        if not text.strip():
            return self.default
        if self.shape == "structure":
            return _structure(text)
        if self.number:
            return self._number(text)
        return _number_or_text(text)

    def _number(self, text: str) -> int | float:
        """Return a number as people write it: separators say nothing, 97% of a share is 0.97."""
        plain = _BETWEEN.sub("", text.strip()).replace("\u2212", "-")
        whole = plain.rstrip("%").rstrip() if self.share else plain
        value = _number_or_text(whole)
        if isinstance(value, str):
            such = "0.97 or 97%" if self.share else "12 or 0.5"
            raise ValueError(f"must be a number, such as {such}; {text[:40]!r} is none")
        return float(f"{value / 100:.12g}") if whole != plain else value

    def _pairs(self, text: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for line in filter(str.strip, text.splitlines()):
            name, sign, value = (part.strip() for part in line.rpartition("="))
            if not sign or not name:
                raise ValueError(
                    f"is written as a name, = and a value on each line; {line[:40]!r} is not"
                )
            found[name] = self._value(value)
        return found

    def _value(self, text: str) -> Any:
        if self.texts:
            return text
        return self._number(text) if self.number else _number_or_text(text)


def _structure(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise ValueError(f"is written as JSON; {text[:40]!r} is not") from None


def _shown(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) or value is None else str(value)


def fields_of(check: Check) -> tuple[ParameterField, ...]:
    """Return the fields of a check's parameters in the order that its kind declares them."""
    # The graders take long to import, and a window must be there at once.
    from studio.grading import KINDS

    kind = KINDS.get(check.kind)
    if kind is None:
        return ()
    return tuple(
        _field(name, field, check.parameters)
        for name, field in kind.parameters.model_fields.items()
    )


def _field(name: str, field: FieldInfo, given: dict[str, Any]) -> ParameterField:
    default = None if field.is_required() else field.get_default(call_default_factory=True)
    shape = _shape(field.annotation)
    title = field.title or name
    if shape == "words":
        title = f"{title} (separated by ;)"
    return ParameterField(
        name=name,
        title=title,
        explanation=field.description or "",
        shape=shape,
        choices=_choices(field.annotation) if shape == "choice" else (),
        value=given.get(name, default),
        default=default,
        texts=shape == "pairs" and _bare(get_args(_mapping(field.annotation))[1]) is str,
        required=field.is_required(),
        number=_is_number(shape, field.annotation),
        share=_is_share(name, field),
    )


def _is_number(shape: Shape, annotation: Any) -> bool:
    """Tell whether a field takes numbers alone, or pairs whose values are numbers alone."""
    mapping = _mapping(annotation)
    held = get_args(mapping)[1] if shape == "pairs" and mapping is not None else annotation
    return shape in ("plain", "pairs") and _kinds(held) <= {int, float, type(None)}


def _is_share(name: str, field: FieldInfo) -> bool:
    """Tell whether a field takes a share of one, which people also write as a percentage."""
    mapping = _mapping(field.annotation)
    held = get_args(mapping)[1] if mapping is not None else field.annotation
    parts = (held, *get_args(held))
    inner = [part for part in parts if get_origin(part) is Annotated]
    rules = [*field.metadata, *(rule for part in inner for rule in get_args(part)[1:])]
    rules += [rule for one in rules if isinstance(one, FieldInfo) for rule in one.metadata]
    bounds = [rule.le if isinstance(rule, Le) else rule.lt for rule in rules if _bounds(rule)]
    told = f"{name} {field.title} {field.description}".casefold()
    return any(bound == 1 for bound in bounds) or "share" in told or name == "relative"


def _bounds(rule: Any) -> bool:
    return isinstance(rule, Le | Lt)


def _choices(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return tuple(choice for choice in get_args(annotation) if isinstance(choice, str))
    return next((found for part in get_args(annotation) if (found := _choices(part))), ())


def _shape(annotation: Any) -> Shape:
    if annotation is bool:
        return "tick"
    if _choices(annotation):
        return "choice"
    parts = [part for part in (annotation, *get_args(annotation)) if part is not type(None)]
    if any(get_args(part) == (str, ...) for part in parts):
        return "words"
    if any(_is_sentences(part) for part in parts):
        return "lines"
    mapping = _mapping(annotation)
    if mapping is not None and _kinds(get_args(mapping)[1]) <= _SCALARS:
        return "pairs"
    if any(get_origin(part) in (tuple, list, dict) for part in parts):
        return "structure"
    return "plain"


def _is_sentences(annotation: Any) -> bool:
    args = get_args(annotation)
    return get_origin(annotation) is tuple and args[1:] == (...,) and _bare(args[0]) is str


def _mapping(annotation: Any) -> Any:
    """Return the part of an annotation that is a mapping, None if it has none."""
    parts = (annotation, *get_args(annotation))
    return next((part for part in parts if get_origin(part) is dict), None)


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _kinds(annotation: Any) -> set[Any]:
    bare = _bare(annotation)
    if get_origin(bare) in (Union, types.UnionType):
        return {kind for part in get_args(bare) for kind in _kinds(part)}
    return {bare}


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json", exclude_defaults=True)


def _number_or_text(text: str) -> Any:
    try:
        value = json.loads(_COMMA.sub("", text))
    except ValueError:
        return text
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else text
