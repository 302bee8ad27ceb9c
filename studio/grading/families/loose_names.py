"""Names in a table that may be told in other words, as long as it is clear which one is meant."""

import re
from collections.abc import Collection

import numpy as np

from studio.grading.families.differences import Comparison, Mask
from studio.grading.readers.values import Scalar, fold

_WORD = re.compile(r"[^\W_]+")


def _words(value: Scalar) -> frozenset[str]:
    return (
        frozenset(_WORD.findall(fold(str(value)).casefold())) if value is not None else frozenset()
    )


def _tells(words: Collection[str], own: Collection[str], others: Collection[str]) -> bool:
    """Tell whether a word is one of `own`, or short for one and for none of the others."""
    return any(
        word in own
        or (
            any(one.startswith(word) for one in own)
            and not any(one.startswith(word) for one in others)
        )
        for word in words
    )


def is_meant(found: Scalar, right: Scalar, values: Collection[Scalar]) -> bool:
    """Tell whether a text means one of some names: `left` or `L` for `left ventricle`, not `right`.

    Args:
        found: the text.
        right: the name.
        values: all the names of the column.
    """
    words, wanted = _words(found), _words(right)
    others = frozenset(w for value in values if _words(value) != wanted for w in _words(value))
    own, strange = wanted - others, others - wanted
    return _tells(words, own, others) and not _tells(words, strange, wanted)


def unlike_names(seen: Comparison, wrong: Mask, names: frozenset[str]) -> Mask:
    """Return the facts that are wrong without other wordings in the columns of `names`."""
    left = wrong.copy()
    one, other = seen.reference.table, seen.found.table
    for number, column in enumerate(seen.columns):
        position = other.position(one.header[column])
        if position is None or one.header[column].casefold() not in names:
            continue
        expected, found = one.values(column), other.values(position)
        for line in np.flatnonzero(wrong[:, number]):
            row, partner = int(seen.pairing.left[line]), int(seen.pairing.right[line])
            if partner >= 0 and is_meant(found[partner], expected[row], expected):
                left[line, number] = False
    return left
