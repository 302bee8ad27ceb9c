import base64
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from studio.formats.page import (
    bar,
    facts,
    is_blank,
    markup,
    picture,
    section,
    table,
    tag,
    write_page,
)
from studio.model.frozen import Bounds

EVIL = "<script>alert(1)</script>\"'&<img src=x onerror=y>"


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader


def test_text_stays_text_everywhere(tmp_path: Path) -> None:
    parts = [
        section(EVIL, tag("p", EVIL, title=EVIL)),
        table([EVIL], [[EVIL]], EVIL),
        facts({EVIL: EVIL}),
    ]
    out = write_page(tmp_path / "page.html", EVIL, parts)
    page = read(out.read_text())
    assert not [name for name, _ in page.tags if name in ("script", "img", "link", "iframe")]
    assert page.words.count(EVIL) == 8
    assert not [a for _, attributes in page.tags for a in attributes if a.startswith("on")]


def test_columns_of_numbers_and_bars_are_marked_as_such() -> None:
    text = table(
        ("Name", "Share", ""),
        [("GDPval", "19.2%", bar(0.192, 0.25))],
        "Sizes",
        numbers=(1,),
        bars=(2,),
    ).text
    cells = [found for found in read(text).tags if found[0] in ("th", "td")]
    assert [attrs.get("class") for _, attrs in cells] == [None, "number", "drawn"] * 2
    assert all(("scope" in attrs) == (name == "th") for name, attrs in cells)


def test_a_bar_draws_what_is_sure_and_what_is_open() -> None:
    def parts(least: float, most: float) -> list[str | None]:
        spans = [attrs for _, attrs in read(bar(least, most).text).tags]
        assert spans[0]["aria-hidden"] == "true"
        return [f"{one['class']} {one['style']}" for one in spans[1:]]

    assert parts(0.192, 0.25) == ["sure width:19.20%", "open width:5.80%"]
    assert parts(0.0, 0.5) == ["open width:50.00%"]
    assert parts(1.0, 1.0) == ["sure width:100.00%"] and parts(0.0, 0.0) == []


def test_signs_that_turn_text_are_shown() -> None:
    assert markup("a\u202eb\x1b[0m").text == "a\\u202eb\\x1b[0m"


def image_of(shown: str) -> Image.Image:
    source = dict(read(shown).tags[0][1])["src"]
    assert source is not None and source.startswith("data:image/webp;base64,")
    with Image.open(io.BytesIO(base64.b64decode(source.split(",")[1]))) as image:
        return image.convert("RGB")


def test_a_picture_is_scaled_and_marked(tmp_path: Path) -> None:
    Image.new("RGB", (1280, 800), "white").save(tmp_path / "a.png")
    plain = picture(tmp_path / "a.png", 'A "frame"', 640)
    assert plain is not None
    assert image_of(plain.text).size == (640, 400)
    assert dict(read(plain.text).tags[0][1])["alt"] == 'A "frame"'
    box = Bounds(x=200, y=100, width=200, height=80)
    marked = picture(tmp_path / "a.png", "", 640, (300, 140), box)
    assert marked is not None
    image = image_of(marked.text)
    dark = [
        (x, y)
        for x in range(640)
        for y in range(400)
        if min(image.getpixel((x, y))) < 150  # type: ignore[arg-type]
    ]
    assert min(x for x, _ in dark) in range(97, 103)
    assert max(x for x, _ in dark) in range(197, 203)
    assert min(image.getpixel((150, 60))) < 150  # type: ignore[arg-type]
    assert (160, 70) in dark and (140, 70) in dark and (145, 70) not in dark


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + bytes(40), b"<svg/>"])
def test_what_is_no_picture_is_left_out(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(content)
    assert picture(tmp_path / "a.png", "x") is None
    assert picture(tmp_path / "none.png", "x") is None


def test_a_huge_picture_is_not_decoded(tmp_path: Path) -> None:
    Image.new("1", (9000, 9000)).save(tmp_path / "a.png")
    assert picture(tmp_path / "a.png", "x") is None


def test_the_page_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    text = write_page(tmp_path / "p.html", "T", [tag("p", "hello")]).read_text()
    policies = [found.get("content") or "" for _, found in read(text).tags]
    assert any("default-src 'none'" in policy for policy in policies)
    assert "prefers-color-scheme:dark" in text
    assert "http" not in text.replace("http-equiv", "")
    assert "url(" not in text and "@import" not in text


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_text_can_be_read_in_light_and_dark(tmp_path: Path) -> None:
    text = write_page(tmp_path / "p.html", "T", []).read_text()
    light, dark = re.findall(r":root\{([^}]*)\}", text)
    for theme in (light, dark):
        tokens = dict(re.findall(r"--(\w+):(#[0-9A-F]{6})", theme.replace("\n", "")))
        pairs = [(t, b) for t in ("text", "text2") for b in ("window", "panel", "sunken")]
        pairs += [("text3", "window"), ("good", "goodt"), ("bad", "badt"), ("waits", "waitst")]
        for front, back in pairs:
            bright, dim = sorted((luminance(tokens[front]), luminance(tokens[back])), reverse=True)
            assert (bright + 0.05) / (dim + 0.05) >= 4.5, (front, back)


def test_a_screen_of_one_colour_is_blank_and_one_with_a_dot_is_not(tmp_path: Path) -> None:
    image = Image.new("RGB", (40, 30), (12, 12, 12))
    image.save(tmp_path / "empty.png")
    image.putpixel((3, 4), (12, 13, 12))
    image.save(tmp_path / "dot.png")
    (tmp_path / "none.png").write_bytes(b"no picture")
    shown = [is_blank(tmp_path / f"{name}.png") for name in ("empty", "dot", "none")]
    assert shown == [True, False, False]
