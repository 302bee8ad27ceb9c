"""The check of molecules: which they are, whatever their spelling."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.chemistry import Sameness, agree, flat, plain, spelled
from studio.grading.families.addressing import of_reference
from studio.grading.families.sequences import unreadable_records
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.molecules import Molecule, read_molecules
from studio.grading.readers.values import Scalar, legible, number_of, same, shown
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

COLUMN: Any = Field(
    default="", title="Column", description="Of a table, the column with the SMILES."
)
NAMES: Any = Field(
    default="",
    title="Names",
    description="Of a table the column, of an SD file the field that names molecules; the second "
    "word of a line or the first line of a block if it is left out.",
)


class MoleculesEqualParameters(Frozen):
    """Which molecules there must be; how they are spelled is free.

    What the reference says of space (stereochemistry) must be so; what it leaves open is free.
    """

    column: str = COLUMN
    names: str = NAMES
    by: Literal["name", "structure", "place"] = Field(
        default="structure",
        title="Belong together by",
        description="Their names, their place in the file, or only by what they are.",
    )
    salts: bool = Field(
        default=False, title="Salts are free", description="Only the largest part counts."
    )
    charges: bool = Field(
        default=False, title="Charges are free", description="Acids and their ions are the same."
    )
    tautomers: bool = Field(
        default=False, title="Tautomers are free", description="They are the same molecule."
    )
    fields: tuple[str, ...] = Field(
        default=(),
        title="Fields",
        description="The columns or fields beside the molecules that must agree too.",
    )
    extra: Literal["fail", "ignore"] = Field(
        default="fail", title="Others", description="What a molecule too many amounts to."
    )

    @property
    def sameness(self) -> Sameness:
        """What makes no difference."""
        return Sameness(self.salts, self.charges, self.tautomers)


def molecules_of_reference(
    target: Target, grounds: Grounds, column: str, names: str
) -> tuple[Molecule, ...]:
    """Return the molecules of the reference.

    Raises:
        FaultError: if they cannot be read.
    """
    return of_reference(lambda: read_molecules(grounds.reference, target, column, names), target)


def plain_molecules(
    found: Sequence[Molecule], parameters: MoleculesEqualParameters
) -> list[Molecule]:
    """Return molecules without what makes no difference."""
    return [replace(one, graph=plain(one.graph, parameters.sameness)) for one in found]


def paired(
    by: str, expected: Sequence[Molecule], found: Sequence[Molecule]
) -> tuple[list[int], list[str]]:
    """Return for each molecule that is wanted the number of its partner, and those too many.

    A partner is -1 where there is none; by name or place it may be another molecule.
    """
    if by == "structure":
        partners = _by_structure(expected, found)
    elif by == "place":
        partners = [n if n < len(found) else -1 for n in range(len(expected))]
    else:
        counts = Counter(one.name.casefold() for one in found)
        numbers = {one.name.casefold(): n for n, one in enumerate(found)}
        names = [one.name.casefold() for one in expected]
        partners = [numbers[name] if counts[name] == 1 else -1 for name in names]
    taken = set(partners)
    known = {one.name.casefold() for one in expected} if by == "name" else set()
    return partners, [
        one.name or spelled(one.graph)
        for n, one in enumerate(found)
        if n not in taken and one.name.casefold() not in known
    ]


def _alike(one: Any, other: Any) -> bool:
    return spelled(one) == spelled(other)


def _by_structure(expected: Sequence[Molecule], found: Sequence[Molecule]) -> list[int]:
    """Pair equal molecules; those that are spelled alike first, for others may fit several."""
    left: dict[str, list[int]] = {}
    for number, one in enumerate(found):
        left.setdefault(flat(one.graph), []).append(number)
    partners = [-1] * len(expected)
    for test in (_alike, agree):
        for number, one in enumerate(expected):
            candidates = left.get(flat(one.graph), [])
            if partners[number] < 0:
                fitting = [n for n in candidates if test(one.graph, found[n].graph)]
                if fitting:
                    partners[number] = fitting[0]
                    candidates.remove(fitting[0])
    return partners


def pair_fault(
    check: Check, parameters: MoleculesEqualParameters, expected: Molecule, found: Molecule
) -> str:
    """Return what is wrong with the molecule found for another, empty if nothing is."""
    if not agree(expected.graph, found.graph):
        if flat(expected.graph) == flat(found.graph):
            return "another or no stereochemistry"
        return f"{spelled(found.graph)[:40]} and not {spelled(expected.graph)[:40]}"
    stated = {name.casefold(): value for name, value in found.stated.items()}
    for name in parameters.fields:
        value, wanted = stated.get(name.casefold()), expected.stated.get(name)
        if not same(_typed(wanted), _typed(value), check.tolerance):
            return f"{name} is {shown(_typed(value))}, expected {shown(_typed(wanted))}"
    return ""


def _typed(value: Scalar) -> Scalar:
    number = number_of(value)
    return value if number is None else number


def _judge_equal(
    check: Check, parameters: MoleculesEqualParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    where = parameters.column, parameters.names
    expected = plain_molecules(molecules_of_reference(target, grounds, *where), parameters)
    try:
        found = plain_molecules(read_molecules(grounds.output, target, *where), parameters)
    except Unreadable as fault:
        return unreadable_records(check, target, fault)
    partners, extra = paired(parameters.by, expected, found)
    extra = [] if parameters.extra == "ignore" else extra
    missing = [one for n, one in enumerate(expected) if partners[n] < 0]
    wrong = [
        (one, how)
        for n, one in enumerate(expected)
        if partners[n] >= 0 and (how := pair_fault(check, parameters, one, found[partners[n]]))
    ]
    evidence = {
        "place": check.target,
        "missing": [
            f"{legible(one.name[:60])} {spelled(one.graph)[:80]}".strip()
            for one in missing[:EVIDENCE_CAP]
        ],
        "extra": [legible(name[:80]) for name in extra[:EVIDENCE_CAP]],
        "wrong": [
            {"molecule": legible(one.name[:60]), "how": legible(how)}
            for one, how in wrong[:EVIDENCE_CAP]
        ],
    }
    if not missing and not wrong and not extra:
        line = f"The molecules of {target.path} are those asked for."
        return passed(line, public=line, **evidence)
    parts = [
        (len(missing), "missing", legible(missing[0].name[:40]) if missing else ""),
        (len(extra), "too many", legible(extra[0][:40]) if extra else ""),
        (len(wrong), "not as they must be",
         f"{legible(wrong[0][0].name[:40])}: {wrong[0][1]}" if wrong else ""),
    ]  # fmt: skip
    line = f"Of the molecules of {target.path} "
    told = [part for part in parts if part[0]]
    sentence = ", ".join(f"{n:,} {what}" + (f" ({which})" if which else "")
                         for n, what, which in told)  # fmt: skip
    public = ", ".join(f"{n:,} {what}" for n, what, _ in told)
    score = (len(expected) - len(missing) - len(wrong)) / (len(expected) + len(extra))
    return Judgement(score, f"{line}{sentence}.", evidence, f"{line}{public}.")


def _sentence_equal(
    check: Check, parameters: MoleculesEqualParameters, target: Target, grounds: Grounds
) -> str:
    try:
        found = molecules_of_reference(target, grounds, parameters.column, parameters.names)
        many = f"{len(found):,} molecules" if len(found) > 1 else "molecule"
        what = f"the {many} of the reference"
    except FaultError:
        what = "the molecules of the reference"
    how = {"name": " by name", "structure": "", "place": " in their order"}[parameters.by]
    free = [n for n in ("salts", "charges", "tautomers") if getattr(parameters, n)]
    ends = f"; {' and '.join(free)} make no difference" if free else ""
    return f"{check.target} has {what}{how}, whatever their spelling{ends}"


def _fit_equal(
    check: Check, parameters: MoleculesEqualParameters, target: Target, grounds: Grounds
) -> str:
    found = molecules_of_reference(target, grounds, parameters.column, parameters.names)
    names = [molecule.name.casefold() for molecule in found]
    if parameters.by == "name" and (len(set(names)) != len(names) or "" in names):
        return f"The names of {target.path} of the reference do not tell its molecules apart."
    for name in parameters.fields:
        if name not in found[0].stated:
            there = ", ".join(found[0].stated) or "none"
            return f"The molecules of the reference have no field {name}; there are {there}."
    return ""


register(
    Kind(
        id="molecules_equal",
        family="molecules",
        title="Molecules, whatever their spelling",
        parameters=MoleculesEqualParameters,
        judge=_judge_equal,
        sentence=_sentence_equal,
        fit=_fit_equal,
        extra="molecules",
    )
)
