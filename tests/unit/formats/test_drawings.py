"""Drawings that may be shown, and those that could do more than show."""

import pytest

from studio.formats.drawings import is_plain_drawing
from studio.grading.pictures.picture import Cell, table

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def test_what_checks_draw_is_plain() -> None:
    picture = table("Cells", ("cell", "found"), [[Cell("<D7>"), Cell("nothing & more")]])
    assert is_plain_drawing(picture.content)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<image xlink:href="file:///etc/passwd"/>',
        '<image href="http://example.org/x.png"/>',
        '<rect fill="url(http://example.org/x)"/>',
        '<rect onload="alert(1)"/>',
        "<style>@import 'http://example.org/x'</style>",
        "<foreignObject/>",
        '<use href="#a"/>',
        "<animate/>",
        "<rect/>" * 20_001,
    ],
)
def test_what_leads_elsewhere_or_acts_is_refused(inside: str) -> None:
    assert not is_plain_drawing(f"{SVG}{inside}</svg>".encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        b"<html/>",
        b"\xff\xfe",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
    ],
)
def test_what_is_no_drawing_is_refused(content: bytes) -> None:
    assert not is_plain_drawing(content)
