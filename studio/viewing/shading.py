"""A mesh, or two laid over one another, as a picture in the colours that are given.

Light falls from the eye and from the upper left, so that no side is black; a thin darker line marks
edges and outlines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.viewing.cameras import Camera
from studio.viewing.colours import Colours
from studio.viewing.rasters import NOTHING, Cancelled, Raster, rasterize
from studio.viewing.scenes import Scene

Levels = NDArray[np.uint8]
_LIGHT = (-0.35, -0.45, -0.82)
_DIM, _STEPS = 0.42, 64
_SHARP = 0.82
_MOST_EDGES = 0.12
_NEAR = 2e-3
SAME, FIRST, SECOND = 0, 1, 2
"""The tones of two meshes: where they agree, and what only the first or the second has."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A mesh as it is seen.

    Attributes:
        pixels: red, green, blue and opacity, shape (high, wide, 4).
        owners: the body that is seen at each pixel, -1 for none, shape (high, wide).
        whole: whether everything was drawn.
    """

    pixels: Levels
    owners: NDArray[np.int32]
    whole: bool


def draw(
    scenes: Sequence[Scene],
    camera: Camera,
    size: tuple[int, int],
    colours: Colours,
    tones: bytes,
    cancelled: Cancelled,
) -> Picture:
    """Return a mesh as seen by a camera, or two over one another.

    Args:
        scenes: one mesh, or two of which the tones then tell where they agree.
        camera: from where.
        size: (wide, high) in pixels.
        colours: the colours.
        tones: for one mesh the number of the tone of each body.
        cancelled: tells whether it is not wanted any more.

    Raises:
        Stopped: if it is not wanted any more.
    """
    around = _Frame(scenes, camera, size)
    rasters = [rasterize(around.seen(one), one.faces, size, cancelled) for one in scenes]
    nearest = np.zeros(rasters[0].ids.shape, np.int8)
    if len(scenes) == 1:
        of_body = np.frombuffer(tones, np.uint8)
        tone = of_body[_of(scenes[0].owners, rasters[0].ids)]
    else:
        nearest, tone = _compared(rasters)
    normals = np.zeros((*tone.shape, 3), np.float32)
    owners = np.full(tone.shape, NOTHING, np.int32)
    for number, (scene, raster) in enumerate(zip(scenes, rasters, strict=True)):
        here = (nearest == number) & (raster.ids >= 0)
        normals[here] = scene.normals[raster.ids[here]]
        owners[here] = scene.owners[raster.ids[here]]
    pixels = _coloured(normals, owners >= 0, tone, around, colours)
    return Picture(pixels, owners, all(raster.whole for raster in rasters))


def _of(values: NDArray[Any], ids: NDArray[np.int32]) -> NDArray[Any]:
    return np.asarray(values[np.maximum(ids, 0)])


class _Frame:
    """Where corners come to lie in a picture."""

    def __init__(self, scenes: Sequence[Scene], camera: Camera, size: tuple[int, int]) -> None:
        self._size, self._camera = size, camera
        low = np.min([scene.low for scene in scenes], axis=0)
        high = np.max([scene.high for scene in scenes], axis=0)
        self._middle = (low + high) / 2
        self._diagonal = float(np.linalg.norm(high - low)) or 1.0
        self.axes = np.array(camera.axes)

    def seen(self, scene: Scene) -> NDArray[np.float64]:
        """Return the corners in pixels, with their depth from 0 to 1."""
        wide, high = self._size
        scale = self._camera.scale(self._diagonal, self._size)
        shift = np.array(scene.middle) - self._middle
        found: NDArray[np.float64] = (scene.vertices.astype(np.float64) + shift) @ self.axes.T
        found[:, 0] = wide / 2 + self._camera.x * high + found[:, 0] * scale
        found[:, 1] = high / 2 + self._camera.y * high + found[:, 1] * scale
        found[:, 2] = 0.5 + found[:, 2] / (1.01 * self._diagonal)
        return found


def _compared(rasters: Sequence[Raster]) -> tuple[NDArray[np.int8], NDArray[np.uint8]]:
    """Return which of two meshes is seen at each pixel, and the tone that says how they differ."""
    one, two = rasters
    depths = [np.where(raster.ids >= 0, raster.depth, np.inf) for raster in rasters]
    with np.errstate(invalid="ignore"):
        ahead = depths[1] - depths[0]
    same = (one.ids >= 0) & (two.ids >= 0) & (np.abs(ahead) < _NEAR)
    second = ~same & (depths[1] < depths[0])
    tone = np.where(same, SAME, np.where(second, SECOND, FIRST)).astype(np.uint8)
    return second.astype(np.int8), tone


def _coloured(
    normals: NDArray[np.float32],
    there: NDArray[np.bool_],
    tone: NDArray[np.uint8],
    around: _Frame,
    colours: Colours,
) -> Levels:
    light = np.array(_LIGHT) @ around.axes
    light = (light / np.linalg.norm(light)).astype(np.float32)
    # Surfaces whose faces look inwards are lit as well.
    bright = np.abs(normals @ light)
    steps = _steps(colours)
    pixels = steps[tone, np.minimum((bright * _STEPS).astype(np.int64), _STEPS - 1)]
    pixels[~there] = (*colours.ground, 255)
    edges = _edges(normals, there)
    if edges.sum() < _MOST_EDGES * max(1, there.sum()):
        line = np.array((*colours.line, 255))
        pixels[edges] = (0.45 * pixels[edges] + 0.55 * line).astype(np.uint8)
    return np.ascontiguousarray(pixels)


def _steps(colours: Colours) -> Levels:
    """Return each tone from dark to light, shape (tones, steps, 4)."""
    share = np.linspace(0, 1, _STEPS)[None, :, None]
    base = np.array(colours.tones, dtype=np.float64)[:, None, :]
    dark = base * (_DIM + (1 - _DIM) * np.minimum(1, share / 0.75))
    light = dark + (255 - dark) * 0.4 * np.maximum(0, (share - 0.75) / 0.25)
    full = np.full((*light.shape[:2], 1), 255.0)
    return np.concatenate([light, full], axis=2).astype(np.uint8)


def _edges(normals: NDArray[np.float32], there: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return where the surface bends sharply, or ends."""
    found = np.zeros(there.shape, bool)
    for here, beside in (
        ((slice(None), slice(None, -1)), (slice(None), slice(1, None))),
        ((slice(None, -1), slice(None)), (slice(1, None), slice(None))),
    ):
        bend = np.abs(np.einsum("ijk,ijk->ij", normals[here], normals[beside])) < _SHARP
        found[here] |= there[here] & (bend | ~there[beside])
    return found
