"""Reading plain text and Markdown: what stands out as headings, lists and tables."""

import re
from collections.abc import Collection, Iterator

from studio.grading.readers.parts import MAX_TABLE_CELLS, Composer, Document
from studio.grading.readers.wrapping import unwrapped

_ITEM = re.compile(r"\s{0,40}(?:[-*+•‣\u2013]|\d{1,3}[.)]|\(?[a-z][.)])\s+(?=\S)")
_BREAK = re.compile(r"\\+$")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-+|~+|\^+)\s*")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
LONGEST_HEADING = 80
_LONGEST_LINE = 4_000
_MARKED = re.compile(r"[\[`*_~<\\]")
_MARKS = (
    (re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]{0,500}(?: \"[^\"]{0,200}\")?\)"), r"\1"),
    (re.compile(r"`{1,2}([^`]{1,1000})`{1,2}"), r"\1"),
    (re.compile(r"\*{1,3}(?=[^\s*])([^*]{1,1000})(?<=\S)\*{1,3}"), r"\1"),
    (re.compile(r"(?<!\w)_{1,3}(?=[^\s_])([^_]{1,1000})(?<=\S)_{1,3}(?!\w)"), r"\1"),
    (re.compile(r"~~([^~]{1,1000})~~"), ""),
    (
        re.compile(r"</?(?:br|b|i|em|strong|sub|sup|u|code|p|div|span|small)\s{0,9}/?>", re.I),
        " ",
    ),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def read_text(text: str) -> Document:
    """Return the document that a plain text is.

    A short line is a heading if it ends with a colon, is in capitals or is underlined; other lines
    up to the next blank one are a paragraph. Lines of cells between tabs or bars are a table.
    """
    composer = Composer()
    lines = text.splitlines()
    first = number = 0
    # A dump of data is no document with tables; it still can be searched as text.
    dumped = text.count("\t") + text.count("|") > MAX_TABLE_CELLS // 2
    while number < len(lines) and not dumped:
        barred = list(_table_rows(lines, number))
        rows = barred or list(_tabbed_rows(lines, number))
        if rows:
            take_lines(composer, lines[first:number], 0)
            composer.table(rows)
            number = first = number + len(rows) + (1 if barred else 0)
        else:
            number += 1
    take_lines(composer, lines[first:], 0)
    return composer.document(source=text)


def _tabbed_rows(lines: list[str], first: int) -> Iterator[list[str]]:
    """Yield rows of as many cells each, set apart by tabs; nothing if there is only one."""
    count = lines[first].count("\t")
    following = lines[first + 1] if first + 1 < len(lines) else ""
    if count == 0 or following.count("\t") != count:
        return
    for number in range(first, len(lines)):
        line = lines[number]
        if line.count("\t") != count:
            return
        yield line.split("\t")


def take_lines(
    composer: Composer, lines: list[str], page: int, headings: Collection[str] = ()
) -> None:
    """Take lines of plain text as headings, items and paragraphs; some are known as headings."""
    open_lines: list[str] = []
    in_item = False

    def close() -> None:
        nonlocal in_item
        lines = unwrapped(open_lines)
        if in_item:
            composer.block("item", lines[0], page=page)
        composer.block("paragraph", "\n".join(lines[in_item:]), page=page)
        open_lines.clear()
        in_item = False

    skip = False
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if skip or not line.strip():
            close()
            skip = False
        elif level := 1 if " ".join(line.split()) in headings else _heading_level(line, following):
            close()
            composer.block("heading", line, level=level, page=page)
            skip = _underlines(line, following)
        elif mark := _ITEM.match(line):
            close()
            in_item = True
            open_lines.append(line[mark.end() :])
        else:
            open_lines.append(line)
    close()


def _underlines(line: str, following: str) -> bool:
    under = following.strip()
    long_enough = len(under) >= max(3, len(line.strip()) // 2)
    return long_enough and _UNDERLINE.fullmatch(following) is not None


def _heading_level(line: str, following: str) -> int:
    """Return the level of the heading that a line is, 0 if it is none."""
    words = line.strip()
    if len(words) > LONGEST_HEADING or not any(sign.isalpha() for sign in words):
        return 0
    if _underlines(line, following):
        return 1 if following.strip()[0] == "=" else 2
    letters = [sign for sign in words if sign.isalpha()]
    capitals = len(letters) > 2 and words == words.upper() != words.lower()
    if capitals and not any(sign in words for sign in "|\t;") and not words.endswith((".", ",")):
        return 1 if not _has_value(words) else 0
    if words.endswith(":") and ". " not in words.lstrip("0123456789. "):
        return 2
    return 0


def _has_value(words: str) -> bool:
    """Tell whether a line in capitals is a label with its value, such as `TOTAL: 12 EUR`."""
    return (
        re.search(r"[:=]\s*\S", words) is not None or re.search(r"\d\s*\D{0,4}$", words) is not None
    )


def read_markdown(text: str) -> Document:
    """Return the document that a text in Markdown is.

    Source: CommonMark 0.31 for headings, lists and code, GitHub Flavored Markdown for tables.
    """
    composer = Composer()
    seen = "\n".join(_without_comments(text.splitlines()))
    _Markdown(composer).take(seen.splitlines())
    return composer.document(source=seen)


def _without_comments(lines: list[str]) -> Iterator[str]:
    """Yield the lines without comments, which nobody sees; code may show them."""
    fence, inside = "", False
    for line in lines:
        mark = None if inside else _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and fence and line.strip().startswith(fence):
            fence = ""
        elif not fence:
            line, inside = _outside_comments(line, inside)
        yield line


def _outside_comments(line: str, inside: bool) -> tuple[str, bool]:
    """Return what of a line is outside of comments, and whether one is open at its end."""
    kept, start = [], 0
    while start < len(line):
        end = line.find("-->" if inside else "<!--", start)
        if not inside:
            shown = end > 0 and line[end - 1] == "`"
            kept.append(line[start : len(line) if end < 0 else end + 4 * shown])
        if end < 0:
            break
        start = end + (3 if inside else 4)
        inside = not inside and not shown
    return "".join(kept), inside


def without_marks(text: str) -> str:
    """Return a line of Markdown as it is shown: emphasis, links and escapes resolved."""
    if len(text) > _LONGEST_LINE or not _MARKED.search(text):
        return text
    for pattern, kept in _MARKS:
        text = pattern.sub(kept, text)
    return text


class _Markdown:
    """Walks the lines of one text."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._open: list[str] = []
        self._kind = "paragraph"

    def take(self, lines: list[str]) -> None:
        fence = ""
        number = 0
        while number < len(lines):
            line = lines[number]
            number += 1
            if fence:
                fence = self._in_code(line, fence)
            elif mark := _FENCE.match(line):
                self._close()
                fence = mark[1]
            elif rows := list(_table_rows(lines, number - 1)):
                self._close()
                self._composer.table([without_marks(cell) for cell in row] for row in rows)
                number += len(rows)
            else:
                following = lines[number] if number < len(lines) else ""
                number += self._line(line, following)
        self._close()

    def _in_code(self, line: str, fence: str) -> str:
        """Take a line of code; the fence is empty once it is closed."""
        ending = line.strip()
        if ending.startswith(fence) and not ending.strip(fence[0]):
            self._composer.block("paragraph", "\n".join(self._open), style="Code")
            self._open.clear()
            return ""
        self._open.append(line)
        return fence

    def _line(self, line: str, following: str) -> int:
        """Take a line outside code and tables; return how many more lines it took."""
        words = line.lstrip("> \t") if line.lstrip().startswith(">") else line
        if not words.strip():
            self._close()
        elif heading := _ATX.fullmatch(words):
            self._close()
            self._heading(heading[2] or "", len(heading[1]))
        elif _is_setext(self._open, self._kind, words, following):
            self._heading(words, 1 if "=" in following else 2)
            return 1
        elif mark := _ITEM.match(words):
            self._close()
            self._kind = "item"
            self._open.append(words[mark.end() :])
        elif not (_UNDERLINE.fullmatch(words) and len(words.strip()) > 2):
            self._open.append(words)
        return 0

    def _heading(self, words: str, level: int) -> None:
        self._composer.block("heading", without_marks(words), level=level)

    def _close(self) -> None:
        lines = [_BREAK.sub("  ", without_marks(line)) for line in self._open]
        kind = "item" if self._kind == "item" else "paragraph"
        text = "\n".join(unwrapped(lines))
        self._composer.block("item" if kind == "item" else "paragraph", text)
        self._open.clear()
        self._kind = "paragraph"


def _is_setext(before: list[str], kind: str, line: str, following: str) -> bool:
    plain = not before and kind == "paragraph" and not _ITEM.match(line)
    return plain and re.fullmatch(r" {0,3}(?:=+|-{2,})\s*", following) is not None


def _table_rows(lines: list[str], first: int) -> Iterator[list[str]]:
    """Yield the header and rows of the table that begins at a line, nothing if none does."""
    rule = lines[first + 1] if first + 1 < len(lines) else ""
    if "|" not in lines[first] or len(rule) > _LONGEST_LINE or not _is_rule(rule):
        return
    yield _cells(lines[first])
    for number in range(first + 2, len(lines)):
        line = lines[number]
        if "|" not in line or not line.strip():
            return
        yield _cells(line)


def _is_rule(line: str) -> bool:
    cells = _cells(line)
    return "-" in line and "|" in line and all(re.fullmatch(r":?-+:?", cell) for cell in cells)


def _cells(line: str) -> list[str]:
    inner = line.strip()
    inner = inner[1:] if inner.startswith("|") else inner
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]
