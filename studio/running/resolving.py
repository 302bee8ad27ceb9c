"""Where a step acts on this screen: by its element, then its picture, then its place in the window.

Before any act the recorded window must have the keyboard. What cannot be told apart is halted at.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from studio.model.frozen import Bounds
from studio.model.recording import ElementRecord, Window
from studio.model.step import Action, Click, Drag, Scroll, Step
from studio.running import pictures
from studio.running.actor import Actor
from studio.running.evidence import Evidence
from studio.running.placing import (
    By,
    Point,
    complaint,
    is_same,
    move_action,
    own_name,
    template_box,
    told,
    within,
)
from studio.running.surroundings import is_other_tab
from studio.running.windows import (
    counterparts,
    same_size,
    scaled,
    shifted,
    words,
)
from studio.sandbox.desktop import stretched

_PATIENCE = 8.0
_ADVICE = "In Steps, let it be found by its place in the window, or leave it out."


class Halted(Exception):
    """The step must not be done; its text says why in one sentence."""


@dataclass(frozen=True)
class Resolution:
    """The act as it is done on this screen, and what told where."""

    action: Action
    by: By


@dataclass(frozen=True)
class _Place:
    """A recorded window, its counterpart, and the step's point carried over."""

    recorded: Window
    current: Window
    point: Point

    @property
    def resized(self) -> bool:
        return not same_size(self.recorded.bounds, self.current.bounds)


class Resolver:
    """Finds the places of steps on the display of an actor."""

    def __init__(
        self,
        actor: Actor,
        evidence: Evidence,
        paths: Mapping[str, str],
        patience: float = _PATIENCE,
    ) -> None:
        self._actor = actor
        self._evidence = evidence
        self._paths = paths
        self._patience = patience

    def resolve(self, step: Step) -> Resolution:
        """Return how to do the step here.

        Raises:
            Halted: if the screen is not as it was, or the place cannot be told.
        """
        active = self._await_window(step)
        self._refuse_other_tab(step, active)
        if step.point is None:
            return Resolution(move_action(step.action, (0, 0), self._paths), "coordinates")
        place = self._place(step, active)
        start, by = self._locate(step, place)
        self._refuse_covered(start, place)
        return Resolution(move_action(step.action, start, self._paths), by)

    def _await_window(self, step: Step) -> Window | None:
        expected = self._evidence.active(step)
        deadline = time.monotonic() + stretched(self._patience)
        while True:
            active = self._actor.active()
            if not expected or any(
                active and counterparts(window, [active], self._paths) for window in expected
            ):
                return active
            if time.monotonic() > deadline:
                raise Halted(f"{words(active)} has the keyboard instead of {words(expected[0])}.")
            self._actor.settle(equal=3, cap=2)

    def _refuse_other_tab(self, step: Step, active: Window | None) -> None:
        deadline = time.monotonic() + self._patience / 2
        while active and (name := self._other_tab(step, active)):
            if time.monotonic() > deadline:
                raise Halted(f"The tab “{name}” is open, which is not the one that was.")
            self._actor.settle(equal=3, cap=2)

    def _other_tab(self, step: Step, active: Window) -> str:
        matching = [
            window
            for window in self._evidence.active(step)
            if counterparts(window, [active], self._paths)
        ]
        tabs = self._actor.open_tabs(active.pid) if matching else []
        before = self._evidence.picture(step) if tabs else None
        if before is None:
            return ""
        screen, then = pictures.grey(self._actor.grab()), pictures.grey(before)
        for tab in tabs:
            bounds = Bounds(**tab["bounds"])
            if active.bounds.holds(*bounds.centre) and is_other_tab(
                bounds, active.bounds, matching[0].bounds, screen, then
            ):
                return str(tab["name"])
        return ""

    def _place(self, step: Step, active: Window | None) -> _Place | None:
        """Return the window under the step's point and its counterpart, None if unknown."""
        assert step.point
        recorded = self._evidence.under(step) or step.window
        if recorded is None:
            return None
        current = [active] if active and counterparts(recorded, [active], self._paths) else []
        current = current or counterparts(recorded, self._actor.windows(), self._paths)
        if len(current) != 1:
            state = "is not open" if not current else "is open more than once"
            raise Halted(f"The window {words(recorded)} {state}.")
        point = shifted(step.point, recorded.bounds, current[0].bounds)
        return _Place(recorded, current[0], point)

    def _locate(self, step: Step, place: _Place | None) -> tuple[Point, By]:
        assert step.point
        mapped = place.point if place else step.point
        if step.by_place:
            return _by_its_place(step, place), "coordinates"
        if isinstance(step.action, Scroll):
            return self._by_coordinates(step, place), "coordinates"
        contradiction = ""
        if step.element is not None:
            found, contradiction = self._by_element(step, step.element, mapped, place)
            if found:
                return found, "element"
        seen = self._by_picture(step, mapped, place)
        if seen and not (contradiction and self._contradiction(step.element, seen)):
            return seen, "picture"
        if contradiction:
            raise Halted(contradiction)
        return self._by_coordinates(step, place), "coordinates"

    def _by_element(
        self, step: Step, element: ElementRecord, mapped: Point, place: _Place | None
    ) -> tuple[Point | None, str]:
        """Return where the element is, else what lies in its place instead, if that is known."""
        assert step.point
        deadline = time.monotonic() + self._patience
        while True:
            self._actor.move(*mapped)
            there = self._actor.element(*mapped)
            if there and is_same(element, there):
                return within(element, step.point, Bounds(**there["bounds"]), mapped), ""
            found = self._elsewhere(element, step.point, mapped, place)
            # An element elsewhere whose picture is still in its place is two answers, not one.
            if found and self._spots(step, place) != [mapped]:
                return found, ""
            if time.monotonic() > deadline:
                return None, complaint(element, there)
            # Some programs tell stale places until the pointer moves inside them.
            self._actor.move(mapped[0] - 3, mapped[1] - 3)
            self._actor.settle(equal=3, cap=2)

    def _elsewhere(
        self, element: ElementRecord, point: Point, mapped: Point, place: _Place | None
    ) -> Point | None:
        if not own_name(element) or place is None:
            return None
        pid = place.current.pid
        found = self._actor.find_elements(pid, element.role, element.name, mapped)
        spots = [within(element, point, Bounds(**other["bounds"]), None) for other in found]
        visible = [spot for spot in spots if place.current.bounds.holds(*spot)]
        if len(visible) > 1:
            raise Halted(f"There are {len(visible)} of {told(element.role, element.name)}.")
        if not visible:
            return None
        self._actor.move(*visible[0])
        self._actor.settle(equal=2, cap=2)
        there = self._actor.element(*visible[0])
        return visible[0] if there and is_same(element, there) else None

    def _contradiction(self, element: ElementRecord | None, point: Point) -> bool:
        there = self._actor.element(*point)
        return bool(element and there and not is_same(element, there))

    def _by_picture(self, step: Step, mapped: Point, place: _Place | None) -> Point | None:
        spots = self._spots(step, place)
        near = [s for s in spots if max(abs(s[0] - mapped[0]), abs(s[1] - mapped[1])) <= 3]
        if len(near) == 1:
            return near[0]
        if len(spots) > 1:
            raise Halted(
                f"Its picture is on the screen {len(spots)} times: “{step.sentence}”. {_ADVICE}"
            )
        return spots[0] if spots else None

    def _spots(self, step: Step, place: _Place | None) -> list[Point]:
        """Return where the picture of the step's target is on this screen, the best first."""
        before = self._evidence.picture(step)
        if before is None or step.point is None:
            return []
        box = template_box(step, before)
        template = pictures.crop(pictures.grey(before), box)
        screen = pictures.grey(self._actor.grab())
        around = place.current.bounds if place else None
        spots = [
            (match.x + step.point[0] - box.x, match.y + step.point[1] - box.y)
            for match in pictures.find(template, screen)
        ]
        return [spot for spot in spots if around is None or around.holds(*spot)]

    def _by_coordinates(self, step: Step, place: _Place | None) -> Point:
        assert step.point
        if place is None:
            return step.point
        bounds = place.current.bounds
        if not place.resized:
            return place.point
        before = self._evidence.picture(step)
        if isinstance(step.action, Click | Drag) and before is not None:
            template = pictures.crop(pictures.grey(before), template_box(step, before))
            if pictures.is_telling(template):
                raise Halted(
                    f"The window has another size, and its target is not found: “{step.sentence}”."
                )
        if bounds.holds(*place.point):
            return place.point
        return scaled(step.point, place.recorded.bounds, bounds)

    def _refuse_covered(self, point: Point, place: _Place | None) -> None:
        if place is None or not place.recorded.bounds.width:
            return
        top = next((w for w in reversed(self._actor.windows()) if w.bounds.holds(*point)), None)
        if top and top.id != place.current.id and place.current.bounds.holds(*point):
            raise Halted(f"{words(top)} lies over {words(place.current)}.")


def _by_its_place(step: Step, place: _Place | None) -> Point:
    """Return the point that is as far from the corner of the window as it was recorded."""
    assert step.point
    if place is None:
        return step.point
    if place.resized or not place.current.bounds.holds(*place.point):
        raise Halted(
            f"{words(place.current)} has another size, and the step is found by its place in it: "
            f"“{step.sentence}”."
        )
    return place.point
