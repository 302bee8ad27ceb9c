"""Figures of the coverage as people read them."""

from studio.model.coverage_contract import Share

_SIZES = ((1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"))


def percent(part: float) -> str:
    """Return a part of 1 as a percentage; what is neither nothing nor all never looks like it."""
    if part in (0, 1):
        return f"{part:.0%}"
    if part < 0.001:
        return "under 0.1%"
    return f"{min(part, 0.999):.1%}"


def told(share: Share) -> str:
    """Return a share as a percentage, or as a range where shared estimates leave it open."""
    if share.least is None or share.most is None:
        return "no estimate"
    least, most = percent(share.least), percent(share.most)
    words = least if least == most else f"{least} to {most}"
    return f"{words}, top-coded" if share.at_least else words


def large(number: int) -> str:
    """Return a number to three digits in millions, billions or trillions; a small one whole."""
    for size, name in _SIZES:
        if number >= size:
            value = number / size
            return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f} {name}"
    return f"{number:,}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, such as `1 task` or `3 tasks`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
