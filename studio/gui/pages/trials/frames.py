"""The expert's screen beside the agent's, at one act: chosen by strip, keys or checkpoint."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.formats.trials import Act
from studio.gui.language import tr
from studio.gui.pages.trials.film import Beside, TrialFilm
from studio.gui.pages.trials.state import act_words, place_of, shown
from studio.gui.theme import icon, px
from studio.gui.widgets.controls import icon_button
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.film_strip import TILE, FilmStrip
from studio.gui.widgets.frame_view import FrameView
from studio.gui.widgets.marks import Pill
from studio.gui.widgets.parts import label, panel
from studio.model.check import CheckpointSteps
from studio.model.step import Step
from studio.model.task import Checkpoint

_PLAY_MS = 700


class Frames(QWidget):
    """Shows one act at a time.

    Attributes:
        place: the place of the act that is shown.
        drawn: the check whose own picture is shown instead of a screen, empty if none is.
    """

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.place, self.drawn = 0, ""
        self._film: TrialFilm | None = None
        self._acts: tuple[Act, ...] = ()
        self._beside: Step | None = None
        self.setObjectName("sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.expert, self._expert_side, self._expert_told = self._make_side(
            tr("You"), tr("Your screen")
        )
        self.frame, self._agent_side, self.told = self._make_side("", tr("The agent's screen"))
        row.addWidget(self._expert_side, 1)
        row.addWidget(self._agent_side, 1)
        column.addLayout(row, 1)
        self._foot = self._make_foot()
        column.addWidget(self._foot)
        for frame in (self.frame, self.expert):
            frame.room_changed.connect(self._ask_again)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(60)
        self._later.timeout.connect(self._ask)
        self._clock = QTimer(self)
        self._clock.setInterval(_PLAY_MS)
        self._clock.timeout.connect(self._play_on)

    def _make_side(self, title: str, name: str) -> tuple[FrameView, QWidget, Elided]:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = label(title, "caption")
        head.setContentsMargins(px(16), px(8), px(16), 0)
        frame = FrameView()
        frame.setAccessibleName(name)
        told = Elided("")
        told.setContentsMargins(px(16), 0, px(16), px(8))
        column.addWidget(head)
        column.addWidget(frame, 1)
        column.addWidget(told)
        if not title:
            self._agent = head
        return frame, side, told

    def _make_foot(self) -> QWidget:
        foot, column = panel("panel", 0, 0)
        self.strip = FilmStrip()
        self.strip.chosen.connect(self.go)
        self.strip.tiles_changed.connect(self._ask_thumbs)
        column.addWidget(self.strip)
        row = QHBoxLayout()
        row.setContentsMargins(px(12), 0, px(16), px(4))
        row.setSpacing(px(4))
        self.previous = icon_button("skip-back", tr("Previous step (Left)"), lambda: self.by(-1))
        self.play = icon_button("play", tr("Play"), self.turn)
        self.next = icon_button("skip-forward", tr("Next step (Right)"), lambda: self.by(1))
        for made in (self.previous, self.play, self.next):
            row.addWidget(made)
        self.words = label("", "quiet")
        self.mark = Pill()
        row.addSpacing(px(8))
        row.addWidget(self.words)
        row.addStretch(1)
        row.addWidget(self.mark)
        column.addLayout(row)
        return foot

    def show_film(
        self,
        film: TrialFilm | None,
        agent: str,
        spans: tuple[CheckpointSteps, ...],
        points: tuple[Checkpoint, ...],
    ) -> None:
        """Show a trial from its end; None drops what was shown."""
        self._stop()
        if self._film is not None:
            self._film.close()
        self._film, self.drawn, self._beside = film, "", None
        self._acts = film.opened.acts if film else ()
        self._expert_side.setVisible(film is not None and film.expert is not None)
        self._agent.setText(agent)
        if film is None:
            return
        film.thumbs_changed.connect(self.strip.update)
        self.strip.look_up(film.thumb)
        self.strip.show_acts([place_of(act, spans, points) for act in self._acts])
        self._foot.setVisible(len(self._acts) > 1)
        self._ask_thumbs()
        self.go(max(0, len(self._acts) - 1))

    def close_film(self) -> None:
        """Let go of what is shown."""
        self.show_film(None, "", (), ())

    def by(self, steps: int) -> None:
        """Go some acts on or back."""
        self._stop()
        self.go(self.place + steps)

    def go(self, place: int, beside: Step | None = None) -> None:
        """Show an act, with the step that the expert did there or with another one."""
        place = max(0, min(place, len(self._acts) - 1))
        act = self._acts[place] if self._acts else None
        expert = self._film.expert if self._film else None
        if expert is not None:
            mine = expert.beside(act) if act else None
            self._beside = beside or mine or self._beside or (expert.steps or (None,))[-1]
        self.place, self.drawn = place, ""
        words = act_words(self._acts, place)
        self.words.setText(words)
        self.strip.show_place(place, words)
        self.mark.show_state("" if act is None or act.done else tr("stopped here"), "bad")
        self.mark.setToolTip(shown(act.told) if act else "")
        self.previous.setEnabled(place > 0)
        self.next.setEnabled(place < len(self._acts) - 1)
        self._tell(act)
        self._ask()
        self.moved.emit(place)

    def _tell(self, act: Act | None) -> None:
        step = self._beside
        if step is not None:
            told = tr("Step {number}. {sentence}")
            self._expert_told.show_text(told.format(number=step.id, sentence=shown(step.sentence)))
        if act is not None:
            told = tr("Step {number}. {sentence}")
            words = shown(act.told if not act.done and act.told else act.sentence)
            self.told.show_text(told.format(number=self.place + 1, sentence=words))
        else:
            self.told.show_text("")

    def show_drawing(self, check: str) -> None:
        """Show the picture that a check left, where the agent's screen was."""
        self._stop()
        self.drawn = check
        self.told.show_text(tr("What the check saw"))
        self._ask()

    # Pictures.

    def _ask_again(self) -> None:
        self._later.start()

    def _ask(self) -> None:
        film = self._film
        if film is None:
            return
        if self.drawn:
            film.ask_drawing(
                self.drawn, self.frame.room(), self._show_picture, self.frame.show_sentence
            )
        else:
            film.ask(self.place, self.frame.room(), self._show_picture, self._show_no_picture)
        if self._beside is not None:
            film.ask_beside(
                self._beside, self.expert.room(), self._show_beside, self.expert.show_sentence
            )

    def _show_picture(self, image: QImage) -> None:
        self.frame.show_frame(image)

    def _show_no_picture(self, sentence: str) -> None:
        self.frame.show_sentence(tr(sentence))

    def _show_beside(self, found: Beside) -> None:
        self.expert.show_frame(found.image, found.size)

    def _ask_thumbs(self) -> None:
        if self._film is not None:
            ratio = self.devicePixelRatioF()
            box = (round(px(TILE[0]) * ratio), round(px(TILE[1]) * ratio))
            self._film.ask_thumbs(self.strip.tiles, box)

    # Playing.

    def turn(self) -> None:
        """Play from the shown act on, from the first one if it is the last; or stop."""
        if self._clock.isActive():
            self._stop()
            return
        if self.place >= len(self._acts) - 1:
            self.go(0)
        self._clock.start()
        self._show_playing(True)

    def _play_on(self) -> None:
        if self.place >= len(self._acts) - 1 or not self.isVisible():
            self._stop()
        else:
            self.go(self.place + 1)

    def _stop(self) -> None:
        self._clock.stop()
        self._show_playing(False)

    def _show_playing(self, playing: bool) -> None:
        title = tr("Stop playing") if playing else tr("Play")
        self.play.setIcon(icon("pause" if playing else "play"))
        self.play.setToolTip(title)
        self.play.setAccessibleName(title)
