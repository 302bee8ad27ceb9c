"""What a picture is, and how tables and plots are drawn as SVG without any library."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from studio.grading.readers.values import legible

RIGHT, WRONG, PLAIN = "#1b7f3b", "#b3261e", "#333333"
_LINE = 22
_SIGN = 7.2
_LONGEST = 70
_MOST_ROWS = 60


@dataclass(frozen=True)
class Picture:
    """A picture as the bytes of a file and the ending of its name, `.svg` or `.png`."""

    suffix: str
    content: bytes


@dataclass(frozen=True)
class Cell:
    """A text of a table and its colour."""

    text: str
    colour: str = PLAIN


def shown(text: str, longest: int = _LONGEST) -> str:
    """Return a text for a picture: no signs that act, not too long, with its signs escaped."""
    plain = legible(" ".join(text.split()))
    return escape(plain if len(plain) <= longest else plain[: longest - 1] + "…")


def drawn(width: float, height: float, parts: Sequence[str], title: str) -> Picture:
    """Return an SVG of some parts on white, with a title that screen readers speak."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" role="img" font-family="sans-serif" '
        f'font-size="13"><title>{shown(title, 200)}</title>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>'
    )
    return Picture(".svg", (head + "".join(parts) + "</svg>\n").encode())


def text_at(x: float, y: float, text: str, colour: str = PLAIN, bold: bool = False) -> str:
    """Return a text that begins at a point."""
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{weight}>{shown(text)}</text>'


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Picture:
    """Return a table as a picture, at most sixty rows of it."""
    kept = [*rows[:_MOST_ROWS]]
    texts = [list(header), *([cell.text for cell in row] for row in kept)]
    widths = [
        min(_LONGEST, max(len(line[column]) for line in texts)) * _SIGN + 20
        for column in range(len(header))
    ]
    lefts = [10 + sum(widths[:column]) for column in range(len(header))]
    parts = [text_at(10, 18, title, bold=True)]
    parts += [
        text_at(x, 18 + _LINE, name, bold=True) for x, name in zip(lefts, header, strict=True)
    ]
    for number, row in enumerate(kept, 2):
        y = 18 + number * _LINE
        parts += [text_at(x, y, cell.text, cell.colour) for x, cell in zip(lefts, row, strict=True)]
    if len(rows) > len(kept):
        parts.append(text_at(10, 18 + (len(kept) + 2) * _LINE, f"and {len(rows) - len(kept)} more"))
    width = max(sum(widths) + 20, len(title) * _SIGN + 20)
    return drawn(width, (len(kept) + 3) * _LINE + 10, parts, title)


def mark(right: bool) -> Cell:
    """Return a mark for right or wrong, told by its sign and not by colour alone."""
    return Cell("✓ right" if right else "✗ wrong", RIGHT if right else WRONG)
