"""What the headers of meshes declare, held against the size of the file before it is read.

Sources: the StereoLithography interface specification (3D Systems, 1989); Wavefront's appendix B1
(OBJ); Turk, "The PLY polygon file format" (1994); the glTF 2.0 specification (Khronos).
"""

import json
import math
import re
import struct
from collections.abc import Iterator
from typing import Any

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable

MOST_FACES = 2_000_000
_MOST_NODES = 20_000
_STL_HEAD, _STL_FACE = 84, 50
_PLY_HEAD = 64 * 1024
_MOST_JSON = 16 * 1024 * 1024
_PLY_SIZES = {
    "char": 1, "uchar": 1, "int8": 1, "uint8": 1, "short": 2, "ushort": 2, "int16": 2,
    "uint16": 2, "int": 4, "uint": 4, "float": 4, "int32": 4, "uint32": 4, "float32": 4,
    "double": 8, "float64": 8,
}  # fmt: skip
_GLB_SIZES = {5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4}
_GLB_PARTS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}
_TRIANGLES, _STRIP, _FAN = 4, 5, 6


def _too_many(count: int, what: str = "triangles") -> None:
    if count > MOST_FACES:
        raise HostileInputError(f"The mesh holds more than {MOST_FACES:,} {what}.")


def check_stl(content: bytes) -> None:
    """Look whether an STL file is text, or as long as its number of triangles says.

    Raises:
        Unreadable: if it is neither.
        HostileInputError: if it holds too many triangles.
    """
    declared = struct.unpack_from("<I", content, 80)[0] if len(content) >= _STL_HEAD else 0
    room = (len(content) - _STL_HEAD) // _STL_FACE
    if len(content) == _STL_HEAD + declared * _STL_FACE:
        _too_many(declared)
        return
    if content.lstrip()[:5].lower() == b"solid" and b"\0" not in content:
        _too_many(content.count(b"facet"))
        if b"endsolid" not in content[-4096:].lower():
            raise Unreadable("is cut off before its end")
        return
    if len(content) < _STL_HEAD:
        raise Unreadable("is not an STL file")
    raise Unreadable(f"says that it holds {declared:,} triangles but has room for {room:,}")


def check_obj(content: bytes) -> None:
    """Look whether an OBJ file is text with faces, and not too many.

    Raises:
        Unreadable: if it is not.
        HostileInputError: if it holds too many faces or corners.
    """
    if b"\0" in content:
        raise Unreadable("is not an OBJ file")
    faces = re.findall(rb"(?m)^[ \t]*f[ \t]", content)
    corners = re.findall(rb"(?m)^[ \t]*v[ \t]", content)
    _too_many(len(faces))
    _too_many(len(corners) // 3, "times three corners")
    if not faces:
        raise Unreadable("is a mesh without faces")


def check_ply(content: bytes) -> None:
    """Look whether a PLY file has room for the elements that its header declares.

    Raises:
        Unreadable: if it has not, or has no such header.
        HostileInputError: if it declares too many.
    """
    end = content.find(b"end_header", 0, _PLY_HEAD)
    if not content.startswith(b"ply") or end < 0:
        raise Unreadable("is not a PLY file")
    lines = [line.split() for line in content[:end].decode("latin-1").splitlines()]
    forms = [line[1] for line in lines if line[:1] == ["format"] and len(line) > 1]
    if not forms:
        raise Unreadable("is not a PLY file")
    needed, room = 0, len(content) - end
    for name, count, least in _elements(lines, forms[0] == "ascii"):
        if name == "face":
            _too_many(count)
            if not count:
                raise Unreadable("is a mesh without faces")
        needed += count * least
        if needed > room:
            raise Unreadable(f"says that it holds {count:,} of {name} but has no room for them")
    _too_many(needed // 300, "times three hundred bytes")


def _elements(lines: list[list[str]], text: bool) -> Iterator[tuple[str, int, int]]:
    """Yield each element of a header: its name, how many, and the least bytes of one."""
    found: list[list[Any]] = []
    for line in lines:
        if line[:1] == ["element"]:
            if len(line) != 3 or not line[2].isdecimal() or len(line[2]) > 12:
                raise Unreadable("has a header that is not that of a PLY file")
            found.append([line[1], int(line[2]), 0])
        elif line[:1] == ["property"] and len(line) > 2 and found:
            # A number of text takes a digit and a blank; a list may be empty but for its count.
            found[-1][2] += 2 if text else _PLY_SIZES.get(line[2 if line[1] == "list" else 1], 1)
    yield from ((name, count, least) for name, count, least in found)


def check_glb(content: bytes) -> None:
    """Look whether a GLB file holds the numbers that it declares, and only points into itself.

    Raises:
        Unreadable: if it does not.
        HostileInputError: if it declares too many, or its parts hold one another.
    """
    tree, room = _glb_chunks(content)
    views = _list(tree, "bufferViews")
    for entry in (*_list(tree, "buffers"), *_list(tree, "images")):
        uri = entry.get("uri")
        if uri is not None and not str(uri).startswith("data:"):
            raise Unreadable("points to another file for its content")
    lengths = [_whole(view.get("byteLength")) for view in views]
    if any(
        _whole(view.get("byteOffset")) + size > room
        for view, size in zip(views, lengths, strict=True)
    ):
        raise Unreadable("declares more content than it has")
    accessors = _list(tree, "accessors")
    for accessor in accessors:
        _check_accessor(accessor, lengths)
    _check_nodes(tree, [_whole(accessor.get("count")) for accessor in accessors])


def _glb_chunks(content: bytes) -> tuple[dict[str, Any], int]:
    """Return the description that a GLB file begins with, and how long its binary part is."""
    if len(content) < 20 or content[:4] != b"glTF":
        raise Unreadable("is not a GLB file")
    version, whole, size, kind = struct.unpack_from("<IIII", content, 4)
    if version != 2 or kind != 0x4E4F534A or whole != len(content) or 20 + size > len(content):
        raise Unreadable("is not a GLB file, or its header lies about its length")
    if size > _MOST_JSON:
        raise HostileInputError("The mesh has a description that is too long.")
    try:
        tree = json.loads(content[20 : 20 + size])
    except (ValueError, RecursionError):
        raise Unreadable("has a description that is not JSON") from None
    if not isinstance(tree, dict):
        raise Unreadable("has a description that is not that of a scene")
    start = 20 + size
    room = struct.unpack_from("<I", content, start)[0] if len(content) >= start + 8 else 0
    if start + 8 + room > len(content) and room:
        raise Unreadable("declares more content than it has")
    return tree, room


def _list(tree: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = tree.get(name, [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise Unreadable("has a description that is not that of a scene")
    return found


def _whole(value: Any) -> int:
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Unreadable("has a description with impossible numbers")
    return value


def _check_accessor(accessor: dict[str, Any], lengths: list[int]) -> None:
    if "sparse" in accessor or accessor.get("bufferView") is None:
        raise Unreadable("has content in a form that is not read here")
    count, view = _whole(accessor.get("count")), _whole(accessor["bufferView"])
    item = _GLB_SIZES.get(accessor.get("componentType", 0), 1)
    item *= _GLB_PARTS.get(str(accessor.get("type")), 1)
    if view >= len(lengths) or count * item > lengths[view]:
        raise Unreadable(f"says that it holds {count:,} numbers but has no room for them")
    _too_many(count // 3, "times three corners")


def _check_nodes(tree: dict[str, Any], counts: list[int]) -> None:
    """Look whether nodes form a tree, and how many triangles all uses of the meshes come to."""
    nodes, meshes = _list(tree, "nodes"), _list(tree, "meshes")
    if len(nodes) > _MOST_NODES:
        raise HostileInputError("The mesh has too many parts.")
    children = [child for node in nodes for child in node.get("children", ())]
    if len(set(map(str, children))) != len(children):
        raise Unreadable("has parts that belong to several others")
    faces = [sum(_faces_of(part, counts) for part in _list(mesh, "primitives")) for mesh in meshes]
    if not any(faces):
        raise Unreadable("is a mesh without faces")
    used = [_whole(node["mesh"]) for node in nodes if node.get("mesh") is not None]
    if any(number >= len(faces) for number in used):
        raise Unreadable("has parts that are not there")
    _too_many(max(sum(faces), sum(faces[number] for number in used)))
    _refuse_cycles(nodes)


def _refuse_cycles(nodes: list[dict[str, Any]]) -> None:
    parent = {
        _whole(child): number
        for number, node in enumerate(nodes)
        for child in node.get("children", ())
    }
    seen: set[int] = set()
    for start in parent:
        way: set[int] = set()
        place = start
        while place in parent and place not in seen:
            if place in way:
                raise Unreadable("has parts that hold one another")
            way.add(place)
            place = parent[place]
        seen |= way


def _faces_of(primitive: dict[str, Any], counts: list[int]) -> int:
    mode = primitive.get("mode", _TRIANGLES)
    attributes = primitive.get("attributes", {})
    corners = attributes.get("POSITION") if isinstance(attributes, dict) else None
    number = _whole(primitive.get("indices", corners))
    if corners is None or number >= len(counts) or _whole(corners) >= len(counts):
        raise Unreadable("has faces with corners that are not there")
    if mode == _TRIANGLES:
        return math.ceil(counts[number] / 3)
    return counts[number] if mode in (_STRIP, _FAN) else 0
