"""Which picture stands for a task: the last frame that was kept of its recording, or an icon."""

import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from studio.formats import layout
from studio.model.recording import FrameRecord

_TAIL = 1 << 16
_LOOKED_AT = 40
_ICONS = {
    "table": ("xlsx", "xls", "ods", "csv", "tsv", "parquet"),
    "file-text": ("docx", "doc", "odt", "rtf", "txt", "md", "html"),
    "presentation": ("pptx", "ppt", "odp"),
    "file-pdf": ("pdf",),
    "image": ("png", "jpg", "jpeg", "webp", "tif", "tiff", "bmp", "svg"),
    "film-strip": ("mp4", "mkv", "mov", "webm", "avi"),
    "music-notes": ("wav", "flac", "mp3", "ogg", "mid", "midi"),
    "cube": ("stl", "obj", "ply", "step", "stp", "glb", "dxf", "dwg"),
    "map-trifold": ("geojson", "gpkg", "shp", "kml"),
    "heartbeat": ("dcm", "nii", "gz"),
    "database": ("sqlite", "db", "json", "xml", "yaml", "yml"),
    "flask": ("pdb", "mol", "sdf", "cif"),
}
_BY_SUFFIX = {suffix: icon for icon, suffixes in _ICONS.items() for suffix in suffixes}


def icon_of(*folders: Path) -> str:
    """Return the Phosphor icon of the first file whose kind is known in some folders."""
    for folder in folders:
        for name in islice(_names(folder), _LOOKED_AT):
            if icon := _BY_SUFFIX.get(name.rpartition(".")[2].lower()):
                return icon
    return "file"


def _names(folder: Path) -> Iterator[str]:
    for _, _, names in os.walk(folder):
        yield from sorted(names)


def last_frame(recording: Path) -> Path | None:
    """Return the newest frame of a recording that was kept as a still, None if there is none."""
    for line in reversed(_last_lines(recording / layout.FRAMES)):
        with suppress(ValidationError):
            frame = FrameRecord.model_validate_json(line)
            place = recording / layout.keyframe(frame.digest)
            if place.is_file():
                return place
    return None


def _last_lines(path: Path) -> list[bytes]:
    """Return the last lines of a file without reading all of it."""
    try:
        with path.open("rb") as stream:
            stream.seek(max(0, path.stat().st_size - _TAIL))
            return stream.read().splitlines()
    except OSError:
        return []
