"""A map or a drawing beside its checks: its layers and features listed, places in words."""

from functools import partial
from typing import TYPE_CHECKING, Any

from studio.gui.language import tr
from studio.gui.widgets.controls import Segments, icon_button
from studio.gui.widgets.file_marks import Mark, Side
from studio.gui.widgets.file_view import FileView
from studio.gui.widgets.held_canvas import NEARER
from studio.gui.widgets.part_list import Part, PartList
from studio.gui.widgets.parts import button, reveal
from studio.gui.widgets.plan_canvas import PlanCanvas
from studio.gui.widgets.scene_frame import SceneFrame, compares
from studio.gui.wording import count
from studio.viewing.figures import figure, sides
from studio.viewing.plan_data import PlanData

if TYPE_CHECKING:
    from studio.viewing.plans import Plan

_MOST_FACTS = 90


class PlanView(FileView):
    """Shows a map or a drawing, or how two differ; a feature that is clicked is picked.

    Args:
        name: what is shown, for a screen reader.
        hint: what a click does.
    """

    has_legend = True
    goes_on = True

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self.hint = hint
        self._side: Side = "reference"
        self._data: PlanData | None = None
        self._other: PlanData | None = None
        self._checked: frozenset[int] = frozenset()
        self._layers = True
        self._plans: tuple[Plan, ...] = ()
        self.canvas = PlanCanvas(self.drawing_asked.emit)
        self.canvas.setAccessibleName(name)
        self.list = PartList(tr("Layers and features"))
        self.frame = SceneFrame(self, self.canvas, self.list, spots=True)
        self.lists = Segments(
            tr("What is listed"), (("layers", tr("Layers")), ("features", tr("Features")))
        )
        self.lists.chosen.connect(self._choose_list)
        self.canvas.picked.connect(self._pick)
        self.canvas.pointed.connect(self._point)
        self.canvas.failed.connect(self.frame.caption.show_text)
        self.list.looked_at.connect(self._look_at)
        self.list.chosen.connect(self._choose)
        bar = self.frame.bar
        bar.addWidget(button(tr("Reset"), self.canvas.fit, "toggle", "0"))
        for icon, tip, factor in (
            ("magnifying-glass-minus", tr("Smaller (-)"), 1 / NEARER),
            ("magnifying-glass-plus", tr("Larger (+)"), NEARER),
        ):
            bar.addWidget(icon_button(icon, tip, partial(self.canvas.zoom, factor)))
        bar.addStretch(1)
        bar.addWidget(self.lists)

    # What is shown.

    def show_side(self, side: Side) -> None:
        """Tell which side is shown."""
        self._side = side

    def show_head(self, head: PlanData) -> None:
        """Show a plan; the one that it is compared with follows."""
        self._data, self._other, self._checked = head, None, frozenset()
        self._layers = len(head.layers) > 1
        self.lists.choose("layers" if self._layers else "features")
        self._show_list()
        self._show_plans()
        if head.compared and compares(self._side):
            self.asked.emit("other", {})

    def take(self, what: str, arguments: dict[str, Any], part: Any) -> None:
        """Take the plan that it is compared with."""
        if isinstance(part, PlanData):
            self._other = part
            self._show_plans()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Mark the layers that checks look at."""
        data = self._data
        if data is None:
            return
        named = {part.casefold() for mark in marks for part in mark.parts}
        named |= {mark.target.partition("#")[2].casefold() for mark in marks if "#" in mark.target}
        every = any(not mark.parts and "#" not in mark.target for mark in marks)
        self._checked = frozenset(
            number
            for number, layer in enumerate(data.layers)
            if every or layer.place.casefold() in named
        )
        if self._layers:
            row = self.list.current()
            self._show_list()
            self.list.look_at(row)
        self._mark()

    def show_place(self, place: str) -> None:
        """Go to a layer."""
        wanted = place.removeprefix("@").casefold()
        layers = self._data.layers if self._data else ()
        for number, layer in enumerate(layers):
            if wanted and layer.place.casefold() == wanted:
                self._choose_list("layers")
                self.list.look_at(number)

    def go_to_difference(self, back: bool = False) -> None:
        """Go to the next feature that differs, or to the one before."""
        plans = self._plans
        if len(plans) < 2 or self._data is None:
            return
        listed = len(self._data.features)
        differs = (~plans[0].alike(plans[1])[0][:listed]).nonzero()[0].tolist()
        row = -1 if self._layers else self.list.current()
        beyond = [n for n in differs if (n < row if back else n > row)]
        if not beyond:
            self.told.emit(tr("No other feature differs on this way"))
            return
        if self._layers:
            self._choose_list("features")
        self.list.look_at(beyond[-1] if back else beyond[0])

    def _show_plans(self) -> None:
        from studio.viewing.plans import Plan

        data, other = self._data, self._other
        assert data is not None
        self._plans = tuple(Plan(one) for one in (data, other) if one is not None)
        self.canvas.show_plan(*self._plans)
        if other is not None:
            self.frame.show_difference(self._side)
        else:
            self.frame.legend.show_hues(())
        self._mark()
        self._point(None)

    def _choose_list(self, name: str) -> None:
        self._layers = name == "layers"
        self.lists.choose(name)
        self._show_list()
        self._mark()

    def _show_list(self) -> None:
        data = self._data
        assert data is not None
        if self._layers:
            parts = tuple(
                Part(
                    layer.name,
                    _features(layer.count),
                    number,
                    number in self._checked,
                )
                for number, layer in enumerate(data.layers)
            )
        else:
            parts = tuple(
                Part(one.title, one.facts[:_MOST_FACTS], one.layer) for one in data.features
            )
        self.list.show_parts(parts)
        reveal(self.list, bool(parts))

    def _mark(self) -> None:
        data = self._data
        assert data is not None
        faint: frozenset[int] = frozenset()
        row = self.list.current()
        every = frozenset(range(len(data.layers)))
        if self._layers and row >= 0:
            faint = every - {row}
        elif self._checked:
            faint = every - self._checked
        self.canvas.show_marks(faint, -1 if self._layers else row)

    # What is looked at and chosen.

    def _look_at(self, row: int) -> None:
        if self._data is None:
            return
        self._mark()
        if not self._layers and row >= 0:
            self.canvas.go_to(row)
        self._point(None)

    def _pick(self, feature: int) -> None:
        data = self._data
        if data is None or feature >= len(data.features):
            return
        self.list.look_at(data.features[feature].layer if self._layers else feature)
        self._emit(data.features[feature].layer)

    def _choose(self, row: int) -> None:
        if self._data is not None:
            self._emit(row if self._layers else self._data.features[row].layer)

    def _emit(self, layer: int) -> None:
        assert self._data is not None
        place = self._data.layers[layer].place
        # The layers of maps are targets of their own, those of drawings are not.
        self.picked.emit(f"@{place}" if place and not self._data.projection else place)

    def _point(self, place: tuple[float, float] | None) -> None:
        data = self._data
        if data is None:
            return
        told, spot = told_plan(data), ""
        row = self.list.current()
        if place is not None:
            x, y = place[0] + data.middle[0], place[1] + data.middle[1]
            spot = tr("At {x}, {y}").format(x=figure(x, 8), y=figure(y, 8))
        elif not self._layers and row >= 0:
            spot = f"{data.features[row].title}: {data.features[row].facts}"
        self.frame.spot.show_text(spot)
        self.frame.caption.show_text(told)
        self.canvas.setAccessibleDescription(f"{spot}. {told}" if spot else told)


def told_plan(data: PlanData) -> str:
    """Return how large a plan is and what it holds, in words."""
    west, south, east, north = data.box
    room = "" if data.unit in ("", "°") else " "
    parts = [
        f"{sides((east - west, north - south))}{room}{data.unit}",
        _features(data.count),
    ]
    if len(data.layers) > 1:
        parts.append(count(len(data.layers), "1 layer", "{count} layers"))
    if data.texts:
        parts.append(count(len(data.texts), "1 text", "{count} texts"))
    if data.projection:
        parts.append(tr("projection {name}").format(name=data.projection))
    if data.unread:
        parts.append(tr("{count} things are not shown").format(count=f"{data.unread:,}"))
    if data.count > len(data.features):
        parts.append(tr("the first {count} are listed").format(count=f"{len(data.features):,}"))
    return ", ".join(parts) + "."


def _features(number: int) -> str:
    return count(number, "1 feature", "{count} features")


def map_view() -> PlanView:
    """Return a view of maps."""
    return PlanView(tr("Map"), tr("Click a feature to check its layer"))


def drawing_view() -> PlanView:
    """Return a view of drawings."""
    return PlanView(tr("Drawing"), tr("Click a line to check its layer"))
