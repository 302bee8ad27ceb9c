"""Markdown to read: its pictures as wide as there is room, its links told and not followed."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit

from studio.gui.theme import Theme, px

_REST_MS, _LINE_PERCENT, _WIDEST = 80, 130, 720
_PICTURE = "\ufffc"
_LIGHT, _DARK = "-light.", "-dark."


class Reader(QTextBrowser):
    """Shows one text; pictures are read from its folder and nowhere else.

    Attributes:
        link_pressed: a link, as the text writes it.
    """

    link_pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._text, self._folder, self._words = "", Path(), ""
        self.setObjectName("plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.anchorClicked.connect(lambda url: self.link_pressed.emit(url.toString()))
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._show)

    def show_text(self, text: str, folder: Path, words: str = "") -> None:
        """Show a text from its beginning.

        Args:
            text: Markdown.
            folder: where its pictures are.
            words: what is looked for; it is marked wherever it stands.
        """
        self._text, self._folder, self._words = text, folder, words
        self._show()
        self.verticalScrollBar().setValue(0)

    def _show(self) -> None:
        place = self.verticalScrollBar().value()
        self.setMarkdown(self._text)
        self._space()
        self._mark_words()
        self.verticalScrollBar().setValue(place)

    def _space(self) -> None:
        """Give the lines and paragraphs the distances of the other pages."""
        self.document().setDocumentMargin(px(16))
        cursor = QTextCursor(self.document())
        proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        block = self.document().begin()
        while block.isValid():
            shape = block.blockFormat()
            # A line as high as a picture would leave a gap as high as a part of it.
            if _PICTURE not in block.text():
                shape.setLineHeight(_LINE_PERCENT, proportional)
            if not block.textList():
                shape.setTopMargin(px(12 if shape.headingLevel() else 0))
                shape.setBottomMargin(px(8))
            cursor.setPosition(block.position())
            cursor.setBlockFormat(shape)
            block = block.next()

    def _mark_words(self) -> None:
        marks = []
        for word in self._words.split():
            found = self.document().find(word)
            while not found.isNull():
                mark = QTextEdit.ExtraSelection()
                mark.cursor = found
                mark.format.setBackground(QColor(Theme.tokens.waits_tint))
                marks.append(mark)
                found = self.document().find(word, found)
        self.setExtraSelections(marks)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a picture of the folder that fits the width; nothing else is loaded."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        return self._picture(name if isinstance(name, str) else name.toString())

    def _picture(self, name: str) -> QImage:
        """Return a picture of the folder in the mode of the window, no wider than there is room."""
        own = name.replace(_LIGHT, _DARK)
        if Theme.mode != "light" and (self._folder / own).is_file():
            name = own
        place = (self._folder / name).resolve()
        inside = place.is_relative_to(self._folder.resolve())
        image = QImage(str(place)) if inside else QImage()
        ratio = self.devicePixelRatioF()
        room = max(1, min(self.viewport().width() - px(40), px(_WIDEST)))
        if image.width() > room * ratio:
            smooth = Qt.TransformationMode.SmoothTransformation
            image = image.scaledToWidth(round(room * ratio), smooth)
        image.setDevicePixelRatio(ratio)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures once the width rests."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._rest.start()

    def changeEvent(self, event: QEvent) -> None:
        """Show the pictures of the other mode."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._rest.start()
