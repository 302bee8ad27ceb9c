"""Proposals for meshes and solids: what holds of the body whatever its triangles.

The instruction's own tolerance becomes the limit of the distance between the surfaces. Where it
gives none, another right tessellation sets it: twice as coarse as that of the reference.
"""

import math
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from studio.base.errors import FaultError, HostileInputError
from studio.grading.families.mesh_units import MILLIMETRES
from studio.grading.families.surfaces import SurfaceDistanceParameters, best_laid
from studio.grading.kinds import Grounds
from studio.grading.mesh_bores import Bore, bores_of
from studio.grading.mesh_shapes import (
    Topology,
    area_of,
    leaks,
    sag_of,
    shells_of,
    topology_of,
    volume_of,
    widest_rim,
)
from studio.grading.proposing.allowances import Allowance, allowances_of
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence, stems_of
from studio.grading.proposing.lengths import (
    Slack,
    common_unit,
    faces_for,
    lengths_in,
    placed_in,
    share_for,
    slacks_for,
    turned_in,
    written_unit,
)
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.meshes import MESHES, Mesh, read_mesh
from studio.grading.verdicts import judge
from studio.model.check import Check

_CLOSED = re.compile(
    r"\b(?:water-?tight|manifold|closed|seal(?:ed)?|printab\w+|3d[- ]print\w*|slicer?|solid|"
    r"repair\w*|heal\w*|no (?:open )?(?:holes|gaps|boundar\w+|edges))\b",
    re.IGNORECASE,
)
_HOLED = re.compile(
    r"\b(?:holes?|bores?|bored|drill\w*|slots?|openings?|cut-?outs?|through|handles?|genus|"
    r"windows?|punched)\b",
    re.IGNORECASE,
)
_PARTED = re.compile(
    r"\b(?:one|single|separate|two|three|four|loose|floating|stray|disconnected|connected)"
    r"(?: \w+)? (?:body|bodies|pieces?|solids?|shells?|parts?|components?|fragments?|islands?)\b|"
    r"\b(?:debris|fragments?|islands|union|fused?|merged?)\b",
    re.IGNORECASE,
)
_BULKY = r"\bvolumes?\b"
_BROAD = r"\b(?:surface )?areas?\b"
_SIDES = re.compile(
    r"\b(?:dimensions?|bounding|overall|sizes?|long|wide|tall|high|thick|scal\w+|resiz\w+|"
    r"larger|smaller|length|width|height)\b",
    re.IGNORECASE,
)
_OF_BORES = stems_of("diameter hole bore drilling")
_OF_BODIES = stems_of("surface shape volume area dimension size body model place position")
_DOUBLE = 4.0
_SHARE_OF_SIZE = 1e-3
_LEAST_SHARE, _MOST_SHARE = 0.002, 0.05
_MOST_SHELLS = 40
_RIM = 0.1


@dataclass
class _Body:
    """A mesh of the reference, and what the instruction says of it."""

    draft: Draft
    path: str
    mesh: Mesh
    reference: Path

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences that speak of the file, or only of what it is made from."""
        asked = self.draft.instruction
        return [
            sentence
            for sentence in asked.sentences
            if asked.is_about(sentence, self.path) or sentence.files <= asked.given
        ]

    @cached_property
    def topology(self) -> Topology:
        """How its triangles hang together."""
        return topology_of(self.mesh)

    @cached_property
    def unit(self) -> str:
        """The unit of its numbers."""
        wished = written_unit(self.sentences)
        return self.mesh.unit or (wished[0] if wished else common_unit(self.sentences))

    def from_mm(self, value: float) -> float:
        """Return millimetres in the unit of the file."""
        return float(f"{value / MILLIMETRES[self.unit]:.12g}")

    @cached_property
    def slack(self) -> Slack | None:
        """The tolerance that the instruction gives for its surface, that of bores set aside."""
        bored = {id(sentence) for sentence, _ in self.bored if self.bores}
        rest = [s for s in self.sentences if id(s) not in bored or len(allowances_of(s)) > 1]
        return next(iter(slacks_for(rest)), None)

    @cached_property
    def bores(self) -> list[Bore]:
        """Its round bores."""
        return bores_of(self.mesh)

    @cached_property
    def bored(self) -> list[tuple[Sentence, Allowance]]:
        """The tolerances that the instruction gives for the size of bores."""
        return [
            (sentence, allowance)
            for sentence in self.sentences
            for allowance in allowances_of(sentence)
            if allowance.names_in({"bore": _OF_BORES, "": _OF_BODIES}) == {"bore"}
        ]

    @cached_property
    def given(self) -> dict[str, Mesh]:
        """The meshes of the input by path."""
        folder, found = self.draft.given.folder, {}
        for path in self.draft.given.paths:
            if folder is not None and Path(path).suffix.lower() in MESHES:
                try:
                    found[path] = read_mesh(folder, path)
                except (Unreadable, FaultError, HostileInputError):
                    continue
        return found

    @cached_property
    def reach(self) -> float:
        """How far another right surface may lie from it, in the unit of the file."""
        if self.slack is not None:
            return self.from_mm(self.slack.value)
        rims = (widest_rim(mesh) for mesh in self.given.values())
        patched = _RIM * max(rims, default=0.0) if not self.topology.open_edges else 0.0
        found = max(_DOUBLE * sag_of(self.mesh), _SHARE_OF_SIZE * self.mesh.size, patched)
        return float(f"{found:.2g}")

    @cached_property
    def overlaps(self) -> bool:
        """Whether bodies of it stand in one another, so that a union of them is as right."""
        if self.topology.shells == 1:
            return False
        if self.topology.shells > _MOST_SHELLS:
            return True
        shells = shells_of(self.mesh)
        boxes = [(s.corners.min(axis=(0, 1)), s.corners.max(axis=(0, 1))) for s in shells]
        full = [volume_of(shell) > 0 for shell in shells]
        return any(
            full[one] and full[two] and bool(np.all(_shared(boxes[one], boxes[two]) > 0))
            for one, two in combinations(range(len(shells)), 2)
        )

    def says(self, pattern: "re.Pattern[str]") -> Sentence | None:
        """Return the first sentence of a kind."""
        return next((s for s in self.sentences if pattern.search(s.text)), None)


def _shared(one: Any, two: Any) -> Any:
    return np.minimum(one[1], two[1]) - np.maximum(one[0], two[0])


def propose_mesh(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Propose how a mesh or a solid is told to be the body that was asked for.

    Raises:
        Unreadable: if the reference is no mesh.
    """
    reference = place.parents[len(Path(path).parts) - 1]
    body = _Body(draft, path, read_mesh(reference, path), reference)
    before = len(draft.checks)
    for propose in (_closed, _faces, _scale, _sides, _place, _bulk, _holes, _bores, _distance):
        propose(body)
    _keep_weight_for_work(body, before)
    draft.used.update(s.text for s in body.sentences if _tells_shape(s))


def _keep_weight_for_work(body: _Body, before: int) -> None:
    """Make gates of what a mesh of the input earns under the name of the output already."""
    draft, made = body.draft, body.draft.checks[before:]
    free: set[str] = set()
    for path in body.given:
        if Path(path).suffix.lower() == Path(body.path).suffix.lower() and draft.given.folder:
            free |= _earned(draft.given.folder / path, body, made)
    if any(not check.gate and check.id not in free for check in made):
        draft.checks[before:] = [
            check.model_copy(update={"gate": check.gate or check.id in free}) for check in made
        ]


def _earned(place: Path, body: _Body, checks: Sequence[Check]) -> set[str]:
    """Return the checks by which a file scores something under the name of the output."""
    with tempfile.TemporaryDirectory(prefix="studio-given-") as folder:
        copy = Path(folder) / body.path
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(place, copy)
        given = body.draft.given.folder or Path(folder)
        grounds = Grounds(Path(folder), body.reference, given, given)
        return {check.id for check in checks if (judge(check, grounds).score or 0.0) > 0}


_SHAPE = re.compile(r"\b(?:surfaces?|shape|geometry|outside|form|features?)\b", re.IGNORECASE)


def _tells_shape(sentence: Sentence) -> bool:
    """Tell whether a sentence says what the body is like, which its surface shows."""
    held = sentence.keeps and _SHAPE.search(sentence.text)
    return bool(lengths_in(sentence.text) or _HOLED.search(sentence.text) or held)


def _closed(body: _Body) -> None:
    asked = body.says(_CLOSED)
    found = body.topology
    flawed = found.open_edges or found.crowded_edges or found.turned_edges
    if asked is None or flawed or volume_of(body.mesh) <= 0:
        return
    body.draft.add(f"closed {body.path}", "mesh_watertight", body.path, gate=True, sentence=asked)


def _faces(body: _Body) -> None:
    for sentence in body.sentences:
        limit = faces_for(sentence.text)
        if limit is not None:
            body.draft.add(
                f"triangles {body.path}",
                "mesh_measure",
                body.path,
                parameters={"measure": "faces", limit[0]: limit[1]},
                sentence=sentence,
                reason="as the instruction says",
            )
            return


def _scale(body: _Body) -> None:
    wished = written_unit(body.sentences)
    if wished is None:
        return
    body.draft.add(
        f"unit {body.path}",
        "mesh_unit",
        body.path,
        parameters={"unit": body.unit},
        sentence=wished[1],
    )


def _sides(body: _Body) -> None:
    """Propose the sides of the box, which tell a size that a good fit would hide."""
    told = body.says(_SIDES) or (body.slack.sentence if body.slack else None)
    if told is None or placed_in(body.sentences):
        return
    one_sided = body.slack is not None and body.slack.of_sizes
    turned = turned_in(body.sentences)
    body.draft.add(
        f"box {body.path}",
        "mesh_measure",
        body.path,
        parameters={"measure": "box"} | ({} if turned else {"any_axes": True}),
        tolerance=float(f"{body.reach * (1 if one_sided else 2):.6g}"),
        sentence=turned or told,
        reason="twice what the surface may be off, once at each end",
    )


def _place(body: _Body) -> None:
    placed = placed_in(body.sentences)
    if placed is None:
        return
    body.draft.add(
        f"place {body.path}",
        "mesh_measure",
        body.path,
        parameters={"measure": "place"},
        tolerance=body.reach,
        sentence=placed,
    )


def _bulk(body: _Body) -> None:
    """Propose the volume, and the area if it is asked for."""
    for measure, word, value in _bulks(body):
        said = [(s, share_for(s.text, word)) for s in body.sentences]
        stated = next(((s, share) for s, share in said if share is not None), None)
        named = next((s for s, _ in said if re.search(word, s.text, re.IGNORECASE)), None)
        share = area_of(body.mesh) * body.reach / value if measure == "volume" else 0.02
        share = stated[1] if stated and stated[1] else min(max(share, _LEAST_SHARE), _MOST_SHARE)
        body.draft.add(
            f"{measure} {body.path}",
            "mesh_measure",
            body.path,
            parameters={"measure": measure, "within": float(f"{share:.2g}")},
            sentence=stated[0] if stated else named,
            weak=name_words(body.path),
            reason="as the instruction says" if stated else "as much as the surface may be off",
        )


def _bulks(body: _Body) -> Iterator[tuple[str, str, float]]:
    if body.overlaps:
        return
    volume = abs(volume_of(body.mesh))
    if not leaks(body.mesh) and volume > 0:
        yield "volume", _BULKY, volume
    if any(re.search(_BROAD, s.text, re.IGNORECASE) for s in body.sentences):
        yield "area", _BROAD, area_of(body.mesh)


def _holes(body: _Body) -> None:
    holed, closed, parted = body.says(_HOLED), body.says(_CLOSED), body.says(_PARTED)
    names = []
    if holed and body.topology.through is not None and not body.overlaps:
        names.append("through")
    if (holed and closed) or any(topology_of(m).rims for m in body.given.values()):
        names.append("open")
    if parted:
        names.append("shells")
    if not names:
        return
    body.draft.add(
        f"holes {body.path}",
        "mesh_holes",
        body.path,
        parameters={"count": names},
        sentence=holed or parted or closed,
        weak=name_words(body.path),
    )


def _bores(body: _Body) -> None:
    """Propose the diameters of round holes, where a tolerance is given for them."""
    if not body.bored or not body.bores:
        return
    sentence, allowance = body.bored[0]
    slack = allowance.slack
    margin = slack.in_unit("mm") if slack.unit else None
    if slack.share is None and (margin is None or margin.margin is None):
        return
    body.draft.add(
        f"bores {body.path}",
        "mesh_measure",
        body.path,
        parameters={"measure": "bores"} | ({"within": slack.share} if slack.share else {}),
        tolerance=body.from_mm(margin.margin) if margin and margin.margin else None,
        sentence=sentence,
        reason="as the instruction says",
    )


def _distance(body: _Body) -> None:
    placed, turned = placed_in(body.sentences), turned_in(body.sentences)
    parameters: dict[str, Any] = {
        "at_most": body.reach,
        "alignment": "none" if placed else ("shift" if turned else "rigid"),
    }
    if body.slack is not None and body.slack.measure != "hausdorff":
        parameters["measure"] = body.slack.measure
    original = _original(body, parameters)
    if original:
        parameters["of_input"] = original
    said = body.slack is not None
    body.draft.add(
        f"surface {body.path}",
        "surface_distance",
        body.path,
        parameters=parameters,
        gate=bool(original),
        strong=(body.path.rpartition("/")[2],),
        weak=name_words(body.path),
        sentence=body.slack.sentence if body.slack else None,
        reason="as the instruction says" if said else "a tessellation twice as coarse is as right",
    )


def _original(body: _Body, parameters: dict[str, Any]) -> str | None:
    """Return the mesh of the input that the instruction measures against, None if it does not."""
    slack = body.slack
    if slack is None:
        return None
    names = {path.rpartition("/")[2].casefold(): path for path in body.given}
    named = [path for name, path in names.items() if name in slack.sentence.folded]
    for path in named or (body.given if slack.of_original else ()):
        asked = SurfaceDistanceParameters.model_validate(parameters)
        _, found = best_laid(body.mesh, body.given[path], asked)
        if math.isfinite(found.mean) and getattr(found, asked.measure) <= asked.at_most:
            return path
    return None
