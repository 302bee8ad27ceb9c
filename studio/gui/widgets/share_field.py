"""A share of the score, shown and typed in percent: what is typed is what is shown."""

from PySide6.QtCore import Signal

from studio.gui.widgets.fields import Number

_MOST = 100


class ShareField(Number):
    """A share from 0 to 100 percent, to a tenth; the arrow keys change it by one percent.

    Attributes:
        kept: a person gave another share, in tenths of a percent.
    """

    kept = Signal(int)

    def __init__(self) -> None:
        super().__init__(0, _MOST, 1, 0)
        self.setSuffix("%")
        self._shown = 0
        self.valueChanged.connect(lambda: self._tell())

    def textFromValue(self, value: float) -> str:
        """Return a share without a tenth that is none."""
        return f"{value:.1f}".removesuffix(".0")

    def show_share(self, tenths: int) -> None:
        """Show a share, in tenths of a percent, and tell nobody."""
        self._shown = tenths
        self.setValue(tenths / 10)

    @property
    def tenths(self) -> int:
        """The share that the field holds, in tenths of a percent."""
        return round(self.value() * 10)

    @property
    def is_changed(self) -> bool:
        """Whether it holds another share than was shown."""
        return self.tenths != self._shown

    def _tell(self) -> None:
        if self.is_changed:
            self.kept.emit(self.tenths)
