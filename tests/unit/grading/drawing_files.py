"""Small DXF drawings: a plan with walls, doors and labels, drawn in several ways."""

import io
from collections.abc import Callable
from typing import Any

import ezdxf
from ezdxf.enums import TextEntityAlignment

from studio.grading.near_misses.drawings import written

LAYERS = {"A-WALL": 1, "A-DOOR": 3, "A-AREA": 5}
ROOMS = {"Kitchen": (1500.0, 2000.0), "Hall": (4500.0, 2000.0)}
Change = Callable[[Any], object]


def empty(version: str = "R2010", unit: int = 4) -> Any:
    made = ezdxf.new(version)
    if version != "R12":
        made.header["$INSUNITS"] = unit
    for name, colour in LAYERS.items():
        made.layers.add(name, color=colour)
    return made


def on(layer: str) -> dict[str, str]:
    return {"layer": layer}


def plan(change: Change | None = None) -> bytes:
    """Return a plan of two rooms with polylines, blocks and texts of several lines."""
    made = empty()
    model = made.modelspace()
    outer = [(0, 0), (6000, 0), (6000, 4000), (0, 4000)]
    model.add_lwpolyline(outer, close=True, dxfattribs=on("A-WALL"))
    model.add_line((3000, 0), (3000, 4000), dxfattribs=on("A-WALL"))
    model.add_circle((1500, 3000), 250, dxfattribs=on("A-WALL"))
    door = made.blocks.new("DOOR")
    door.add_line((0, 0), (0, 900))
    door.add_arc((0, 0), 900, 0, 90)
    model.add_blockref("DOOR", (1000, 0), dxfattribs=on("A-DOOR"))
    model.add_blockref("DOOR", (4000, 0), dxfattribs={"layer": "A-DOOR", "rotation": 90})
    for name, place in ROOMS.items():
        text = f"{name}\\P12.00 m²"
        at = {"layer": "A-AREA", "char_height": 200, "insert": place, "attachment_point": 5}
        model.add_mtext(text, dxfattribs=at)
    if change:
        change(made)
    return written(made)


def plan_of_lines(version: str = "R12", scale: float = 1.0, unit: int = 4) -> bytes:
    """Return the same plan in lines, arcs and single texts, without blocks, in another order."""
    made = empty(version, unit)
    model = made.modelspace()

    def at(x: float, y: float) -> tuple[float, float]:
        return x * scale, y * scale

    for name, (x, y) in ROOMS.items():
        for text, down in ((name, -160), ("12 m2", 180)):
            model.add_text(text, height=200 * scale, dxfattribs=on("A-AREA")).set_placement(
                at(x, y - down), align=TextEntityAlignment.MIDDLE_CENTER
            )
    corners = [(0, 0), (3000, 0), (6000, 0), (6000, 4000), (3000, 4000), (0, 4000), (0, 0)]
    for one, two in zip(corners[1:], corners, strict=False):
        model.add_line(at(*one), at(*two), dxfattribs=on("A-WALL"))
    model.add_line(at(3000, 4000), at(3000, 0), dxfattribs=on("A-WALL"))
    for begin in (0, 180):
        model.add_arc(at(1500, 3000), 250 * scale, begin, begin + 180, dxfattribs=on("A-WALL"))
    for x, ahead, begin in ((1000, (1000, 900), 0), (4000, (3100, 0), 90)):
        model.add_line(at(x, 0), at(*ahead), dxfattribs=on("a-door"))
        model.add_arc(at(x, 0), 900 * scale, begin, begin + 45, dxfattribs=on("A-DOOR"))
        model.add_arc(at(x, 0), 900 * scale, begin + 45, begin + 90, dxfattribs=on("A-DOOR"))
    return written(made)


def entity(made: Any, kind: str, number: int = 0) -> Any:
    return made.modelspace().query(kind)[number]


def raw(*pairs: object) -> bytes:
    """Return a file of group codes and values, which no library would write."""
    lines = [0, "SECTION", 2, "ENTITIES", *pairs, 0, "ENDSEC", 0, "EOF"]
    return ("\n".join(map(str, lines)) + "\n").encode()


def nested(depth: int, times: int, itself: bool = False) -> bytes:
    """Return blocks in blocks; each holds the next several times, the last one a line."""
    made = ezdxf.new("R2010")
    for level in range(depth):
        block = made.blocks.new(f"B{level}")
        for number in range(times):
            block.add_blockref(f"B{level + 1}", (number, level))
    made.blocks.new(f"B{depth}").add_line((0, 0), (1, 1))
    if itself:
        made.blocks.get(f"B{depth}").add_blockref("B0", (0, 0))
    made.modelspace().add_blockref("B0", (0, 0))
    stream = io.StringIO()
    made.write(stream)
    return made.encode(stream.getvalue())
