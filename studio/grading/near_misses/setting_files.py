"""Files of settings as operators change them: one setting at a time, the rest as it stands."""

import json
import plistlib
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from studio.grading.readers.places import decode
from studio.grading.readers.settings import KEY_FILES
from studio.grading.readers.trees import parse_xml

_OOR = "{http://openoffice.org/2001/registry}"
_SECTION = re.compile(r"\s*\[(?P<name>[^\]]*)\]\s*")
_LINE = re.compile(r"(?P<head>\s*(?P<key>[^=:#;\s\[][^=:]*?)\s*[=:]\s?)(?P<value>.*)")
CHANGEABLE = (*KEY_FILES, ".xcu", ".plist", ".json")

# What becomes of the setting of a key: another text, or None to leave it out.
Change = Callable[[str, str], str | None]


def with_changes(suffix: str, content: bytes, change: Change) -> bytes:
    """Return a file with each setting as `change(key, value)` has it, None where it is left out.

    Args:
        suffix: the ending of its name, one of `CHANGEABLE`.
        content: the file.
        change: what becomes of a setting; its own value leaves it as it is.
    """
    if suffix == ".xcu":
        return _registry(content, change)
    if suffix == ".plist":
        tree = _changed_tree(plistlib.loads(content), "", change)
        return plistlib.dumps(tree, sort_keys=False)
    if suffix == ".json":
        tree = _changed_tree(json.loads(decode(content)), "", change)
        return json.dumps(tree, indent=2, ensure_ascii=False).encode()
    return _key_file(content, change)


def _key_file(content: bytes, change: Change) -> bytes:
    section, kept = "", []
    for line in decode(content).splitlines():
        head, found = _SECTION.fullmatch(line), _LINE.fullmatch(line)
        if head:
            section = head["name"].strip()
        if head or found is None or line.lstrip().startswith(("#", ";")):
            kept.append(line)
            continue
        key = "/".join(part for part in (section, found["key"]) if part)
        value = change(key, found["value"])
        if value is not None:
            kept.append(f"{found['head']}{value}")
    return ("\n".join(kept) + "\n").encode()


def _registry(content: bytes, change: Change) -> bytes:
    root = parse_xml(decode(content))
    for item in list(root.iter("item")):
        for prop, key in list(_properties(item, item.get(f"{_OOR}path", "").strip("/"))):
            value = prop.find("value")
            if value is None or len(value):
                continue
            other = change(key, value.text or "")
            if other is None:
                prop.getparent().remove(prop)
            else:
                value.text = other
        if not len(item):
            item.getparent().remove(item)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return text


def _properties(node: Any, path: str) -> Iterator[tuple[Any, str]]:
    for child in node:
        name = f"{path}/{child.get(f'{_OOR}name', '')}"
        if child.tag == "prop":
            yield child, name
        else:
            yield from _properties(child, name)


def _changed_tree(tree: Any, path: str, change: Change) -> Any:
    if not isinstance(tree, dict):
        return tree
    made = {}
    for name, child in tree.items():
        key = f"{path}/{name}".strip("/")
        if isinstance(child, dict) or (isinstance(child, list) and not _is_plain(child)):
            made[name] = _changed_tree(child, key, change)
            continue
        text = _text(child)
        other = change(key, text)
        if other is not None:
            made[name] = child if other == text else _like(child, other)
    return made


def _is_plain(values: list[Any]) -> bool:
    return not any(isinstance(value, dict | list) for value in values)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(map(_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _like(value: Any, text: str) -> Any:
    """Return a text as the type that stood there before, where it can be one."""
    if isinstance(value, list):
        like = value[0] if value else ""
        return [_like(like, part) for part in text.split(";") if part]
    if isinstance(value, bool) and text in ("true", "false"):
        return text == "true"
    try:
        return type(value)(text) if isinstance(value, int | float) else text
    except ValueError:
        return text
