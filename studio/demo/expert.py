"""An accountant at work: real pointer, real keys, pauses like a person's."""

import random
import re
import time
from collections.abc import Callable
from typing import Any, TypeGuard

from studio.base.errors import FaultError
from studio.model.recording import Window
from studio.model.step import Click, PressKeys, TypeText
from studio.running.actor import Actor

NOTE = (
    "Invoices total 17,275.19; ledger balance 16,886.19; "
    "difference 389.00, invoice INV-2047 is not posted yet."
)
CELLS = (
    ("F4", "=D4*E4"),
    ("F7", "=D7*E7"),
    ("F10", "=D10*E10"),
    ("F13", "=D13*E13"),
    ("E14", "Total"),
    ("F14", "=SUM(F2:F13)"),
    ("A16", NOTE),
)
_TOP_MARGIN = 300
_LOOKS = 5
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"


def _is_cell(element: dict[str, Any] | None) -> TypeGuard[dict[str, Any]]:
    return bool(element and element["role"] == "table cell" and element["name"])


class Expert:
    """Works in the spreadsheet that is open on the display of an actor."""

    def __init__(self, actor: Actor, progress: Callable[[str], None]) -> None:
        self._actor = actor
        self._progress = progress
        self._random = random.Random(7)

    def _pause(self, low: float, high: float) -> None:
        time.sleep(self._random.uniform(low, high))

    def _cells(self, window: Window) -> dict[str, tuple[int, int]]:
        """Return the middle of each cell on the grid, found by asking what lies there."""
        bounds = window.bounds
        for y in range(bounds.y + 120, bounds.y + 120 + _TOP_MARGIN, 40):
            for x in range(bounds.x + 60, bounds.x + bounds.width - 60, 60):
                element = self._actor.element(x, y)
                # The column heads answer with the name of a cell, so row 1 is not believed.
                if _is_cell(element) and int(element["name"].lstrip(_LETTERS)) > 1:
                    return self._grid(element["name"], element["bounds"], window)
        return {}

    def _grid(
        self, name: str, bounds: dict[str, int], window: Window
    ) -> dict[str, tuple[int, int]]:
        cells: dict[str, tuple[int, int]] = {}
        top = bounds["y"] + bounds["height"] // 2
        row = int(name.lstrip(_LETTERS))
        first = top - (row - 1) * bounds["height"]
        columns = self._columns(top, window)
        for column, x in columns.items():
            for number in range(1, 25):
                cells[f"{column}{number}"] = (x, first + (number - 1) * bounds["height"])
        return cells

    def _columns(self, y: int, window: Window) -> dict[str, int]:
        columns: dict[str, int] = {}
        x = window.bounds.x + 40
        while x < window.bounds.x + window.bounds.width - 40 and len(columns) < 10:
            element = self._actor.element(x, y)
            if _is_cell(element):
                bounds = element["bounds"]
                columns[element["name"].rstrip(_DIGITS)] = bounds["x"] + bounds["width"] // 2
                x = bounds["x"] + bounds["width"] + 8
            else:
                x += 12
        return columns

    def work(self, title: str) -> None:
        """Complete the amounts, the total and the note, and save.

        Raises:
            FaultError: if the window or its cells cannot be found.
        """
        window = next((w for w in self._actor.windows() if title in w.title), None)
        if window is None:
            raise FaultError(f"The window of {title} is not open.")
        for name, content in CELLS:
            self._progress(f"expert: {name}")
            self._fill(self._place(name, window), content)
        self._progress("expert: saving")
        self._pause(0.6, 1.0)
        self._actor.act(PressKeys(keys=("ctrl", "s")))
        self._actor.settle()
        self._pause(1.5, 2.0)

    def _place(self, name: str, window: Window) -> tuple[int, int]:
        """Look for a cell until it is under the pointer, as a person would before the click."""
        for _ in range(_LOOKS):
            place = self._cells(window).get(name)
            if place is not None:
                self._actor.move(*place)
                self._actor.settle(equal=3)
                element = self._actor.element(*place)
                if element is not None and element["name"] == name:
                    return place
            self._actor.settle()
        raise FaultError(f"The cell {name} of the spreadsheet does not answer; try again.")

    def _fill(self, place: tuple[int, int], content: str) -> None:
        self._pause(0.4, 0.9)
        self._actor.act(Click(x=place[0], y=place[1]))
        self._pause(0.4, 0.8)
        for word in re.findall(r"\S+\s*", content):
            self._actor.act(TypeText(text=word))
            self._pause(0.08, 0.25)
        self._pause(0.3, 0.6)
        self._actor.act(PressKeys(keys=("Return",)))
        self._actor.settle(equal=3)
