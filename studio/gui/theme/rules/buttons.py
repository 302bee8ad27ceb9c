"""Buttons, toggles, boxes to tick and sliders."""

RULES = """
QPushButton { background: $panel; border: 1px solid $border; border-radius: 6px;
              padding: 0 12px-1h; min-height: 30px-2h; icon-size: 16px; font-weight: 500; }
QPushButton:hover { background: $sunken; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border: 2px solid $accent; padding: 0 12px-1r; min-height: 30px-2r; }
QPushButton:disabled { color: $text_3; border-color: $line; background: $window; }
QPushButton[tall="true"] { min-height: 36px-2h; padding: 0 16px-1h; }
QPushButton[tall="true"]:focus { min-height: 36px-2r; padding: 0 16px-1r; }
QPushButton:checked { background: $accent_tint; color: $accent; border-color: $accent; }
QPushButton::menu-indicator { image: url($shape_down); width: 16px; height: 16px;
                              subcontrol-position: right center; right: 4px; }
QPushButton#primary { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton#danger { background: $bad; color: $on_accent; border-color: $bad; }
QPushButton#primary:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton#danger:hover { background: $bad_hover; border-color: $bad_hover; }
QPushButton#primary:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton#danger:pressed { background: $bad_pressed; border-color: $bad_pressed; }
QPushButton#primary:focus, QPushButton#danger:focus { border: 2px solid $text; }
QPushButton#primary:disabled, QPushButton#danger:disabled { background: $sunken; color: $text_3;
    border-color: $line; }
QPushButton#bare, QToolButton { background: transparent; border: 2px solid transparent;
    border-radius: 6px; padding: 0 8px-1r; min-height: 30px-2r; icon-size: 16px; }
QToolButton { min-width: 30px-2r; padding: 0; }
QToolButton#small { min-width: 20px-2r; min-height: 20px-2r; }
QPushButton#bare:hover, QToolButton:hover { background: $sunken; }
QPushButton#bare:pressed, QToolButton:pressed { background: $selection; }
QPushButton#bare:focus, QToolButton:focus { border-color: $accent; }
QToolButton:checked { background: $accent_tint; }
QToolButton:disabled, QPushButton#bare:disabled { color: $text_3; }
QToolButton::menu-indicator { image: none; }
QPushButton#nav { background: transparent; border: 2px solid transparent; text-align: left;
                  padding: 0 8px-1r; min-height: 30px-2r; font-weight: 400; }
QPushButton#nav:hover { background: $sunken; }
QPushButton#nav:checked { background: $selection; color: $text; font-weight: 500; }
QPushButton#nav:focus { border-color: $accent; }
QPushButton#nav:disabled { color: $text_3; background: transparent; }
QPushButton#toggle, QTabBar::tab { border: 2px solid transparent; border-radius: 12px;
    min-height: 24px-2r; padding: 0 10px-1r; background: transparent; color: $text;
    font-weight: 400; }
QPushButton#toggle:hover, QTabBar::tab:hover { background: $sunken; }
QPushButton#toggle:checked, QTabBar::tab:selected { background: $accent_tint; color: $accent; }
QPushButton#toggle:focus, QTabBar::tab:focus { border-color: $accent; }
QPushButton#toggle:disabled, QTabBar::tab:disabled { color: $text_3; background: transparent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { margin: 4px 4px 4px 0; }
QPushButton#link { border: none; border-top: 2px solid transparent;
                   border-bottom: 2px solid transparent; border-radius: 0; padding: 0;
                   min-height: 18px; background: transparent; color: $accent; text-align: left;
                   font-weight: 400; }
QPushButton#link:hover { text-decoration: underline; }
QPushButton#link:focus { background: $accent_tint; border-bottom-color: $accent; }
QPushButton#chip { background: $panel; color: $accent; border: 2px solid transparent;
                   border-radius: 4px; padding: 0; min-height: 20px-2r; font-weight: 400; }
QPushButton#chip:hover { background: $accent_tint; }
QPushButton#chip:focus { border-color: $accent; }
QPushButton#link:disabled { color: $text_3; }
QCheckBox, QRadioButton { border: 2px solid transparent; border-radius: 6px; spacing: 8px;
                          padding: 0 4px-1r; min-height: 26px-2r; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $text_3; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {
    width: 16px-2h; height: 16px-2h; border: 1px solid $border; background: $panel; }
QCheckBox::indicator, QAbstractItemView::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: $accent;
    border-color: $accent; image: url($shape_tick); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent;
                                     image: url($shape_dash); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent;
                                  image: url($shape_dot); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $window;
                                                                  border-color: $line; }
QCheckBox::indicator:checked:disabled { image: url($shape_tick_faint); }
QRadioButton::indicator:checked:disabled { image: url($shape_dot_faint); }
QCheckBox#switch::indicator { width: 28px-2h; height: 16px-2h; border-radius: 8px;
                              image: url($shape_off); }
QCheckBox#switch::indicator:checked { image: url($shape_on); }
QCheckBox#switch::indicator:checked:disabled { image: url($shape_on_faint); }
QSlider { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $line; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:horizontal { width: 16px-2h; height: 16px-2h; margin: -6px 0; border-radius: 8px;
                             border: 1px solid $border; background: $panel; }
QSlider::handle:horizontal:hover { border-color: $accent; }
QSlider::handle:horizontal:focus { border: 2px solid $accent; width: 16px-2r;
                                   height: 16px-2r; }
QSlider::sub-page:horizontal:disabled { background: $line; }
QSlider::handle:horizontal:disabled { border-color: $line; background: $window; }
"""
