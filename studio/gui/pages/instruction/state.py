"""What the instruction page says of files and occupations, without Qt."""

from pathlib import Path

from studio.base.errors import UserError
from studio.gui.widgets.pick_row import PickRow
from studio.taxonomy.crosswalks import Upgrade, upgraded
from studio.taxonomy.linking import Suggestion
from studio.taxonomy.rows import Occupation

_SHOWN = 6
_FOUND = 40
_OFFERED = 3
_REASONS = 2


def found_rows(text: str, linked: str) -> tuple[PickRow, ...]:
    """Return the occupations that a search finds; `linked` is the code of the chosen one."""
    if old := old_code(text):
        return tuple(_row(known, (), linked) for known in old.choices)
    # The index takes long to import; a window must be there before anyone searches.
    from studio.taxonomy.search import search

    return tuple(_row(found.occupation, found.because, linked) for found in search(text, _FOUND))


def old_code(text: str) -> Upgrade | None:
    """Return what became of an old code that is searched for, None if `text` is none."""
    try:
        return upgraded(text)
    except UserError:
        return None


def suggested_rows(suggested: tuple[Suggestion, ...], linked: str) -> tuple[PickRow, ...]:
    """Return the suggested occupations with what speaks for them."""
    return tuple(
        _row(made.occupation, made.because, linked, f", {made.confidence:.0%} likely")
        for made in suggested[:_OFFERED]
    )


def _row(known: Occupation, because: tuple[str, ...], linked: str, likely: str = "") -> PickRow:
    caption = "\n".join((f"{known.code}{likely}", *because[:_REASONS]))
    return PickRow(known.code, known.title, caption, known.code == linked)


def heading(text: str, count: int) -> str:
    """Return what stands above the list of occupations that `text` finds, or that is offered."""
    if text:
        old = old_code(text)
        nothing = "" if count else "Nothing is found; say it in other words."
        return old.note if old else nothing
    return "Likely, from what was recorded and written: press one to link it" if count else ""


def file_names(folder: Path) -> str:
    """Return the first names of the files in a folder and how many more there are, a line each."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    lines = [path.relative_to(folder).as_posix() for path in found[:_SHOWN]]
    if len(found) > _SHOWN:
        lines.append(f"and {len(found) - _SHOWN:,} more")
    return "\n".join(lines) or "No file"
