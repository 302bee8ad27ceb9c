"""Make the tables that come with the program from a folder of source files.

`python -m studio.taxonomy.building SOURCE [--check]` writes them below `data/`, or tells which
no longer match the sources. Facts only: of definitions and task statements the index of the
search keeps how often words occur in them, and no sentence.
"""

import csv
import lzma
import sys
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from studio.base import atomic
from studio.base.errors import UserError
from studio.taxonomy import index, indexing, vocabulary
from studio.taxonomy.tables import stored_name

DATA = Path(__file__).parent / "data"


class _Plain(NamedTuple):
    """A table that keeps some columns of its source, by new name."""

    source: str
    columns: dict[str, str]


class _Listed(NamedTuple):
    """A table of one line a key: the values of its source, in order."""

    source: str
    key: str
    value: str
    order: str = ""


PLAIN = {
    "occupations": _Plain(
        "onet_occupations.csv", {"code": "onet_code", "soc": "soc_code", "title": "title"}
    ),
    "soc": _Plain(
        "soc2018.csv", {"code": "code", "level": "level", "title": "title", "parent": "parent"}
    ),
    "wages": _Plain(
        "oews.csv",
        {
            "soc": "soc_code",
            "basis": "basis",
            "estimate": "oews_code",
            "shared_by": "shared_by",
            "employment": "tot_emp",
            "mean": "a_mean",
            "median": "a_median",
            "tenth": "a_pct10",
            "ninetieth": "a_pct90",
            "hourly": "h_mean",
            "wage_bill": "wage_bill",
        },
    ),
    "soc_2010": _Plain(
        "crosswalk_soc2010_soc2018.csv",
        {"old": "soc2010", "old_title": "soc2010_title", "new": "soc2018", "merged": "marker"},
    ),
    "subdomains": _Plain(
        "ale_subdomains.csv",
        {
            "id": "subdomain_id",
            "code": "subdomain_code",
            "name": "subdomain_name",
            "cluster": "cluster_id",
            "cluster_code": "cluster_code",
            "cluster_name": "cluster_name",
            "in_paper": "in_paper_v2",
            "on_site": "in_live_site_2026_08",
            "paper_instances": "paper_v2_instances",
            "task_cards": "public_task_cards",
            "id_basis": "id_basis",
            "code_basis": "code_basis",
            "name_basis": "name_basis",
        },
    ),
    "subdomain_map": _Plain(
        "ale_soc_map.csv",
        {
            "subdomain": "subdomain_id",
            "relation": "relation",
            "soc": "soc_code",
            "onet": "onet_codes",
            "basis": "basis",
        },
    ),
    "gdpval": _Plain(
        "gdpval_occupations.csv",
        {
            "sector": "sector",
            "soc": "soc_code",
            "level": "soc_level",
            "title": "soc_title",
            "detailed": "detailed_codes",
        },
    ),
}
LISTED = {
    "alternate_titles": _Listed("onet_alternate_titles.csv", "onet_code", "alternate_title"),
    "short_titles": _Listed("onet_alternate_titles.csv", "onet_code", "short_title"),
    "direct_match_titles": _Listed("soc2018_direct_match_titles.csv", "code", "title"),
    "software": _Listed("onet_technology_skills.csv", "onet_code", "software"),
    "related": _Listed("onet_related.csv", "onet_code", "related_code", order="idx"),
}


def _read(folder: Path, name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    place = folder / name
    try:
        with place.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except FileNotFoundError:
        raise UserError(
            f"There is no {name} in {folder}; give the folder of the sources."
        ) from None
    except (UnicodeDecodeError, csv.Error):
        raise UserError(f"{name} is not CSV in UTF-8; give the sources as documented.") from None
    missing = [column for column in columns if not rows or rows[0].get(column) is None]
    if missing:
        raise UserError(f"{name} has no column {missing[0]}; give the sources as documented.")
    return rows


def _line(cells: Sequence[str]) -> str:
    if any(sign in cell for cell in cells for sign in "\t\r\n"):
        raise UserError(
            f"A cell of the line {cells[0]} holds a tab or a line end; mend the source."
        )
    return "\t".join(cells) + "\n"


def _plain(folder: Path, table: _Plain) -> str:
    rows = _read(folder, table.source, list(table.columns.values()))
    lines = [_line([row[column] for column in table.columns.values()]) for row in rows]
    return _line(list(table.columns)) + "".join(lines)


def _listed(folder: Path, table: _Listed) -> str:
    columns = [table.key, table.value, *filter(None, [table.order])]
    rows = _read(folder, table.source, columns)
    if table.order:
        rows.sort(key=lambda row: (row[table.key], int(row[table.order])))
    values: dict[str, dict[str, None]] = {}
    for row in rows:
        if row[table.value]:
            values.setdefault(row[table.key], {})[row[table.value]] = None
    return "".join(_line([key, *found]) for key, found in sorted(values.items()))


def texts(folder: Path) -> dict[str, str]:
    """Return the text of each table by name, made from the sources in `folder`.

    Raises:
        UserError: if a source is missing or lacks a column.
    """
    made = {name: _plain(folder, table) for name, table in PLAIN.items()}
    return made | {name: _listed(folder, table) for name, table in LISTED.items()}


def search_index(folder: Path, made: Mapping[str, str]) -> bytes:
    """Return the index of the search, made from the sources in `folder` and the tables `made`."""
    described = _read(folder, "onet_occupations.csv", ["onet_code", "soc_code", "title"])
    groups = {row["code"]: row for row in _read(folder, "soc2018.csv", ["code", "definition"])}
    tasks: dict[str, list[str]] = {}
    for row in _read(folder, "onet_tasks.csv", ["onet_code", "task"]):
        tasks.setdefault(row["onet_code"], []).append(row["task"])
    general = {code: row["definition"] for code, row in groups.items()}
    return indexing.build(
        indexing.Sources(
            title={row["onet_code"]: [row["title"]] for row in described},
            alternate=_values(made["alternate_titles"]),
            direct=_values(made["direct_match_titles"]),
            software=_values(made["software"]),
            plain=vocabulary.plain_words(),
            tasks=tasks,
            definitions={
                row["onet_code"]: [row["description"], general.get(row["soc_code"], "")]
                for row in described
            },
            terms=vocabulary.terms(),
            employed=_employed(folder),
        )
    )


def _values(made: str) -> dict[str, list[str]]:
    split = (line.split("\t") for line in made.splitlines())
    return {key: values for key, *values in split}


def _employed(folder: Path) -> dict[str, int]:
    """Return persons employed by SOC code; an estimate that several share is shared out."""
    rows = _read(folder, "oews.csv", ["soc_code", "tot_emp", "shared_by"])
    return {
        row["soc_code"]: int(row["tot_emp"]) // int(row["shared_by"] or 1)
        for row in rows
        if row["tot_emp"]
    }


def stored(folder: Path) -> dict[str, bytes]:
    """Return what `data/` must hold, by file name, not packed."""
    made = texts(folder)
    contents = {stored_name(name): text.encode() for name, text in made.items()}
    return contents | {index.NAME: search_index(folder, made)}


def packed(content: bytes, name: str) -> bytes:
    """Return `content` packed as the file of this name is; the same gives the same bytes."""
    if name == index.NAME:
        return indexing.packed(content)
    return lzma.compress(content, preset=9 | lzma.PRESET_EXTREME)


def drifted(folder: Path, data: Path = DATA) -> list[str]:
    """Return the files in `data` that differ from what the sources in `folder` give.

    What is packed counts, for another version of xz may pack the same text otherwise.
    """
    return _differing(stored(folder), data)


def _differing(contents: Mapping[str, bytes], data: Path) -> list[str]:
    return sorted(name for name, content in contents.items() if _kept(data / name) != content)


def _kept(place: Path) -> bytes | None:
    unpack = zlib.decompress if place.name == index.NAME else lzma.decompress
    try:
        return unpack(place.read_bytes())
    except (OSError, ValueError, lzma.LZMAError, zlib.error):
        return None


def write(folder: Path, data: Path = DATA) -> None:
    """Write the files that have drifted into `data`."""
    made = stored(folder)
    for name in _differing(made, data):
        atomic.write_bytes(data / name, packed(made[name], name))


def main(arguments: Sequence[str]) -> int:
    """Write the tables, or with `--check` end with 1 if they have drifted."""
    words = [word for word in arguments if word != "--check"]
    if len(words) != 1:
        sys.stderr.write("Give one folder of source files, and --check to compare only.\n")
        return 2
    try:
        names = drifted(Path(words[0])) if "--check" in arguments else []
        if "--check" not in arguments:
            write(Path(words[0]))
    except UserError as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    if names:
        sys.stderr.write(f"These files differ from their sources: {', '.join(names)}.\n")
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
