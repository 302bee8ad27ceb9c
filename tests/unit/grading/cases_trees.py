"""Generated cases of the kinds over nested data, and of those made of other checks."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import yaml

from studio.model.check import Check
from tests.unit.grading.generated import Case, Damage, case_of

SUFFIXES = (".json", ".yaml", ".toml", ".ini", ".xml")
JUNK = "spoiled"
Tree = dict[str, Any]


def written(tree: Tree, suffix: str) -> str:
    """Return a tree of sections in a format; lists only where the format has them."""
    if suffix == ".json":
        return json.dumps(tree, indent=random.Random(str(tree)).choice([None, 2]))
    if suffix == ".yaml":
        return yaml.safe_dump(tree)
    if suffix == ".xml":
        return "<?xml version='1.0'?>\n" + "".join(_element("r", tree))
    lines = []
    for name, fields in tree.items():
        lines.append(f"[{name}]")
        for key, value in fields.items():
            plain = value if suffix == ".ini" else json.dumps(value)
            lines.append(f"{key} = {plain}")
    return "\n".join(lines) + "\n"


def _element(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for child in value:
            yield from _element(name, child)
    elif isinstance(value, dict):
        yield f"<{name}>"
        for key, child in value.items():
            yield from _element(key, child)
        yield f"</{name}>"
    else:
        yield f"<{name}>{escape(str(value))}</{name}>"


def amount(rng: random.Random) -> float:
    return round(rng.uniform(-99_999, 99_999), 2) + 0.001


def word(rng: random.Random) -> str:
    return rng.choice(["Ann", "Bör", "Çem", "Ды", "李"]) + f" {rng.randrange(10_000, 99_999)}"


def grown(rng: random.Random, suffix: str) -> Tree:
    """Return a tree: sections of fields, and lists where the format has them."""
    tree: Tree = {
        f"s{n}": {f"f{m}": rng.choice([amount, word])(rng) for m in range(rng.randrange(1, 5))}
        for n in range(rng.randrange(1, 4))
    }
    if suffix in (".json", ".yaml", ".xml"):
        count = rng.randrange(2, 8)
        tree["rows"] = [{"id": f"k{n}", "sum": amount(rng)} for n in range(count)]
        tree["codes"] = [word(rng) for _ in range(rng.randrange(2, 9))]
    return tree


def leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, child in pairs:
            yield from leaves(child, f"{pointer}/{key}")
    else:
        yield pointer, value


def put(tree: Any, pointer: str, value: Any) -> None:
    *above, last = pointer.split("/")[1:]
    for key in above:
        tree = tree[int(key)] if isinstance(tree, list) else tree[key]
    tree[int(last) if isinstance(tree, list) else last] = value


def spoiler(tree: Tree, name: str, below: str = "") -> Damage:
    """Return what spoils one leaf after the other, or breaks the file."""
    state = {"tree": json.loads(json.dumps(tree)), "count": 0}

    def spoil(rng: random.Random, folder: Path) -> None:
        place = folder / name
        if state["count"] < 0 or rng.random() < 0.1:
            state["count"] = -1
            place.write_bytes(rng.choice([b"", b"\xff\0", b"null", b"["]))
            return
        sound = [
            pointer
            for pointer, value in leaves(state["tree"])
            if JUNK not in str(value) and f"{pointer}/".startswith(f"{below}/")
        ]
        if sound:
            state["count"] += 1
            put(state["tree"], rng.choice(sound), f"{JUNK} {state['count']}")
            place.write_text(written(state["tree"], place.suffix), "utf-8")

    return spoil


def secrets(tree: Tree) -> tuple[str, ...]:
    return tuple(str(value) for _, value in leaves(tree) if len(str(value)) > 5)


def laid(
    rng: random.Random, folder: Path, tree: Tree, suffix: str, given: Tree | None
) -> tuple[Path, Path, str]:
    name = f"data{suffix}"
    for side, content in (("reference", tree), ("input", given)):
        if content is not None:
            (folder / side).mkdir()
            (folder / side / name).write_text(written(content, suffix), "utf-8")
    return folder / "reference", folder / "input", name


def emptied(rng: random.Random, tree: Tree) -> Tree:
    """Return a tree that lacks some of its fields."""
    return {
        name: {k: v for k, v in value.items() if rng.random() < 0.5}
        for name, value in tree.items()
        if isinstance(value, dict)
    }


def tolerance(rng: random.Random) -> float | None:
    return rng.choice([None, 0.0, 0.01, 5.0])


@case_of("json_value")
def value(rng: random.Random, folder: Path) -> Case:
    suffix = rng.choice(SUFFIXES)
    tree = grown(rng, suffix)
    reference, given, name = laid(rng, folder, tree, suffix, None)
    root = "/r" if suffix == ".xml" else ""
    pointer = rng.choice([pointer for pointer, _ in leaves(tree)])
    check = Check(
        id="x", kind="json_value", target=f"{name}#{root}{pointer}", tolerance=tolerance(rng)
    )
    return Case(check, reference, given, spoiler(tree, name), secrets(tree))


@case_of("tree_equals")
def whole_tree(rng: random.Random, folder: Path) -> Case:
    suffix = rng.choice(SUFFIXES)
    tree = grown(rng, suffix)
    earlier = emptied(rng, tree)
    while not any(JUNK not in k for k, _ in leaves(tree) if k not in dict(leaves(earlier))):
        earlier = emptied(rng, tree)
    reference, given, name = laid(rng, folder, tree, suffix, earlier)
    parameters: dict[str, Any] = {
        "facts": rng.choice(["all", "changed"]),
        "order_free": rng.random() < 0.7,
        "extra": rng.choice(["fail", "ignore"]),
    }
    if parameters["facts"] == "all" and given.is_dir():
        (given / name).unlink()
    check = Check(
        id="x", kind="tree_equals", target=name, parameters=parameters, tolerance=tolerance(rng)
    )
    return Case(check, reference, given, spoiler(tree, name), secrets(tree))


@case_of("list_overlap")
def overlap(rng: random.Random, folder: Path) -> Case:
    suffix = rng.choice([".json", ".yaml", ".xml"])
    tree = grown(rng, suffix)
    keyed = rng.random() < 0.5
    parameters: dict[str, Any] = {
        "key": "sum" if keyed else None,
        "min_precision": rng.choice([1.0, 0.9, 0.5]),
        "min_recall": rng.choice([1.0, 0.8, 0.5]),
    }
    reference, given, name = laid(rng, folder, tree, suffix, None)
    below = "/rows" if keyed else "/codes"
    root = "/r" if suffix == ".xml" else ""
    check = Check(
        id="x",
        kind="list_overlap",
        target=f"{name}#{root}{below}",
        parameters=parameters,
        tolerance=tolerance(rng),
    )
    return Case(check, reference, given, spoiler(tree, name, below), secrets(tree))


@case_of("tree_schema")
def schema(rng: random.Random, folder: Path) -> Case:
    tree: Tree = {"s0": {"f0": amount(rng), "f1": amount(rng)}}
    suffix = rng.choice([".json", ".yaml", ".toml"])
    reference, given, name = laid(rng, folder, tree, suffix, None)
    number = {"type": "number"}
    fields = {
        "type": "object",
        "required": ["f0", "f1"],
        "properties": {"f0": number, "f1": number},
    }
    shape = {"type": "object", "required": ["s0"], "properties": {"s0": fields}}
    check = Check(id="x", kind="tree_schema", target=name, gate=True, parameters={"schema": shape})
    return Case(check, reference, given, spoiler(tree, name), secrets(tree))


@case_of("xpath_value")
def xpath(rng: random.Random, folder: Path) -> Case:
    tree = grown(rng, ".xml")
    reference, given, name = laid(rng, folder, tree, ".xml", None)
    path = rng.choice(["//sum", "/r/rows[1]/sum", "sum(//sum)", "//rows[id='k1']/sum", "r//codes"])
    check = Check(
        id="x",
        kind="xpath_value",
        target=name,
        parameters={"xpath": path.removeprefix("r") if path.startswith("r") else path},
        tolerance=rng.choice([None, 0.01]),
    )
    return Case(check, reference, given, spoiler(tree, name), secrets(tree))


def parts(rng: random.Random, tree: Tree, name: str) -> list[dict[str, Any]]:
    pointers = [pointer for pointer, _ in leaves(tree)]
    chosen = rng.sample(pointers, min(len(pointers), rng.randrange(1, 6)))
    made: list[dict[str, Any]] = [
        {"kind": "json_value", "target": f"{name}#{pointer}"} for pointer in chosen
    ]
    if rng.random() < 0.5:
        made.append({"kind": "tree_equals", "target": name, "parameters": {"extra": "ignore"}})
    if rng.random() < 0.3:
        made = [{"kind": "fraction_of", "target": name, "parameters": {"checks": made}}, *made[:3]]
    return made


def combined(kind: str) -> None:
    def make(rng: random.Random, folder: Path) -> Case:
        tree = grown(rng, ".json")
        reference, given, name = laid(rng, folder, tree, ".json", None)
        checks = parts(rng, tree, name)
        parameters: dict[str, Any] = {"checks": checks}
        if kind == "k_of_n":
            parameters["k"] = rng.randrange(1, len(checks) + 1)
        if kind == "tiers":
            parameters = {
                "tiers": [{"title": f"T{n}", "checks": [p]} for n, p in enumerate(checks)]
            }
        check = Check(id="x", kind=kind, target=name, parameters=parameters)
        return Case(check, reference, given, spoiler(tree, name), secrets(tree))

    case_of(kind)(make)


for combinator in ("all_of", "any_of", "k_of_n", "first_failing", "tiers", "fraction_of"):
    combined(combinator)
