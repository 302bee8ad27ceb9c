"""Broken and hostile files dropped on a window that holds a document."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from pytestqt.qtbot import QtBot

from studio.authoring import new_task
from studio.editing import SetPrompt, SetValue
from studio.formats import digests
from studio.formats.tasks import open_task
from studio.gui import messages
from studio.gui.main_window import MainWindow
from tests.gui.dropping import drop, mime_of
from tests.gui.expert_desk import Desk
from tests.gui.hostile import Workshop

LONG_MS = 30_000
MOST_SECONDS = 10
# The class of a fault, its number, or the lines of a trace are words for programmers.
_TECHNICAL = re.compile(
    r"\w(Error|Exception|Fault)\b|Errno|Traceback|\bNone\b|<[a-z]+ |0x[0-9a-f]{6}"
)
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def opened(window: MainWindow, desk: Path, qtbot: QtBot) -> MainWindow:
    window.open(desk)
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    window.edit(SetPrompt("Add the total"))
    return window


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every sentence that the window showed."""
    told: list[str] = []
    say = messages.Toast.say

    def listen(toast: messages.Toast, sentence: str) -> None:
        say(toast, sentence)
        told.append(toast.text())

    monkeypatch.setattr(messages.Toast, "say", listen)
    return told


def faults_of(told: list[str]) -> list[str]:
    """Return what is wrong with what was said of one drop."""
    if len(told) != 1:
        return [f"{len(told)} sentences: {told}"]
    (sentence,) = told
    wrong = []
    if not sentence.strip() or len(sentence.splitlines()) != 1:
        wrong.append("not one line")
    if _TECHNICAL.search(sentence):
        wrong.append("technical")
    if _TURNING.search(sentence):
        wrong.append("turns the writing")
    if len(sentence) > 400:
        wrong.append("too long")
    if not sentence.rstrip().endswith((".", "`")):
        wrong.append("no end")
    return [f"{', '.join(wrong)}: {sentence!r}"] if wrong else []


@contextmanager
def unharmed(window: MainWindow, outside: Path) -> Iterator[None]:
    """The open document, the tasks of the workspace and what lies outside stay as they are."""

    def seen() -> object:
        task = window.session.task
        assert task is not None
        tasks = {path.name for path in task.folder.parent.iterdir()}
        kept = open_task(task.folder).document
        there = sorted(str(path) for path in outside.parent.glob("*"))
        return window.session.document, kept, digests.of_task(task.folder), tasks, there

    before = seen()
    yield
    assert seen() == before


def test_forty_hostile_drops_are_one_sentence_each_and_harm_nothing(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, said: list[str]
) -> None:
    # Of another recording, for one that is known opens the task that was begun from it.
    other = Desk(tmp_path / "other.rec").write()
    task = new_task(tmp_path / "good", recording=other).folder
    outside = tmp_path / "hostile" / "x"
    made = Workshop(tmp_path / "hostile", task, other).make()
    assert len(made) >= 40
    wrong = []
    with unharmed(opened, outside):
        for why, place in made.items():
            said.clear()
            began = time.monotonic()
            if not drop(opened, mime_of([place])):
                wrong.append(f"{why}: is refused without a word")
                continue
            qtbot.waitUntil(lambda: opened.jobs.running("open") is None, timeout=LONG_MS)
            seconds = time.monotonic() - began
            wrong += [f"{why}: {fault}" for fault in faults_of(said)]
            if seconds > MOST_SECONDS:
                wrong.append(f"{why}: took {seconds:.0f} s")
        assert wrong == [], "\n".join(wrong)
    opened.edit(SetValue("title", "Still mine"))
    assert open_task(opened.session.task.folder).document.task.title == "Still mine"


def test_what_lies_elsewhere_and_plain_text_change_nothing(
    opened: MainWindow, said: list[str], tmp_path: Path
) -> None:
    document = opened.session.document
    elsewhere, text = QMimeData(), QMimeData()
    elsewhere.setUrls([QUrl("https://example.org/month-end.task")])
    text.setText("/etc/passwd")
    drop(opened, elsewhere)
    assert faults_of(said) == []
    assert not drop(opened, text) and len(said) == 1
    drop(opened, mime_of([tmp_path, tmp_path / "other"]))
    assert faults_of(said[1:]) == []
    assert opened.session.document == document


def test_a_whole_package_that_is_dropped_is_opened(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    task = new_task(tmp_path / "good", recording=Desk(tmp_path / "other.rec").write()).folder
    package = Workshop(tmp_path / "hostile", task, task).whole
    assert drop(opened, mime_of([package]))
    qtbot.waitUntil(lambda: opened.session.open_task().folder.name == "whole", timeout=LONG_MS)
