"""What the view of the coverage says, without Qt."""

from collections.abc import Iterator
from dataclasses import dataclass

from studio.gui.widgets.bar_row import BarRow
from studio.model.coverage_contract import Coverage, Hole, Share, SuiteReport
from studio.suite.words import counted, large, told

_HOLES = 10
_NAMED = 6


@dataclass(frozen=True)
class HoleRow:
    """An occupation without a task: where it leads, and what is known of it."""

    code: str
    title: str
    figure: str
    wage: str
    note: str


def summary(report: SuiteReport) -> str:
    """Return in one sentence what was read."""
    found = report.coverage
    tasks = counted(len(report.tasks), "task")
    occupations = counted(len(found.occupations), "occupation")
    return (
        f"{tasks}, {found.counted:,} of them linked to {occupations} "
        f"in {found.suite.groups} of {len(found.groups)} major groups."
    )


def remarks(report: SuiteReport) -> tuple[str, ...]:
    """Return what keeps tasks from being counted, a sentence each."""
    return tuple(_remarks(report))


def _remarks(report: SuiteReport) -> Iterator[str]:
    if report.unlinked:
        names = _listed([one.title or one.path for one in report.unlinked])
        yield f"{counted(len(report.unlinked), 'task')} without an occupation: {names}."
    for one in report.not_read[:_NAMED]:
        yield f"{one.path}: {one.what}"
    if len(report.not_read) > _NAMED:
        yield f"{len(report.not_read) - _NAMED:,} more could not be read."
    if report.repeated:
        yield f"{counted(len(report.repeated), 'copy', 'copies')} of tasks counted once."
    yield from (f"{one.about}: {one.note}" for one in report.coverage.remarks)


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def economy(found: Coverage, wages: bool) -> tuple[BarRow, ...]:
    """Return the share of employment, or of wages, of the suite and of what it is held against."""
    measured = (found.suite, *found.beside)
    return tuple(
        _share_row(
            "These tasks" if one is found.suite else one.name,
            one.wages if wages else one.employment,
            f"{one.occupations:,} codes",
            one.basis,
            mine=one is found.suite,
        )
        for one in measured
    )


def _share_row(name: str, share: Share, note: str, tip: str, mine: bool = True) -> BarRow:
    return BarRow(
        name, note, share.least or 0.0, share.most or 0.0, told(share), tip, quiet=not mine
    )


def lists(found: Coverage) -> tuple[BarRow, ...]:
    """Return how many subdomains of each list, and occupations of GDPval, have a task."""
    rows = [(one.name, one.covered, one.subdomains, f"{one.near} more near") for one in found.lists]
    rows.append(("GDPval, occupations", found.gdpval_covered, len(found.gdpval), ""))
    return tuple(
        BarRow(name, note, part / whole, part / whole, f"{part} of {whole}")
        for name, part, whole, note in rows
    )


def groups(found: Coverage) -> tuple[BarRow, ...]:
    """Return the major groups by the persons in them that no task covers."""
    ordered = sorted(found.groups, key=lambda one: -one.employment.uncovered)
    return tuple(
        _share_row(
            one.title,
            one.employment,
            counted(one.tasks, "task") if one.tasks else "no task",
            f"{one.code}: {one.occupations} of {one.detailed} codes; wages {told(one.wages)}; "
            f"{large(one.employment.uncovered)} persons uncovered",
        )
        for one in ordered
    )


def holes(found: Coverage, wages: bool) -> tuple[HoleRow, ...]:
    """Return the occupations without a task that most persons, or most wages, are in."""
    listed = found.holes_by_wages if wages else found.holes_by_employment
    return tuple(_hole(one, wages) for one in listed[:_HOLES])


def _hole(one: Hole, wages: bool) -> HoleRow:
    shared = f"one estimate for {len(one.codes)} codes" if len(one.codes) > 1 else ""
    gdpval = "GDPval" if one.in_gdpval else ""
    ale = f"ALE {', '.join(one.subdomains)}" if one.subdomains else ""
    persons = f"{one.employment:,}" if one.employment is not None else "-"
    bill = f"${large(one.wage_bill)}" if one.wage_bill is not None else "-"
    return HoleRow(
        one.codes[0].code,
        one.title,
        bill if wages else persons,
        f"${one.mean:,}" if one.mean is not None else "-",
        "; ".join(part for part in (shared, gdpval, ale) if part),
    )


def missing_subdomains(found: Coverage) -> str:
    """Return the names of the subdomains of both lists that no task covers."""
    names = [f"{one.name} ({one.id})" for one in found.subdomains if not one.tasks]
    return " · ".join(names) or "None: each has a task."


def legend(found: Coverage) -> str:
    """Return what the shares are of, and what the light part of a bar means if there is one."""
    persons, wages = found.suite.employment, found.suite.wages
    words = f"Of {large(persons.total)} persons employed and ${large(wages.total)} of wages a year."
    if persons.least == persons.most and wages.least == wages.most:
        return words
    return f"{words} The light end of a bar is in estimates that are covered only in part."
