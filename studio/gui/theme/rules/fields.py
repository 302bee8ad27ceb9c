"""Fields to write in and to choose from."""

RULES = """
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDoubleSpinBox { background: $panel;
    border: 1px solid $border; border-radius: 6px; padding: 4px-1h 8px-1h; min-height: 22px;
    selection-background-color: $selection; selection-color: $text;
    placeholder-text-color: $text_3; }
QPlainTextEdit, QTextEdit { padding: 4px-1h; }
QLineEdit:hover, QPlainTextEdit:hover, QTextEdit:hover, QComboBox:hover, QSpinBox:hover,
QDoubleSpinBox:hover { border-color: $text_2; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus {
    border: 2px solid $accent; padding: 4px-1r 8px-1r; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 4px-1r; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border: 2px solid $bad; }
QLineEdit[wrong="true"] { padding: 4px-1r 8px-1r; }
QPlainTextEdit[wrong="true"] { padding: 4px-1r; }
QLineEdit#chipField, QLineEdit#chipField:focus { border: 2px solid $accent; border-radius: 4px;
    padding: 0 4px-1r; min-height: 24px-2r; }
QLineEdit#chipField[wrong="true"] { border-color: $bad; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QComboBox:disabled,
QSpinBox:disabled, QDoubleSpinBox:disabled { color: $text_3; border-color: $line;
                                             background: $window; }
QLineEdit:read-only { background: $window; }
QPlainTextEdit#plain, QTextEdit#plain { border: 2px solid transparent; background: transparent;
                                        padding: 4px-1r; }
QPlainTextEdit#plain:focus, QTextEdit#plain:focus { border-color: $accent; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QAbstractSpinBox QLineEdit:hover,
QComboBox QLineEdit, QComboBox QLineEdit:focus, QComboBox QLineEdit:hover { border: none;
    padding: 0; min-height: 0; background: transparent; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QAbstractSpinBox[steppers="true"]::up-button, QAbstractSpinBox[steppers="true"]::down-button {
    width: 20px; border: none; }
QAbstractSpinBox::up-arrow, QAbstractSpinBox::down-arrow { image: none; width: 12px;
                                                           height: 12px; }
QAbstractSpinBox[steppers="true"]::up-arrow { image: url($shape_up); }
QAbstractSpinBox[steppers="true"]::down-arrow { image: url($shape_down); }
QLineEdit > QToolButton { min-width: 0; min-height: 0; border: none; padding: 0; }
QComboBox { combobox-popup: 0; padding-right: 28px; }
QComboBox:focus { padding-right: 28px-1h; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: url($shape_down); width: 16px; height: 16px; }
QComboBox::down-arrow:disabled { image: url($shape_down_faint); }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $border; border-radius: 6px;
    padding: 4px; selection-background-color: $selection; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 8px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: $selection; color: $text; }
"""
