from pathlib import Path

import pytest

from studio.grading.answers import difference

PLAIN = "ticket,minutes,fee\n7,31,2.60\n8,ERROR,ERROR\nTOTAL,31,2.60\n"


def beside(folder: Path, expected: str, found: str, tolerance: float | None = None) -> str:
    one, other = folder / "stdout.txt", folder / "printed" / "stdout.txt"
    other.parent.mkdir()
    one.write_text(expected)
    other.write_text(found)
    return difference(one, other, tolerance)


@pytest.mark.parametrize(
    "found",
    [
        PLAIN.replace("\n", "\r\n"),
        '"ticket","minutes","fee"\n"7","31","2.60"\n"8","ERROR","ERROR"\n"TOTAL","31","2.60"\n\n',
        'ticket,minutes,"fee"\n7,31,2.60\n8,"ERROR",ERROR\nTOTAL,31,2.600\n',
    ],
)
def test_printed_rows_are_the_same_however_their_fields_are_quoted(
    tmp_path: Path, found: str
) -> None:
    assert beside(tmp_path, PLAIN, found) == ""


@pytest.mark.parametrize(
    "found",
    [
        PLAIN.replace("2.60", "2.50"),
        PLAIN.replace(",", ";"),
        PLAIN.replace("8,ERROR,ERROR", '8,"ERROR,ERROR"'),
        PLAIN.replace("8,ERROR,ERROR\n", ""),
        '"' + PLAIN,
    ],
)
def test_other_printed_rows_differ(tmp_path: Path, found: str) -> None:
    assert beside(tmp_path, PLAIN, found)


def test_quotes_of_a_text_that_is_no_table_count(tmp_path: Path) -> None:
    assert beside(tmp_path, 'say "yes"\nthen stop, now\n', "say yes\nthen stop, now\n")
