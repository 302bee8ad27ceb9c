"""A program with a menu, a list to choose from and a text area without a name."""

import sys

from PySide6.QtWidgets import QApplication, QComboBox, QMainWindow, QPlainTextEdit


def main() -> None:
    application = QApplication(sys.argv)
    window = QMainWindow()
    window.setWindowTitle("Menus")
    window.menuBar().addMenu("&File").addAction("Open it")
    choice = QComboBox()
    choice.addItems(["one", "two"])
    window.addToolBar("Bar").addWidget(choice)
    window.setCentralWidget(QPlainTextEdit())
    window.resize(500, 400)
    window.show()
    sys.exit(application.exec())


if __name__ == "__main__":
    main()
