"""A part of the bar of shares, in plain Python."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SharePart:
    """A part: id, name, the place that gives its hue (None has none), and tenths of a percent."""

    id: str
    name: str
    place: int | None
    tenths: int


def bounds(parts: tuple[SharePart, ...], width: int) -> tuple[int, ...]:
    """Return where each part begins on a bar, and where the last one ends, in pixels."""
    total = sum(part.tenths for part in parts) or 1
    found, so_far = [0], 0
    for part in parts:
        so_far += part.tenths
        found.append(round(width * so_far / total))
    return tuple(found)


def with_shift(parts: tuple[SharePart, ...], place: int, tenths: int) -> tuple[SharePart, ...]:
    """Return the parts when the one at a place has another share and the next takes the rest."""
    left, right = parts[place], parts[place + 1]
    own = min(max(tenths, 0), left.tenths + right.tenths)
    given = SharePart(left.id, left.name, left.place, own)
    rest = SharePart(right.id, right.name, right.place, left.tenths + right.tenths - own)
    return (*parts[:place], given, rest, *parts[place + 2 :])
