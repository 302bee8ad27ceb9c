"""The rows of the tables that come with the program."""

from typing import Literal

from pydantic import Field

from studio.model.frozen import Frozen

ONET_CODE = r"^\d{2}-\d{4}\.\d{2}$"
SOC_CODE = r"^\d{2}-\d{4}$"
Level = Literal["major", "minor", "broad", "detailed"]
Basis = Literal["exact", "shared", "not_published"]


class Occupation(Frozen):
    """An O*NET-SOC 2019 occupation and the SOC 2018 code above it."""

    code: str = Field(pattern=ONET_CODE)
    soc: str = Field(pattern=SOC_CODE)
    title: str


class Group(Frozen):
    """A line of the SOC 2018 structure; the parent is stated, for it cannot be told from digits."""

    code: str = Field(pattern=SOC_CODE)
    level: Level
    title: str
    parent: str | None


class Wage(Frozen):
    """What OEWS says of one detailed SOC code: persons employed, dollars a year or an hour.

    With basis `shared` the numbers are those of `estimate`, a code of OEWS that covers
    `shared_by` SOC codes, and stand in each of their rows: never add such rows up. With
    `not_published` there is none. A field named in `at_least` is top-coded: the true figure is
    that or more.
    """

    soc: str = Field(pattern=SOC_CODE)
    basis: Basis
    estimate: str | None
    shared_by: int | None
    employment: int | None
    mean: int | None
    median: int | None
    tenth: int | None
    ninetieth: int | None
    hourly: float | None
    wage_bill: int | None
    at_least: tuple[str, ...] = ()


class Crossing(Frozen):
    """One line of the crosswalk from SOC 2010 to SOC 2018.

    `merged` is the sign ## of its source: the new occupation is made of several old ones.
    """

    old: str = Field(pattern=SOC_CODE)
    old_title: str
    new: str = Field(pattern=SOC_CODE)
    merged: bool


class Subdomain(Frozen):
    """A subdomain of Agents' Last Exam, with the lists that hold it and whence its names are."""

    id: str
    code: str
    name: str
    cluster: str
    cluster_code: str
    cluster_name: str
    in_paper: bool
    on_site: bool
    paper_instances: int | None
    task_cards: int
    id_basis: str
    code_basis: str
    name_basis: str


class SubdomainLink(Frozen):
    """A SOC code that a subdomain stands for, the O*NET codes if it is narrower, and its basis."""

    subdomain: str
    relation: Literal["primary", "secondary"]
    soc: str = Field(pattern=SOC_CODE)
    onet: tuple[str, ...]
    basis: str


class GdpvalOccupation(Frozen):
    """One of the occupations of GDPval; a broad one stands for several detailed codes."""

    sector: str
    soc: str = Field(pattern=SOC_CODE)
    level: Level
    title: str
    detailed: tuple[str, ...]
