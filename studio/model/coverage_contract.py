"""What a set of tasks covers of the economy: rows for screens, pages and `--json`, a promise."""

from typing import Literal

from studio.model.frozen import Fraction, Frozen
from studio.model.occupation_contract import NamedCode

Figure = Literal["total", "covered", "undecided", "uncovered"]


class Share(Frozen):
    """How much of a sum of OEWS is covered: persons employed, or dollars of wages a year.

    Every estimate is in exactly one of three parts, so that `total` is their sum, and one that
    several SOC codes share is counted once: `covered` if all of its codes are covered, `uncovered`
    if none is, else `undecided`, for OEWS does not say how it divides.

    Attributes:
        least: `covered` as a part of `total`; None if nothing is estimated.
        most: `covered` and `undecided` as a part of `total`; None if nothing is estimated.
        at_least: which of the figures hold a top-coded one: the true figure is that or more.
        without: how many SOC codes have no such figure; they are in none of the parts.
        without_covered: how many of those are covered.
    """

    total: int
    covered: int
    undecided: int
    uncovered: int
    least: Fraction | None
    most: Fraction | None
    at_least: tuple[Figure, ...] = ()
    without: int = 0
    without_covered: int = 0


class Measured(Frozen):
    """A set of occupations by its size in the economy: the suite, or what it is compared with.

    Attributes:
        name: what the set is.
        basis: whence it is known which SOC codes belong to it.
        occupations: how many detailed SOC codes it has.
        groups: how many of the 23 SOC major groups hold one of them.
        employment: persons.
        wages: dollars a year.
    """

    name: str
    basis: str
    occupations: int
    groups: int
    employment: Share
    wages: Share


class GroupCovered(Frozen):
    """A SOC major group: its tasks, `occupations` of its `detailed` SOC codes that have one."""

    code: str
    title: str
    tasks: int
    occupations: int
    detailed: int
    employment: Share
    wages: Share


class OccupationCovered(Frozen):
    """An O*NET-SOC occupation that has tasks."""

    code: str
    soc: str
    title: str
    tasks: int


class Hole(Frozen):
    """An estimate of OEWS none of whose SOC codes has a task; persons, dollars a year.

    Attributes:
        code: the SOC code, or that of an estimate that several codes share.
        title: of the code, or of all of `codes`.
        codes: the SOC codes that the estimate is about.
        in_gdpval: whether one of them is among the occupations of GDPval.
        subdomains: the ids of the ALE subdomains that one of them stands for.
        at_least: which figures are top-coded.
    """

    code: str
    title: str
    codes: tuple[NamedCode, ...]
    basis: Literal["exact", "shared"]
    employment: int | None
    mean: int | None
    wage_bill: int | None
    in_gdpval: bool
    subdomains: tuple[str, ...]
    at_least: tuple[str, ...] = ()


class PartCovered(Frozen):
    """A shared estimate of which some SOC codes have tasks and others have none."""

    estimate: str
    covered: tuple[NamedCode, ...]
    uncovered: tuple[NamedCode, ...]
    employment: int | None
    wage_bill: int | None


class SubdomainCovered(Frozen):
    """A subdomain of Agents' Last Exam with its tasks; one task may count in several.

    Attributes:
        tasks: those that name it, or name none and whose occupation stands for it.
        named: how many of them name it themselves.
        near: further tasks, whose occupation is only a secondary one of it; they do not cover it.
        soc: the SOC codes that stand for it; none if it has no primary one.
        basis: whence the SOC codes are known, empty without one.
        name_basis: whence its name is known.
    """

    id: str
    code: str
    name: str
    cluster: str
    in_paper: bool
    on_site: bool
    tasks: int
    named: int
    near: int
    soc: tuple[str, ...]
    basis: str
    name_basis: str


class ListCovered(Frozen):
    """One of the lists of ALE subdomains: how many it has, have a task, are only near one."""

    list: Literal["paper", "site", "union"]
    name: str
    subdomains: int
    covered: int
    near: int
    missing: tuple[str, ...]


class GdpvalCovered(Frozen):
    """An occupation of GDPval; `covered` of its `detailed` SOC codes have a task."""

    sector: str
    soc: str
    title: str
    tasks: int
    covered: int
    detailed: int


class Remark(Frozen):
    """Something to know of a code or subdomain that tasks name.

    Attributes:
        about: the code or the subdomain.
        tasks: how many tasks name it.
        counted_as: the code that it was counted as, empty if it was not counted.
        note: a sentence.
    """

    about: str
    tasks: int
    counted_as: str
    note: str


class Coverage(Frozen):
    """What a set of tasks covers.

    Attributes:
        tasks: how many tasks name an occupation.
        counted: how many of them could be counted; `remarks` tells of the others.
        suite: the set by its size in the economy.
        beside: GDPval and both lists of ALE, measured the same way.
        occupations: those with tasks, by code.
        groups: all SOC major groups, by code.
        group_holes: codes of major groups without a task, most employment first.
        holes_by_employment: the largest holes by persons.
        holes_by_wages: the largest holes by wage bill.
        parts: shared estimates that are covered in part.
        subdomains: all of both lists, by id.
        lists: the lists counted.
        gdpval: the occupations of GDPval.
        gdpval_covered: how many of them have a task in at least one of their SOC codes.
        remarks: old codes, codes that are none, subdomains that are none.
        notes: sentences that must stand beside the figures.
        source: whence the figures are.
        taxonomy: the version of the lists of subdomains.
        credit: what must be shown with it.
    """

    tasks: int
    counted: int
    suite: Measured
    beside: tuple[Measured, ...]
    occupations: tuple[OccupationCovered, ...]
    groups: tuple[GroupCovered, ...]
    group_holes: tuple[str, ...]
    holes_by_employment: tuple[Hole, ...]
    holes_by_wages: tuple[Hole, ...]
    parts: tuple[PartCovered, ...]
    subdomains: tuple[SubdomainCovered, ...]
    lists: tuple[ListCovered, ...]
    gdpval: tuple[GdpvalCovered, ...]
    gdpval_covered: int
    remarks: tuple[Remark, ...]
    notes: tuple[str, ...]
    source: str
    taxonomy: str
    credit: str


class SuiteTask(Frozen):
    """A task below a folder; `path` is relative to it, `occupation` empty if it names none."""

    path: str
    title: str
    occupation: str


class NotRead(Frozen):
    """Something below a folder that could not be read, or was not followed, and why."""

    path: str
    what: str


class Repeated(Frozen):
    """A task that is the same, by its digest, as one that was counted."""

    path: str
    same_as: str


class SuiteReport(Frozen):
    """`studio occupations coverage`: the tasks below a folder and what they cover.

    Attributes:
        folder: where was looked.
        tasks: those that were read, each once.
        unlinked: those of them that name no occupation.
        repeated: further copies of them.
        not_read: what is damaged or was not followed.
        coverage: of the tasks that name an occupation.
    """

    folder: str
    tasks: tuple[SuiteTask, ...]
    unlinked: tuple[SuiteTask, ...]
    repeated: tuple[Repeated, ...]
    not_read: tuple[NotRead, ...]
    coverage: Coverage


class SuiteReportShown(SuiteReport):
    """`studio suite report`: the same, and where the page was written, null if it was not."""

    page: str | None
