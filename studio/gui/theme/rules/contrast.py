"""What high contrast adds: edges where the other modes differ by ground alone."""

RULES = """
#sunken, #card, #banner, #skeleton { border: 1px solid $line; }
#good, #bad, #waits, #neutral, #count, #countQuiet, #value { border: 1px solid $line;
    padding: 2px 7px; }
#count, #countQuiet { padding: 0 5px; min-height: 18px-2h; max-height: 18px-2h; }
#value { padding: 0 3px; }
#good { border-color: $good; }
#bad { border-color: $bad; }
#waits { border-color: $waits; }
#banner[tone="good"] { border-color: $good; }
#banner[tone="bad"] { border-color: $bad; }
#banner[tone="waits"] { border-color: $waits; }
QPushButton:hover, QPushButton#bare:hover, QPushButton#nav:hover, QPushButton#toggle:hover,
QToolButton:hover, QTabBar::tab:hover { background: $selection; }
QPushButton#link:hover { background: transparent; }
QPushButton#nav:checked, QPushButton#toggle:checked, QTabBar::tab:selected {
    border: 1px solid $text; padding-left: 8px-1h; padding-right: 8px-1h; min-height: 30px-2h; }
QPushButton#toggle:checked, QTabBar::tab:selected { min-height: 24px-2h;
    padding-left: 10px-1h; padding-right: 10px-1h; }
QPushButton#nav:focus, QPushButton#toggle:focus { border: 2px solid $accent;
    padding-left: 8px-1r; padding-right: 8px-1r; min-height: 30px-2r; }
QPushButton#toggle:focus { min-height: 24px-2r; padding-left: 10px-1r; padding-right: 10px-1r; }
QPushButton#primary:hover, QPushButton#danger:hover { background: $text; color: $on_accent; }
QMenu::item:selected, QComboBox QAbstractItemView::item:selected, QMenuBar::item:selected,
QTreeView::item:selected, QTableView::item:selected { border: 1px solid $text; }
QPushButton#chip { border: 1px solid $accent; min-height: 20px-2h; }
QPushButton#chip:focus { border: 2px solid $text; min-height: 20px-2r; }
QProgressBar { border: 1px solid $line; max-height: 6px-2h; min-height: 6px-2h; }
QPushButton:disabled, QLineEdit:disabled, QComboBox:disabled { border-style: dashed; }
"""
