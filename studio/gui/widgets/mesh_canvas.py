"""A mesh in 3D that is turned by hand or by keys; a click tells the body that was hit."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)

from studio.gui.language import tr
from studio.gui.theme import Theme, px
from studio.gui.widgets.drawing import Ask, Cancelled, colour, ground, hue_colour, image_of
from studio.gui.widgets.held_canvas import HeldCanvas
from studio.gui.widgets.scene_frame import ONLY_FIRST, ONLY_SECOND, plain_token
from studio.viewing.cameras import ASLANT, FRONT, SIDE, TOP, Camera
from studio.viewing.colours import Colours

if TYPE_CHECKING:
    from studio.viewing.scenes import Scene
    from studio.viewing.shading import Picture

VIEWS = {"front": FRONT, "top": TOP, "side": SIDE, "aslant": ASLANT}
_PLAIN, _CHECKED, _LOOKED = 0, 1, 2
_KEYS = {
    Qt.Key.Key_1: "front",
    Qt.Key.Key_2: "top",
    Qt.Key.Key_3: "side",
    Qt.Key.Key_0: "aslant",
}
_STEP, _DEGREES, _MOVE = 15.0, 0.4, 0.05
_STILL_MS = 140
_ROUGH = 2


class MeshCanvas(HeldCanvas):
    """Draws meshes in another thread: roughly while they are turned, in full once they rest.

    Attributes:
        turned: it is looked at from elsewhere.
    """

    turned = Signal()

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask, tr("Mesh"), _STILL_MS)
        self.camera = ASLANT
        self._scenes: tuple[Scene, ...] = ()
        self._rough: tuple[Scene, ...] | None = None
        self._checked = False
        self._looked = -1
        self._image: QImage | None = None
        self._picture: Picture | None = None
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._draw_whole)

    # What is shown.

    def show_scenes(self, scenes: "tuple[Scene, ...]") -> None:
        """Show one mesh, or two over one another; none shows none."""
        self._scenes, self._rough = scenes, None
        self._image, self._picture = None, None
        self._drawer.begin()
        self.redraw()

    def show_marks(self, checked: bool, looked: int) -> None:
        """Mark the mesh if it is checked, and the body that is looked at (-1 for none)."""
        if (checked, looked) != (self._checked, self._looked):
            self._checked, self._looked = checked, looked
            self.redraw()

    @property
    def whole(self) -> bool:
        """Whether all of the mesh is in the picture."""
        return self._picture is None or self._picture.whole

    @property
    def picture(self) -> "Picture | None":
        """The picture in full that is shown, None while there is none."""
        return self._picture

    @property
    def is_filled(self) -> bool:
        """Whether there is a mesh."""
        return bool(self._scenes)

    def look(self, camera: Camera) -> None:
        """Look from elsewhere: at once roughly, then in full."""
        if camera == self.camera:
            return
        self.camera = camera
        self.turned.emit()
        self._draw(rough=True)
        self._rest.start()

    def view(self, name: str) -> None:
        """Look from the front, the top, the side, or aslant as at first."""
        self.look(VIEWS[name])

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Look from nearer by a factor, at its middle or at a place of this widget."""
        place = at or QPointF(self.width() / 2, self.height() / 2)
        x = (place.x() - self.width() / 2) / self.height()
        self.look(self.camera.zoomed(factor, x, place.y() / self.height() - 0.5))

    def redraw(self) -> None:
        """Draw all of it, once what changes with this is known: its size, its marks."""
        self._settled = False
        self._due.start()

    def _draw_whole(self) -> None:
        self._rest.stop()
        self._draw(rough=False)

    def _draw(self, rough: bool) -> None:
        if not self._scenes or self.width() < 2 or self.height() < 2:
            self._settled = True
            self.update()
            return
        ratio = self.devicePixelRatioF() / (_ROUGH if rough else 1)
        size = max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))
        self._settled = False
        tones = self._tones(max(scene.bodies for scene in self._scenes))
        work = partial(_drawn, self._scenes, self._rough, rough, self.camera, size, _looks(), tones)
        self._drawer.draw(work, quick=rough)

    def _tones(self, count: int) -> bytes:
        made = bytearray([_CHECKED if self._checked else _PLAIN]) * count
        if 0 <= self._looked < count:
            made[self._looked] = _LOOKED
        return bytes(made)

    def _show(self, result: Any) -> None:
        picture, rough, scenes = result
        if scenes is not None:
            self._rough = scenes
        if not rough:
            self._picture, self._settled = picture, True
        self._image = image_of(picture.pixels)
        self.update()
        self.drawn.emit()

    # Hand and keys.

    def _drag(self, gone: QPointF, event: QMouseEvent) -> None:
        """Turn it; move it with the other button, or with Shift."""
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if shift or not event.buttons() & Qt.MouseButton.LeftButton:
            self.look(self.camera.moved(gone.x() / self.height(), gone.y() / self.height()))
        else:
            degrees = _DEGREES * 100 / px(100)
            self.look(self.camera.turned(-gone.x() * degrees, gone.y() * degrees))

    def at(self, place: QPointF) -> int:
        """Return the body at a place of this widget, -1 if there is none."""
        if self._picture is None or self._rest.isActive():
            return -1
        high, wide = self._picture.owners.shape
        x, y = int(place.x() * wide / self.width()), int(place.y() * high / self.height())
        return int(self._picture.owners[y, x]) if 0 <= x < wide and 0 <= y < high else -1

    def _step(self, right: int, down: int, shift: bool) -> None:
        """Turn it by an arrow key, or move it."""
        if shift:
            self.look(self.camera.moved(right * _MOVE, down * _MOVE))
        else:
            self.look(self.camera.turned(-right * _STEP, down * _STEP))

    def _take_key(self, key: Qt.Key) -> bool:
        """Look from 1, 2, 3 and 0."""
        if key in _KEYS:
            self.view(_KEYS[key])
        return key in _KEYS

    # Drawing.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the newest picture."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Theme.tokens.sunken))
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self._image)
        self._paint_focus(painter)
        painter.end()


def _looks() -> tuple[Colours, Colours]:
    """Return the colours of one mesh, and those of two over one another."""
    tokens = Theme.tokens
    # Lines along edges are dark in every mode, for what they lie on is lit.
    plain = colour(getattr(tokens, plain_token()))
    line = colour(tokens.text if Theme.mode == "light" else tokens.sunken)
    one = Colours(ground(), line, (plain, colour(tokens.good), colour(tokens.accent)))
    two = Colours(ground(), line, (plain, hue_colour(ONLY_FIRST), hue_colour(ONLY_SECOND)))
    return one, two


def _drawn(
    scenes: "tuple[Scene, ...]",
    coarse: "tuple[Scene, ...] | None",
    rough: bool,
    camera: Camera,
    size: tuple[int, int],
    looks: tuple[Colours, Colours],
    tones: bytes,
    cancelled: Cancelled,
) -> Any:
    """Return a picture, whether it is a rough one, and the rough meshes where they were made."""
    from studio.viewing.coarser import coarser
    from studio.viewing.rasters import Stopped
    from studio.viewing.shading import draw

    made = None
    if rough and coarse is None:
        coarse = made = tuple(coarser(scene) for scene in scenes)
    shown = coarse if rough and coarse is not None else scenes
    colours = looks[len(scenes) - 1]
    try:
        return draw(shown, camera, size, colours, tones, cancelled), rough, made
    except Stopped:
        return None
