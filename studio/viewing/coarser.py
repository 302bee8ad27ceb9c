"""A mesh of fewer triangles, to be drawn while it is turned.

Source: Rossignac and Borrel, "Multi-resolution 3D approximations for rendering complex scenes"
(1993): corners in one cell of a grid become one.
"""

from dataclasses import replace

import numpy as np

from studio.viewing.scenes import Scene

FEW = 60_000
_TRIES = 4
_CELLS = 200


def coarser(scene: Scene, most: int = FEW) -> Scene:
    """Return about the same shape of at most about `most` triangles; itself if it has no more."""
    if len(scene.faces) <= most:
        return scene
    cells = float(_CELLS)
    made = _clustered(scene, cells)
    for _ in range(_TRIES):
        if len(made.faces) <= most:
            break
        cells *= 0.9 * (most / len(made.faces)) ** 0.5
        made = _clustered(scene, cells)
    return made


def _clustered(scene: Scene, cells: float) -> Scene:
    """Return a scene whose corners in one cell are one, `cells` along the longest side."""
    low = scene.vertices.min(axis=0)
    side = float((scene.vertices.max(axis=0) - low).max()) / cells or 1.0
    place = ((scene.vertices - low) / side).astype(np.int64)
    key = (place[:, 0] << 40) | (place[:, 1] << 20) | place[:, 2]
    _, own, count = np.unique(key, return_inverse=True, return_counts=True)
    vertices = np.stack(
        [np.bincount(own, scene.vertices[:, axis]) / count for axis in range(3)], axis=1
    ).astype(np.float32)
    faces = own.astype(np.int32)[scene.faces]
    a, b, c = faces.T
    kept = (a != b) & (b != c) & (a != c)
    return replace(scene, vertices=vertices, faces=faces[kept], owners=scene.owners[kept])
