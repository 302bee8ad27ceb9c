"""What the expert's screen showed beside an act of an agent; plain Python, used in jobs alone."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.base.errors import UserError
from studio.formats.recordings import Recording
from studio.formats.trials import Act
from studio.model.check import CheckpointSteps
from studio.model.step import Step
from studio.recordings.scrubbing import Scrubber

_GONE = "No picture was kept of this moment."


@dataclass(frozen=True)
class View:
    """What the expert's screen showed.

    Attributes:
        pixels: uint8 of shape (height, width, 4), BGRA.
        size: (width, height) of the screen.
    """

    pixels: Any
    size: tuple[int, int]


class Expert:
    """The steps of a recording and their pictures.

    Args:
        recording: the recording.
        steps: its steps.
    """

    def __init__(self, recording: Recording, steps: tuple[Step, ...]) -> None:
        self.steps, self._recording = steps, recording
        self._scrubber = Scrubber(recording.folder, recording.frames)

    def beside(self, act: Act) -> Step | None:
        """Return the step that an act did again."""
        if act.events is None:
            return None
        first = act.events[0]
        return next((one for one in self.steps if one.first_event <= first <= one.last_event), None)

    def end_of(self, span: CheckpointSteps) -> Step | None:
        """Return the last step of a checkpoint."""
        held = [step for step in self.steps if span.holds(step.first_event)]
        return held[-1] if held else None

    def see(self, step: Step, box: tuple[int, int] | None) -> View | Path:
        """Return the screen after a step: the lossless still if it was kept, else of the video.

        Raises:
            UserError: if nothing of it was kept.
        """
        for number in (step.frame_after, step.frame_before):
            frame = self._scrubber.frame(number) if number is not None else None
            if frame is None:
                continue
            if still := self._recording.keyframe(frame):
                return still
            try:
                found = self._scrubber.image(frame, box)
            except (ValueError, ImportError, OSError):
                continue
            return View(found.pixels, found.native)
        raise UserError(_GONE)

    def close(self) -> None:
        """Close the files."""
        self._scrubber.close()
