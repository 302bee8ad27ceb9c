import pytest

from studio.model.frozen import Bounds
from studio.model.recording import ElementRecord, Window
from studio.model.step import Click, Drag, Step, TypeText
from studio.running.elements import cell_address
from studio.running.placing import (
    complaint,
    expected_by,
    is_same,
    move_action,
    template_box,
    within,
)
from studio.running.windows import counterparts, is_counterpart, scaled, shifted


def window(title: str, application: str = "editor", number: int = 1) -> Window:
    bounds = Bounds(x=10, y=20, width=400, height=300)
    return Window(id=number, title=title, application=application, pid=1, bounds=bounds)


PATHS = {"/home/anna/work": "/tmp/replay/w1"}


@pytest.mark.parametrize(
    ("recorded", "current", "same"),
    [
        ("a.txt - Editor", "a.txt - Editor", True),
        ("a.txt - Editor", "*a.txt - Editor", True),
        ("/home/anna/work/a.txt - Editor", "/tmp/replay/w1/a.txt - Editor", True),
        ("~/work/a.txt - Editor", "/tmp/replay/w1/a.txt - Editor", True),
        ("a.txt - Editor", "b.txt - Editor", False),
        ("a.txt - Editor", "Save As", False),
        ("/home/anna/work/a.txt", "/home/anna/other/a.txt", False),
    ],
)
def test_a_window_is_known_by_its_title(recorded: str, current: str, same: bool) -> None:
    assert is_counterpart(window(recorded), window(current), PATHS) is same


def test_a_folder_in_a_home_here_is_written_with_a_tilde() -> None:
    paths = {"/data/work": "/home/anna/again"}
    assert is_counterpart(window("/data/work/a.txt"), window("~/again/a.txt"), paths)


def test_another_application_is_another_window() -> None:
    assert not is_counterpart(window("a", "editor"), window("a", "browser"), {})
    found = counterparts(window("a"), [window("b", number=2), window("a", number=3)], {})
    assert [w.id for w in found] == [3]


def test_points_are_carried_over() -> None:
    recorded = Bounds(x=100, y=100, width=200, height=100)
    current = Bounds(x=0, y=50, width=400, height=100)
    assert shifted((110, 120), recorded, current) == (10, 70)
    assert scaled((200, 150), recorded, current) == (200, 100)


def element(name: str = "F4", role: str = "table cell") -> ElementRecord:
    bounds = Bounds(x=100, y=100, width=80, height=20)
    return ElementRecord(
        event=1, t_ns=0, role=role, name=name, path="", bounds=bounds, application="a"
    )


def step(action: Click | Drag | TypeText, found: ElementRecord | None = None) -> Step:
    return Step(
        id=1,
        t_ns=0,
        t_end_ns=0,
        first_event=1,
        last_event=1,
        action=action,
        sentence="",
        window=None,
        element=found,
        frame_before=None,
        frame_after=None,
    )


def test_elements_are_the_same_by_role_and_by_name_where_both_have_one() -> None:
    assert is_same(element(), {"role": "table cell", "name": "F4"})
    assert is_same(element(""), {"role": "table cell", "name": "F4"})
    assert not is_same(element(), {"role": "table cell", "name": "F5"})
    assert not is_same(element(), {"role": "push button", "name": "F4"})


def test_a_borrowed_name_tells_no_elements_apart() -> None:
    area = element("*Untitled 1 - Mousepad", "text").model_copy(update={"borrowed": True})
    saved = {"role": "text", "name": "a.txt - Mousepad", "borrowed": True}
    assert is_same(area, saved)
    assert is_same(area, {"role": "text", "name": "Note", "borrowed": False})
    assert not is_same(area, {"role": "menu bar", "name": area.name, "borrowed": True})
    assert complaint(area, {"role": "label", "name": "Ready"}) == (
        "Expected text there, but found label Ready."
    )


def test_the_same_part_of_an_element_is_hit() -> None:
    moved = Bounds(x=300, y=200, width=80, height=20)
    wider = Bounds(x=300, y=200, width=160, height=20)
    assert within(element(), (110, 105), moved, None) == (310, 205)
    assert within(element(), (140, 110), wider, None) == (380, 210)
    assert within(element(), (5, 5), moved, None) == moved.centre


def test_an_action_moves_as_a_whole() -> None:
    drag = Drag(path=((10, 10, 0), (30, 40, 200)))
    assert move_action(drag, (110, 5), {}) == Drag(path=((110, 5, 0), (130, 35, 200)))
    assert move_action(Click(x=1, y=2, count=2), (7, 8), {}) == Click(x=7, y=8, count=2)
    typed = TypeText(text="/home/anna/work/a.txt")
    assert move_action(typed, (0, 0), PATHS) == TypeText(text="/tmp/replay/w1/a.txt")


def test_what_is_asked_first() -> None:
    assert expected_by(step(Click(x=110, y=105), element()), True) == "element"
    assert expected_by(step(Click(x=110, y=105)), True) == "picture"
    assert expected_by(step(TypeText(text="a"), element()), True) == "coordinates"


def test_the_picture_of_a_target_is_its_element_or_what_is_around_the_point() -> None:
    from PIL import Image

    screen = Image.new("RGB", (400, 300))
    box = template_box(step(Click(x=110, y=105), element()), screen)
    assert box == Bounds(x=88, y=88, width=104, height=44)
    assert template_box(step(Click(x=5, y=5)), screen) == Bounds(x=0, y=0, width=65, height=25)


def test_addresses_of_cells() -> None:
    assert cell_address("A1") == (0, 0)
    assert cell_address("AB12") == (11, 27)
    assert cell_address("Total") is None
