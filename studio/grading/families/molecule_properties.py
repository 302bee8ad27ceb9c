"""The check of what holds of molecules: formula, mass, groups; where many are right, as rules."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from studio.grading.chemistry import matches, spelled, value_of
from studio.grading.families.molecules import COLUMN, NAMES, molecules_of_reference
from studio.grading.families.sequences import unreadable_records
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.molecules import Molecule, read_molecules
from studio.grading.readers.values import legible, number_of
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

Property = Literal[
    "formula", "mass", "exact_mass", "charge", "heavy_atoms", "rings", "aromatic_rings", "donors",
    "acceptors", "rotatable_bonds", "tpsa", "logp", "substructure",
]  # fmt: skip
SHOWN = {
    "mass": "molar mass", "exact_mass": "exact mass", "heavy_atoms": "number of heavy atoms",
    "rings": "number of rings", "aromatic_rings": "number of aromatic rings",
    "donors": "number of hydrogen bond donors", "acceptors": "number of hydrogen bond acceptors",
    "rotatable_bonds": "number of rotatable bonds", "tpsa": "polar surface", "logp": "log P",
    "substructure": "number of matches of {}",
}  # fmt: skip
_NOISE = 1e-6


class PropertyRule(Frozen):
    """What must hold of each molecule."""

    name: Property = Field(title="Property", description="What is computed of each molecule.")
    equals: str | float | None = Field(
        default=None,
        title="Equals",
        description="The value, such as `C9H8O4`; without any bound it is that of the reference.",
    )
    at_least: float | None = Field(default=None, title="At least", description="The floor.")
    at_most: float | None = Field(default=None, title="At most", description="The ceiling.")
    stated: str = Field(
        default="",
        title="Stated in",
        description="The column or field in which the output tells the value: it must be what its "
        "own molecule has.",
    )
    pattern: str = Field(
        default="", title="Pattern", description="The SMARTS of a substructure, `C(=O)[OH]`."
    )
    tolerance: float = Field(
        default=0.01, ge=0, title="Tolerance", description="How far off a number may be."
    )


class MoleculePropertiesParameters(Frozen):
    """What must hold of the molecules of a file, where others than the reference's are right."""

    column: str = COLUMN
    names: str = NAMES
    rules: tuple[PropertyRule, ...] = Field(
        min_length=1, max_length=20, title="Rules", description="Each holds for each molecule."
    )
    least: int = Field(
        default=1, ge=1, title="How many", description="How many different molecules at least."
    )


def _judge_properties(
    check: Check, parameters: MoleculePropertiesParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    expected = molecules_of_reference(target, grounds, parameters.column, parameters.names)
    try:
        found = read_molecules(grounds.output, target, parameters.column, parameters.names)
    except Unreadable as fault:
        return unreadable_records(check, target, fault)
    faults = faults_of(parameters, expected, found)
    different = len({spelled(molecule.graph) for molecule in found})
    total = max(len(found), parameters.least) * len(parameters.rules)
    short = max(0, parameters.least - different) * len(parameters.rules)
    evidence = {
        "place": check.target,
        "molecules": len(found),
        "wrong": [
            {"molecule": legible(name[:60]), "how": how} for name, how, _ in faults[:EVIDENCE_CAP]
        ],
    }
    if not faults and not short:
        line = f"The molecules of {target.path} are as they must be."
        return passed(line, public=line, **evidence)
    if short:
        line = f"{target.path} has {different} different molecules and not {parameters.least}."
        score = max(0.0, 1 - (len(faults) + short) / total)
        return Judgement(score, line, evidence, f"{target.path} has too few different molecules.")
    name, how, _ = faults[0]
    line = f"{len(faults):,} times a molecule of {target.path} is not as it must be"
    public = f"{line}: {', '.join(dict.fromkeys(kind for _, _, kind in faults))}."
    score = max(0.0, 1 - len(faults) / total)
    return Judgement(score, f"{line} ({legible(name[:40])}: {how}).", evidence, public)


def faults_of(
    parameters: MoleculePropertiesParameters,
    expected: Sequence[Molecule],
    found: Sequence[Molecule],
) -> list[tuple[str, str, str]]:
    """Return each rule that a molecule breaks: its name, how, and which property it is."""
    by_name = {molecule.name.casefold(): molecule for molecule in expected}
    faults = []
    for number, molecule in enumerate(found, 1):
        name = molecule.name or f"molecule {number}"
        for rule in parameters.rules:
            alone = expected[0] if len(expected) == 1 else None
            model = by_name.get(molecule.name.casefold(), alone)
            how = _fault(rule, molecule, model)
            if how:
                faults.append((name, how, title_of(rule)))
    return faults


def title_of(rule: PropertyRule) -> str:
    """Return what a rule is about in words."""
    return SHOWN.get(rule.name, rule.name).format(rule.pattern)


def _value(rule: PropertyRule, graph: Any) -> float | str:
    if rule.name == "substructure":
        return float(matches(graph, rule.pattern) or 0)
    return value_of(graph, rule.name)


def _is_relative(rule: PropertyRule) -> bool:
    """Tell whether a rule has no bound of its own, so that the reference's value counts."""
    bounds = (rule.equals, rule.at_least, rule.at_most)
    return not rule.stated and all(bound is None for bound in bounds)


def _fault(rule: PropertyRule, molecule: Molecule, model: Molecule | None) -> str:
    """Return how a molecule breaks a rule, empty if it does not."""
    value = _value(rule, molecule.graph)
    title = title_of(rule)
    if rule.stated:
        return _stated_fault(rule, molecule, value)
    wanted = rule.equals
    if _is_relative(rule):
        if model is None:
            return "no such molecule is asked for"
        wanted = _value(rule, model.graph)
    if wanted is not None and not _same(wanted, value, rule.tolerance):
        return f"{title} is {_shown(value)}, expected {_shown(wanted)}"
    if isinstance(value, float) and rule.at_least is not None and value < rule.at_least - _NOISE:
        return f"{title} is {_shown(value)}, below {rule.at_least:g}"
    if isinstance(value, float) and rule.at_most is not None and value > rule.at_most + _NOISE:
        return f"{title} is {_shown(value)}, above {rule.at_most:g}"
    return ""


def _stated_fault(rule: PropertyRule, molecule: Molecule, value: float | str) -> str:
    said = next(
        (v for name, v in molecule.stated.items() if name.casefold() == rule.stated.casefold()),
        None,
    )
    told: float | str | None = said if rule.name == "formula" else number_of(said)
    if told is None or not _same(value, told, rule.tolerance):
        return f"{rule.stated} says {legible(str(said)[:40])}, but its {title_of(rule)} is " + (
            _shown(value)
        )
    return ""


def _same(wanted: float | str, value: float | str, tolerance: float) -> bool:
    if isinstance(wanted, str) or isinstance(value, str):
        return _hill(str(wanted)) == _hill(str(value))
    return abs(wanted - value) <= tolerance + _NOISE


def _hill(text: str) -> str:
    """Return a formula without blanks and with plain digits: C₉H₈O₄ is C9H8O4."""
    return "".join(text.translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")).split())


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:,.6g}"


def _sentence_properties(
    check: Check, parameters: MoleculePropertiesParameters, target: Target, grounds: Grounds
) -> str:
    rules = "; ".join(_rule_sentence(rule) for rule in parameters.rules)
    many = f"at least {parameters.least} different ones" if parameters.least > 1 else "all"
    return f"The molecules of {check.target}, {many}: {rules}"


def _rule_sentence(rule: PropertyRule) -> str:
    title = title_of(rule)
    if rule.stated:
        room = "" if rule.name == "formula" else f", within {rule.tolerance:g}"
        return f"{rule.stated} tells the {title}{room}"
    if _is_relative(rule):
        return f"the {title} is the reference's"
    parts = []
    if rule.equals is not None:
        parts.append(_shown(rule.equals))
    if rule.at_least is not None:
        parts.append(f"at least {rule.at_least:g}")
    if rule.at_most is not None:
        parts.append(f"at most {rule.at_most:g}")
    return f"the {title} is {' and '.join(parts)}"


def _fit_properties(
    check: Check, parameters: MoleculePropertiesParameters, target: Target, grounds: Grounds
) -> str:
    found = molecules_of_reference(target, grounds, parameters.column, parameters.names)
    for rule in parameters.rules:
        if rule.name == "substructure":
            if not rule.pattern or matches(found[0].graph, rule.pattern) is None:
                return f"{rule.pattern or 'The pattern'} is no SMARTS that parses."
            if _is_relative(rule):
                return (
                    "Say how often the substructure must occur, with at_least, at_most or equals."
                )
    faults = faults_of(parameters, found, found)
    if faults:
        return f"The reference itself breaks a rule: {faults[0][0]}: {faults[0][1]}."
    if len({spelled(molecule.graph) for molecule in found}) < parameters.least:
        return f"The reference has fewer than {parameters.least} different molecules."
    return ""


register(
    Kind(
        id="molecule_properties",
        family="molecules",
        title="Formula, mass and other properties of molecules",
        parameters=MoleculePropertiesParameters,
        judge=_judge_properties,
        sentence=_sentence_properties,
        fit=_fit_properties,
        extra="molecules",
    )
)
