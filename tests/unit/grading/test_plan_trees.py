"""Nested records as the rows of a plan, and what is none."""

import json
from pathlib import Path
from typing import Any

import pytest

from studio.grading.plan_trees import lists_of, table_of_tree
from studio.grading.readers.archives import Unreadable

Rows = list[tuple[Any, ...]]


def read(
    folder: Path, tree: object, pointer: str = "", unfold: bool = True
) -> tuple[tuple[str, ...], Rows]:
    place = folder / "plan.json"
    place.write_text(json.dumps(tree))
    table = table_of_tree(place, pointer, unfold)
    columns = [table.values(n) for n in range(len(table.header))]
    return table.header, list(zip(*columns, strict=True))


def test_a_record_has_the_values_of_those_around_it(tmp_path: Path) -> None:
    tree = {
        "day": "Mon",
        "routes": [
            {"van": 1, "stops": [{"stop": "A", "at": "8:00"}, {"stop": "B", "at": "9:00"}]},
            {"van": 2, "stops": [{"stop": "C", "at": "8:30"}], "load": {"kg": 5}},
        ],
    }
    header, rows = read(tmp_path, tree)
    assert header == ("van", "stop", "at", "load kg")
    assert rows == [(1, "A", "8:00", None), (1, "B", "9:00", None), (2, "C", "8:30", 5)]


def test_lists_of_names_are_rows_of_a_plan_and_one_text_of_what_is_given(tmp_path: Path) -> None:
    tree = [{"van": 1, "stops": ["A", "B"]}, {"van": 2, "stops": ["C"]}]
    assert read(tmp_path, tree)[1] == [(1, "A"), (1, "B"), (2, "C")]
    assert read(tmp_path, tree, unfold=False)[1] == [(1, "A; B"), (2, "C")]


def test_a_mapping_names_its_records(tmp_path: Path) -> None:
    assert read(tmp_path, {"R1": ["A", "B"], "R2": ["C"]}) == (
        ("name", "item"), [("R1", "A"), ("R1", "B"), ("R2", "C")],
    )  # fmt: skip
    tree = {"people": {"Ana": {"max": 2}, "Ben": {"max": 3}}, "rest": 11}
    assert read(tmp_path, tree, "/people")[1] == [("Ana", 2), ("Ben", 3)]
    assert list(lists_of(tmp_path / "plan.json")) == ["", "/people"]


@pytest.mark.parametrize(
    ("tree", "told"),
    [
        ([], "no list of records"),
        ({}, "no list of records"),
        (5, "no list of records"),
        ([{"van": n} for n in range(20_001)], "more than 20,000"),
        ([{str(n): n for n in range(201)}], "more than 200 values"),
        (
            [{**{str(n): n for n in range(201)}, "stops": [{"a": 1}] * 9_000}],
            "more than 200 values",
        ),
    ],
)
def test_what_holds_no_plan_is_told(tmp_path: Path, tree: object, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        read(tmp_path, tree)


def test_deep_nesting_ends(tmp_path: Path) -> None:
    tree: Any = [{"a": 1}]
    for _ in range(40):
        tree = [{"x": 1, "in": tree}]
    with pytest.raises(Unreadable, match="nested too deeply"):
        read(tmp_path, tree)
