"""Finding a kind of check by words, those that can look into a file first."""

import re
from functools import cache
from pathlib import PurePosixPath

from studio.grading.kinds import KINDS, Kind
from studio.grading.proposing.app_settings import APPLICATIONS
from studio.grading.proposing.arrays import BINARY
from studio.grading.proposing.documents import TEXTS
from studio.grading.proposing.life import FASTA, VCF
from studio.grading.proposing.maps import MAPS
from studio.grading.proposing.molecules import MOLECULES
from studio.grading.proposing.reuse import PROGRAMS
from studio.grading.proposing.trees import TREES
from studio.grading.readers.books import TABLES
from studio.grading.readers.databases import DATABASES
from studio.grading.readers.drawings import DRAWINGS
from studio.grading.readers.film import FILMS
from studio.grading.readers.images import IMAGES
from studio.grading.readers.meshes import MESHES
from studio.grading.readers.music import MUSIC
from studio.grading.readers.sound import SOUNDS
from studio.grading.readers.vectors import VECTORS

_TREES = (*TREES, *APPLICATIONS)
# What the readers of a family open; any file where nothing is said.
_SUFFIXES: dict[str, tuple[str, ...]] = {
    "arrays": (*BINARY, ".csv", ".tsv", ".json"),
    "audio": SOUNDS,
    "databases": DATABASES,
    "documents": (*TEXTS, ".csv"),
    "drawings": DRAWINGS,
    "feasibility": (*TABLES, ".json", ".txt"),
    "images": (*IMAGES, *VECTORS),
    "judge": TEXTS,
    "maps": MAPS,
    "medical": (".nii", ".gz", ".dcm", ""),
    "meshes": MESHES,
    "midi": MUSIC,
    "molecules": (*MOLECULES, ".csv"),
    "predictions": TABLES,
    "rerun": (*PROGRAMS, ".xlsx", ".ods"),
    "sequences": (*FASTA, *VCF),
    "settings": _TREES,
    "tables": TABLES,
    "trees": _TREES,
    "video": FILMS,
}
_ANY = ("files", "consistency", "combinators")
# Families of which a file is seldom meant that others open too.
_SELDOM = ("feasibility", "predictions", "rerun", "judge", "settings", "arrays", "molecules")
_WORD = re.compile(r"\w+")
_IN_TITLE, _IN_ALL = 3, 1


def suits(kind: Kind, path: str) -> bool:
    """Tell whether a kind can look into a file with such a name.

    Args:
        kind: the kind.
        path: of the file; empty for any.
    """
    if not path or kind.family in _ANY:
        return True
    return PurePosixPath(path).suffix.lower() in _SUFFIXES.get(kind.family, ())


def find_kinds(words: str, path: str = "") -> tuple[Kind, ...]:
    """Return the kinds of which words are told, best first.

    Each word counts where a word of the title, the id, the description or a parameter of the kind
    begins with it. Kinds that can look into the file come first, those made for such files before
    those for any; without words all of them are found.

    Args:
        words: what a person typed.
        path: of the file that is to be looked at, empty if nobody knows yet.
    """
    typed = [word.casefold() for word in _WORD.findall(words)]
    found = []
    for kind in KINDS.values():
        worth = [_worth(kind, word) for word in typed]
        if all(worth):
            fits = suits(kind, path)
            rank = (not fits, -sum(worth), _rareness(kind), len(kind.title), kind.id)
            found.append((rank, kind))
    return tuple(kind for _, kind in sorted(found, key=lambda pair: pair[0]))


def _rareness(kind: Kind) -> int:
    """Return how seldom a kind is meant that a file suits."""
    return 2 if kind.family in _ANY else 1 if kind.family in _SELDOM else 0


def _worth(kind: Kind, word: str) -> int:
    title, rest = _told(kind.id)
    if any(told.startswith(word) for told in title):
        return _IN_TITLE
    return _IN_ALL if any(told.startswith(word) for told in rest) else 0


@cache
def _told(id: str) -> tuple[frozenset[str], frozenset[str]]:
    kind = KINDS[id]
    fields = kind.parameters.model_fields.values()
    told = " ".join(f"{field.title} {field.description}" for field in fields)
    about = f"{kind.family} {kind.parameters.__doc__ or ''} {told}"
    return _split(f"{kind.title} {kind.id}".replace("_", " ")), _split(about)


def _split(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))
