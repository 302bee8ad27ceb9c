"""The design system: colours by meaning, measures with their zoom, icons, the style sheet."""

from studio.gui.theme.icons import icon, pixmap
from studio.gui.theme.measures import Zoom, px
from studio.gui.theme.sheet import apply, dress, set_zoom, sheet, styled_once, system_mode
from studio.gui.theme.tokens import MARKS, MODES, TOKENS, Theme, Tokens, hue

__all__ = [
    "MARKS",
    "MODES",
    "TOKENS",
    "Theme",
    "Tokens",
    "Zoom",
    "apply",
    "dress",
    "hue",
    "icon",
    "pixmap",
    "px",
    "set_zoom",
    "sheet",
    "styled_once",
    "system_mode",
]
