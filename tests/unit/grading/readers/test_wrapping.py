"""Lines that only break because the page is no wider are read as one."""

from textwrap import wrap

from studio.grading.readers.quantities import quantities, without_bases
from studio.grading.readers.wrapping import unwrapped

_SENTENCE = (
    "The yearly saving of the three halls is 4961.70 EUR and the investment, without the subsidy "
    "of the county, comes to 9183.00 EUR in all."
)


def test_a_wrapped_sentence_is_one_line_whatever_its_width() -> None:
    for width in (60, 66, 72, 80):
        assert unwrapped(wrap(_SENTENCE, width)) == [_SENTENCE]


def test_records_labels_and_cells_stay_lines() -> None:
    for lines in (
        ["Old fee: 12.50", "new fee: 13.00"],
        ["2026-03-01 the pump of the western field was started by hand again",
         "2026-03-02 the valve of the western field was opened by the guard"],
        ["Ferreira pays a net fee of 1182.20 EUR for the berth from 1 April on",
         "Haugen pays a net fee of 1464.90 EUR for the berth from 1 April on"],
        ["The north clinic with all of its wards and rooms    12    14", "south  11  13"],
        ["This sentence ends before the page does, and so it stays.", "the next one"],
        ["A line that its writer has broken off on purpose with blanks  ", "goes on here"],
    ):  # fmt: skip
        assert unwrapped(lines) == lines


def test_the_base_of_a_rate_is_no_number_of_a_text() -> None:
    def values(text: str) -> list[float]:
        return [one.value for one in quantities(without_bases(text))]

    assert values("25.0 cases per 100 000 people") == [25.0]
    assert values("25.0/100,000.") == [25.0]
    assert values("12 per 1000 kg") == [12.0, 1000.0]
    assert values("In 2026-W05 there were 9") == [9.0]
