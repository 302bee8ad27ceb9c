"""The tables that come with the program: read when first asked for, then kept.

Each is a text of tab-separated lines, packed with xz, made by `studio.taxonomy.building`. They
hold codes, names and figures; definitions and task statements come from an installed release
(`studio.taxonomy.releases`).
"""

import lzma
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from studio.taxonomy.rows import (
    Crossing,
    GdpvalOccupation,
    Group,
    Occupation,
    Subdomain,
    SubdomainLink,
    Wage,
)

ONET = "O*NET 30.1"
SOC = "SOC 2018"
OEWS = "OEWS May 2024"
# The union of the 55 subdomains of the paper's second version and the 55 of the public site.
ALE = "ALE taxonomy 2026-08"

_FIGURES = ("employment", "mean", "median", "tenth", "ninetieth", "wage_bill")


def stored_name(table: str) -> str:
    """Return the file name of a table below `data/`."""
    return f"{table}.tsv.xz"


def _lines(table: str) -> list[str]:
    stored = resources.files("studio.taxonomy") / "data" / stored_name(table)
    # Only "\n" ends a line: a title may hold another sign that splitlines() would split at.
    return lzma.decompress(stored.read_bytes()).decode().removesuffix("\n").split("\n")


def _rows(table: str) -> Iterator[dict[str, str]]:
    head, *lines = _lines(table)
    names = head.split("\t")
    for line in lines:
        yield dict(zip(names, line.split("\t"), strict=True))


def _lists(table: str) -> Mapping[str, tuple[str, ...]]:
    split = (line.split("\t") for line in _lines(table))
    return MappingProxyType({key: tuple(values) for key, *values in split})


@cache
def occupations() -> tuple[Occupation, ...]:
    """Return the O*NET-SOC 2019 occupations, by code."""
    return tuple(Occupation(**row) for row in _rows("occupations"))


@cache
def soc() -> tuple[Group, ...]:
    """Return the SOC 2018 structure, each group before what lies in it."""
    return tuple(
        Group.model_validate({**row, "parent": row["parent"] or None}) for row in _rows("soc")
    )


@cache
def alternate_titles() -> Mapping[str, tuple[str, ...]]:
    """Return the lay titles by O*NET-SOC code; one title may stand under many codes."""
    return _lists("alternate_titles")


@cache
def short_titles() -> Mapping[str, tuple[str, ...]]:
    """Return the short forms of lay titles, such as CEO, by O*NET-SOC code."""
    return _lists("short_titles")


@cache
def direct_match_titles() -> Mapping[str, tuple[str, ...]]:
    """Return the titles of the BLS direct match file by detailed SOC code."""
    return _lists("direct_match_titles")


@cache
def software() -> Mapping[str, tuple[str, ...]]:
    """Return the names of software by O*NET-SOC code.

    Codes that O*NET has not described (military, All Other) are absent; they have no task
    statements either.
    """
    return _lists("software")


@cache
def related() -> Mapping[str, tuple[str, ...]]:
    """Return the related O*NET-SOC codes by code, the closest first."""
    return _lists("related")


def _wage(row: dict[str, str]) -> Wage:
    figures: dict[str, Any] = {name: _whole(row[name]) for name in _FIGURES}
    figures["shared_by"] = _whole(row["shared_by"])
    figures["hourly"] = float(row["hourly"].removeprefix(">=")) if row["hourly"] else None
    return Wage(
        **{**row, **figures, "estimate": row["estimate"] or None},
        at_least=tuple(name for name, cell in row.items() if cell.startswith(">=")),
    )


def _whole(cell: str) -> int | None:
    return int(cell.removeprefix(">=")) if cell else None


@cache
def wages() -> Mapping[str, Wage]:
    """Return employment and wages by detailed SOC code; shared rows must never be added up."""
    return MappingProxyType({row["soc"]: _wage(row) for row in _rows("wages")})


@cache
def soc_2010() -> tuple[Crossing, ...]:
    """Return the crosswalk from SOC 2010 to SOC 2018, by old code."""
    return tuple(
        Crossing.model_validate({**row, "merged": row["merged"] == "##"})
        for row in _rows("soc_2010")
    )


@cache
def subdomains() -> tuple[Subdomain, ...]:
    """Return the ALE subdomains of both lists, with the flags that tell which holds each."""
    return tuple(
        Subdomain.model_validate(
            {
                **row,
                "in_paper": row["in_paper"] == "1",
                "on_site": row["on_site"] == "1",
                "paper_instances": _whole(row["paper_instances"]),
                "task_cards": int(row["task_cards"]),
            }
        )
        for row in _rows("subdomains")
    )


@cache
def subdomain_map() -> tuple[SubdomainLink, ...]:
    """Return which SOC codes each ALE subdomain stands for, primary ones first, and why."""
    return tuple(
        SubdomainLink.model_validate({**row, "onet": tuple(row["onet"].split())})
        for row in _rows("subdomain_map")
    )


@cache
def gdpval() -> tuple[GdpvalOccupation, ...]:
    """Return the 44 occupations of GDPval."""
    return tuple(
        GdpvalOccupation.model_validate({**row, "detailed": tuple(row["detailed"].split())})
        for row in _rows("gdpval")
    )
