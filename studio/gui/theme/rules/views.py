"""Lists, trees, tables, their headers and scroll bars."""

RULES = """
QListView, QTreeView, QTableView { background: $panel; border: 1px solid transparent;
    selection-background-color: $selection; selection-color: $text; gridline-color: $line; }
QListView:focus, QTreeView:focus, QTableView:focus { border-color: $accent; }
#cards:focus { border-color: transparent; }
QTreeView::item { min-height: 30px; padding: 0 4px; border: none; }
QTreeView::item:hover, QTableView::item:hover { background: $sunken; }
QTreeView::item:selected, QTableView::item:selected, QListView::item:selected {
    background: $selection; color: $text; }
QTreeView::branch { background: transparent; }
QTreeView::branch:selected { background: $selection; }
QTreeView::branch:has-children:closed { image: url($shape_right); }
QTreeView::branch:has-children:open { image: url($shape_down); }
QHeaderView, QHeaderView::section, QTableCornerButton::section { background: $panel; }
QTableView::item { padding: 0 8px; border: none; border-bottom: 1px solid $line; }
QHeaderView::section { color: $text_3; font-size: 11px; font-weight: 500;
                       border: none; padding: 6px 20px 6px 8px; border-bottom: 1px solid $line; }
QHeaderView::down-arrow { image: url($shape_down); width: 12px; height: 12px; }
QHeaderView::up-arrow { image: url($shape_up); width: 12px; height: 12px; }
QTableCornerButton::section { border: none; border-bottom: 1px solid $line; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $border; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: $text_2; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: $panel; border: none; }
"""
