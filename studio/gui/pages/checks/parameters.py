"""The parameters of a check as fields of a form, from what its kind declares; without Qt."""

import json
import types
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from studio.model.check import Check

Shape = Literal["tick", "choice", "words", "lines", "pairs", "plain", "structure"]
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

    @property
    def text(self) -> str:
        """The value as it is edited.

        Words are separated by `;`, sentences stand each on a line, pairs as NAME = VALUE each on a
        line, structures are JSON.
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
        return _number_or_text(text)

    def _pairs(self, text: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for line in filter(str.strip, text.splitlines()):
            name, sign, value = (part.strip() for part in line.rpartition("="))
            if not sign or not name:
                raise ValueError(f"is written as NAME = VALUE on each line; {line[:40]!r} is not")
            found[name] = value if self.texts else _number_or_text(value)
        return found


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
    )


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
        value = json.loads(text.replace(",", ""))
    except ValueError:
        return text
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else text
