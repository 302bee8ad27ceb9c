"""Drawn files in the pane beside the checks: read in the sandbox, picked as targets."""

from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from studio.gui.widgets.mesh_view import MeshView
from studio.gui.widgets.plan_view import PlanView
from studio.gui.widgets.volume_view import VolumeView
from studio.model.check import Check
from tests.gui.file_beside import Shown, Writer, beside, task_of
from tests.unit.grading import drawing_files
from tests.unit.grading.medical_files import dicom, nifti, organs, slice_of
from tests.unit.grading.mesh_files import ball, block


def writes(content: bytes) -> Writer:
    return lambda place: place.write_bytes(content)


def shown(pane: Shown, target: str) -> Any:
    """Return the view of the file of a target, once its picture is there."""
    pane.pane.show_target(target)
    pane.until(lambda: pane.pane.view is not None or not pane.pane.is_reading)
    view: Any = pane.pane.view
    if view is not None:
        pane.until(lambda: getattr(view.canvas, "is_settled", True))
    return view


def test_files_are_read_in_the_sandbox_drawn_and_picked(qtbot: QtBot, tmp_path: Path) -> None:
    task = task_of(
        tmp_path / "work",
        {
            "organs.nii.gz": (None, writes(nifti(organs()))),
            "part.stl": (writes(block().stl()), writes(ball().stl())),
            "plan.dxf": (None, writes(drawing_files.plan())),
            "broken.stl": (None, writes(bytes(80) + b"\xff\xff\xff\x7f" + bytes(100))),
            **{f"ct/{n}.dcm": (None, writes(dicom(slice_of(n)))) for n in (1, 2, 3)},
        },
        Check(id="a", kind="label_volume", target="organs.nii.gz", parameters={"labels": [2]}),
        Check(id="b", kind="mesh_watertight", target="part.stl", gate=True),
        Check(id="c", kind="dicom_tags", target="ct", parameters={}),
    )
    with beside(qtbot) as pane:
        pane.show(task)
        view = shown(pane, "organs.nii.gz")
        assert isinstance(view, VolumeView)
        assert [part.checked for part in view.list.parts] == [False, True]
        view.list.chosen.emit(0)
        assert pane.picked == ["organs.nii.gz@1"]
        view = shown(pane, "part.stl")
        assert isinstance(view, MeshView) and view.frame.legend.words == ("checked",)
        view.canvas.picked.emit(0)
        assert pane.picked[-1] == "part.stl"
        pane.pane.sides.buttons["difference"].click()
        pane.until(lambda: len(view.frame.legend.words) == 3 and view.canvas.is_settled)
        assert isinstance(shown(pane, "plan.dxf"), PlanView)
        # One tab stands for all pictures of a series, which a check names by their folder.
        view = shown(pane, "ct")
        assert isinstance(view, VolumeView) and view.canvas.voxels.shape == (8, 8, 3)
        tabs = [pane.pane.tabs.tabData(at) for at in range(pane.pane.tabs.count())]
        assert sum(str(path).startswith("ct/") for path in tabs) == 1
        assert shown(pane, "broken.stl") is None
        assert "2,147,483,647 triangles" in pane.pane.broken.sentence.text()
