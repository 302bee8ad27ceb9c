"""What does not fit where something was typed or written by hand, in plain words."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from studio.base.visible import visible

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
    "extra_forbidden": "is not known here",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must name a value for each",
    "model_type": "must be written with its parts",
    "string_pattern_mismatch": "is not written as it must be",
}
_OBJECT = "must be an object: names and values between { and }"
_LIST = "must be a list: values between [ and ]"
_IN_A_FILE = {
    **dict.fromkeys(("float_type", "finite_number"), f"{_NUMBER}, without quotes"),
    **dict.fromkeys(("int_type", "int_from_float"), f"{_WHOLE}, without quotes"),
    **dict.fromkeys(("tuple_type", "list_type"), _LIST),
    **dict.fromkeys(("dict_type", "model_type"), _OBJECT),
    "string_type": "must be a text in double quotes",
    "bool_type": "must be true or false",
    "missing": "is missing",
    "extra_forbidden": "is no name that belongs there; look how it is spelled, or take it out",
}
_WRITTEN = {
    r"^[a-z0-9][a-z0-9._-]{0,63}$": "may hold up to 64 small letters, digits, dots, hyphens and "
    "underscores, and begins with a letter or a digit",
    r"^[0-9a-f]{64}$": "must be a digest: 64 of the signs 0 to 9 and a to f",
    r"^\d{2}-\d{4}\.\d{2}$": "must be a code such as 43-3031.00",
    r"^(\d{2}-\d{4}\.\d{2})?$": "must be a code such as 43-3031.00",
    r"^\d{2}-\d{4}$": "must be a code such as 43-3031",
}
_NAMES = ("id", "checkpoint", "item", "open")
_LONGEST = 60


def reason_of(error: Mapping[str, Any], own: Mapping[str, str] = _REASONS) -> str:
    """Return what must be otherwise: the end of a sentence that begins with the place.

    Args:
        error: one of `ValidationError.errors()`.
        own: what is said of a type of error in other words than those here.
    """
    values = {name: _shown(value) for name, value in error.get("ctx", {}).items()}
    if written := _WRITTEN.get(values.get("pattern", "")):
        return written
    reason = own.get(error["type"]) or _REASONS.get(error["type"])
    if reason:
        return reason if reason == _OBJECT else reason.format(**values)
    return f"does not fit: {said(error)}"


def said(error: Mapping[str, Any]) -> str:
    """Return what a rule of our own says, without a full stop."""
    return str(error["msg"]).removeprefix("Value error, ").rstrip(".")


def first_unfit(fault: ValidationError, value: Any) -> tuple[tuple[str | int, ...], str]:
    """Return where the first thing stands that does not fit in a file, and what is expected there.

    Args:
        fault: what was found.
        value: the value of the file.
    """
    error = fault.errors()[0]
    path = path_in(value, error["loc"])
    named = [told_path_in(value, path)] if path else []
    if error["type"] == "missing":
        named.insert(0, f"“{error['loc'][-1]}”")
    place = " of ".join(named) or "the whole"
    reason = reason_of(error, _IN_A_FILE)
    if error["type"] == "literal_error":
        # In a file texts stand in double quotes.
        reason = reason.replace("'", '"')
    return path, f"{place} {reason}"


def path_in(value: Any, loc: Sequence[str | int]) -> tuple[str | int, ...]:
    """Return the part of a place that is there; what types are called may stand between."""
    path: list[str | int] = []
    for part in loc:
        known = isinstance(value, dict) and part in value
        if known or (isinstance(value, list) and isinstance(part, int) and part < len(value)):
            value = value[part]
            path.append(part)
    return tuple(path)


def told_path_in(value: Any, path: Sequence[str | int]) -> str:
    """Return the words of a place, the innermost first: `“weight” of entry 2 of “checks”`."""
    words: list[str] = []
    for part in path:
        value = value[part]
        own = next((value[n] for n in _NAMES if n in value), "") if isinstance(value, dict) else ""
        called = f" (“{_short(own)}”)" if own and isinstance(own, str) else ""
        words.insert(
            0, f"entry {part + 1}{called}" if isinstance(part, int) else f"“{_short(part)}”"
        )
    return " of ".join(words)


def _short(text: str) -> str:
    line = visible(text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)
