"""A sentence for each action, in the words of the person who works."""

from studio.model.recording import ElementRecord
from studio.model.step import Action, Click, Drag, PressKeys, Scroll, TypeText, Wait

_ROLES = {
    "table cell": "cell",
    "push button": "button",
    "toggle button": "button",
    "menu item": "menu item",
    "page tab": "tab",
    "check menu item": "menu item",
    "radio menu item": "menu item",
    "text": "field",
    "entry": "field",
    "check box": "check box",
    "radio button": "option",
    "combo box": "list",
    "list item": "list item",
    "link": "link",
}
_KEYS = {
    "ctrl": "Ctrl",
    "alt": "Alt",
    "shift": "Shift",
    "super": "Super",
    "Prior": "Page Up",
    "Next": "Page Down",
    "BackSpace": "Backspace",
}
_PARTS = {"title bar", "window border"}
_SHOWN = 60


def element_words(element: ElementRecord | None) -> str:
    """Return how an element is spoken of, empty if nothing telling is known."""
    if element is None or not element.name:
        return ""
    role = _ROLES.get(element.role, element.role)
    if element.borrowed:
        of = "of" if element.role in _PARTS else "in"
        role = "text area" if element.role == "text" else role
        return f"the {role} {of} {element.name.removeprefix('*')}"
    return f"the {role} {element.name}"


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + "…"


def _click(action: Click, element: ElementRecord | None) -> str:
    verb = {1: "Click", 2: "Double-click", 3: "Triple-click"}[action.count]
    if action.held_ms:
        verb = "Press and hold"
    if action.button != "left":
        verb = {"right": "Right-click", "middle": "Middle-click"}[action.button]
    held = "".join(f"{_KEYS.get(name, name)}+" for name in action.modifiers)
    words = element_words(element)
    where = words or f"at {action.x}, {action.y}"
    return f"{held}{verb} {where}"


def _typing(action: TypeText, element: ElementRecord | None) -> str:
    words = element_words(element).removeprefix("the ")
    place = f" in {words}" if words else ""
    if action.text.startswith("="):
        return f"Type the formula {_shortened(action.text)}{place}"
    return f'Type "{_shortened(action.text)}"{place}'


def _keys(action: PressKeys) -> str:
    names = [_KEYS.get(name, name.upper() if len(name) == 1 else name) for name in action.keys]
    times = f" {action.count} times" if action.count > 1 else ""
    return f"Press {'+'.join(names)}{times}"


def _scroll(action: Scroll) -> str:
    if abs(action.dy) >= abs(action.dx):
        return f"Scroll {'up' if action.dy > 0 else 'down'} {abs(action.dy)}"
    return f"Scroll {'right' if action.dx > 0 else 'left'} {abs(action.dx)}"


def _document(title: str) -> str:
    """Return the document that a title names before its program, without the mark of a change."""
    return title.removeprefix("*").partition(" - ")[0].strip()


def sentence(action: Action, element: ElementRecord | None, window: str = "") -> str:
    """Return what the action does, in plain words; `window` is a title worth telling."""
    said = element is not None and element.borrowed and _document(element.name) == _document(window)
    where = f" in {_shortened(window)}" if window.strip() and not said else ""
    return f"{_sentence(action, element)}{where}"


def _sentence(action: Action, element: ElementRecord | None) -> str:
    match action:
        case Click():
            return _click(action, element)
        case TypeText():
            return _typing(action, element)
        case PressKeys():
            return _keys(action)
        case Scroll():
            return _scroll(action)
        case Drag(path=path):
            (x, y, _), (to_x, to_y, _) = path[0], path[-1]
            start = element_words(element) or f"from {x}, {y}"
            return f"Drag {start} to {to_x}, {to_y}"
        case Wait(seconds=seconds):
            return f"Wait {seconds:.0f} s"
