"""What the input holds, so that copied facts can be told from derived ones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from studio.base.errors import FaultError
from studio.formats import digests
from studio.grading.proposing.layouts import FoundTable, find_tables, key_text
from studio.grading.proposing.precision import decimals_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES, Book, Cell, Sheet, read_book
from studio.grading.readers.databases import (
    DATABASES,
    QueryFault,
    ask,
    columns_of,
    open_database,
)
from studio.grading.readers.documents import DOCUMENTS, Document, read_document
from studio.grading.readers.geopackages import layers_of
from studio.grading.readers.maps import GEOPACKAGE, SHAPEFILE, read_layer
from studio.grading.readers.molecules import MOLECULES
from studio.grading.readers.places import decode, read_bytes
from studio.grading.readers.sequences import FASTA
from studio.grading.readers.trees import INI, JSON, LINES, XML, read_tree
from studio.grading.readers.values import (
    Scalar,
    fold,
    is_blank,
    number_of,
    scalar,
    spelled_numbers,
)
from studio.grading.readers.variants import VCF
from studio.model.check import Target

TREES = (*JSON, *LINES, ".yaml", ".yml", ".toml", *INI, *XML)
COUNTED = re.compile(
    r"(?i)(?:^|[^a-z])(?:pieces|pcs|qty|quantity|amount|count|counts|total|totals|sum|hours|"
    r"minutes|days|items|orders|units|how many|menge|anzahl|stock|age|price|value|points|score|"
    r"rank|left|remaining|rate|cost|costs|fee|weight|length|width|height|area|volume|salary|pay|"
    r"wage|budget|target|percent|share|balance|debit|credit|due|paid|tax|vat|net|gross)"
    r"(?:$|[^a-z])|^(?:number|no|nr|num|#)\.? of\b"
)
_LIFE = (*FASTA, *VCF, *MOLECULES)
_TEXTS = (*_LIFE, ".log", ".eml", ".tex", ".rst", ".srt", ".vtt", ".sql", ".py")
_MAX_FILES = 64
_MAX_TEXT = 2 * 1024 * 1024


def leaves_of(value: Any, pointer: str = "") -> Iterator[tuple[str, Scalar]]:
    """Yield each leaf of a tree with its JSON pointer (RFC 6901)."""
    if isinstance(value, dict):
        for key, child in value.items():
            escaped = str(key).replace("~", "~0").replace("/", "~1")
            yield from leaves_of(child, f"{pointer}/{escaped}")
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from leaves_of(child, f"{pointer}/{index}")
    else:
        yield pointer, scalar(value)


def field_of(pointer: str) -> str:
    """Return the name of the field that a leaf belongs to."""
    names = [part for part in pointer.split("/") if part and part != "*" and not part.isdigit()]
    return names[-1].replace("~1", "/").replace("~0", "~").lstrip("@") if names else ""


def _path_of(pointer: str) -> str:
    """Return the names of the last two fields that lead to a leaf: `departments name`."""
    parts = [part for part in pointer.split("/") if part and part != "*" and not part.isdigit()]
    return " ".join(parts[-2:]).lstrip("@")


def _book_of(place: Path) -> Book:
    """Return the tables of a database as sheets."""
    sheets = {}
    with open_database(place.parent, place.name) as connection:
        for name, columns in columns_of(connection).items():
            quoted = name.replace('"', '""')
            lines = [tuple(columns), *ask(connection, f'SELECT * FROM "{quoted}"')]
            cells = {
                (r, c): Cell(value)
                for r, line in enumerate(lines, 1)
                for c, value in enumerate(line, 1)
                if not is_blank(value)
            }
            sheets[name] = Sheet(name, cells)
    return Book(sheets)


def _book_of_layers(place: Path) -> Book:
    """Return the attributes of the layers of a map as sheets, one for each layer."""
    names = layers_of(place.parent, place.name) if place.suffix.lower() == GEOPACKAGE else ("",)
    sheets = {}
    for name in names:
        layer = read_layer(place.parent, Target(path=place.name, column=name or None))
        lines = [tuple(layer.columns), *zip(*layer.columns.values(), strict=True)]
        cells = {
            (r, c): Cell(value)
            for r, line in enumerate(lines, 1)
            for c, value in enumerate(line, 1)
            if not is_blank(value)
        }
        sheets[layer.name] = Sheet(layer.name, cells)
    return Book(sheets)


def _tells_apart(name: str, values: list[Scalar]) -> bool:
    texts = {key_text(value) for value in values if not is_blank(value)}
    measured = any(n is not None and not n.is_integer() for n in map(number_of, values))
    return len(texts) == len(values) > 2 and not measured and not COUNTED.search(name)


def _follow(texts: list[str], given: list[str]) -> bool:
    """Tell whether texts stand in a list in their order, whatever others stand between them.

    Where they are all apart the first time counts at which each comes.
    """
    wanted = set(texts)
    held = [text for text in given if text in wanted]
    if len(wanted) == len(texts):
        return list(dict.fromkeys(held)) == texts
    return [text for text, _ in groupby(held)] == [text for text, _ in groupby(texts)]


def _names_rows(values: list[Scalar]) -> bool:
    """Tell whether values are texts, or numbers all apart that are no count of the rows."""
    numbers = [number_of(value) for value in values]
    counted = numbers == list(range(1, len(values) + 1))
    return None in numbers or (len(set(numbers)) == len(numbers) and not counted)


def _beside(
    wanted: list[str], sheet: Sheet, table: FoundTable
) -> Iterator[tuple[str, list[Scalar]]]:
    columns = {n: table.column(sheet, n) for n in table.header}
    for values in columns.values():
        texts = [key_text(value) for value in values]
        if any(texts.count(text) != 1 for text in wanted):
            continue
        places = [texts.index(text) for text in wanted]
        for number, others in columns.items():
            if others is not values:
                yield table.header[number], [others[place] for place in places]


@dataclass
class Given:
    """The readable content of an input folder: sheets, trees, texts, and all their values."""

    books: dict[str, Book] = field(default_factory=dict)
    trees: dict[str, list[tuple[str, Scalar]]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    folder: Path | None = None

    @classmethod
    def read(cls, folder: Path) -> "Given":
        """Return what the files of a folder hold; files that nobody can read hold nothing."""
        given = cls(folder=folder)
        files = list(digests.regular_files(folder))[:_MAX_FILES] if folder.is_dir() else []
        for path, place in files:
            given.paths.append(path)
            try:
                given._take(path, place)
            except (Unreadable, FaultError, QueryFault):
                continue
        return given

    def _take(self, path: str, place: Path) -> None:
        suffix = place.suffix.lower()
        if suffix in TABLES:
            self.books[path] = read_book(place)
        elif suffix in DATABASES:
            self.books[path] = _book_of(place)
        elif suffix in (GEOPACKAGE, SHAPEFILE):
            self.books[path] = _book_of_layers(place)
        elif suffix in TREES:
            self.trees[path] = list(leaves_of(read_tree(place)))
        elif suffix in DOCUMENTS:
            self.documents[path] = read_document(place)
            self.texts[path] = self.documents[path].text
        elif suffix in _TEXTS:
            self.texts[path] = decode(read_bytes(place, _MAX_TEXT))

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every value that stands in a cell, field or line, as rows are told apart."""
        values = {key_text(value) for value in self._values()}
        lines = {
            key_text(part)
            for text in self.texts.values()
            for line in text.splitlines()
            for part in line.split("\t")
        }
        return frozenset(values | lines)

    @cached_property
    def columns(self) -> list[frozenset[str]]:
        """The values of each column of the input's sheets, and of each field of its trees."""
        found = []
        for book in self.books.values():
            for sheet in book.sheets.values():
                by_column: dict[int, set[str]] = {}
                for (_, column), cell in sheet.cells.items():
                    by_column.setdefault(column, set()).add(key_text(cell.value))
                found += [frozenset(values) for values in by_column.values()]
        for leaves in self.trees.values():
            by_field: dict[str, set[str]] = {}
            for pointer, value in leaves:
                by_field.setdefault(field_of(pointer), set()).add(key_text(value))
            found += [frozenset(values) for values in by_field.values()]
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the input's files, sheets, columns and fields, in small letters."""
        sheets = {name for book in self.books.values() for name in book.sheets}
        columns = {name for name, _ in self.named_columns}
        fields = {field_of(pointer) for leaves in self.trees.values() for pointer, _ in leaves}
        return frozenset(name.casefold() for name in (*self.paths, *sheets, *columns, *fields))

    @cached_property
    def named_columns(self) -> list[tuple[str, frozenset[str]]]:
        """The texts of each column below its name, and of each field of trees by its path."""
        found = []
        for book in self.books.values():
            for sheet in book.sheets.values():
                for table in find_tables(sheet):
                    for number, name in table.header.items():
                        texts = [v for v in table.column(sheet, number) if isinstance(v, str)]
                        found.append((name, frozenset(fold(text) for text in texts)))
        for leaves in self.trees.values():
            by_field: dict[str, set[str]] = {}
            for pointer, value in leaves:
                if isinstance(value, str):
                    by_field.setdefault(_path_of(pointer), set()).add(fold(value))
            found += [(name, frozenset(values)) for name, values in by_field.items()]
        return found

    @cached_property
    def numbers(self) -> frozenset[float]:
        """Every number of the input, those within texts too."""
        values = {number_of(value) for value in self._values()}
        texts = {
            number
            for text in (*self.texts.values(), *self._value_texts())
            for _, number in spelled_numbers(text)
        }
        return frozenset(round(n, 9) for n in values | texts if n is not None)

    @cached_property
    def decimals(self) -> int:
        """The most decimals that a number of the input carries, at most 4."""
        found = [
            decimals_of(cell.value, cell.number_format)
            for book in self.books.values()
            for sheet in book.sheets.values()
            for cell in sheet.cells.values()
            if number_of(cell.value) is not None
        ]
        for leaves in self.trees.values():
            found += [decimals_of(value, "") for _, value in leaves if number_of(value) is not None]
        for text in self.texts.values():
            found += [decimals_of(spelled, "") for spelled, _ in spelled_numbers(text)]
        return min(max(found, default=2), 4)

    @cached_property
    def words(self) -> str:
        """All texts of the input in one line."""
        return fold(" ".join((*self.texts.values(), *self._value_texts())))

    def holds(self, value: Scalar) -> bool:
        """Tell whether the input holds a value, as a cell, a line or a number in a text."""
        number = number_of(value)
        if number is not None:
            return round(number, 9) in self.numbers
        return is_blank(value) or key_text(value) in self.keys

    def holds_column(self, values: list[Scalar]) -> bool:
        """Tell whether one column of the input holds all of some values."""
        wanted = {key_text(value) for value in values if not is_blank(value)}
        return bool(wanted) and any(wanted <= column for column in self.columns)

    def keeps_order(self, columns: list[list[Scalar]]) -> bool:
        """Tell whether rows stand as in the input: each of some columns, all rows being apart.

        Columns that are the same in all rows tell nothing, and neither do numbers that come again
        or that count the rows.
        """
        telling = [values for values in columns if _names_rows(values)]
        texts = [[key_text(value) for value in values] for values in telling]
        following = [
            column
            for column in texts
            if len(set(column)) > 1 and any(_follow(column, given) for given in self._sequences)
        ]
        rows = set(zip(*following, strict=True))
        return bool(following) and len(rows) == len(following[0])

    def beside(self, values: list[Scalar]) -> Iterator[tuple[str, list[Scalar]]]:
        """Yield what the input's tables say beside values, if each stands in one row: by column."""
        wanted = [key_text(value) for value in values]
        for book in self.books.values():
            for sheet in book.sheets.values():
                for table in find_tables(sheet):
                    yield from _beside(wanted, sheet, table)

    @cached_property
    def _sequences(self) -> list[list[str]]:
        """The values of each column, and of each field of trees, in the order of the input."""
        found: dict[tuple[str, str, object], list[str]] = {}
        for path, book in self.books.items():
            for sheet in book.sheets.values():
                for row, column in sorted(sheet.cells):
                    text = key_text(sheet.value(row, column))
                    found.setdefault((path, sheet.name, column), []).append(text)
        for path, leaves in self.trees.items():
            for pointer, value in leaves:
                found.setdefault((path, "", field_of(pointer)), []).append(key_text(value))
        return list(found.values())

    @cached_property
    def own_keys(self) -> frozenset[str]:
        """The names, in small letters, of columns that tell rows of the input's tables apart.

        Of each table the leftmost whose values are all apart, and no measures or counts.
        """
        found: set[str] = set()
        for book in self.books.values():
            for sheet in book.sheets.values():
                for table in find_tables(sheet):
                    columns = ((name, table.column(sheet, n)) for n, name in table.header.items())
                    own = (name for name, values in columns if _tells_apart(name, values))
                    found.update(name.casefold() for name in islice(own, 1))
        return frozenset(found)

    def _values(self) -> list[Scalar]:
        cells: list[Scalar] = [
            cell.value
            for book in self.books.values()
            for sheet in book.sheets.values()
            for cell in sheet.cells.values()
        ]
        leaves = [value for found in self.trees.values() for _, value in found]
        return [*cells, *leaves]

    def _value_texts(self) -> list[str]:
        return [value for value in self._values() if isinstance(value, str)]
