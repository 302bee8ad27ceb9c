"""Near misses and harmless variants of JSON: wrong leaves, lost keys and items; other layout."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from studio.formats.documents import strict_json
from studio.grading.near_misses.grids import token
from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.near_misses.prompts import allows_no_more, slack
from studio.grading.readers.places import decode
from studio.grading.readers.values import scalar

_JSON = (".json",)
Path = tuple[str | int, ...]
_MISSING = object()


def read(scene: Scene) -> Any:
    """Return the tree of a JSON file."""
    return strict_json(decode(scene.content()))


def written(scene: Scene, tree: Any, **layout: Any) -> bytes:
    """Return the bytes of a tree in the layout of the file, but for what `layout` says."""
    text = decode(scene.content())
    indent = 2 if "\n" in text.strip() else None
    chosen: dict[str, Any] = {"indent": indent, "ensure_ascii": False} | layout
    return (json.dumps(tree, **chosen) + ("\n" if text.endswith("\n") else "")).encode()


def leaves(tree: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield the path and value of each leaf; empty lists and objects are leaves."""
    if isinstance(tree, dict) and tree:
        for key, child in tree.items():
            yield from leaves(child, (*path, key))
    elif isinstance(tree, list) and tree:
        for number, child in enumerate(tree):
            yield from leaves(child, (*path, number))
    else:
        yield path, tree


def lists(tree: Any, path: Path = ()) -> Iterator[tuple[Path, list[Any]]]:
    """Yield the path and items of each list."""
    if isinstance(tree, list):
        yield path, tree
    inner = (
        tree.items()
        if isinstance(tree, dict)
        else enumerate(tree if isinstance(tree, list) else ())
    )
    for key, child in inner:
        yield from lists(child, (*path, key))


def at(tree: Any, path: Path) -> Any:
    """Return what stands at a path, a mark of its own if nothing does."""
    for part in path:
        try:
            tree = tree[part]
        except (KeyError, IndexError, TypeError):
            return _MISSING
    return tree


def replaced(tree: Any, path: Path, value: Any) -> Any:
    """Return a copy of a tree with another value at a path."""
    made = copy.deepcopy(tree)
    at(made, path[:-1])[path[-1]] = value
    return made


def pointer(path: Path) -> str:
    """Return a path as a JSON pointer, as a person reads it."""
    return "/" + "/".join(str(part) for part in path)


def new_leaves(scene: Scene, tree: Any, rng: random.Random) -> list[tuple[Path, Any]]:
    """Return the leaves that the worker made in a random order; all if none was made anew."""
    given = None
    if scene.given is not None:
        given = strict_json(decode(scene.given.read_bytes()))
    everything = [(path, value) for path, value in leaves(tree) if path]
    found = [
        (path, value)
        for path, value in everything
        if (at(given, path) != value if given is not None else _is_new(value, scene))
    ]
    chosen = found or everything
    rng.shuffle(chosen)
    return chosen


def _is_new(value: Any, scene: Scene) -> bool:
    return isinstance(value, bool) or value is None or token(scalar(value)) not in scene.held


def _leaf_operator(
    id: str, title: str, how: str, change: Callable[[Any, random.Random], Any]
) -> None:
    def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
        tree = read(scene)
        for path, value in new_leaves(scene, tree, rng):
            other = change(value, rng)
            if other is _MISSING or (other == value and type(other) is type(value)):
                continue
            numbers = _is_number(value) and _is_number(other)
            if numbers and abs(other - value) <= slack(scene.prompt, value):
                continue
            told = f"{how} {pointer(path)}: {json.dumps(other)} instead of {json.dumps(value)}"
            yield scene.made(told, written(scene, replaced(tree, path, other)))

    spoils(id, "trees", title, _JSON)(make)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(change: Callable[[Any, random.Random], Any]) -> Callable[[Any, random.Random], Any]:
    return lambda value, rng: change(value, rng) if _is_number(value) else _MISSING


def _unit(value: Any) -> float:
    text = repr(value)
    return 1 if isinstance(value, int) or "e" in text else float(10 ** -len(text.partition(".")[2]))


def _wrong(value: Any, rng: random.Random) -> Any:
    if isinstance(value, int):
        return value + max(1, abs(value) // 10)
    return round(value * rng.choice((0.9, 1.1)), 6)


def _off(value: Any, rng: random.Random) -> Any:
    step = _unit(value)
    return value + 1 if isinstance(value, int) else round(value + step, 12)


def _misspelt(value: Any, rng: random.Random) -> Any:
    if not isinstance(value, str) or not value.strip():
        return _MISSING
    return "TBD" if value != "TBD" else "n/a"


_leaf_operator("json_number_changed", "A number is wrong", "miscounted", _number(_wrong))
_leaf_operator("json_off_by_unit", "One unit off", "missed by one unit", _number(_off))
_leaf_operator(
    "json_sign_flipped", "A sign is flipped", "flipped the sign of",
    _number(lambda value, rng: -value),
)  # fmt: skip
_leaf_operator(
    "json_scaled", "In thousands instead of ones", "gave in thousands",
    _number(lambda value, rng: value * 1000),
)  # fmt: skip
_leaf_operator(
    "json_number_as_text", "A number as text", "wrote as text",
    _number(lambda value, rng: str(value)),
)  # fmt: skip
_leaf_operator(
    "json_flipped", "Yes for no", "flipped",
    lambda value, rng: not value if isinstance(value, bool) else _MISSING,
)  # fmt: skip
_leaf_operator("json_placeholder", "A placeholder for a text", "left a placeholder at", _misspelt)
_leaf_operator(
    "json_null", "Nothing instead of a value", "left nothing at",
    lambda value, rng: None if value not in (None, "", [], {}) else _MISSING,
)  # fmt: skip


@spoils("json_wrong_item", "trees", "Two items have each other's value", _JSON)
def _json_wrong_item(scene: Scene, rng: random.Random) -> Iterator[Made]:
    tree = read(scene)
    fresh = {path for path, _ in new_leaves(scene, tree, rng)}
    for path, items in lists(tree):
        for number in range(len(items) - 1):
            one, other = items[number], items[number + 1]
            keys = list(one) if isinstance(one, dict) and isinstance(other, dict) else []
            for key in rng.sample(keys, len(keys)):
                here = (*path, number, key)
                if here in fresh and key in other and one[key] != other[key]:
                    made = replaced(tree, here, other[key])
                    made = replaced(made, (*path, number + 1, key), one[key])
                    told = f"gave items {number + 1} and {number + 2} each other's {key}"
                    yield scene.made(told, written(scene, made))
                    break


@spoils("json_key_renamed", "trees", "A key has another name", _JSON)
def _json_key_renamed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    tree = read(scene)
    for path, _ in new_leaves(scene, tree, rng):
        key = path[-1]
        parent = at(tree, path[:-1])
        if isinstance(key, str) and isinstance(parent, dict):
            other = key[:-1] if key.endswith("s") else f"{key}s"
            if other and other not in parent:
                renamed = {other if name == key else name: child for name, child in parent.items()}
                made = replaced(tree, path[:-1], renamed) if path[:-1] else renamed
                yield scene.made(f"named {pointer(path)} {other}", written(scene, made))


@spoils("json_key_dropped", "trees", "A key is missing", _JSON)
def _json_key_dropped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    tree = read(scene)
    for path, _ in new_leaves(scene, tree, rng):
        if isinstance(path[-1], str):
            made = copy.deepcopy(tree)
            del at(made, path[:-1])[path[-1]]
            yield scene.made(f"left out {pointer(path)}", written(scene, made))


def _items(scene: Scene, rng: random.Random, change: Any, how: str) -> Iterator[Made]:
    tree = read(scene)
    found = [(path, items) for path, items in lists(tree) if items]
    rng.shuffle(found)
    for path, items in found:
        number = rng.randrange(len(items))
        changed = change(items, number)
        if changed != items:
            made = replaced(tree, path, changed) if path else changed
            told = f"{how} of {pointer(path)}".format(number=number + 1)
            yield scene.made(told, written(scene, made))


@spoils("json_item_dropped", "trees", "An item of a list is missing", _JSON)
def _json_item_dropped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    for _ in range(2):
        yield from _items(
            scene, rng, lambda items, n: items[:n] + items[n + 1 :], "left out item {number}"
        )


@spoils("json_item_doubled", "trees", "An item of a list stands there twice", _JSON)
def _json_item_doubled(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield from _items(
        scene, rng, lambda items, n: [*items, copy.deepcopy(items[n])], "repeated item {number}"
    )


@spoils("json_list_emptied", "trees", "A list is empty", _JSON)
def _json_list_emptied(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield from _items(scene, rng, lambda items, n: [], "left out every item")


@spoils("json_extra_item", "trees", "A made-up item more", _JSON)
def _json_extra_item(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if allows_no_more(scene.prompt):
        yield from _items(
            scene,
            rng,
            lambda items, n: [*items, _invented(items[n])],
            "invented an item like {number}",
        )


def _invented(item: Any) -> Any:
    if isinstance(item, dict):
        return {key: _invented(value) for key, value in item.items()}
    return item + 7 if _is_number(item) else f"{item}-X" if isinstance(item, str) else item


def _layout_operator(id: str, title: str, did: str, **layout: Any) -> None:
    def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
        yield scene.made(did, written(scene, read(scene), **layout))

    varies(id, "trees", title, _JSON)(make)


_layout_operator("json_indented", "Other indentation", "indented by four", indent=4)
_layout_operator(
    "json_compact", "On one line", "wrote all on one line", indent=None, separators=(",", ":")
)
_layout_operator("json_sorted", "Keys in another order", "sorted the keys", sort_keys=True)
_layout_operator("json_escaped", "Signs as escapes", "escaped all signs", ensure_ascii=True)


@varies("json_whole_as_fraction", "trees", "A whole number with a point", _JSON)
def _json_whole_as_fraction(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def pointed(tree: Any) -> Any:
        if isinstance(tree, dict):
            return {key: pointed(child) for key, child in tree.items()}
        if isinstance(tree, list):
            return [pointed(child) for child in tree]
        whole = isinstance(tree, int) and not isinstance(tree, bool) and abs(tree) < 2**53
        return float(tree) if whole else tree

    yield scene.made("wrote whole numbers as 12.0", written(scene, pointed(read(scene))))


@varies("json_spaced", "trees", "Blank lines around", _JSON)
def _json_spaced(scene: Scene, rng: random.Random) -> Iterator[Made]:
    read(scene)
    yield scene.made("left blank lines around", b"\n\n" + scene.content() + b"\n\n")
