"""Proposals for volumes: overlap and distance of labels in the instruction's words, never equality.

Where it names no floor, one is taken that a careful hand reaches and that what the input holds
already does not.
"""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from studio.base.errors import HostileInputError
from studio.formats import digests
from studio.grading.families.volume_labels import Measure
from studio.grading.families.volumes import share_of_right
from studio.grading.overlaps import Pair, surface
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence
from studio.grading.proposing.volume_wishes import Bounds, VolumeWishes, label_names
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.units import factor
from studio.grading.readers.volumes import (
    Volume,
    is_volume,
    labels_in,
    read_volume,
    resampled,
)

SUFFIXES = (".nii", ".gz")
_MOST_GIVEN = 8
_MOST_LABELS = 300
_LEAST_FLOOR, _USUAL_FLOOR, _EXACT_FLOOR = 0.6, 0.9, 0.99
_MOST_NAMED = 12
_RANGE, _LOOSE_RANGE, _LEAST_SHARE = 0.01, 0.1, 0.75


def propose_volume(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Propose how the labels or the voxels of a volume are judged.

    Raises:
        Unreadable: if it cannot be read.
    """
    if not is_volume(path):
        return
    volume = read_volume(place)
    labels = as_labels(volume)
    if labels is None:
        _propose_values(draft, path, volume)
        return
    pair = Pair(labels.voxels, labels.voxels, labels.grid)
    names = label_names(draft.instruction.prompt, pair.labels)
    wishes = VolumeWishes(draft.instruction, path, names, volume.grid)
    _propose_grid(draft, path, wishes)
    _Labels(draft, path, pair, wishes, given).propose()


def as_labels(volume: Volume) -> Volume | None:
    """Return a volume as labels if its numbers are such: few, whole, and many neighbours alike."""
    try:
        found = labels_in(volume)
    except Unreadable:
        return None
    voxels = found.voxels
    if not 1 <= np.count_nonzero(np.bincount(voxels.ravel(order="K"))[1:]) <= _MOST_LABELS:
        return None
    one, other = voxels[1:], voxels[:-1]
    inside = (one > 0) & (other > 0)
    return found if not inside.any() or float((one == other)[inside].mean()) >= 0.5 else None


def _propose_grid(draft: Draft, path: str, wishes: VolumeWishes) -> None:
    wish = wishes.grid_wish
    if wish is None:
        return
    sentence, whole = wish
    parameters: dict[str, Any] = {} if whole else {"compare": ["spacing"]}
    draft.add(
        f"grid {path}",
        "volume_geometry",
        path,
        parameters=parameters | ({"axes": "same"} if whole and wishes.fixes_axes else {}),
        gate=True,
        sentence=sentence,
        reason="a grid is asked for, and the reference lies on it",
    )


class _Labels:
    """The labels of one volume, to be proposed."""

    def __init__(
        self, draft: Draft, path: str, pair: Pair, wishes: VolumeWishes, given: Path | None
    ) -> None:
        self.draft, self.path, self.pair, self.wishes = draft, path, pair, wishes
        self.given = given
        named = len(wishes.names) and len(pair.labels) <= _MOST_NAMED
        self.named: dict[str, Any] = {"names": dict(wishes.names)} if named else {}

    def propose(self) -> None:
        """Propose overlap, distance and volume, as far as each is asked for."""
        distance, size = self.wishes.distance, self.wishes.size
        if self.wishes.overlap is not None or distance is None:
            self._overlap()
        if distance is not None:
            self._distance(*distance)
        elif self.wishes.parts_sentence is not None and self.wishes.is_exact:
            self._parts(self.wishes.parts_sentence)
        if size is not None:
            self._size()

    def _distance(self, measure: Measure, bounds: Bounds) -> None:
        most = bounds.every or max(bounds.by_label.values())
        self.draft.add(
            f"distance {self.path}",
            "label_distance",
            self.path,
            parameters={
                "measure": measure,
                "at_most": most,
                **({"ceilings": dict(bounds.by_label)} if bounds.by_label else {}),
                **self.named,
            },
            sentence=bounds.sentence,
            reason="the distance is the instruction's own",
        )

    def _parts(self, sentence: Sentence) -> None:
        """Propose that nothing lies apart, which hardly changes an overlap."""
        steps = np.array(self.pair.grid.spacing)
        most = float(f"{2 * float(np.sqrt((steps**2).sum())):.3g}")
        self.draft.add(
            f"parts {self.path}",
            "label_distance",
            self.path,
            parameters={"measure": "hausdorff", "at_most": most, **self.named},
            sentence=sentence,
            reason="a loose part lies farther away than two voxels",
        )

    def _size(self) -> None:
        size = self.wishes.size
        assert size is not None
        share = size.unit == "%" or size.unit.casefold().startswith("per")
        unit, scale = _unit(size.unit)
        self.draft.add(
            f"volume {self.path}",
            "label_volume",
            self.path,
            parameters={
                "unit": "mL" if share else unit,
                **({"relative": size.value / 100} if share else {}),
                **self.named,
            },
            tolerance=None if share else size.value * scale,
            sentence=size.sentence,
            reason="the tolerance is the instruction's own",
        )

    def _overlap(self) -> None:
        stated = self.wishes.overlap
        single = dict(stated.by_label) if stated else {}
        if stated is not None and (stated.every is not None or single):
            every = stated.every if stated.every is not None else min(single.values())
            self._add(every, single, reason="the floor is the instruction's own", stated=True)
            return
        floors = {label: self._floor(label) for label in self.pair.labels}
        every = min(floors.values())
        single = {str(label): floor for label, floor in floors.items() if floor > every}
        reason = (
            "the steps that are told lead to one result"
            if every >= _EXACT_FLOOR
            else "as near as a careful hand comes: half of the border's voxels off"
        )
        self._add(every, single, reason=reason, stated=False)

    def _add(self, every: float, single: dict[str, float], *, reason: str, stated: bool) -> None:
        sentence = self.wishes.overlap.sentence if stated and self.wishes.overlap else None
        parameters = {"at_least": every, **({"floors": single} if single else {}), **self.named}
        done = self._done(every, single)
        if done and len(done) < len(self.pair.labels):
            # What the input holds already must stay; what it does not is the work.
            left = [label for label in self.pair.labels if label not in done]
            self._add_overlap("kept", parameters, sentence, "", gate=True)
            parameters = {**parameters, "labels": left}
        self._add_overlap("overlap", parameters, sentence, reason)

    def _add_overlap(
        self,
        name: str,
        parameters: dict[str, Any],
        sentence: Sentence | None,
        reason: str,
        gate: bool = False,
    ) -> None:
        self.draft.add(
            f"{name} {self.path}",
            "label_overlap",
            self.path,
            parameters=parameters,
            gate=gate,
            strong=name_words(self.path)[:1],
            weak=("segment", "label", "mask"),
            sentence=sentence,
            reason=reason,
        )

    def _done(self, every: float, single: dict[str, float]) -> set[int]:
        """Return the labels that the file of the input has right already."""
        if self.given is None or (held := _on(self.pair, self.given)) is None:
            return set()
        return {n for n in self.pair.labels if held.dice(n) >= single.get(str(n), every)}

    def _floor(self, label: int) -> float:
        """Return a floor that a careful hand reaches, above what the input holds already."""
        floor = _EXACT_FLOOR if self.wishes.is_exact else self._by_hand(label)
        if self.wishes.is_interpolated:
            floor = min(floor, _USUAL_FLOOR)
        for held in self._held():
            if (dice := held.dice(label)) < 1:
                floor = max(floor, _between(dice))
        return floor

    def _held(self) -> list[Pair]:
        """Return the volumes of labels that the input holds, beside the reference's."""
        if not hasattr(self, "_kept"):
            self._kept = [
                pair
                for place in _volumes(self.draft.given.folder)
                if (pair := _on(self.pair, place)) is not None
            ]
        return self._kept

    def _by_hand(self, label: int) -> float:
        """Return the Dice of a label with half of its border gone."""
        mask = self.pair.right == label
        size, border = int(mask.sum()), int(surface(mask).sum())
        dice = 2 * (size - border / 2) / (2 * size - border / 2)
        return min(_USUAL_FLOOR, max(_LEAST_FLOOR, math.floor(100 * dice) / 100))


def _between(dice: float) -> float:
    """Return a floor half way from a Dice to 1, with as few digits as tell them apart."""
    middle = (1 + dice) / 2
    return next(r for digits in range(2, 13) if dice < (r := round(middle, digits)) < 1)


def _unit(written: str) -> tuple[str, float]:
    """Return a unit of volume as it is compared, and what one of the written one is in it."""
    plain = written.casefold().replace("³", "3").replace("^", "")
    if plain.startswith("cubic"):
        plain = "mm3" if "milli" in plain else "cm3"
    if plain in ("mm3", "cm3"):
        return plain, factor(plain, plain) or 1.0
    return "mL", 1.0


def _volumes(folder: Path | None) -> Iterator[Path]:
    """Yield the volumes of the input, at most a few of them."""
    if folder is None or not folder.is_dir():
        return
    found = [place for path, place in digests.regular_files(folder) if is_volume(path)]
    yield from found[:_MOST_GIVEN]


def _on(pair: Pair, place: Path) -> Pair | None:
    """Return the labels of a file on the grid of the reference, None if it has none."""
    try:
        found = as_labels(read_volume(place))
    except (Unreadable, HostileInputError):
        return None
    if found is None:
        return None
    right = Volume(pair.grid, pair.right)
    return Pair(right.voxels, resampled(found, pair.grid).voxels, pair.grid)


def _propose_values(draft: Draft, path: str, volume: Volume) -> None:
    wishes = VolumeWishes(draft.instruction, path, {}, volume.grid)
    _propose_grid(draft, path, wishes)
    loose = wishes.is_interpolated
    relative, floor = (_LOOSE_RANGE, _loose_floor(volume)) if loose else (_RANGE, _EXACT_FLOOR)
    for place in _volumes(draft.given.folder):
        try:
            share = share_of_right(volume, read_volume(place), _room(volume, relative))
        except (Unreadable, HostileInputError):
            continue
        if floor <= share < 1:
            floor = _between(share)
    draft.add(
        f"voxels {path}",
        "volume_values",
        path,
        parameters={"at_least": floor, "relative": relative},
        strong=name_words(path)[:1],
        weak=("scan", "image", "volume", "voxels", *name_words(path)[1:]),
        reason="other programs interpolate otherwise" if loose else "the same at the same place",
    )


def _room(volume: Volume, relative: float) -> float:
    finite = volume.voxels[np.isfinite(volume.voxels)]
    return relative * float(np.ptp(finite)) if finite.size else 0.0


def _loose_floor(volume: Volume) -> float:
    """Return a share half way from that of the volume moved by a voxel to all."""
    moved = [Volume(volume.grid, np.roll(volume.voxels, 1, axis)) for axis in range(3)]
    room = _room(volume, _LOOSE_RANGE)
    reached = max(share_of_right(volume, one, room) for one in moved)
    return max(_LEAST_SHARE, math.floor(50 * (1 + reached)) / 100) if reached < 1 else _USUAL_FLOOR
