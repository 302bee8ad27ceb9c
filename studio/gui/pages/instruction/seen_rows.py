"""What an agent sees, as lines to read, without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.gui.pages.instruction.file_rows import size_words
from studio.model.instruction_contract import AgentView, OpenedFile

_INDENT = "    "
_FOLDERS = ("input", "output")


@dataclass(frozen=True)
class SeenRow:
    """A line of the tree: its text with indents, its whole path, and how it is read out."""

    text: str
    path: str
    told: str


def seen_rows(view: AgentView) -> tuple[SeenRow, ...]:
    """Return the lines of the folders `input/` and `output/` with all that lies in them."""
    rows: list[SeenRow] = []
    for root in _FOLDERS:
        files = [file for file in view.files if file.path.startswith(f"{root}/")]
        rows.append(
            SeenRow(f"{root}/" if files else f"{root}/  (empty)", root, f"{root}, a folder")
        )
        before: Sequence[str] = (root,)
        for file in sorted(files, key=lambda file: file.path.split("/")):
            parts = file.path.split("/")
            for depth in range(1, len(parts) - 1):
                if list(before[: depth + 1]) != parts[: depth + 1]:
                    path = "/".join(parts[: depth + 1])
                    rows.append(
                        SeenRow(f"{_INDENT * depth}{parts[depth]}/", path, f"{path}, a folder")
                    )
            before = parts[:-1]
            indent = _INDENT * (len(parts) - 1)
            size = size_words(file.size)
            rows.append(SeenRow(f"{indent}{parts[-1]}   {size}", file.path, f"{file.path}, {size}"))
    return tuple(rows)


def opened_words(opened: OpenedFile) -> tuple[str, dict[str, object]]:
    """Return what is said of a file that is open at the start: a template and its values."""
    values: dict[str, object] = {"path": opened.path, "name": opened.name}
    if not opened.there:
        return "{path} cannot be opened: it is not there.", values
    if not opened.found:
        return "{path} cannot be opened: {name} is not installed here.", values
    return "{path} is open in {name}.", values


def time_words(seconds: float) -> tuple[str, dict[str, object]]:
    """Return a time limit in words: a template and its values."""
    whole = round(seconds)
    if whole < 60:
        return "{seconds} s", {"seconds": whole}
    if whole % 60:
        return "{minutes} min {seconds} s", {"minutes": whole // 60, "seconds": whole % 60}
    return "{minutes} min", {"minutes": whole // 60}
