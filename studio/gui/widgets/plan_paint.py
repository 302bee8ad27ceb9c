"""Painting what a window shows of a plan; done in another thread, on an image."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QDataStream, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen

from studio.viewing.plan_data import AREA, POINT, PlanText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studio.gui.widgets.drawing import Cancelled
    from studio.viewing.plans import Plan, Window

_CHUNK = 4_000
# Of more points than these, lines are one pixel wide: Qt draws wider ones as areas, which takes
# very long where many cross.
_FINE = 3_000
_MOST_TEXTS, _LEAST_TEXT, _LARGEST_TEXT = 1_500, 6.0, 48.0
_FILL = 46


@dataclass(frozen=True)
class Look:
    """The colours of a plan, taken in the thread of the window.

    Attributes:
        ground, text: of the ground, of texts.
        layers: of each layer.
        looked: of the feature that is looked at.
        only, other, same: of what only one of two plans has, and of what both have.
        line: how wide a line is, in pixels.
        dot: how wide a point is.
    """

    ground: str
    text: str
    layers: tuple[str, ...]
    looked: str
    only: str
    other: str
    same: str
    line: float
    dot: float


@dataclass(frozen=True, eq=False)
class Shown:
    """A painted window of a plan."""

    image: QImage
    window: "Window"


def paint_plan(
    plan: "Plan", other: "Plan | None", window: "Window", look: Look, looked: int,
    cancelled: "Cancelled",
) -> Shown | None:  # fmt: skip
    """Return a window of a plan, None if it is not wanted any more.

    Args:
        plan: the plan.
        other: the one that it is compared with.
        window: what of it.
        look: the colours.
        looked: the feature that is looked at, -1 for none.
        cancelled: tells whether it is not wanted any more.
    """
    image = QImage(*window.size, QImage.Format.Format_RGB32)
    image.fill(QColor(look.ground))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        for drawn, layer_colours, owners in _passes(plan, other, look):
            _paint_parts(painter, drawn, window, look, layer_colours, owners, cancelled)
        if looked >= 0:
            _paint_looked(painter, plan, window, look, looked)
        _paint_texts(painter, plan, window, look)
    finally:
        painter.end()
    return None if cancelled() else Shown(image, window)


def _passes(plan: "Plan", other: "Plan | None", look: Look) -> Any:
    """Yield each plan with the colours of its layers, and which features of it, None for all."""
    if other is None:
        yield plan, look.layers, None
        return
    count = len(plan.data.layers)
    ours, theirs = plan.alike(other)
    yield plan, (look.same,) * count, ours
    yield other, (look.other,) * len(other.data.layers), ~theirs
    yield plan, (look.only,) * count, ~ours


def _paint_parts(
    painter: QPainter,
    plan: "Plan",
    window: "Window",
    look: Look,
    colours: tuple[str, ...],
    owners: "NDArray[Any] | None",
    cancelled: "Cancelled",
) -> None:
    import numpy as np

    seen = plan.seen(window)
    if owners is not None:
        seen = seen[owners[plan.owners[seen]]]
    fine = int(np.diff(plan.starts)[seen].sum()) > _FINE
    for layer, colour in enumerate(colours):
        parts = seen[plan.layers[seen] == layer]
        for kind in (AREA, POINT + 1, POINT):
            for chunk in _chunks(plan, parts[plan.kinds[parts] == kind]):
                if cancelled():
                    return
                wide = 1.0 if fine else look.line
                _paint_kind(painter, plan.lines(window, chunk), kind, colour, look, wide)


def _chunks(plan: "Plan", parts: "NDArray[Any]") -> Any:
    """Yield parts so many at a time that the window is not held up; rings of one area together."""
    import numpy as np

    if not len(parts):
        return
    sizes = np.cumsum(np.diff(plan.starts)[parts])
    begin = 0
    while begin < len(parts):
        passed = sizes[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(sizes, passed + _CHUNK)))
        while end < len(parts) and plan.owners[parts[end]] == plan.owners[parts[end - 1]]:
            end += 1
        yield parts[begin:end]
        begin = end


def _paint_kind(
    painter: QPainter, lines: Any, kind: int, colour: str, look: Look, wide: float
) -> None:
    pixels, first = lines
    if kind == POINT:
        dot = look.dot * max(1.0, wide / look.line)
        painter.setPen(QPen(QColor(colour), dot, c=Qt.PenCapStyle.RoundCap))
        for x, y in pixels.tolist():
            painter.drawPoint(QPointF(x, y))
        return
    path = path_of(pixels, first)
    if kind == AREA:
        path.setFillRule(Qt.FillRule.WindingFill)
        ground = QColor(colour)
        ground.setAlpha(_FILL)
        # Its edge is drawn smoothly; to fill so as well takes very long where many edges cross.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillPath(path, ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), wide))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def path_of(pixels: "NDArray[Any]", first: "NDArray[Any]") -> QPainterPath:
    """Return lines as one path, read from the bytes that Qt itself writes of one.

    Args:
        pixels: points, shape (n, 2).
        first: whether each begins a line, shape (n,).
    """
    import numpy as np

    path = QPainterPath()
    if not len(pixels):
        return path
    made = np.zeros(len(pixels), np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")]))
    made["kind"], made["x"], made["y"] = ~first, pixels[:, 0], pixels[:, 1]
    ends = np.array([int(np.flatnonzero(first)[-1]), 0], ">i4").tobytes()
    content = np.array([len(pixels)], ">i4").tobytes() + made.tobytes() + ends
    stream = QDataStream(QByteArray(content))
    stream >> path
    return path


def _paint_looked(
    painter: QPainter, plan: "Plan", window: "Window", look: Look, feature: int
) -> None:
    import numpy as np

    parts = np.flatnonzero(plan.owners == feature)
    for kind in (AREA, POINT + 1, POINT):
        some = parts[plan.kinds[parts] == kind]
        if len(some):
            _paint_kind(painter, plan.lines(window, some), kind, look.looked, look, 2.5 * look.line)


def _paint_texts(painter: QPainter, plan: "Plan", window: "Window", look: Look) -> None:
    import numpy as np

    texts = plan.data.texts
    if not texts:
        return
    places = window.pixels(np.array([[text.x, text.y] for text in texts]))
    painter.setPen(QColor(look.text))
    font = QFont(painter.font())
    wide, high = window.size
    shown = 0
    for text, (x, y) in zip(texts, places.tolist(), strict=True):
        if not (0 <= x <= wide and 0 <= y <= high) or shown >= _MOST_TEXTS:
            continue
        size = _pixels_of(text, window, look)
        if size >= _LEAST_TEXT:
            shown += 1
            font.setPixelSize(round(size))
            painter.setFont(font)
            room = QRectF(x - 500 * look.line, y - size, 1000 * look.line, 2 * size)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text.text)


def _pixels_of(text: PlanText, window: "Window", look: Look) -> float:
    return min(_LARGEST_TEXT * look.line, text.height * window.scale)
