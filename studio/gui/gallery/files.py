"""The specimens of files as they are shown beside their checks."""

from PySide6.QtWidgets import QWidget

from studio.gui.gallery.frame import section
from studio.gui.theme import px
from studio.gui.widgets.document_view import DocumentView
from studio.gui.widgets.file_legend import FileLegend
from studio.gui.widgets.file_marks import Mark, Side
from studio.gui.widgets.file_view import FileView
from studio.gui.widgets.image_view import ImageView
from studio.gui.widgets.sheet_view import SheetView
from studio.gui.widgets.text_view import TextView
from studio.gui.widgets.tree_view import TreeView
from studio.viewing.document_data import DocumentBlocks, DocumentHead, Piece, ShownBlock
from studio.viewing.image_data import ImageHead
from studio.viewing.sheet_data import Area, SheetHead, SheetName, SheetPlaces, SheetRows, ShownCell
from studio.viewing.text_data import TextHead, TextRow, TextRows
from studio.viewing.tree_data import ShownNode, TreeHead, TreeNodes

_WIDE, _HIGH = 420, 220
_AMOUNTS = (("Norwood", "1,250.00", None), ("Halden", "980.00", ""), ("Total", "2,230.00", ""))


def _sized(view: FileView) -> FileView:
    view.setFixedSize(px(_WIDE), px(_HIGH))
    return view


def _sheet(side: Side) -> QWidget:
    view = SheetView()
    view.show_side(side)
    view.show_head(SheetHead((SheetName("Sheet1", 3, 2, (12, 12)),), compared=True))
    cells = tuple(
        (ShownCell(1, name), ShownCell(2, amount, True, "", f"Sheet1!B{row}", before))
        for row, (name, amount, before) in enumerate(_AMOUNTS, 1)
    )
    view.take("rows", {}, SheetRows(0, 1, 3, cells))
    view.show_marks((Mark("a.xlsx#Sheet1!B3", "The total is 2,230.00", selected=True),))
    view.take("places", {}, SheetPlaces(((Area(0, 3, 2, 3, 2),),)))
    return _sized(view)


def _document() -> QWidget:
    view = DocumentView()
    view.show_side("difference")
    view.show_head(DocumentHead(1, None, 0, True))
    told = (Piece("The total is "), Piece("12", "deletion"), Piece("14", "insertion"), Piece("."))
    blocks = (
        ShownBlock("heading", 1, (Piece("Month-end note"),)),
        ShownBlock("paragraph", 0, told, change="changed"),
        ShownBlock("paragraph", 0, (Piece("Nothing is missing.", "deletion"),), change="gone"),
        ShownBlock("row", 0, (), ("Invoice", "Amount")),
    )
    view.take("blocks", {}, DocumentBlocks(0, blocks))
    view.show_marks((Mark("a.docx", "It says the total", words=("total is 14",)),))
    return _sized(view)


def _tree() -> QWidget:
    view = TreeView()
    view.show_side("difference")
    view.show_head(TreeHead(ShownNode("", "", "object", "", 3, "inside"), "JSON", True))
    nodes = (
        ShownNode("title", "/title", "text", "October"),
        ShownNode("total", "/total", "number", "14", 0, "changed", "12"),
        ShownNode("paid", "/paid", "truth", "true", 0, "new"),
    )
    view.take("nodes", {}, TreeNodes("", 0, nodes))
    view.show_marks((Mark("a.json#/total", "total is 14"),))
    return _sized(view)


def _text() -> QWidget:
    view = TextView()
    view.show_side("difference")
    view.show_head(TextHead(2, 3, True))
    rows = (TextRow(1, "def total(x):"), TextRow(0, "    return 12", "gone"))
    view.take("rows", {}, TextRows(0, True, (*rows, TextRow(2, "    return sum(x)", "new"))))
    return _sized(view)


def _image() -> QWidget:
    import numpy as np

    view = ImageView()
    view.show_side("difference")
    pixels = np.full((60, 120, 4), 200, np.uint8)
    pixels[..., 3] = 255
    differs = np.zeros((60, 120), np.uint8)
    differs[20:40, 30:60] = 255
    arrays = (pixels, differs)
    view.show_head(ImageHead(120, 60, "colour", "PNG", True, 600, "", arrays))
    return _sized(view)


def _legend() -> QWidget:
    made = FileLegend()
    made.show_entries(
        (
            ("checked", "checked"),
            ("changed", "changed by you, not checked"),
            ("caught", "other than in the reference, checked"),
            ("wrong", "not checked"),
        )
    )
    return made


def shown_files() -> QWidget:
    """Return the views of files."""
    return section(
        "Files beside their checks",
        (
            ("Sheet", [("reference", _sheet("reference")), ("an output", _sheet("output"))]),
            ("Document and tree", [("difference", _document()), ("difference", _tree())]),
            ("Text and picture", [("difference", _text()), ("difference", _image())]),
            ("What highlights mean", [("", _legend())]),
        ),
    )
