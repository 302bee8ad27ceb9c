"""Top-level windows of an X11 display: which there are, which is active, where they stand."""

from dataclasses import dataclass
from typing import Any, Literal

from Xlib import X, Xatom, error
from Xlib.display import Display
from Xlib.protocol import event as protocol_event

from studio.model.frozen import Bounds
from studio.model.recording import Window

_GONE = (error.BadWindow, error.BadDrawable, error.BadMatch)
_INPUT_SHAPE = 2


@dataclass(frozen=True)
class Spot:
    """A point of the screen: the managed window that is topmost there, and which part of it.

    Attributes:
        window: the window; the one that a popup belongs to.
        part: its inside, the frame that the window manager drew, or a menu that it opened.
        bounds: of the window with its frame, or of the popup.
        top: the window right below the root that holds it.
        others: the titles of the other managed windows of the same process.
    """

    window: Window
    part: Literal["inside", "frame", "popup"]
    bounds: Bounds
    top: int = 0
    others: tuple[str, ...] = ()


class Windows:
    """The windows of the display of a connection, asked anew at each call."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._root = display.screen().root

    def _property(self, window: Any, name: str) -> Any:
        found = window.get_full_property(self._display.intern_atom(name), X.AnyPropertyType)
        return found.value if found else None

    def all(self) -> list[Window]:
        """Return the managed windows, lowest first."""
        identifiers = self._property(self._root, "_NET_CLIENT_LIST_STACKING")
        found = [self.describe(int(identifier)) for identifier in identifiers or ()]
        return [window for window in found if window]

    def active(self) -> Window | None:
        """Return the window that has the keyboard."""
        found = self._property(self._root, "_NET_ACTIVE_WINDOW")
        return self.describe(int(found[0])) if found is not None and len(found) else None

    def spot(self, x: int, y: int, top: int | None = None) -> Spot | None:
        """Return what is at a point, None where no window is or its owner is not told.

        Args:
            x: in pixels of the screen.
            y: in pixels of the screen.
            top: the window right below the root that is asked for; None for the topmost one.
        """
        try:
            if top is None:
                found = self._root.translate_coords(self._root, x, y).child
            else:
                found = self._showing(top)
            return self._spot(found, x, y) if found else None
        except _GONE:
            return None

    def _showing(self, identifier: int) -> Any:
        window = self._display.create_resource_object("window", identifier)
        return window if window.get_attributes().map_state == X.IsViewable else None

    def shows(self, identifier: int) -> bool:
        """Tell whether a window is there and mapped."""
        try:
            return bool(identifier and self._showing(identifier))
        except _GONE:
            return False

    def takes_presses(self, identifier: int, x: int, y: int) -> bool:
        """Tell whether a window takes presses at a point that it holds; one that is gone did."""
        if not self._display.has_extension("SHAPE"):
            return True
        try:
            window = self._display.create_resource_object("window", identifier)
            place = window.get_geometry()
            parts = window.shape_get_rectangles(_INPUT_SHAPE).rectangles
        except _GONE:
            return True
        across, down = x - place.x - place.border_width, y - place.y - place.border_width
        return any(
            part.x <= across < part.x + part.width and part.y <= down < part.y + part.height
            for part in parts
        )

    def pointer(self) -> tuple[int, int, int]:
        """Return where the pointer is, and the topmost window right below the root there, or 0."""
        told = self._root.query_pointer()
        return told.root_x, told.root_y, int(getattr(told.child, "id", told.child) or 0)

    def _spot(self, top: Any, x: int, y: int) -> Spot | None:
        geometry = top.get_geometry()
        bounds = Bounds(x=geometry.x, y=geometry.y, width=geometry.width, height=geometry.height)
        managed = self._property(self._root, "_NET_CLIENT_LIST_STACKING")
        identifiers = [] if managed is None else [int(identifier) for identifier in managed]
        inside = top
        while inside:
            if inside.id in identifiers:
                return self._told(self.describe(inside.id), "inside", bounds, top.id)
            inside = inside.translate_coords(self._root, x, y).child
        if top.get_attributes().override_redirect and (owner := self._owner(top)):
            return self._told(owner, "popup", bounds, top.id)
        framed = (i for i in identifiers if self._outermost(i) == top.id)
        window = next((found for i in framed if (found := self.describe(i))), None)
        return self._told(window, "frame", bounds, top.id)

    def _told(
        self,
        window: Window | None,
        part: Literal["inside", "frame", "popup"],
        bounds: Bounds,
        top: int,
    ) -> Spot | None:
        if window is None:
            return None
        same = (w for w in self.all() if w.pid == window.pid and w.id != window.id)
        return Spot(window, part, bounds, top, tuple(other.title for other in same))

    def _owner(self, popup: Any) -> Window | None:
        pid = self._property(popup, "_NET_WM_PID")
        return next((w for w in reversed(self.all()) if pid is not None and w.pid == pid[0]), None)

    def _outermost(self, identifier: int) -> int:
        """Return the window below the root that a window lies in."""
        window = self._display.create_resource_object("window", identifier)
        while (parent := window.query_tree().parent) and parent.id != self._root.id:
            window = parent
        return int(window.id)

    def describe(self, identifier: int) -> Window | None:
        """Return what is known of a window, None if it is gone."""
        if not identifier:
            return None
        try:
            window = self._display.create_resource_object("window", identifier)
            geometry = window.get_geometry()
            place = window.translate_coords(self._root, 0, 0)
            names = window.get_wm_class() or ("", "")
            pid = self._property(window, "_NET_WM_PID")
            return Window(
                id=identifier,
                title=self._title(window),
                application=names[1].lower(),
                pid=int(pid[0]) if pid is not None and len(pid) else 0,
                bounds=Bounds(
                    x=-int(place.x), y=-int(place.y), width=geometry.width, height=geometry.height
                ),
            )
        except _GONE:
            return None

    def _title(self, window: Any) -> str:
        name = self._property(window, "_NET_WM_NAME")
        if isinstance(name, bytes):
            return name.decode("utf-8", "replace")
        plain = window.get_full_text_property(Xatom.WM_NAME)
        return str(plain or "")

    def place(self, identifier: int, bounds: Bounds) -> None:
        """Give a window the place and size, undoing a maximised state that does not fit it."""
        window = self._display.create_resource_object("window", identifier)
        current = self.describe(identifier)
        if current is None or current.bounds == bounds:
            return
        remove = 0
        self._ask(
            window,
            "_NET_WM_STATE",
            [
                remove,
                self._display.intern_atom("_NET_WM_STATE_MAXIMIZED_VERT"),
                self._display.intern_atom("_NET_WM_STATE_MAXIMIZED_HORZ"),
                1,
                0,
            ],
        )
        static_gravity_with_all = 10 | 0xF00
        self._ask(
            window,
            "_NET_MOVERESIZE_WINDOW",
            [static_gravity_with_all, bounds.x, bounds.y, bounds.width, bounds.height],
        )

    def activate(self, identifier: int) -> None:
        """Bring a window to the front and give it the keyboard."""
        window = self._display.create_resource_object("window", identifier)
        self._ask(window, "_NET_ACTIVE_WINDOW", [2, X.CurrentTime, 0, 0, 0])

    def _ask(self, window: Any, message: str, data: list[int]) -> None:
        event = protocol_event.ClientMessage(
            window=window, client_type=self._display.intern_atom(message), data=(32, data)
        )
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        self._root.send_event(event, event_mask=mask)
        self._display.flush()
