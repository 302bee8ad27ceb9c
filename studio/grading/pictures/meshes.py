"""Meshes as people look at them: a view from above the corner, coloured by how far they are off.

Drawn from points all over the surface, nearest last, so that size and order of triangles are free.
"""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from studio.base.errors import FaultError
from studio.grading.families.meshes import mesh_of, number, reference_mesh
from studio.grading.families.surfaces import (
    SHOWN,
    SurfaceDistanceParameters,
    best_laid,
    goal_of,
)
from studio.grading.kinds import Grounds, target_of
from studio.grading.mesh_distances import Surface, spread_with
from studio.grading.mesh_shapes import flawed_edges
from studio.grading.pictures.picture import WRONG, Cell, Picture, table
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.meshes import Mesh
from studio.grading.readers.values import legible
from studio.grading.verdicts import judge, parse_parameters
from studio.grading.welding import Points
from studio.model.check import Check

_SIDE, _EDGE, _HEAD, _FOOT = 360, 14, 46, 40
_POINTS, _ASKED = 120_000, 3_000
_FEWEST_ON_EDGE = 40
# From the right, in front and above: the rows are right, up, and towards the eye.
_VIEW = np.array(
    [
        [1 / np.sqrt(2), 1 / np.sqrt(2), 0.0],
        [-0.408248290, 0.408248290, 0.816496581],
        [0.577350269, -0.577350269, 0.577350269],
    ]
)
_GREY, _GREEN, _AMBER, _RED = (205, 208, 212), (94, 160, 120), (235, 170, 40), (190, 30, 35)
_INK = (51, 51, 51)
Colours = NDArray[np.float64]


def distances(check: Check, grounds: Grounds) -> Picture:
    """Return the output by its distance from the right surface, and that by its distance from it.

    Green is right, amber about the limit, red three times the limit and more.
    """
    parameters = parse_parameters(check)
    assert isinstance(parameters, SurfaceDistanceParameters)
    target = target_of(check)
    try:
        goal = goal_of(parameters, target, grounds)
        mesh, found = best_laid(mesh_of(grounds, target), goal, parameters)
    except (Unreadable, FaultError) as fault:
        return _told(check, str(fault))
    value, limit = found.by(parameters.measure), parameters.at_most
    panels = [
        ("handed in", mesh, Surface(goal)),
        ("right", goal, Surface(mesh)),
    ]
    made = [(name, *_coloured(one, other, limit)) for name, one, other in panels]
    foot = f"green 0, amber {number(limit)}, red {number(3 * limit)} and more"
    return _drawn(f"{SHOWN[parameters.measure]} of {check.target}: {number(value)}", made, foot)


def _coloured(mesh: Mesh, other: Surface, limit: float) -> tuple[Points, Points, Colours]:
    """Return points of a mesh with their normals and colours."""
    points, normals = spread_with(mesh, _POINTS)
    some = points[:: -(-_POINTS // _ASKED)]
    far = other.far(some)
    near = Surface.places(some).query(points)[1]
    return points, normals, _scale(far[near] / limit)


def _scale(times: Points) -> Colours:
    """Return the colour of how many times the limit something is off."""
    marks = np.array([0.0, 0.5, 1.0, 3.0])
    colours = np.array([_GREEN, _GREEN, _AMBER, _RED], dtype=np.float64)
    return np.stack([np.interp(times, marks, colours[:, band]) for band in range(3)], axis=1)


def closedness(check: Check, grounds: Grounds) -> Picture:
    """Return the output in grey, with the edges that are open or crowded in red."""
    target = target_of(check)
    try:
        mesh = mesh_of(grounds, target)
    except Unreadable as fault:
        return _told(check, str(fault))
    points, normals = spread_with(mesh, _POINTS)
    grey = np.tile(np.array(_GREY, dtype=np.float64), (len(points), 1))
    ends = mesh.vertices[flawed_edges(mesh)[:2_000]]
    shares = np.linspace(0, 1, _FEWEST_ON_EDGE)[None, :, None]
    marks = (ends[:, :1] + shares * (ends[:, 1:] - ends[:, :1])).reshape(-1, 3)
    result = judge(check, grounds)
    return _drawn(
        f"{check.target}: {'watertight' if result.status == 'pass' else 'not watertight'}",
        [("handed in", points, normals, grey)],
        "red: edges with one face, or more than two",
        marks,
    )


def measures(check: Check, grounds: Grounds) -> Picture:
    """Return a table of what was found and what is right."""
    result = judge(check, grounds)
    found, expected = (result.evidence.get(name, "") for name in ("found", "expected"))
    try:
        right = reference_mesh(grounds, target_of(check).path)
        size = " x ".join(number(float(side)) for side in right.high - right.low)
    except FaultError as fault:
        return _told(check, str(fault))
    colour = WRONG if result.status != "pass" else "#1b7f3b"
    rows = [
        [Cell("verdict"), Cell(result.sentence, colour)],
        [Cell("found"), Cell(_listed(found or result.evidence.get("scale", "")))],
        [Cell("expected"), Cell(_listed(expected))],
        [Cell("sides of the right one"), Cell(size)],
    ]
    return table(f"{check.kind} of {check.target}", ("", "value"), rows)


def _listed(values: object) -> str:
    if isinstance(values, dict):
        return ", ".join(f"{name} {value}" for name, value in values.items())
    if isinstance(values, list):
        return " x ".join(number(value) for value in values)
    return str(values)


def _told(check: Check, fault: str) -> Picture:
    return table(check.target, ("what went wrong",), [[Cell(f"{check.target} {fault}", WRONG)]])


def _drawn(
    title: str,
    panels: list[tuple[str, Points, Points, Colours]],
    foot: str,
    marks: Points | None = None,
) -> Picture:
    """Return panels side by side, all to the same scale and from the same place."""
    everything = np.concatenate([points @ _VIEW.T for _, points, _, _ in panels])[:, :2]
    low, high = everything.min(axis=0), everything.max(axis=0)
    scale = (_SIDE - 2 * _EDGE) / max(float((high - low).max()), 1e-300)
    picture = Image.new("RGB", (_SIDE * len(panels), _HEAD + _SIDE + _FOOT), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size=13)
    draw.text((10, 6), legible(title)[:90], fill=_INK, font=font)
    for place, (name, points, normals, colours) in enumerate(panels):
        spots = (points @ _VIEW.T, low, high, scale)
        pixels = _panel(spots, _shaded(normals, colours))
        if marks is not None and len(marks):
            red = np.tile(np.array(_RED, dtype=np.float64), (len(marks), 1))
            pixels = _panel((marks @ _VIEW.T, low, high, scale), red, pixels)
        picture.paste(Image.fromarray(pixels), (place * _SIDE, _HEAD))
        draw.text((place * _SIDE + 10, 26), name, fill=_INK, font=font)
    draw.text((10, _HEAD + _SIDE + 12), foot, fill=_INK, font=font)
    stream = io.BytesIO()
    picture.save(stream, format="PNG", optimize=True)
    return Picture(".png", stream.getvalue())


def _shaded(normals: Points, colours: Colours) -> Colours:
    """Return colours darker where the surface looks away from the light."""
    light = np.array([0.25, -0.45, 0.86])
    return np.asarray(colours * (0.62 + 0.38 * np.abs(normals @ light))[:, None])


def _panel(
    spots: tuple[Points, Points, Points, float],
    colours: Colours,
    before: NDArray[np.uint8] | None = None,
) -> NDArray[np.uint8]:
    """Return a picture of points, the nearest on top, each two pixels wide."""
    points, low, high, scale = spots
    middle = (low + high) / 2
    flat = (points[:, :2] - middle) * scale + _SIDE / 2
    order = np.argsort(points[:, 2], kind="stable")
    x, y = flat[order, 0].astype(np.int64), (_SIDE - flat[order, 1]).astype(np.int64)
    pixels = np.full((_SIDE, _SIDE, 3), 255, np.uint8) if before is None else before
    shown = colours[order].astype(np.uint8)
    depth = np.full((_SIDE, _SIDE), -1, np.int64)
    for right in (0, 1):
        for down in (0, 1):
            rows, columns = np.clip(y + down, 0, _SIDE - 1), np.clip(x + right, 0, _SIDE - 1)
            np.maximum.at(depth, (rows, columns), np.arange(len(order)))
    filled = depth >= 0
    pixels[filled] = shown[depth[filled]]
    return pixels


PICTURES = {
    "surface_distance": distances,
    "mesh_watertight": closedness,
    "mesh_measure": measures,
    "mesh_holes": measures,
    "mesh_unit": measures,
}
