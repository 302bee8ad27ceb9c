"""Invented tasks whose outputs are whole files: sorted, renamed, filed, deleted."""

from tests.unit.grading.proposing.scenes import Content, Files, Scene

_PHOTOS: Files = {f"2026-0{m}-03_pier_{n}.jpg": f"photo {m} {n}" for m in (2, 3) for n in (1, 2)}
_DOUBLE = "copy of 2026-03-03_pier_1.jpg"
_CAMERA: Files = {
    **_PHOTOS,
    _DOUBLE: _PHOTOS["2026-03-03_pier_1.jpg"],
    "IMG_9981.jpg": "nobody knows when",
    "readme.txt": "Camera 2\n",
}
_SORTED: Files = {f"{name[:7]}/{name}": content for name, content in _PHOTOS.items()}
_GONE: dict[str, Content | None] = dict.fromkeys((*_PHOTOS, _DOUBLE))
_FIRST, _SECOND = "2026-02/2026-02-03_pier_1.jpg", "2026-02/2026-02-03_pier_2.jpg"


PHOTOS = Scene(
    "photos",
    "Sort the photos in this folder: each goes into a folder for its month, such as `2026-02/`, "
    'under its old name. Files that begin with "copy of" are doubles, delete them. A photo '
    "without a date stays where it is.",
    _CAMERA,
    {**_SORTED, **_GONE},
    {"as asked": {}, "a list beside": {"list.txt": "four photos\n"}},
    {
        "copied, not moved": dict(_PHOTOS),
        "one left behind": {"2026-03-03_pier_2.jpg": "photo 3 2"},
        "the double kept": {_DOUBLE: _CAMERA[_DOUBLE]},
        "the double sorted too": {f"2026-03/{_DOUBLE}": _CAMERA[_DOUBLE]},
        "another month": {_FIRST: None, "2026-03/2026-02-03_pier_1.jpg": "photo 2 1"},
        "each other's": {_FIRST: "photo 2 2", _SECOND: "photo 2 1"},
        "renamed": {_FIRST: None, "2026-02/1.jpg": "photo 2 1"},
        "damaged": {_FIRST: ""},
        "undated lost": {"IMG_9981.jpg": None},
        "undated moved": {"IMG_9981.jpg": None, "other/IMG_9981.jpg": "nobody knows when"},
        "readme changed": {"readme.txt": "sorted\n"},
    },
    "in_place",
)

_SIGNED = "Delivery note 7\n\nReceived by: J. Bell\n"
_AGAIN = "Delivery note 7\n\nReceived by: J. Bell\n\n\n"
_NOTES: Files = {
    "inbox/scan_1.txt": _SIGNED,
    "inbox/scan_2.txt": "Delivery note 9\n\nReceived by:\n",
    "inbox/scan_3.txt": _AGAIN,
}


def _filed(**changes: Content | None) -> dict[str, Content | None]:
    return {name.replace("_", "/") + ".txt": c for name, c in changes.items()}


NOTES = Scene(
    "delivery notes",
    "File the scans in `inbox`: signed notes go to `signed/NUMBER.txt`, the others to "
    "`open/NUMBER.txt`. Of a note that was scanned twice keep only one, whichever you like.",
    _NOTES,
    {
        "signed/7.txt": _SIGNED,
        "open/9.txt": _NOTES["inbox/scan_2.txt"],
        **dict.fromkeys(_NOTES),
    },
    {"as asked": {}, "the other scan": _filed(signed_7=_AGAIN)},
    {
        "both scans": _filed(signed_7b=_AGAIN),
        "left in the inbox": {"inbox/scan_3.txt": _AGAIN},
        "unsigned filed": _filed(open_9=None, signed_9=_NOTES["inbox/scan_2.txt"]),
        "written again": _filed(signed_7="Delivery note 7\n\nReceived by: J. Belle\n"),
        "one missing": _filed(open_9=None),
    },
    "in_place",
)

SCENES = [PHOTOS, NOTES]
