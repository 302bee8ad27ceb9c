"""Trees for showing: nodes by pointer, what differs, the way from one difference to the next."""

import json
from pathlib import Path

import pytest

from studio.grading.readers.archives import Unreadable
from studio.viewing.tree import OpenedTree, opened
from studio.viewing.tree_data import ShownNode

BEFORE = {"title": "A", "rows": [{"id": n, "name": f"n{n}"} for n in range(300)], "old": 1}
AFTER = {
    "title": "A",
    "rows": [{"id": n, "name": "x" if n == 7 else f"n{n}"} for n in range(301)],
    "a/b": {"~": True},
}


def tree(folder: Path, compared: bool = True) -> OpenedTree:
    (folder / "before.json").write_text(json.dumps(BEFORE))
    (folder / "after.json").write_text(json.dumps(AFTER))
    return opened(folder / "after.json", folder / "before.json" if compared else None)


def test_nodes_come_by_pointer_a_few_at_a_time(tmp_path: Path) -> None:
    found = tree(tmp_path, compared=False)
    assert found.head().root == ShownNode("", "", "object", "", 3)
    assert [(n.key, n.kind, n.children) for n in found.nodes("", 0, 9).nodes] == [
        ("title", "text", 0),
        ("rows", "list", 301),
        ("a/b", "object", 1),
    ]
    assert [n.pointer for n in found.nodes("/rows", 299, 9).nodes] == ["/rows/299", "/rows/300"]
    (deep,) = found.nodes("/a~1b", 0, 9).nodes
    assert (deep.pointer, deep.kind, deep.text) == ("/a~1b/~0", "truth", "true")
    assert found.nodes("/nowhere/at/all", 0, 9).nodes == ()


def test_what_differs_is_told_where_it_is(tmp_path: Path) -> None:
    found = tree(tmp_path)
    told = {n.key: n.change for n in found.nodes("", 0, 9).nodes}
    assert told == {"title": "", "rows": "inside", "a/b": "new", "old": "gone"}
    assert [n.change for n in found.nodes("/rows", 6, 3).nodes] == ["", "inside", ""]
    name = found.nodes("/rows/7", 0, 9).nodes[1]
    assert (name.text, name.before, name.change) == ("x", "n7", "changed")
    assert found.nodes("/rows", 300, 1).nodes[0].change == "new"


def test_one_goes_from_one_difference_to_the_next_and_back(tmp_path: Path) -> None:
    found = tree(tmp_path)
    seen, pointer = [], ""
    while (place := found.next(pointer)).steps:
        pointer = place.pointer
        seen.append(pointer)
    assert seen == ["/rows/7/name", "/rows/300", "/a~1b", "/old"]
    assert found.next("/old", back=True).pointer == "/a~1b"
    assert found.path("/rows/7/name").steps == (1, 7, 1)
    assert found.path("/rows/7/gone").pointer == "/rows/7"


def test_a_truth_is_no_number_and_the_order_of_keys_means_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"a": 1, "b": true, "c": 2.0}')
    (tmp_path / "b.json").write_text('{"c": 2, "b": 1, "a": 1}')
    found = opened(tmp_path / "a.json", tmp_path / "b.json")
    assert [n.change for n in found.nodes("", 0, 9).nodes] == ["", "changed", ""]


@pytest.mark.parametrize(
    ("name", "content", "pointer"),
    [
        ("a.yaml", "rows:\n  - total: 5\n", "/rows/0/total"),
        ("a.toml", "[rows]\ntotal = 5\n", "/rows/total"),
        ("a.ini", "[rows]\ntotal = 5\n", "/rows/total"),
        ("a.xml", "<rows><total>5</total></rows>", "/rows/total"),
        ("a.jsonl", '{"total": 4}\n{"total": 5}\n', "/1/total"),
    ],
)
def test_every_format_is_a_tree(tmp_path: Path, name: str, content: str, pointer: str) -> None:
    (tmp_path / name).write_text(content)
    found = opened(tmp_path / name, None)
    assert found.path(pointer).pointer == pointer
    above = pointer.rpartition("/")[0]
    assert found.nodes(above, found.path(pointer).steps[-1], 1).nodes[0].text == "5"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.json", "[" * 100_000 + "]" * 100_000),
        ("twice.json", '{"a": 1, "a": 2}'),
        ("endless.json", '{"a": 1e999}'),
        ("laughs.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("deep.yaml", "[" * 5_000 + "]" * 5_000),
        ("not.json", "nothing"),
    ],
)
def test_what_harms_or_is_no_tree_is_refused(tmp_path: Path, name: str, content: str) -> None:
    from studio.base.errors import HostileInputError

    (tmp_path / name).write_text(content)
    with pytest.raises((Unreadable, HostileInputError)):
        opened(tmp_path / name, None)
