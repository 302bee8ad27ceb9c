"""What Qt is told of the theme: the palette, the style sheet and the font."""

from collections.abc import Iterator
from contextlib import contextmanager
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from studio.base.collector import held_back
from studio.gui.theme.measures import BODY, Zoom, measure_sheet, px
from studio.gui.theme.rules import CONTRAST_RULES, RULES
from studio.gui.theme.shapes import shape_files
from studio.gui.theme.tokens import TOKENS, Theme, Tokens


def system_mode() -> str:
    """Return the mode that the system asks for, light if it asks for none."""
    hints = QGuiApplication.styleHints()
    # Releases of Qt before 6.10 do not tell which contrast the system prefers.
    if hasattr(hints, "accessibility"):
        preference = hints.accessibility().contrastPreference()
        if preference == Qt.ContrastPreference.HighContrast:
            return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


_BEGUN = "studio_begun"


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.window,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.panel,
        QPalette.ColorRole.AlternateBase: tokens.sunken,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.Button: tokens.panel,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.Highlight: tokens.selection,
        QPalette.ColorRole.HighlightedText: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.text_3,
        QPalette.ColorRole.ToolTipBase: tokens.panel,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.Mid: tokens.line,
        QPalette.ColorRole.Accent: tokens.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(disabled, role, QColor(tokens.text_3))
    return palette


def sheet() -> str:
    """Return the style sheet of the present mode at the present zoom."""
    tokens = Theme.tokens
    filled = {
        f"{name}_{state}": _mixed(getattr(tokens, name), tokens.text, share)
        for name in ("accent", "bad")
        for state, share in (("hover", 0.15), ("pressed", 0.3))
    }
    names = vars(tokens) | shape_files(tokens) | filled
    rules = RULES + (CONTRAST_RULES if Theme.mode == "contrast" else "")
    return measure_sheet(Template(rules).substitute(names))


def _mixed(one: str, other: str, share: float) -> str:
    """Return a colour with a share of another in it."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def apply(mode: str) -> None:
    """Show the running application in a mode: light, dark or contrast."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    Theme.mode = mode
    Theme.tokens = TOKENS[mode]
    made = sheet()
    # Each widget is styled anew, which takes as long as half of what a window needs to be there.
    if not Theme.held and application.styleSheet() == made:
        return
    _begin(application)
    families = QFontDatabase.families()
    font = QFont("Inter" if "Inter" in families else application.font().family())
    font.setPixelSize(px(BODY))
    # Figures of equal width, so that numbers line up.
    font.setFeature(QFont.Tag("tnum"), 1)
    with held_back():
        application.setFont(font)
        application.setPalette(_palette(Theme.tokens))
    if not Theme.held:
        dress(made)


def _begin(application: QApplication) -> None:
    """Choose what every mode begins with; once, for Qt styles each widget anew at another style."""
    if application.property(_BEGUN):
        return
    application.setProperty(_BEGUN, True)
    application.setStyle("Fusion")
    for effect in Qt.UIEffect:
        application.setEffectEnabled(effect, False)


def dress(sheet: str) -> None:
    """Give the running application a style sheet.

    Qt goes through all widgets there are. What the collector of cycles took away meanwhile, such
    as a window that was closed before, would be gone under its hands.
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    with held_back():
        application.setStyleSheet(sheet)


@contextmanager
def styled_once() -> Iterator[None]:
    """Style what is made meanwhile at the end: Qt styles a part anew at each place it is put.

    Only where there is no widget yet. When a sheet is taken away Qt forgets to note the end of
    those that were asked for their size and never shown, and styles them once they are gone.
    """
    if Theme.held or QApplication.allWidgets():
        yield
        return
    dress("")
    Theme.held = True
    try:
        yield
    finally:
        Theme.held = False
        dress(sheet())


def set_zoom(percent: int) -> None:
    """Show what is made from now on at a zoom; the font and the sheet follow at once.

    Widgets take their measures when they are made, so the window has to be made anew.
    """
    Zoom.percent = percent
    apply(Theme.mode)
