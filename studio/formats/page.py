"""Pages of HTML that need nothing but themselves: no network, no script, all text escaped."""

import base64
import html
import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from studio.base import atomic
from studio.base.regular import read_regular
from studio.base.visible import visible
from studio.model.frozen import Bounds

MAX_DRAWING = 1 << 20
MAX_SOURCE_PIXELS = 64_000_000
_QUALITY = 78
_RING, _WHITE = (47, 85, 212), (255, 255, 255)
_BOX = (185, 102, 17)


@dataclass(frozen=True)
class Markup:
    """Text that is HTML already; everything else is escaped."""

    text: str


Content = Markup | str | Iterable["Content"]


def markup(content: Content) -> Markup:
    """Return content as HTML: text escaped, control signs shown, parts joined."""
    if isinstance(content, Markup):
        return content
    if isinstance(content, str):
        # Signs that turn or hide text would let a name on the page pass for another.
        return Markup(html.escape(visible(content), quote=True))
    return Markup("".join(markup(part).text for part in content))


def tag(name: str, *content: Content, **attributes: str) -> Markup:
    """Return an element; a trailing `_` of an attribute's name is dropped (`class_`)."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{markup(value).text}"'
        for key, value in attributes.items()
    )
    if name in ("img", "br", "meta", "hr"):
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{markup(content).text}</{name}>")


def pill(word: str, tone: str) -> Markup:
    """Return a word in a tone: good, bad, waits or quiet."""
    return tag("span", word, class_=f"pill {tone}")


def table(
    heading: Iterable[Content],
    rows: Iterable[Iterable[Content]],
    caption: str,
    even: bool = False,
    numbers: Collection[int] = (),
    bars: Collection[int] = (),
) -> Markup:
    """Return a table.

    Args:
        heading: a cell for each column.
        rows: as many cells a row.
        caption: what the table is, for those who do not see it.
        even: makes columns alike.
        numbers: which columns, from 0, hold numbers and end on the right.
        bars: which columns hold bars.
    """
    classes = {**dict.fromkeys(numbers, "number"), **dict.fromkeys(bars, "drawn")}

    def line(kind: str, cells: Iterable[Content], **more: str) -> Markup:
        made = []
        for place, cell in enumerate(cells):
            own = {"class_": classes[place]} if place in classes else {}
            made.append(tag(kind, cell, **more, **own))
        return tag("tr", *made)

    head = line("th", heading, scope="col")
    body = [line("td", row) for row in rows]
    parts = (tag("caption", caption), tag("thead", head), tag("tbody", body))
    inner = tag("table", *parts, class_="even" if even else "free")
    return tag("div", inner, class_="wide")


def bar(least: float, most: float) -> Markup:
    """Return a share as a bar; its words stand beside it, for it is hidden to who cannot see.

    Args:
        least: the part of 1 that is sure, drawn full.
        most: the part of 1 with what is not known, drawn pale.
    """
    drawn = [
        tag("span", class_=kind, style=f"width:{100 * part:.2f}%")
        for kind, part in (("sure", least), ("open", most - least))
        if part > 0
    ]
    return tag("span", drawn, class_="bar", aria_hidden="true")


def facts(pairs: Mapping[str, Content]) -> Markup:
    """Return names and values as a list."""
    return tag("dl", *(tag("div", tag("dt", k), tag("dd", v)) for k, v in pairs.items()))


def picture(
    source: Path | Image.Image,
    description: str,
    width: int = 720,
    point: tuple[int, int] | None = None,
    target: Bounds | None = None,
) -> Markup | None:
    """Return an image as part of the page, None if it cannot be read.

    Args:
        source: a picture, or a file of one.
        description: what it shows, for those who do not see it.
        width: its greatest width in pixels.
        point: where the pointer acted, in pixels of the picture.
        target: the rectangle that was hit, in pixels of the picture.
    """
    image = _opened(source) if isinstance(source, Path) else source.convert("RGB")
    if image is None:
        return None
    scale = min(1.0, width / image.width)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    image = image.resize(size, Image.Resampling.LANCZOS)
    _mark(image, scale, point, target)
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=_QUALITY, method=4)
    data = "data:image/webp;base64," + base64.b64encode(buffer.getvalue()).decode()
    return tag(
        "img",
        src=data,
        alt=description,
        width=str(size[0]),
        height=str(size[1]),
        loading="lazy",
    )


def is_blank(source: Path) -> bool:
    """Tell whether a file of a picture shows one colour alone, as an empty screen does."""
    image = _opened(source)
    return image is not None and image.getcolors(1) is not None


def drawing(source: Path, description: str) -> Markup | None:
    """Return an SVG as an image of the page, None if it cannot be read.

    As an image it runs no script and fetches nothing, whoever drew it.
    """
    try:
        content = read_regular(source, MAX_DRAWING)
    except OSError:
        return None
    if content is None:
        return None
    data = "data:image/svg+xml;base64," + base64.b64encode(content).decode()
    return tag("img", src=data, alt=description, loading="lazy")


def _opened(path: Path) -> Image.Image | None:
    try:
        with Image.open(path) as opened:
            if opened.width * opened.height > MAX_SOURCE_PIXELS:
                return None
            return opened.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _mark(
    image: Image.Image, scale: float, point: tuple[int, int] | None, target: Bounds | None
) -> None:
    draw = ImageDraw.Draw(image)
    if target and target.width and target.height:
        left, top = target.x * scale, target.y * scale
        right, bottom = left + target.width * scale, top + target.height * scale
        draw.rectangle((left, top, right, bottom), outline=_BOX, width=2)
    if point:
        x, y = point[0] * scale, point[1] * scale
        for radius, colour, width in ((11, _WHITE, 5), (10, _RING, 3), (2, _RING, 2)):
            box = (x - radius, y - radius, x + radius, y + radius)
            draw.ellipse(box, outline=colour, width=width)


def write_page(out_file: Path, title: str, sections: Iterable[Markup]) -> Path:
    """Write a whole page and return its path."""
    head = [
        Markup('<meta charset="utf-8">'),
        tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("title", title),
        Markup(f"<style>{_STYLE}</style>"),
    ]
    body = tag("body", tag("main", list(sections)))
    text = f'<!DOCTYPE html>\n<html lang="en">{tag("head", head).text}{body.text}</html>\n'
    atomic.write_text(out_file, text)
    return out_file


def section(heading: str, *content: Content) -> Markup:
    """Return a section with its heading."""
    return tag("section", tag("h2", heading), content)


_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = """
:root{color-scheme:light dark;--window:#F6F7F9;--panel:#FFFFFF;--sunken:#EEF0F3;--line:#DDE1E7;
--text:#1A1F2B;--text2:#4C5565;--text3:#59616F;--accent:#2F55D4;--good:#136A41;--goodt:#E2F4EA;
--bad:#B02A25;--badt:#FCE8E6;--waits:#7E5200;--waitst:#FBF0D9;--h1:#2F8F83;--h2:#7A5AE0;
--h3:#B96611;--h4:#B4457E;--h5:#3B7DC4;--h6:#688619}
@media (prefers-color-scheme:dark){:root{--window:#15181E;--panel:#1C2027;--sunken:#12151A;
--line:#2E343F;--text:#E8EBF1;--text2:#B4BCCA;--text3:#A3ADBC;--accent:#8DA6FF;--good:#5CCB92;
--goodt:#16332A;--bad:#FF9A8E;--badt:#3E2220;--waits:#E5B64C;--waitst:#38301A;--h1:#59A59C;
--h2:#957BE6;--h3:#CD8D4E;--h4:#C36A98;--h5:#629BD0;--h6:#89A54B}}
*{box-sizing:border-box}
body{margin:0;background:var(--window);color:var(--text);font:13px/20px Inter,"Segoe UI",
"Helvetica Neue","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1120px;margin:0 auto;padding:32px 24px}
h1{font-size:24px;line-height:32px;font-weight:600;margin:0 0 8px}
h2{font-size:15px;line-height:22px;font-weight:600;margin:0 0 12px}
h3{font-size:13px;line-height:20px;font-weight:600;margin:0}
p{margin:0 0 8px}.quiet,dt{color:var(--text2)}
header{margin-bottom:24px}
section{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:16px;
margin-bottom:16px}
dl{margin:0;display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:8px 24px}
dl div{min-width:0}dt{font-size:11px;line-height:16px}dd{margin:0;overflow-wrap:anywhere}
.prompt{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--sunken);border-radius:6px;
padding:12px 16px;margin-top:16px}
.pill{display:inline-block;border-radius:11px;padding:0 8px;font-size:11px;line-height:20px;
font-weight:500;white-space:nowrap}
.pill.good{background:var(--goodt);color:var(--good)}.pill.bad{background:var(--badt);
color:var(--bad)}.pill.waits{background:var(--waitst);color:var(--waits)}
.pill.quiet{background:var(--sunken);color:var(--text2)}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
table.even{table-layout:fixed}
.mark{display:flex;gap:8px;align-items:baseline;margin-bottom:4px}.mark span{overflow-wrap:anywhere}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-bottom:1px solid var(--line);
overflow-wrap:anywhere}th{font-weight:500;color:var(--text2);font-size:11px;line-height:16px}
tbody tr:last-child td{border-bottom:0}
th.number,td.number{text-align:right;white-space:nowrap;padding-right:20px}
.whole{white-space:nowrap}.drawn{width:96px}.after{margin:12px 0 0}
.bar{display:inline-block;vertical-align:middle;width:80px;height:8px;border-radius:4px;
background:var(--sunken);outline:1px solid var(--line);overflow:hidden}
.sure,.open{float:left;height:8px;background:var(--accent)}.open{opacity:.35}
.steps{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:16px;padding:0;margin:0;
list-style:none}
.step{border-left:3px solid var(--line);padding-left:12px;min-width:0}
figure{margin:0;background:var(--sunken);border-radius:6px;padding:8px}
figure img,.shots img{display:block;max-width:100%;height:auto;border-radius:3px}
.checkpoint{border-left:3px solid var(--line);padding-left:12px;margin-bottom:16px}
.checkpoint:last-child{margin-bottom:0}
.row{display:flex;gap:8px;align-items:baseline;justify-content:space-between;
margin-bottom:4px}.row h3{min-width:0;overflow-wrap:anywhere}
.hue1{border-left-color:var(--h1)}.hue2{border-left-color:var(--h2)}
.hue3{border-left-color:var(--h3)}.hue4{border-left-color:var(--h4)}
.hue5{border-left-color:var(--h5)}.hue6{border-left-color:var(--h6)}
ul.plain{margin:0;padding:0;list-style:none}
ul.spaced{margin-bottom:12px}ul.spaced li{margin-bottom:4px}
.side{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:24px}
.side>div{min-width:0}.shots{margin-top:8px}.shots img{margin-bottom:8px}
@media (max-width:800px){dl,.steps,.side{grid-template-columns:minmax(0,1fr)}}
footer{color:var(--text3);font-size:11px;line-height:16px}
@media print{section{break-inside:avoid}}
"""
