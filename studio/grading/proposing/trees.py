"""Proposals for nested data: JSON, YAML, TOML, INI and XML."""

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.given import TREES, leaves_of
from studio.grading.proposing.given import field_of as last_field
from studio.grading.proposing.instruction import stems_of
from studio.grading.proposing.orders import OF_INPUT
from studio.grading.proposing.plan_figures import propose_figures
from studio.grading.proposing.precision import (
    Precision,
    below_change,
    bounded,
    precision_of,
    rooms_of,
    with_margin,
)
from studio.grading.proposing.quantities import propose_quantities
from studio.grading.proposing.scopes import Subject
from studio.grading.proposing.steps import step_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.trees import XML, read_tree
from studio.grading.readers.values import Scalar, fold, number_of, same

__all__ = ["TREES", "propose_tree"]
_PROSE_WORDS = 6
_LEAST_COUNTED = 3
_MOST_SPELLED = 500
_LONGEST_SPELLED = 60
_PLACE = re.compile(r"(?i)pos(?:ition)?|rank|step|seq(?:uence)?|index|track|place")
_MARKUP = re.compile(r"\battribut|<[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>|@[a-z]", re.IGNORECASE)
_OF_FIELDS = re.compile(r"\border of (?:the |its |their )?(?:keys|fields|attributes)\b", re.I)
_NAME = re.compile(r"[A-Z][^\W\d_]{2,}(?:[ -][^\W_]+){0,3}")
_FIELDS = (
    r"(?:keys?|fields?|propert(?:y|ies)|attributes?|elements?|entr(?:y|ies)|names?|values?|things?)"
)
_CLOSED = re.compile(
    rf"\b(?:exactly|only|just|precisely|solely|nothing but|no more than) (?:these|those|"
    rf"the following|this|(?:the |an? )?(?:\w+ )?{_FIELDS})\b|"
    rf"\bthe(?:se|se \w+| \w+)? {_FIELDS} only\b|"
    rf"\b(?:these|those|them) (?:\w+ )?(?:only|alone)\b|\bnothing (?:else|more)\b|"
    rf"\b(?:no|without|not any|any|never) (?:other|further|additional|extra|more) {_FIELDS}\b|"
    r"\bno more and no (?:less|fewer)\b|\b(?:follow|conform|valid\w*|match|according|fit|obey|"
    r"compl(?:y|ies))\w*\b[^.;]{0,40}\bschema\b|\bschema\b[^.;]{0,40}\b(?:must|valid\w*|holds|"
    r"is followed|applies)\b",
    re.IGNORECASE,
)
_VOLATILE = re.compile(
    r"(?:^|[_-])(?:generated|created|modified|updated|timestamp|author|uuid|run[_-]?id|version|"
    r"tool|software|comment|note|remark)s?(?:$|[_-])",
    re.IGNORECASE,
)


def propose_tree(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Add the checks of nested data; `given` is the same file of the input."""
    found = dict(leaves_of(read_tree(place)))
    earlier = dict(leaves_of(read_tree(given))) if given else {}
    derived = {
        pointer: value
        for pointer, value in found.items()
        if pointer not in earlier or not same(value, earlier[pointer], None)
    }
    measured = () if earlier else propose_figures(draft, path, derived)
    derived = {p: v for p, v in derived.items() if p not in measured}
    measured += () if earlier else propose_quantities(draft, path, derived)
    derived = {p: v for p, v in derived.items() if p not in measured}
    ignored = (
        () if earlier else (*_ignored(draft, path, derived), *dict.fromkeys(map(general, measured)))
    )
    worth = {p: v for p, v in derived.items() if general(p) not in ignored}
    _propose_whole(draft, path, found, worth, ignored, earlier)


def field_of(pointer: str) -> str:
    """Return the name of the field or element that holds a leaf."""
    return last_field(pointer.removesuffix("/#text"))


def general(pointer: str) -> str:
    """Return a pointer with `*` for each place in a list."""
    return re.sub(r"/\d+(?=/|$)", "/*", pointer)


def _ignored(draft: Draft, path: str, derived: dict[str, Scalar]) -> tuple[str, ...]:
    """Return the pointers of fields that the instruction does not ask for."""
    # The text of an element and its attributes belong together: a unit is part of the value.
    fields = {general(p): last_field(p) for p in derived}
    asked = {g for g, name in fields.items() if _is_asked(draft, name)}
    kept = _copied(draft, derived)
    ignored = []
    for pointer, name in fields.items():
        if pointer in kept:
            continue
        values = [value for p, value in derived.items() if general(p) == pointer]
        volatile = _VOLATILE.search(name) and not draft.instruction.states(name)
        unasked = pointer not in asked and not _is_data(pointer, asked, draft)
        unasked = unasked and not _is_keyed(pointer) and not _are_given(draft, values)
        if volatile or unasked or _is_prose(draft, values):
            ignored.append(pointer)
            draft.skip(f"{pointer} of {path} is not asked for or free text, so nothing checks it")
    return tuple(ignored)


def _copied(draft: Draft, leaves: dict[str, Scalar]) -> frozenset[str]:
    """Return the fields that a file takes over from one of the input that must be kept as it is.

    The file is a copy of it under another name: most leaves stand at the same place.
    """
    if draft.instruction.first("keeps") is None:
        return frozenset()
    for found in draft.given.trees.values():
        given = dict(found)
        held = {p for p, v in leaves.items() if p in given and same(v, given[p], None)}
        if 2 * len(held) > len(leaves):
            draft.used.update(s.text for s in draft.instruction.sentences if s.keeps)
            return frozenset(map(general, held)) - {general(p) for p in leaves.keys() - held}
    return frozenset()


def _is_asked(draft: Draft, name: str) -> bool:
    return not name or draft.instruction.states(name) or draft.instruction.hints(name)


def _is_data(pointer: str, asked: set[str], draft: Draft) -> bool:
    """Tell whether a field that nobody names still counts.

    It does if no field beside it is named: below one that is asked for, as a key of data, or
    where the instruction names no field at all.
    """
    parent = pointer.rpartition("/")[0]
    beside = [other for other in asked if other.rpartition("/")[0] == parent]
    if beside:
        return draft.given.holds(field_of(pointer))
    above = [part for part in parent.split("/") if part and part != "*"]
    return not asked or any(_is_asked(draft, part) for part in above)


def _is_keyed(pointer: str) -> bool:
    return pointer.endswith("/*")


def _are_given(draft: Draft, values: list[Scalar]) -> bool:
    """Tell whether the instruction gives the values of a field: names, spelled as they are."""
    texts = [str(value) for value in values]
    return bool(texts) and all(
        _NAME.fullmatch(text)
        and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", draft.instruction.prompt)
        for text in texts
    )


def _is_prose(draft: Draft, values: list[Scalar]) -> bool:
    texts = [fold(v) for v in values if isinstance(v, str) and number_of(v) is None]
    long = [t for t in texts if len(t.split()) >= _PROSE_WORDS and not draft.given.holds(t)]
    return bool(long) and 2 * len(long) > len(texts)


def _propose_whole(
    draft: Draft,
    path: str,
    found: dict[str, Scalar],
    worth: dict[str, Scalar],
    ignored: tuple[str, ...],
    earlier: dict[str, Scalar],
) -> None:
    standing = bool(earlier)
    parameters: dict[str, Any] = {"facts": "changed"} if standing else {}
    if standing and (filled := draft.instruction.filled_in(path)):
        parameters["extra"] = "elements"
        draft.used.add(filled.text)
    if not standing and not _is_closed(draft, path):
        parameters["extra"] = "elements"
        if named := _named_fields(draft, path, found):
            parameters["never"] = named
    if path.lower().endswith(XML) and not standing and not _fixes_attributes(draft):
        parameters["attributes"] = "elements"
    if order := draft.instruction.order_for(path):
        parameters["order_free"] = False
        draft.used.add(order.text)
    elif lists := [*_series(draft, found, worth), *_lists_as_given(draft, path, found)]:
        parameters["in_order"] = list(dict.fromkeys(lists))
    if ignored:
        parameters["ignore"] = list(ignored)
    if worth:
        draft.compared |= _spelled(worth)
        values = _by_field(worth)
        names = [name for name in values if name]
        kept = {field_of(general) for general in (() if standing else _copied(draft, worth))}
        precisions = {
            name: Precision(None, "") if name in kept else _precision(draft, path, values, name)
            for name in names
        }
        changes = _changes(worth, earlier)
        precisions = {n: below_change(p, changes.get(n, ())) for n, p in precisions.items()}
        told = [
            f"{name}: {with_margin(precisions[name], _numbers(values[name]))}"
            for name in names
            if precisions[name].reason
        ]
        tolerance, rooms = rooms_of(precisions)
        draft.add(
            f"values {path}",
            "tree_equals",
            path,
            parameters=parameters | rooms,
            tolerance=tolerance,
            strong=names[:8],
            weak=name_words(path),
            reason="; ".join(told),
        )
    if standing:
        draft.add(
            f"kept {path}",
            "tree_equals",
            path,
            parameters=parameters | {"facts": "unchanged"},
            gate=True,
            sentence=draft.instruction.first("keeps"),
            weak=name_words(path),
            reason="the input holds it already",
        )


def _is_closed(draft: Draft, path: str) -> bool:
    """Tell whether a file may hold just the fields that are asked for.

    A sentence about it says so or wants a schema followed, or the input holds a schema.
    """
    told = (s.text for s in draft.instruction.sentences if draft.instruction.is_about(s, path))
    held = (leaf for leaves in draft.given.trees.values() for leaf, _ in leaves)
    return any(_CLOSED.search(text) for text in told) or "/$schema" in held


def _changes(worth: dict[str, Scalar], earlier: dict[str, Scalar]) -> dict[str, list[float]]:
    """Return by how much the numbers of each field were changed."""
    found: dict[str, list[float]] = {}
    for pointer, value in worth.items():
        now, before = number_of(value), number_of(earlier.get(pointer))
        if now is not None and before is not None and now != before:
            found.setdefault(field_of(pointer), []).append(abs(now - before))
    return found


def note_fields(draft: Draft, made: Mapping[str, Path]) -> None:
    """Note the names of the fields of each file of nested data, before any is proposed for."""
    for path, place in made.items():
        if place.suffix.lower() in TREES:
            with suppress(Unreadable):
                pointers = (pointer for pointer, _ in leaves_of(read_tree(place)))
                draft.fields[path] = {_plain(part) for p in pointers for part in p.split("/")}


def _plain(part: str) -> str:
    return part.lstrip("@").replace("~1", "/").replace("~0", "~")


def _named_fields(draft: Draft, path: str, found: dict[str, Scalar]) -> list[str]:
    """Return the fields that the instruction names and a part of the reference goes without."""
    own = draft.fields.get(path, set())
    beside = {name for names in draft.fields.values() for name in names} - own
    return sorted(n for n in beside | _missing_somewhere(found) if draft.instruction.fixes(n))


def _missing_somewhere(found: dict[str, Scalar]) -> set[str]:
    """Return the fields that some elements of a list have and others have not."""
    elements: dict[str, set[str]] = {}
    having: dict[tuple[str, str], set[str]] = {}
    for pointer in found:
        parts = pointer.split("/")
        for number, part in enumerate(parts[:-1], 1):
            if part.isdigit():
                element = "/".join(parts[:number])
                kind = general(element)
                elements.setdefault(kind, set()).add(element)
                having.setdefault((kind, _plain(parts[number])), set()).add(element)
    return {name for (kind, name), some in having.items() if some != elements[kind]}


def _fixes_attributes(draft: Draft) -> bool:
    """Tell whether the instruction or a file of the input shows what is an attribute in XML."""
    texts = (draft.instruction.prompt, *draft.given.texts.values())
    shown = any(_MARKUP.search(text) for text in texts)
    return shown or any(path.lower().endswith((*XML, ".dtd", ".rng")) for path in draft.given.paths)


def _series(draft: Draft, found: dict[str, Scalar], worth: dict[str, Scalar]) -> list[str]:
    """Return the lists of bare numbers whose places have a meaning: nothing else tells it.

    Numbers that the input holds in one column, as ids are, may be in any order.
    """
    lists: dict[str, dict[str, list[Scalar]]] = {}
    for pointer, value in worth.items():
        parent, _, last = pointer.rpartition("/")
        if last.isdigit():
            lists.setdefault(general(parent), {}).setdefault(parent, []).append(value)
    if draft.instruction.first("frees_order"):
        return []
    series = [pattern for pattern, values in lists.items() if _is_series(draft, values)]
    return series + _counted_lists(found)


def _counted_lists(leaves: dict[str, Scalar]) -> list[str]:
    """Return the lists whose elements are numbered 1, 2, 3 by a field for their place."""
    numbers: dict[tuple[str, str], list[tuple[int, Scalar]]] = {}
    for pointer, value in leaves.items():
        parent, _, name = pointer.rpartition("/")
        above, _, index = parent.rpartition("/")
        if index.isdigit() and _PLACE.fullmatch(name.lstrip("@")):
            numbers.setdefault((above, name), []).append((int(index), value))
    counted = {
        general(above): len(found) >= _LEAST_COUNTED
        and all(number_of(value) == index + 1 for index, value in found)
        for (above, _), found in numbers.items()
    }
    return [pattern for pattern, holds in counted.items() if holds]


def _lists_as_given(draft: Draft, path: str, leaves: dict[str, Scalar]) -> list[str]:
    """Return the lists that a sentence wants in the order of the input, and that stand so.

    They are those that it names; else the only one, not counting lists within elements.
    """
    if draft.instruction.frees_order_of(path):
        return []
    wishes = [
        wish
        for wish, by in draft.instruction.given_orders_for(path)
        if OF_INPUT.search(by) and not _OF_FIELDS.search(wish.text)
    ]
    standing = _standing_lists(draft, leaves) if wishes else []
    found = []
    for wish in wishes:
        named = [one for one in standing if stems_of(field_of(one)) & wish.stems]
        outer = [one for one in standing if "*" not in one]
        chosen = named or (outer if len(outer) == 1 else [])
        draft.used.update([wish.text] if chosen else [])
        found += chosen
    return found


def _standing_lists(draft: Draft, leaves: dict[str, Scalar]) -> list[str]:
    """Return the lists of which a field that tells all elements apart stands as in the input."""
    columns: dict[tuple[str, str], dict[str, Scalar]] = {}
    elements: dict[str, set[str]] = {}
    for pointer, value in leaves.items():
        above, _, name = pointer.rpartition("/")
        outer, _, index = above.rpartition("/")
        if index.isdigit():
            columns.setdefault((general(outer), name), {})[above] = value
            elements.setdefault(general(outer), set()).add(above)
    standing = [
        key
        for (key, _), values in columns.items()
        if values.keys() == elements[key] and draft.given.keeps_order([[*values.values()]])
    ]
    return list(dict.fromkeys(standing))


def _is_series(draft: Draft, lists: dict[str, list[Scalar]]) -> bool:
    values = [value for found in lists.values() for value in found]
    numbers = all(isinstance(value, int | float) for value in values)
    distinct = any(len(set(found)) > 1 for found in lists.values())
    return numbers and distinct and not all(map(draft.given.holds_column, lists.values()))


def _spelled(worth: dict[str, Scalar]) -> set[str]:
    """Return short values as an instruction writes them, alone and with their field."""
    found: set[str] = set()
    for pointer, value in list(worth.items())[:_MOST_SPELLED]:
        text = fold(str(value))
        if len(text) <= _LONGEST_SPELLED:
            name = field_of(pointer)
            found |= {text, f"{name} = {text}", f"{name}: {text}", f"{name}={text}"}
    return found


def _by_field(worth: dict[str, Scalar]) -> dict[str, list[Scalar]]:
    found: dict[str, list[Scalar]] = {}
    for pointer, value in worth.items():
        found.setdefault(field_of(pointer), []).append(value)
    return found


def _numbers(values: list[Scalar]) -> list[float]:
    return [number for value in values if (number := number_of(value)) is not None]


def _precision(draft: Draft, path: str, values: dict[str, list[Scalar]], name: str) -> Precision:
    others = tuple(other for other in values if other != name)
    shown = [(value, "") for value in values[name]]
    found = precision_of(
        draft.instruction,
        Subject((name,), others, path, step_of(draft, name)),
        shown,
        draft.given.decimals,
    )
    return bounded(found, _numbers(values[name]))
