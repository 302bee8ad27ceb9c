"""Zipped documents, looked through before any reader of their format opens them."""

import io
import re
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from studio.base.errors import HostileInputError

MAX_MEMBERS = 5_000
MAX_UNPACKED_BYTES = 128 * 1024 * 1024
_BLOCK = 1 << 18
_CENTRAL_RECORD = b"PK\x01\x02"
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")


class Unreadable(Exception):
    """A file that is not what its name says; the message is the rest of a sentence."""


def refuse_hostile(content: bytes, name: str) -> None:
    """Look through a zipped document made of XML parts.

    Args:
        content: the bytes of the archive.
        name: its name in sentences.

    Raises:
        HostileInputError: at a bomb, a link, a member that leads outside, or XML entities.
        Unreadable: if it is no such archive.
    """
    if content.count(_CENTRAL_RECORD) > MAX_MEMBERS:
        raise HostileInputError(f"{name} holds more than {MAX_MEMBERS} members.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_members(archive, name)
            _refuse_parts(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise Unreadable("is damaged or not a workbook") from None


def _refuse_members(archive: zipfile.ZipFile, name: str) -> None:
    for member in archive.infolist():
        path = PurePosixPath(member.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in member.filename:
            raise HostileInputError(f"{name} holds a member that leads outside.")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise HostileInputError(f"{name} holds a link.")
    if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
        raise HostileInputError(f"{name} unpacks to more than {MAX_UNPACKED_BYTES:,} bytes.")


def _refuse_parts(archive: zipfile.ZipFile, name: str) -> None:
    left = MAX_UNPACKED_BYTES
    for member in archive.infolist():
        kept = []
        with archive.open(member) as stream:
            while block := stream.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise HostileInputError(
                        f"{name} unpacks to more than {MAX_UNPACKED_BYTES:,} bytes."
                    )
                kept.append(block)
        if member.filename.lower().endswith((".xml", ".rels", ".vml", ".rdf")):
            refuse_entities(b"".join(kept), name)


def refuse_entities(part: bytes, name: str) -> None:
    """Look through XML for entities and encodings that hide them.

    Raises:
        HostileInputError: if it declares entities.
        Unreadable: if it is not XML in UTF-8.
    """
    declared = _DECLARED.match(part.removeprefix(b"\xef\xbb\xbf"))
    plain = declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    if not plain or part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part[:8]:
        raise Unreadable("has a part that is not in UTF-8")
    if b"<!DOCTYPE" not in part and b"<!ENTITY" not in part:
        return
    try:
        fromstring(part, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        raise HostileInputError(f"{name} declares XML entities.") from None
    except ParseError:
        raise Unreadable("has a part that is not XML") from None
