"""The digits that a number is shown with, and the tolerance that they allow."""

import re

_MAX_DECIMALS = 6


def decimals(value: float, number_format: str) -> int:
    """Return how many decimals a number is shown with."""
    found = re.search(r"0\.(0+)", number_format)
    if found:
        return len(found.group(1)) + (2 if "%" in number_format else 0)
    if re.fullmatch(r"[#,]*0", number_format):
        return 0
    return len(f"{abs(value):.{_MAX_DECIMALS}f}".rstrip("0").partition(".")[2])


def tolerance(value: float, number_format: str) -> float | None:
    """Return half a unit of the last digit shown; None, which is exact, for a whole number."""
    digits = decimals(value, number_format)
    return 0.5 * 10.0**-digits if digits else None
