"""What does not fit in a check, in plain words."""

import re

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from studio.base.errors import UserError

_LISTED = re.compile(r"(give |either |, | or )(\w+)(?=,| or |$)")
_TYPES = ("str", "int", "float", "bool")
"""What pydantic adds where a value may be of several types; it tells an author nothing."""
_NUMBER = "must be a number"
_WHOLE = "must be a whole number"
_REASONS = {
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "greater_than_equal": "must be at least {ge}",
    "greater_than": "must be more than {gt}",
    "less_than_equal": "must be at most {le}",
    "less_than": "must be less than {lt}",
    "too_short": "needs {min_length} or more",
    "too_long": "may have at most {max_length}",
    "string_too_short": "must not be empty",
    "string_type": "must be words",
    "bool_type": "must be yes or no",
    "literal_error": "must be {expected}",
    "missing": "is not filled in",
    "extra_forbidden": "is nothing that this kind of check knows",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must name a value for each",
    "model_type": "must be written with its parts",
    "string_pattern_mismatch": "is not written as it must be",
}


def first_fault(fault: ValidationError, parameters: type[BaseModel] | None = None) -> UserError:
    """Return the first thing that does not fit, as one sentence.

    Args:
        fault: what was found.
        parameters: the fields that it was found in; they are named by their titles, and to who
            types them also by the names that they are typed by.
    """
    return UserError(_told(fault, parameters, False), _told(fault, parameters, True))


def _told(fault: ValidationError, parameters: type[BaseModel] | None, typed: bool) -> str:
    first = fault.errors()[0]
    name, *inner = first["loc"] or ("",)
    field = parameters.model_fields.get(str(name)) if parameters else None
    place = _named(str(name), field, typed) if name else "The check"
    inner = [part for part in inner if part not in _TYPES]
    if inner:
        told = (f"entry {part + 1}" if isinstance(part, int) else str(part) for part in inner)
        place = f"{place} ({', '.join(told)})"
    said = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
    said = _titled(said, parameters, typed)
    values = {key: _shown(value) for key, value in first.get("ctx", {}).items()}
    reason = _REASONS.get(first["type"])
    return f"{place} {reason.format(**values)}." if reason else f"{place} does not fit: {said}."


def _named(name: str, field: FieldInfo | None, typed: bool) -> str:
    """Return the title of a field, perhaps with the name that it is typed by if that is another."""
    title = (field.title if field else None) or name
    return f"“{title}” ({name})" if typed and title.casefold() != name else f"“{title}”"


def _titled(said: str, parameters: type[BaseModel] | None, typed: bool) -> str:
    """Return a sentence that lists fields by their names with their titles instead."""

    def title(found: re.Match[str]) -> str:
        field = parameters.model_fields.get(found[2]) if parameters else None
        return f"{found[1]}{_named(found[2], field, typed)}" if field else found[0]

    return _LISTED.sub(title, said) if said.startswith("give ") else said


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)
