import pytest

from studio.capture.accessibility import offset, spreadsheet_column
from studio.model.frozen import Bounds

WINDOW = Bounds(x=0, y=44, width=1280, height=756)


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        (Bounds(x=0, y=19, width=1280, height=756), (0, 25)),
        (Bounds(x=90, y=14, width=1280, height=756), (-90, 30)),
        (WINDOW, (0, 0)),
        (Bounds(x=0, y=19, width=100, height=100), (0, 0)),
    ],
)
def test_an_element_that_fills_its_parent_lies_where_it_lies(
    told: Bounds, missing: tuple[int, int]
) -> None:
    assert offset(told, WINDOW) == missing


def test_elements_without_a_place_are_not_moved() -> None:
    nowhere = Bounds(x=-1, y=-1, width=1, height=1)
    assert offset(nowhere, Bounds(x=5, y=5, width=1, height=1)) == (0, 0)


def test_columns_of_a_spreadsheet() -> None:
    assert [spreadsheet_column(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
