"""Make the tables that come with the program from a folder of source files.

`python -m studio.taxonomy.building SOURCE [--check]` writes them below `data/`, or tells which
no longer match the sources. Facts only: no definition and no task statement is read here.
"""

import csv
import lzma
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from studio.base import atomic
from studio.base.errors import UserError
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


def packed(text: str) -> bytes:
    """Return `text` packed with xz; the same text gives the same bytes."""
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def drifted(folder: Path, data: Path = DATA) -> list[str]:
    """Return the tables in `data` that differ from what the sources in `folder` give.

    What is packed counts, for another version of xz may pack the same text otherwise.
    """
    return sorted(
        name for name, text in texts(folder).items() if _kept(data / stored_name(name)) != text
    )


def _kept(place: Path) -> str | None:
    try:
        return lzma.decompress(place.read_bytes()).decode()
    except (OSError, ValueError, lzma.LZMAError):
        return None


def write(folder: Path, data: Path = DATA) -> None:
    """Write the tables that have drifted into `data`."""
    made = texts(folder)
    for name in drifted(folder, data):
        atomic.write_bytes(data / stored_name(name), packed(made[name]))


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
        sys.stderr.write(f"These tables differ from their sources: {', '.join(names)}.\n")
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
