"""What there is to see of an occupation, and the SOC tree with employment and wages."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import get_args

from studio.base.errors import UserError
from studio.model.occupation_contract import (
    Level,
    NamedCode,
    OccupationShown,
    SocRow,
    SocTree,
    StatementShown,
    SubdomainShown,
    WageShown,
)
from studio.taxonomy import crosswalks, occupations, releases, tables
from studio.taxonomy.rows import Group, Occupation, Wage

_MAJOR = re.compile(r"\d{2}-?")
LEVELS: tuple[Level, ...] = get_args(Level)
SHARED = (
    "An estimate that several codes share is counted once in the groups above them and kept apart "
    "from the others; never add such rows up."
)


@cache
def _groups() -> Mapping[str, Group]:
    return MappingProxyType({group.code: group for group in tables.soc()})


@cache
def _children() -> Mapping[str, tuple[Group, ...]]:
    found: dict[str, list[Group]] = {}
    for group in tables.soc():
        if group.parent:
            found.setdefault(group.parent, []).append(group)
    return MappingProxyType({code: tuple(listed) for code, listed in found.items()})


@cache
def _sharing() -> Mapping[str, tuple[str, ...]]:
    """Return the SOC codes that each shared estimate covers."""
    found: dict[str, list[str]] = {}
    for wage in tables.wages().values():
        if wage.basis == "shared" and wage.estimate:
            found.setdefault(wage.estimate, []).append(wage.soc)
    return MappingProxyType({estimate: tuple(codes) for estimate, codes in found.items()})


def group(code: str) -> Group:
    """Return the SOC 2018 group of any level with this code; an O*NET code stands for its SOC one.

    Raises:
        UserError: if there is none; names the nearest.
    """
    wanted = occupations.canonical(code)
    if _MAJOR.fullmatch(wanted):
        wanted = f"{wanted[:2]}-0000"
    if found := _groups().get(wanted):
        return found
    if "." in wanted:
        return _groups()[occupations.find(wanted).soc]
    occupations.refuse_words(code)
    if crosswalks.from_2010(wanted):
        # Raises: it is no code of today.
        return _groups()[crosswalks.followed(wanted)[0].soc]
    nearest = _groups()[occupations.nearest(wanted, _groups())]
    raise UserError(
        f"{code!r} is not a code of {tables.SOC}; "
        f"the nearest code is {nearest.code} ({nearest.title})."
    )


def ancestors(code: str) -> tuple[Group, ...]:
    """Return the groups above a SOC code, from the major one down to its stated parent."""
    above: list[Group] = []
    parent = _groups()[code].parent
    while parent:
        above.insert(0, _groups()[parent])
        parent = _groups()[parent].parent
    return tuple(above)


def below(code: str) -> Iterator[Group]:
    """Yield a group and all that lies in it, each before what lies in it."""
    yield _groups()[code]
    for child in _children().get(code, ()):
        yield from below(child.code)


def detailed_in(code: str) -> tuple[str, ...]:
    """Return the detailed SOC codes of a group."""
    return tuple(found.code for found in below(code) if found.level == "detailed")


@cache
def row(code: str) -> SocRow:
    """Return a SOC group with its employment and mean wage."""
    found = _groups()[code]
    return _detailed_row(found) if found.level == "detailed" else _summed_row(found)


def _detailed_row(found: Group) -> SocRow:
    wage = tables.wages()[found.code]
    exact = wage.basis == "exact"
    return SocRow(
        **found.model_dump(),
        basis=wage.basis,
        employment=wage.employment if exact else None,
        shared_employment=None if exact else wage.employment,
        shared_with=_shared_with(wage),
        unpublished=int(wage.basis == "not_published"),
        mean=wage.mean,
    )


def _shared_with(wage: Wage) -> tuple[str, ...]:
    together = _sharing().get(wage.estimate or "", ())
    return tuple(code for code in together if code != wage.soc) if wage.soc in together else ()


def _summed_row(found: Group) -> SocRow:
    inside = detailed_in(found.code)
    wages = [tables.wages()[code] for code in inside]
    exact = [wage for wage in wages if wage.basis == "exact"]
    counts = [wage.employment for wage in exact if wage.employment is not None]
    # Each estimate once: its rows repeat the same number.
    shared = {wage.estimate: wage.employment or 0 for wage in wages if wage.basis == "shared"}
    paid = [(w.wage_bill, w.employment) for w in exact if w.wage_bill and w.employment]
    persons = sum(count for _, count in paid)
    return SocRow(
        **found.model_dump(),
        basis="sum",
        employment=sum(counts) if counts else None,
        shared_employment=sum(shared.values()) if shared else None,
        shared_with=(),
        unpublished=sum(wage.basis == "not_published" for wage in wages),
        mean=round(sum(bill for bill, _ in paid) / persons) if persons else None,
    )


def tree(code: str | None = None, level: Level | None = None) -> SocTree:
    """Return the SOC tree, or the part of it below a code.

    Args:
        code: where to begin: a SOC 2018 code of any level, or an O*NET-SOC code.
        level: how deep to go; by default to minor groups, or below a code to the end.

    Raises:
        UserError: if there is no such code.
    """
    deepest = LEVELS.index(level or ("detailed" if code else "minor"))
    root = group(code) if code else None
    majors = [found for found in tables.soc() if found.level == "major"]
    found = [one for top in ([root] if root else majors) for one in below(top.code)]
    return SocTree(
        root=root.code if root else None,
        source=f"{tables.SOC}; {tables.OEWS}",
        note=SHARED,
        groups=tuple(row(one.code) for one in found if LEVELS.index(one.level) <= deepest),
        credit=occupations.SOC_CREDIT,
    )


def show(code: str, release: str | None = None) -> OccupationShown:
    """Return all there is of an occupation.

    Args:
        code: of O*NET-SOC 2019, or a SOC 2018 code for its general occupation.
        release: whose statements to show; the newest installed one if None.

    Raises:
        UserError: if there is no such code.
    """
    found = occupations.find(code)
    source = releases.release_of(release)
    return OccupationShown(
        code=found.code,
        soc=found.soc,
        title=found.title,
        table=tables.ONET,
        parents=tuple(_named(one) for one in (*ancestors(found.soc), _groups()[found.soc])),
        alternate_titles=tables.alternate_titles().get(found.code, ()),
        short_titles=tables.short_titles().get(found.code, ()),
        software=tables.software().get(found.code, ()),
        related=tuple(_related(found)),
        wages=_wages(tables.wages()[found.soc]),
        subdomains=tuple(_subdomains(found)),
        taxonomy=tables.ALE,
        in_gdpval=any(found.soc in one.detailed for one in tables.gdpval()),
        release=source.name if source else None,
        definition=releases.definition(found.code, release),
        statements=tuple(_statements(found, release)),
        note=_note(found, source),
        credit=_credit(source),
    )


def _named(found: Group | Occupation) -> NamedCode:
    return NamedCode(code=found.code, title=found.title)


def _related(found: Occupation) -> Iterator[NamedCode]:
    for code in tables.related().get(found.code, ()):
        yield _named(occupations.find(code))


def _subdomains(found: Occupation) -> Iterator[SubdomainShown]:
    for link in crosswalks.subdomains_of(found.code):
        one = crosswalks.subdomain(link.subdomain)
        yield SubdomainShown(
            id=one.id,
            code=one.code,
            name=one.name,
            relation=link.relation,
            in_paper=one.in_paper,
            on_site=one.on_site,
            basis=link.basis,
        )


def _statements(found: Occupation, release: str | None) -> Iterator[StatementShown]:
    for one in releases.statements(found.code, release):
        named = tuple(activity.text for activity in releases.activities(one.id, release))
        yield StatementShown(id=one.id, text=one.text, kind=one.kind, activities=named)


def _wages(wage: Wage) -> WageShown:
    figures = wage.model_dump(exclude={"soc", "shared_by", "wage_bill"})
    shared_with = _shared_with(wage)
    return WageShown(
        **figures,
        source=tables.OEWS,
        shared_with=shared_with,
        sentence=_sentence(wage, shared_with),
    )


def _sentence(wage: Wage, shared_with: tuple[str, ...]) -> str:
    if wage.basis == "not_published":
        return f"{tables.OEWS} publishes no estimate for {wage.soc}."
    within = len(crosswalks.occupations_of(wage.soc))
    whole = f", all {within} O*NET occupations in it" if within > 1 else ""
    if wage.basis == "exact":
        return f"{tables.OEWS} has an estimate for {wage.soc}{whole}."
    return (
        f"{tables.OEWS} has one estimate ({wage.estimate}) for {wage.soc}{whole} together with "
        f"{', '.join(shared_with)}: never add them up."
    )


def _note(found: Occupation, source: releases.Release | None) -> str:
    if found.code not in tables.software():
        return (
            "O*NET has collected no tasks and no software for this occupation; "
            "it can be chosen like any other."
        )
    return "" if source else releases.how_to_get()


def _credit(source: releases.Release | None) -> str:
    credit = f"{occupations.CREDIT} {occupations.SOC_CREDIT}"
    if source and source.name != tables.ONET:
        return f"{occupations.credit_of(source.name)} {credit}"
    return credit
