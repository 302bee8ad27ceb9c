"""Make the badge: drawings as SVG text and by lxml, icons drawn by Pillow."""

import math
import re
from pathlib import Path

from lxml import etree
from PIL import Image, ImageDraw

from tests.data.tasks.fixed_files import begin, finish, place

DRAWING, ICON = "badge-night.svg", "badge-icon.png"
SIDE, ICON_SIDE = 240, 96
OLD, NEW, DARK = "#1D4ED8", "#FCA311", "#14213D"
# The ring is stroked: centre, radius, width; the star: centre, outer and inner radius.
RING, STAR = (120, 100, 70, 12), (120, 96, 44, 18)
SVG = "{http://www.w3.org/2000/svg}"
ABOUT = {
    "title": "Prepare a badge for the dark theme",
    "profession": "Graphic designer",
    "occupation": "27-1024.00",
    "work": "separate",
    "families": ["svg", "png", "colours"],
    "alternate_correct": {
        "saved_by_an_editor": "Saved by another program: colours as styles in small letters, "
        "absolute coordinates for the moved group, a comment; icon without anti-aliasing.",
        "rgb_and_palette": "Colours as rgb(), the group moved by its parts, no indents; icon with "
        "a palette and a transparent entry.",
    },
    "known_bad": {
        "stroke_forgotten": "The ring is stroked and stays blue, only fills were changed.",
        "sponsor_coloured": "The sponsor mark has the same blue and was changed too.",
        "icon_on_white": "The icon has a white background instead of a transparent one.",
    },
}


def star(scale: float = 1.0) -> list[tuple[float, float]]:
    x, y, outer, inner = STAR
    points = []
    for at in range(10):
        angle = math.radians(36 * at - 90)
        radius = inner if at % 2 else outer
        points.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return [(round(a * scale, 3), round(b * scale, 3)) for a, b in points]


def drawing() -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in star())
    x, y, radius, width = RING
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="240" height="240" viewBox="0 0 {SIDE} {SIDE}">
  <title>Open Maps Days badge</title>
  <rect id="ground" width="240" height="240" rx="24" fill="#FFFFFF"/>
  <circle id="ring" cx="{x}" cy="{y}" r="{radius}" fill="none" stroke="{OLD}" stroke-width="{width}"/>
  <polygon id="star" points="{points}" fill="{OLD}"/>
  <g id="dots" fill="{OLD}">
    <circle id="dot-left" cx="32" cy="196" r="5"/>
    <circle id="dot-right" cx="208" cy="196" r="5"/>
  </g>
  <path id="underline" d="M 60 214 H 180" fill="none" stroke="#1d4ed8" stroke-width="3"/>
  <text id="name" x="120" y="204" font-family="sans-serif" font-size="20" text-anchor="middle" fill="#6B7280">Open Maps Days</text>
  <text id="claim" x="120" y="230" font-family="sans-serif" font-size="11" text-anchor="middle" fill="{OLD}">First Edition</text>
  <g id="sponsor" transform="translate(188 8)">
    <rect id="sponsor-box" width="44" height="16" fill="{OLD}"/>
    <circle id="sponsor-sun" cx="10" cy="8" r="5" fill="#FACC15"/>
  </g>
</svg>
"""  # noqa: E501


def night(
    text: str, fills: bool = True, strokes: bool = True, sponsor: bool = False
) -> etree._Element:
    root = etree.fromstring(text.encode())
    for node in root.iter(f"{SVG}*"):
        within = {one.get("id") for one in [node, *node.iterancestors()]}
        if "sponsor" in within and not sponsor:
            continue
        for name in ["fill"] * fills + ["stroke"] * strokes:
            if node.get(name, "").upper() == OLD:
                node.set(name, NEW)
    by_id(root)["ground"].set("fill", DARK)
    by_id(root)["claim"].text = "Night Edition"
    by_id(root)["sponsor"].set("transform", "translate(188 28)")
    return root


def by_id(root: etree._Element) -> dict[str, etree._Element]:
    return {node.get("id"): node for node in root.iter(f"{SVG}*") if node.get("id")}


def styled(root: etree._Element) -> etree._Element:
    for node in root.iter(f"{SVG}*"):
        pairs = [
            (name, node.attrib.pop(name))
            for name in ("fill", "stroke", "stroke-width")
            if name in node.attrib
        ]
        if pairs:
            node.set("style", ";".join(f"{name}:{value.lower()}" for name, value in pairs))
    by_id(root)["sponsor"].set("transform", "matrix(1,0,0,1,188,28)")
    root.insert(0, etree.Comment(" Created with a drawing program "))
    return root


def as_rgb(root: etree._Element) -> etree._Element:
    for node in root.iter(f"{SVG}*"):
        for name in ("fill", "stroke"):
            value = node.get(name, "")
            if value.startswith("#"):
                parts = [str(int(value[at : at + 2], 16)) for at in (1, 3, 5)]
                node.set(name, f"rgb({', '.join(parts)})")
    nodes = by_id(root)
    nodes["sponsor"].set("transform", "translate(188 8)")
    nodes["sponsor-box"].set("y", "20")
    nodes["sponsor-sun"].set("cy", "28")
    for node in root.iter():
        node.tail = None
        if not (node.text or "").strip():
            node.text = None
    return root


def icon(smooth: int = 8, colour: str = NEW) -> Image.Image:
    """Draw ring and star at `smooth` times the size, and bring the cover down to alpha."""
    scale = ICON_SIDE / SIDE * smooth
    cover = Image.new("L", (ICON_SIDE * smooth,) * 2)
    pen = ImageDraw.Draw(cover)
    x, y, radius, width = RING
    for size, value in ((radius + width / 2, 255), (radius - width / 2, 0)):
        pen.ellipse([(a + s * size) * scale for s in (-1, 1) for a in (x, y)], fill=value)
    pen.polygon(star(scale), fill=255)
    cover = cover.resize((ICON_SIDE, ICON_SIDE), Image.Resampling.BOX)
    made = Image.new("RGBA", cover.size, colour)
    made.putalpha(cover)
    return made


def hard(picture: Image.Image) -> Image.Image:
    picture.putalpha(picture.getchannel("A").point(lambda value: 255 * (value > 127)))
    return picture


def palette(picture: Image.Image) -> Image.Image:
    made = Image.new("P", picture.size, 0)
    made.putpalette([0, 0, 0, *(int(NEW[at : at + 2], 16) for at in (1, 3, 5))])
    made.paste(1, mask=picture.getchannel("A").point(lambda value: 255 * (value > 127)))
    return made


def colour(node: etree._Element, name: str) -> str:
    """Return a colour of a node or of the group around it, as #RRGGBB."""
    style = dict(part.split(":") for part in node.get("style", "").split(";") if part)
    value = style.get(name, node.get(name))
    if value is None and node.getparent() is not None:
        return colour(node.getparent(), name)
    found = re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", value or "")
    return (
        "#" + "".join(f"{int(one):02X}" for one in found.groups()) if found else str(value).upper()
    )


def right(made: Path) -> bool:
    root = etree.fromstring((made / DRAWING).read_bytes())
    nodes = by_id(root)
    wanted = {
        ("ground", "fill"): DARK,
        ("ring", "stroke"): NEW,
        ("ring", "fill"): "NONE",
        ("star", "fill"): NEW,
        ("dot-left", "fill"): NEW,
        ("dot-right", "fill"): NEW,
        ("underline", "stroke"): NEW,
        ("name", "fill"): "#6B7280",
        ("claim", "fill"): NEW,
        ("sponsor-box", "fill"): OLD,
        ("sponsor-sun", "fill"): "#FACC15",
    }
    return (
        set(nodes) == set(by_id(etree.fromstring(drawing().encode())))
        and root.get("viewBox") == "0 0 240 240"
        and all(colour(nodes[name], kind) == value for (name, kind), value in wanted.items())
        and (nodes["claim"].text, nodes["name"].text) == ("Night Edition", "Open Maps Days")
        and top(nodes["sponsor-box"]) == 28
        and right_icon(Image.open(made / ICON))
    )


def top(node: etree._Element) -> float:
    """Return the y of the sponsor's box, with the group's move (its last number)."""
    moved = re.findall(r"[\d.]+", node.getparent().get("transform"))[-1]
    return float(node.get("y", "0")) + float(moved)


def right_icon(picture: Image.Image) -> bool:
    shown = picture.convert("RGBA")
    if shown.size != (ICON_SIDE, ICON_SIDE):
        return False
    alpha = shown.getchannel("A").point(lambda value: 255 * (value > 127))
    ideal = icon().getchannel("A").point(lambda value: 255 * (value > 127))
    differ = sum(a != b for a, b in zip(alpha.tobytes(), ideal.tobytes(), strict=True))
    inside = [shown.getpixel((48, at))[:3] for at in range(ICON_SIDE) if alpha.getpixel((48, at))]
    return differ < 150 and set(inside) == {(252, 163, 17)}


def main() -> None:
    folder = begin(__file__)
    text = drawing()
    (folder / "input" / "badge.svg").write_text(text, encoding="utf-8")
    flat = Image.new("RGBA", (ICON_SIDE, ICON_SIDE), "#FFFFFF")
    flat.alpha_composite(icon())
    made = {
        "reference": (night(text), icon()),
        "alternate_correct/saved_by_an_editor": (styled(night(text)), hard(icon(3))),
        "alternate_correct/rgb_and_palette": (as_rgb(night(text)), palette(icon())),
        "known_bad/stroke_forgotten": (night(text, strokes=False), icon()),
        "known_bad/sponsor_coloured": (night(text, sponsor=True), icon()),
        "known_bad/icon_on_white": (night(text), flat.convert("RGB")),
    }
    for where, (root, picture) in made.items():
        output = place(folder, where)
        etree.ElementTree(root).write(output / DRAWING, encoding="utf-8", xml_declaration=True)
        extra = {"transparency": 0} if picture.mode == "P" else {}
        picture.save(output / ICON, optimize=True, **extra)
        assert right(output) == ("known_bad" not in where), where
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
