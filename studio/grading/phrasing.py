"""Numbers and names as the sentence of a check says them."""

from collections.abc import Iterable


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with what is counted: `1 page`, `1,200 pages`.

    Args:
        number: how many there are.
        one: what one of them is called.
        many: what several are called, `one` with an s if left out.
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def percent(share: float) -> str:
    """Return a share as so many of a hundred, without zeros that say nothing: `99.8%`, `5%`."""
    return f"{share * 100:.6g}%"


def seconds(length: float) -> str:
    """Return a length of time in seconds, to the hundredth: `30 s`, `9.5 s`, `1,200 s`."""
    return f"{length:,.2f}".rstrip("0").rstrip(".") + " s"


def listed(names: Iterable[str], word: str = "and") -> str:
    """Return names as a person lists them: `a, b and c`; empty if there are none."""
    *before, last = [*names] or [""]
    return f"{', '.join(before)} {word} {last}" if before else last


def are(number: int) -> str:
    """Return the verb for so many things."""
    return "is" if number == 1 else "are"


def quoted(text: str) -> str:
    """Return words that are code or a name with quotation marks in the place of backticks."""
    return text.replace("`", '"')
