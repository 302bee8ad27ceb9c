"""Which of the frames that a process tells is that of the window that was pressed."""

import pytest

from studio.capture.accessibility import Place, Unanswered
from studio.capture.pointing import PointingBus
from studio.model.frozen import Bounds
from studio.model.recording import Window
from studio.sandbox.windows import Spot

BOOK, ASKING = "book.xlsx - Calc", "Confirm File Format"
ROOM = Bounds(x=0, y=0, width=1280, height=800)
BOX = Bounds(x=377, y=314, width=527, height=212)
INSIDE = Bounds(x=378, y=334, width=525, height=191)


class Told(PointingBus):
    """A bus on which a process tells these frames, by title."""

    def __init__(self, frames: dict[str, Bounds]) -> None:
        self._told_frames = frames

    def _told_name(self, place: Place) -> str:
        return place[1]

    def of(self, title: str, *others: str) -> str:
        within = INSIDE if title == ASKING else ROOM
        window = Window(id=1, title=title, application="soffice", pid=7, bounds=within)
        spot = Spot(window, "inside", BOX if title == ASKING else ROOM, 1, others)
        frames = [((":1", name), bounds) for name, bounds in self._told_frames.items()]
        return self._frame_of(spot, frames)[1]


def test_a_dialog_is_known_by_its_place_whatever_it_is_called() -> None:
    both = Told({"Question": BOX, BOOK: ROOM})
    assert both.of(ASKING, BOOK) == "Question"
    assert both.of(BOOK, ASKING) == BOOK


def test_a_document_is_never_taken_for_its_dialog_that_was_closed() -> None:
    with pytest.raises(Unanswered):
        Told({BOOK: ROOM}).of(ASKING, BOOK)
    with pytest.raises(Unanswered):
        Told({BOOK: BOX}).of(ASKING, BOOK)


def test_of_two_documents_in_one_place_the_title_tells() -> None:
    both = Told({"a - Calc": ROOM, "b - Calc": ROOM})
    assert both.of("a - Calc", "b - Calc") == "a - Calc"
    assert both.of("*b - Calc", "a - Calc") == "b - Calc"


def test_the_only_window_of_a_process_needs_no_name() -> None:
    assert Told({"": Bounds(x=0, y=0, width=9, height=9)}).of(BOOK) == ""
