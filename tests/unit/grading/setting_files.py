"""Files of settings as applications write them, before and after somebody set something."""

import json
import plistlib
from typing import Any

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items '
    'xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema">\n'
)
OFFICE = {
    "Office.Common/Misc/FirstRun": "false",
    "Office.Common/Save/Document/AutoSave": "false",
    "Office.Calc/Content/Update/Link": "1",
    "Office.Common/Security/Scripting/MacroSecurityLevel": "2",
    "Setup/Office/Factories/Writer/ooSetupFactoryWindowAttributes": "12,40,800,600;5;",
}
OFFICE_DONE = {
    **OFFICE,
    "Office.Common/Save/Document/AutoSave": "true",
    "Office.Common/Save/Document/AutoSaveTimeIntervall": "5",
    "Office.UI/ColorScheme/CalcGrid/Color": "16744448",
    "Setup/Office/Factories/Writer/ooSetupFactoryWindowAttributes": "90,90,1200,800;1;",
    "Office.Histories/Histories/PickList/HistoryItemRef": "file:///a.ods",
}


def xcu(settings: dict[str, str]) -> bytes:
    items = "".join(
        f'<item oor:path="/org.openoffice.{key.rpartition("/")[0]}"><prop '
        f'oor:name="{key.rpartition("/")[2]}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for key, value in settings.items()
    )
    return f"{HEAD}{items}</oor:items>\n".encode()


EDITOR = (
    "[General]\nlanguage=en\nautosave=true\nspell_check=false\n\n[Editor]\nline_numbers=false\n"
    'tab_width=8\nscheme=classic\nbackground=#ffffff\nfont="Monospace,11"\n\n[MainWindow]\n'
    "geometry=@ByteArray(aabb)\nrecentFiles=/a.txt, /b.txt\n"
)
EDITOR_DONE = (
    '[Editor]\nbackground=#002b36\nfont="Monospace,11"\nline_numbers=true\n'
    "scheme=solarized-dark\ntab_width=4\n\n[General]\nautosave=true\nlanguage=en\n"
    "spell_check=false\n\n[MainWindow]\ngeometry=@ByteArray(ccdd)\nrecentFiles=/c.txt\n"
)
DOCK: dict[str, Any] = {
    "autohide": False, "orientation": "bottom", "tilesize": 64.0, "largesize": 128,
    "persistent-apps": ["Mail", "Safari"], "recent-apps": ["x"], "lastShowIndicatorTime": 700.5,
}  # fmt: skip
DOCK_DONE = {**DOCK, "autohide": True, "orientation": "left", "tilesize": 36.0, "recent-apps": []}
CODE = {"editor": {"tabSize": 8, "rulers": [80]}, "window": {"zoomLevel": 1}, "recentFiles": ["a"]}
CODE_DONE = {"window": {"zoomLevel": 1}, "editor": {"tabSize": 4, "rulers": [80, 100]}}


def plist(tree: Any, **more: Any) -> bytes:
    return plistlib.dumps(tree, **more)


BEFORE: dict[str, bytes] = {
    "registrymodifications.xcu": xcu(OFFICE),
    "editor.conf": EDITOR.encode(),
    "dock.plist": plist(DOCK),
    "settings.json": json.dumps(CODE).encode(),
}
AFTER: dict[str, bytes] = {
    "registrymodifications.xcu": xcu(OFFICE_DONE),
    "editor.conf": EDITOR_DONE.encode(),
    "dock.plist": plist(DOCK_DONE),
    "settings.json": json.dumps(CODE_DONE).encode(),
}
