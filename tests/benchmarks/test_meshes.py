"""What comparing two fine meshes of one body costs, in time and in memory."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import trimesh

HERE = Path(__file__).parent
SECONDS, MEMORY = 10.0, 2 << 30


def write_meshes(folder: Path, count: int, thin: int) -> tuple[int, int]:
    """Write a wavy ball twice, in rings about two axes; return how many triangles each has.

    Args:
        folder: where the files go.
        count: about how many triangles each has.
        thin: how many times longer than wide a triangle is.
    """
    rings, parts = int(np.sqrt(count / 4 * thin)), int(np.sqrt(count / 4 / thin))
    one = trimesh.creation.uv_sphere(radius=30, count=[rings, parts])
    two = trimesh.creation.uv_sphere(radius=30, count=[rings - 9, parts + 9])
    two.vertices = two.vertices[:, [2, 0, 1]]
    for side, made in (("right", one), ("found", two)):
        way = made.vertices / np.linalg.norm(made.vertices, axis=1, keepdims=True)
        made.vertices = way * (30 + np.sin(5 * way[:, :1]) + np.cos(4 * way[:, 1:2]))
        (folder / side).mkdir()
        (folder / side / "body.stl").write_bytes(made.export(file_type="stl"))
    return len(one.faces), len(two.faces)


@pytest.mark.parametrize(
    "count",
    [40_000, pytest.param(504_000, marks=[pytest.mark.long, pytest.mark.timeout(1800)])],
)
@pytest.mark.parametrize("thin", [1, 4])
def test_two_tessellations_of_one_body(tmp_path: Path, count: int, thin: int) -> None:
    sizes = write_meshes(tmp_path, count, thin)
    command = [sys.executable, str(HERE / "comparing_meshes.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["status"] == "pass", found["sentence"]
    print(
        f"\ntwo meshes of {sizes[0]:,} and {sizes[1]:,} triangles, {thin} to 1: "
        f"read and compared in {found['seconds']:.1f} s of the processor (limit {SECONDS:g}), "
        f"{found['elapsed']:.1f} s by the clock, "
        f"peak {found['peak'] >> 20} MiB (limit {MEMORY >> 20}); {found['sentence']}"
    )
    assert found["seconds"] <= SECONDS and found["peak"] <= MEMORY
