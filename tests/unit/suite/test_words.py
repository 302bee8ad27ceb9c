import pytest

from studio.model.coverage_contract import Share
from studio.suite.words import counted, large, percent, told


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (0.0, "0%"),
        (0.00001, "under 0.1%"),
        (0.001, "0.1%"),
        (0.1924, "19.2%"),
        (0.99999, "99.9%"),
        (1.0, "100%"),
    ],
)
def test_percentages(part: float, words: str) -> None:
    assert percent(part) == words


def share(least: float | None, most: float | None, *at_least: str) -> Share:
    facts = {"total": 0, "covered": 0, "undecided": 0, "uncovered": 0}
    return Share.model_validate({**facts, "least": least, "most": most, "at_least": at_least})


def test_shares() -> None:
    assert told(share(0.08, 0.084)) == "8.0% to 8.4%"
    assert told(share(0.0, 0.3)) == "0% to 30.0%"
    assert told(share(0.19241, 0.19242)) == "19.2%"
    assert told(share(None, None)) == "no estimate"
    assert told(share(0.5, 0.5, "total")) == "50.0%, top-coded"


def test_numbers() -> None:
    assert large(525_660) == "525,660"
    assert large(3_988_140) == "3.99 million"
    assert large(999_900_000) == "1000 million"
    assert large(88_300_000_000) == "88.3 billion"
    assert large(10_463_201_687_100) == "10.5 trillion"
    assert (counted(1, "task"), counted(2_000, "task")) == ("1 task", "2,000 tasks")
