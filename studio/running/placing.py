"""Carrying a step over to another screen: points, elements and the picture to look for."""

from collections.abc import Mapping
from typing import Any, Literal

from PIL import Image

from studio.model.frozen import Bounds
from studio.model.recording import ElementRecord
from studio.model.step import Action, Click, Drag, Scroll, Step, TypeText
from studio.running.windows import rewrite_text, same_size, scaled, shifted

By = Literal["element", "picture", "coordinates"]
Point = tuple[int, int]
_MARGIN = 12
_WIDE, _HIGH = 240, 80


def move_action(action: Action, start: Point, paths: Mapping[str, str]) -> Action:
    """Return the action with its first point at `start`, and recorded folders replaced in text."""
    match action:
        case Click() | Scroll():
            return action.model_copy(update={"x": start[0], "y": start[1]})
        case Drag(path=path):
            dx, dy = start[0] - path[0][0], start[1] - path[0][1]
            return action.model_copy(
                update={"path": tuple((x + dx, y + dy, ms) for x, y, ms in path)}
            )
        case TypeText(text=text):
            return TypeText(text=rewrite_text(text, paths))
        case _:
            return action


def expected_by(step: Step, has_picture: bool) -> By:
    """Return what would be asked first to find the place of a step."""
    if step.by_place:
        return "coordinates"
    if step.element is not None and isinstance(step.action, Click | Drag):
        return "element"
    return "picture" if has_picture and isinstance(step.action, Click | Drag) else "coordinates"


def is_same(element: ElementRecord, there: Mapping[str, Any]) -> bool:
    """Tell whether what was found is the element: the role, and the name where both have one.

    A borrowed name is that of a window or document, which may change; it tells nothing apart.
    """
    expected, found = own_name(element), "" if there.get("borrowed") else there["name"]
    return there["role"] == element.role and (found == expected or not (found and expected))


def own_name(element: ElementRecord) -> str:
    """Return the name that is the element's own, empty if it has none."""
    return "" if element.borrowed else element.name


def told(role: str, name: str) -> str:
    """Return how an element is spoken of."""
    return f"{role} {name}".strip()


def complaint(element: ElementRecord, there: Mapping[str, Any] | None) -> str:
    """Return what is wrong with what lies there, nothing where nothing answers."""
    if there is None:
        return ""
    name = "" if there.get("borrowed") else there["name"]
    expected, found = told(element.role, own_name(element)), told(there["role"], name)
    return f"Expected {expected} there, but found {found}."


def within(element: ElementRecord, point: Point, bounds: Bounds, mapped: Point | None) -> Point:
    """Return the point of the found element that was acted on in the recorded one.

    `mapped` is the recorded point carried over, if the element was found just there.
    """
    if same_size(element.bounds, bounds) and element.bounds.holds(*point):
        spot = shifted(point, element.bounds, bounds)
        if mapped is None or bounds.holds(*mapped):
            return spot
    if mapped is not None:
        return mapped
    return scaled(point, element.bounds, bounds) if element.bounds.holds(*point) else bounds.centre


def template_box(step: Step, before: Image.Image) -> Bounds:
    """Return the part of the recorded screen that shows the target of a pointer step."""
    assert step.point
    x, y = step.point
    target = step.target
    if target and target.holds(x, y) and target.width <= _WIDE and target.height <= _HIGH:
        box = (
            target.x - _MARGIN,
            target.y - _MARGIN,
            target.x + target.width + _MARGIN,
            target.y + target.height + _MARGIN,
        )
    else:
        box = (x - _WIDE // 4, y - _HIGH // 4, x + _WIDE // 4, y + _HIGH // 4)
    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(before.width, box[2]), min(before.height, box[3])
    return Bounds(x=left, y=top, width=max(0, right - left), height=max(0, bottom - top))
