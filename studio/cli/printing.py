"""What goes where: results to standard output, everything else to standard error."""

import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import Annotated

import typer

from studio.base.pace import Stage, seldom
from studio.base.visible import visible
from studio.model.frozen import Frozen

TELL_SECONDS, UNCHANGED_SECONDS = 2.0, 10.0
"""How often long work is told of, and how often where nothing has changed."""
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def answer(result: Frozen, as_json: bool, lines: Iterable[str]) -> None:
    """Print `result` as JSON if that was asked for, else the lines for people."""
    if as_json:
        value = result.model_dump(mode="json", by_alias=True)
        print(json.dumps(value, ensure_ascii=False, indent=2))
        return
    for line in lines:
        print(plain(line))


def say(sentence: str) -> None:
    """Tell of progress, on standard error."""
    print(plain(sentence), file=sys.stderr, flush=True)


def pace_lines(head: str = "") -> Callable[[Stage], None]:
    """Return what tells of long work on standard error, a line now and then, with counts."""
    began = time.monotonic()

    def tell(stage: Stage) -> None:
        say(f"{head}{told_stage(stage, time.monotonic() - began)}")

    return seldom(tell, TELL_SECONDS, UNCHANGED_SECONDS)


def told_stage(stage: Stage, seconds: float) -> str:
    """Return how far a stage is, and how long the work has taken until now."""
    counted = f": {stage.done:,} of {stage.of:,}" if stage.of else ""
    return f"{stage.what}{counted} ({seconds:.0f} s)"


def plain(text: str) -> str:
    """Return `text` with its control signs made visible, so that no name moves the cursor."""
    return visible(text)


def table(rows: Iterable[tuple[str, ...]]) -> Iterable[str]:
    """Yield the rows as lines with aligned columns."""
    cells = list(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield line.rstrip()


def no(when: bool) -> None:
    """End with 1 if the answer is no."""
    if when:
        raise typer.Exit(1)
