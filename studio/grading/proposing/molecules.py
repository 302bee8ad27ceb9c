"""Proposals for molecules: which they are whatever their spelling, or rules for open designs."""

import re
from pathlib import Path
from typing import Any

from studio.base.errors import FaultError
from studio.grading.chemistry import value_of
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.molecule_rules import is_design, least_of, rules_in, rules_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.molecules import BLOCKS, MOLECULES, Molecule, read_molecules
from studio.grading.readers.tables import Table, reference_table
from studio.grading.readers.values import Scalar, fold, number_of
from studio.model.check import Target

__all__ = ["MOLECULES", "propose_molecules", "propose_smiles_column"]
_SALTS = re.compile(
    r"\b(?:salt(?: form)?s?|counter-?ions?|solvents?|hydrates?)\b[^.;]{0,30}\b(?:do(?:es)? not "
    r"matter|don't matter|are free|is free|ignored?|up to you|either way)",
    re.IGNORECASE,
)
_TAUTOMERS = re.compile(
    r"\b(?:any|either|whichever) tautomers?\b|\btautomer\w*\b[^.;]{0,30}\b(?:do(?:es)? not matter|"
    r"don't matter|free|ignored?|count as the same|are the same|up to you)",
    re.IGNORECASE,
)
_CHARGES = re.compile(
    r"\b(?:charge|protonation)(?: state)?s?\b[^.;]{0,30}\b(?:do(?:es)? not matter|don't matter|"
    r"free|ignored?|up to you)",
    re.IGNORECASE,
)
_STATED: tuple[tuple[str, str], ...] = (
    ("exact_mass", r"(?i)(?:exact|mono).*mass|mass.*(?:exact|mono)"),
    ("mass", r"(?i)^(?:mol(?:ecular|ar)?[ _.]?(?:wt|weight|mass)|mw|mass|weight)(?:[ _(].*)?$"),
    ("formula", r"(?i)^(?:mol(?:ecular)?[ _.]?)?formula$|^mf$"),
    ("logp", r"(?i)^(?:c|a|x|mol|crippen)?[ _]?logp$"),
    ("tpsa", r"(?i)^(?:t?psa)$"),
    ("heavy_atoms", r"(?i)^heavy[ _]?atoms?(?:[ _]?count)?$"),
    ("donors", r"(?i)^(?:hbd|h[ _]?donors?)$"),
    ("acceptors", r"(?i)^(?:hba|h[ _]?acceptors?)$"),
)
_SMILES = re.compile(r"(?i)(?:^|[ _])smiles?(?:$|[ _])")
_MASS = 0.1
_WORDS = (
    "molecules structures compounds smiles stereochemistry configuration chirality salts "
    "counter-ions solvents charges"
)


def propose_molecules(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Add the checks of a file of molecules."""
    molecules = read_molecules(place.parent, Target(path=place.name))
    names = _field_of_names(draft, molecules) if place.suffix.lower() in BLOCKS else ""
    if names:
        molecules = read_molecules(place.parent, Target(path=place.name), "", names)
    _propose(draft, path, molecules, {"names": names} if names else {})


def _field_of_names(draft: Draft, molecules: tuple[Molecule, ...]) -> str:
    """Return the field that tells MOL blocks apart, empty if their titles do so."""
    titles = {molecule.name for molecule in molecules}
    if len(titles) == len(molecules) and "" not in titles:
        return ""
    for name in molecules[0].stated:
        values = [fold(str(molecule.stated.get(name) or "")) for molecule in molecules]
        apart = all(values) and len(set(values)) == len(values)
        if apart and draft.instruction.fixes(name) and not _property_of(name):
            return name
    return ""


def propose_smiles_column(draft: Draft, path: str, place: Path) -> None:
    """Add the checks of the SMILES in a table, if a column of it has some."""
    try:
        table = reference_table(place.parent, Target(path=place.name))
    except Unreadable:
        return
    column = next((name for name in table.header if _SMILES.search(name)), "")
    if not column or not table.height or not _is_asked(draft, column):
        return
    names = _column_of_names(table, column)
    try:
        found = read_molecules(place.parent, Target(path=place.name), column, names)
    except (Unreadable, FaultError):
        return
    more = {"column": column} | ({"names": names} if names else {})
    _propose(draft, path, found, more)
    draft.apart.add((path, column))


def _is_asked(draft: Draft, column: str) -> bool:
    return draft.instruction.states(column) or "smiles" in draft.instruction.prompt.casefold()


def _column_of_names(table: Table, column: str) -> str:
    """Return the leftmost column of texts or whole numbers that tells the rows apart."""
    for position, name in enumerate(table.header):
        values = table.values(position)
        texts = [fold(str(value)) for value in values if value not in (None, "")]
        measured = any(isinstance(v, float) and not v.is_integer() for v in values)
        if name != column and len(set(texts)) == table.height and not measured:
            return name
    return ""


def _propose(
    draft: Draft, path: str, molecules: tuple[Molecule, ...], where: dict[str, Any]
) -> None:
    rules, sentence = rules_of(draft)
    is_open = any(is_design(one) for one in draft.instruction.sentences) and bool(rules)
    draft.compared |= {molecule.name.casefold() for molecule in molecules[:500]}
    draft.fields.setdefault(path, set()).update((*molecules[0].stated, *_WORDS.split()))
    if not is_open:
        _propose_equal(draft, path, molecules, where)
        rules, sentence = [], None
    stated = [] if "column" in where and not is_open else _stated(draft, molecules)
    if not rules and not stated:
        return
    least = least_of(draft) if is_open else 1
    draft.add(
        f"properties {path}",
        "molecule_properties",
        path,
        parameters={**where, "rules": [*rules, *stated]} | ({"least": least} if least > 1 else {}),
        strong=[rule["stated"] for rule in stated],
        weak=name_words(path),
        sentence=sentence,
        reason="others than the reference's are right if they obey the rules" if rules else
        "what is told of a molecule follows from it",
    )  # fmt: skip
    if is_open:
        draft.used.update(s.text for s in draft.instruction.sentences if list(rules_in(s)))


def _propose_equal(
    draft: Draft, path: str, molecules: tuple[Molecule, ...], where: dict[str, Any]
) -> None:
    prompt = draft.instruction.prompt
    names = [molecule.name.casefold() for molecule in molecules]
    named = all(names) and len(set(names)) == len(names) and _are_known(draft, molecules, where)
    parameters = {**where, **({"by": "name"} if named else {})}
    if "column" not in where and (fields := _fields(draft, molecules)):
        parameters["fields"] = fields
    order = draft.instruction.order_for(path)
    wishes = draft.instruction.given_orders_for(path)
    if not named and (order or wishes):
        parameters["by"] = "place"
    for name, pattern in (("salts", _SALTS), ("tautomers", _TAUTOMERS), ("charges", _CHARGES)):
        if pattern.search(prompt):
            parameters[name] = True
    draft.add(
        f"molecules {path}",
        "molecules_equal",
        path,
        parameters=parameters,
        strong=[part for part in (where.get("column"), where.get("names")) if part],
        weak=(*name_words(path), "molecules", "structures", "smiles"),
        reason="each spelling of a molecule is right",
    )


def _fields(draft: Draft, molecules: tuple[Molecule, ...]) -> list[str]:
    """Return the fields that the instruction names and that do not follow from the molecule."""
    return [
        name
        for name in molecules[0].stated
        if draft.instruction.states(name) and not _property_of(name)
    ]


def _are_known(draft: Draft, molecules: tuple[Molecule, ...], where: dict[str, Any]) -> bool:
    """Tell whether the names of molecules are given by the input or the instruction."""
    if where.get("names") and draft.instruction.states(str(where["names"])):
        return True
    words = draft.given.words.casefold()
    return all(
        draft.given.holds(molecule.name)
        or draft.instruction.states(molecule.name)
        or molecule.name.casefold() in words
        for molecule in molecules[:200]
    )


def _property_of(name: str) -> str:
    return next((kind for kind, pattern in _STATED if re.search(pattern, name)), "")


def _stated(draft: Draft, molecules: tuple[Molecule, ...]) -> list[dict[str, Any]]:
    """Return the fields that tell what can be computed of the molecule, where they do so."""
    rules = []
    for name in molecules[0].stated:
        kind = _property_of(name)
        if not kind or not draft.instruction.states(name):
            continue
        values = [molecule.stated.get(name) for molecule in molecules]
        room = _room(kind, values, any(s.roundings for s in draft.instruction.sentences))
        rule: dict[str, Any] = {"name": kind, "stated": name}
        if kind != "formula":
            rule["tolerance"] = room
        if all(_holds(kind, molecule, name, room) for molecule in molecules):
            rules.append(rule)
    return rules


def _room(kind: str, values: list[Scalar], is_rounded: bool) -> float:
    """Return what rounding leaves of a value, and tables of atomic masses that differ a little."""
    digits = [len(str(value).partition(".")[2]) for value in values if value not in (None, "")]
    shown = 0.5 * 10.0 ** -min(digits, default=2)
    return max(shown + 0.01, 0.0 if is_rounded or kind != "mass" else _MASS)


def _holds(kind: str, molecule: Molecule, name: str, room: float) -> bool:
    value, said = value_of(molecule.graph, kind), molecule.stated.get(name)
    if isinstance(value, str):
        return value == fold(str(said or ""))
    told = number_of(said)
    return told is not None and abs(told - value) <= room
