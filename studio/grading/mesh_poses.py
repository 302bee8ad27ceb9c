"""Where one mesh must be moved to lie on another, without being mirrored or scaled.

Starts are the turns that people make (quarter turns about the axes) and those that lay the main
axes on one another; the best are refined by the distance to the planes of the nearest triangles
(Chen and Medioni, "Object modelling by registration of multiple range images", 1992).
"""

from collections.abc import Iterator
from itertools import permutations, product
from typing import Literal

import numpy as np

from studio.grading.mesh_distances import Surface, spread_over
from studio.grading.mesh_shapes import normals_of
from studio.grading.readers.meshes import Mesh
from studio.grading.welding import Points

Alignment = Literal["none", "shift", "rigid"]
_TRIED, _REFINED = 150, 600
_STEPS, _BEST, _ASKED = 20, 2, (12,)
_LARGER = 1.25
_ALIKE = 0.03
_SIXTEENTH = np.radians(15.0)


def laid_on(mesh: Mesh, fixed: Surface, alignment: Alignment) -> Mesh:
    """Return a mesh moved to where it lies best on a surface.

    Args:
        mesh: what is moved.
        fixed: where to.
        alignment: `shift` moves it only, `rigid` turns it too, `none` leaves it. One of quite
            another size is left where it is, too.
    """
    middle, goal = _middle(mesh), _middle(fixed.mesh)
    ratio = _reach(mesh, middle) / _reach(fixed.mesh, goal)
    if alignment == "none" or not 1 / _LARGER < ratio < _LARGER:
        return mesh
    turns = [np.eye(3)]
    if alignment == "rigid":
        turns += [*_quarter_turns(), *_axis_turns(mesh, fixed.mesh)]
    points = spread_over(mesh, _TRIED) - middle
    found = sorted(
        range(len(turns)), key=lambda n: float(fixed.about(points @ turns[n].T + goal).mean())
    )
    points = spread_over(mesh, _REFINED) - middle
    refined = [_refined(points, turns[n], goal, fixed, alignment) for n in found[:_BEST]]
    _, turn, shift = min(refined, key=lambda one: one[0])
    return mesh.moved(turn, shift - turn @ middle)


def _middle(mesh: Mesh) -> Points:
    """Return the middle of the surface."""
    weight = np.linalg.norm(normals_of(mesh), axis=1)
    return np.asarray(np.average(mesh.corners.mean(axis=1), axis=0, weights=weight))


def _reach(mesh: Mesh, middle: Points) -> float:
    """Return how far the farthest corner lies from the middle."""
    return float(np.linalg.norm(mesh.vertices - middle, axis=1).max())


def _quarter_turns() -> Iterator[Points]:
    for order, signs in product(permutations(range(3)), product((1.0, -1.0), repeat=3)):
        turn = np.zeros((3, 3))
        turn[range(3), order] = signs
        if np.linalg.det(turn) > 0:
            yield turn


def _axis_turns(mesh: Mesh, other: Mesh) -> Iterator[Points]:
    """Yield the turns that lay the main axes of a mesh on those of another.

    Where two axes are as long as one another any turn about the third does, so many are tried.
    """
    (sizes, axes), (_, goal) = _axes(mesh), _axes(other)
    for signs in product((1.0, -1.0), repeat=3):
        turn = goal @ np.diag(signs) @ axes.T
        if np.linalg.det(turn) > 0:
            yield turn
            for low, high, about in ((0, 1, 2), (1, 2, 0)):
                if abs(sizes[low] - sizes[high]) < _ALIKE * sizes[high]:
                    for step in range(1, 24):
                        yield _about(goal[:, about] * step * _SIXTEENTH) @ turn


def _axes(mesh: Mesh) -> tuple[Points, Points]:
    points = spread_over(mesh, _REFINED)
    sizes, axes = np.linalg.eigh(np.cov(points.T))
    return np.sqrt(np.maximum(sizes, 0.0)), np.asarray(axes)


def _about(vector: Points) -> Points:
    """Return the turn about a vector by its length in radians (Rodrigues)."""
    angle = float(np.linalg.norm(vector))
    if angle < 1e-15:
        return np.eye(3)
    x, y, z = vector / angle
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def _refined(
    points: Points, turn: Points, shift: Points, fixed: Surface, alignment: Alignment
) -> tuple[float, Points, Points]:
    """Return the mean distance of points, and the turn and shift that make it small."""
    best = np.inf, turn, shift
    for _ in range(_STEPS):
        moved = points @ turn.T + shift
        far, place, piece = fixed.nearest(moved, _ASKED)
        mean = float(far.mean())
        if mean >= best[0] * (1 - 1e-6):
            break
        best = mean, turn, shift
        step, move = _step(moved - shift, place - moved, fixed.normals[piece], alignment)
        turn, shift = step @ turn, shift + move
    return best


def _step(arms: Points, ways: Points, normals: Points, alignment: Alignment) -> tuple[Points, ...]:
    """Return the small turn and shift that bring points nearest to the planes beside them."""
    along = np.einsum("ij,ij->i", ways, normals)
    rows = normals if alignment == "shift" else np.hstack([np.cross(arms, normals), normals])
    found = np.linalg.lstsq(rows, along, rcond=1e-6)[0]
    if alignment == "shift":
        return np.eye(3), found
    return _about(found[:3]), found[3:]
