"""Near misses and harmless variants of DXF drawings: drawn wrong, or only drawn otherwise."""

import io
import math
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from studio.base.extras import import_extra
from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.overlays import box_of
from studio.grading.readers.drawings import DRAWINGS, EXTRA, read_drawing

_SHARE = 0.05
_WHOLE = re.compile(r"\bclosed (?:lw)?poly ?lines?\b|\bpolylines?\b", re.IGNORECASE)
_BLOCKS = re.compile(r"\b(?:as|insert(?:ed)?|use) (?:a |the )?blocks?\b", re.IGNORECASE)
_WRITES = re.compile(r"\b(?:text|label|name|number|dimension|annotat|write)", re.IGNORECASE)
_PLAIN = {
    "LINE": "a line", "LWPOLYLINE": "an outline", "POLYLINE": "an outline", "CIRCLE": "a circle",
    "ARC": "an arc", "INSERT": "a block", "TEXT": "a text", "MTEXT": "a text",
}  # fmt: skip
_SHAPES = ("LINE", "LWPOLYLINE", "POLYLINE", "CIRCLE", "ARC", "INSERT")
_TEXTS = ("TEXT", "MTEXT")
_MILLIMETRES, _METRES = 4, 6
_PER_METRE = {4: 1000.0, 5: 100.0, 6: 1.0}


def open_document(scene: Scene) -> Any:
    """Return the document of a drawing, to be changed."""
    ezdxf = import_extra("ezdxf", EXTRA, "Drawings in DXF")
    return ezdxf.readfile(str(scene.place))


def written(document: Any, binary: bool = False) -> bytes:
    """Return the bytes of a drawing, the same whenever it is written."""
    ezdxf = import_extra("ezdxf", EXTRA, "Drawings in DXF")
    before = ezdxf.options.write_fixed_meta_data_for_testing
    ezdxf.options.write_fixed_meta_data_for_testing = True
    try:
        if binary:
            raw = io.BytesIO()
            document.write(raw, fmt="bin")
            return raw.getvalue()
        stream = io.StringIO()
        document.write(stream)
        content: bytes = document.encode(stream.getvalue())
        return content
    finally:
        ezdxf.options.write_fixed_meta_data_for_testing = before


def _counted(scene: Scene) -> frozenset[str] | None:
    """Return the layers that the checks look at, None if they look at all."""
    for check in scene.checks:
        if check.kind == "drawing_entities" and check.parameters.get("layers"):
            return frozenset(name.casefold() for name in check.parameters["layers"])
    return None


def _shapes(scene: Scene, document: Any, rng: random.Random) -> list[Any]:
    """Return the entities that draw what counts, in a random order; those made anew first."""
    layers = _counted(scene)
    found = [
        entity
        for entity in document.modelspace()
        if entity.dxftype() in _SHAPES
        and (layers is None or entity.dxf.layer.casefold() in layers)
        and entity.dxf.layer.casefold() != "defpoints"
    ]
    rng.shuffle(found)
    return found


def _is_drawn_free(scene: Scene) -> bool:
    """Tell whether the layout is the worker's, so that another one is no mistake."""
    kinds = {check.kind for check in scene.checks}
    return bool(kinds & {"drawing_lengths", "drawing_areas"}) and "drawing_entities" not in kinds


def _frees_layers(scene: Scene) -> bool:
    """Tell whether it does not matter on which layer something is drawn."""
    asked = [check for check in scene.checks if check.kind == "drawing_entities"]
    return any(not check.parameters.get("by_layer", True) for check in asked)


def _named(entity: Any) -> str:
    name = _PLAIN.get(entity.dxftype(), entity.dxftype())
    return f"{name} on {entity.dxf.layer}"


def _step(scene: Scene) -> float:
    """Return a move that nobody overlooks, in the unit of the drawing."""
    box = box_of(read_drawing(scene.place).strokes)
    return _SHARE * max(box[2] - box[0], box[3] - box[1]) if box else 1.0


Change = Callable[[Any, Any, float, random.Random], str | None]


def _entity_operator(id: str, title: str, kinds: tuple[str, ...]) -> Callable[[Change], Change]:
    """Register what spoils one entity; the change says what it did, None if nothing."""

    def keep(change: Change) -> Change:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            if _is_drawn_free(scene) or (id == "drawing_wrong_layer" and _frees_layers(scene)):
                return
            count = len(_shapes(scene, open_document(scene), random.Random(0)))
            for number in rng.sample(range(count), count):
                document = open_document(scene)
                entity = _shapes(scene, document, random.Random(0))[number]
                if entity.dxftype() in kinds:
                    told = change(document, entity, _step(scene), rng)
                    if told:
                        yield scene.made(told, written(document))

        spoils(id, "drawings", title, DRAWINGS)(make)
        return change

    return keep


@_entity_operator("drawing_moved", "Drawn elsewhere", _SHAPES)
def _moved(document: Any, entity: Any, step: float, rng: random.Random) -> str:
    told = f"moved {_named(entity)} by {step:g}"
    # A line that is moved along itself may still cover what it must.
    entity.translate(step, 0.7 * step, 0)
    return told


@_entity_operator("drawing_wrong_layer", "On another layer", _SHAPES)
def _wrong_layer(document: Any, entity: Any, step: float, rng: random.Random) -> str | None:
    others = [layer.dxf.name for layer in document.layers if layer.dxf.name != entity.dxf.layer]
    others = [name for name in others if name.casefold() not in ("0", "defpoints")]
    told = _named(entity)
    entity.dxf.layer = others[0] if others else "Layer1"
    return f"put {told} on {entity.dxf.layer}"


@_entity_operator("drawing_left_out", "Something is not drawn", _SHAPES)
def _left_out(document: Any, entity: Any, step: float, rng: random.Random) -> str:
    told = f"left out {_named(entity)}"
    document.modelspace().delete_entity(entity)
    return told


@_entity_operator("drawing_doubled", "Drawn twice", ("LINE", "LWPOLYLINE", "CIRCLE", "ARC"))
def _doubled(document: Any, entity: Any, step: float, rng: random.Random) -> str:
    document.modelspace().add_entity(entity.copy())
    return f"drew {_named(entity)} twice"


@_entity_operator("drawing_wrong_length", "Too short or too large", ("LINE", "LWPOLYLINE"))
def _wrong_length(document: Any, entity: Any, step: float, rng: random.Random) -> str | None:
    if entity.dxftype() == "LINE":
        start, end = entity.dxf.start, entity.dxf.end
        length = start.distance(end)
        if length <= 0:
            return None
        entity.dxf.end = start + (end - start) * (1 - min(0.5, step / length))
        return f"drew {_named(entity)} too short"
    points = entity.get_points("xyseb")
    x, y, *rest = points[-1]
    points[-1] = (x + step, y + 0.4 * step, *rest)
    entity.set_points(points, format="xyseb")
    return f"moved a corner of {_named(entity)}"


@_entity_operator("drawing_opened", "An outline that does not close", ("LWPOLYLINE", "POLYLINE"))
def _opened(document: Any, entity: Any, step: float, rng: random.Random) -> str | None:
    if not (entity.closed if entity.dxftype() == "LWPOLYLINE" else entity.is_closed):
        return None
    entity.close(False)
    return f"left {_named(entity)} open"


@_entity_operator("drawing_wrong_size", "A circle of another size", ("CIRCLE", "ARC"))
def _wrong_size(document: Any, entity: Any, step: float, rng: random.Random) -> str:
    entity.dxf.radius *= 2
    return f"took the diameter of {_named(entity)} for its radius"


@_entity_operator("drawing_mirrored", "A part the wrong way round", ("ARC", "INSERT"))
def _mirrored(document: Any, entity: Any, step: float, rng: random.Random) -> str:
    if entity.dxftype() == "INSERT":
        entity.dxf.rotation = entity.dxf.get("rotation", 0.0) + 180
        return f"turned {_named(entity)} round"
    begin, end = entity.dxf.start_angle, entity.dxf.end_angle
    entity.dxf.start_angle, entity.dxf.end_angle = begin + 180, end + 180
    return f"turned {_named(entity)} round"


def _whole(
    id: str, title: str, harmless: bool = False
) -> Callable[[Callable[[Scene, Any], str | None]], Callable[[Scene, Any], str | None]]:
    """Register what changes a drawing as a whole; None is a change that does not apply."""
    register = varies if harmless else spoils

    def keep(change: Callable[[Scene, Any], str | None]) -> Callable[[Scene, Any], str | None]:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            document = open_document(scene)
            told = change(scene, document)
            if told:
                yield scene.made(told, written(document))

        register(id, "drawings", title, DRAWINGS)(make)
        return change

    return keep


def _scaled(document: Any, factor: float) -> None:
    """Scale all that stands in the model space, and what its blocks hold by their insertions."""
    matrix = import_extra("ezdxf.math", EXTRA, "Drawings in DXF").Matrix44
    for entity in document.modelspace():
        entity.transform(matrix.scale(factor, factor, factor))


@_whole("drawing_wrong_scale", "In another unit than it says")
def _wrong_scale(scene: Scene, document: Any) -> str | None:
    if _is_drawn_free(scene):
        return None
    _scaled(document, 1 / 25.4)
    return "drew all in inches without saying so"


@_whole("drawing_on_one_layer", "All on one layer")
def _on_one_layer(scene: Scene, document: Any) -> str | None:
    entities = [e for e in document.modelspace() if e.dxftype() in (*_SHAPES, *_TEXTS)]
    if _frees_layers(scene) or all(entity.dxf.layer == "0" for entity in entities):
        return None
    for entity in entities:
        entity.dxf.layer = "0"
    return "drew all on layer 0"


@_whole("drawing_emptied", "Nothing is drawn")
def _emptied(scene: Scene, document: Any) -> str:
    document.modelspace().delete_all_entities()
    return "left the drawing empty"


def _asked_texts(scene: Scene) -> frozenset[str] | None:
    named = [c.parameters.get("texts") for c in scene.checks if c.kind == "drawing_text"]
    return frozenset(text for texts in named for text in texts or ()) if named else None


def _texts(scene: Scene, document: Any) -> list[Any]:
    """Return the texts that checks ask for, or all where only the instruction asks for some."""
    asked = _asked_texts(scene)
    if asked is None and not _WRITES.search(scene.prompt):
        return []
    return [
        entity
        for entity in document.modelspace()
        if entity.dxftype() in _TEXTS
        and (asked is None or any(line.strip() in asked for line in _lines(entity)))
    ]


def _lines(entity: Any) -> list[str]:
    return str(entity.plain_text()).splitlines()


def _write(entity: Any, text: str) -> None:
    if entity.dxftype() == "MTEXT":
        entity.text = text
    else:
        entity.dxf.text = text


def _raw(entity: Any) -> str:
    return str(entity.text if entity.dxftype() == "MTEXT" else entity.dxf.text)


@spoils("drawing_text_wrong", "drawings", "A text says something else", DRAWINGS)
def _text_wrong(scene: Scene, rng: random.Random) -> Iterator[Made]:
    count = len(_texts(scene, open_document(scene)))
    for number in rng.sample(range(count), count):
        document = open_document(scene)
        entity = _texts(scene, document)[number]
        before = _raw(entity)
        digits = re.search(r"\d+(?!.*\d)", before)
        after = f"{before}X"
        if digits:
            wrong = str((int(digits[0]) + 7) % 10 ** len(digits[0])).zfill(len(digits[0]))
            after = before[: digits.start()] + wrong + before[digits.end() :]
        _write(entity, after)
        yield scene.made(f"wrote {after} for {before}", written(document))


@spoils("drawing_text_left_out", "drawings", "A text is missing", DRAWINGS)
def _text_left_out(scene: Scene, rng: random.Random) -> Iterator[Made]:
    count = len(_texts(scene, open_document(scene)))
    for number in rng.sample(range(count), count):
        document = open_document(scene)
        entity = _texts(scene, document)[number]
        told = f"left out the text {_raw(entity)}"
        document.modelspace().delete_entity(entity)
        yield scene.made(told, written(document))


@spoils("drawing_text_outside", "drawings", "A text outside of the outline", DRAWINGS)
def _text_outside(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if not any(c.kind == "drawing_text" and c.parameters.get("inside") for c in scene.checks):
        return
    document = open_document(scene)
    for entity in _texts(scene, document)[:1]:
        entity.translate(-1e5, -1e5, 0)
        yield scene.made(f"put the text {_raw(entity)} outside", written(document))


@spoils("drawing_texts_swapped", "drawings", "Two texts in each other's place", DRAWINGS)
def _texts_swapped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if not any(c.kind == "drawing_text" and c.parameters.get("within") for c in scene.checks):
        return
    document = open_document(scene)
    found = _texts(scene, document)
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            alike = re.sub(r"\d+", "0", _raw(one)) == re.sub(r"\d+", "0", _raw(other))
            words = _raw(one)[:1].isalpha() and _raw(other)[:1].isalpha()
            if _raw(one) != _raw(other) and (alike or words):
                first, second = _raw(one), _raw(other)
                _write(one, second)
                _write(other, first)
                yield scene.made(f"swapped {first} and {second}", written(document))
                return


def _allows_parts(scene: Scene) -> bool:
    """Tell whether a polyline may be drawn as lines."""
    whole = any(check.parameters.get("whole") for check in scene.checks)
    return not whole and not _WHOLE.search(scene.prompt)


@_whole("drawing_as_lines", "Polylines as lines and arcs", True)
def _as_lines(scene: Scene, document: Any) -> str | None:
    found = list(document.modelspace().query("LWPOLYLINE POLYLINE"))
    if not found or not _allows_parts(scene):
        return None
    for entity in found:
        entity.explode()
    return "drew polylines as lines and arcs"


@_whole("drawing_as_polylines", "Lines as polylines", True)
def _as_polylines(scene: Scene, document: Any) -> str | None:
    model = document.modelspace()
    lines = list(model.query("LINE"))
    if not lines or document.dxfversion < "AC1015":
        return None
    for line in lines:
        ends = [(p.x, p.y) for p in (line.dxf.end, line.dxf.start)]
        model.add_lwpolyline(ends, dxfattribs={"layer": line.dxf.layer})
        model.delete_entity(line)
    return "drew lines as polylines, from their other end"


@_whole("drawing_parted", "Lines in two parts", True)
def _parted(scene: Scene, document: Any) -> str | None:
    model = document.modelspace()
    lines = list(model.query("LINE"))
    for line in lines:
        middle = line.dxf.start.lerp(line.dxf.end, 0.37)
        model.add_line(middle, line.dxf.end, dxfattribs={"layer": line.dxf.layer})
        line.dxf.end = middle
    return "drew each line in two parts" if lines else None


@_whole("drawing_exploded", "Blocks exploded", True)
def _exploded(scene: Scene, document: Any) -> str | None:
    found = list(document.modelspace().query("INSERT"))
    if not found or _BLOCKS.search(scene.prompt):
        return None
    for insert in found:
        insert.explode()
    return "exploded the blocks"


@_whole("drawing_reordered", "In another order, with other handles", True)
def _reordered(scene: Scene, document: Any) -> str | None:
    model = document.modelspace()
    shapes = [e for e in model if e.dxftype() in ("LINE", "CIRCLE", "ARC", "LWPOLYLINE")]
    for entity in reversed(shapes):
        model.add_entity(entity.copy())
        model.delete_entity(entity)
    return "drew all in the reverse order" if len(shapes) > 1 else None


@_whole("drawing_in_metres", "In metres, and said so", True)
def _in_metres(scene: Scene, document: Any) -> str | None:
    unit = int(document.header.get("$INSUNITS", 0))
    if unit not in _PER_METRE or _states_unit(scene.prompt):
        return None
    other = _METRES if unit != _METRES else _MILLIMETRES
    _scaled(document, _PER_METRE[other] / _PER_METRE[unit])
    document.header["$INSUNITS"] = other
    return "drew all in metres" if other == _METRES else "drew all in millimetres"


def _states_unit(prompt: str) -> bool:
    return bool(re.search(r"\b(?:mm|millimet|cm|centimet|met(?:re|er)s|units?)\b", prompt, re.I))


@_whole("drawing_other_version", "Another version of DXF", True)
def _other_version(scene: Scene, document: Any) -> str | None:
    other = "R2018" if document.dxfversion != "AC1032" else "R2007"
    if document.dxfversion < "AC1015":
        return None
    document.dxfversion = other
    return f"saved as DXF {other}"


@varies("drawing_binary", "drawings", "Binary DXF", DRAWINGS)
def _binary(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield scene.made("saved as binary DXF", written(open_document(scene), binary=True))


@_whole("drawing_circles_as_arcs", "Circles as two arcs", True)
def _circles_as_arcs(scene: Scene, document: Any) -> str | None:
    model = document.modelspace()
    circles = list(model.query("CIRCLE"))
    if not _allows_parts(scene):
        return None
    for circle in circles:
        for begin in (0.0, 180.0):
            model.add_arc(
                circle.dxf.center, circle.dxf.radius, begin, math.fmod(begin + 180, 360) or 360.0,
                dxfattribs={"layer": circle.dxf.layer},
            )  # fmt: skip
        model.delete_entity(circle)
    return "drew circles as two arcs" if circles else None
