"""Near misses and harmless variants of SVG drawings: a shape wrong, or only written otherwise."""

import copy
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.readers.vectors import SHAPES, VECTORS, read_vectors

_SVG = "{http://www.w3.org/2000/svg}"
_LEAVES = tuple(name for name in SHAPES if name not in ("use", "image"))
_STYLED = ("fill", "stroke", "stroke-width")


def _root(scene: Scene) -> Any:
    """Return the root of a drawing that the reader found harmless."""
    read_vectors(scene.place)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(scene.content(), parser)


def _written(root: Any) -> bytes:
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return content


def _tag(element: Any) -> str:
    return str(element.tag).removeprefix(_SVG) if isinstance(element.tag, str) else ""


def _asked(scene: Scene) -> frozenset[str] | None:
    for check in scene.checks:
        if check.kind == "svg_structure" and check.parameters.get("ids") is not None:
            return frozenset(check.parameters["ids"])
    return None


def _shapes(scene: Scene, root: Any) -> list[Any]:
    """Return the shapes that count; those in definitions are not shown by themselves."""
    asked = _asked(scene)
    return [
        element
        for element in root.iter()
        if _tag(element) in _LEAVES
        and not any(_tag(above) in ("defs", "symbol") for above in element.iterancestors())
        and (asked is None or element.get("id") in asked)
    ]


def _is_free(scene: Scene, what: str) -> bool:
    return any(
        check.kind == "svg_structure" and not check.parameters.get(what, True)
        for check in scene.checks
    )


Change = Callable[[Any, float], str | None]


def _operator(id: str, title: str, needs: str = "") -> Callable[[Change], Change]:
    """Register what spoils one shape; `needs` names the parameter that must ask for it."""

    def keep(change: Change) -> Change:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            if needs and _is_free(scene, needs):
                return
            count, extent = len(_shapes(scene, _root(scene))), read_vectors(scene.place).extent
            for number in rng.sample(range(count), count):
                root = _root(scene)
                told = change(_shapes(scene, root)[number], extent)
                if told:
                    yield scene.made(told, _written(root))

        spoils(id, "images", title, VECTORS)(make)
        return change

    return keep


def _named(element: Any) -> str:
    return f"#{element.get('id')}" if element.get("id") else f"a {_tag(element)}"


@_operator("svg_moved", "A shape elsewhere", "place")
def _moved(element: Any, extent: float) -> str:
    before = element.get("transform", "")
    element.set("transform", f"translate({0.2 * extent:g} {0.1 * extent:g}) {before}".strip())
    return f"moved {_named(element)}"


@_operator("svg_left_out", "A shape is missing")
def _left_out(element: Any, extent: float) -> str:
    element.getparent().remove(element)
    return f"left out {_named(element)}"


@_operator("svg_recoloured", "A shape in another colour", "colours")
def _recoloured(element: Any, extent: float) -> str:
    style = re.sub(r"(?:^|;)\s*(?:fill|stroke)\s*:[^;]*", "", element.get("style", ""))
    element.set("style", f"{style};fill:#123456;stroke:#654321".lstrip(";"))
    return f"gave {_named(element)} another colour"


@_operator("svg_renamed", "A shape under another id")
def _renamed(element: Any, extent: float) -> str | None:
    name = element.get("id")
    if not name:
        return None
    element.set("id", f"{name}-1")
    return f"named #{name} otherwise"


@_operator("svg_text_wrong", "A text says something else")
def _text_wrong(element: Any, extent: float) -> str | None:
    if _tag(element) != "text":
        return None
    for child in list(element):
        element.remove(child)
    element.text = "Text"
    return f"wrote something else into {_named(element)}"


@_operator("svg_ungrouped", "A shape outside its group", "groups")
def _ungrouped(element: Any, extent: float) -> str | None:
    groups = [e for e in element.iterancestors() if _tag(e) == "g" and e.get("id")]
    if not groups or not element.get("id"):
        return None
    copied = copy.deepcopy(element)
    root = element.getroottree().getroot()
    element.getparent().remove(element)
    root.append(copied)
    return f"took {_named(copied)} out of #{groups[0].get('id')}"


@spoils("svg_emptied", "images", "Nothing is drawn", VECTORS)
def _emptied(scene: Scene, rng: random.Random) -> Iterator[Made]:
    root = _root(scene)
    for child in list(root):
        root.remove(child)
    yield scene.made("left the drawing empty", _written(root))


def _harmless(id: str, title: str, did: str) -> Callable[[Callable[[Any], bool]], Any]:
    """Register what writes a drawing otherwise; the change says whether it changed anything."""

    def keep(change: Callable[[Any], bool]) -> Callable[[Any], bool]:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            root = _root(scene)
            if change(root):
                yield scene.made(did, _written(root))

        varies(id, "images", title, VECTORS)(make)
        return change

    return keep


@_harmless("svg_styled", "Attributes as style", "wrote colours as style")
def _styled(root: Any) -> bool:
    found = False
    for element in root.iter():
        held = {name: element.get(name) for name in _STYLED if element.get(name)}
        own = element.get("style", "")
        for name, value in held.items():
            del element.attrib[name]
            if not re.search(rf"(?:^|;)\s*{name}\s*:", own):
                own = f"{own.rstrip(';')};{name}:{value}".lstrip(";")
            element.set("style", own)
            found = True
    return found


@_harmless("svg_wrapped", "Within one more group", "put all into one more group")
def _wrapped(root: Any) -> bool:
    group = etree.Element(f"{_SVG}g")
    for child in list(root):
        if _tag(child) not in ("defs", "style", "title", "metadata"):
            group.append(child)
    root.append(group)
    return len(group) > 0


@_harmless("svg_rects_as_paths", "Rectangles as paths", "drew rectangles as paths")
def _rects_as_paths(root: Any) -> bool:
    found = False
    for element in list(root.iter(f"{_SVG}rect")):
        x, y, wide, high = (element.get(name, "0") for name in ("x", "y", "width", "height"))
        if all(re.fullmatch(r"-?\d+(?:\.\d+)?", part) for part in (x, y, wide, high)):
            element.tag = f"{_SVG}path"
            element.set("d", f"M{x},{y}h{wide}v{high}h-{wide}z")
            for name in ("x", "y", "width", "height"):
                element.attrib.pop(name, None)
            found = True
    return found


@_harmless("svg_commented", "With a comment and blank lines", "wrote a comment into the drawing")
def _commented(root: Any) -> bool:
    root.insert(0, etree.Comment(" drawn by hand "))
    for child in root:
        child.tail = "\n\n"
    return True
