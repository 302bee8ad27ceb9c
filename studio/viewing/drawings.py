"""Reading a drawing for showing, DXF or SVG: its lines on their layers, and its texts."""

from pathlib import Path

import numpy as np

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.drawings import Drawing, read_drawing
from studio.grading.readers.strokes import Stroke
from studio.grading.readers.values import legible
from studio.grading.readers.vectors import VECTORS, Shape, read_vectors
from studio.viewing.gathering import Gathering, Points
from studio.viewing.plan_data import AREA, LINE, POINT, PlanData, PlanLayer, PlanText

MOST_TEXTS = 5_000
_LONGEST = 60
_FINE = 2e-4


class DrawingFile:
    """A drawing and the one that it is compared with."""

    def __init__(self, shown: Path, other: Path | None) -> None:
        self._shown, self._other = shown, other

    def head(self) -> PlanData:
        """Return the drawing."""
        return _read(self._shown, self._other is not None)

    def other(self) -> PlanData:
        """Return the one that it is compared with.

        Raises:
            Unreadable: if there is none.
        """
        if self._other is None:
            raise Unreadable("is compared with nothing")
        return _read(self._other, True)


opened = DrawingFile


def _read(place: Path, compared: bool) -> PlanData:
    if place.suffix.lower() in VECTORS:
        return _vectors(place, compared)
    return _drawing(read_drawing(place), compared)


def _drawing(drawing: Drawing, compared: bool) -> PlanData:
    used = {stroke.layer.casefold() for stroke in drawing.strokes}
    used |= {label.layer.casefold() for label in drawing.labels}
    names = [name for name in drawing.layers if name in used]
    numbers = {name: number for number, name in enumerate(names)}
    made, fine = Gathering(), _sagitta(drawing)
    counts = [0] * len(names)
    for stroke in drawing.strokes:
        layer = numbers[stroke.layer.casefold()]
        counts[layer] += 1
        facts = f"{drawing.layers[names[layer]].name}, {stroke.length:,.6g} {drawing.unit}".strip()
        feature = made.begin(layer, stroke.entity, facts)
        kind = POINT if stroke.entity == "point" else LINE
        for points in _chains(stroke, fine):
            made.add(points, feature, layer, kind)
    for label in drawing.labels:
        counts[numbers[label.layer.casefold()]] += 1
    texts = [
        PlanText(
            numbers[label.layer.casefold()], legible(label.text[:_LONGEST]), *label.place,
            label.height,
        )
        for label in drawing.labels[:MOST_TEXTS]
    ]  # fmt: skip
    layers = [
        PlanLayer(legible(drawing.layers[name].name[:_LONGEST]), counts[numbers[name]],
                  drawing.layers[name].name)
        for name in names
    ]  # fmt: skip
    return made.plan(
        layers, drawing.unit, texts=texts, unread=sum(drawing.unread.values()), compared=compared
    )


def _sagitta(drawing: Drawing) -> float:
    """Return how far short lines may lie from the arcs that they stand for."""
    ends = [piece.start for stroke in drawing.strokes for piece in stroke.pieces]
    if not ends:
        return 1.0
    every = np.array(ends)
    return max(float((every.max(axis=0) - every.min(axis=0)).max()) * _FINE, 1e-9)


def _chains(stroke: Stroke, fine: float) -> list[Points]:
    """Return the lines of a stroke, pieces that follow one another as one."""
    chains: list[list[tuple[float, float]]] = []
    for piece in stroke.pieces:
        for part in piece.chords(fine):
            if not chains or chains[-1][-1] != part.start:
                chains.append([part.start])
            if part.end != part.start or stroke.entity == "point":
                chains[-1].append(part.end)
    return [np.array(chain) for chain in chains]


def _vectors(place: Path, compared: bool) -> PlanData:
    """Return an SVG drawing: each shape as the outline that its reader gives, else its box."""
    shapes = [
        shape
        for shape in read_vectors(place, outlines=True).shapes
        if shape.box and shape.tag != "g"
    ]
    groups = list(dict.fromkeys(_group(shape) for shape in shapes))
    numbers = {name: number for number, name in enumerate(groups)}
    made = Gathering()
    counts = [0] * len(groups)
    texts: list[PlanText] = []
    for shape in shapes:
        assert shape.box is not None
        layer = numbers[_group(shape)]
        counts[layer] += 1
        left, top, right, bottom = shape.box
        feature = made.begin(layer, legible(shape.id or shape.tag), _told(shape))
        if shape.text and len(texts) < MOST_TEXTS:
            height = max(bottom - top, 12.0)
            middle = (left + right) / 2, (top + bottom) / 2
            texts.append(PlanText(layer, legible(shape.text[:_LONGEST]), *middle, height))
            continue
        box = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
        filled = shape.fill != "none" and shape.tag != "line"
        for line in shape.lines or (box,):
            made.add(np.array(line, dtype=float), feature, layer, AREA if filled else LINE)
    layers = [
        PlanLayer(legible((name or place.name)[:_LONGEST]), counts[numbers[name]], name)
        for name in groups
    ]
    return made.plan(layers, "", texts=texts, down=True, compared=compared)


def _group(shape: Shape) -> str:
    return next((name for name in reversed(shape.within) if name), "")


def _told(shape: Shape) -> str:
    parts = [shape.tag, f"fill {shape.fill}" if shape.fill != "none" else ""]
    parts.append(f"line {shape.stroke}" if shape.stroke != "none" else "")
    return ", ".join(part for part in parts if part)
