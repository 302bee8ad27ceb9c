"""The door of `studio gallery`: its window, or a picture of it without a person."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from studio.base.errors import UserError


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="studio gallery", description="Show every widget of the app in every state."
    )
    made.add_argument("--picture", type=Path, metavar="OUT.png", help="draw it into a picture")
    made.add_argument("--mode", choices=("light", "dark", "contrast"), default="light")
    made.add_argument("--zoom", type=int, choices=(100, 125, 150, 175, 200), default=100)
    return made


def run(arguments: Sequence[str]) -> int:
    """Show the gallery; return the exit code."""
    asked = _parser().parse_args(arguments)
    if asked.picture:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from studio.gui.app import demand_display

    try:
        demand_display()
        return _show(asked.mode, asked.zoom, asked.picture)
    except UserError as fault:
        sys.stderr.write(f"{fault.in_shell}\n")
        return 2


def _show(mode: str, zoom: int, picture: Path | None) -> int:
    from PySide6.QtWidgets import QApplication

    from studio.gui.gallery.window import GalleryWindow, put_on

    application = QApplication(sys.argv[:1])
    put_on(mode, zoom)
    window = GalleryWindow(mode, zoom)
    window.show()
    if picture is None:
        return application.exec()
    specimens = window.specimens
    specimens.resize(max(window.width(), specimens.minimumSizeHint().width()),
                     specimens.sizeHint().height())  # fmt: skip
    application.processEvents()
    if not specimens.grab().save(str(picture), "PNG"):
        raise UserError(f"The picture could not be written to {picture}; choose another place.")
    return 0
