"""The view of each kind of file; a kind of `studio.viewing.kinds` has a line here."""

from collections.abc import Callable

from studio.gui.widgets.file_view import FileView
from studio.gui.widgets.sheet_view import SheetView

VIEWS: dict[str, Callable[[], FileView]] = {
    "sheet": SheetView,
}
