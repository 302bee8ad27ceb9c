"""Settings and saved state as applications write them, flat: a key with its path, and a value.

Read are key files (INI, desktop entries, GSettings dumps), JSON, YAML, TOML, XML, property lists,
LibreOffice's registrymodifications.xcu, the prefs.js of Mozilla and exports of the registry of
Windows. Sources: freedesktop.org,
"Desktop Entry Specification" 1.5, section 3; GLib, "Key-value file parser" and "GVariant Text
Format"; Apple, property list DTD 1.0; OpenOffice.org, "OpenOffice.org Registry Format", 2.0;
Microsoft, "How to add, modify, or delete registry subkeys by using a .reg file".
"""

import json
import plistlib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from studio.grading.readers.archives import Unreadable, refuse_entities
from studio.grading.readers.places import MAX_TEXT, decode, locate, read_bytes
from studio.grading.readers.trees import MAX_DEPTH, parse_xml, read_tree
from studio.grading.readers.values import fold, legible

KEY_FILES = (".ini", ".cfg", ".conf", ".desktop", ".keyfile", ".dconf", ".prefs", ".rc")
TREES = (".json", ".yaml", ".yml", ".toml", ".xml")
SETTINGS = (*KEY_FILES, *TREES, ".xcu", ".plist", ".js", ".reg")
MAX_SETTINGS = 20_000
_OOR = "{http://openoffice.org/2001/registry}"
_SECTION = re.compile(r"\s*\[(?P<name>.*)\]\s*")
_LINE = re.compile(r"\s*(?P<key>[^=:#;\s\[][^=:]*?)\s*[=:]\s?(?P<value>.*)")
_PREF = re.compile(r'\s*(?:user_)?pref\(\s*"(?P<key>[^"]+)"\s*,\s*(?P<value>.+?)\s*\);.*')
_VALUE = re.compile(r'"?(?P<key>[^"=]+)"?=(?P<value>.+)')
_DWORD = re.compile(r"dword:([0-9a-fA-F]{1,8})")
_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])')
_NAMES = ("@name", "@key", "@id", "name", "key", "id")

Settings = Mapping[str, str]


def read_settings(folder: Path, path: str) -> Settings:
    """Return the settings of a file: `section/key` or `path/of/keys`, each with its text.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if there is none, or it is not what its name says.
    """
    place = locate(folder, path)
    if place is None:
        raise Unreadable("is missing")
    suffix = place.suffix.lower()
    reader = _READERS.get(suffix) or (_key_file if suffix in KEY_FILES else None)
    if reader is not None:
        found = _gathered(reader(read_bytes(place, MAX_TEXT)))
    elif suffix in TREES:
        found = _gathered(_leaves(_tree(place), "", 0))
    else:
        raise Unreadable(f"is no file of settings; these end with {', '.join(SETTINGS)}")
    if not found:
        raise Unreadable("holds no settings")
    return found


def _gathered(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in pairs:
        if found.get(key, value) != value:
            raise Unreadable(f"sets {legible(key)[:80]} twice")
        found[key] = value
        if len(found) > MAX_SETTINGS:
            raise Unreadable(f"holds more than {MAX_SETTINGS:,} settings")
    return found


def _key_file(content: bytes) -> Iterator[tuple[str, str]]:
    section, waiting = "", ("", "")
    for number, line in enumerate(decode(content).splitlines(), 1):
        if not line.strip() or line.lstrip().startswith(("#", ";", "//")):
            continue
        head, found = _SECTION.fullmatch(line), _LINE.fullmatch(line)
        if found is None and head is None:
            if not waiting[0] or not line[0].isspace():
                raise Unreadable(f"has a line that sets nothing (line {number:,})")
            waiting = waiting[0], f"{waiting[1]} {line.strip()}"
            continue
        if waiting[0]:
            yield waiting
        section = fold(head["name"]).replace("][", "/") if head else section
        waiting = ("", "")
        if found is not None and head is None:
            key = "/".join(part for part in (section, fold(found["key"])) if part)
            waiting = key, found["value"]
    if waiting[0]:
        yield waiting


def _windows_registry(content: bytes) -> Iterator[tuple[str, str]]:
    path = ""
    for line in decode(content).splitlines():
        head, found = _SECTION.fullmatch(line), _VALUE.fullmatch(line)
        if head:
            path = head["name"].replace("\\", "/")
        elif found:
            value = found["value"].strip()
            number = _DWORD.fullmatch(value)
            yield f"{path}/{found['key']}", str(int(number[1], 16)) if number else value


def _preferences(content: bytes) -> Iterator[tuple[str, str]]:
    for line in decode(content).splitlines():
        found = _PREF.fullmatch(line)
        if found:
            yield found["key"], found["value"]


def _registry(content: bytes) -> Iterator[tuple[str, str]]:
    root = parse_xml(decode(content))
    for item in root.iter("item"):
        yield from _of_node(item, item.get(f"{_OOR}path", "").strip("/"), 0)


def _of_node(node: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the properties below a node; one that is removed is a setting, too."""
    if depth > MAX_DEPTH:
        raise Unreadable("is nested too deeply")
    for child in node:
        name = f"{path}/{child.get(f'{_OOR}name', '')}"
        if child.get(f"{_OOR}op") == "remove":
            yield name, "(removed)"
        elif child.tag == "prop":
            yield name, _property(child)
        elif child.tag == "node":
            yield from _of_node(child, name, depth + 1)


def _property(prop: Any) -> str:
    values = prop.findall("value")
    parts = [[it.text or "" for it in value.findall("it")] for value in values]
    texts = [";".join(items) if items else value.text or "" for items, value in
             zip(parts, values, strict=True)]  # fmt: skip
    return texts[0] if len(texts) == 1 else ";".join(sorted(texts))


def _property_list(content: bytes) -> Iterator[tuple[str, str]]:
    if not content.startswith(b"bplist"):
        refuse_entities(content, "The property list")
    try:
        tree = plistlib.loads(content)
    except (plistlib.InvalidFileException, ExpatError, ValueError, KeyError, IndexError,
            OverflowError, RecursionError, TypeError, AttributeError):  # fmt: skip
        raise Unreadable("is damaged or no property list") from None
    yield from _leaves(tree, "", 0)


def _tree(place: Path) -> Any:
    """Return nested settings; JSON may hold comments, as editors write it."""
    try:
        return read_tree(place)
    except Unreadable:
        if place.suffix.lower() != ".json":
            raise
    text = decode(read_bytes(place, MAX_TEXT))
    bare = _TRAILING.sub(lambda m: m[1] or "", _COMMENT.sub(lambda m: m[1] or " ", text))
    try:
        return json.loads(bare)
    except (ValueError, RecursionError):
        raise Unreadable("is not valid JSON") from None


def _leaves(tree: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the scalars of nested data; a list of scalars is one setting."""
    if depth > MAX_DEPTH:
        raise Unreadable("is nested too deeply, or holds itself")
    if isinstance(tree, dict):
        for name, child in tree.items():
            own = _name_of(child, "")
            yield from _leaves(child, f"{path}/{name}/{own}".strip("/"), depth + 1)
    elif isinstance(tree, list) and any(isinstance(child, dict | list) for child in tree):
        for number, child in enumerate(tree):
            yield from _leaves(child, f"{path}/{_name_of(child, str(number))}", depth + 1)
    elif isinstance(tree, list):
        yield path, ";".join(map(_text, tree))
    else:
        yield path, _text(tree)


def _name_of(child: Any, place: str) -> str:
    """Return what tells an element apart: its name, else its place."""
    if isinstance(child, dict):
        for name in _NAMES:
            if isinstance(child.get(name), str):
                return str(child[name])
    return place


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return value.hex()
    return "" if value is None else str(value)


_READERS: Mapping[str, Callable[[bytes], Iterator[tuple[str, str]]]] = {
    ".xcu": _registry,
    ".plist": _property_list,
    ".js": _preferences,
    ".reg": _windows_registry,
}
