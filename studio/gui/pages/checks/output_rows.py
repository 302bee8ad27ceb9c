"""The rows of the matrix: painted, all of one height, so that thousands need no measuring."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from studio.gui.language import tr
from studio.gui.pages.checks.outputs_models import LINE, Index
from studio.gui.pages.checks.outputs_state import Line
from studio.gui.theme import Theme, icon, px
from studio.gui.widgets.rows import fill_selected
from studio.gui.widgets.track import paint_track

ROW = 30
CELL = 20
_EDGE, _GAP, _SCORE, _SIGN, _INDENT = 16, 16, 40, 12, 24
_BAR, _BAR_ROOM, _LEAST_NAME = 6, 128, 120
_WORDS = ("as it should", "refused: decide", "passes: decide", "cannot be judged", "does not pass")
_MUSTS = ("must pass", "must fail")
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_SIGNS = {"pass": ("check-bold", "good"), "fail": ("x-bold", "bad")}
_OTHER_SIGN = ("minus-bold", "text_3")


@dataclass(frozen=True)
class Columns:
    """Where the parts of a row stand: left end and width of each, in pixels."""

    name: tuple[int, int]
    must: tuple[int, int]
    bar: tuple[int, int]
    score: tuple[int, int]
    told: tuple[int, int]
    cells: tuple[int, ...]


class OutputDelegate(QStyledItemDelegate):
    """Paints a line: what it is, what it must do, a bar, the score and the verdict.

    Attributes:
        checks: the checks that have a column of their own; none while the columns are away.
        chosen: the check whose column is marked.
        statuses: what each check gave an output, by the name of the output.
        dimmed: whether the verdicts are those of earlier checks.
    """

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self.checks: Sequence[str] = ()
        self.chosen = ""
        self.statuses: Callable[[str], Mapping[str, str]] = lambda output: {}
        self.dimmed = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room of every row."""
        return QSize(px(240), px(ROW))

    def columns(self, view: QListView) -> Columns:
        """Return where the parts of each row stand."""
        metrics, scroll = view.fontMetrics(), view.verticalScrollBar()
        # The same whether there is a scroll bar or not: nothing jumps when rows come or go.
        beside = 0 if scroll.isVisible() else scroll.sizeHint().width()
        width = view.viewport().width() - beside
        told = max(metrics.horizontalAdvance(tr(word)) for word in _WORDS) + px(4)
        must = max(metrics.horizontalAdvance(tr(word)) for word in _MUSTS) + px(_GAP)
        right = width - px(_EDGE) - told
        score = right - px(_GAP + _SCORE)
        cells, least = len(self.checks) * px(CELL), px(_LEAST_NAME)
        left = px(_EDGE)
        if cells:
            shown = max(0, min(len(self.checks), (score - left - least) // px(CELL)))
            begin = score - shown * px(CELL)
            places = tuple(begin + number * px(CELL) for number in range(shown))
            name = (left, begin - left - px(8))
            nothing = (score, 0)
            return Columns(name, nothing, nothing, (score, px(_SCORE)), (right, told), places)
        room = score - left
        name_room = max(least, room - must - min(px(_BAR_ROOM), room // 4))
        bar = left + name_room + must
        return Columns(
            (left, name_room - px(8)),
            (left + name_room, must),
            (bar, max(0, score - bar)),
            (score, px(_SCORE)),
            (right, told),
            (),
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a line."""
        line, view = index.data(LINE), option.widget
        if not isinstance(line, Line) or not isinstance(view, QListView):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option)
        columns = self.columns(view)
        self._name(painter, option.rect, line, columns)
        if columns.cells:
            self._cells(painter, option.rect, line, columns)
        else:
            self._bar(painter, option.rect, line, columns)
        self._verdict(painter, option.rect, line, columns)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(Theme.tokens.accent), px(2)))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            fill_selected(painter, option.rect)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(Theme.tokens.sunken))

    def _name(self, painter: QPainter, row: QRect, line: Line, columns: Columns) -> None:
        left, room = columns.name
        if not line.output:
            name = "caret-down" if line.unfolded else "caret-right"
            top = row.y() + (row.height() - px(_SIGN)) // 2
            icon(name, "text_2").paint(painter, QRect(row.x() + px(2), top, px(_SIGN), px(_SIGN)))
        if line.inside:
            left, room = left + px(_INDENT), room - px(_INDENT)
        painter.setPen(QColor(Theme.tokens.text))
        area = QRect(row.x() + left, row.y(), room, row.height())
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(area, _MIDDLE, painter.fontMetrics().elidedText(line.title, elide, room))

    def _bar(self, painter: QPainter, row: QRect, line: Line, columns: Columns) -> None:
        tokens, (left, room) = Theme.tokens, columns.must
        painter.setPen(QColor(tokens.text_3))
        painter.drawText(QRect(row.x() + left, row.y(), room, row.height()), _MIDDLE, line.must)
        left, room = columns.bar
        top = row.y() + (row.height() - px(_BAR)) // 2
        track = QRect(row.x() + left, top, room, px(_BAR))
        paint_track(painter, track)
        if line.score:
            filled = QRect(track.topLeft(), QSize(round(track.width() * line.score), px(_BAR)))
            colour = tokens.bad if line.right is False else tokens.accent
            painter.setBrush(QColor(tokens.text_3 if self.dimmed else colour))
            painter.drawRoundedRect(filled, px(3), px(3))

    def _cells(self, painter: QPainter, row: QRect, line: Line, columns: Columns) -> None:
        statuses = self.statuses(line.output)
        for left, check in zip(columns.cells, self.checks, strict=False):
            cell = QRect(row.x() + left, row.y(), px(CELL), row.height())
            if check == self.chosen:
                painter.fillRect(cell, QColor(Theme.tokens.accent_tint))
            status = statuses.get(check)
            if status is None:
                continue
            name, colour = _SIGNS.get(status, _OTHER_SIGN)
            sign = QRect(0, 0, px(_SIGN), px(_SIGN))
            sign.moveCenter(cell.center())
            icon(name, "text_3" if self.dimmed else colour).paint(painter, sign)

    def _verdict(self, painter: QPainter, row: QRect, line: Line, columns: Columns) -> None:
        tokens, (left, room) = Theme.tokens, columns.score
        painter.setPen(QColor(tokens.text_3 if self.dimmed else tokens.text))
        area = QRect(row.x() + left, row.y(), room, row.height())
        painter.drawText(area, _RIGHT, line.shown_score)
        left, room = columns.told
        colour = {True: tokens.good, False: tokens.bad, None: tokens.waits}[line.right]
        painter.setPen(QColor(tokens.text_3 if self.dimmed else colour))
        painter.drawText(QRect(row.x() + left, row.y(), room, row.height()), _MIDDLE, line.told)

    def check_at(self, view: QListView, place: QPoint) -> str:
        """Return the check whose column is at a place, empty if none is."""
        columns = self.columns(view).cells
        for left, check in zip(columns, self.checks, strict=False):
            if left <= place.x() < left + px(CELL):
                return check
        return ""


class OutputView(QListView):
    """The rows; letters are left to the commands.

    Attributes:
        fold_asked: a group is to be folded or unfolded.
        check_chosen: the column of a check was pressed on.
        tip_of: what the tip over the cell of a check says, by output and check.
    """

    fold_asked = Signal(str)
    check_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows = OutputDelegate(self)
        self.setItemDelegate(self.rows)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.tip_of: Callable[[str, str], str] = lambda output, check: ""

    def line(self) -> Line | None:
        """Return the current line."""
        found = self.currentIndex().data(LINE)
        return found if isinstance(found, Line) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold and unfold by the arrow keys and Enter; leave letters to the commands."""
        line = self.line()
        folds = (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if line is not None and not line.output and event.key() in folds:
            wanted = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}.get(Qt.Key(event.key()))
            if wanted is not line.unfolded:
                self.fold_asked.emit(line.group)
        elif event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the check of a column, and fold or unfold a group."""
        super().mousePressEvent(event)
        line = self.indexAt(event.position().toPoint()).data(LINE)
        if not isinstance(line, Line) or event.button() != Qt.MouseButton.LeftButton:
            return
        if not line.output:
            self.fold_asked.emit(line.group)
        elif check := self.rows.check_at(self, event.position().toPoint()):
            self.check_chosen.emit(check)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell in a tip what a check says of an output."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            line = self.indexAt(event.pos()).data(LINE)
            check = self.rows.check_at(self, event.pos())
            if isinstance(line, Line) and check:
                QToolTip.showText(event.globalPos(), self.tip_of(line.output, check), self)
                return True
        return super().viewportEvent(event)
