"""Make the redline task.

The draft is written with python-docx; tracked changes are the insertions and deletions (`w:ins`,
`w:del`) of Office Open XML, put in with lxml as Word does when changes are tracked.
"""

import copy
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph

from tests.data.tasks.fixed_files import begin, finish, new_paper, place

NAME = "lease.docx"
CLAUSES = [
    ("h", "3. Rent"),
    (
        "p",
        "3.1 The Tenant shall pay a monthly rent of EUR 2,650, exclusive of service charges, in "
        "advance on or before the third working day of each month.",
    ),
    ("p", "3.2 The rent is reviewed every thirty-six months by the consumer price index."),
    ("h", "4. Deposit"),
    ("p", "4.1 The Tenant provides a deposit of EUR 7,950, being three months' rent, on signing."),
    ("p", "4.2 The deposit is returned within six months of the end of the lease."),
    ("h", "9. Term and notice"),
    ("p", "9.1 The lease begins on 1 October 2026 and runs for five years."),
    (
        "p",
        "9.2 After the first term the Tenant may end the lease with a notice period of six "
        "months to the end of a calendar quarter.",
    ),
    (
        "p",
        "9.3 The Landlord may end the lease with a notice period of six months to the end of a "
        "calendar year.",
    ),
    ("h", "11. Use of the premises"),
    ("p", "11.3 Deliveries take place between 05:30 and 09:00."),
    (
        "p",
        "11.4 The Tenant shall not leave goods, crates or advertising boards on the pavement, "
        "and shall pay EUR 150 for each breach.",
    ),
    ("p", "11.5 The Tenant shall keep the extraction system in working order."),
]
RENT = ("3.1", "EUR 2,650", "EUR 2,480")
NOTICE = ("9.2", "six months", "three months")
ABOUT = {
    "title": "Mark up the landlord's lease for the tenant",
    "profession": "Paralegal",
    "occupation": "23-2011.00",
    "work": "in_place",
    "families": ["docx tracked changes"],
    "alternate_correct": {
        "smallest_changes": "Only the digits and the one word that differ are tracked; another "
        "author and time; insertions stand before deletions.",
        "whole_clauses": "The changed clauses are deleted and inserted again as a whole.",
    },
    "known_bad": {
        "not_tracked": "The right text, but typed over, so nobody can accept or reject it.",
        "landlord_notice_too": "The notice period of the landlord in 9.3 is changed as well.",
        "deposit_recalculated": "The deposit in 4.1 follows the new rent, which was agreed to "
        "stay.",
    },
}


class Redline:
    """Tracked changes of one author in one document."""

    def __init__(self, path: Path, author: str = "R. Tessier", when: str = "2026-03-02T10:15:00Z"):
        self.path, self.author, self.when = path, author, when
        self.document = docx.Document(path)
        self.number = 900

    def mark(self, kind: str):
        self.number += 1
        element = OxmlElement(kind)
        element.set(qn("w:id"), str(self.number))
        element.set(qn("w:author"), self.author)
        element.set(qn("w:date"), self.when)
        return element

    def clause(self, number: str) -> Paragraph:
        return next(p for p in self.document.paragraphs if p.text.startswith(number + " "))

    def piece(self, text: str, kind: str):
        """Return `text` as a kept (`t`), inserted (`ins`) or deleted (`del`) run."""
        run = OxmlElement("w:r")
        words = OxmlElement("w:delText" if kind == "del" else "w:t")
        words.text = text
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        if kind == "t":
            return run
        wrapped = self.mark(f"w:{kind}")
        wrapped.append(run)
        return wrapped

    def replace(self, number: str, old: str, new: str, order: str = "del ins") -> None:
        paragraph = self.clause(number)
        before, after = paragraph.text.split(old)
        for run in list(paragraph.runs):
            run._r.getparent().remove(run._r)
        changed = {"del": old, "ins": new}
        parts = [(before, "t"), *((changed[kind], kind) for kind in order.split()), (after, "t")]
        for text, kind in parts:
            if text:
                paragraph._p.append(self.piece(text, kind))

    def drop(self, number: str) -> None:
        """Delete a whole paragraph, its mark included."""
        paragraph = self.clause(number)
        text = paragraph.text
        for run in list(paragraph.runs):
            run._r.getparent().remove(run._r)
        paragraph._p.append(self.piece(text, "del"))
        properties = paragraph._p.get_or_add_pPr()
        marks = OxmlElement("w:rPr")
        marks.append(self.mark("w:del"))
        properties.append(marks)

    def save(self, path: Path) -> None:
        self.document.save(path)


def draft(path: Path) -> None:
    paper = new_paper()
    paper.add_heading("Lease of business premises", 0)
    paper.add_paragraph(
        "between Stadthaus Immobilien GmbH (the Landlord) and Morgenrot Bakery Ltd (the Tenant)"
    )
    for kind, text in CLAUSES:
        if kind == "h":
            paper.add_heading(text, 2)
        else:
            paper.add_paragraph(text)
    paper.save(path)


def words(path: Path, accept: bool) -> list[str]:
    """Return the paragraphs as they read with every change accepted, or rejected."""
    gone, lines = qn("w:del" if accept else "w:ins"), []
    for paragraph in docx.Document(path).element.body.iter(qn("w:p")):
        paragraph = copy.deepcopy(paragraph)
        whole = bool(paragraph.findall(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}"))
        for one in list(paragraph.iter(gone)):
            one.getparent().remove(one)
        text = "".join(t.text or "" for t in paragraph.iter(qn("w:t"), qn("w:delText")))
        if text or not whole:
            lines.append(text)
    return lines


def wanted(lines: list[str]) -> list[str]:
    changed = []
    for line in lines:
        for number, old, new in (RENT, NOTICE):
            if line.startswith(number):
                line = line.replace(old, new)
        if not line.startswith("11.4"):
            changed.append(line)
    return changed


def prove(path: Path, start: Path) -> None:
    original = words(start, accept=True)
    assert words(path, accept=False) == original
    assert words(path, accept=True) == wanted(original)


def overtype(path: Path) -> None:
    paper = docx.Document(path)
    for paragraph in list(paper.paragraphs):
        for number, old, new in (RENT, NOTICE):
            if paragraph.text.startswith(number):
                paragraph.text = paragraph.text.replace(old, new)
        if paragraph.text.startswith("11.4"):
            paragraph._p.getparent().remove(paragraph._p)
    paper.save(path)


def usual(red: Redline) -> Redline:
    for change in (RENT, NOTICE):
        red.replace(*change)
    red.drop("11.4")
    return red


def main() -> None:
    folder = begin(__file__)
    start = folder / "input" / NAME
    draft(start)
    made = place(folder, "reference") / NAME
    usual(Redline(start)).save(made)
    prove(made, start)

    red = Redline(start, "Tessier, Rosa (Lindqvist LLP)", "2026-03-03T07:41:00Z")
    red.replace("3.1", "650", "480", "ins del")
    red.replace("9.2", "six", "three", "ins del")
    red.drop("11.4")
    made = place(folder, "alternate_correct/smallest_changes") / NAME
    red.save(made)
    prove(made, start)

    red = Redline(start, "RT")
    for number, old, new in (RENT, NOTICE):
        text = red.clause(number).text
        red.replace(number, text, text.replace(old, new))
    red.drop("11.4")
    made = place(folder, "alternate_correct/whole_clauses") / NAME
    red.save(made)
    prove(made, start)

    overtype(place(folder, "known_bad/not_tracked", folder / "input") / NAME)
    red = usual(Redline(start))
    red.replace("9.3", "six months", "three months")
    red.save(place(folder, "known_bad/landlord_notice_too") / NAME)
    red = usual(Redline(start))
    red.replace("4.1", "EUR 7,950", "EUR 7,440")
    red.save(place(folder, "known_bad/deposit_recalculated") / NAME)
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
