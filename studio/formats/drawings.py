"""Which drawings may be shown: shapes and words alone, as the checks of the studio draw them."""

import re
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset(
    _SVG + name
    for name in (
        "svg", "g", "title", "desc", "rect", "line", "polyline", "polygon", "path", "circle",
        "ellipse", "text", "tspan",
    )
)  # fmt: skip
_LEADS_ELSEWHERE = re.compile(r"url\s*\(|javascript:|@import", re.IGNORECASE)
_MOST_PARTS = 20_000


def is_plain_drawing(content: bytes) -> bool:
    """Tell whether an SVG is made of shapes and words alone, and asks for nothing elsewhere."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return False
    for count, part in enumerate(root.iter()):
        if part.tag not in _SHAPES or count > _MOST_PARTS:
            return False
        # `href`, with or without its name space, fetches; so does `url(...)`.
        if any(
            name.endswith("href") or name.startswith("on") or _LEADS_ELSEWHERE.search(value)
            for name, value in part.attrib.items()
        ):
            return False
    return bool(root.tag == f"{_SVG}svg")
