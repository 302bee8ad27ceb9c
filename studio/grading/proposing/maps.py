"""Proposals for maps: features by key, shapes by overlap, measures in their unit, the projection.

Other right work has other vertices, another order, and another projection where it is left free;
so shapes are compared by what they cover and never point by point.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from studio.base.errors import FaultError
from studio.grading.cartography import bounds_of, flat_crs, moved
from studio.grading.families.maps import OF_PROGRAMS, same_crs
from studio.grading.families.maps_shapes import MapOverlapParameters, fits_of, kind_of
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence
from studio.grading.proposing.map_measures import Measure, measure_of
from studio.grading.proposing.precision import bounded, precision_of
from studio.grading.proposing.scopes import Subject
from studio.grading.proposing.wishes import is_wish
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.geopackages import layers_of
from studio.grading.readers.maps import GEOPACKAGE, MAPS, Layer, crs_of, read_layer, shapely
from studio.grading.readers.values import Scalar, is_blank, number_of
from studio.model.check import Target

__all__ = ["MAPS", "propose_map"]
_CRS: tuple[tuple[str, str], ...] = (
    (r"\bEPSG[: ]*(\d{4,5})\b", ""),
    (r"\bETRS ?(?:19)?89\b[^.;]{0,12}\bUTM\b[^.;]{0,8}?\b(2[89]|3[0-8]) ?N?\b", "258{}"),
    (r"\bUTM\b(?: zone)? (\d\d?) ?N\b", "326{:0>2}"),
    (r"\bUTM\b(?: zone)? (\d\d?) ?S\b", "327{:0>2}"),
    (r"\bWGS ?(?:19)?84\b|\blon(?:gitude)?\b.{0,5}\blat(?:itude)?\b", "4326"),
    (r"\bWeb[- ]Mercator\b", "3857"),
    (r"\bBritish National Grid\b|\bOSGB(?:36)?\b", "27700"),
    (r"\bLambert[- ]?93\b", "2154"),
    (r"\bLV95\b", "2056"),
)  # fmt: skip
_SAME_CRS = re.compile(
    r"\b(?:same|keep|unchanged|original)\b[^.;]{0,30}\b(?:projection|CRS|coordinate|reference "
    r"system)|\b(?:projection|CRS|coordinate (?:reference )?system)\b[^.;]{0,20}\b(?:as|of|like) "
    r"(?:the |in |in the )?(?:input|parcels|original|source)",
    re.IGNORECASE,
)
_DELIVERED = re.compile(r"\b(?:deliver|reproject|return|outputs?|results?)\w*", re.IGNORECASE)
_MEASURED_IN = re.compile(r"\b(?:areas?|lengths?|distances?|perimeters?|measur\w+)\b", re.I)
_FLOOR = re.compile(
    r"\b(?:IoU|intersection[- ]over[- ]union|Jaccard|overlap\w*|agree\w*|coincid\w*)\b[^.;]*?"
    r"(?<![\d.])(?P<number>\d+(?:\.\d+)?|\.\d+) ?(?P<percent>%|per ?cent)?",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"(?:within|±|\+/-|up to|at most|no more than|less than|by) (?P<number>\d+(?:\.\d+)?) ?"
    r"(?P<unit>m|km|cm|met(?:re|er)s?|kilomet(?:re|er)s?|centimet(?:re|er)s?|ft|feet)\b",
    re.IGNORECASE,
)
_OF_POSITION = re.compile(
    r"\b(?:accura|toleran|deviat|precis|correct if|right if|counts? as|off by|positional|"
    r"positions?|may differ|may lie)", re.I
)  # fmt: skip
_METRES = {"k": 1000.0, "c": 0.01, "f": 0.3048, "m": 1.0}
_ROUND = re.compile(
    r"\bbuffer|\bradius|\bisochrone|\bcircle|\bwithin \d[\d,.]* ?(?:m|km|met|kilomet|mi|ft)|"
    r"\bsimplif|\bsmooth|\bcontour",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:one|single|exactly \w+|two|three|four|\d+) (?:\w+ )?(?:features?|(?:multi)?polygons?|"
    r"lines?|points?|shapes?|geometr\w+)\b|\bdissolv|\bmerge",
    re.IGNORECASE,
)
_KEEP_ALL = re.compile(
    r"\b(?:all|every|each|other|their|its|original|existing) (?:\w+ )?(?:attributes?|fields?|"
    r"columns?|properties)\b",
    re.IGNORECASE,
)
_EXACT_FLOOR, _ROUND_FLOOR, _CLOSE = 0.99, 0.97, 0.002
_MOST_KEYS = 8


@dataclass(frozen=True)
class _Scene:
    """A layer of the reference, where it lies, and the layers of the input."""

    draft: Draft
    target: str
    path: str
    layer: Layer
    given: Layer | None
    sources: tuple[Layer, ...]

    def asks_for(self, name: str) -> bool:
        """Tell whether the instruction names an attribute."""
        instruction = self.draft.instruction
        return instruction.states(name) or instruction.fixes(name)


def propose_map(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Add the checks of a map; `given` is the same file of the input."""
    names = layers_of(place.parent, place.name) if place.suffix.lower() == GEOPACKAGE else ("",)
    sources = tuple(_sources(draft))
    for name in names:
        column = name if len(names) > 1 else None
        target = Target(path=place.name, column=column)
        layer = read_layer(place.parent, target)
        shown = f"{path}#{name}" if column else path
        before = _given(draft, Target(path=path, column=column), layer.name)
        _propose_layer(_Scene(draft, shown, path, layer, before, sources))


def _given(draft: Draft, target: Target, like: str) -> Layer | None:
    """Return the layer of the same file of the input, None if there is none."""
    try:
        return read_layer(draft.given.folder, target, like) if draft.given.folder else None
    except Unreadable:
        return None


def _sources(draft: Draft) -> Iterator[Layer]:
    """Yield the layers of the input."""
    folder = draft.given.folder
    for path in draft.given.paths:
        if folder is None or not path.lower().endswith(MAPS):
            continue
        try:
            names: tuple[str, ...] = ("",)
            if path.lower().endswith(GEOPACKAGE):
                names = layers_of(folder, path)
            for name in names:
                yield read_layer(folder, Target(path=path, column=name or None))
        except Unreadable:
            continue


def _propose_layer(scene: _Scene) -> None:
    draft, layer = scene.draft, scene.layer
    if not layer.count:
        draft.skip(f"{scene.target} has no features, so nothing of it is checked")
        return
    draft.fields.setdefault(scene.path, set()).update((*layer.columns, "features", "shapes"))
    key = _key(scene)
    measures = _measures(scene, key)
    _propose_projection(scene)
    _propose_features(scene, key, {measure.attribute for measure in measures})
    for measure in measures:
        _propose_measure(scene, key, measure)
    _propose_shapes(scene, key)


def _key(scene: _Scene) -> tuple[str, ...]:
    """Return the attributes that tell features apart: those named, or known from the input."""
    layer = scene.layer
    usable = [
        name
        for name, values in layer.columns.items()
        if all(not is_blank(v) and not _is_measured(v) for v in values)
        and (scene.asks_for(name) or name.casefold() not in OF_PROGRAMS)
        and (scene.asks_for(name) or _is_known(scene, name, values))
    ]
    usable.sort(key=lambda name: not scene.asks_for(name))
    for size in (1, 2):
        for names in combinations(usable[:_MOST_KEYS], size):
            telling = layer.count > 1 or all(map(scene.asks_for, names))
            if telling and len(set(layer.keys(names))) == layer.count:
                return names
    return ()


def _is_measured(value: Scalar) -> bool:
    return isinstance(value, float) and not value.is_integer()


def _is_known(scene: _Scene, name: str, values: list[Scalar]) -> bool:
    """Tell whether values stand in an attribute of that name of the input, or all in a table."""
    for source in scene.sources:
        held = source.attribute(name)
        if held is not None and set(values) <= set(held):
            return True
    return scene.draft.given.holds_column(values)


def _propose_projection(scene: _Scene) -> None:
    """Add the projection as a gate, if the instruction asks for the one of the reference."""
    if scene.layer.crs is None:
        return
    for sentence in scene.draft.instruction.sentences:
        if not scene.draft.instruction.is_about(sentence, scene.path):
            continue
        wanted = is_wish(sentence.text) or _DELIVERED.search(sentence.text)
        if not (wanted or sentence.keeps or _is_named(scene, sentence)):
            continue
        codes = [crs for crs in codes_in(sentence.text) if same_crs(crs_of(crs), scene.layer.crs)]
        same = _SAME_CRS.search(sentence.text) is not None
        if (codes and not _is_only_measured(sentence, codes)) or same:
            scene.draft.add(
                f"projection {scene.target}",
                "map_projection",
                scene.target,
                parameters={"crs": codes[0]} if codes else {},
                sentence=sentence,
                reason="the instruction names the projection",
            )
            return


def _is_named(scene: _Scene, sentence: Sentence) -> bool:
    return scene.path.rpartition("/")[2].casefold() in sentence.folded


def _is_only_measured(sentence: Sentence, codes: list[str]) -> bool:
    """Tell whether a projection is only that in which something is measured."""
    if not _MEASURED_IN.search(sentence.text):
        return False
    return (
        re.search(r"\b(?:sav|writ|stor|export|reproject|deliver)\w*", sentence.text, re.I) is None
    )


def codes_in(text: str) -> list[str]:
    """Return the projections that a text names, by their EPSG codes."""
    found = []
    for pattern, form in _CRS:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            number = match[1] if not form else form.format(*match.groups())
            if crs_of(f"EPSG:{number}") is not None:
                found.append(f"EPSG:{number}")
    return found


def _measures(scene: _Scene, key: tuple[str, ...]) -> list[Measure]:
    """Return the attributes that tell what the shapes measure."""
    sentences = scene.draft.instruction.sentences
    named = [code for s in sentences if _MEASURED_IN.search(s.text) for code in codes_in(s.text)]
    found = []
    for name in scene.layer.columns:
        if name not in key and scene.asks_for(name):
            measure = measure_of(scene.layer, name, scene.draft.instruction.prompt, named)
            if measure is not None:
                found.append(measure)
    return found


def _propose_features(scene: _Scene, key: tuple[str, ...], measured: set[str]) -> None:
    draft, layer = scene.draft, scene.layer
    names = [n for n in layer.columns if n not in key and n not in measured]
    asked = [name for name in names if scene.asks_for(name) or _is_carried(scene, name)]
    for name in names:
        if name not in asked and name.casefold() not in OF_PROGRAMS:
            draft.skip(f"{name} of {scene.target} is not asked for, so nothing checks it")
    counted = any(_COUNTED.search(s.text) for s in draft.instruction.sentences)
    if not key and not asked and not counted:
        return
    tolerances, reasons, relative = _rooms(scene, asked)
    parameters: dict[str, Any] = {"key": list(key)} if key else {}
    parameters["attributes"] = asked
    parameters |= {"tolerances": tolerances} if tolerances else {}
    parameters |= {"relative": relative} if relative else {}
    for name in asked:
        draft.compared |= {str(value).casefold() for value in layer.columns[name][:200]}
    standing = scene.given is not None
    for facts in ("changed", "unchanged") if standing else ("all",):
        draft.add(
            f"features {scene.target}",
            "map_features",
            scene.target,
            parameters=parameters | ({"facts": facts} if standing else {}),
            gate=facts == "unchanged",
            strong=(*key, *asked[:8]),
            weak=name_words(scene.path),
            reason="; ".join(reasons),
        )


def _is_carried(scene: _Scene, name: str) -> bool:
    """Tell whether an attribute of the input is to be kept with all the others."""
    if name.casefold() in OF_PROGRAMS:
        return False
    if not any(_KEEP_ALL.search(s.text) for s in scene.draft.instruction.sentences):
        return scene.given is not None and scene.given.attribute(name) is not None
    return any(source.attribute(name) is not None for source in scene.sources)


def _rooms(scene: _Scene, names: list[str]) -> tuple[dict[str, float], list[str], float]:
    """Return the tolerance of each attribute with numbers, why, and the share of measured ones."""
    tolerances, reasons, relative = {}, [], 0.0
    instruction = scene.draft.instruction
    for name in names:
        values = scene.layer.columns[name]
        numbers = [n for n in map(number_of, values) if n is not None]
        if not numbers or _is_known(scene, name, values):
            continue
        others = tuple(other for other in names if other != name)
        found = precision_of(
            instruction, Subject((name,), others, scene.path), [(v, "") for v in values], 2
        )
        found = bounded(found, numbers)
        room = found.tolerance or 0.0
        if _DISTANCE.search(name) and not found.share:
            # Measured on the ellipsoid or in a plane: both are right where neither is asked for.
            room = max(room, _CLOSE * sorted(map(abs, numbers))[len(numbers) // 2])
        relative = max(relative, found.share or 0.0)
        if room:
            tolerances[name] = float(f"{room:.3g}")
            reasons.append(f"{name} within {room:.3g}: {found.reason}")
    return tolerances, reasons, relative


_DISTANCE = re.compile(
    r"(?i)dist|length|perimeter|area|(?:^|_)(?:m|km|ha|m2|sqm|km2|sqkm|mi|ft|acres?)$"
)


def _propose_measure(scene: _Scene, key: tuple[str, ...], measure: Measure) -> None:
    values = scene.layer.columns[measure.attribute]
    subject = Subject((measure.attribute,), tuple(scene.layer.columns), scene.path)
    found = precision_of(scene.draft.instruction, subject, [(v, "") for v in values], 2)
    relative = max(measure.relative, found.share or 0.0)
    scene.draft.add(
        f"measure {measure.attribute} {scene.target}",
        "map_areas",
        scene.target,
        parameters={"key": list(key)} | measure.parameters() | {"relative": relative},
        tolerance=found.tolerance if not found.share else None,
        strong=(measure.attribute,),
        weak=name_words(scene.path),
        reason=f"{measure.reason}; {found.reason}" if found.reason else measure.reason,
    )


def _propose_shapes(scene: _Scene, key: tuple[str, ...]) -> None:
    draft, layer = scene.draft, scene.layer
    kinds = {kind_of(shape) for shape in layer.shapes} - {""}
    if not kinds:
        draft.skip(f"{scene.target} shows no point, line or polygon")
        return
    parameters: dict[str, Any] = {"key": list(key)} if key else {}
    sentence, reason = None, ""
    if kinds != {"point"}:
        floor, sentence, reason = _floor(scene)
        parameters["at_least"] = floor
    if kinds != {"polygon"}:
        parameters["within"], stated, why = _within(scene)
        sentence, reason = sentence or stated, "; ".join(filter(None, (reason, why)))
    for facts, gate in _weights(scene, key, parameters):
        draft.add(
            f"shapes {scene.target}",
            "map_overlap",
            scene.target,
            parameters=parameters | ({"facts": facts} if facts != "all" else {}),
            gate=gate,
            strong=key,
            weak=(*name_words(scene.path), *sorted(kinds)),
            sentence=sentence,
            reason=reason,
        )


def _weights(
    scene: _Scene, key: tuple[str, ...], parameters: dict[str, Any]
) -> Iterator[tuple[str, bool]]:
    """Yield which shapes are compared, and whether only as a gate: what was copied is no work."""
    asked = MapOverlapParameters.model_validate(parameters, strict=False)
    if scene.given is not None and key:
        same = _met_by(asked, scene.layer, scene.given)
        if not all(same):
            yield "changed", False
        if any(same):
            yield "unchanged", True
        return
    copied = bool(key) and any(all(_met_by(asked, scene.layer, s)) for s in scene.sources)
    yield "all", copied


def _met_by(asked: MapOverlapParameters, layer: Layer, source: Layer) -> list[bool]:
    """Return for each feature whether a layer of the input shows it already."""
    try:
        return [fit.right for fit in fits_of(asked, layer, source)[0]]
    except (Unreadable, FaultError):
        return [False] * layer.count


def _floor(scene: _Scene) -> tuple[float, Sentence | None, str]:
    """Return the least overlap: as stated, else what another way to round corners leaves."""
    for sentence in scene.draft.instruction.sentences:
        found = _FLOOR.search(sentence.text)
        if found and scene.draft.instruction.is_about(sentence, scene.path):
            number = float(found["number"]) / (100 if found["percent"] else 1)
            if 0.3 < number <= 1:
                return number, sentence, "the instruction states the overlap"
    if any(_ROUND.search(s.text) for s in scene.draft.instruction.sentences):
        return _ROUND_FLOOR, None, "arcs may be drawn with few or many corners"
    return _EXACT_FLOOR, None, "other vertices are right if they cover the same"


def _within(scene: _Scene) -> tuple[float, Sentence | None, str]:
    """Return how far points may be off: as stated, else little against the distances between."""
    for sentence in scene.draft.instruction.sentences:
        found = _NEAR.search(sentence.text)
        if found and _OF_POSITION.search(sentence.text):
            scale = _METRES[found["unit"][0].casefold()]
            return float(found["number"]) * scale, sentence, "the instruction states the accuracy"
    shapes = moved(scene.layer.shapes, scene.layer.crs, flat_crs(scene.layer))
    west, south, east, north = bounds_of(shapes)
    room = max(1.0, 0.001 * float(np.hypot(east - west, north - south)))
    return float(f"{min(room, _least_gap(shapes) / 4):.2g}"), None, "small against the distances"


def _least_gap(shapes: Any) -> float:
    """Return the least distance between the middles of two shapes, 40 m if there is only one."""
    library = shapely()
    points = library.get_coordinates(library.centroid(shapes))
    if len(points) < 2:
        return 40.0
    places = library.points(points)
    tree = library.STRtree(places)
    _, distances = tree.query_nearest(places, exclusive=True, return_distance=True)
    apart = [float(distance) for distance in distances if distance > 0]
    return max(min(apart, default=40.0), 0.4)
