"""Solids of CAD (STEP) as triangles, made by another process that may fail and be ended.

The library that reads them is written in another language: what breaks it must not break the
grader, and what keeps it busy must not keep the grader busy.
"""

import re
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

from studio.base.extras import import_extra
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import MAX_FILE, read_bytes

SECONDS = 25.0
_WORKER = Path(__file__).with_name("solid_worker.py")
_NUMBER = rb"[-+]?\d+\.?\d*(?:[Ee][-+]?\d{1,3})?"
_POINT = re.compile(
    rb"CARTESIAN_POINT\s{0,9}\(\s{0,9}'[^']{0,200}'\s{0,9},\s{0,9}\(\s{0,9}(" + _NUMBER
    + rb")\s{0,9},\s{0,9}(" + _NUMBER + rb")\s{0,9},\s{0,9}(" + _NUMBER + rb")"
)  # fmt: skip
_MOST_POINTS = 200_000
_SAG = 2e-4
_FARTHEST = 1e9


def tessellated(content: bytes) -> bytes:
    """Return the solids of a STEP file as a GLB file in metres.

    Raises:
        Unreadable: if it is no STEP file, takes too long, or holds no solid or surface.
        FaultError: if the extra for solids is missing.
    """
    if not content.lstrip().startswith(b"ISO-10303-21"):
        raise Unreadable("is not a STEP file")
    if b"END-ISO-10303-21" not in content[-4096:]:
        raise Unreadable("is cut off before its end")
    import_extra("cascadio", "meshes", "Solids of CAD")
    with tempfile.TemporaryDirectory(prefix="studio-solid-") as folder:
        source, made = Path(folder) / "solid.step", Path(folder) / "solid.glb"
        source.write_bytes(content)
        command = [sys.executable, "-I", str(_WORKER), str(source), str(made), repr(_sag(content))]
        try:
            subprocess.run(
                command, timeout=SECONDS, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, check=True,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Unreadable(f"takes more than {SECONDS:g} s to be read") from None
        except subprocess.CalledProcessError:
            raise Unreadable("is damaged or not a STEP file") from None
        if not made.is_file():
            raise Unreadable("holds no solid")
        return read_bytes(made, MAX_FILE)


def _sag(content: bytes) -> float:
    """Return how far triangles may lie from curved faces, by the extent of the points.

    Raises:
        Unreadable: if a point is none, or lies too far away for any solid.
    """
    points = [
        [float(part) for part in found.groups()]
        for found in islice(_POINT.finditer(content), _MOST_POINTS)
    ]
    if not points:
        return 0.01
    extent = max(max(axis) - min(axis) for axis in zip(*points, strict=True))
    if not extent < _FARTHEST:
        raise Unreadable("has corners that are too far away to be measured")
    return float(max(1e-6, extent * _SAG))
