"""The real app without a screen, in which somebody authors without rest and notes what was saved.

Runs as `python authoring_program.py RECORDING LOG SEED`. Before each gesture a line says how the
document will be after it, after it a line says that the window took it as saved, for which it waits
without asking; each is on the disk before it goes on.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.authoring import occupation_link
from studio.editing import (
    AddCheck,
    AddCheckpoint,
    Edit,
    History,
    LinkOccupation,
    MoveCheckpoint,
    RemoveCheck,
    RemoveCheckpoint,
    SayStep,
    SetCheck,
    SetCheckpoint,
    SetPrompt,
    SetValue,
)
from studio.formats.tasks import TaskDocument
from studio.gui.app import run
from studio.gui.main_window import MainWindow
from studio.model.check import Check
from studio.model.task import Checkpoint

_WORDS = ("Complete", "the", "amounts,", "add", "the", "total.", "Größe", "naïve")
_SAVED_WITHIN_S = 20.0
_OF_HISTORY = ("Undone: ", "Done again: ")
_CODES = ("43-3031.00", "13-2011.00")


def parts(document: TaskDocument) -> dict[str, Any]:
    """Return what the files of a task say, a value a file."""
    said = {event: [said.sentence, said.note] for event, said in sorted(document.said.items())}
    return {
        "task": document.task.model_dump(mode="json"),
        "prompt": document.prompt,
        "checks": document.checks.model_dump(mode="json"),
        "said": {str(event): value for event, value in said.items() if any(value)},
    }


class Author:
    """Does one gesture after another in the window."""

    def __init__(self, window: MainWindow, log: IO[str], seed: int) -> None:
        self._window, self._log = window, log
        self._chance = random.Random(seed)
        self._loop = QEventLoop()
        self._shadow = History(window.session.document)
        self._number = 0

    def work(self) -> None:
        self._tell("begun")
        while True:
            for gesture, edit in self._sentence():
                self._do(edit, gesture)

    def _tell(self, kind: str) -> None:
        line = {"n": self._number, "kind": kind, "parts": parts(self._shadow.document)}
        self._log.write(json.dumps(line) + "\n")
        self._log.flush()
        os.fsync(self._log.fileno())

    def _do(self, edit: Edit | str, gesture: Callable[[], object]) -> None:
        self._number += 1
        if isinstance(edit, str):
            getattr(self._shadow, edit)()
        else:
            self._shadow.apply(edit)
        self._tell("next")
        gesture()
        self._loop.processEvents()
        told = parts(self._window.session.document), parts(self._shadow.document)
        unlike = [(part, told[0][part], told[1][part]) for part in told[0]
                  if told[0][part] != told[1][part]]  # fmt: skip
        assert not unlike, (edit, unlike, self._window.toast.text())
        toast = self._window.toast
        told = toast.text() if toast.isVisible() else ""
        assert not told or told.startswith(_OF_HISTORY), told
        began = time.monotonic()
        while self._window.session.saving:
            assert time.monotonic() - began < _SAVED_WITHIN_S
            self._loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        self._tell("saved")

    def _sentence(self) -> Iterator[tuple[Callable[[], object], Edit | str]]:
        window, chance = self._window, self._chance
        document = self._shadow.document
        steps = window.steps.model.steps
        points, checks = document.task.checkpoints, document.checks.checks
        match chance.randrange(10):
            case 0:
                yield from self._typing(chance.choice(_WORDS) + " ")
            case 1:
                edit = SetValue("title", f"Month-end {self._number}")
                yield (lambda: window.edit(edit)), edit
            case 2:
                first = chance.randrange(len(steps))
                last = chance.randrange(first, len(steps))
                yield self._mark(first, last)
            case 3 if points:
                gone = RemoveCheckpoint(chance.choice(points).id)
                yield (lambda: window.edit(gone)), gone
            case 4:
                step = chance.choice(steps)
                said = SayStep(step.first_event, note=f"Because of {self._number}")
                yield (lambda: window.edit(said)), said
            case 5:
                link = LinkOccupation(occupation_link(chance.choice(_CODES)))
                yield (lambda: window.edit(link)), link
            case 6 if self._shadow.can_undo:
                yield window.actions_["undo"].trigger, "undo"
                yield window.actions_["redo"].trigger, "redo"
            case _:
                yield from self._judging(points, checks)

    def _judging(
        self, points: tuple[Checkpoint, ...], checks: tuple[Check, ...]
    ) -> Iterator[tuple[Callable[[], object], Edit]]:
        chance = self._chance
        match chance.randrange(5):
            case 0:
                yield self._edit(AddCheck(self._check(points)))
            case 1 if checks:
                changes = {"weight": chance.choice((1.0, 2.0, 3.5))}
                yield self._edit(SetCheck(chance.choice(checks).id, changes))
            case 2 if checks:
                yield self._edit(RemoveCheck(chance.choice(checks).id))
            case 3 if len(points) > 1:
                share = chance.choice((20.0, 35.5, 60.0))
                yield self._edit(SetCheckpoint(chance.choice(points).id, share=share))
            case 4 if len(points) > 1:
                point = chance.choice(points).id
                yield self._edit(MoveCheckpoint(point, chance.randrange(len(points))))

    def _edit(self, edit: Edit) -> tuple[Callable[[], object], Edit]:
        return (lambda: self._window.edit(edit)), edit

    def _check(self, points: tuple[Checkpoint, ...]) -> Check:
        point = self._chance.choice(points).id if points else None
        cell = f"invoices_october.xlsx#Invoices!F{self._chance.randrange(2, 14)}"
        return Check(id=f"cell-{self._number}", kind="cell_equals", target=cell, checkpoint=point)

    def _typing(self, words: str) -> Iterator[tuple[Callable[[], object], Edit | str]]:
        text = self._window.instruction.text
        self._window.show_page("instruction")
        text.setFocus()
        for sign in words:
            text.moveCursor(text.textCursor().MoveOperation.End)
            whole = self._shadow.document.prompt + sign
            # Qt's own keys know no others.
            press = partial(QTest.keyClicks, text) if sign.isascii() else text.insertPlainText
            yield partial(press, sign), SetPrompt(whole)

    def _mark(self, first: int, last: int) -> tuple[Callable[[], object], Edit | str]:
        steps = self._window.steps.model.steps
        title = f"Part {self._number}"
        edit = AddCheckpoint(title, 1.0, steps[first].first_event, steps[last].last_event)
        return (lambda: self._window.edit(edit)), edit


def main(recording: Path, log: Path, seed: int) -> None:
    def author(application: QApplication) -> int:
        (window,) = (w for w in application.topLevelWidgets() if isinstance(w, MainWindow))
        loop = QEventLoop()
        while not window.steps.model.steps:
            loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        with log.open("a") as stream:
            Author(window, stream, seed).work()
        return 0

    QApplication.exec = author  # type: ignore[method-assign, assignment]
    sys.exit(run(recording))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
