"""What a replay meets of the questions of office programs."""

from pathlib import Path

import pytest

from studio.model.frozen import Bounds
from studio.model.recording import Window
from studio.model.step import PressKeys, Step
from studio.running.staging import answers_format
from studio.sandbox.applications import prepare_home

ROOM = Bounds(x=0, y=0, width=9, height=9)


def step(title: str, left_out: bool = False) -> Step:
    return Step(
        id=1, t_ns=1, t_end_ns=2, first_event=1, last_event=2, action=PressKeys(keys=("Return",)),
        sentence="Press Return", element=None, frame_before=None, frame_after=None,
        window=Window(id=1, title=title, application="soffice", pid=7, bounds=ROOM),
        left_out=left_out,
    )  # fmt: skip


def test_a_question_comes_again_only_if_it_is_answered_again() -> None:
    asked, book = step("Confirm File Format"), step("book.xlsx - LibreOffice Calc")
    assert answers_format((book, asked)) and answers_format((step("Keep Current Format?"),))
    merged = book.model_copy(update={"parts": (book, asked)})
    assert answers_format((merged,))
    assert not answers_format((book, step("Confirm File Format", left_out=True)))


@pytest.mark.parametrize("asks", [True, False])
def test_a_fresh_home_asks_as_it_is_told(tmp_path: Path, asks: bool) -> None:
    prepare_home(tmp_path, asks)
    (settings,) = tmp_path.rglob("registrymodifications.xcu")
    asking = settings.read_text().partition('"WarnAlienFormat"')[2].partition("</value>")[0]
    assert asking.endswith(f"<value>{str(asks).lower()}")
