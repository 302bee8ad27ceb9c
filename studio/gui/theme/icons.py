"""Icons of one family: Phosphor, in the colours of the mode."""

import qtawesome
from PySide6.QtGui import QIcon

from studio.gui.theme.tokens import Theme


def icon(name: str, colour: str = "") -> QIcon:
    """Return a Phosphor icon such as "house", in the secondary colour unless one is given."""
    tokens = Theme.tokens
    made: QIcon = qtawesome.icon(
        f"ph.{name}", color=colour or tokens.text_2, color_disabled=tokens.text_3
    )
    return made
