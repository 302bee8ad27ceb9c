import pytest

from studio.model.frozen import Bounds
from studio.model.recording import ElementRecord
from studio.model.step import Action, Click, Drag, PressKeys, Scroll, TypeText, Wait
from studio.steps.sentences import sentence

CELL = ElementRecord(
    event=1,
    t_ns=0,
    role="table cell",
    name="D9",
    path="/x",
    bounds=Bounds(x=0, y=0, width=10, height=10),
    application="soffice",
)

AREA = CELL.model_copy(update={"role": "text", "name": "*Untitled 1 - Mousepad", "borrowed": True})
BAR = AREA.model_copy(update={"role": "title bar"})


@pytest.mark.parametrize(
    ("action", "element", "told"),
    [
        (Click(x=1, y=2), CELL, "Click the cell D9"),
        (Click(x=1, y=2), None, "Click at 1, 2"),
        (Click(x=1, y=2), AREA, "Click the text area in Untitled 1 - Mousepad"),
        (TypeText(text="a"), AREA, 'Type "a" in text area in Untitled 1 - Mousepad'),
        (Click(x=1, y=2), BAR, "Click the title bar of Untitled 1 - Mousepad"),
        (Click(x=1, y=2, count=2), CELL, "Double-click the cell D9"),
        (Click(x=1, y=2, button="right"), None, "Right-click at 1, 2"),
        (TypeText(text="1895"), CELL, 'Type "1895" in cell D9'),
        (TypeText(text="=SUM(A1:A2)"), CELL, "Type the formula =SUM(A1:A2) in cell D9"),
        (PressKeys(keys=("ctrl", "s")), None, "Press Ctrl+S"),
        (PressKeys(keys=("Return",), count=3), None, "Press Return 3 times"),
        (Scroll(x=0, y=0, dx=0, dy=-4), None, "Scroll down 4"),
        (Scroll(x=0, y=0, dx=2, dy=0), None, "Scroll right 2"),
        (Drag(path=((1, 2, 0), (9, 8, 40))), None, "Drag from 1, 2 to 9, 8"),
        (Wait(seconds=3), None, "Wait 3 s"),
    ],
)
def test_each_action_is_said_in_plain_words(
    action: Action, element: ElementRecord | None, told: str
) -> None:
    assert sentence(action, element) == told


def test_long_text_is_shortened() -> None:
    told = sentence(TypeText(text="word " * 60), None)
    assert len(told) < 80
    assert "…" in told


def test_a_window_is_named_once() -> None:
    click = Click(x=1, y=2)
    told = "Click the text area in Untitled 1 - Mousepad"
    assert sentence(click, AREA, "Untitled 1 - Mousepad") == told
    assert sentence(click, AREA, "Log in") == f"{told} in Log in"
    assert sentence(click, CELL, "D9") == "Click the cell D9 in D9"
