"""The array of an output beside that of the reference, as the checks of arrays read them."""

import numpy as np

from studio.base.errors import FaultError
from studio.grading.families.addressing import of_reference
from studio.grading.kinds import Grounds, Judgement, failed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.arrays import read_array
from studio.grading.readers.plain_arrays import Plain, kind_of, shape_text
from studio.grading.readers.values import legible
from studio.model.check import Check, Target

# What arithmetic in double precision leaves of a number.
EXACT_NOISE = 1e-12


def squeezed(values: Plain) -> Plain:
    """Return an array without sides of length 1: a row or a column is a list."""
    return values.reshape([side for side in values.shape if side != 1])


def reference_array(target: Target, grounds: Grounds) -> Plain:
    """Return the array of the reference.

    Raises:
        FaultError: if it cannot be read, or is empty.
    """
    values = of_reference(lambda: read_array(grounds.reference, target), target)
    if not values.size:
        raise FaultError(f"{target.path} of the reference holds an array without numbers.")
    return values


def pair_of(target: Target, grounds: Grounds) -> tuple[Plain, Plain]:
    """Return the array of the reference and that of the output, both without sides of length 1.

    Raises:
        FaultError: if the reference cannot be read.
        Unreadable: if the output cannot be read, has another shape, or is the same everywhere
            where the reference is not.
    """
    assert grounds.output is not None
    expected = squeezed(reference_array(target, grounds))
    found = squeezed(read_array(grounds.output, target))
    if expected.shape != found.shape:
        raise Unreadable(f"has the shape {shape_text(found.shape)}, which is not the one asked for")
    if kind_of(found) == "truth" != kind_of(expected):
        raise Unreadable("holds truths where numbers are asked for")
    if is_flat(found) and not is_flat(expected):
        raise Unreadable("is the same number everywhere")
    return expected, found


def is_flat(values: Plain) -> bool:
    """Tell whether an array is the same number everywhere."""
    if not values.size:
        return True
    first = values.reshape(-1)[0]
    return bool(np.all(values == first) or np.all(np.isnan(values)))


def wide(values: Plain) -> Plain:
    """Return numbers as doubles, complex ones as pairs of them."""
    return values.astype(np.complex128 if values.dtype.kind == "c" else np.float64)


def told_of(target: Target, fault: Unreadable) -> Judgement:
    """Return the judgement of an array that cannot be read or compared."""
    line = f"{target.path} {legible(str(fault))}."
    return failed(line, public=line)


def room(check: Check, relative: float | None) -> str:
    """Return how far off a number may be as the end of a sentence."""
    parts = [f"{check.tolerance:g}"] if check.tolerance else []
    parts += [f"{relative * 100:g}% of it"] if relative else []
    return f", within {' or '.join(parts)}" if parts else ""
