"""Large tables as columns: Parquet, and delimited text without surprises, read by pyarrow."""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from studio.base.errors import HostileInputError
from studio.base.extras import import_extra
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import MAX_FILE, decode, opened
from studio.grading.readers.values import fold, legible

LARGE_BYTES = 4 * 1024 * 1024
MAX_ROWS = 20_000_000
MAX_COLUMNS = 2_000
MAX_PACKED_BYTES = 2 * 1024 * 1024 * 1024
_HEAD = 1 << 16
_BLOCK = 1 << 22
_BATCH_ROWS = 1 << 17
_EXACT_WHOLE = 1 << 53


@dataclass(frozen=True)
class Packed:
    """A table as columns: pyarrow arrays of text (blank is empty) or of floats (blank is NaN).

    `rows` are the numbers of its rows as a file of lines has them; blank rows are left out.
    """

    names: tuple[str, ...]
    columns: tuple[Any, ...]
    rows: Sequence[int]

    @property
    def count(self) -> int:
        """How many cells it holds."""
        return len(self.rows) * len(self.columns)


def need_pyarrow() -> None:
    """Make sure of pyarrow.

    Raises:
        FaultError: if it is not installed; says how to get it.
    """
    import_extra("pyarrow", "columns", "Parquet files and large tables")


def is_large(path: Path) -> bool:
    """Tell whether a file of delimited text or Parquet is read as columns."""
    suffix = path.suffix.lower()
    return suffix in (".csv", ".tsv", ".parquet") and path.stat().st_size > LARGE_BYTES


def read_parquet(path: Path) -> Packed:
    """Return the columns of a Parquet file.

    Text is read as dictionaries, so that a small file cannot unpack to a large one unseen.

    Raises:
        HostileInputError: if it unpacks to too much.
        Unreadable: if it is not a Parquet file, or holds what is no plain value.
        FaultError: if pyarrow is missing.
    """
    need_pyarrow()
    import pyarrow as pa
    import pyarrow.parquet as pq

    with opened(path) as stream:
        try:
            shape = pq.ParquetFile(stream).schema_arrow
            text = [found.name for found in shape if _is_text(found.type)]
            file = pq.ParquetFile(stream, read_dictionary=text)
            if file.metadata.num_rows > MAX_ROWS or len(shape) > MAX_COLUMNS:
                raise HostileInputError(f"{legible(path.name)} holds too many rows or columns.")
            table = _batches(file, path.name)
        except (pa.ArrowException, ValueError, OSError, KeyError):
            raise Unreadable("is not a Parquet file") from None
    names = tuple(fold(name) for name in table.column_names)
    columns = tuple(_packed(name, table.column(n)) for n, name in enumerate(names))
    return _without_blank_rows(names, columns, 2)


def dated_columns(path: Path) -> frozenset[str]:
    """Return the names of the columns of a Parquet file that hold dates or times as such.

    Raises:
        Unreadable: if it is not a Parquet file.
        FaultError: if pyarrow is missing.
    """
    need_pyarrow()
    import pyarrow as pa
    import pyarrow.parquet as pq

    with opened(path) as stream:
        try:
            shape = pq.ParquetFile(stream).schema_arrow
        except (pa.ArrowException, ValueError, OSError, KeyError):
            raise Unreadable("is not a Parquet file") from None
    return frozenset(fold(one.name) for one in shape if pa.types.is_temporal(one.type))


def _without_blank_rows(names: tuple[str, ...], columns: tuple[Any, ...], first: int) -> Packed:
    import pyarrow as pa
    import pyarrow.compute as pc

    height = len(columns[0]) if columns else 0
    blank = pa.scalar(True)
    for column in columns:
        floats = pa.types.is_floating(column.type)
        empty = pc.is_nan(column) if floats else pc.equal(pc.binary_length(column), 0)
        blank = pc.and_(blank, empty)
        if not pc.any(blank).as_py():
            return Packed(names, columns, range(first, first + height))
    filled = pc.invert(blank)
    rows = [first + n for n in pc.indices_nonzero(filled).to_pylist()] if height else []
    return Packed(names, tuple(column.filter(filled) for column in columns), rows)


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _batches(file: Any, name: str) -> Any:
    import pyarrow as pa

    batches, rows, size = [], 0, 0
    for batch in file.iter_batches(batch_size=_BATCH_ROWS):
        rows += batch.num_rows
        size += sum(_unpacked_bytes(column) for column in batch.columns)
        if rows > MAX_ROWS or size > MAX_PACKED_BYTES:
            raise HostileInputError(f"{legible(name)} unpacks to more than a table may hold.")
        batches.append(batch)
    return pa.Table.from_batches(batches, schema=None if batches else file.schema_arrow)


def _unpacked_bytes(column: Any) -> int:
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    lengths = pc.binary_length(column.dictionary).take(column.indices)
    return int(pc.sum(lengths).as_py() or 0) + 8 * len(column)


def _packed(name: str, column: Any) -> Any:
    """Return a column as text or floats.

    Raises:
        Unreadable: if it holds lists, bytes or other things that no cell holds.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if pa.types.is_integer(kind) and not _exact(column):
        column = column.cast(pa.string())
    elif pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return pc.fill_null(pc.cast(column, pa.float64(), safe=False), float("nan"))
    elif pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        raise Unreadable(f"has a column {legible(name)} that holds no plain values")
    return pc.fill_null(column.cast(pa.large_string()), "")


def _exact(column: Any) -> bool:
    import pyarrow.compute as pc

    ends = pc.min_max(column).as_py()
    low, high = ends["min"] or 0, ends["max"] or 0
    return low >= -_EXACT_WHOLE and high <= _EXACT_WHOLE


def head_of(path: Path) -> str:
    """Return the first whole lines of a large file of delimited text.

    Raises:
        Unreadable: if it may not be read.
    """
    with opened(path) as stream:
        text = decode(stream.read(_HEAD))
    return text[: text.rfind("\n") + 1] if len(text) >= _HEAD // 4 else text


class Irregular(Exception):
    """Delimited text that must be read cell by cell, for its rows are of other lengths."""


def read_delimited(
    path: Path, delimiter: str, names: tuple[str, ...], skipped: int, kept: tuple[int, ...]
) -> Packed:
    """Return columns of delimited text, all as text.

    Args:
        path: the file.
        delimiter: what stands between two fields.
        names: a name for each field of a row.
        skipped: how many lines stand above the first row, the header included.
        kept: the positions, from 0, of the fields to read.

    Raises:
        Irregular: if a row has another number of fields.
        Unreadable: if it is no text.
        FaultError: if pyarrow is missing.
    """
    need_pyarrow()
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    odd: list[str] = []

    def skip(row: Any) -> str:
        odd.append(row.text.strip(f'{delimiter}" \r\t'))
        return "skip"

    fields = [f"f{n}" for n in range(len(names))]
    with opened(path) as stream:
        source, quoted = _source(stream)
        try:
            table = arrow_csv.read_csv(
                source,
                arrow_csv.ReadOptions(column_names=fields, skip_rows=skipped),
                arrow_csv.ParseOptions(
                    delimiter=delimiter,
                    newlines_in_values=quoted,
                    ignore_empty_lines=False,
                    invalid_row_handler=skip,
                ),
                arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(fields, pa.string()),
                    strings_can_be_null=False,
                    include_columns=[fields[n] for n in kept],
                ),
            )
        except (pa.ArrowException, ValueError) as fault:
            raise Unreadable(f"is not delimited text ({legible(str(fault)[:80])})") from None
    if any(odd):
        raise Irregular
    if table.num_rows > MAX_ROWS or table.nbytes > MAX_PACKED_BYTES:
        raise HostileInputError(f"{legible(path.name)} holds too many rows.")
    named = tuple(names[n] for n in kept)
    return _without_blank_rows(named, tuple(table.columns), skipped + 1)


def _source(stream: BinaryIO) -> tuple[Any, bool]:
    """Return what pyarrow reads, in UTF-8, and whether fields are quoted.

    Raises:
        Unreadable: if it is no text.
    """
    import pyarrow as pa

    quoted, utf8, decoder = False, True, codecs.getincrementaldecoder("utf-8")()
    while block := stream.read(_BLOCK):
        quoted = quoted or b'"' in block
        utf8 = utf8 and b"\0" not in block and _decodes(decoder, block)
    stream.seek(0)
    if utf8:
        return pa.PythonFile(stream, mode="r"), quoted
    text = decode(stream.read(MAX_FILE))
    if "\0" in text:
        raise Unreadable("is not delimited text")
    return pa.BufferReader(text.encode("utf-8", "replace")), '"' in text


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    if block.isascii() and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True
