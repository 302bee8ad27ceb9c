"""Ids of what is edited: free ones for what is new, and a refusal where there is none such."""

from studio.base.errors import UserError

_ID_SIGNS = 64


def free_id(base: str, taken: set[str]) -> str:
    """Return `base`, or with a number the first id after it that is not taken."""
    number, identifier = 1, base
    while identifier in taken:
        number += 1
        identifier = f"{base[: _ID_SIGNS - 1 - len(str(number))]}-{number}"
    return identifier


def demand(identifier: str, known: list[str], what: str) -> None:
    """Refuse an id that is not known.

    Raises:
        UserError: if it is not; the sentence lists those that are.
    """
    if identifier not in known:
        listed = ", ".join(known) or "none"
        raise UserError(f"There is no {what} {identifier!r}; there is {listed}.")
