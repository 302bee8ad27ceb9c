"""What the first page lists, read without Qt: tasks, recordings without a task, what is gone.

What reads them takes long to import, and the page must be there at once; so jobs import it.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from studio.base.errors import UserError
from studio.base.settings import told_path
from studio.formats import layout

if TYPE_CHECKING:
    from studio.authoring import Standing
    from studio.formats.tasks import TaskFolder
    from studio.model.recording import RecordingManifest

Kind = Literal["task", "recording", "gone"]
MANY = 12
"""From this many on, a list can be searched."""
_ORDER = {"bad": 0, "waits": 1, "quiet": 2, "good": 3}
_PAGES = {
    "mark": "steps",
    "write": "instruction",
    "link": "instruction",
    "propose": "checks",
    "give_check": "checks",
    "validate": "proof",
    "mend": "proof",
    "export": "export",
}
_NO_OCCUPATION = "No occupation yet"


@dataclass(frozen=True)
class Card:
    """A line of the list.

    Attributes:
        caption: the occupation as "43-3031 Bookkeeping..."; empty if none is linked.
        words: what is next or wrong, with `{count}` for the number.
        tone: which pill says it.
        next: the words on the button, empty if there is none; `command` is behind them.
        outside: whether it lies outside of the workspace, so that the list may forget it.
        picture: a real frame, None if there is none; then `icon` stands for its kind of file.
        told: a sentence that is shown as it is, such as a fault; used instead of `words`.
    """

    place: Path
    kind: Kind
    title: str
    caption: str
    words: str
    tone: str
    next: str = ""
    command: str = ""
    count: int = 0
    outside: bool = False
    picture: Path | None = None
    icon: str = "file"
    changed: float = 0.0
    recording: str = ""
    told: str = ""

    @property
    def page(self) -> str:
        """The command that shows the page of what is next, without doing it."""
        return _PAGES.get(self.command, self.command)

    @property
    def order(self) -> tuple[int, float]:
        """What needs its author first comes first, the newest of those before the others."""
        rank = 4 if self.kind == "gone" else _ORDER[self.tone]
        return rank, -self.changed


@dataclass(frozen=True)
class Places:
    """Where things are that the list may show."""

    tasks: tuple[Path, ...]
    gone: tuple[Path, ...]
    recordings: tuple[Path, ...]


def find_places(workspace: Path, recent: Iterable[Path]) -> Places:
    """Return the tasks of a workspace and those opened lately, newest first, and its recordings.

    Raises:
        UserError: if the workspace is there and cannot be read.
    """
    lately = tuple(recent)
    inside = _children(workspace / layout.WORKSPACE_TASKS)
    found = {place.resolve(): place for place in (*lately, *inside) if _is_task(place)}
    recordings = _children(workspace / layout.WORKSPACE_RECORDINGS)
    return Places(
        tuple(sorted(found.values(), key=_changed, reverse=True)),
        tuple(place for place in lately if not _is_task(place)),
        tuple(place for place in recordings if (place / layout.MANIFEST).is_file()),
    )


def _children(folder: Path) -> list[Path]:
    try:
        return [place for place in folder.iterdir() if not place.name.startswith(".")]
    except FileNotFoundError:
        return []
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise UserError(f"{told_path(folder)} cannot be read: {reason.lower()}.") from None


def _is_task(place: Path) -> bool:
    return (place / layout.TASK).is_file()


def _changed(place: Path) -> float:
    with suppress(OSError):
        return (place / layout.TASK).stat().st_mtime
    return 0.0


def read_cards(
    places: Iterable[Path],
    workspace: Path,
    digest: Callable[[Path], str],
    cancelled: Callable[[], bool],
) -> tuple[Card, ...]:
    """Return a card for each task; one that cannot be read says why.

    Args:
        places: folders of tasks.
        workspace: what lies elsewhere may be taken from the list.
        digest: returns the digest of a task folder.
        cancelled: says whether to stop.
    """
    from studio.formats.tasks import open_task

    found = []
    for place in places:
        if cancelled():
            break
        outside = not place.resolve().is_relative_to(workspace.resolve())
        try:
            found.append(_card(open_task(place), digest, outside))
        except (UserError, OSError) as fault:
            told = str(fault) if isinstance(fault, UserError) else "It cannot be read."
            found.append(_broken(place, told, outside))
    return tuple(found)


def _broken(place: Path, told: str, outside: bool) -> Card:
    return Card(
        place, "task", place.name, "", "Cannot be opened", "bad",
        outside=outside, icon="warning-circle", changed=_changed(place), told=told,
    )  # fmt: skip


def _card(task: "TaskFolder", digest: Callable[[Path], str], outside: bool) -> Card:
    from studio.authoring import standing_of
    from studio.gui.pages.home.pictures import icon_of, last_frame

    facts = task.document.task
    standing: Standing = standing_of(task, lambda: digest(task.folder))
    link = facts.occupation
    manifest = _manifest(task.recording)
    return Card(
        place=task.folder,
        kind="task",
        title=facts.title or task.folder.name,
        caption=f"{link.soc} {link.title}" if link else "",
        words=standing.words,
        tone=standing.tone,
        next=standing.next.title,
        command=standing.next.command,
        count=standing.count,
        outside=outside,
        picture=last_frame(task.recording) if task.recording else None,
        icon=icon_of(task.reference, task.input),
        changed=_changed(task.folder),
        recording=manifest.id if manifest else "",
    )


def _manifest(recording: Path | None) -> "RecordingManifest | None":
    from studio.formats.documents import read_document
    from studio.model.recording import RecordingManifest

    with suppress(UserError):
        return read_document(recording / layout.MANIFEST, RecordingManifest) if recording else None
    return None


def recording_cards(places: Iterable[Path], cards: Iterable[Card]) -> tuple[Card, ...]:
    """Return a card for each recording that no task on `cards` was made from."""
    from studio.formats.recorder_status import status_of
    from studio.gui.pages.home.pictures import last_frame

    held = {card.recording for card in cards}
    found = []
    for place in places:
        manifest = _manifest(place)
        if manifest is None or manifest.id in held or status_of(place):
            continue
        whole = manifest.state != "recording"
        words = "Recorded, not yet a task" if whole else "Ended without its seal"
        found.append(
            Card(
                place, "recording", place.stem, manifest.created[:10], words,
                "waits", "Continue" if whole else "", picture=last_frame(place), icon="record",
                changed=(place / layout.MANIFEST).stat().st_mtime,
            )
        )  # fmt: skip
    return tuple(found)


def gone_cards(places: Iterable[Path]) -> tuple[Card, ...]:
    """Return a card for each task that was opened lately and is not there any more."""
    return tuple(
        Card(
            place, "gone", place.name, str(place.parent), "Not there any more", "quiet",
            "Remove from list", "", outside=True, icon="question",
        )
        for place in places
    )  # fmt: skip


def in_order(cards: Iterable[Card]) -> tuple[Card, ...]:
    """Return the cards by what needs their author first."""
    return tuple(sorted(cards, key=lambda card: card.order))


def matching(cards: Iterable[Card], text: str) -> tuple[Card, ...]:
    """Return the cards whose title, occupation or state holds each word of a text."""
    words = text.casefold().split()

    def holds(card: Card) -> bool:
        said = f"{card.title} {card.caption} {card.words} {card.place.name}".casefold()
        return all(word in said for word in words)

    return tuple(card for card in cards if holds(card))


def caption_of(card: Card) -> str:
    """Return the second line of a card in English: its fault, its occupation, or that it has none.

    Only the last is the same for every task, so that it can be translated.
    """
    return card.told or card.caption or (_NO_OCCUPATION if card.kind == "task" else "")
