"""Near misses and harmless variants of plans that are nested records in JSON."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.near_misses.plans import obeys
from studio.grading.planning import moment_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import MAX_TEXT, decode, read_bytes

_TRIES = 12
_DEEP = 8
Entry = tuple[list[Any], int]
Change = Callable[[Any, random.Random], Iterator[str]]


def _entries(tree: Any, depth: int = 0) -> Iterator[Entry]:
    """Yield the innermost entries of lists, each as its list and its place in it."""
    if depth > _DEEP or not isinstance(tree, list | dict):
        return
    inner = list(tree.values()) if isinstance(tree, dict) else tree
    for place, item in enumerate(inner):
        found = list(_entries(item, depth + 1))
        if found:
            yield from found
        elif isinstance(tree, list):
            yield tree, place


def _lists(tree: Any) -> list[list[Any]]:
    """Return the lists that hold the innermost entries."""
    return list({id(held): held for held, _ in _entries(tree)}.values())


def _told(entry: Any) -> str:
    return str(next(iter(entry.values()), "") if isinstance(entry, dict) else entry)[:40]


def _operator(id: str, title: str, harmless: bool = False) -> Callable[[Change], Change]:
    """Register what changes a plan in place; it is tried until it does what it is said to."""
    register = varies if harmless else spoils

    def keep(change: Change) -> Change:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            for number in range(_TRIES if _is_plan(scene) else 0):
                try:
                    tree = json.loads(decode(read_bytes(scene.place, MAX_TEXT)))
                except (Unreadable, ValueError, RecursionError):
                    return
                before = copy.deepcopy(tree)
                for did in change(tree, random.Random(f"{rng.random()}{number}")):
                    content = json.dumps(tree, indent=2, ensure_ascii=False).encode()
                    if tree != before and obeys(scene, content) == harmless:
                        yield scene.made(did, content)

        register(id, "feasibility", title, (".json",))(make)
        return change

    return keep


def _is_plan(scene: Scene) -> bool:
    return any(check.kind in ("plan_rules", "plan_cost") for check in scene.checks)


@_operator("plan_entry_dropped", "An entry of a nested plan is missing")
def _dropped(tree: Any, rng: random.Random) -> Iterator[str]:
    entries = list(_entries(tree))
    if len(entries) > 1:
        held, place = rng.choice(entries)
        yield f"left out {_told(held.pop(place))}"


@_operator("plan_entry_doubled", "An entry of a nested plan is there twice")
def _doubled(tree: Any, rng: random.Random) -> Iterator[str]:
    entries = list(_entries(tree))
    if entries:
        held, place = rng.choice(entries)
        held.append(copy.deepcopy(held[place]))
        yield f"planned {_told(held[place])} twice"


@_operator("plan_entry_moved", "An entry of a nested plan stands with another one")
def _moved(tree: Any, rng: random.Random) -> Iterator[str]:
    lists = _lists(tree)
    if len(lists) > 1:
        one, other = rng.sample(lists, 2)
        entry = one.pop(rng.randrange(len(one)))
        other.append(entry)
        yield f"gave {_told(entry)} to another one"


@_operator("plan_entry_late", "An entry of a nested plan is too late")
def _late(tree: Any, rng: random.Random) -> Iterator[str]:
    timed = [
        (held[place], key)
        for held, place in _entries(tree)
        if isinstance(held[place], dict)
        for key, value in held[place].items()
        if moment_of(value) is not None
    ]
    if timed:
        entry, key = rng.choice(timed)
        entry[key] = "23:30"
        yield f"put {key} of {_told(entry)} to 23:30"


@_operator("plan_lists_turned", "A nested plan with its groups in another order", harmless=True)
def _turned(tree: Any, rng: random.Random) -> Iterator[str]:
    inner = {id(held) for held in _lists(tree)}
    outer = tree if isinstance(tree, list) else next(iter(tree.values()), None)
    if isinstance(outer, list) and id(outer) not in inner:
        outer.reverse()
        yield "put the groups into another order"
