"""What the page of occupations shows, without Qt."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio.base.errors import UserError
from studio.formats.tasks import open_task
from studio.model.occupation_contract import NamedCode, OccupationShown, SocRow, WageShown
from studio.taxonomy import browsing, crosswalks, tables
from studio.taxonomy.rows import Occupation

# What stands beside a count of persons; the foot of the tree says the same in words.
MORE, TOGETHER = "+", "~"
LEGEND = (
    f"{MORE} and more in estimates that several codes share, kept apart;  "
    f"{TOGETHER} one estimate for several codes, never added up;  - none is published"
)
NONE = "-"
_LEVELS = {
    "major": "Major group",
    "minor": "Minor group",
    "broad": "Broad occupation",
    "detailed": "Detailed occupation",
}
_FIGURES = (
    ("mean", "Mean wage"),
    ("median", "Median wage"),
    ("tenth", "10% earn less than"),
    ("ninetieth", "90% earn less than"),
)


@dataclass(frozen=True)
class Branch:
    """A line of the tree: a SOC group, or an occupation of O*NET in one."""

    code: str
    title: str
    employed: str
    sign: str
    mean: str
    tip: str
    above: "Branch | None" = field(repr=False, compare=False)
    below: list["Branch"] = field(default_factory=list, repr=False, compare=False)


def read_tree() -> tuple[Branch, ...]:
    """Return the major groups with all that lies in them.

    A detailed code with one occupation of O*NET is that occupation, for a line below it would say
    the same again.
    """
    found: dict[str, Branch] = {}
    occupations: dict[str, list[Occupation]] = {}
    for one in tables.occupations():
        occupations.setdefault(one.soc, []).append(one)
    for row in browsing.tree(level="detailed").groups:
        above = found[row.parent] if row.parent else None
        inside = occupations.get(row.code, [])
        code = inside[0].code if len(inside) == 1 else row.code
        made = _branch(row, code, above)
        found[row.code] = made
        if len(inside) > 1:
            made.below.extend(_leaf(one.code, one.title, made) for one in inside)
    for made in found.values():
        if made.above:
            made.above.below.append(made)
    return tuple(made for made in found.values() if made.above is None)


def _branch(row: SocRow, code: str, above: Branch | None) -> Branch:
    return Branch(
        code, row.title, employed(row), sign(row), money(row.mean), group_sentence(row), above
    )


def _leaf(code: str, title: str, above: Branch) -> Branch:
    return Branch(code, title, "", "", "", f"Counted together with {above.code}.", above)


def employed(row: SocRow) -> str:
    """Return how many persons work in a group, those of shared estimates apart."""
    count = row.shared_employment if row.level == "detailed" else row.employment
    count = row.employment if row.employment is not None else count
    return NONE if count is None else f"{count:,}"


def sign(row: SocRow) -> str:
    """Return the sign that stands beside that number, "" if it is the whole of it."""
    if row.shared_employment is None:
        return ""
    return TOGETHER if row.level == "detailed" else MORE


def money(amount: int | None, at_least: bool = False) -> str:
    """Return dollars a year."""
    return NONE if amount is None else f"{'≥ ' if at_least else ''}${amount:,}"


def group_sentence(row: SocRow) -> str:
    """Return in words what the numbers of a group rest on."""
    if row.basis == "not_published":
        return f"{tables.OEWS} publishes no estimate for {row.code}."
    if row.shared_with:
        return f"One estimate for {row.code} and {', '.join(row.shared_with)}: never add them up."
    parts = []
    if row.shared_employment is not None:
        parts.append(f"{row.shared_employment:,} more in estimates that several codes share")
    if row.unpublished:
        codes = "1 code" if row.unpublished == 1 else f"{row.unpublished} codes"
        parts.append(f"{codes} without an estimate")
    return f"{tables.OEWS}" + (f"; {'; '.join(parts)}." if parts else ".")


@dataclass(frozen=True)
class GroupShown:
    """A group of SOC 2018 as its page shows it."""

    code: str
    title: str
    kind: str
    parents: tuple[NamedCode, ...]
    figures: tuple[tuple[str, str], ...]
    sentence: str
    inside: tuple[NamedCode, ...]
    detailed: frozenset[str]


Shown = OccupationShown | GroupShown


def read_shown(code: str) -> Shown:
    """Return what is known of an occupation of O*NET, or of a group of SOC 2018.

    A detailed code with one occupation of O*NET is that occupation, as in the tree.

    Raises:
        UserError: if there is no such code, or an installed release is damaged.
    """
    inside = () if "." in code else crosswalks.occupations_of(code)
    if "." in code or len(inside) == 1:
        return browsing.show(code)
    row = browsing.row(browsing.group(code).code)
    shared = row.shared_employment is not None and row.level != "detailed"
    return GroupShown(
        code=row.code,
        title=row.title,
        kind=f"{_LEVELS[row.level]} of {tables.SOC}",
        parents=tuple(_named(above) for above in browsing.ancestors(row.code)),
        figures=(
            ("Employed", employed(row)),
            *((("Shared, kept apart", f"{row.shared_employment:,}"),) if shared else ()),
            ("Mean wage", money(row.mean)),
        ),
        sentence=group_sentence(row),
        inside=tuple(_inside(row)),
        detailed=frozenset(browsing.detailed_in(row.code)),
    )


def _inside(row: SocRow) -> Iterator[NamedCode]:
    if row.level == "detailed":
        yield from (_named(one) for one in crosswalks.occupations_of(row.code))
        return
    for one in tables.soc():
        if one.parent == row.code:
            below = crosswalks.occupations_of(one.code)
            yield _named(below[0]) if len(below) == 1 else _named(one)


def _named(found: Any) -> NamedCode:
    return NamedCode(code=found.code, title=found.title)


def wage_figures(wages: WageShown) -> tuple[tuple[str, str], ...]:
    """Return employment and wages with their captions; a figure that is not known is left out."""
    found = []
    if wages.employment is not None:
        found.append(("Employed", f"{wages.employment:,}"))
    for name, caption in _FIGURES:
        if (amount := getattr(wages, name)) is not None:
            found.append((caption, money(amount, name in wages.at_least)))
    if wages.hourly is not None and wages.mean is None:
        at_least = "≥ " if "hourly" in wages.at_least else ""
        found.append(("Mean wage an hour", f"{at_least}${wages.hourly:,.2f}"))
    return tuple(found)


@dataclass(frozen=True)
class Use:
    """A task of this workspace and the occupation that it is linked to."""

    folder: Path
    title: str
    code: str


def read_uses(places: list[Path], cancelled: Callable[[], bool]) -> tuple[Use, ...]:
    """Return the tasks that are linked to an occupation; one that cannot be read is left out."""
    found = []
    for place in places:
        if cancelled():
            break
        try:
            task = open_task(place).document.task
        except (UserError, OSError):
            continue
        if task.occupation:
            found.append(Use(place, task.title or place.name, task.occupation.code))
    return tuple(found)


def uses_of(shown: Shown, uses: tuple[Use, ...]) -> tuple[Use, ...]:
    """Return the tasks of an occupation, or of all occupations in a group."""
    if isinstance(shown, OccupationShown):
        return tuple(use for use in uses if use.code == shown.code)
    return tuple(use for use in uses if use.code.partition(".")[0] in shown.detailed)


class Trail:
    """Where one came from by pressing names on a page; a choice in a list begins a new one."""

    def __init__(self) -> None:
        self.current = ""
        self._before: list[str] = []

    @property
    def can_go_back(self) -> bool:
        """Whether there is a page to go back to."""
        return bool(self._before)

    def begin(self, code: str) -> None:
        """Begin anew with what was chosen in a list."""
        self.current, self._before = code, []

    def follow(self, code: str) -> None:
        """Go on to what was pressed on the page."""
        if self.current and code != self.current:
            self._before.append(self.current)
        self.current = code

    def go_back(self) -> str:
        """Go back one page and return its code."""
        if self._before:
            self.current = self._before.pop()
        return self.current
