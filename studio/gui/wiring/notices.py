"""What is said when work ends that a person began: in the window, and to the desktop."""

from functools import partial

from PySide6.QtWidgets import QApplication

from studio.gui.language import tr
from studio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Wire the notices."""

    def tell(page: str, sentence: str) -> None:
        here = window.current_page == page
        if window.isActiveWindow() and here:
            return
        QApplication.alert(window)
        if here:
            window.toast.say(sentence)
        else:
            window.toast.say(sentence, tr("Show"), partial(window.show_page, page))

    window.ended.connect(tell)
    window.resized.connect(window.toast.place)
