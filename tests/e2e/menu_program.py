"""A program with a menu, a list, a text area without a name, and a button that asks."""

import sys

from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)


def ask(window: QMainWindow) -> None:
    """Ask over the text area; the question is gone as soon as it is answered."""
    dialog = QDialog(window)
    dialog.setWindowTitle("Asking")
    answer = QPushButton("Keep it")
    answer.pressed.connect(dialog.accept)
    QVBoxLayout(dialog).addWidget(answer)
    dialog.resize(200, 100)
    dialog.open()


def main() -> None:
    application = QApplication(sys.argv)
    window = QMainWindow()
    window.setWindowTitle("Menus")
    window.menuBar().addMenu("&File").addAction("Open it")
    choice = QComboBox()
    choice.addItems(["one", "two"])
    bar = window.addToolBar("Bar")
    bar.addWidget(choice)
    asking = QPushButton("Ask")
    asking.clicked.connect(lambda: ask(window))
    bar.addWidget(asking)
    window.setCentralWidget(QPlainTextEdit())
    window.resize(500, 400)
    window.show()
    sys.exit(application.exec())


if __name__ == "__main__":
    main()
