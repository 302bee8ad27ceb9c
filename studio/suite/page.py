"""The page about what a suite covers: readable without network, without the program."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import studio
from studio.base import clock
from studio.formats import page
from studio.formats.page import Content, Markup, bar, facts, pill, section, table, tag
from studio.model.coverage_contract import (
    Coverage,
    GdpvalCovered,
    Hole,
    Measured,
    Share,
    SubdomainCovered,
    SuiteReport,
)
from studio.suite.words import counted, large, told

_HOLES = 12
_HOW_TO_LINK = "Say who does this work: studio task link DIR --occupation CODE"


def write_page(out_file: Path, report: SuiteReport) -> Path:
    """Write what `report` holds as one page and return its path; an older page is replaced."""
    name = Path(report.folder).resolve().name
    title = f"Coverage of {name}"
    return page.write_page(out_file, f"{title} - Task Authoring Studio", _parts(title, report))


def _parts(title: str, report: SuiteReport) -> Iterator[Markup]:
    found = report.coverage
    yield _header(title, report)
    yield _sizes(found)
    yield from _open_ends(report)
    yield _holes(
        "Biggest holes by employment", found.holes_by_employment, "Most persons without a task"
    )
    yield _holes("Biggest holes by wages", found.holes_by_wages, "Most wages without a task")
    yield _groups(found)
    yield _subdomains(found)
    yield _gdpval(found)
    yield section("What the figures rest on", _plain(found.notes), tag("p", found.source))
    yield _credits(found)


def _header(title: str, report: SuiteReport) -> Markup:
    found = report.coverage
    sizes = {one.list: one for one in found.lists}
    pairs: dict[str, Content] = {
        "Tasks": f"{len(report.tasks):,}, {found.counted:,} of them counted by occupation",
        "Occupations": f"{counted(len(found.occupations), 'occupation')} of O*NET in "
        f"{counted(found.suite.occupations, 'SOC code')}",
        "SOC major groups": f"{found.suite.groups} of {len(found.groups)}",
        **{
            one.name: f"{one.covered} of {one.subdomains} subdomains"
            for one in (sizes["paper"], sizes["site"])
        },
        "GDPval": f"{found.gdpval_covered} of {len(found.gdpval)} occupations",
    }
    return tag("header", tag("h1", title), facts(pairs))


def _share(share: Share) -> tuple[Content, Content]:
    """Return the words and the bar of a share, a cell each."""
    if share.least is None or share.most is None:
        return tag("span", told(share), class_="quiet"), ""
    return told(share), bar(share.least, share.most)


def _tasks(number: int) -> Content:
    return f"{number:,}" if number else tag("span", "none", class_="quiet")


def _sizes(found: Coverage) -> Markup:
    rows = [_size(one, len(found.groups)) for one in (found.suite, *found.beside)]
    heading = ("Set", "SOC codes", "Major groups", "Employment", "", "Wage bill", "")
    caption = "The suite beside GDPval and Agents' Last Exam"
    total = found.suite
    words = (
        f"Of {large(total.employment.total)} persons employed and "
        f"${large(total.wages.total)} of wages a year."
    )
    shown = table(heading, rows, caption, numbers=(1, 2, 3, 5), bars=(4, 6))
    return section("Share of the economy", shown, tag("p", words, class_="quiet after"))


def _size(one: Measured, groups: int) -> tuple[Content, ...]:
    name = [tag("b", one.name), tag("div", one.basis, class_="quiet")]
    shares = (*_share(one.employment), *_share(one.wages))
    return (name, f"{one.occupations:,}", f"{one.groups} of {groups}", *shares)


def _holes(heading: str, holes: Iterable[Hole], caption: str) -> Markup:
    rows = [_hole(one) for one in list(holes)[:_HOLES]]
    if not rows:
        return section(heading, tag("p", "None: every estimate has a task."))
    names = ("Code", "Occupation", "Persons", "Mean wage", "Wage bill", "Others have it")
    return section(heading, table(names, rows, caption, numbers=(2, 3, 4)))


def _hole(one: Hole) -> tuple[Content, ...]:
    return (
        _whole(one.code),
        (one.title, _of_codes(one)) if len(one.codes) > 1 else one.title,
        f"{one.employment:,}" if one.employment is not None else "-",
        f"${one.mean:,}" if one.mean is not None else "-",
        f"${large(one.wage_bill)}" if one.wage_bill is not None else "-",
        _elsewhere(one),
    )


def _of_codes(one: Hole) -> Markup:
    codes = ", ".join(code.code for code in one.codes)
    return tag("div", f"one estimate for {codes}", class_="quiet")


def _elsewhere(one: Hole) -> Content:
    marks = [pill("GDPval", "quiet")] if one.in_gdpval else []
    marks += [pill(f"ALE {id_}", "quiet") for id_ in one.subdomains]
    return [[mark, " "] for mark in marks]


def _groups(found: Coverage) -> Markup:
    rows = [
        (
            _whole(one.code),
            one.title.removesuffix(" Occupations"),
            _tasks(one.tasks),
            f"{one.occupations} of {one.detailed}",
            *_share(one.employment),
            *_share(one.wages),
            large(one.employment.uncovered) if one.employment.total else "-",
        )
        for one in sorted(found.groups, key=lambda one: -one.employment.uncovered)
    ]
    shares = ("Employment", "", "Wage bill", "")
    names = ("Code", "Group", "Tasks", "SOC codes", *shares, "Persons uncovered")
    shown = table(
        names, rows, "SOC major groups with their shares", numbers=(2, 3, 4, 6, 8), bars=(5, 7)
    )
    return section("SOC major groups, most persons uncovered first", shown, *_parts_known(found))


def _parts_known(found: Coverage) -> Iterator[Markup]:
    for one in found.parts:
        missing = ", ".join(f"{code.code} {code.title}" for code in one.uncovered)
        words = (
            f"The estimate {one.estimate} of {one.employment or 0:,} persons is covered in part: "
            f"no task has {missing}."
        )
        yield tag("p", words, class_="quiet after")


def _subdomains(found: Coverage) -> Markup:
    bases = {one.basis for one in found.subdomains if one.basis}
    names = ("", "Subdomain", "Cluster", "Tasks", "Near", "Lists", f"SOC codes, {_one(bases)}")
    rows = [_subdomain(one, len(bases) > 1) for one in found.subdomains]
    shown = table(names, rows, "Subdomains of Agents' Last Exam", numbers=(3, 4))
    lines = [
        f"{one.name}: {one.covered} of {one.subdomains}, and {one.near} more with a task near."
        for one in found.lists
    ]
    near = "A task is near a subdomain if its occupation is only a secondary one of it."
    return section(f"Subdomains of the {found.taxonomy}", _plain((*lines, near)), shown)


def _one(bases: Iterable[str]) -> str:
    found = sorted(bases)
    return found[0] if len(found) == 1 else "with their basis"


def _subdomain(one: SubdomainCovered, with_basis: bool) -> tuple[Content, ...]:
    lists = "both" if one.in_paper and one.on_site else "paper" if one.in_paper else "site"
    soc: Content = ", ".join(one.soc) or "none"
    if with_basis:
        soc = [soc, tag("div", one.basis, class_="quiet")]
    near = f"{one.near:,}" if one.near else ""
    tasks = _tasks(one.tasks)
    return (_whole(one.id), one.name, one.cluster, tasks, near, _whole(lists), soc)


def _whole(text: str) -> Markup:
    return tag("span", text, class_="whole")


def _gdpval(found: Coverage) -> Markup:
    rows = [_of_gdpval(one) for one in found.gdpval]
    heading = f"GDPval: {found.gdpval_covered} of {len(found.gdpval)} occupations"
    names = ("Code", "Occupation", "Sector", "Tasks")
    return section(heading, table(names, rows, "Occupations of GDPval", numbers=(3,)))


def _of_gdpval(one: GdpvalCovered) -> tuple[Content, ...]:
    part = _part(one.covered, one.detailed) if one.detailed > 1 else ""
    return (_whole(one.soc), (one.title, part), one.sector, _tasks(one.tasks))


def _part(covered: int, detailed: int) -> Markup:
    return tag("div", f"{covered} of its {detailed} SOC codes", class_="quiet")


def _open_ends(report: SuiteReport) -> Iterator[Markup]:
    """Yield what keeps tasks from being counted, or counts them otherwise than they say."""
    rows: list[tuple[Content, ...]] = [
        (one.path, pill("not read", "bad"), one.what) for one in report.not_read
    ]
    rows += [(one.path, pill("no occupation", "waits"), _HOW_TO_LINK) for one in report.unlinked]
    rows += [
        (
            _tasks_with(report, one.about),
            pill(f"counted as {one.counted_as}" if one.counted_as else "not counted", "waits"),
            one.note,
        )
        for one in report.coverage.remarks
    ]
    rows += [
        (one.path, pill("counted once", "quiet"), f"It is the same task as {one.same_as}.")
        for one in report.repeated
    ]
    if rows:
        shown = table(("Task", "", "Why"), rows, "Tasks to look at")
        yield section("Tasks to look at", shown)


def _tasks_with(report: SuiteReport, about: str) -> str:
    mine = [one.path for one in report.tasks if one.occupation == about]
    return ", ".join(mine) or about


def _plain(sentences: Iterable[str]) -> Markup:
    return tag("ul", *(tag("li", sentence) for sentence in sentences), class_="plain spaced")


def _credits(found: Coverage) -> Markup:
    now = clock.shown_moment(clock.utc_now())
    made = f"Made by Task Authoring Studio {studio.__version__}, {now}."
    return tag("footer", tag("p", made), tag("p", found.credit))
