"""Reading JSON, YAML, TOML, INI and XML as one shape: dicts, lists and scalars."""

import configparser
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from studio.formats.documents import strict_json
from studio.grading.readers.archives import Unreadable, refuse_entities
from studio.grading.readers.markup import refuse_laughs, yaml_documents
from studio.grading.readers.places import MAX_TEXT, decode, locate, read_bytes
from studio.grading.readers.values import legible, scalar
from studio.model.check import Target

MAX_DEPTH = 100
MAX_NODES = 1_000_000
_MAX_UNFOLDED = 400_000
_MAX_SLOW_TEXT = 1024 * 1024
_TOO_LARGE = 1e300
_INDEX = re.compile("0|[1-9][0-9]{0,8}")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_BLANKS = re.compile(r"[^\S\n]+")
XML = (
    ".xml", ".xhtml", ".svg", ".kml", ".gpx", ".rss", ".atom", ".xsd", ".xsl", ".xslt",
    ".musicxml", ".mei", ".bpmn", ".dmn", ".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".tmx", ".tbx",
    ".resx", ".ttml", ".dfxp", ".dita", ".ditamap", ".gml", ".citygml", ".graphml", ".gexf",
    ".osm", ".opml", ".wsdl", ".xmi", ".xbrl", ".plist", ".fcpxml", ".tcx", ".cml", ".sbml",
    ".mzml", ".landxml", ".gbxml", ".bcf", ".jats", ".tei", ".ead", ".marcxml", ".camt", ".pain",
)  # fmt: skip
JSON = (".json", ".geojson", ".topojson", ".jsonld", ".webmanifest", ".arb", ".har", ".ipynb")
LINES = (".jsonl", ".ndjson", ".geojsonl")
INI = (".ini", ".cfg", ".conf")


def read_tree(place: Path) -> Any:
    """Return what a file holds as dicts with text keys, lists, texts, numbers, truths and None.

    The end of the name tells the format; an unknown one is read as JSON. JSON lines and YAML of
    several documents are a list. Every value of INI and XML is text. An XML document is
    `{"tag": ...}`: an element that holds only text is that text, another one is a dict with its
    attributes as `@name`, its text as `#text` and its children by name, which is a list where one
    comes more than once. Names are without their namespaces.

    Raises:
        Unreadable: if it is not what its name says, repeats a key, holds a number without end, or
            is nested too deeply.
        HostileInputError: if it unfolds to far more than it holds.
    """
    suffix = place.suffix.lower()
    text = decode(read_bytes(place, MAX_TEXT))
    try:
        return _plain(_parser(suffix)(text), [MAX_NODES])
    except (ValueError, RecursionError, configparser.Error) as fault:
        told = legible(" ".join(str(fault).split())[:80])
        raise Unreadable(f"is not valid {format_of(suffix)} ({told})") from None


def format_of(suffix: str) -> str:
    """Return the name of the format that files with such a suffix hold."""
    if suffix in XML:
        return "XML"
    if suffix in INI:
        return "INI"
    if suffix in LINES:
        return "JSON lines"
    return {".yaml": "YAML", ".yml": "YAML", ".toml": "TOML"}.get(suffix, "JSON")


def is_typed(path: str) -> bool:
    """Tell whether the format of a file distinguishes the number 1 from the text 1."""
    return format_of(Path(path).suffix.lower()) not in ("XML", "INI")


def _parser(suffix: str) -> Callable[[str], Any]:
    parsers: dict[str, Callable[[str], Any]] = {
        "JSON": strict_json,
        "JSON lines": lambda text: [strict_json(line) for line in text.split("\n") if line.strip()],
        "YAML": _yaml,
        "TOML": _toml,
        "INI": _ini,
        "XML": _xml,
    }
    return parsers[format_of(suffix)]


def _short(text: str) -> str:
    if len(text) > _MAX_SLOW_TEXT:
        raise Unreadable(f"is larger than {_MAX_SLOW_TEXT >> 20} MiB")
    return text


def _yaml(text: str) -> Any:
    refuse_laughs(_short(text), MAX_DEPTH, _MAX_UNFOLDED)
    documents = yaml_documents(text)
    return documents[0] if len(documents) == 1 else documents


def _toml(text: str) -> Any:
    # The parser walks the whole path again for each part of a dotted name.
    if any(line.count(".") > 1000 for line in _short(text).splitlines()):
        raise Unreadable("is nested too deeply")
    return tomllib.loads(text)


def _ini(text: str) -> Any:
    parser = configparser.RawConfigParser(
        interpolation=None, strict=True, default_section="\0", empty_lines_in_values=False
    )
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    # Long runs of blanks make the parser's own patterns slow; one blank means the same.
    parser.read_string(_BLANKS.sub(" ", _short(text)))
    return {name: dict(parser.items(name)) for name in parser.sections()}


def _xml_bytes(text: str) -> bytes:
    """Return XML text in UTF-8, without its declaration; refused if it declares entities."""
    content = _DECLARATION.sub("", text, count=1).strip().encode("utf-8", "replace")
    refuse_entities(content, "The file")
    return content


def parse_xml(text: str) -> Any:
    """Return the root element (lxml) of XML text, read without entities, DTD or network.

    Raises:
        HostileInputError: if it declares entities.
        Unreadable: if it is not XML.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(_xml_bytes(text), parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unreadable(f"is not valid XML ({legible(str(fault)[:80])})") from None


def _xml(text: str) -> dict[str, Any]:
    # lxml takes a time that grows with the square of the attributes of an element; this does not.
    try:
        root = fromstring(_xml_bytes(text), forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException) as fault:
        raise Unreadable(f"is not valid XML ({legible(str(fault)[:80])})") from None
    return {_local(root.tag): _xml_content(root, 0)}


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _xml_content(element: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise Unreadable("is nested too deeply")
    content: dict[str, Any] = {f"@{_local(k)}": v for k, v in sorted(element.attrib.items())}
    grouped: dict[str, list[Any]] = {}
    for child in element:
        grouped.setdefault(_local(child.tag), []).append(_xml_content(child, depth + 1))
    content |= {name: found[0] if len(found) == 1 else found for name, found in grouped.items()}
    pieces = [element.text, *(child.tail for child in element)]
    text = " ".join(piece.strip() for piece in pieces if piece and piece.strip())
    if not content:
        return text
    return content | {"#text": text} if text else content


def _plain(value: Any, left: list[int], depth: int = 0) -> Any:
    """Return a value with text keys and scalars alone; `left` counts down what it may hold."""
    left[0] -= 1
    if left[0] < 0:
        raise Unreadable(f"holds more than {MAX_NODES:,} values")
    if depth > MAX_DEPTH:
        raise Unreadable("is nested too deeply")
    if isinstance(value, list | tuple):
        return [_plain(child, left, depth + 1) for child in value]
    if isinstance(value, dict):
        keyed = [(_key(name), _plain(child, left, depth + 1)) for name, child in value.items()]
        if len(dict(keyed)) != len(keyed):
            raise Unreadable("holds a key twice")
        return dict(keyed)
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:
    if isinstance(value, str):
        return _encodable(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        if not abs(value) < _TOO_LARGE:
            raise Unreadable("holds a number without end")
        return value
    if isinstance(value, bytes | set):
        raise Unreadable("holds what is neither text nor number")
    return scalar(value)


def _encodable(text: str) -> str:
    """Return text without halves of signs, which JSON can spell and no file can hold."""
    return text.encode("utf-8", "replace").decode()


def _key(name: Any) -> str:
    if isinstance(name, str):
        return _encodable(name)
    return json.dumps(name) if isinstance(name, bool | int | float | None) else str(scalar(name))


def value_at(tree: Any, pointer: str | None) -> Any:
    """Return the value at a JSON pointer (RFC 6901) of a tree, the whole of it if there is none.

    Raises:
        Unreadable: if there is nothing.
    """
    for key in _parts(pointer):
        tree = _child(tree, key)
    return tree


def values_at(tree: Any, pointer: str | None) -> list[Any]:
    """Return the values at a pointer in which `*` stands for every element or field.

    Raises:
        Unreadable: if there is nothing at a part that is not `*`.
    """
    found = [tree]
    for key in _parts(pointer):
        found = [child for value in found for child in _children(value, key)]
    return found


def _children(value: Any, key: str) -> Iterator[Any]:
    if key == "*" and isinstance(value, list):
        yield from value
    elif key == "*" and isinstance(value, dict):
        yield from value.values()
    else:
        yield _child(value, key)


def _parts(pointer: str | None) -> Iterator[str]:
    for part in (pointer or "").split("/")[1:]:
        yield part.replace("~1", "/").replace("~0", "~")


def _child(value: Any, key: str) -> Any:
    if isinstance(value, dict) and key in value:
        return value[key]
    if isinstance(value, list) and _INDEX.fullmatch(key) and int(key) < len(value):
        return value[int(key)]
    raise Unreadable(f"has nothing at {legible(key[:80])}")


def tree_at(folder: Path, target: Target) -> Any:
    """Return the value that a target names in a file of a folder.

    Raises:
        Unreadable: if there is no such file or value.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    return value_at(read_tree(place), target.pointer)
