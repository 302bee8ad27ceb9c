"""Make the gasket: drawings by ezdxf (R2010, R12, R2018), the quote by Python's csv module."""

import json
import logging
import math
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import ezdxf
from ezdxf.document import Drawing

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

NAME, QUOTE = "G-114.dxf", "quote.csv"
BULGE = math.tan(math.pi / 8)
SKETCH = {
    "part": "G-114",
    "plate": {"width": 120, "height": 90, "corner_radius": 10},
    "bore": {"centre": [52, 45], "diameter": 52},
    "bolt_circle": {
        "centre": [52, 45],
        "diameter": 72,
        "holes": 6,
        "hole_diameter": 9,
        "first_hole_deg": 15,
    },
    "locating_hole": {"centre": [106, 18], "diameter": 5},
}
ABOUT = {
    "title": "Draw a gasket for the water jet",
    "profession": "Mechanical drafter",
    "occupation": "17-3013.00",
    "work": "separate",
    "families": ["dxf", "csv", "json", "layers", "agreement of two outputs"],
    "alternate_correct": {
        "lines_and_arcs": "Outline as four lines and four arcs, R12, another place for the text; "
        "the lines of the quote in another order.",
        "bulged_polylines": "Every contour a polyline, round ones of two bulged halves, R2018, "
        "the part number as MTEXT; unit of the drawing stated.",
    },
    "known_bad": {
        "bolt_circle_cut": "The bolt circle lies on CUT, so the jet cuts the gasket apart.",
        "sharp_corners": "The corners of the outline are not rounded.",
        "holes_turned": "The first bolt hole is at 0 degrees instead of 15.",
    },
}


def bolts(sketch: dict) -> list[tuple[float, float]]:
    ring = sketch["bolt_circle"]
    (x, y), radius = ring["centre"], ring["diameter"] / 2
    angles = [
        math.radians(ring["first_hole_deg"] + 360 / ring["holes"] * at)
        for at in range(ring["holes"])
    ]
    return [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]


def rounds(sketch: dict) -> list[tuple[tuple[float, float], float]]:
    """Return centre and radius of every round contour that is cut."""
    found = [
        (tuple(sketch[part]["centre"]), sketch[part]["diameter"] / 2)
        for part in ("bore", "locating_hole")
    ]
    return found + [(at, sketch["bolt_circle"]["hole_diameter"] / 2) for at in bolts(sketch)]


def outline(sketch: dict) -> list[tuple[float, float, float]]:
    """Return x, y and bulge of the corners of the outer contour, counter-clockwise."""
    plate = sketch["plate"]
    wide, high, radius = plate["width"], plate["height"], plate["corner_radius"]
    if not radius:
        return [(0, 0, 0), (wide, 0, 0), (wide, high, 0), (0, high, 0)]
    return [
        (radius, 0, 0),
        (wide - radius, 0, BULGE),
        (wide, radius, 0),
        (wide, high - radius, BULGE),
        (wide - radius, high, 0),
        (radius, high, BULGE),
        (0, high - radius, 0),
        (0, radius, BULGE),
    ]


def begun(version: str) -> Drawing:
    paper = ezdxf.new(version)
    for kind in ("ACDBPLACEHOLDER", "LAYOUT"):  # a set holds them otherwise: any order
        paper.classes.add_class(kind)
    for name, colour in (("CUT", 1), ("CENTRE", 3), ("MARK", 5)):
        paper.layers.add(name, color=colour)
    return paper


def usual(path: Path, sketch: dict, centre_layer: str = "CENTRE") -> None:
    paper = begun("R2010")
    space, ring = paper.modelspace(), sketch["bolt_circle"]
    space.add_lwpolyline(outline(sketch), "xyb", close=True, dxfattribs={"layer": "CUT"})
    for at, radius in rounds(sketch):
        space.add_circle(at, radius, {"layer": "CUT"})
    space.add_circle(ring["centre"], ring["diameter"] / 2, {"layer": centre_layer})
    space.add_text(sketch["part"], height=5, dxfattribs={"layer": "MARK", "insert": (92, 70)})
    paper.saveas(path)


def lines_and_arcs(path: Path, sketch: dict) -> None:
    paper = begun("R12")
    space, ring = paper.modelspace(), sketch["bolt_circle"]
    space.add_text(sketch["part"], height=4, dxfattribs={"layer": "MARK", "insert": (95, 50)})
    for at, radius in reversed(rounds(sketch)):
        space.add_circle(at, radius, {"layer": "CUT"})
    corners = outline(sketch)
    plate = sketch["plate"]
    radius = plate["corner_radius"]
    for one, other in zip(corners, corners[1:] + corners[:1], strict=True):
        if not one[2]:
            space.add_line(one[:2], other[:2], {"layer": "CUT"})
    middles = [(x, y) for x in (radius, plate["width"] - radius) for y in (radius, 80)]
    for (x, y), start in zip(middles, (180, 90, 270, 0), strict=True):
        space.add_arc((x, y), radius, start, start + 90, dxfattribs={"layer": "CUT"})
    space.add_circle(ring["centre"], ring["diameter"] / 2, {"layer": "CENTRE"})
    paper.saveas(path)


def bulged(path: Path, sketch: dict) -> None:
    paper = begun("R2018")
    paper.header["$INSUNITS"] = 4
    space, ring = paper.modelspace(), sketch["bolt_circle"]
    for at, radius in rounds(sketch):
        halves = [(at[0] - radius, at[1], 1), (at[0] + radius, at[1], 1)]
        space.add_lwpolyline(halves, "xyb", close=True, dxfattribs={"layer": "CUT"})
    corners = outline(sketch)
    space.add_lwpolyline(corners[3:] + corners[:3], "xyb", close=True, dxfattribs={"layer": "CUT"})
    mark = {"layer": "MARK", "insert": (92, 70), "char_height": 3.5}
    space.add_mtext(sketch["part"], mark)
    space.add_circle(ring["centre"], ring["diameter"] / 2, {"layer": "CENTRE"})
    paper.saveas(path)


def figures(sketch: dict, cut_ring: bool = False) -> list[list[object]]:
    plate, ring = sketch["plate"], sketch["bolt_circle"]
    wide, high, radius = plate["width"], plate["height"], plate["corner_radius"]
    length = 2 * (wide + high) - (8 - 2 * math.pi) * radius
    length += sum(2 * math.pi * one for _, one in rounds(sketch))
    area = wide * high - (4 - math.pi) * radius**2
    area -= sum(math.pi * one**2 for _, one in rounds(sketch))
    length += math.pi * ring["diameter"] if cut_ring else 0
    mass = area * 2 / 1000 * 1.35
    return [
        ["cut_length", f"{length:.1f}", "mm"],
        ["area", f"{area:.1f}", "mm2"],
        ["mass", f"{mass:.1f}", "g"],
    ]


def contours(path: Path, layer: str) -> tuple[set, dict]:
    """Return the straight lines of a layer, and degrees of arc by centre and radius."""
    lines, arcs = set(), defaultdict(float)
    pieces = []
    for entity in ezdxf.readfile(path).modelspace().query(f'*[layer=="{layer}"]'):
        pieces += entity.virtual_entities() if entity.dxftype() == "LWPOLYLINE" else [entity]
    for piece in pieces:
        if piece.dxftype() == "LINE":
            ends = [(round(p.x, 2), round(p.y, 2)) for p in (piece.dxf.start, piece.dxf.end)]
            lines.add(tuple(sorted(ends)))
            continue
        at = piece.dxf.center
        swept = 360.0
        if piece.dxftype() == "ARC":
            swept = (piece.dxf.end_angle - piece.dxf.start_angle) % 360
        arcs[round(at.x, 2), round(at.y, 2), round(piece.dxf.radius, 2)] += round(swept, 2)
    return lines, dict(arcs)


def wanted() -> tuple[set, dict]:
    lines = {((10, 0), (110, 0)), ((10, 90), (110, 90)), ((0, 10), (0, 80)), ((120, 10), (120, 80))}
    arcs = {(x, y, 10): 90.0 for x in (10, 110) for y in (10, 80)}
    arcs |= {(52, 45, 26): 360.0, (106, 18, 2.5): 360.0}
    for at in range(6):
        angle = math.radians(15 + 60 * at)
        x, y = 52 + 36 * math.cos(angle), 45 + 36 * math.sin(angle)
        arcs[round(x, 2), round(y, 2), 4.5] = 360.0
    return lines, arcs


def right(made: Path) -> bool:
    path = made / NAME
    marks = ezdxf.readfile(path).modelspace().query('TEXT MTEXT[layer=="MARK"]')
    quoted = {row["item"]: row["value"] for row in read_rows(made / QUOTE)}
    return (
        contours(path, "CUT") == wanted()
        and contours(path, "CENTRE") == (set(), {(52, 45, 36): 360.0})
        and len(marks) == 1
        and quoted == {row[0]: row[1] for row in figures(SKETCH)}
    )


def main() -> None:
    ezdxf.options.write_fixed_meta_data_for_testing = True
    logging.getLogger("ezdxf").setLevel(logging.ERROR)
    folder = begin(__file__)
    text = json.dumps(SKETCH, indent=1)
    (folder / "input" / "gasket.json").write_text(text + "\n", encoding="utf-8")

    def store(where: str, sketch: dict, draw: Callable = usual, **quote: bool) -> None:
        made = place(folder, where)
        draw(made / NAME, sketch, *(["CUT"] if quote else []))
        rows = figures(sketch, **quote)
        rows = rows[::-1] if draw is lines_and_arcs else rows
        write_rows(made / QUOTE, [["item", "value", "unit"], *rows])
        assert right(made) == ("known_bad" not in where), where

    store("reference", SKETCH)
    store("alternate_correct/lines_and_arcs", SKETCH, lines_and_arcs)
    store("alternate_correct/bulged_polylines", SKETCH, bulged)
    store("known_bad/bolt_circle_cut", SKETCH, cut_ring=True)
    sharp = {**SKETCH, "plate": {**SKETCH["plate"], "corner_radius": 0}}
    store("known_bad/sharp_corners", sharp)
    turned = {**SKETCH, "bolt_circle": {**SKETCH["bolt_circle"], "first_hole_deg": 0}}
    store("known_bad/holes_turned", turned)
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
