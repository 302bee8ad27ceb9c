"""What a set of tasks covers: SOC major groups, ALE subdomains, employment and the wage bill.

`cover(tasks)` takes one `Counted` for each task (its occupation's code, the release that the code
is from, the subdomain that the task names) and returns a `Coverage`, plain frozen rows of
`studio.model.coverage_contract`:

    found = cover([Counted(code="43-3031.00"), Counted(code="29-2034.00", subdomain="4.1")])
    found.suite.employment.least        # the share of persons that is covered for sure
    found.suite.employment.most         # with the shared estimates that are covered in part
    [(one.name, one.employment.least) for one in found.beside]        # GDPval, ALE
    [(one.title, one.tasks, one.employment.least) for one in found.groups]
    [(one.title, one.employment) for one in found.holes_by_employment]

It reads nothing but the tables that come with the program (a third of a second the first time, a
tenth later), and refuses nothing: a code that is none is told in `remarks`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cache
from typing import Literal

from studio.base.errors import UserError
from studio.model.coverage_contract import (
    Coverage,
    GdpvalCovered,
    GroupCovered,
    Hole,
    ListCovered,
    Measured,
    OccupationCovered,
    PartCovered,
    Remark,
    SubdomainCovered,
)
from studio.model.frozen import Frozen
from studio.model.occupation_contract import NamedCode
from studio.taxonomy import browsing, crosswalks, occupations, tables
from studio.taxonomy.estimates import Estimate, Sum, grouped, share
from studio.taxonomy.rows import Group, Occupation, Subdomain, SubdomainLink

HOLES = 20
SUITE, GDPVAL = "This suite", "GDPval"
LISTS: dict[Literal["paper", "site", "union"], str] = {
    "paper": "ALE, paper v2",
    "site": "ALE, site of August 2026",
    "union": "ALE, both lists",
}


class Counted(Frozen):
    """A task as it is counted, with a weight of one.

    Attributes:
        code: its occupation in O*NET-SOC 2019, or an older code.
        release: what the code is from, such as `O*NET 30.1`; tells an old code that is still used.
        subdomain: the ALE subdomain that it names, by id, code or name; empty if it names none.
    """

    code: str
    release: str = ""
    subdomain: str = ""


class _Placed(Frozen):
    """Equal tasks whose occupation is known; the subdomain is one of the table."""

    occupation: Occupation
    subdomain: Subdomain | None
    tasks: int


def cover(tasks: Iterable[Counted], holes: int = HOLES) -> Coverage:
    """Return what tasks cover.

    Args:
        tasks: one for each task.
        holes: how many of the largest holes to name.
    """
    counts = Counter(tasks)
    remarks: list[Remark] = []
    placed = [one for task, number in counts.items() for one in _place(task, number, remarks)]
    codes = frozenset(one.occupation.soc for one in placed)
    groups = tuple(_group(group, placed, codes) for group in _majors())
    subdomains = tuple(_subdomain(one, placed) for one in tables.subdomains())
    gdpval = tuple(_gdpval(placed))
    return Coverage(
        tasks=counts.total(),
        counted=sum(one.tasks for one in placed),
        suite=measure(SUITE, "the occupations of its tasks", codes),
        beside=beside(),
        occupations=tuple(_occupations(placed)),
        groups=groups,
        group_holes=tuple(_group_holes(groups)),
        holes_by_employment=tuple(_holes(codes, "employment", holes)),
        holes_by_wages=tuple(_holes(codes, "wage_bill", holes)),
        parts=tuple(_parts(codes)),
        subdomains=subdomains,
        lists=tuple(_lists(subdomains)),
        gdpval=gdpval,
        gdpval_covered=sum(one.covered > 0 for one in gdpval),
        remarks=tuple(remarks),
        notes=tuple(_notes()),
        source=f"{tables.SOC}; {tables.OEWS}; {tables.ONET}",
        taxonomy=tables.ALE,
        credit=f"{occupations.CREDIT} {occupations.SOC_CREDIT}",
    )


def measure(name: str, basis: str, codes: Set[str]) -> Measured:
    """Return how large the detailed SOC codes `codes` are together in the economy."""
    return Measured(
        name=name,
        basis=basis,
        occupations=len(codes),
        groups=len({_major_of()[code] for code in codes}),
        employment=share(_estimates(), codes, "employment"),
        wages=share(_estimates(), codes, "wage_bill"),
    )


@cache
def beside() -> tuple[Measured, ...]:
    """Return GDPval and the two lists of ALE by their size, for comparison."""
    codes = frozenset(code for one in tables.gdpval() for code in one.detailed)
    basis = f"the {len(tables.gdpval())} occupations that it names"
    return (measure(GDPVAL, basis, codes), _ale("paper"), _ale("site"))


def _ale(which: Literal["paper", "site"]) -> Measured:
    ids = {one.id for one in tables.subdomains() if (one.in_paper, one.on_site)[which == "site"]}
    links = [one for one in _primary() if one.subdomain in ids]
    basis = f"primary SOC codes of its subdomains, {', '.join(sorted({x.basis for x in links}))}"
    return measure(LISTS[which], basis, frozenset(one.soc for one in links))


@cache
def _estimates() -> tuple[Estimate, ...]:
    return grouped(tables.wages().values())


@cache
def _majors() -> tuple[Group, ...]:
    return tuple(one for one in tables.soc() if one.level == "major")


@cache
def _major_of() -> Mapping[str, str]:
    return {code: one.code for one in _majors() for code in browsing.detailed_in(one.code)}


@cache
def _primary() -> tuple[SubdomainLink, ...]:
    return tuple(one for one in tables.subdomain_map() if one.relation == "primary")


@cache
def _titles() -> Mapping[str, str]:
    return {one.code: one.title for one in tables.soc()}


def _place(task: Counted, number: int, remarks: list[Remark]) -> Iterator[_Placed]:
    """Yield the tasks if their code is known; add what must be said of it to `remarks`."""
    try:
        old = crosswalks.upgraded(task.code, task.release)
        found = old.only if old else occupations.find(task.code)
        note = old.note if old else ""
    except UserError as fault:
        found, note = None, str(fault)
    if note:
        counted_as = found.code if found else ""
        remarks.append(Remark(about=task.code, tasks=number, counted_as=counted_as, note=note))
    if found:
        named = _named_subdomain(task.subdomain, number, remarks)
        yield _Placed(occupation=found, subdomain=named, tasks=number)


def _named_subdomain(name: str, number: int, remarks: list[Remark]) -> Subdomain | None:
    if not name.strip():
        return None
    try:
        return crosswalks.subdomain(name)
    except UserError as fault:
        note = f"{fault} The occupation decides in its place."
        remarks.append(Remark(about=name, tasks=number, counted_as="", note=note))
        return None


def _occupations(placed: Iterable[_Placed]) -> Iterator[OccupationCovered]:
    counts: Counter[Occupation] = Counter()
    for one in placed:
        counts[one.occupation] += one.tasks
    for found in sorted(counts, key=lambda one: one.code):
        yield OccupationCovered(**found.model_dump(), tasks=counts[found])


def _group(group: Group, placed: Iterable[_Placed], codes: Set[str]) -> GroupCovered:
    detailed = browsing.detailed_in(group.code)
    # No estimate is shared across major groups.
    inside = [one for one in _estimates() if _major_of()[one.codes[0]] == group.code]
    mine = (one.tasks for one in placed if _major_of()[one.occupation.soc] == group.code)
    return GroupCovered(
        code=group.code,
        title=group.title,
        tasks=sum(mine),
        occupations=len(codes & set(detailed)),
        detailed=len(detailed),
        employment=share(inside, codes, "employment"),
        wages=share(inside, codes, "wage_bill"),
    )


def _group_holes(groups: Iterable[GroupCovered]) -> Iterator[str]:
    bare = [one for one in groups if not one.tasks]
    yield from (one.code for one in sorted(bare, key=lambda one: -one.employment.total))


def _holes(codes: Set[str], figure: Sum, limit: int) -> Iterator[Hole]:
    bare = [one for one in _estimates() if one.part(codes) == "uncovered"]
    sized = [(size, one) for one in bare if (size := one.figure(figure)) is not None]
    for _, one in sorted(sized, key=lambda pair: (-pair[0], pair[1].code))[:limit]:
        yield _hole(one)


def _hole(one: Estimate) -> Hole:
    named = _named(one.codes)
    title = _titles().get(one.code) or "; ".join(code.title for code in named)
    return Hole(
        code=one.code,
        title=title,
        codes=named,
        basis="shared" if one.wage.basis == "shared" else "exact",
        employment=one.wage.employment,
        mean=one.wage.mean,
        wage_bill=one.wage.wage_bill,
        in_gdpval=any(code in row.detailed for row in tables.gdpval() for code in one.codes),
        subdomains=tuple(dict.fromkeys(x.subdomain for x in _primary() if x.soc in one.codes)),
        at_least=one.wage.at_least,
    )


def _named(codes: Iterable[str]) -> tuple[NamedCode, ...]:
    return tuple(NamedCode(code=code, title=_titles()[code]) for code in codes)


def _parts(codes: Set[str]) -> Iterator[PartCovered]:
    for one in _estimates():
        if one.part(codes) == "undecided":
            yield PartCovered(
                estimate=one.code,
                covered=_named(code for code in one.codes if code in codes),
                uncovered=_named(code for code in one.codes if code not in codes),
                employment=one.wage.employment,
                wage_bill=one.wage.wage_bill,
            )


def _subdomain(found: Subdomain, placed: Iterable[_Placed]) -> SubdomainCovered:
    tasks = named = near = 0
    for one in placed:
        relation = _relations(one.occupation.code).get(found.id)
        if one.subdomain == found:
            named += one.tasks
            tasks += one.tasks
        elif one.subdomain is None:
            tasks += one.tasks * (relation == "primary")
            near += one.tasks * (relation == "secondary")
    links = [link for link in _primary() if link.subdomain == found.id]
    return SubdomainCovered(
        id=found.id,
        code=found.code,
        name=found.name,
        cluster=found.cluster_name,
        in_paper=found.in_paper,
        on_site=found.on_site,
        tasks=tasks,
        named=named,
        near=near,
        soc=tuple(link.soc for link in links),
        basis=", ".join(dict.fromkeys(link.basis for link in links)),
        name_basis=found.name_basis,
    )


@cache
def _relations(code: str) -> Mapping[str, str]:
    """Return how an occupation stands to each of its subdomains, by their ids."""
    # Reversed, so that a primary relation replaces a secondary one of the same subdomain.
    return {link.subdomain: link.relation for link in reversed(crosswalks.subdomains_of(code))}


def _lists(subdomains: Iterable[SubdomainCovered]) -> Iterator[ListCovered]:
    rows = list(subdomains)
    for which, name in LISTS.items():
        held = {"paper": [x.in_paper for x in rows], "site": [x.on_site for x in rows]}
        mine = [one for one, inside in zip(rows, held.get(which, rows), strict=True) if inside]
        bare = [one for one in mine if not one.tasks]
        yield ListCovered(
            list=which,
            name=name,
            subdomains=len(mine),
            covered=len(mine) - len(bare),
            near=sum(one.near > 0 for one in bare),
            missing=tuple(one.id for one in bare),
        )


def _gdpval(placed: Iterable[_Placed]) -> Iterator[GdpvalCovered]:
    counts: Counter[str] = Counter()
    for one in placed:
        counts[one.occupation.soc] += one.tasks
    for row in tables.gdpval():
        yield GdpvalCovered(
            sector=row.sector,
            soc=row.soc,
            title=row.title,
            tasks=sum(counts[code] for code in row.detailed),
            covered=sum(code in counts for code in row.detailed),
            detailed=len(row.detailed),
        )


@cache
def _notes() -> tuple[str, ...]:
    """Return what must be known of the figures, counted from the tables."""
    shared = sum(len(one.codes) > 1 for one in _estimates())
    unpaid = [one for one in _estimates() if one.wage.employment and not one.wage.wage_bill]
    silent = sum(one.wage.employment is None for one in _estimates())
    return (
        "An O*NET occupation counts as its whole SOC code, "
        "for employment and wages are published for nothing smaller.",
        f"{tables.OEWS} has {shared} estimates that several SOC codes share. Each is counted once: "
        "as covered if all of its codes are, as unknown if only some are; then a share is a range.",
        f"{silent} SOC codes have no estimate and {len(unpaid)} more no yearly wage; "
        "they are in no share. A wage bill is employment times the mean yearly wage.",
        _top_codes(),
        "Which SOC codes a subdomain stands for is inferred by this project. A task counts in the "
        "subdomain that it names, or else in each for which its occupation is a primary one.",
        "The list of 55 subdomains is two: that of the paper's second version and that of the site "
        f"in August 2026; together they are {len(tables.subdomains())}.",
    )


def _top_codes() -> str:
    rows = [wage for wage in tables.wages().values() if wage.at_least]
    touched = [one for one in _estimates() if one.is_at_least("wage_bill")]
    if touched:
        return f"{len(touched)} of the figures are top-coded: sums that hold one are lower bounds."
    return (
        f"Of {len(rows)} SOC codes the median or 90th percentile is top-coded (>=), "
        "but no employment and no mean, so that no share rests on a lower bound."
    )
