"""The specimens of what the checkpoints page adds: shares, tinted text, occupations."""

from PySide6.QtWidgets import QWidget

from studio.gui.gallery.frame import FIELD_STATES, in_states, section
from studio.gui.theme import px
from studio.gui.widgets.found_list import FoundList, FoundModel
from studio.gui.widgets.found_rows import FoundRow
from studio.gui.widgets.onet_offer import Offer
from studio.gui.widgets.onet_pick import OnetPick
from studio.gui.widgets.parts import panel
from studio.gui.widgets.share_bar import ShareBar
from studio.gui.widgets.share_field import ShareField
from studio.gui.widgets.share_part import SharePart
from studio.gui.widgets.tinted_text import Tint, TintedText
from studio.model.task import Checkpoint, OccupationLink, Task
from studio.taxonomy.linking import Ranked
from studio.taxonomy.releases import Statement

_TEXT = "Complete the amounts. Put the total below them, in bold. The folder holds other files."


def _bar(shares: tuple[int, ...], selected: str = "") -> ShareBar:
    made = ShareBar()
    names = ("Amounts completed from the paper invoices", "Total", "Note written", "For the whole")
    made.show_parts(
        tuple(
            SharePart(f"{place}", names[place], None if place == 3 else place, share)
            for place, share in enumerate(shares)
        )
    )
    made.show_selected(selected)
    return made


def _field() -> ShareField:
    made = ShareField()
    made.setAccessibleName("Specimen")
    made.show_share(333)
    return made


def _text() -> TintedText:
    made = TintedText("Specimen")
    made.show_text(_TEXT, (Tint(0, 20, "good", "Checked"), Tint(22, 55, "waits", "Not checked")))
    made.setFixedSize(px(320), px(80))
    return made


def _found() -> FoundList:
    model = FoundModel()
    made = FoundList(model)
    model.setParent(made)
    model.show_rows(
        (
            FoundRow("Likely", "2"),
            FoundRow("Billing and Posting Clerks", "43-3021.00   Words: invoices", "43-3021.00"),
            FoundRow("Bookkeeping Clerks", "43-3031.00   Words: invoices", "43-3031.00"),
        )
    )
    made.setCurrentIndex(model.index(1))
    made.setFixedSize(px(320), px(160))
    return made


def _tasks() -> QWidget:
    ground, column = panel("panel", 0, 0)
    made = OnetPick()
    column.addWidget(made)
    point = Checkpoint(id="a", title="Total")
    link = OccupationLink(
        code="43-3031.00", soc="43-3031", title="Bookkeeping Clerks", release="O*NET 30.1"
    )
    task = Task(
        id="t", created="2026-01-02T03:04:05.000Z", work="in_place", occupation=link,
        checkpoints=(point,),
    )  # fmt: skip
    made.show_checkpoint(task, point)
    told = ("Check figures for accuracy.", "Reconcile records of bank transactions.")
    ranked = tuple(
        Ranked(Statement(id=f"{number}", text=text, kind="Core"), 0.5, ("figures",))
        for number, text in enumerate(told)
    )
    made.show_offer(Offer("a", ranked))
    ground.setFixedSize(px(320), px(220))
    return ground


def checkpoints() -> QWidget:
    """Return bars of shares, a share, a tinted text and what is chosen from."""
    return section(
        "Checkpoints",
        (
            ("Shares", [("one is selected", _bar((450, 300, 250), "1"))]),
            ("", [("with checks for the whole work", _bar((600, 0, 100, 300)))]),
            ("", [("one", _bar((1000,))), ("none", _bar(()))]),
            ("A share", in_states(_field, FIELD_STATES)),
            ("To read", [("", _text())]),
            ("Occupations", [("found", _found()), ("O*NET tasks", _tasks())]),
        ),
        wide=True,
    )
