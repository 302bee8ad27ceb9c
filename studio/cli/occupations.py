"""`studio occupations`: who does the work, and the releases that tell more of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from studio.base.errors import UserError
from studio.cli.printing import AsJson, answer, say, table
from studio.cli.suites import coverage
from studio.model.occupation_contract import (
    Level,
    OccupationFound,
    OccupationSearch,
    OccupationShown,
    ReleaseList,
    ReleaseRow,
    SocRow,
    SocTree,
    WageShown,
)
from studio.taxonomy import browsing, crosswalks, releases
from studio.taxonomy.search import Result
from studio.taxonomy.search import search as find_occupations

_SHOWN_TITLES = 40
_INDENT = {"major": "", "minor": "  ", "broad": "    ", "detailed": "      "}

Code = Annotated[str, typer.Argument(metavar="CODE", help="Of O*NET-SOC 2019 or SOC 2018.")]


def install(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="The text or Excel archive of an O*NET release, or a folder of its tables.",
        ),
    ] = None,
    release: Annotated[
        str, typer.Option(metavar="R", help="Which release it is, if FILE does not say: 30.1.")
    ] = "",
    list_: Annotated[bool, typer.Option("--list", help="Only list what is installed.")] = False,
    remove: Annotated[
        str | None, typer.Option(metavar="R", help="Remove an installed release.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Install an O*NET release: task statements, definitions and detailed work activities."""
    if file is not None and not file.name:
        raise UserError("FILE is empty; name the archive or folder of an O*NET release.")
    if (file is not None) + list_ + (remove is not None) != 1:
        raise UserError("Give one of: a FILE to install, --list, or --remove RELEASE.")
    done = _installed(file, release) if file else None
    gone = releases.remove(remove) if remove is not None else None
    default = releases.release_of(None)
    rows = tuple(
        ReleaseRow(
            **one.model_dump(exclude={"format", "version", "digest"}),
            name=one.name,
            default=one == default,
        )
        for one in releases.installed()
    )
    shown = ReleaseList(installed=done, removed=gone, damaged=releases.damaged(), releases=rows)
    answer(shown, as_json, _release_lines(shown))


def _installed(file: Path, release: str) -> str:
    found = releases.install(file, release, lambda sentence: say(f"{sentence} ..."))
    for note in found.notes:
        say(note)
    return found.number


def _release_lines(shown: ReleaseList) -> Iterator[str]:
    if shown.installed:
        yield f"O*NET {shown.installed} is installed."
    if shown.removed:
        yield f"O*NET {shown.removed} is removed."
    rows = [("release", "occupations", "tasks", "activities", "installed", "from")]
    for one in shown.releases:
        counts = (f"{one.occupations:,}", f"{one.statements:,}", f"{one.activities:,}")
        rows.append((one.name, *counts, one.installed, one.source))
    if shown.releases:
        yield from table(rows)
    elif not shown.damaged:
        yield f"No release is installed. {releases.how_to_get()}"
    for name in shown.damaged:
        yield f"{name} cannot be read; remove it with: studio occupations install --remove {name}"


def search(
    text: Annotated[
        str,
        typer.Argument(metavar="TEXT", help="A title, words about the work, jargon or a code."),
    ],
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="How many to show.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Find the occupation that does some work, each result with why it was found."""
    found = find_occupations(text, limit)
    shown = OccupationSearch(results=tuple(map(_found, found)))
    answer(shown, as_json, _search_lines(text, shown))


def _found(one: Result) -> OccupationFound:
    return OccupationFound(
        **one.occupation.model_dump(),
        score=one.score,
        confidence=one.confidence,
        ambiguous=one.ambiguous,
        because=one.because,
    )


def _search_lines(text: str, shown: OccupationSearch) -> Iterator[str]:
    if not shown.results:
        said = "Nothing was typed" if not text.strip() else "No occupation is known by these words"
        yield f"{said}; try a title, other words of the work, or a code such as 43-3031."
    last = ""
    for one in shown.results:
        if one.confidence != last:
            yield one.confidence.capitalize()
        last = one.confidence
        yield f"  {one.code}  {one.title}"
        yield f"              {'; '.join(one.because)}"


def show(
    code: Code,
    release: Annotated[
        str | None, typer.Option(metavar="R", help="Whose tasks to show; else the newest.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show an occupation: its titles, software, related ones, wages, subdomains and tasks."""
    if release is not None and releases.release_of(release) is None:
        raise UserError(f"The release {release} is not installed. {releases.how_to_get()}")
    occupation, note = crosswalks.followed(code)
    if note:
        say(note)
    shown = browsing.show(occupation.code, release)
    answer(shown, as_json, _occupation_lines(shown))


def _occupation_lines(shown: OccupationShown) -> Iterator[str]:
    yield f"{shown.code}  {shown.title}"
    yield "  in " + " > ".join(f"{one.code} {one.title}" for one in shown.parents)
    if shown.definition:
        yield f"  {shown.definition}"
    yield from _listed("Other titles", shown.alternate_titles)
    yield from _listed("Software", shown.software)
    yield from _listed("Related", tuple(f"{one.code} {one.title}" for one in shown.related))
    yield f"Employment and wages: {shown.wages.sentence}"
    yield from (f"  {line}" for line in _wage_lines(shown.wages))
    yield f"Subdomains of the {shown.taxonomy}: {'' if shown.subdomains else 'none'}".rstrip()
    for one in shown.subdomains:
        yield f"  {one.id} {one.name} ({one.relation}; {one.basis})"
    yield f"Among the occupations of GDPval: {'yes' if shown.in_gdpval else 'no'}"
    if shown.statements:
        yield f"Tasks of {shown.release}:"
        for task in shown.statements:
            yield f"  {task.id:>6}  {task.text}"
    if shown.note:
        yield shown.note
    yield shown.credit


def _listed(name: str, values: tuple[str, ...]) -> Iterator[str]:
    if not values:
        return
    yield f"{name} ({len(values):,}):"
    yield f"  {'; '.join(values[:_SHOWN_TITLES])}"
    if len(values) > _SHOWN_TITLES:
        yield f"  and {len(values) - _SHOWN_TITLES:,} more; --json prints all"


def _wage_lines(wages: WageShown) -> Iterator[str]:
    if wages.employment is not None:
        yield f"{wages.employment:,} persons"
    for field, name in (
        ("mean", "mean"),
        ("tenth", "10% earn less than"),
        ("median", "median"),
        ("ninetieth", "90% earn less than"),
    ):
        if (figure := getattr(wages, field)) is not None:
            yield f"{name} {_dollars(figure, field in wages.at_least)} a year"
    if wages.hourly is not None:
        sign = ">= " if "hourly" in wages.at_least else ""
        yield f"mean {sign}${wages.hourly:,.2f} an hour"


def _dollars(figure: int, at_least: bool) -> str:
    return f"{'>= ' if at_least else ''}${figure:,}"


def tree(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="Only what lies in this group.")
    ] = None,
    level: Annotated[
        str | None,
        typer.Option(metavar="LEVEL", help="How deep: major, minor, broad or detailed."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the SOC 2018 tree with employment and wages."""
    shown = browsing.tree(code, _level(level))
    answer(shown, as_json, _tree_lines(shown))


def _level(word: str | None) -> Level | None:
    found = next((level for level in browsing.LEVELS if level == word), None)
    if word is not None and found is None:
        raise UserError(f"--level is one of {', '.join(browsing.LEVELS)}, not {word!r}.")
    return found


def _tree_lines(shown: SocTree) -> Iterator[str]:
    rows: list[tuple[str, ...]] = [("code", "persons", "+ shared", "mean $/year", "title")]
    rows.extend(_tree_row(one) for one in shown.groups)
    yield from table(rows)
    yield f"{shown.source}. {shown.note} A mean leaves shared estimates out."
    yield shown.credit


def _tree_row(one: SocRow) -> tuple[str, ...]:
    apart = f"{one.shared_employment:,}" if one.shared_employment is not None else ""
    if one.shared_with:
        apart += f" with {', '.join(one.shared_with)}"
    missing = f" ({one.unpublished} without an estimate)" if one.unpublished else ""
    return (
        one.code,
        f"{one.employment:,}" if one.employment is not None else "-",
        apart,
        f"${one.mean:,}" if one.mean is not None else "-",
        f"{_INDENT[one.level]}{one.title}{missing}",
    )


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(
        help="Who does the work in the economy.", no_args_is_help=True, rich_markup_mode=None
    )
    commands: tuple[Any, ...] = (search, show, tree, coverage, install)
    for command in commands:
        group.command()(command)
    app.add_typer(group, name="occupations")
