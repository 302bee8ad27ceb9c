"""Pictures of curves and arrays: sound, small, the same each time, and inert."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from studio.grading.kinds import Grounds
from studio.grading.pictures import PICTURES, Picture
from studio.model.check import Check
from tests.unit.grading.array_files import npy, step, table
from tests.unit.grading.families.grounds import Desk, Files, lay
from tests.unit.grading.setting_files import EDITOR, EDITOR_DONE


def made(desk: Desk, check: Check, output: Files) -> Picture:
    desk.count += 1
    grounds = Grounds.of(desk.task, lay(desk.folder / f"shown-{desk.count}", output))
    picture = PICTURES[check.kind](check, grounds)
    assert picture == PICTURES[check.kind](check, grounds) and len(picture.content) < 200_000
    return picture


def texts(picture: Picture) -> str:
    assert picture.suffix == ".svg"
    root = fromstring(picture.content)
    assert root.tag.endswith("svg") and not list(root.iter("script"))
    return " ".join(element.text or "" for element in root.iter())


def test_a_curve_with_its_band(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"step.csv": table(step())})
    check = desk.check("curve_distance", "step.csv", measure="largest", at_most=0.5)
    right = made(desk, check, {"step.csv": table(step(999))})
    assert "✓ near enough" in texts(right) and b"circle" not in right.content
    wrong = made(desk, check, {"step.csv": table(step(damping=0.2))})
    assert "✗ too far off" in texts(wrong) and wrong.content.count(b"<circle") > 5
    assert "is missing" in texts(made(desk, check, {}))
    assert "x,<b>" not in str(made(desk, check, {"step.csv": "t,x,<b>\n1,2,3,4\n"}).content)


@pytest.mark.parametrize("shape", [(12, 9), (1500, 3), (700,), (5,), (4, 5, 6), (900, 900)])
def test_a_map_of_what_is_off(tmp_path: Path, shape: tuple[int, ...]) -> None:
    right = np.arange(float(np.prod(shape))).reshape(shape)
    desk = Desk(tmp_path, {"a.npy": npy(right)})
    check = desk.check("array_close", "a.npy", relative=0.001)
    wrong: Any = right.copy()
    wrong.reshape(-1)[: right.size // 2] += 5
    wrong.reshape(-1)[-1] = np.nan
    picture = made(desk, check, {"a.npy": npy(wrong)})
    assert picture.suffix == ".png"
    colours = Image.open(io.BytesIO(picture.content)).convert("RGB").getcolors(1 << 20)
    seen = {colour for _, colour in colours or ()}
    assert {(179, 38, 30), (120, 120, 120), (255, 255, 255)} <= seen
    assert "is missing" in texts(made(desk, check, {}))


def test_statistics_and_settings_as_tables(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "a", {"n.npy": npy(np.arange(100.0))})
    check = desk.check("array_statistics", "n.npy", statistics=["mean", "max"])
    told = texts(made(desk, check, {"n.npy": npy(np.arange(100.0) + [[0]] * 1)}))
    assert told.count("✓ right") == 2
    wrong = np.where(np.arange(100) == 99, 500.0, np.arange(100.0))
    assert "✗ wrong" in texts(made(desk, check, {"n.npy": npy(wrong)}))
    desk = Desk(tmp_path / "s", {"a.conf": EDITOR_DONE}, {"a.conf": EDITOR})
    check = desk.check("settings_saved", "a.conf")
    told = texts(made(desk, check, {"a.conf": EDITOR_DONE.replace("tab_width=4", "tab_width=<b>")}))
    assert told.count("✓ right") == 3 and told.count("✗ wrong") == 1
    assert "is missing" in texts(made(desk, check, {}))
