"""Sums over the estimates of OEWS: one that several SOC codes share counts once."""

from collections.abc import Iterable, Iterator, Set
from typing import Literal

from studio.model.coverage_contract import Figure, Share
from studio.model.frozen import Frozen
from studio.taxonomy.rows import Wage

Sum = Literal["employment", "wage_bill"]


class Estimate(Frozen):
    """Figures of OEWS with all the SOC codes that they are about together.

    Attributes:
        code: the SOC code, or that of an estimate that several share.
        codes: the SOC codes; one unless the estimate is shared.
        wage: a row of the table that repeats the figures.
    """

    code: str
    codes: tuple[str, ...]
    wage: Wage

    def figure(self, name: Sum) -> int | None:
        """Return persons or the wage bill in dollars a year, None if OEWS publishes none."""
        return self.wage.employment if name == "employment" else self.wage.wage_bill

    def is_at_least(self, name: Sum) -> bool:
        """Tell whether the figure is a lower bound: itself, or a factor of it, is top-coded."""
        parts = {"employment"} if name == "employment" else {"employment", "mean", "wage_bill"}
        return not parts.isdisjoint(self.wage.at_least)

    def part(self, covered: Set[str]) -> Literal["covered", "undecided", "uncovered"]:
        """Tell whether all, some or none of the SOC codes are among `covered`."""
        inside = sum(code in covered for code in self.codes)
        if inside == len(self.codes):
            return "covered"
        return "undecided" if inside else "uncovered"


def grouped(wages: Iterable[Wage]) -> tuple[Estimate, ...]:
    """Return the estimates of the rows of OEWS, each once, in the order of the rows."""
    rows: dict[str, list[Wage]] = {}
    for wage in wages:
        shared = wage.basis == "shared" and wage.estimate is not None
        rows.setdefault(wage.estimate or wage.soc if shared else wage.soc, []).append(wage)
    return tuple(
        Estimate(code=code, codes=tuple(row.soc for row in found), wage=found[0])
        for code, found in rows.items()
    )


def share(estimates: Iterable[Estimate], covered: Set[str], name: Sum) -> Share:
    """Return how much of a sum over `estimates` belongs to the SOC codes `covered`.

    Args:
        estimates: what is summed; each counts once.
        covered: detailed SOC codes.
        name: persons employed, or dollars of wages a year.
    """
    found = list(estimates)
    parts = {"covered": 0, "undecided": 0, "uncovered": 0}
    for one in found:
        parts[one.part(covered)] += one.figure(name) or 0
    total = sum(parts.values())
    without = [code for one in found if one.figure(name) is None for code in one.codes]
    return Share(
        total=total,
        **parts,
        least=parts["covered"] / total if total else None,
        most=(parts["covered"] + parts["undecided"]) / total if total else None,
        at_least=tuple(_at_least(found, covered, name)),
        without=len(without),
        without_covered=sum(code in covered for code in without),
    )


def _at_least(found: Iterable[Estimate], covered: Set[str], name: Sum) -> Iterator[Figure]:
    bounds = {one.part(covered) for one in found if one.is_at_least(name)}
    if bounds:
        yield "total"
    yield from sorted(bounds)
