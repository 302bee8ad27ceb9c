"""`studio suite report` and `studio occupations coverage`: what a set of tasks covers."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from studio.cli.printing import AsJson, answer, table
from studio.model.coverage_contract import Coverage, Hole, SuiteReport, SuiteReportShown
from studio.suite import report as report_on
from studio.suite import write_page
from studio.suite.words import counted, large, told

_HOLES = 10

Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="The folder with tasks and packages, at any depth.")
]


def report(
    folder: Folder,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also write one page of HTML here.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say in short what the tasks of a folder cover of the economy, and write a page of it."""
    found = report_on(folder)
    page = str(write_page(out, found)) if out else None
    shown = SuiteReportShown(**dict(found), page=page)
    answer(shown, as_json, _short_lines(shown))


def coverage(folder: Folder, as_json: AsJson = False) -> None:
    """Show what the tasks of a folder cover: groups, subdomains, employment, wages, holes."""
    found = report_on(folder)
    answer(found, as_json, _full_lines(found))


def _short_lines(shown: SuiteReportShown) -> Iterator[str]:
    yield from _heading(shown)
    yield from _sizes(shown.coverage)
    yield ""
    yield from _lists(shown.coverage)
    for name, holes in (
        ("employment", shown.coverage.holes_by_employment),
        ("wages", shown.coverage.holes_by_wages),
    ):
        if holes:
            titles = "; ".join(one.title for one in holes[:3])
            yield f"Biggest holes by {name}: {titles}"
    yield from _open_ends(shown)
    yield shown.page or "For a page of all of it say --out FILE.html."
    yield shown.coverage.credit


def _full_lines(shown: SuiteReport) -> Iterator[str]:
    found = shown.coverage
    yield from _heading(shown)
    yield from _sizes(found)
    yield ""
    yield "Major groups, most persons uncovered first:"
    yield from _groups(found)
    yield from _parts(found)
    yield ""
    yield "Biggest holes by employment:"
    yield from _holes(found.holes_by_employment)
    yield ""
    yield "Biggest holes by wages:"
    yield from _holes(found.holes_by_wages)
    yield ""
    yield from _lists(found)
    names = {one.id: one.name for one in found.subdomains}
    for one in found.lists[-1].missing:
        yield f"  no task  {one:>5}  {names[one]}"
    yield ""
    yield from _open_ends(shown)
    yield from found.notes
    yield f"{found.source}. {found.credit}"


def _heading(shown: SuiteReport) -> Iterator[str]:
    found = shown.coverage
    yield (
        f"{counted(len(shown.tasks), 'task')}, {found.counted:,} counted by occupation, in "
        f"{found.suite.groups} of {len(found.groups)} SOC major groups"
    )
    yield ""


def _sizes(found: Coverage) -> Iterable[str]:
    rows: list[tuple[str, ...]] = [("", "SOC codes", "groups", "employment", "wage bill", "by")]
    rows += [
        (
            one.name,
            f"{one.occupations:,}",
            f"{one.groups}",
            told(one.employment),
            told(one.wages),
            one.basis,
        )
        for one in (found.suite, *found.beside)
    ]
    return table(rows)


def _groups(found: Coverage) -> Iterable[str]:
    rows: list[tuple[str, ...]] = [
        ("group", "tasks", "SOC codes", "employment", "wage bill", "uncovered persons", "title")
    ]
    rows += [
        (
            one.code,
            f"{one.tasks:,}",
            f"{one.occupations} of {one.detailed}",
            told(one.employment),
            told(one.wages),
            f"{one.employment.uncovered:,}" if one.employment.total else "-",
            one.title,
        )
        for one in sorted(found.groups, key=lambda one: -one.employment.uncovered)
    ]
    return table(rows)


def _parts(found: Coverage) -> Iterator[str]:
    for one in found.parts:
        bare = ", ".join(f"{code.code} {code.title}" for code in one.uncovered)
        yield f"Unknown of {one.employment or 0:,} persons in {one.estimate}: no task has {bare}"


def _holes(holes: Iterable[Hole]) -> Iterable[str]:
    rows: list[tuple[str, ...]] = [("code", "persons", "wage bill", "others have it", "title")]
    for one in list(holes)[:_HOLES]:
        others = [*(["GDPval"] if one.in_gdpval else []), *(f"ALE {x}" for x in one.subdomains)]
        shared = f" (one estimate for {len(one.codes)} codes)" if len(one.codes) > 1 else ""
        persons = f"{one.employment:,}" if one.employment is not None else "-"
        bill = f"${large(one.wage_bill)}" if one.wage_bill is not None else "-"
        rows.append((one.code, persons, bill, ", ".join(others), f"{one.title}{shared}"))
    return table(rows) if len(rows) > 1 else ["  none"]


def _lists(found: Coverage) -> Iterator[str]:
    yield f"GDPval: {found.gdpval_covered} of {len(found.gdpval)} occupations have a task."
    for one in found.lists:
        near = f" ({one.near} more have one near)" if one.near else ""
        yield f"{one.name}: {one.covered} of {one.subdomains} subdomains have a task{near}."


def _open_ends(shown: SuiteReport) -> Iterator[str]:
    for torn in shown.not_read:
        yield f"Not read: {torn.path}: {torn.what}"
    for bare in shown.unlinked:
        yield f"No occupation: {bare.path}; say it with: studio task link DIR --occupation CODE"
    for copy in shown.repeated:
        yield f"Counted once: {copy.path} is the same as {copy.same_as}"
    for remark in shown.coverage.remarks:
        counted_as = f"counted as {remark.counted_as}" if remark.counted_as else "not counted"
        yield f"{counted(remark.tasks, 'task')} {counted_as}: {remark.note}"


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help="Sets of tasks.", no_args_is_help=True, rich_markup_mode=None)
    group.command()(report)
    app.add_typer(group, name="suite")
