"""Keeps the list, the frame and the timeline of the steps page at the same step."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QToolButton, QWidget

from studio.formats.tasks import TaskDocument
from studio.gui.language import tr
from studio.gui.pages.steps.film import Film, Shown
from studio.gui.pages.steps.lanes import Timeline as Lanes
from studio.gui.pages.steps.lanes import timeline_data
from studio.gui.pages.steps.player import Player
from studio.gui.theme import icon, px
from studio.gui.widgets.timeline import Timeline
from studio.gui.widgets.timeline_data import TimelineData
from studio.gui.widgets.timeline_hint import PICTURE, TimelineHint
from studio.gui.widgets.timeline_paint import THUMB
from studio.model.step import Step


class Panes(QObject):
    """Ties a player and a timeline to the selection of the list.

    Args:
        page: the page that they stand on.
        select: selects the steps with ids from the first to the second.
    """

    def __init__(self, page: QWidget, select: Callable[[int, int], None]) -> None:
        super().__init__(page)
        self.player, self.timeline = Player(), Timeline()
        self._select = select
        self._film: Film | None = None
        self._lanes: Lanes | None = None
        self._steps: tuple[Step, ...] = ()
        self._data = TimelineData()
        self._selected: list[Step] = []
        self._following = False
        self.hint = TimelineHint(page)
        self._make_zoom()
        player, timeline = self.player, self.timeline
        player.moved.connect(self._follow_player)
        player.stopped.connect(lambda: self._select_here())
        player.step_asked.connect(self._select_beside)
        timeline.scrubbed.connect(self._scrub)
        timeline.sought.connect(self._seek)
        timeline.steps_asked.connect(self._select_range)
        timeline.play_asked.connect(player.toggle)
        timeline.view_changed.connect(self._ask_thumbs)
        timeline.pointed.connect(self._point)
        timeline.left.connect(self.hint.hide)
        timeline.picture_at = self._thumb_at

    def _make_zoom(self) -> None:
        """Put the buttons of the zoom over the names of the lanes."""
        self.zooms: dict[str, QToolButton] = {}
        made = (
            ("minus", tr("Show more of the recording (-)"), self.timeline.zoom_out),
            ("arrows-out-line-horizontal", tr("Show the whole recording (0)"), self.timeline.fit),
            ("plus", tr("Show more detail (+)"), self.timeline.zoom_in),
        )
        for place, (name, title, do) in enumerate(made):
            button = QToolButton(self.timeline)
            button.setObjectName("small")
            button.setIcon(icon(name))
            button.setIconSize(QSize(px(12), px(12)))
            button.setAutoRaise(True)
            button.setToolTip(title)
            button.setAccessibleName(title)
            button.clicked.connect(do)
            button.setGeometry(px(12) + place * px(24), px(2), px(20), px(20))
            self.zooms[name] = button

    # What is shown.

    def show_film(self, film: Film | None) -> None:
        """Show the first frame of a recording, whose steps are still being read."""
        self._film, self._lanes = film, None
        self._steps, self._selected = (), []
        self.player.show_film(film)
        self._show_data(TimelineData.of(film.length if film else 1, (), (), film is not None))
        if film is not None:
            film.thumbs_changed.connect(self.timeline.refresh)
        self.timeline.setEnabled(film is not None)

    def show_lanes(
        self, lanes: Lanes, steps: tuple[Step, ...], document: TaskDocument | None
    ) -> None:
        """Show what happened in the recording."""
        # The whole may last longer than its pictures; then the ruler begins anew, so what is
        # selected is gone to again.
        self._lanes, self._steps, self._selected = lanes, (), []
        self.player.show_track(lanes.track, lanes.length)
        self.show_steps(steps, document)

    def show_steps(self, steps: tuple[Step, ...], document: TaskDocument | None) -> None:
        """Show the steps and checkpoints as they are now."""
        if self._lanes is None:
            return
        spans = self._data.steps if steps is self._steps else None
        self._steps = steps
        self._show_data(timeline_data(self._lanes, steps, document, spans))

    def _show_data(self, data: TimelineData) -> None:
        self._data = data
        self.timeline.show_data(data)

    def show_selected(self, steps: list[Step]) -> None:
        """Go to the first of the selected steps, unless they were selected from here."""
        same = [step.id for step in self._selected] == [step.id for step in steps]
        self._selected = steps
        self.timeline.show_selection(steps[0].id if steps else 0, steps[-1].id if steps else 0)
        if self._following:
            self.player.know_step(steps[0] if steps else None)
        elif steps and not same:
            self.player.pause()
            self.player.show_step(steps[0])
        elif not steps:
            self.player.know_step(None)

    # What is asked for.

    def _follow_player(self, t: int) -> None:
        self.timeline.show_playhead(t)
        if self.player.playing:
            self._select_at(t)

    def _select_here(self) -> None:
        self._select_at(self.timeline.playhead)

    def _select_at(self, t: int) -> None:
        """Select the step that the playhead is in; the playhead stays."""
        place = self._data.step_at(t)
        if place is None:
            return
        number = self._data.steps[place].id
        if [step.id for step in self._selected] != [number]:
            self._following = True
            self._select(number, number)
            self._following = False

    def _scrub(self, t: int) -> None:
        self.player.pause()
        self.player.scrub(t)

    def _seek(self, t: int) -> None:
        self.player.pause()
        self.player.seek(t)
        self._select_at(t)

    def _select_range(self, first: int, last: int) -> None:
        self.player.pause()
        if [step.id for step in self._selected] == [first] and first == last:
            # Again to the step that is selected: the playhead may have left it.
            self.player.show_step(self._selected[0])
        else:
            self._select(first, last)

    def _select_beside(self, by: int) -> None:
        self.timeline.step(by)

    # Pictures.

    def _thumb_at(self, t: int) -> QImage | None:
        if self._film is None:
            return None
        frame = self._film.frame_at(self._film.begin + t)
        return None if frame is None else self._film.thumb(frame)

    def _ask_thumbs(self) -> None:
        # Not before the steps are there: they are waited for, and a video takes its time.
        if self._film is None or self._lanes is None:
            return
        frames = [self._film.frame_at(self._film.begin + t) for t in self.timeline.slots()]
        ratio = self.timeline.devicePixelRatioF()
        box = (round(px(THUMB[0]) * ratio), round(px(THUMB[1]) * ratio))
        self._film.ask_thumbs([frame for frame in frames if frame is not None], box, ratio)

    def _point(self, t: int, y: float, x: int) -> None:
        """Say what is under the pointer, with the picture of that moment."""
        self.hint.show_words(self.timeline.told_at(t, y), self.timeline, x)
        if self._film is None:
            return
        frame = self._film.frame_at(self._film.begin + t)
        if frame is not None:
            self._film.ask_hint(frame, (px(PICTURE[0]), px(PICTURE[1])), self._show_hint)

    def _show_hint(self, shown: Shown) -> None:
        self.hint.show_picture(shown.image)
