"""What does not fit in a check, in plain words."""

import re

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from studio.base.errors import UserError
from studio.formats.unfit import reason_of, said

_LISTED = re.compile(r"(give |either |, | or )(\w+)(?=,| or |$)")
_TYPES = ("str", "int", "float", "bool")
"""What pydantic adds where a value may be of several types; it tells an author nothing."""
_OF_A_CHECK = {"extra_forbidden": "is nothing that this kind of check knows"}


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
    reason = reason_of(first, _OF_A_CHECK)
    if reason.endswith(said(first)):
        reason = reason.replace(said(first), _titled(said(first), parameters, typed))
    return f"{place} {reason}."


def _named(name: str, field: FieldInfo | None, typed: bool) -> str:
    """Return the title of a field, perhaps with the name that it is typed by if that is another."""
    title = (field.title if field else None) or name
    return f"“{title}” ({name})" if typed and title.casefold() != name else f"“{title}”"


def _titled(rule: str, parameters: type[BaseModel] | None, typed: bool) -> str:
    """Return a sentence that lists fields by their names with their titles instead."""

    def title(found: re.Match[str]) -> str:
        field = parameters.model_fields.get(found[2]) if parameters else None
        return f"{found[1]}{_named(found[2], field, typed)}" if field else found[0]

    return _LISTED.sub(title, rule) if rule.startswith("give ") else rule
