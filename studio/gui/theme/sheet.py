"""What Qt is told of the theme: the palette, the style sheet and the font."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from studio.gui.theme.measures import BODY, Zoom, measure_sheet, px
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


_SHEET = """
* {{ outline: none; }}
QWidget {{ color: {text}; font-size: 13px; }}
QMainWindow, #side, #window {{ background: {window}; }}
#bar, #panel {{ background: {panel}; }}
#bar {{ border-bottom: 1px solid {line}; }}
#side {{ border-right: 1px solid {line}; }}
#sunken {{ background: {sunken}; }}
#pageTitle {{ font-size: 24px; font-weight: 600; }}
#title {{ font-size: 15px; font-weight: 600; }}
#caption {{ font-size: 11px; color: {text_3}; }}
#quiet {{ color: {text_2}; }}
#strong {{ font-weight: 500; }}
#fault {{ color: {bad}; }}
#caution {{ color: {waits}; }}
#good {{ color: {good}; background: {good_tint}; border-radius: 11px; padding: 3px 10px; }}
#bad {{ color: {bad}; background: {bad_tint}; border-radius: 11px; padding: 3px 10px; }}
#waits {{ color: {waits}; background: {waits_tint}; border-radius: 11px; padding: 3px 10px; }}
#toast {{ color: {text}; background: {panel}; border: 1px solid {border}; border-radius: 6px;
          padding: 8px 12px; }}
QPushButton {{ background: {panel}; border: 1px solid {border}; border-radius: 6px;
               padding: 0 12px; min-height: 28px; }}
QPushButton[tall="true"] {{ min-height: 34px; padding: 0 16px; }}
QPushButton[tall="true"]:focus {{ min-height: 32px; padding: 0 15px; }}
QPushButton:hover {{ background: {sunken}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 0 11px; min-height: 26px; }}
QPushButton:disabled {{ color: {text_3}; border-color: {line}; background: {window}; }}
QPushButton#primary {{ background: {accent}; color: {on_accent}; border-color: {accent};
                       font-weight: 500; }}
QPushButton#primary:focus {{ border: 2px solid {text}; }}
QPushButton#primary:disabled {{ background: {sunken}; color: {text_3}; border-color: {line}; }}
QPushButton#record {{ background: {bad}; color: {panel}; border-color: {bad}; font-weight: 500; }}
QPushButton#record:focus {{ border: 2px solid {text}; }}
QPushButton#record:disabled {{ background: {sunken}; color: {text_3}; border-color: {line}; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}
#hint {{ background: {accent_tint}; border-bottom: 1px solid {line}; }}
#zone {{ background: {panel}; border: 1px dashed {border}; border-radius: 6px; }}
#zoneOver {{ background: {accent_tint}; border: 1px dashed {accent}; border-radius: 6px; }}
QPushButton#nav {{ background: transparent; border: 2px solid transparent; text-align: left;
                   padding: 0 10px; min-height: 28px; }}
QPushButton#nav:hover {{ background: {sunken}; }}
QPushButton#nav:checked {{ background: {selection}; font-weight: 500; }}
QPushButton#nav:focus {{ border-color: {accent}; }}
QPushButton#nav:disabled {{ color: {text_3}; }}
QPushButton#toggle {{ border: 2px solid transparent; border-radius: 11px; min-height: 20px;
                      padding: 0 10px; background: transparent; }}
QPushButton#toggle:checked {{ background: {accent_tint}; color: {accent}; }}
QPushButton#toggle:focus {{ border-color: {accent}; }}
QPushButton#link {{ border: none; border-top: 2px solid transparent;
                    border-bottom: 2px solid transparent; border-radius: 0; padding: 0;
                    min-height: 18px; background: transparent; color: {accent};
                    text-align: left; }}
QPushButton#link:hover {{ text-decoration: underline; }}
QPushButton#link:focus {{ background: {accent_tint}; border-bottom-color: {accent}; }}
QLineEdit, QPlainTextEdit, QComboBox, QDoubleSpinBox {{ background: {panel};
    border: 1px solid {border}; border-radius: 6px; padding: 3px 8px; min-height: 22px;
    selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDoubleSpinBox:focus {{
    border: 2px solid {accent}; padding: 2px 7px; }}
QLineEdit:disabled, QComboBox:disabled, QDoubleSpinBox:disabled {{ color: {text_3};
    border-color: {line}; background: {window}; }}
QListView, QTreeView, QScrollArea {{ background: {panel}; border: 1px solid transparent; }}
QListView:focus, QTreeView:focus, QScrollArea:focus {{ border: 1px solid {accent}; }}
QHeaderView, QHeaderView::section {{ background: {panel}; }}
QHeaderView::section {{ color: {text_3}; font-size: 11px; border: none; padding: 6px 20px 6px 8px;
                        border-bottom: 1px solid {line}; }}
QDoubleSpinBox QLineEdit, QDoubleSpinBox QLineEdit:focus {{ border: none; padding: 0;
    min-height: 0; background: transparent; }}
QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {{ width: 0; border: none; }}
QComboBox::drop-down {{ border: none; width: 28px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{ background: {panel}; border: 1px solid {border}; }}
QSplitter::handle {{ background: {line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QProgressBar {{ border: none; background: {sunken}; border-radius: 3px; max-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QToolTip {{ color: {text}; background: {panel}; border: 1px solid {border}; padding: 4px; }}
QMenu {{ background: {panel}; border: 1px solid {border}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px; }}
QMenu::item:selected {{ background: {selection}; }}
QMenuBar {{ background: {window}; }}
QMenuBar::item:selected {{ background: {selection}; }}
QScrollBar:vertical {{ width: 10px; background: transparent; }}
QScrollBar::handle:vertical {{ background: {border}; border-radius: 3px; min-height: 24px;
                               margin: 2px; }}
QScrollBar:horizontal {{ height: 10px; background: transparent; }}
QScrollBar::handle:horizontal {{ background: {border}; border-radius: 3px; min-width: 24px;
                                 margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def apply(mode: str) -> None:
    """Show the running application in a mode: light, dark or contrast."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    Theme.mode = mode
    Theme.tokens = TOKENS[mode]
    application.setStyle("Fusion")
    families = QFontDatabase.families()
    font = QFont("Inter" if "Inter" in families else application.font().family())
    font.setPixelSize(px(BODY))
    # Figures of equal width, so that numbers line up.
    font.setFeature(QFont.Tag("tnum"), 1)
    application.setFont(font)
    application.setPalette(_palette(Theme.tokens))
    application.setStyleSheet(measure_sheet(_SHEET.format(**vars(Theme.tokens))))


def set_zoom(percent: int) -> None:
    """Show what is made from now on at a zoom; the font and the sheet follow at once.

    Widgets take their measures when they are made, so the window has to be made anew.
    """
    Zoom.percent = percent
    apply(Theme.mode)
