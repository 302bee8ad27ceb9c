"""The XML parts of zipped documents (Office Open XML, OpenDocument), opened safely."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable, refuse_entities, refuse_hostile
from studio.grading.readers.parts import MAX_DEPTH

MAX_PART = 32 * 1024 * 1024


def _parsed(content: bytes, name: str) -> Element:
    """Return the root of a part that declares nothing.

    Entities are declared in a document type alone, so a part in UTF-8 that does not name one is
    safe for the plain parser, which is ten times as quick as the guarded one.
    """
    refuse_entities(content, name)
    if b"<!DOCTYPE" in content:
        raise HostileInputError(f"{name} declares a document type.")
    return ElementTree.fromstring(content)


class Package:
    """A zipped document whose members were looked through before any is parsed."""

    def __init__(self, content: bytes, name: str) -> None:
        """Look through the archive.

        Raises:
            HostileInputError: if it tries to harm.
            Unreadable: if it is no such archive.
        """
        self._name = name
        try:
            refuse_hostile(content, name)
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (Unreadable, zipfile.BadZipFile):
            raise Unreadable("is damaged or not a document of its kind") from None
        self._members = {member.filename: member for member in self._archive.infolist()}

    def part(self, path: str) -> Element | None:
        """Return the root of a part, None if the archive has none of that name.

        Raises:
            Unreadable: if it is not XML, nested too deeply or too large.
        """
        content = self.content(path)
        if content is None:
            return None
        try:
            return _parsed(content, self._name)
        except (ParseError, ValueError):
            raise Unreadable("has a part that is not XML") from None

    def content(self, path: str) -> bytes | None:
        """Return the bytes of a part, None if the archive has none of that name.

        Raises:
            Unreadable: if it is damaged or too large.
        """
        member = self._members.get(path)
        if member is None:
            return None
        if member.file_size > MAX_PART:
            raise Unreadable(f"has a part of more than {MAX_PART >> 20} MiB")
        try:
            return self._archive.read(member)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError):
            raise Unreadable("has a part that is not XML") from None

    def required(self, path: str) -> Element:
        """Return the root of a part without which there is no document.

        Raises:
            Unreadable: if it is not there or cannot be read.
        """
        root = self.part(path)
        if root is None:
            raise Unreadable("is damaged or not a document of its kind")
        return root

    def related(self, path: str) -> dict[str, tuple[str, str]]:
        """Return the relationships of a part: id to (last word of the type, path of the part).

        Source: ECMA-376 part 2, Open Packaging Conventions. External ones are left out.
        """
        folder, _, file = path.rpartition("/")
        root = self.part(f"{folder}/_rels/{file}.rels".lstrip("/"))
        found = {}
        for relation in root if root is not None else ():
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                kind = relation.get("Type", "").rpartition("/")[2]
                found[relation.get("Id", "")] = (kind, target.lstrip("/"))
        return found


def bounded(depth: int) -> int:
    """Return the next depth of a nested structure.

    Raises:
        Unreadable: if nobody could have meant to nest that deeply.
    """
    if depth >= MAX_DEPTH:
        raise Unreadable("is nested too deeply")
    return depth + 1


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the children of an element that have a local name."""
    for child in element if element is not None else ():
        if local_name(child) == name:
            yield child


def child(element: Element | None, *names: str) -> Element | None:
    """Return what stands at the path of local names below an element, None if nothing does."""
    for name in names:
        element = next(children(element, name), None)
        if element is None:
            return None
    return element


def attribute(element: Element | None, name: str) -> str:
    """Return an attribute by its local name, empty if the element or the attribute is missing."""
    for key, value in (element.attrib if element is not None else {}).items():
        if key.rpartition("}")[2] == name:
            return value
    return ""
