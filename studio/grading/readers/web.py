"""Reading HTML: what a browser would show, without running, loading or fetching anything."""

import re
from typing import Any

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.parts import BlockKind, Composer, Document
from studio.grading.readers.places import decode

_SKIPPED = {
    *("script", "style", "head", "template", "noscript", "iframe", "object", "svg", "canvas"),
    *("textarea", "select", "audio", "video", "math", "datalist"),
}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "dialog"),
    *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr"),
    *("html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "ul", "table", "td"),
    *("th", "tr", "h1", "h2", "h3", "h4", "h5", "h6"),
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_-]{1,40})", re.I)
_MAX_ELEMENTS = 1_000_000


def read_web(content: bytes) -> Document:
    """Return the document that an HTML file shows.

    Raises:
        Unreadable: if there is nothing to show or too much of it.
    """
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    text = _text_of(content)
    if not text.strip():
        raise Unreadable("is empty")
    if "\0" in text:
        raise Unreadable("is not HTML")
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise Unreadable("is not HTML") from None
    reader = _Reader()
    reader.walk(root)
    return reader.composer.document(source="")


def _text_of(content: bytes) -> str:
    declared = _CHARSET.search(content[:4096])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode(declared[1].decode() if declared else "", "replace")
    except LookupError:
        return decode(content)


class _Reader:
    """Walks the elements of one page without recursion, for pages may nest as they like."""

    def __init__(self) -> None:
        self.composer = Composer()
        self._words: list[str] = []
        self._kinds: list[tuple[BlockKind, int]] = [("paragraph", 0)]
        self._left = _MAX_ELEMENTS

    def walk(self, root: Any) -> None:
        """Take what stands below an element, in order."""
        waiting: list[tuple[Any, bool]] = [(root, False)]
        while waiting:
            element, left = waiting.pop()
            if left:
                self._leave(element)
                continue
            self._left -= 1
            if self._left < 0:
                raise Unreadable(f"holds more than {_MAX_ELEMENTS:,} elements")
            if _is_hidden(element):
                self._words.append(element.tail or "")
            elif element.tag == "table" and not _holds_layout(element):
                self._flush()
                self.composer.table(_rows(element))
                self._words.append(element.tail or "")
            else:
                self._enter(element)
                waiting.append((element, True))
                waiting.extend((inner, False) for inner in reversed(element))
        self._flush()

    def _enter(self, element: Any) -> None:
        self.composer.styles.update(str(element.get("class") or "").split())
        if element.tag in _BLOCKS:
            self._flush()
            self._kinds.append(_kind(element.tag, self._kinds[-1]))
        elif element.tag == "br":
            self._words.append("\n")
        self._words.append(_collapsed(element.text, element.tag == "pre"))

    def _leave(self, element: Any) -> None:
        if element.tag in _BLOCKS:
            self._flush()
            self._kinds.pop()
        self._words.append(_collapsed(element.tail, False))

    def _flush(self) -> None:
        kind, level = self._kinds[-1]
        text = re.sub(r"[ \t]+", " ", "".join(self._words))
        self.composer.block(kind, text, level=level)
        self._words.clear()


def _kind(tag: str, outer: tuple[BlockKind, int]) -> tuple[BlockKind, int]:
    if re.fullmatch("h[1-6]", tag):
        return "heading", int(tag[1])
    if tag in ("li", "dd", "dt"):
        return "item", 0
    return outer if outer[0] == "item" and tag in ("p", "div") else ("paragraph", 0)


def _is_hidden(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return True
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _holds_layout(table: Any) -> bool:
    """Tell whether a table only lays out a page: it holds other tables or headings."""
    return any(inner is not table for inner in table.iter("table", "h1", "h2", "h3"))


def _collapsed(text: str | None, kept: bool) -> str:
    return (text or "") if kept else re.sub(r"\s+", " ", text or "")


def _rows(table: Any) -> list[list[str]]:
    rows: list[list[str]] = []
    carried: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _fill(cells, carried)
            text = _shown_text(cell)
            wide, high = _span(cell.get("colspan")), _span(cell.get("rowspan"))
            if high > 1:
                carried[len(cells)] = (high - 1, text)
            cells += [text] + [""] * (wide - 1)
        _fill(cells, carried)
        rows.append(cells)
    return rows


def _fill(cells: list[str], carried: dict[int, tuple[int, str]]) -> None:
    """Append the cells that reach down from the rows above."""
    while len(cells) in carried:
        left, text = carried.pop(len(cells))
        if left > 1:
            carried[-len(cells) - 1] = (left - 1, text)
        cells.append(text)


def _span(written: str | None) -> int:
    text = (written or "").strip()
    return min(max(int(text), 1), 64) if text.isdecimal() and len(text) < 6 else 1


def _shown_text(cell: Any) -> str:
    words: list[str] = []
    waiting: list[Any] = [cell]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str):
            words.append(found)
        else:
            waiting += [piece for piece in _pieces(found, found is cell)]
    return " ".join("".join(words).split())


def _pieces(element: Any, outer: bool) -> list[Any]:
    """Return what an element shows, last first: its text, its children, what follows it."""
    after = [] if outer else [element.tail or ""]
    if not outer and _is_hidden(element):
        return after
    gap = " " if element.tag in _BLOCKS or element.tag == "br" else ""
    return [*after, gap, *reversed(element), gap + (element.text or "")]
