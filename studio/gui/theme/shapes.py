"""The shapes inside of boxes and fields, as the files that a style sheet asks for."""

import functools
from pathlib import Path

from studio.base.atomic import write_text
from studio.base.settings import cache_folder
from studio.gui.theme.tokens import Tokens

_LINE = "<path d='{path}' fill='none' stroke='{colour}' stroke-width='{wide}' {ends}/>"
_ENDS = "stroke-linecap='round' stroke-linejoin='round'"
_LINES = {
    "tick": ("M3.5 8.5 L6.5 11.5 L12.5 5", "2"),
    "dash": ("M4 8 L12 8", "2"),
    "down": ("M4 6 L8 10 L12 6", "1.5"),
    "up": ("M4 10 L8 6 L12 10", "1.5"),
    "right": ("M6 4 L10 8 L6 12", "1.5"),
    "cross": ("M4.5 4.5 L11.5 11.5 M11.5 4.5 L4.5 11.5", "1.5"),
}
_FAINT = ("tick", "dot", "down", "on")
_DOT = "<circle cx='8' cy='8' r='3.5' fill='{colour}'/>"
_KNOB = "<circle cx='{place}' cy='8' r='5.5' fill='{colour}'/>"


def _drawing(name: str, colour: str) -> str:
    width = 16
    if name in _LINES:
        path, wide = _LINES[name]
        inside = _LINE.format(path=path, colour=colour, wide=wide, ends=_ENDS)
    elif name == "dot":
        inside = _DOT.format(colour=colour)
    else:
        width, place = 28, {"off": 8, "on": 20}[name]
        inside = _KNOB.format(colour=colour, place=place)
    size = f"width='{width}' height='16' viewBox='0 0 {width} 16'"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size}>{inside}</svg>"


@functools.cache
def _folder() -> Path:
    return cache_folder() / "shapes"


def _file(name: str, colour: str) -> str:
    """Return the path of a shape in a colour; it is made once for all."""
    place = _folder() / f"{name}-{colour[1:].lower()}-1.svg"
    try:
        if not place.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            write_text(place, _drawing(name, colour))
    except OSError:
        # Without its tick a ticked box is still filled.
        return ""
    return place.as_posix()


def shape_files(tokens: Tokens) -> dict[str, str]:
    """Return the files of the shapes in the colours of a mode, by the names of the rules."""
    colours = {
        "tick": tokens.on_accent,
        "dash": tokens.on_accent,
        "dot": tokens.on_accent,
        "down": tokens.text_2,
        "up": tokens.text_2,
        "right": tokens.text_2,
        "cross": tokens.text_2,
        "off": tokens.border,
        "on": tokens.on_accent,
    }
    found = {f"shape_{name}": _file(name, colour) for name, colour in colours.items()}
    faint = {f"shape_{name}_faint": _file(name, tokens.text_3) for name in _FAINT}
    menu = {
        "shape_menu_tick": _file("tick", tokens.text),
        "shape_menu_dot": _file("dot", tokens.text),
    }
    return found | faint | menu
