"""Colours and measures come from the theme alone: the modes and the zoom hold everywhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

GUI = Path(__file__).parents[2] / "studio/gui"
FILES = sorted(path for path in GUI.rglob("*.py") if not path.is_relative_to(GUI / "theme"))
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?\b")
PLAIN = {"transparent"}
OWN_MEASURES = {
    # The least window is that of a small screen, at every zoom.
    "main_window.py",
}
MEASURES = {
    "setContentsMargins": None, "setSpacing": None, "setHorizontalSpacing": None,
    "setVerticalSpacing": None, "setFixedHeight": None, "setFixedWidth": None,
    "setFixedSize": None, "setMinimumHeight": None, "setMinimumWidth": None,
    "setMinimumSize": None, "setMaximumHeight": None, "setMaximumWidth": None,
    "setMaximumSize": None, "addSpacing": None, "resize": None, "QSize": None,
    "setIndentation": None, "setPixelSize": None, "setIconSize": None, "setTextMargins": None,
    "setDefaultSectionSize": None, "setSizes": None,
    "setColumnMinimumWidth": 1, "setRowMinimumHeight": 1, "resizeSection": 1,
}  # fmt: skip
"""The calls that take pixels; of some only the argument of this place is one."""


def calls(source: str) -> Iterator[tuple[str, ast.Call]]:
    """Return the calls of a source with the name of what is called."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            yield (node.func.id if isinstance(node.func, ast.Name) else name), node


def colours(source: str) -> list[str]:
    """Return the colours that a source names itself."""
    found = [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and COLOUR.search(node.value)
    ]
    for name, call in calls(source):
        if name in ("QColor", "fromRgb", "qRgb") and any(
            isinstance(part, ast.Constant) and isinstance(part.value, int) for part in call.args
        ):
            found.append(ast.unparse(call))
    found += [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "GlobalColor"
        and node.attr not in PLAIN
    ]
    return found


def bare_pixels(source: str) -> list[str]:
    """Return the calls that are given pixels which do not follow the zoom."""
    found = []
    for name, call in calls(source):
        if name not in MEASURES:
            continue
        place = MEASURES[name]
        given = call.args if place is None else call.args[place : place + 1]
        if any(_is_bare(part) for part in given):
            found.append(f"{call.lineno}: {ast.unparse(call)}")
    return found


def _is_bare(node: ast.expr) -> bool:
    """Tell whether an argument holds a number above 1 that no `px` or other call is around."""
    if isinstance(node, ast.Call | ast.Subscript):
        return False
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float) and abs(node.value) > 1
    if isinstance(node, ast.Name):
        return bool(re.fullmatch(r"_?[A-Z][A-Z_]+", node.id))
    # A multiple of a measure is one.
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div | ast.FloorDiv):
        return _is_bare(node.left) and _is_bare(node.right)
    return any(_is_bare(part) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(GUI).as_posix())
def test_no_colour_but_the_theme_s(path: Path) -> None:
    assert colours(path.read_text()) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(GUI).as_posix())
def test_no_style_sheet_but_the_theme_s(path: Path) -> None:
    found = [call for name, call in calls(path.read_text()) if name == "setStyleSheet"]
    assert not found or path.is_relative_to(GUI / "gallery")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(GUI).as_posix())
def test_every_measure_follows_the_zoom(path: Path) -> None:
    if path.relative_to(GUI).as_posix() in OWN_MEASURES:
        return
    assert bare_pixels(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    ["QColor('#2F55D4')", "QColor(255, 255, 255, 200)", "x = Qt.GlobalColor.white"],
)
def test_a_colour_would_be_found(source: str) -> None:
    assert colours(source)


@pytest.mark.parametrize(
    "source",
    ["a.setSpacing(8)", "a.setFixedSize(px(8), 12)", "QSize(_WIDE, px(2))", "a.resize(2 * 40, 1)",
     "head.resizeSection(0, 108)", "s.setSizes([560, px(560)])"],
)  # fmt: skip
def test_a_bare_measure_would_be_found(source: str) -> None:
    assert bare_pixels(source)


@pytest.mark.parametrize(
    "source",
    ["a.setSpacing(px(8))", "a.setFixedHeight(1)", "a.setFixedHeight(px(_ROW) * 3 + px(2))",
     "head.resizeSection(2, px(96))", "a.setMinimumWidth(0)", "a.resize(self.size())"],
)  # fmt: skip
def test_a_measure_that_follows_the_zoom_is_let_be(source: str) -> None:
    assert bare_pixels(source) == []
