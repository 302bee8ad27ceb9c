"""What molecules are, whatever their spelling: identity, formula, mass and the like."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from studio.base.extras import import_extra
from studio.grading.readers.molecules import chemistry

_MOST_ATOMS = 120
_MOST_TAUTOMERS = 200


@dataclass(frozen=True)
class Sameness:
    """What makes no difference: counter-ions and solvents, charges, where a hydrogen sits."""

    salts: bool = False
    charges: bool = False
    tautomers: bool = False


def _standard() -> Any:
    return import_extra("rdkit.Chem.MolStandardize.rdMolStandardize", "molecules", "Molecules")


def plain(graph: Any, sameness: Sameness) -> Any:
    """Return a molecule without what makes no difference."""
    if sameness.salts:
        graph = _standard().LargestFragmentChooser().choose(graph)
    if sameness.charges:
        graph = _standard().Uncharger().uncharge(graph)
    if sameness.tautomers and graph.GetNumAtoms() <= _MOST_ATOMS:
        enumerator = _standard().TautomerEnumerator()
        enumerator.SetMaxTautomers(_MOST_TAUTOMERS)
        graph = enumerator.Canonicalize(graph)
    return graph


def spelled(graph: Any) -> str:
    """Return the canonical SMILES of a molecule, with what it says of space."""
    return str(chemistry().MolToSmiles(graph))


def flat(graph: Any) -> str:
    """Return the canonical SMILES of a molecule without what it says of space."""
    library = chemistry()
    copy = library.Mol(graph)
    library.RemoveStereochemistry(copy)
    return str(library.MolToSmiles(copy))


def agree(expected: Any, found: Any) -> bool:
    """Tell whether one molecule is another; it must say of space all that the other does."""
    if spelled(expected) == spelled(found):
        return True
    if flat(expected) != flat(found):
        return False
    return bool(found.HasSubstructMatch(expected, useChirality=True))


@lru_cache(maxsize=1)
def _properties() -> dict[str, Callable[[Any], float]]:
    found = import_extra("rdkit.Chem.rdMolDescriptors", "molecules", "Molecules")
    weights = import_extra("rdkit.Chem.Descriptors", "molecules", "Molecules")
    library = chemistry()
    return {
        "mass": weights.MolWt,
        "exact_mass": weights.ExactMolWt,
        "charge": library.GetFormalCharge,
        "heavy_atoms": lambda graph: graph.GetNumHeavyAtoms(),
        "rings": found.CalcNumRings,
        "aromatic_rings": found.CalcNumAromaticRings,
        "donors": found.CalcNumHBD,
        "acceptors": found.CalcNumHBA,
        "rotatable_bonds": found.CalcNumRotatableBonds,
        "tpsa": found.CalcTPSA,
        "logp": import_extra("rdkit.Chem.Crippen", "molecules", "Molecules").MolLogP,
    }


def value_of(graph: Any, name: str) -> float | str:
    """Return a property of a molecule: its formula as text (Hill order), others as numbers."""
    if name == "formula":
        found = import_extra("rdkit.Chem.rdMolDescriptors", "molecules", "Molecules")
        return str(found.CalcMolFormula(graph))
    return float(_properties()[name](graph))


def matches(graph: Any, pattern: str) -> int | None:
    """Return how often a SMARTS pattern occurs in a molecule, None if it does not parse."""
    query = chemistry().MolFromSmarts(pattern)
    if query is None:
        return None
    return len(graph.GetSubstructMatches(query, maxMatches=1000))
