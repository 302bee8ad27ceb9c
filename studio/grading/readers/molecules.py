"""Reading molecules: SMILES (lines, or a column of a table) and MOL blocks (mol, sdf).

Sources: Weininger, J. Chem. Inf. Comput. Sci. 28, 1988 (SMILES); CTfile formats, BIOVIA 2020.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from studio.base.extras import import_extra
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES
from studio.grading.readers.sequences import text_of
from studio.grading.readers.tables import reference_table
from studio.grading.readers.values import Scalar, fold, legible
from studio.model.check import Target

LINES, BLOCKS = (".smi", ".smiles"), (".sdf", ".mol")
MOLECULES = (*LINES, *BLOCKS)
MAX_MOLECULES = 20_000
MAX_ATOMS = 400
_LONGEST = 2_000
_LARGEST_BLOCK = 256 * 1024
_COUNTS = re.compile(r"^M +V30 +COUNTS +(\d{1,9}) ", re.MULTILINE)
_PLAIN_COUNTS = re.compile(r"^ *(\d{1,3})[ \d]{3}.*V2000", re.MULTILINE)
_TAG = re.compile(r"^> .*?<([^<>]{1,80})>.*\n((?:.+\n?)*)", re.MULTILINE)
_HEADING = re.compile(r"(?i)(?:canonical_?|isomeric_?)?smiles?\b")


@dataclass(frozen=True)
class Molecule:
    """A molecule (rdkit), what it is called, and what the file says of it by name."""

    name: str
    graph: Any
    stated: dict[str, Scalar] = field(default_factory=dict)


@lru_cache(maxsize=1)
def chemistry() -> Any:
    """Return the library of molecules, which is told to keep its warnings to itself.

    Raises:
        FaultError: if it is not installed; says how to get it.
    """
    library = import_extra("rdkit.Chem", "molecules", "Molecules")
    import_extra("rdkit.RDLogger", "molecules", "Molecules").DisableLog("rdApp.*")
    return library


def read_molecules(
    folder: Path, target: Target, column: str = "", names: str = ""
) -> tuple[Molecule, ...]:
    """Return the molecules of a file.

    Args:
        folder: where it lies.
        target: its path.
        column: of a table, the column of the SMILES.
        names: of a table the column, of MOL blocks the field, that names the molecules.

    Raises:
        Unreadable: if there is none, a SMILES does not parse, or an atom has too many bonds.
    """
    suffix = Path(target.path).suffix.lower()
    if suffix in TABLES:
        found = _of_table(folder, target, column, names)
    elif suffix in BLOCKS:
        found = _of_blocks(text_of(folder, target.path), names)
    else:
        found = _of_lines(text_of(folder, target.path))
    molecules = []
    for number, molecule in enumerate(found):
        if number >= MAX_MOLECULES:
            raise Unreadable(f"holds more than {MAX_MOLECULES:,} molecules")
        molecules.append(molecule)
    if not molecules:
        raise Unreadable("holds no molecules")
    return tuple(molecules)


def _of_table(folder: Path, target: Target, column: str, names: str) -> Iterator[Molecule]:
    wanted = [name for name in (column, names) if name]
    table = reference_table(folder, Target(path=target.path), wanted)
    place = table.position(column)
    if place is None:
        raise Unreadable(f"has no column {column}")
    beside = table.position(names) if names else None
    if names and beside is None:
        raise Unreadable(f"has no column {names}")
    columns = {name: table.values(number) for number, name in enumerate(table.header)}
    for row, text in enumerate(table.values(place)):
        name = table.values(beside)[row] if beside is not None else f"row {row + 1}"
        stated = {other: values[row] for other, values in columns.items()}
        yield Molecule(_name(name), parsed(fold(str(text or ""))), stated)


def _name(value: Scalar) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return fold(str(int(value) if whole and isinstance(value, float) else value or ""))


def _of_lines(text: str) -> Iterator[Molecule]:
    for number, line in enumerate(text.split("\n")):
        parts = line.split(None, 1)
        if not parts or (number == 0 and _HEADING.fullmatch(parts[0].strip("\"',;"))):
            continue
        name = fold(parts[1]) if len(parts) > 1 else ""
        yield Molecule(name, parsed(parts[0]))


def _of_blocks(text: str, names: str) -> Iterator[Molecule]:
    for number, block in enumerate(re.split(r"^\$\$\$\$.*\n?", text, flags=re.MULTILINE), 1):
        if not block.strip():
            continue
        if len(block) > _LARGEST_BLOCK:
            raise Unreadable(f"has a block of more than {_LARGEST_BLOCK:,} bytes")
        atoms, end, fields = block.partition("M  END")
        if not end:
            raise Unreadable(f"is cut off in molecule {number}: it has no M  END")
        stated: dict[str, Scalar] = {found[1]: fold(found[2]) for found in _TAG.finditer(fields)}
        title = fold(block.partition("\n")[0])
        name = str(stated.get(names) or "") if names else title
        yield Molecule(name, _block(f"{atoms}M  END\n", number), stated)


def _block(block: str, number: int) -> Any:
    counts = _COUNTS.search(block) or _PLAIN_COUNTS.search(block)
    if counts is None:
        raise Unreadable(f"has no MOL block in molecule {number}")
    if int(counts[1]) > MAX_ATOMS:
        raise Unreadable(f"has a molecule of more than {MAX_ATOMS} atoms")
    try:
        graph = chemistry().MolFromMolBlock(block, sanitize=True, removeHs=True)
    except (ValueError, RuntimeError):
        graph = None
    if graph is None:
        raise Unreadable(
            f"has a molecule that makes no chemical sense: number {number}, as an atom with too "
            "many bonds"
        )
    return _plain(graph)


@lru_cache(maxsize=4096)
def parsed(text: str) -> Any:
    """Return the molecule of a SMILES.

    Raises:
        Unreadable: if it does not parse, is empty, or far too large.
    """
    shown = legible(text[:40])
    if not text:
        raise Unreadable("has a row without a SMILES")
    if len(text) > _LONGEST:
        raise Unreadable(f"has a SMILES of more than {_LONGEST:,} signs")
    try:
        graph = chemistry().MolFromSmiles(text)
    except (ValueError, RuntimeError):
        graph = None
    if graph is None:
        raise Unreadable(f"has a SMILES that does not parse: {shown}")
    return _plain(graph)


def _plain(graph: Any) -> Any:
    if graph.GetNumAtoms() > MAX_ATOMS:
        raise Unreadable(f"has a molecule of more than {MAX_ATOMS} atoms")
    if not graph.GetNumAtoms():
        raise Unreadable("has a molecule without atoms")
    for atom in graph.GetAtoms():
        atom.SetAtomMapNum(0)
    return graph
