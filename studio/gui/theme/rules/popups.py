"""Menus, tips and the boxes that ask."""

RULES = """
QToolTip { color: $text; background: $panel; border: 1px solid $border; padding: 4px 8px; }
QMenu { background: $panel; border: 1px solid $border; padding: 4px; icon-size: 16px; }
QMenu::item { padding: 4px 24px 4px 12px; min-height: 20px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $text_3; background: transparent; }
QMenu::icon { left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::indicator { width: 16px; height: 16px; left: 6px; }
QMenu::indicator:checked { image: url($shape_menu_tick); }
QMenu::right-arrow { image: url($shape_right); width: 16px; height: 16px; right: 4px; }
QMenuBar { background: $window; border-bottom: 1px solid $line; }
QMenuBar::item { padding: 4px 8px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $selection; }
QMenuBar::item:disabled { color: $text_3; }
"""
