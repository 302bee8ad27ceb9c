"""Reading DXF drawings as strokes, labels and blocks, however they were drawn.

Source: Autodesk, DXF Reference (entities, header variables, and the colours of layers).
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from studio.base.errors import HostileInputError
from studio.base.extras import import_extra
from studio.formats import digests
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.entities import Unfolding, refuse_endless
from studio.grading.readers.memory import Memory
from studio.grading.readers.places import read_bytes
from studio.grading.readers.strokes import Label, Stroke

DRAWINGS = (".dxf",)
EXTRA = "drawings"
MAX_BYTES = 16 * 1024 * 1024
MAX_LAYERS = 5_000
_BINARY = b"AutoCAD Binary DXF"
_DWG = (b"AC10", b"AC1.", b"AC2.")
_KEPT, _KEPT_PIECES = 40, 400_000
# What one drawing unit is in metres, by the number that $INSUNITS gives it.
_UNITS = {
    1: "in", 2: "ft", 3: "mi", 4: "mm", 5: "cm", 6: "m", 7: "km", 10: "yd", 13: "µm", 14: "dm",
}  # fmt: skip
METRES = {
    "in": 0.0254, "ft": 0.3048, "mi": 1609.344, "mm": 1e-3, "cm": 1e-2, "m": 1.0, "km": 1e3,
    "yd": 0.9144, "µm": 1e-6, "dm": 0.1,
}  # fmt: skip
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Layer:
    """A layer of a drawing: its name, the number of its colour (ACI) and its line type."""

    name: str
    colour: int
    linetype: str


@dataclass(frozen=True)
class Drawing:
    """What the model space of a drawing shows, with its blocks unfolded.

    Attributes:
        unit: the unit of its coordinates, empty if its header names none.
        layers: the layers by name in small letters, those that only entities name too.
        strokes: what is drawn, in the unit of the drawing.
        labels: the texts, attributes and dimensions.
        blocks: how often each block was put in, by name in small letters.
        unread: how many entities of kinds that are not looked at, by their kind.
    """

    unit: str
    layers: Mapping[str, Layer]
    strokes: tuple[Stroke, ...]
    labels: tuple[Label, ...]
    blocks: Mapping[str, int] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)

    def on(self, layers: frozenset[str] | None) -> list[Stroke]:
        """Return the strokes of some layers, of all if none are named."""
        return [s for s in self.strokes if layers is None or s.layer.casefold() in layers]


def read_drawing(place: Path) -> Drawing:
    """Return what a DXF file shows.

    Raises:
        HostileInputError: if its blocks unfold without end.
        Unreadable: if it is no DXF drawing, or too large.
        FaultError: if the extra is missing.
    """
    content = read_bytes(place, MAX_BYTES)
    ezdxf = import_extra("ezdxf", EXTRA, "Drawings in DXF")
    return _drawings.get(digests.of_bytes(content), lambda: _read(ezdxf, content, place))


def _read(ezdxf: Any, content: bytes, place: Path) -> Drawing:
    if content.startswith(_DWG):
        raise Unreadable("is a DWG drawing; save it as DXF")
    if not content.startswith(_BINARY) and (b"SECTION" not in content or b"\0" in content):
        raise Unreadable("is not a DXF drawing")
    if not content.startswith(_BINARY) and b"EOF" not in content[-4096:]:
        raise Unreadable("is a DXF drawing that breaks off before its end")
    document = _guarded(lambda: _opened(ezdxf, place))
    return _guarded(lambda: _drawing(document))


def _opened(ezdxf: Any, place: Path) -> Any:
    """Return the document of a file; one with small faults is mended first."""
    try:
        return ezdxf.readfile(str(place))
    except ezdxf.DXFError:
        recover = import_extra("ezdxf.recover", EXTRA, "Drawings in DXF")
        return recover.readfile(str(place))[0]


def _guarded(read: Callable[[], _Read]) -> _Read:
    """Return what is read; a library that stumbles over a file tells that the file is broken."""
    try:
        return read()
    except (HostileInputError, Unreadable):
        raise
    except RecursionError:
        raise HostileInputError("The drawing is nested without end.") from None
    except Exception:
        # The library raises whatever its parts do on files that are no drawings.
        raise Unreadable("is a damaged DXF drawing") from None


def _drawing(document: Any) -> Drawing:
    refuse_endless(document)
    found = Unfolding()
    for entity in document.modelspace():
        found.take(entity)
    return Drawing(
        _UNITS.get(int(document.header.get("$INSUNITS", 0) or 0), ""),
        _layers(document, found),
        tuple(found.strokes),
        tuple(found.labels),
        dict(found.blocks),
        dict(Counter(found.unread)),
    )


def _layers(document: Any, found: Unfolding) -> dict[str, Layer]:
    layers: dict[str, Layer] = {}
    for layer in document.layers:
        if len(layers) >= MAX_LAYERS:
            raise Unreadable(f"has more than {MAX_LAYERS:,} layers")
        name = str(layer.dxf.name)
        linetype = str(layer.dxf.get("linetype", "Continuous"))
        layers[name.casefold()] = Layer(name, abs(int(layer.dxf.get("color", 7))), linetype)
    named = [*(s.layer for s in found.strokes), *(label.layer for label in found.labels)]
    for name in named:
        layers.setdefault(name.casefold(), Layer(name, 7, "Continuous"))
    return layers


def _pieces(drawing: Drawing) -> int:
    return sum(len(stroke.pieces) for stroke in drawing.strokes) + len(drawing.labels)


_drawings: Memory[Drawing] = Memory(_KEPT, _pieces, _KEPT_PIECES)
