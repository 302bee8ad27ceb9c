"""The one door for words that are shown: each goes through the translator of the application."""

from PySide6.QtCore import QCoreApplication

from studio.gui.wording import Wording

_CONTEXT = "studio"


def tr(text: str, count: int = -1) -> str:
    """Return a text in the language of the application.

    Values go in afterwards, by `str.format`, so that a translation may place them elsewhere:
    `tr("{count} events").format(count=3)`.

    Args:
        text: the English text.
        count: the number that a plural form is chosen by, where there is one.
    """
    return QCoreApplication.translate(_CONTEXT, text, None, count)


Wording.translate = staticmethod(tr)
