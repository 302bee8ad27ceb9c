"""Answers without work in every format: what is no number, nothing, a lookalike, everything."""

from collections.abc import Iterator

from tests.unit.grading.hostile_files import (
    FORMATS,
    LINE,
    ROWS,
    TABLES,
    TEXTS,
    TREES,
    Rows,
    archive,
    members_of,
    sqlite,
    table,
    text,
    tree,
)

Answer = tuple[str, bytes]
_NO_NUMBERS = {
    "json": ("NaN", "Infinity", "-Infinity", "1e999", "true", '"NaN"', "[1234.5]"),
    "yaml": (".nan", ".inf", "1e999", "true", "'NaN'", "[1234.5]"),
    "toml": ("nan", "inf", "true", '"NaN"', "[1234.5]"),
    "ini": ("nan", "inf", "1e999", "true"),
    "xml": ("NaN", "INF", "1e999", "true"),
}
_TWICE = {
    "json": b'{"total": 1, "total": 1234.5}',
    "yaml": b"total: 1\ntotal: 1234.5\n",
    "toml": b"total = 1\ntotal = 1234.5\n",
    "ini": b"[sum]\ntotal = 1\ntotal = 1234.5\n",
    "xml": b"<sum><total>1</total><total>1234.5</total></sum>",
}
_EMPTY = {
    "json": (b"{}", b"null", b"[]", b'""'),
    "yaml": (b"{}", b"~", b"---\n---\n"),
    "toml": (b"# nothing\n",),
    "ini": (b"[sum]\n",),
    "xml": (b"<sum/>", b"<sum><total/></sum>"),
    "html": (b"<html><body></body></html>", b"<script>1234.5 Keller</script>"),
    "txt": (b"\n\n", b"\xef\xbb\xbf"),
    "md": (b"# \n", b"<!-- 1234.5 Keller -->"),
}
# What a terminal obeys, what a page runs, what turns the reading round, what a sheet computes.
ACTING = "\x1b[2J\x1b]0;x\x07<script>alert(1)</script>\u202e4321 &lt; =cmd|'/c calc'!A1"
_SHOWN = "<script>alert(1)</script>\u202e4321 =cmd|'/c calc'!A1"


def no_numbers() -> Iterator[Answer]:
    """Yield NaN, infinity, truths, lists and double keys in the place of the number."""
    for suffix in TREES:
        yield from ((suffix, tree(suffix, spelled)) for spelled in _NO_NUMBERS[suffix])
        yield suffix, _TWICE[suffix]
    for suffix in TABLES:
        for value in (float("nan"), float("inf"), "1e999", "NaN", True, "1234.5.0"):
            if isinstance(value, float) and suffix == "xlsx":
                yield suffix, stored_number(str(value))
            else:
                yield suffix, table(suffix, [ROWS[0], ("total", value)])
        yield suffix, table(suffix, [*ROWS, ("total", 1.0)])
    yield "xlsx", stored_number("1e999")
    for suffix in TEXTS:
        for spelled in ("NaN", "infinity", "1e999", "1.234.5", "12345e-1e9"):
            yield suffix, text(suffix, [LINE.format(spelled)])
    for value in ("9e999", "-9e999", "NULL", "'NaN'", "1 = 1", "x'1234'"):
        yield "sqlite", sqlite("create table t(total)", f"insert into t values({value})")


def stored_number(spelled: str) -> bytes:
    """Return a workbook whose total is stored as a number spelled so."""
    name = "xl/worksheets/sheet1.xml"
    members = members_of(table("xlsx", [ROWS[0], ("total", 77777.0)]))
    part = members[name]
    assert isinstance(part, bytes) and b"<v>77777</v>" in part
    return archive(members | {name: part.replace(b"77777", spelled.encode())})


def nothing() -> Iterator[Answer]:
    """Yield files that are what their name says and hold nothing."""
    for suffix, contents in _EMPTY.items():
        yield from ((suffix, content) for content in contents)
    for suffix in TABLES:
        yield suffix, table(suffix, [ROWS[0]])
        yield suffix, table(suffix, [ROWS[0], ("", ""), ("", "")])
    for suffix in TEXTS:
        yield suffix, text(suffix, [""])
    yield "sqlite", sqlite("create table t(total real)")
    yield "sqlite", sqlite("create table other(total real)")
    yield "sqlite", sqlite("create table t(total real)", "drop table t")


def lookalikes() -> Iterator[Answer]:
    """Yield the right answer under a name, or by a person, spelled with signs of another script."""
    name = "t\u043etal"
    yield "json", f'{{"{name}": 1234.5}}'.encode()
    yield "yaml", f"{name}: 1234.5\n".encode()
    yield "toml", f'"{name}" = 1234.5\n'.encode()
    yield "ini", f"[sum]\n{name} = 1234.5\n".encode()
    yield "xml", f"<sum><{name}>1234.5</{name}></sum>".encode()
    for suffix in TABLES:
        yield suffix, table(suffix, [ROWS[0], (name, 1234.5)])
    for suffix in TEXTS:
        if suffix != "pdf":  # its standard fonts have no such letter
            yield suffix, text(suffix, [LINE.format("1,234.50").replace("Ke", "K\u0435")])
            # Signs without width do not part a number from the digits that make it another one.
            yield suffix, text(suffix, [LINE.format("1,234.50\u200b9")])
        yield suffix, text(suffix, [LINE.format("l,234.5O")])
    yield "sqlite", sqlite(f'create table t("{name}" real)', "insert into t values(1234.5)")


def everything() -> Iterator[Answer]:
    """Yield files that list every possible answer."""
    numbers = [n / 2 for n in range(2_000, 3_000)]
    spelled = ", ".join(str(n) for n in numbers)
    yield "json", tree("json", f"[{spelled}]")
    yield "yaml", tree("yaml", f"[{spelled}]")
    yield "toml", tree("toml", f"[{spelled}]")
    yield "ini", tree("ini", spelled)
    yield "xml", tree("xml", "</total><total>".join(spelled.split(", ")))
    rows: Rows = [ROWS[0], *(("total", number) for number in numbers)]
    for suffix in TABLES:
        yield suffix, table(suffix, rows)
    for suffix in TEXTS:
        yield suffix, text(suffix, ["Keller", *(str(number) for number in numbers)])
    values = ", ".join(f"({number})" for number in numbers)
    yield "sqlite", sqlite("create table t(total real)", f"insert into t values {values}")


def acting() -> Iterator[Answer]:
    """Yield values that act on a screen, in a browser or in a spreadsheet."""
    yield "json", tree("json", '"\\u001b[2J\\u202e<script>1</script>"')
    yield "yaml", tree("yaml", '"\\e[2J\\u202e<script>1</script>"')
    yield "toml", tree("toml", '"\\u001b[2J\\u202e<script>1</script>"')
    yield "ini", tree("ini", ACTING)
    yield "xml", tree("xml", "&lt;script&gt;1\u202e&lt;/script&gt;")
    for suffix in TABLES:
        shown = _SHOWN if suffix in ("xlsx", "ods") else ACTING
        yield suffix, table(suffix, [ROWS[0], ("total", shown), (shown, 1.0)])
        yield suffix, table(suffix, [("item", shown), ("total", 1.0)])
    yield "xlsx", table("xlsx", [ROWS[0], ("total", '=WEBSERVICE("http://127.0.0.1/1234.5")')])
    yield "xlsx", table("xlsx", [ROWS[0], ("total", '=HYPERLINK("file:///etc/passwd","1")')])
    for suffix in TEXTS:
        yield suffix, text(suffix, [ACTING if suffix in ("txt", "md") else _SHOWN, "Keller"])
    yield "html", b"<img src=x onerror=alert(1)><iframe src=file:///etc/passwd></iframe>Keller"
    quoted = ACTING.replace("'", "''")
    yield "sqlite", sqlite("create table t(total)", f"insert into t values('{quoted}')")
    yield "sqlite", sqlite(f'create table "{ACTING}"(total real)')


def pickled() -> Iterator[Answer]:
    """Yield streams that run a command for whoever unpickles them, and an array of objects."""
    call = b"cposix\nsystem\n(S'touch /tmp/unpickled'\ntR."
    array = b"\x93NUMPY\x01\x00v\x00{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"
    for suffix in FORMATS:
        yield suffix, b"\x80\x02" + call
        yield suffix, b"\x80\x04\x95\x2b\x00\x00\x00\x00\x00\x00\x00" + call
        yield suffix, array.ljust(128) + b"\x80\x02" + call


GROUPS = {
    "17 no number": no_numbers,
    "18 nothing": nothing,
    "19 lookalikes": lookalikes,
    "20 everything": everything,
    "30 what acts": acting,
}


def answers() -> Iterator[tuple[str, str, bytes]]:
    """Yield for each answer its group with a number, its format and its content."""
    for group, made in GROUPS.items():
        for number, (suffix, content) in enumerate(made()):
            yield f"{group} {number}", suffix, content
