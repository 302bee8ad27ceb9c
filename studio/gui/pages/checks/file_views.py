"""The view of each kind of file; a kind of `studio.viewing.kinds` has a line here."""

from collections.abc import Callable

from studio.gui.widgets.document_view import DocumentView
from studio.gui.widgets.file_view import FileView
from studio.gui.widgets.image_view import ImageView
from studio.gui.widgets.mesh_view import MeshView
from studio.gui.widgets.plan_view import drawing_view, map_view
from studio.gui.widgets.sheet_view import SheetView
from studio.gui.widgets.text_view import TextView
from studio.gui.widgets.tree_view import TreeView
from studio.gui.widgets.volume_view import VolumeView

VIEWS: dict[str, Callable[[], FileView]] = {
    "sheet": SheetView,
    "document": DocumentView,
    "tree": TreeView,
    "text": TextView,
    "image": ImageView,
    "mesh": MeshView,
    "volume": VolumeView,
    "map": map_view,
    "drawing": drawing_view,
}
