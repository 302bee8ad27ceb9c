"""Where a person is: the page, and what is selected there."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from studio.gui.actions import OF_DOCUMENT, PAGES
from studio.gui.main_window import MainWindow

if TYPE_CHECKING:
    from studio.model.validation import Lead


@dataclass(frozen=True)
class Place:
    """A page, and the steps, the checkpoint and the check that are selected; 0 and nothing if none.

    `section` is what is shown beside the instruction.
    """

    page: str = "home"
    first_step: int = 0
    last_step: int = 0
    check: str = ""
    section: str = ""
    checkpoint: str = ""

    def as_values(self) -> dict[str, object]:
        """Return it as plain values."""
        return asdict(self)


def place_from(values: object) -> Place:
    """Return a place from plain values; what does not fit is left out."""
    known = values if isinstance(values, dict) else {}
    page = known.get("page")
    steps = [known.get(name) for name in ("first_step", "last_step")]
    first, last = (step if type(step) is int else 0 for step in steps)
    words = [known.get(name) for name in ("check", "section", "checkpoint")]
    check, section, point = (word if isinstance(word, str) else "" for word in words)
    return Place(page if page in PAGES else "home", first, last, check, section, point)


def place_of(window: MainWindow) -> Place:
    """Return where a person is."""
    steps = window.work.steps.selected() if window.is_made("steps") else (0, 0)
    check = window.checks.selected() if window.is_made("checks") else ""
    section = window.instruction.sections.current if window.is_made("instruction") else ""
    point = window.checkpoints.selected() if window.is_made("checkpoints") else ""
    return Place(window.current_page, *steps, check, section, point)


def go_to(window: MainWindow, place: Place) -> None:
    """Go to a place; steps are selected as soon as they are read."""
    if window.session.task or place.page not in OF_DOCUMENT:
        window.show_page(place.page)
    if place.checkpoint or window.is_made("checkpoints"):
        window.checkpoints.select(place.checkpoint)
    if place.check or window.is_made("checks"):
        window.checks.select(place.check)
    if place.section and place.section in window.instruction.sections.pills:
        window.instruction.sections.show_section(place.section)
    if place.first_step:
        window.work.steps.select(place.first_step, place.last_step)


def follow(window: MainWindow, lead: "Lead") -> None:
    """Go to the very thing that a sentence of evidence is about, with the keyboard on it."""
    _WAYS.get(lead.thing, _to_check)(window, lead.id)


def _to_title(window: MainWindow, id: str) -> None:
    window.go("instruction", window.instruction.title)


def _to_prompt(window: MainWindow, id: str) -> None:
    window.go("instruction", window.instruction.text)


def _to_occupation(window: MainWindow, id: str) -> None:
    window.show_page("instruction")
    window.instruction.find_occupation()


def _to_start(window: MainWindow, id: str) -> None:
    window.show_page("instruction")
    sections = window.instruction.sections
    sections.show_section("settings")
    sections.pills["settings"].setFocus()


def _to_file(window: MainWindow, id: str) -> None:
    window.show_page("instruction")
    window.instruction.sections.show_section("files")
    window.instruction.files.select(id)
    window.instruction.files.table.setFocus()


def _to_checkpoint(window: MainWindow, id: str) -> None:
    """Show a checkpoint; where it is one that nothing judges, begin to add its check."""
    if id in unjudged_of(window):
        give_check(window, id)
        return
    window.go("checkpoints", window.checkpoints.list)
    window.checkpoints.select(id)


def _to_output(window: MainWindow, id: str) -> None:
    window.show_page("checks")
    window.checks.outputs.seek(id)


def _to_uncovered(window: MainWindow, id: str) -> None:
    window.show_page("checks")
    window.checks.outputs.seek_unchecked(id)


def _to_check(window: MainWindow, id: str) -> None:
    window.go("checks", window.checks.claims.list)
    if id:
        window.checks.select(id)


def give_check(window: MainWindow, point: str) -> None:
    """Show the checks, with a check begun that goes into a checkpoint."""
    window.show_page("checks")
    window.checks.give_check(point)


def give_first_check(window: MainWindow) -> None:
    """Begin a check for the first checkpoint that counts and that nothing judges."""
    bare = unjudged_of(window)
    if bare:
        give_check(window, bare[0])
    else:
        window.show_page("checks")


def unjudged_of(window: MainWindow) -> tuple[str, ...]:
    """Return the checkpoints of the open task that count and that nothing judges."""
    # A window must be there at once, and needs this only once a task is open.
    from studio.editing.shares import unjudged

    return tuple(point.id for point in unjudged(window.session.document))


def _to_step(window: MainWindow, id: str) -> None:
    window.go("steps", window.steps.list)
    if id.isdecimal():
        window.work.steps.select(int(id), int(id))


_WAYS: Mapping[str, Callable[[MainWindow, str], None]] = {
    "title": _to_title,
    "prompt": _to_prompt,
    "occupation": _to_occupation,
    "file": _to_file,
    "start": _to_start,
    "checkpoint": _to_checkpoint,
    "check": _to_check,
    "output": _to_output,
    "uncovered": _to_uncovered,
    "recording": _to_step,
    "step": _to_step,
}


def install_release(window: MainWindow) -> None:
    """Show the page of occupations, and ask there for the archive of a release of O*NET."""
    window.actions_["occupations"].trigger()
    window.work.occupations.ask_release()
