"""The list of steps, its detail, and the edits that both send; without the rest of the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QMenu, QWidget
from pytestqt.qtbot import QtBot

from studio.editing import AddCheckpoint, History
from studio.formats.recordings import Recording, open_recording
from studio.formats.tasks import TaskDocument
from studio.gui import theme
from studio.gui.actions import COMMANDS
from studio.gui.jobs import Jobs
from studio.gui.pages.steps.film import Film
from studio.gui.pages.steps.lanes import read_timeline
from studio.gui.pages.steps.page import StepsPage
from studio.gui.pages.steps.pictures import Pictures
from studio.gui.widgets.fields import Line
from studio.gui.widgets.timeline_paint import LABELS
from studio.model.check import Checks
from studio.model.frozen import Bounds
from studio.model.step import Step
from studio.model.task import Task
from studio.recordings.redaction import Found
from studio.steps import RecordedSteps

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
LONG_MS = 20_000
SHOWN = (
    "mark",
    "merge",
    "split",
    "by_place",
    "redact",
    "leave_out",
    "bring_back",
    "trim_before",
    "trim_after",
)
CAPTION, SAID = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.AccessibleTextRole


class Author:
    """Somebody in front of the page: what it asks for is done, and told back to it."""

    def __init__(self, page: StepsPage, recording: Recording, jobs: Jobs) -> None:
        task = Task(id="books", title="", created="2026-01-02T03:04:05.000Z", work="in_place")
        self.page, self.history = page, History(TaskDocument(task, "", Checks()))
        self.told: list[str] = []
        page.edit_asked.connect(self.apply)
        page.told.connect(self.told.append)
        page.model.thumbs.read_by(jobs)
        page.take_actions({name: self._action(name) for name in (*SHOWN, "reword", "note")})
        page.show_loading(True)
        pictures = Pictures(recording)
        page.show_film(Film(jobs, recording, pictures))
        page.show_document(self.history.document)
        source = RecordedSteps(recording)
        recording.let_go()
        page.show_steps(source)
        page.show_lanes(read_timeline(open_recording(recording.folder)))

    def _action(self, name: str) -> QAction:
        command = next(found for found in COMMANDS if found.id == name)
        action = QAction(command.title, self.page)
        action.setShortcut(command.key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: self.page.do(name))
        self.page.stack.addAction(action)
        return action

    def apply(self, edit: object) -> None:
        self.history.apply(edit)  # type: ignore[arg-type]
        self.page.show_document(self.history.document)

    def undo(self) -> None:
        self.history.undo()
        self.page.show_document(self.history.document)

    @property
    def sentences(self) -> list[str]:
        model = self.page.model
        return [str(model.index(row).data()) for row in range(model.rowCount())]

    @property
    def numbers(self) -> tuple[int, ...]:
        return self.page.selection.numbers

    def offers(self) -> set[str]:
        detail = self.page.detail
        return {name for name, row in detail._rows.items() if not row.isHidden()}


@pytest.fixture
def author(qtbot: QtBot, qapp: object, desk: Path) -> Iterator[Author]:
    theme.apply("light")
    window, page, jobs = QMainWindow(), StepsPage(), Jobs()
    window.setCentralWidget(page)
    qtbot.addWidget(window)
    window.setMinimumSize(960, 640)
    window.resize(1250, 820)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    made = Author(page, open_recording(desk), jobs)
    page.list.setFocus()
    yield made
    page.panes.show_film(None)
    jobs.close()


def press(qtbot: QtBot, author: Author, key: Qt.Key) -> None:
    qtbot.keyClick(author.page.list, key)


def shown(author: Author) -> set[str]:
    return {found.text() for found in author.page.detail.findChildren(QLabel) if found.isVisible()}


def test_steps_are_merged_by_a_key_and_apart_by_another(author: Author, qtbot: QtBot) -> None:
    before = author.sentences
    author.page.select(2, 4)
    press(qtbot, author, KEY.Key_M)
    assert author.numbers == (2,) and len(author.sentences) == len(before) - 2
    assert author.sentences[1] == 'Type "980" in cell D3, then click the cell D5 and 1 more'
    assert "3 acts" in str(author.page.model.index(1).data(Qt.ItemDataRole.UserRole + 1))
    press(qtbot, author, KEY.Key_S)
    assert author.sentences == before and author.numbers == (2, 3, 4)
    author.undo()
    author.undo()
    assert author.sentences == before
    author.page.select(1, 1)
    press(qtbot, author, KEY.Key_M)
    assert author.sentences[0].endswith('then type "980" in cell D3')


def test_a_typed_text_is_split_where_the_slider_stands(author: Author, qtbot: QtBot) -> None:
    author.page.select(8, 8)
    press(qtbot, author, KEY.Key_S)
    row = author.page.splitting
    assert row.isVisible() and row.slider.hasFocus()
    qtbot.keyClick(row.slider, KEY.Key_Home)
    qtbot.keyClick(row.slider, KEY.Key_Right)
    assert (row.first.text(), row.second.text()) == (
        'Type "83" in cell D7',
        'Type "85.00" in cell D7',
    )
    qtbot.keyClick(row.slider, KEY.Key_Return)
    assert author.sentences[7:9] == ['Type "83" in cell D7', 'Type "85.00" in cell D7']
    assert author.page.list.hasFocus() and not row.isVisible()
    author.page.select(8, 9)
    press(qtbot, author, KEY.Key_M)
    assert author.sentences[7] == 'Type "8385.00" in cell D7'
    press(qtbot, author, KEY.Key_S)
    author.page.select(1, 1)
    assert not row.isVisible()


def test_what_is_left_out_goes_and_comes_back(author: Author, qtbot: QtBot) -> None:
    before = author.sentences
    author.page.select(2, 3)
    press(qtbot, author, KEY.Key_Delete)
    assert author.sentences == [before[0], *before[3:]]
    assert author.numbers == (4,) and author.page.list.hasFocus()
    menu = author.page.steps_list.filter
    menu._left_out.trigger()
    assert author.sentences == before
    said = author.page.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == 'Step 2: Type "980" in cell D3, left out'
    author.page.select(2, 2)
    assert "bring_back" in author.offers() and "leave_out" not in author.offers()
    press(qtbot, author, KEY.Key_Insert)
    menu._left_out.trigger()
    assert author.sentences == [before[0], before[1], *before[3:]]
    author.undo()
    author.undo()
    assert author.sentences == before


def test_a_click_that_hit_nothing_is_marked_and_found_by_its_place(
    author: Author, desk: Path, qtbot: QtBot
) -> None:
    recording, page = open_recording(desk), author.page
    recording.elements.clear()
    source = RecordedSteps(recording)
    page.show_steps(source)
    clicks = [step.id for step in source.plain if step.is_press]
    page.steps_list.show_unnamed()
    assert [page.model.step(row).id for row in range(page.model.rowCount())] == clicks
    assert page.list.hasFocus() and page.steps_list.filter.text() == "Filter (1)"
    nothing, place = "hit nothing with a name", "by its place in the window"
    index = page.model.index(0)
    assert "without a name" in str(index.data(CAPTION)) and nothing in str(index.data(SAID))
    assert "invoices.xlsx" in author.sentences[0], "the window tells where it was"
    page.select(clicks[0], clicks[0])
    assert "by_place" in author.offers()
    press(qtbot, author, KEY.Key_B)
    assert "by its place" in str(index.data(CAPTION)) and place in str(index.data(SAID))
    known = source.plain[clicks[0] - 1]
    assert known.point and known.window
    told = f"{known.point[0] - known.window.bounds.x}, {known.point[1] - known.window.bounds.y}"
    facts = {found.accessibleName() for found in page.detail.facts.findChildren(QLabel)}
    assert f"Found: by its place in the window: {told} from the corner" in facts
    assert page.detail._rows["by_place"].words.text() == "Find by what it is"
    press(qtbot, author, KEY.Key_B)
    assert "without a name" in str(index.data(CAPTION))
    page.steps_list.show_all()
    page.select(2, 2)
    assert "by_place" not in author.offers()


def test_all_before_and_after_is_left_out(author: Author, qtbot: QtBot) -> None:
    before = author.sentences
    author.page.select(3, 5)
    press(qtbot, author, KEY.Key_BracketLeft)
    press(qtbot, author, KEY.Key_BracketRight)
    assert author.sentences == before[2:5] and author.numbers == (3, 4, 5)
    author.page.select(3, 5)
    press(qtbot, author, KEY.Key_Delete)
    assert author.sentences == before[2:5]
    assert author.told == ["Nothing would be left of the work; leave out fewer steps."]


def test_search_and_filter_show_what_they_say(author: Author, qtbot: QtBot) -> None:
    whole = author.sentences
    listed, search = author.page.steps_list, author.page.steps_list.search
    author.page.select(4, 4)
    qtbot.keyClicks(search, "cell d7")
    qtbot.waitUntil(lambda: len(author.sentences) == 2)
    qtbot.keyClick(search, KEY.Key_Down)
    assert author.page.list.hasFocus() and author.numbers == (7,)
    qtbot.keyClick(author.page.list, KEY.Key_Escape)
    assert author.sentences == whole and author.numbers == (7,)
    search.setText("zebra")
    qtbot.waitUntil(lambda: author.sentences == [])
    assert "zebra" in listed.nothing.sentence.text() and listed.nothing.isVisible()
    listed.nothing.button.click()
    assert author.sentences == whole and search.text() == ""
    author.apply(AddCheckpoint("Amounts", 1.0, *events(author.page.model.steps, 1, 2)))
    for name, kept in (("keys", 1), ("typing", 4), ("clicks", 4)):
        listed.filter._kinds[name].trigger()
        assert len(author.sentences) == kept
        listed.filter.reset()
    listed.filter._marked[True].trigger()
    assert author.sentences == whole[:2] and listed.filter.text() == "Filter (1)"
    listed.filter._all.trigger()
    assert author.sentences == whole and listed.filter.text() == "Filter"


def events(steps: tuple[Step, ...], first: int, last: int) -> tuple[int, int]:
    return steps[first - 1].first_event, steps[last - 1].last_event


def test_a_sentence_is_written_where_it_stands(author: Author, qtbot: QtBot) -> None:
    made = author.sentences[1]
    author.page.select(2, 2)
    press(qtbot, author, KEY.Key_F2)
    field = author.page.list.findChild(Line)
    assert field.hasFocus() and field.selectedText() == made
    qtbot.keyClicks(field, "Merge cells")
    qtbot.keyClick(field, KEY.Key_Return)
    qtbot.waitUntil(lambda: author.sentences[1] == "Merge cells")
    press(qtbot, author, KEY.Key_F2)
    field = author.page.list.findChildren(Line)[-1]
    qtbot.keyClick(field, KEY.Key_Delete)
    qtbot.keyClick(field, KEY.Key_Return)
    qtbot.waitUntil(lambda: author.sentences[1] == made)


def test_the_detail_says_what_is_known_and_what_can_be_done(author: Author, qtbot: QtBot) -> None:
    author.page.select(9, 9)
    known = {"Step 9", "Press Ctrl+S", "invoices.xlsx", "not known"}
    qtbot.waitUntil(lambda: known <= shown(author))
    assert {"mark", "redact", "leave_out", "trim_before"} <= author.offers()
    assert not {"merge", "split", "trim_after", "bring_back"} & author.offers()
    author.page.select(2, 4)
    qtbot.waitUntil(lambda: {"Steps 2 to 4", "none changed"} <= shown(author))
    press(qtbot, author, KEY.Key_C)
    block = author.page.detail.checkpoint
    assert block.title.hasFocus() and block.title.selectedText() == "Checkpoint 1"
    qtbot.keyClicks(block.title, "Amounts completed")
    qtbot.keyClick(block.title, KEY.Key_Return)
    assert {"Amounts completed", "100%"} <= shown(author)
    assert author.page.list.hasFocus()
    press(qtbot, author, KEY.Key_C)
    # The only checkpoint counts for all, so there is nothing to type.
    assert block.share.text() == "100%" and not block.share.isEnabled()
    qtbot.keyClick(block.title, KEY.Key_Return)
    author.page.select(6, 7)
    press(qtbot, author, KEY.Key_C)
    assert block.share.text() == "50%"
    block.share.selectAll()
    qtbot.keyClicks(block.share, "33.3")
    qtbot.keyClick(block.share, KEY.Key_Return)
    assert [point.weight for point in author.history.document.task.checkpoints] == [66.7, 33.3]
    assert author.page.list.hasFocus() and not block.share.isVisible()
    assert "33.3%" in shown(author)
    block.remove.click()
    author.page.select(2, 4)
    press(qtbot, author, KEY.Key_C)
    qtbot.keyClick(block.title, KEY.Key_Escape)
    assert author.page.list.hasFocus() and not block.title.isVisible()
    block.remove.click()
    assert author.history.document.task.checkpoints == ()


def test_steps_that_are_dragged_over_are_marked_by_one_press(author: Author, qtbot: QtBot) -> None:
    view, block = author.page.list, author.page.detail.checkpoint
    rects = [view.visualRect(author.page.model.index(row)) for row in range(4)]
    qtbot.mousePress(view.viewport(), LEFT, pos=rects[1].center())
    _drag(view.viewport(), rects[2].center())
    _drag(view.viewport(), rects[3].center())
    qtbot.mouseRelease(view.viewport(), LEFT, pos=rects[3].center())
    assert author.numbers == (2, 3, 4)
    assert block.title.isVisible() and not block.title.hasFocus()
    qtbot.mouseClick(block.mark, LEFT)
    (point,) = author.history.document.task.checkpoints
    (span,) = author.history.document.checks.steps
    steps = author.page.model.steps
    assert point.title == "Checkpoint 1"
    assert (span.first_event, span.last_event) == (steps[1].first_event, steps[3].last_event)
    # What is marked already is not offered again.
    author.page.select(1, 1)
    qtbot.mousePress(view.viewport(), LEFT, pos=rects[0].center())
    _drag(view.viewport(), rects[1].center())
    _drag(view.viewport(), rects[2].center())
    qtbot.mouseRelease(view.viewport(), LEFT, pos=rects[2].center())
    assert author.numbers == (1, 2, 3) and not block.title.isVisible()


def test_steps_that_are_dragged_over_in_the_timeline_too(author: Author, qtbot: QtBot) -> None:
    timeline, block = author.page.panes.timeline, author.page.detail.checkpoint
    spans = {span.id: span for span in timeline.data.steps}
    x = [round(timeline.scale_.x(t)) + LABELS for t in (spans[2].start, spans[4].end)]
    y = timeline.height() - 10
    qtbot.mousePress(timeline, LEFT, pos=QPoint(x[0] - 2, y))
    _drag(timeline, QPoint(x[1] - 10, y))
    _drag(timeline, QPoint(x[1] + 2, y))
    qtbot.mouseRelease(timeline, LEFT, pos=QPoint(x[1] + 2, y))
    assert set(author.numbers) >= {3} and len(author.numbers) > 1
    assert block.title.isVisible() and not block.title.hasFocus()


def _drag(widget: QWidget, place: QPoint) -> None:
    point = QPointF(place)
    moved = QMouseEvent(
        QEvent.Type.MouseMove, point, widget.mapToGlobal(point), LEFT, LEFT,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(widget, moved)


def test_the_menu_of_the_list_offers_the_same(
    author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    author.page.select(2, 2)
    monkeypatch.setattr(QMenu, "popup", lambda menu, place: None)
    author.page.steps_list.menu_asked.emit(QPoint(10, 10))
    words = [action.text() for action in author.page.steps_list.menu.actions()]
    assert words[0] == "Mark the selected steps" and "Split the step" in words


def test_pictures_come_and_stay_within_their_bound(
    author: Author, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    thumbs = author.page.model.thumbs
    qtbot.waitUntil(lambda: len(thumbs._kept) == 8, timeout=LONG_MS)
    assert all(image.width() == 64 for image in thumbs._kept.values())
    monkeypatch.setattr("studio.gui.pages.steps.thumbs._KEPT_BYTES", 30_000)
    thumbs.forget()
    author.page.list.viewport().repaint()
    qtbot.waitUntil(lambda: len(thumbs._kept) == 2, timeout=LONG_MS)
    assert thumbs._bytes <= 30_000


def test_a_picture_that_comes_twice_is_counted_once(author: Author, qtbot: QtBot) -> None:
    thumbs = author.page.model.thumbs
    qtbot.waitUntil(lambda: len(thumbs._kept) == 8, timeout=LONG_MS)
    before = thumbs._bytes
    thumbs._keep([*thumbs._kept.items()])
    assert thumbs._bytes == before == sum(each.sizeInBytes() for each in thumbs._kept.values())


def test_a_region_is_chosen_by_keys_and_by_mouse(author: Author, qtbot: QtBot) -> None:
    pane = author.page.redacting
    author.page.select(3, 3)
    press(qtbot, author, KEY.Key_R)
    assert pane.isVisible() and pane.word.hasFocus() and not pane.find_.isEnabled()
    view = pane.view
    view.show_image(QImage(640, 400, QImage.Format.Format_RGB32), (1280, 800))
    view.setFocus()
    qtbot.keyClick(view, KEY.Key_Return)
    assert view.region == Bounds(x=540, y=380, width=200, height=40)
    qtbot.keyClick(view, KEY.Key_Left)
    qtbot.keyClick(view, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, KEY.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert view.region == Bounds(x=530, y=379, width=200, height=50)
    for _ in range(90):
        qtbot.keyClick(view, KEY.Key_Up)
    assert view.region.y == 0 and "530, 0" in view.accessibleDescription()
    area = view._area().toRect()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=area.topLeft() + QPoint(10, 10))
    qtbot.mouseMove(view, area.bottomRight() + QPoint(90, 90))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton)
    assert view.region.x + view.region.width == 1280 and view.region.y + view.region.height == 800
    (region,) = pane.asked.regions
    assert region.bounds == view.region and region.from_ns == 0
    qtbot.keyClick(view, KEY.Key_Delete)
    assert view.region is None and pane.asked.regions == ()
    qtbot.keyClick(view, KEY.Key_Escape)
    assert author.page.list.hasFocus()


def test_what_was_found_is_looked_through_before_it_is_redacted(
    author: Author, qtbot: QtBot
) -> None:
    pane, asked = author.page.redacting, []
    pane.find_asked.connect(asked.append)
    pane.redact_asked.connect(asked.append)
    author.page.do("redact")
    qtbot.keyClicks(pane.word, "Norwood")
    qtbot.keyClick(pane.word, KEY.Key_Return)
    assert asked[0].words == ("Norwood",) and not pane.redact.isVisible()
    pane.show_progress("3/8: Frame 4 of 8, about 20 s left")
    assert pane.progress.bar.value() == 3 and pane.progress.bar.maximum() == 8
    place = Bounds(x=300, y=180, width=60, height=20)
    pane.show_found(Found(0, 2, {1: (place,), 5: (place, place)}))
    assert pane.told.text() == "3 places on 2 frames, 0 keys and 2 texts."
    pane.after.click()
    assert pane.view._places == (place, place) and not pane.after.isEnabled()
    pane.redact.click()
    assert asked[1][1].texts == 2
    pane.show_fault("invoices.xlsx holds a word to redact.")
    pane.keep.click()
    assert not pane.redact.isVisible() and pane.find_.isVisible()
    pane.word.setText("Norwoo")
    pane.find_.click()
    pane.show_found(Found(0, 0, {}))
    assert pane.told.text() == "Nothing of it is in the recording." and pane.find_.isVisible()
