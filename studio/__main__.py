"""The door: the window without arguments or with one path, else the command line."""

import sys
from collections.abc import Sequence
from pathlib import Path


def _path_to_open(arguments: Sequence[str]) -> Path | None:
    """Return the recording or task that is to be opened in the window, if that is asked for."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        return None
    place = Path(arguments[0])
    named_as_path = len(place.parts) > 1 or place.suffix in (".rec", ".task")
    return place if named_as_path or place.is_dir() else None


def _run(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] == "gallery":
        from studio.gui.gallery.door import run as run_gallery

        return run_gallery(arguments[1:])
    path = _path_to_open(arguments)
    if arguments and path is None:
        from studio.cli.app import run as run_command

        return run_command(arguments)
    from studio.gui.app import run as run_window

    return run_window(path)


def main() -> None:
    """Run what the arguments ask for and exit with its code."""
    try:
        sys.exit(_run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
