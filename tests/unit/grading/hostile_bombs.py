"""Files that are small and ask for much: what unpacks, nests, repeats or never ends."""

import io
import zlib
from collections.abc import Callable, Iterator
from functools import partial

from tests.unit.grading.hostile_files import (
    LINE,
    MAIN_PART,
    PACKED,
    ROWS,
    TABLES,
    archive,
    members_of,
    ods_of,
    right,
    sqlite,
    table,
    text,
    tree,
)

ANY = ("INVALID", "SCORED")
INVALID = ("INVALID",)
SCORED = ("SCORED",)
Bomb = tuple[str, Callable[[], bytes], tuple[str, ...]]
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
_NESTS = {
    "xlsx": ("</sheetData>", "<a>", "</a>"),
    "ods": ("</table:table>", "<text:p>", "</text:p>"),
    "docx": ("</w:body>", "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    "odt": ("</office:text>", "<text:section>", "</text:section>"),
    "pptx": ("</p:spTree>", "<p:grpSp>", "</p:grpSp>"),
}


def with_part(suffix: str, name: str, content: bytes | str) -> bytes:
    return archive(members_of(right(suffix)) | {name: content})


def wrong(suffix: str) -> tuple[dict[str, bytes | str], str]:
    """Return the members of a file that says something else than it must, and its main part."""
    if suffix in TABLES:
        content = table(suffix, [ROWS[0], ("total", 9.0)])
    else:
        content = text(suffix, [LINE.format("9")])
    members = members_of(content)
    part = members[MAIN_PART[suffix]]
    return members, part.decode() if isinstance(part, bytes) else part


def nested_part(suffix: str, depth: int) -> bytes:
    """Return a document that holds elements in elements, which its reader walks down."""
    members, found = wrong(suffix)
    end, opening, closing = _NESTS[suffix]
    assert end in found
    changed = found.replace(end, opening * depth + closing * depth + end)
    return archive(members | {MAIN_PART[suffix]: changed})


def laughing_part(suffix: str) -> bytes:
    members, found = wrong(suffix)
    start = found.index("?>") + 2 if found.startswith("<?") else 0
    return archive(members | {MAIN_PART[suffix]: LAUGHS + found[start:]})


def lying_archive(suffix: str) -> bytes:
    """Return an archive whose list says that a member of 200 MB holds ten bytes."""
    size = 200 << 20
    content = with_part(suffix, "filling.bin", bytes(size))
    assert size.to_bytes(4, "little") in content
    return content.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def many_members(suffix: str) -> bytes:
    return archive(members_of(right(suffix)) | {f"{n}.bin": b"" for n in range(6_000)})


def of_packages() -> Iterator[tuple[str, Bomb]]:
    for suffix in PACKED:
        zeros = partial(with_part, suffix, "filling.bin", bytes(200 << 20))
        outside = partial(with_part, suffix, "../../out.xml", "<a/>")
        yield f"a bomb in {suffix}", (suffix, zeros, INVALID)
        yield f"a list that lies in {suffix}", (suffix, partial(lying_archive, suffix), ANY)
        yield f"too many members in {suffix}", (suffix, partial(many_members, suffix), INVALID)
        yield f"laughs in {suffix}", (suffix, partial(laughing_part, suffix), INVALID)
        yield f"deep nesting in {suffix}", (suffix, partial(nested_part, suffix, 60_000), ANY)
        yield f"a member of {suffix} that leads out", (suffix, outside, INVALID)


def pdf_of(*objects: bytes) -> bytes:
    """Return a PDF file of numbered objects, the first its root."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end


_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"


def flate_bomb() -> bytes:
    """Return a PDF whose one page of content unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(1024)) + packer.flush()
    return pdf_of(
        _CATALOG,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream",
    )


def pages_in_pages() -> bytes:
    return pdf_of(_CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9999999>>")


def page_again_and_again() -> bytes:
    kids = b"3 0 R " * 200_000
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    return pdf_of(_CATALOG, b"<</Type/Pages/Kids[" + kids + b"]/Count 200000>>", page)


def deep_array() -> bytes:
    return pdf_of(_CATALOG, b"<</Type/Pages/Kids " + b"[" * 200_000 + b"/Count 1>>")


def list_that_leads_to_itself() -> bytes:
    content = pdf_of(_CATALOG, b"<</Type/Pages/Kids[]/Count 0>>")
    place = content.rindex(b"xref\n0")
    return content.replace(b"trailer<<", b"trailer<</Prev %d" % place)


def dictionary_bomb() -> bytes:
    """Return a Parquet file of some kilobytes that unpacks to many gigabytes of text."""
    import pyarrow as pa
    from pyarrow import parquet as pq

    rows = 2_000_000
    indices = pa.nulls(rows, pa.int8()).fill_null(0)
    text = pa.DictionaryArray.from_arrays(indices, pa.array(["x" * 100_000]))
    sink = io.BytesIO()
    columns = pa.table({"item": text, "value": pa.nulls(rows, pa.float64()).fill_null(1.0)})
    pq.write_table(columns, sink, compression="zstd")
    return sink.getvalue()


def many_columns() -> bytes:
    import pyarrow as pa
    from pyarrow import parquet as pq

    sink = io.BytesIO()
    pq.write_table(pa.table({f"c{n}": [1.0] for n in range(5_000)}), sink)
    return sink.getvalue()


def nested_column() -> bytes:
    import pyarrow as pa
    from pyarrow import parquet as pq

    sink = io.BytesIO()
    pq.write_table(pa.table({"item": ["total"], "value": [[[1234.5]]]}), sink)
    return sink.getvalue()


OTHERS: dict[str, Bomb] = {
    "a page that unpacks to a gigabyte": ("pdf", flate_bomb, INVALID),
    "pages within themselves": ("pdf", pages_in_pages, ANY),
    "one page 200,000 times": ("pdf", page_again_and_again, ANY),
    "an array in arrays": ("pdf", deep_array, ANY),
    "a list that leads to itself": ("pdf", list_that_leads_to_itself, ANY),
    "text that unpacks to gigabytes": ("parquet", dictionary_bomb, INVALID),
    "5,000 columns": ("parquet", many_columns, INVALID),
    "lists in a column": ("parquet", nested_column, SCORED),
    "a cell a billion times": (
        "ods",
        lambda: ods_of(
            '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
            'table:number-columns-repeated="1000" office:value-type="float" office:value="1"/>'
            "</table:table-row>"
        ),
        ANY,
    ),
    "too many cells in csv": (
        "csv",
        lambda: b"item,value\n" + b"a,1\n" * 900_000,
        ANY,
    ),
    "too many cells in tsv": (
        "tsv",
        lambda: b"item\tvalue\n" + b"a\t1\n" * 900_000,
        ANY,
    ),
    "a field without end": ("csv", lambda: b'item,value\ntotal,"' + b"1" * 30_000_000, SCORED),
    "a line of tabs": ("tsv", lambda: b"item\tvalue\n" + b"\t" * 3_000_000, ANY),
    "deep nesting in json": ("json", lambda: b"[" * 200_000, SCORED),
    "a whole number of a million digits": ("json", lambda: tree("json", "1" * 10**6), SCORED),
    "three million lists": ("json", lambda: b"[" + b"[]," * 2_000_000 + b"0]", SCORED),
    "aliases of aliases": (
        "yaml",
        lambda: (
            "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
            + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
            + "total: *a11\n"
        ).encode(),
        INVALID,
    ),
    "deep nesting in yaml": ("yaml", lambda: b"total: " + b"[" * 200_000, SCORED),
    "a yaml number of 500,000 digits": ("yaml", lambda: tree("yaml", "1" * 500_000), SCORED),
    "objects to be made": (
        "yaml",
        lambda: tree("yaml", '!!python/object/apply:os.system ["true"]'),
        SCORED,
    ),
    "a name of 100,000 parts": ("toml", lambda: b".".join([b"a"] * 100_000) + b" = 1", SCORED),
    "deep nesting in toml": ("toml", lambda: tree("toml", "[" * 200_000), SCORED),
    "a toml number of 500,000 digits": ("toml", lambda: tree("toml", "1" * 500_000), SCORED),
    "blanks without end": ("ini", lambda: b"[sum]\ntotal" + b" " * 1_000_000, SCORED),
    "100,000 sections": (
        "ini",
        lambda: "".join(f"[s{n}]\n" for n in range(100_000)).encode(),
        SCORED,
    ),
    "laughs in xml": ("xml", lambda: f"{LAUGHS}<sum><total>&j;</total></sum>".encode(), INVALID),
    "one long entity many times": (
        "xml",
        lambda: (
            f'<!DOCTYPE r [<!ENTITY a "{"x" * 100_000}">]>'
            f"<sum><total>{'&a;' * 50_000}</total></sum>"
        ).encode(),
        INVALID,
    ),
    "an entity that reads a file": (
        "xml",
        lambda: (
            b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><sum><total>&a;</total></sum>'
        ),
        INVALID,
    ),
    "deep nesting in xml": ("xml", lambda: b"<a>" * 300_000 + b"</a>" * 300_000, SCORED),
    "100,000 attributes": (
        "xml",
        lambda: b"<sum " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/>",
        SCORED,
    ),
    "deep nesting in html": ("html", lambda: b"<div>" * 300_000, SCORED),
    "tables in tables": ("html", lambda: b"<table><tr><td>" * 20_000, ANY),
    "attributes in html": (
        "html",
        lambda: b"<p " + b" ".join(b'a%d="1"' % n for n in range(30_000)) + b">",
        ANY,
    ),
    "wide cells in html": (
        "html",
        lambda: b"<table>" + b"<tr><td colspan=9999 rowspan=9999>1" * 5_000,
        ANY,
    ),
    "a line of 30 MB": ("txt", lambda: b"total " * 5_000_000, SCORED),
    "numbers without end": ("txt", lambda: b"1,234 " * 1_000_000, ANY),
    "stars": ("md", lambda: b"*" * 1_000_000, SCORED),
    "brackets": ("md", lambda: b"[" * 1_000_000, SCORED),
    "comments": ("md", lambda: b"<!---->" * 500_000, SCORED),
    "quotes in quotes": ("md", lambda: b">" * 500_000, SCORED),
    "bars": ("md", lambda: b"|a" * 300_000 + b"\n|" + b"-|" * 300_000, ANY),
    "a query that never ends": (
        "sqlite",
        lambda: sqlite(
            "create view t as with recursive n(total) as "
            "(select 1 union all select total + 1 from n) select total from n where total < 0"
        ),
        SCORED,
    ),
    "a blob made by a view": (
        "sqlite",
        lambda: sqlite("create view t as select zeroblob(1000000000) as total"),
        SCORED,
    ),
    "a view that pairs all with all": (
        "sqlite",
        lambda: sqlite(
            "create table n(a)",
            "insert into n with recursive c(x) as (select 1 union all select x + 1 from c "
            "limit 3000) select x from c",
            "create view t as select count(*) as total from n, n as m, n as o, n as p",
        ),
        SCORED,
    ),
}
BOMBS: dict[str, Bomb] = {**dict(of_packages()), **OTHERS}
