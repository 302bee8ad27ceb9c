"""What `studio occupations` prints with `--json`: other programs read it, so it is a promise."""

from typing import Literal

from studio.model.frozen import Frozen

Level = Literal["major", "minor", "broad", "detailed"]
Basis = Literal["exact", "shared", "not_published"]


class ReleaseRow(Frozen):
    """An installed release of O*NET; `default` is the one meant where none is named."""

    name: str
    number: str
    source: str
    installed: str
    occupations: int
    statements: int
    activities: int
    notes: tuple[str, ...]
    default: bool


class ReleaseList(Frozen):
    """`studio occupations install`: what is installed after it, and the number of what changed."""

    installed: str | None
    removed: str | None
    damaged: tuple[str, ...]
    releases: tuple[ReleaseRow, ...]


class OccupationFound(Frozen):
    """An occupation that a search found: how sure that is, and why.

    `score` is 0 to 1; `ambiguous` tells that the text is a title of several occupations.
    """

    code: str
    soc: str
    title: str
    score: float
    confidence: Literal["sure", "likely", "possible"]
    ambiguous: bool
    because: tuple[str, ...]


class OccupationSearch(Frozen):
    """`studio occupations search`: what was found, best first."""

    results: tuple[OccupationFound, ...]


class SocRow(Frozen):
    """A group of SOC 2018 with its employment (persons) and mean wage (dollars a year).

    `employment` counts detailed codes that have an estimate of their own. An estimate that several
    codes share stands in `shared_employment`: of a group, each such estimate once; of a detailed
    code, the whole estimate, which is that of all of `shared_with` too, so it is never to be added
    to theirs. `unpublished` counts the detailed codes without any estimate. The `mean` of
    a group leaves shared estimates out.
    """

    code: str
    level: Level
    title: str
    parent: str | None
    basis: Basis | Literal["sum"]
    employment: int | None
    shared_employment: int | None
    shared_with: tuple[str, ...]
    unpublished: int
    mean: int | None


class SocTree(Frozen):
    """`studio occupations tree`: groups, each before what lies in it."""

    root: str | None
    source: str
    note: str
    groups: tuple[SocRow, ...]
    credit: str


class NamedCode(Frozen):
    """A code with its title."""

    code: str
    title: str


class WageShown(Frozen):
    """Employment (persons) and wages (dollars a year, `hourly` an hour), and what they rest on.

    A figure named in `at_least` is top-coded: the true one is that or more.
    """

    source: str
    basis: Basis
    estimate: str | None
    shared_with: tuple[str, ...]
    employment: int | None
    mean: int | None
    median: int | None
    tenth: int | None
    ninetieth: int | None
    hourly: float | None
    at_least: tuple[str, ...]
    sentence: str


class SubdomainShown(Frozen):
    """A subdomain of Agents' Last Exam that stands for this occupation, and on what basis."""

    id: str
    code: str
    name: str
    relation: Literal["primary", "secondary"]
    in_paper: bool
    on_site: bool
    basis: str


class StatementShown(Frozen):
    """A task of the occupation with its detailed work activities."""

    id: str
    text: str
    kind: str
    activities: tuple[str, ...]


class OccupationShown(Frozen):
    """`studio occupations show`: `release` is that of the statements, null without one."""

    code: str
    soc: str
    title: str
    table: str
    parents: tuple[NamedCode, ...]
    alternate_titles: tuple[str, ...]
    short_titles: tuple[str, ...]
    software: tuple[str, ...]
    related: tuple[NamedCode, ...]
    wages: WageShown
    subdomains: tuple[SubdomainShown, ...]
    taxonomy: str
    in_gdpval: bool
    release: str | None
    definition: str
    statements: tuple[StatementShown, ...]
    note: str
    credit: str
