"""Numbers as people of the trades read them."""

import math


def figure(value: float, digits: int = 4) -> str:
    """Return a number with about so many digits that count, thousands parted: `1,250`, `0.125`."""
    if not math.isfinite(value):
        return "not a number"
    if value == 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    if places > 9 or abs(value) >= 1e12:
        return f"{value:.{digits - 1}g}"
    told = f"{value:,.{places}f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def sides(lengths: tuple[float, ...]) -> str:
    """Return the sides of a box: `60 x 40 x 8`."""
    return " x ".join(figure(length) for length in lengths)
