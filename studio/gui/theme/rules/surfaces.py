"""Windows, panes, and what lies between them."""

RULES = """
* { outline: none; }
QWidget { color: $text; font-size: 13px; }
QMainWindow, #side, #window { background: $window; }
QDialog, #bar, #panel { background: $panel; }
#bar { border-bottom: 1px solid $line; }
#side { border-right: 1px solid $line; }
#sunken { background: $sunken; }
#selected { background: $selection; }
#hairline { background: $line; }
#card { background: $panel; border: 1px solid $line; border-radius: 6px; }
#toast, #popup { background: $panel; border: 1px solid $border; border-radius: 6px; }
#banner { background: $accent_tint; border: 1px solid $accent_tint; border-radius: 6px; }
#banner[tone="good"] { background: $good_tint; border-color: $good_tint; }
#banner[tone="bad"] { background: $bad_tint; border-color: $bad_tint; }
#banner[tone="waits"] { background: $waits_tint; border-color: $waits_tint; }
#banner[tone="neutral"] { background: $sunken; border-color: $line; }
#zone, #zoneOver { background: $panel; border: 1px dashed $border; border-radius: 6px; }
#zoneOver { background: $accent_tint; border-color: $accent; }
#drop { background: $panel; border: 2px dashed $border; border-radius: 6px; }
#drop[over="true"] { background: $accent_tint; border-color: $accent; }
#hint { background: $accent_tint; border-bottom: 1px solid $line; }
#skeleton { background: $sunken; border-radius: 4px; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }
QProgressBar { border: none; background: $sunken; border-radius: 3px; max-height: 6px;
               min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollArea { background: $panel; border: 2px solid transparent; }
QScrollArea:focus { border-color: $accent; }
QScrollArea#flat, QScrollArea#page { border: none; }
QGroupBox { border: 1px solid $line; border-radius: 6px; margin-top: 12px; padding: 12px; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; color: $text_2; }
QStatusBar { background: $window; color: $text_2; }
QStatusBar::item { border: none; }
#drop { background: $panel; border: 2px dashed $border; border-radius: 6px; }
#drop[over="true"] { background: $accent_tint; border-color: $accent; }
#hint { background: $accent_tint; border-bottom: 1px solid $line; }
"""
