"""Pages and slides are counted in every format that has some."""

from collections.abc import Callable
from pathlib import Path

import docx
import pptx
import pytest
from odf.draw import Frame, Page, TextBox
from odf.namespaces import PRESENTATIONNS
from odf.opendocument import OpenDocumentPresentation, OpenDocumentText
from odf.style import MasterPage, PageLayout
from odf.text import P

from studio.base.errors import FaultError
from studio.grading.kinds import KINDS, Grounds, target_of
from studio.grading.readers.documents import read_document
from studio.grading.verdicts import judge, parse_parameters
from studio.model.check import Check
from studio.sandbox.office import lays_out


def write_odp(place: Path, titles: list[str]) -> None:
    made = OpenDocumentPresentation()
    layout = PageLayout(name="L")
    made.automaticstyles.addElement(layout)
    master = MasterPage(name="M", pagelayoutname=layout)
    made.masterstyles.addElement(master)
    for title in titles:
        page = Page(masterpagename=master, name=title)
        for kind, text in (("outline", f"Text of {title}"), ("title", title)):
            frame = Frame(width="10cm", height="2cm", x="1cm", y="1cm")
            frame.setAttrNS(PRESENTATIONNS, "class", kind)
            box = TextBox()
            box.addElement(P(text=text))
            frame.addElement(box)
            page.addElement(frame)
        made.presentation.addElement(page)
    made.save(str(place))


def write_pptx(place: Path, titles: list[str]) -> None:
    made = pptx.Presentation()
    for title in titles:
        made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = title
    made.save(str(place))


def write_docx(place: Path, lines: int) -> None:
    made = docx.Document()
    for number in range(lines):
        made.add_paragraph(f"Line {number} of a text that goes on and on.")
    made.save(str(place))


def write_odt(place: Path, lines: int) -> None:
    made = OpenDocumentText()
    for number in range(lines):
        made.text.addElement(P(text=f"Line {number} of a text that goes on and on."))
    made.save(str(place))


def grounds(folder: Path, write: Callable[[Path], None], suffix: str) -> Grounds:
    for name in ("output", "reference"):
        (folder / name).mkdir(parents=True)
        write(folder / name / f"work{suffix}")
    return Grounds(folder / "output", folder / "reference", folder / "input", folder / "hidden")


def count(kind: str, suffix: str, **parameters: int) -> Check:
    return Check(id="c", kind=kind, target=f"work{suffix}", gate=True, parameters=parameters)


def fault(check: Check, place: Grounds) -> str:
    try:
        return KINDS[check.kind].fit(check, parse_parameters(check), target_of(check), place)
    except FaultError as reason:
        return str(reason)


@pytest.mark.parametrize(("suffix", "write"), [(".odp", write_odp), (".pptx", write_pptx)])
@pytest.mark.parametrize("kind", ["slide_count", "page_count"])
def test_slides_are_counted(
    tmp_path: Path, suffix: str, write: Callable[[Path, list[str]], None], kind: str
) -> None:
    place = grounds(tmp_path, lambda file: write(file, ["One", "Two", "Three"]), suffix)
    assert fault(count(kind, suffix, exactly=3), place) == ""
    assert "expected exactly 4" in fault(count(kind, suffix, exactly=4), place)
    assert judge(count(kind, suffix, exactly=3), place).score == 1
    told = judge(count(kind, suffix, at_most=2), place)
    assert told.score == 0 and "has 3" in told.sentence


def test_an_odp_file_reads_as_slides_with_titles(tmp_path: Path) -> None:
    write_odp(tmp_path / "talk.odp", ["Costs", "Dates"])
    document = read_document(tmp_path / "talk.odp")
    assert [(b.kind, b.text, b.page) for b in document.blocks] == [
        ("heading", "Costs", 1),
        ("paragraph", "Text of Costs", 1),
        ("heading", "Dates", 2),
        ("paragraph", "Text of Dates", 2),
    ]


@pytest.mark.parametrize(("suffix", "write"), [(".docx", write_docx), (".odt", write_odt)])
def test_pages_of_texts_are_counted_as_they_are_printed_or_the_program_is_named(
    tmp_path: Path, suffix: str, write: Callable[[Path, int], None]
) -> None:
    place = grounds(tmp_path, lambda file: write(file, 120), suffix)
    reason = fault(count("page_count", suffix, at_least=2), place)
    told = judge(count("page_count", suffix, at_least=2, at_most=9), place)
    if not lays_out():
        assert "apt-get install libreoffice-writer" in reason
        assert told.status == "error" and told.score is None
        return
    assert reason == "" and told.score == 1
    assert judge(count("page_count", suffix, exactly=1), place).score == 0


def test_other_files_have_no_pages_or_slides(tmp_path: Path) -> None:
    place = grounds(tmp_path, lambda file: file.write_text("A note.\n") and None, ".md")
    assert "Only pdf, docx, odt, pptx and odp" in fault(
        count("page_count", ".md", exactly=1), place
    )
    assert "Only presentations" in fault(count("slide_count", ".md", exactly=1), place)
