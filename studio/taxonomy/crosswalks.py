"""From one list of occupations to another, each answer with its basis and never silently."""

import difflib
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from studio.base.errors import UserError
from studio.model.frozen import Frozen
from studio.taxonomy import tables
from studio.taxonomy.occupations import canonical, find
from studio.taxonomy.rows import Crossing, Occupation, Subdomain, SubdomainLink
from studio.taxonomy.words import fold

BLS = "BLS crosswalk from SOC 2010 to SOC 2018"
PREFIX = "the SOC 2018 code that the O*NET-SOC 2019 code begins with"
SAME = "the O*NET-SOC 2019 code is the same"
# The first release of the database whose codes are those of O*NET-SOC 2019.
_FIRST_OF_2019 = (25, 1)
_MOST_NAMED = 4
_EITHER_CODE = r"\d{2}-\d{4}(\.\d{2})?"


class Crossed(Frozen):
    """A code of another list that a code stands for, and how that is known."""

    code: str
    title: str
    basis: str


class Upgrade(Frozen):
    """What became of an old code: the occupations to choose from, and a sentence that says so."""

    old: str
    choices: tuple[Occupation, ...]
    basis: str
    note: str

    @property
    def only(self) -> Occupation | None:
        """The one occupation that the old code became, None if a person must choose."""
        return self.choices[0] if len(self.choices) == 1 else None


@cache
def _titles() -> Mapping[str, str]:
    return MappingProxyType({group.code: group.title for group in tables.soc()})


@cache
def _crossings() -> Mapping[str, tuple[Crossing, ...]]:
    found: dict[str, list[Crossing]] = {}
    for line in tables.soc_2010():
        found.setdefault(line.old, []).append(line)
    return MappingProxyType({old: tuple(lines) for old, lines in found.items()})


def soc_of(code: str) -> Crossed:
    """Return the SOC 2018 code of an O*NET-SOC 2019 code.

    Raises:
        UserError: if there is no such code; names the nearest.
    """
    found = find(code)
    return Crossed(code=found.soc, title=_titles()[found.soc], basis=f"{PREFIX} ({found.code})")


def occupations_of(soc: str) -> tuple[Occupation, ...]:
    """Return the O*NET-SOC 2019 occupations of a SOC 2018 code, the general one first."""
    return tuple(found for found in tables.occupations() if found.soc == soc.strip())


def from_2010(code: str) -> tuple[Crossed, ...]:
    """Return the SOC 2018 codes of a SOC 2010 code, none if it is no code of SOC 2010.

    The basis tells of a new occupation that is made of several old ones, which the source marks
    with ##.
    """
    return tuple(
        Crossed(
            code=line.new,
            title=_titles()[line.new],
            basis=f"{BLS} (##: made of several old ones)" if line.merged else BLS,
        )
        for line in _crossings().get(code.strip(), ())
    )


def _speaks_2010(release: str) -> bool:
    """Tell whether the name of a release says that its codes are those of 2010."""
    if re.search(r"SOC[ -]?2010", release):
        return True
    number = re.search(r"O\*NET (\d+)\.(\d+)", release)
    return number is not None and (int(number[1]), int(number[2])) < _FIRST_OF_2019


@cache
def _current() -> frozenset[str]:
    codes = {found.code for found in tables.occupations()}
    return frozenset(codes | {code.removesuffix(".00") for code in codes})


def upgraded(code: str, release: str = "") -> Upgrade | None:
    """Return what became of a code of SOC 2010 or of O*NET-SOC 2010, None if it is current.

    752 codes stand in both lists; there only `release`, what the file says its code is from (such
    as `SOC 2010` or `O*NET 22.1`), tells that it is an old one.

    Raises:
        UserError: if it is a code of neither list; names the nearest.
    """
    wanted = canonical(code)
    if wanted in _current() and not _speaks_2010(release):
        return None
    lines = _crossings().get(wanted[:7], ()) if re.fullmatch(_EITHER_CODE, wanted) else ()
    if not lines:
        # Raises if the code is unknown; else it is a new code whatever the release says.
        find(wanted)
        return None
    choices, basis = _choices(wanted, [line.new for line in lines])
    return Upgrade(old=wanted, choices=choices, basis=basis, note=_note(wanted, lines, choices))


def _choices(old: str, new: list[str]) -> tuple[tuple[Occupation, ...], str]:
    if old.endswith(".00") or "." not in old:
        return tuple(find(code) for code in new), BLS
    if old in _current() and old[:7] in new:
        return (find(old),), SAME
    # What an O*NET suffix of 2010 became is in no crosswalk at hand: a person chooses.
    return tuple(found for code in new for found in occupations_of(code)), BLS


def _note(old: str, lines: tuple[Crossing, ...], choices: tuple[Occupation, ...]) -> str:
    named = " or ".join(f"{found.code} ({found.title})" for found in choices[:_MOST_NAMED])
    more = len(choices) - _MOST_NAMED
    rest = f" or one of {more} more" if more > 0 else ""
    todo = "check that it fits" if len(choices) == 1 else "choose one"
    narrower = old[7:] not in ("", ".00")
    title = f"{'within ' * narrower}{lines[0].old_title}"
    if narrower and old not in _current():
        was = f"{old} is not a code of O*NET-SOC 2019 and lies {title} of SOC 2010"
    else:
        was = f"{old} ({title}) is a code of {'O*NET-SOC' if '.' in old else 'SOC'} 2010"
    return f"{was}; in O*NET-SOC 2019 it is {named}{rest}: {todo}."


def followed(code: str) -> tuple[Occupation, str]:
    """Return the occupation that a person means by a code, and what to tell of it, "" if nothing.

    A code of SOC 2010 that became a single other is followed. One with an O*NET suffix never is,
    for it may as well be a mistyped code of today.

    Raises:
        UserError: if it is no code, or what it became must be chosen.
    """
    old = upgraded(code)
    if old is None:
        return find(code), ""
    if old.only is None:
        raise UserError(old.note)
    if old.old[7:] not in ("", ".00"):
        # Raises: no current code is upgraded when no release is named.
        find(code)
    return old.only, old.note


def subdomain(name: str) -> Subdomain:
    """Return an ALE subdomain by its id (`4.1`), its code or its name.

    Raises:
        UserError: if there is none; names the nearest.
    """
    wanted = fold(name)
    names = {fold(text): one for one in tables.subdomains() for text in (one.code, one.name)}
    ids = {one.id: one for one in tables.subdomains()}
    if found := ids.get(name.strip()) or names.get(wanted):
        return found
    near = difflib.get_close_matches(wanted, names, 1, 0.0)
    nearest = names[near[0]] if near else tables.subdomains()[0]
    raise UserError(
        f"{name!r} is not a subdomain of the {tables.ALE}; the nearest is {nearest.id} "
        f"({nearest.code}, {nearest.name})."
    )


def soc_of_subdomain(name: str) -> tuple[SubdomainLink, ...]:
    """Return the SOC codes that an ALE subdomain stands for, primary ones first, with the basis.

    Raises:
        UserError: if there is no such subdomain.
    """
    wanted = subdomain(name).id
    return tuple(link for link in tables.subdomain_map() if link.subdomain == wanted)


def subdomains_of(code: str) -> tuple[SubdomainLink, ...]:
    """Return the ALE subdomains of a SOC 2018 or O*NET-SOC 2019 code, primary ones first.

    A link may hold for some O*NET occupations of its SOC code only; then the others have none.

    Raises:
        UserError: if there is no such code; names the nearest.
    """
    found = find(code)
    whole = "." not in code
    links = [
        link
        for link in tables.subdomain_map()
        if link.soc == found.soc and (whole or not link.onet or found.code in link.onet)
    ]
    return tuple(sorted(links, key=lambda link: link.relation != "primary"))
