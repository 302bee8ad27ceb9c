"""Near misses and harmless variants of molecules in lines of SMILES and in MOL blocks."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from studio.grading.chemistry import flat, spelled
from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.readers.molecules import (
    BLOCKS,
    LINES,
    MOLECULES,
    Molecule,
    chemistry,
    read_molecules,
)
from studio.model.check import Target

Change = Callable[[list[Molecule], random.Random], Iterator[tuple[str, list[Molecule]]]]
_OTHER = {6: 7, 7: 8, 8: 16, 9: 17, 17: 35}


def _written(scene: Scene, molecules: Sequence[Molecule]) -> bytes:
    if scene.suffix in LINES:
        return "".join(_line(one) for one in molecules).encode()
    return "".join(map(_block, molecules)).encode()


def _line(molecule: Molecule) -> str:
    return f"{spelled(molecule.graph)}\t{molecule.name}".rstrip() + "\n"


def _block(molecule: Molecule) -> str:
    library = chemistry()
    graph = library.Mol(molecule.graph)
    graph.SetProp("_Name", molecule.name)
    text = str(library.MolToMolBlock(graph))
    for name, value in molecule.stated.items():
        text += f">  <{name}>\n{value}\n\n"
    return text + "$$$$\n"


def _is_identity(scene: Scene) -> bool:
    """Tell whether the very molecules are asked for, and not any that obey rules."""
    return any(check.kind == "molecules_equal" for check in scene.checks)


def _operator(id: str, title: str) -> Callable[[Change], Change]:
    def keep(change: Change) -> Change:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            if _is_identity(scene):
                found = read_molecules(scene.place.parent, Target(path=scene.place.name))
                for did, made in change(list(found), rng):
                    yield scene.made(did, _written(scene, made))

        spoils(id, "molecules", title, MOLECULES)(make)
        return change

    return keep


def _with(molecules: list[Molecule], number: int, graph: Any) -> list[Molecule]:
    made = list(molecules)
    made[number] = replace(made[number], graph=graph)
    return made


@_operator("molecule_stereo_lost", "Stereochemistry is lost")
def _stereo(molecules: list[Molecule], rng: random.Random) -> Iterator[tuple[str, list[Molecule]]]:
    for number, molecule in enumerate(molecules):
        if spelled(molecule.graph) != flat(molecule.graph):
            graph = chemistry().MolFromSmiles(flat(molecule.graph))
            yield f"drew {molecule.name} without stereochemistry", _with(molecules, number, graph)


@_operator("molecule_mirrored", "The mirror image")
def _mirrored(
    molecules: list[Molecule], rng: random.Random
) -> Iterator[tuple[str, list[Molecule]]]:
    for number, molecule in enumerate(molecules):
        graph = chemistry().Mol(molecule.graph)
        for atom in graph.GetAtoms():
            atom.InvertChirality()
        graph = chemistry().MolFromSmiles(spelled(graph))
        if spelled(graph) != spelled(molecule.graph):
            yield f"drew the mirror image of {molecule.name}", _with(molecules, number, graph)


@_operator("molecule_atom_changed", "An atom is another one")
def _atom(molecules: list[Molecule], rng: random.Random) -> Iterator[tuple[str, list[Molecule]]]:
    for number in rng.sample(range(len(molecules)), len(molecules)):
        graph = chemistry().RWMol(molecules[number].graph)
        for atom in graph.GetAtoms():
            if atom.GetAtomicNum() in _OTHER and atom.GetTotalNumHs() > 1:
                atom.SetAtomicNum(_OTHER[atom.GetAtomicNum()])
                atom.SetNoImplicit(False)
                other = chemistry().MolFromSmiles(spelled(graph))
                if other is not None and spelled(other) != spelled(molecules[number].graph):
                    told = f"changed an atom of {molecules[number].name}"
                    yield told, _with(molecules, number, other)
                break


@_operator("molecule_dropped", "A molecule is missing")
def _dropped(molecules: list[Molecule], rng: random.Random) -> Iterator[tuple[str, list[Molecule]]]:
    if len(molecules) > 1:
        number = rng.randrange(len(molecules))
        rest = molecules[:number] + molecules[number + 1 :]
        yield f"left out {molecules[number].name}", rest


@_operator("molecule_salted", "A counter-ion too many")
def _salted(molecules: list[Molecule], rng: random.Random) -> Iterator[tuple[str, list[Molecule]]]:
    number = rng.randrange(len(molecules))
    graph = chemistry().MolFromSmiles(f"{spelled(molecules[number].graph)}.Cl")
    if graph is not None:
        yield f"left a hydrochloride of {molecules[number].name}", _with(molecules, number, graph)


@spoils("molecule_names_swapped", "molecules", "Two molecules have each other's name", MOLECULES)
def _names(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if not any(check.parameters.get("by") == "name" for check in scene.checks):
        return
    found = list(read_molecules(scene.place.parent, Target(path=scene.place.name)))
    for number in range(len(found) - 1):
        one, other = found[number], found[number + 1]
        if flat(one.graph) != flat(other.graph):
            made = _with(_with(found, number, other.graph), number + 1, one.graph)
            yield scene.made(f"swapped {one.name} and {other.name}", _written(scene, made))
            return


@spoils("molecule_no_smiles", "molecules", "A SMILES that does not parse", LINES)
def _no_smiles(scene: Scene, rng: random.Random) -> Iterator[Made]:
    found = list(read_molecules(scene.place.parent, Target(path=scene.place.name)))
    lines = [*map(_line, found)]
    lines[0] = f"C1CC({lines[0]}"
    yield scene.made("left a ring and a bracket open", "".join(lines).encode())


def _respelled(molecule: Molecule, seed: int) -> str:
    order = list(range(molecule.graph.GetNumAtoms()))
    random.Random(seed).shuffle(order)
    graph = chemistry().RenumberAtoms(molecule.graph, order)
    text = chemistry().MolToSmiles(graph, canonical=False)
    return f"{text}\t{molecule.name}".rstrip() + "\n"


@varies("molecule_respelled", "molecules", "Other spellings of the same molecules", LINES)
def _other_spelling(scene: Scene, rng: random.Random) -> Iterator[Made]:
    found = read_molecules(scene.place.parent, Target(path=scene.place.name))
    lines = [_respelled(one, number) for number, one in enumerate(found)]
    yield scene.made("spelled the molecules from other atoms", "".join(lines).encode())


@varies("molecule_kekulised", "molecules", "Double bonds instead of aromatic rings", LINES)
def _kekulised(scene: Scene, rng: random.Random) -> Iterator[Made]:
    library = chemistry()
    lines = []
    for molecule in read_molecules(scene.place.parent, Target(path=scene.place.name)):
        graph = library.Mol(molecule.graph)
        library.Kekulize(graph, clearAromaticFlags=True)
        text = library.MolToSmiles(graph, kekuleSmiles=True)
        lines.append(f"{text}\t{molecule.name}".rstrip() + "\n")
    yield scene.made("wrote aromatic rings with double bonds", "".join(lines).encode())


@varies("molecule_reordered", "molecules", "Molecules in another order", MOLECULES)
def _reordered(scene: Scene, rng: random.Random) -> Iterator[Made]:
    found = list(read_molecules(scene.place.parent, Target(path=scene.place.name)))
    placed = any(check.parameters.get("by") == "place" for check in scene.checks)
    if len(found) > 1 and not placed:
        yield scene.made("turned the order around", _written(scene, found[::-1]))


@varies("molecule_other_drawing", "molecules", "Drawn at other coordinates", BLOCKS)
def _drawn(scene: Scene, rng: random.Random) -> Iterator[Made]:
    found = read_molecules(scene.place.parent, Target(path=scene.place.name))
    flat_ones = [replace(one, graph=chemistry().MolFromSmiles(spelled(one.graph))) for one in found]
    yield scene.made("wrote the molecules anew", _written(scene, flat_ones))
