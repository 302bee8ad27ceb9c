"""Colours and measures: the tokens, the palette and the style sheet made from them."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

MODES = ("light", "dark", "contrast")


@dataclass(frozen=True)
class Tokens:
    """The colours of one mode."""

    window: str
    panel: str
    sunken: str
    line: str
    border: str
    text: str
    text_2: str
    text_3: str
    accent: str
    on_accent: str
    accent_tint: str
    selection: str
    good: str
    good_tint: str
    bad: str
    bad_tint: str
    waits: str
    waits_tint: str
    hues: tuple[str, ...]


TOKENS = {
    "light": Tokens(
        window="#F6F7F9", panel="#FFFFFF", sunken="#EEF0F3", line="#DDE1E7", border="#7F8897",
        text="#1A1F2B", text_2="#4C5565", text_3="#59616F",
        accent="#2F55D4", on_accent="#FFFFFF", accent_tint="#E8EDFC", selection="#DCE5FD",
        good="#136A41", good_tint="#E2F4EA", bad="#B02A25", bad_tint="#FCE8E6",
        waits="#7E5200", waits_tint="#FBF0D9",
        hues=("#2F8F83", "#7A5AE0", "#B96611", "#B4457E", "#3B7DC4", "#688619"),
    ),
    "dark": Tokens(
        window="#15181E", panel="#1C2027", sunken="#12151A", line="#2E343F", border="#7A8494",
        text="#E8EBF1", text_2="#B4BCCA", text_3="#A3ADBC",
        accent="#8DA6FF", on_accent="#10141C", accent_tint="#242E4F", selection="#2B3863",
        good="#5CCB92", good_tint="#16332A", bad="#FF9A8E", bad_tint="#3E2220",
        waits="#E5B64C", waits_tint="#38301A",
        hues=("#59A59C", "#957BE6", "#CD8D4E", "#C36A98", "#629BD0", "#89A54B"),
    ),
    "contrast": Tokens(
        window="#000000", panel="#000000", sunken="#000000", line="#8A8A8A", border="#FFFFFF",
        text="#FFFFFF", text_2="#FFFFFF", text_3="#E0E0E0",
        accent="#8FB8FF", on_accent="#000000", accent_tint="#001A4D", selection="#00337F",
        good="#5CF29A", good_tint="#002B14", bad="#FF8A80", bad_tint="#3D0000",
        waits="#FFD24A", waits_tint="#332600",
        hues=("#5FE0D0", "#B9A4FF", "#FFB45E", "#FF8FC4", "#7FC1FF", "#B8E04A"),
    ),
}  # fmt: skip


class Theme:
    """The mode that is shown now; widgets ask it when they paint."""

    tokens: Tokens = TOKENS["light"]
    mode = "light"


def hue(index: int) -> str:
    """Return the colour of the checkpoint with this place in the list."""
    return Theme.tokens.hues[index % len(Theme.tokens.hues)]


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
    font.setPixelSize(13)
    # Figures of equal width, so that numbers line up.
    font.setFeature(QFont.Tag("tnum"), 1)
    application.setFont(font)
    application.setPalette(_palette(Theme.tokens))
    application.setStyleSheet(_SHEET.format(**vars(Theme.tokens)))
