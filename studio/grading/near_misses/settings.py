"""Near misses and harmless variants of YAML, TOML, INI and XML."""

import configparser
import random
import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import yaml
from lxml import etree

from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.near_misses.workbooks import parse_xml
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import decode
from studio.grading.readers.values import number_of

_YAML = (".yaml", ".yml")
_SETTINGS = (*_YAML, ".toml", ".ini", ".cfg", ".conf")
_XML = (".xml",)
_LINE = re.compile(
    r"^(?P<head>\s*(?:- )?(?P<key>[A-Za-z_][\w .-]*?)\s*[:=]\s*)"
    r"(?P<value>\"[^\"]*\"|'[^']*'|[^\s#;\[{|>&*!][^#;]*?)(?P<tail>\s*(?:[#;].*)?)$"
)
_SWITCH = {"true": "false", "yes": "no", "on": "off", "enabled": "disabled"}
_SWITCH |= {no: yes for yes, no in _SWITCH.items()}


def parsed(suffix: str, text: str) -> Any:
    """Return what a file of settings means.

    Raises:
        Unreadable: if it is not valid.
    """
    try:
        if suffix in _YAML:
            return yaml.safe_load(text)
        if suffix == ".toml":
            return tomllib.loads(text)
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(text)
        return {name: dict(parser[name]) for name in parser}
    except (yaml.YAMLError, tomllib.TOMLDecodeError, configparser.Error):
        raise Unreadable("is not valid") from None


def _lines(scene: Scene, rng: random.Random) -> list[tuple[int, "re.Match[str]"]]:
    """Return the settings that the worker made in a random order; all if none was made anew."""
    found = [
        (number, match)
        for number, line in enumerate(decode(scene.content()).splitlines())
        if (match := _LINE.match(line))
    ]
    given = set(decode(scene.given.read_bytes()).splitlines()) if scene.given else set()
    chosen = [pair for pair in found if pair[1].string not in given] or found
    rng.shuffle(chosen)
    return chosen


def _with_line(scene: Scene, number: int, line: str | None) -> bytes | None:
    """Return the file with another line, None where that means the same or nothing at all."""
    text = decode(scene.content())
    lines = text.splitlines()
    lines[number : number + 1] = [] if line is None else [line]
    other = "\n".join(lines) + ("\n" if text.endswith("\n") else "")
    try:
        if parsed(scene.suffix, other) == parsed(scene.suffix, text):
            return None
    except Unreadable:
        return None
    return other.encode()


def _setting_operator(
    id: str, title: str, how: str, change: Callable[[str, random.Random], str | None]
) -> None:
    def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
        for number, match in _lines(scene, rng):
            value = match["value"]
            quote = value[0] if value[:1] in "\"'" else ""
            other = change(value.strip(quote) if quote else value, rng)
            if other is None:
                continue
            line = f"{match['head']}{quote}{other}{quote}{match['tail']}"
            content = _with_line(scene, number, line)
            if content is not None:
                told = f"{how} {match['key']}: {other} instead of {value}"
                yield scene.made(told, content)

    spoils(id, "trees", title, _SETTINGS)(make)


def _other_number(text: str, rng: random.Random) -> str | None:
    number = number_of(text)
    if number is None:
        return None
    return f"{number + 1:g}" if number.is_integer() else f"{number * 1.1:.6g}"


def _cut(text: str, rng: random.Random) -> str | None:
    if number_of(text) is not None or text.lower() in _SWITCH or len(text) < 4:
        return None
    return text[: max(1, len(text) * 2 // 3)]


_setting_operator("setting_number", "A setting has a wrong number", "mistyped", _other_number)
_setting_operator(
    "setting_tenfold", "A setting in another unit", "gave in another unit",
    lambda text, rng: f"{text}000" if re.fullmatch(r"[1-9]\d*", text) else None,
)  # fmt: skip
_setting_operator(
    "setting_flipped", "A switch is set the other way", "flipped",
    lambda text, rng: _SWITCH.get(text.lower()),
)  # fmt: skip
_setting_operator("setting_truncated", "A setting is cut off", "cut off", _cut)
_setting_operator(
    "setting_placeholder", "A setting holds a placeholder", "left a placeholder in",
    lambda text, rng: "CHANGEME" if number_of(text) is None else None,
)  # fmt: skip


@spoils("setting_dropped", "trees", "A setting is missing", _SETTINGS)
def _setting_dropped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    for number, match in _lines(scene, rng):
        content = _with_line(scene, number, None)
        if content is not None and not match["head"].lstrip().startswith("- "):
            yield scene.made(f"left out {match['key']}", content)


@spoils("setting_stale", "trees", "A setting still has its old value", _SETTINGS)
def _setting_stale(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if scene.given is None:
        return
    old: dict[str, str] = {}
    for line in decode(scene.given.read_bytes()).splitlines():
        if match := _LINE.match(line):
            old.setdefault(match["head"].strip(), line)
    for number, match in _lines(scene, rng):
        before = old.get(match["head"].strip())
        if before and before != match.string:
            content = _with_line(scene, number, before)
            if content is not None:
                yield scene.made(f"left the old value of {match['key']}", content)


@varies("settings_commented", "trees", "A comment more", _SETTINGS)
def _settings_commented(scene: Scene, rng: random.Random) -> Iterator[Made]:
    text = decode(scene.content())
    yield scene.made("put a comment above", f"# reviewed\n{text}".encode())


@varies("settings_spaced", "trees", "Blank lines and spaces at line ends", _SETTINGS)
def _settings_spaced(scene: Scene, rng: random.Random) -> Iterator[Made]:
    text = decode(scene.content())
    lines = [f"{line}  " if _LINE.match(line) else line for line in text.splitlines()]
    other = "\n".join(lines) + "\n\n"
    if parsed(scene.suffix, other) == parsed(scene.suffix, text):
        yield scene.made("left spaces at the ends of lines", other.encode())


@varies("settings_line_ends", "trees", "Other line ends", _SETTINGS)
def _settings_line_ends(scene: Scene, rng: random.Random) -> Iterator[Made]:
    text = decode(scene.content())
    yield scene.made("ended the lines as Windows does", text.replace("\n", "\r\n").encode())


@varies("yaml_dumped", "trees", "Written again by a program", _YAML)
def _yaml_dumped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    tree = parsed(scene.suffix, decode(scene.content()))
    for flow in (False, None):
        text = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=True)
        yield scene.made("loaded and wrote it again with keys sorted", text.encode())


def _xml(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _elements(scene: Scene, rng: random.Random) -> Iterator[tuple[Any, Any]]:
    """Yield (root, element) with a fresh tree for each element, in a random order."""
    count = sum(1 for _ in parse_xml(scene.content()).iter(etree.Element))
    for number in rng.sample(range(count), count):
        root = parse_xml(scene.content())
        yield root, list(root.iter(etree.Element))[number]


def _tag(element: Any) -> str:
    return str(etree.QName(element).localname)


def _spoilt(text: str) -> str:
    found = re.search(r"\d(?=\D*$)", text)
    if found:
        return f"{text[: found.start()]}{(int(found.group()) + 1) % 10}{text[found.end() :]}"
    return "n/a" if text.strip() != "n/a" else "TBD"


def _is_new(scene: Scene, text: str) -> bool:
    return text.strip().casefold() not in scene.held


@spoils("xml_text_changed", "trees", "The text of an element is wrong", _XML)
def _xml_text_changed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    for only_new in (True, False):
        for root, element in _elements(scene, rng):
            text = (element.text or "").strip()
            if text and _is_new(scene, text) == only_new:
                element.text = _spoilt(text)
                told = f"wrote {element.text} for {text[:40]} in {_tag(element)}"
                yield scene.made(told, _xml(root))


@spoils("xml_attribute_changed", "trees", "An attribute is wrong", _XML)
def _xml_attribute_changed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    for root, element in _elements(scene, rng):
        for name, value in sorted(element.attrib.items()):
            element.set(name, _spoilt(value))
            told = f"set {name} of {_tag(element)} to {element.get(name)}, not {value[:40]}"
            yield scene.made(told, _xml(root))
            break


@spoils("xml_attribute_dropped", "trees", "An attribute is missing", _XML)
def _xml_attribute_dropped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    for root, element in _elements(scene, rng):
        if element.attrib:
            name = rng.choice(sorted(element.attrib))
            del element.attrib[name]
            yield scene.made(f"left out {name} of {_tag(element)}", _xml(root))


@spoils("xml_element_dropped", "trees", "An element is missing", _XML)
def _xml_element_dropped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    for root, element in _elements(scene, rng):
        if element.getparent() is not None:
            element.getparent().remove(element)
            yield scene.made(f"left out an element {_tag(element)}", _xml(root))


@spoils("xml_element_doubled", "trees", "An element stands there twice", _XML)
def _xml_element_doubled(scene: Scene, rng: random.Random) -> Iterator[Made]:
    for root, element in _elements(scene, rng):
        if element.getparent() is not None:
            element.addnext(etree.fromstring(etree.tostring(element)))
            yield scene.made(f"repeated an element {_tag(element)}", _xml(root))


@varies("xml_indented", "trees", "Other indentation", _XML)
def _xml_indented(scene: Scene, rng: random.Random) -> Iterator[Made]:
    root = parse_xml(scene.content())
    etree.indent(root, "\t")
    yield scene.made("indented by tabs", _xml(root))


@varies("xml_commented", "trees", "A comment more", _XML)
def _xml_commented(scene: Scene, rng: random.Random) -> Iterator[Made]:
    root = parse_xml(scene.content())
    root.insert(0, etree.Comment(" reviewed "))
    yield scene.made("put a comment inside", _xml(root))


@varies("xml_attributes_reordered", "trees", "Attributes in another order", _XML)
def _xml_attributes_reordered(scene: Scene, rng: random.Random) -> Iterator[Made]:
    root = parse_xml(scene.content())
    for element in root.iter(etree.Element):
        pairs = list(element.attrib.items())[::-1]
        element.attrib.clear()
        for name, value in pairs:
            element.set(name, value)
    yield scene.made("wrote the attributes in another order", _xml(root))
