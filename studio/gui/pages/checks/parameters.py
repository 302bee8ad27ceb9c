"""The parameters of a check as fields of a form, from what its kind declares; without Qt."""

import json
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from studio.grading import KINDS
from studio.model.check import Check

Shape = Literal["tick", "choice", "words", "plain", "structure"]


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

    @property
    def text(self) -> str:
        """The value as it stands in a line: words are separated by `;`, structures are JSON."""
        if self.value is None:
            return ""
        if self.shape == "words":
            return "; ".join(str(part) for part in self.value)
        if self.shape == "structure":
            return json.dumps(self.value, ensure_ascii=False, default=_plain)
        return str(self.value)

    def parsed(self, text: str) -> Any:
        """Return the value that a line holds; empty stands for the default.

        Raises:
            ValueError: if it is no JSON where the parameter needs a structure.
        """
        if self.shape == "words":
            found = [part.strip() for part in text.split(";") if part.strip()]
            return found if found or self.default is not None else None
        if not text.strip():
            return self.default
        if self.shape == "structure":
            return json.loads(text)
        return _number_or_text(text)


def fields_of(check: Check) -> tuple[ParameterField, ...]:
    """Return the fields of a check's parameters in the order that its kind declares them."""
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
    if any(get_origin(part) in (tuple, list, dict) for part in parts):
        return "structure"
    return "plain"


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json", exclude_defaults=True)


def _number_or_text(text: str) -> Any:
    try:
        value = json.loads(text.replace(",", ""))
    except ValueError:
        return text
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else text
