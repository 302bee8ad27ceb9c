"""Checks of settings: however an application writes them, and nothing else touched."""

import json
import plistlib
from pathlib import Path

import pytest

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.setting_values import is_volatile, same_setting
from studio.grading.readers.settings import read_settings
from tests.unit.grading.families.grounds import Desk, lay
from tests.unit.grading.setting_files import (
    AFTER,
    BEFORE,
    CODE_DONE,
    DOCK_DONE,
    EDITOR,
    EDITOR_DONE,
    OFFICE_DONE,
    plist,
    xcu,
)


@pytest.mark.parametrize("name", AFTER)
def test_what_was_asked_for_is_saved(tmp_path: Path, name: str) -> None:
    desk = Desk(tmp_path, {name: AFTER[name]}, {name: BEFORE[name]})
    saved, kept = desk.check("settings_saved", name), desk.check("settings_unchanged", name)
    desk.is_sound(saved)
    desk.is_sound(kept)
    assert desk.score(kept, {name: BEFORE[name]}) == 1
    assert desk.score(saved, {name: b""}) == 0 == desk.score(kept, {name: b""})


RIGHT = [
    ("editor.conf", EDITOR_DONE.replace("=true", "=1").replace("#002b36", "rgb(0, 43, 54)")),
    ("editor.conf", EDITOR.replace("line_numbers=false", "line_numbers = yes")
     .replace("tab_width=8", "tab_width=4.0").replace("classic", "'solarized-dark'")
     .replace("#ffffff", "#FF002B36").replace("aabb", "eeff")),
    ("editor.conf", "# by hand\n" + EDITOR_DONE.replace("\n", "\r\n")),
    ("editor.conf", EDITOR_DONE + "[Session]\nlastOpened=2026-01-01T10:00\nwindowState=max\n"),
    ("registrymodifications.xcu", xcu(dict(reversed(OFFICE_DONE.items())))),
    ("registrymodifications.xcu", xcu({**OFFICE_DONE, "Office.Views/Windows/x/Width": "3",
                                       "Setup/Product/ooSetupLastVersion": "24.8"})),
    ("dock.plist", plist({**DOCK_DONE, "tilesize": 36}, fmt=plistlib.FMT_BINARY)),
    ("dock.plist", plist(dict(reversed(DOCK_DONE.items())), sort_keys=False)),
    ("settings.json", "// mine\n" + json.dumps(CODE_DONE, indent=2)
     .replace("\n  }\n}", "\n  },\n}")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content"), RIGHT)
def test_other_ways_to_write_them_are_right(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    desk = Desk(tmp_path, {name: AFTER[name]}, {name: BEFORE[name]})
    for kind in ("settings_saved", "settings_unchanged"):
        told = desk.judged(desk.check(kind, name), {name: content})
        assert told.status == "pass", told.sentence


WRONG = [
    ("settings_saved", 0.75, EDITOR_DONE.replace("tab_width=4", "tab_width=2")),
    ("settings_saved", 0.75, EDITOR_DONE.replace("line_numbers=true", "line_numbers=false")),
    ("settings_saved", 0.75, EDITOR_DONE.replace("scheme=solarized-dark\n", "")),
    ("settings_saved", 0.75, EDITOR_DONE.replace("#002b36", "#002b35")),
    ("settings_saved", 0.75, EDITOR_DONE.replace("dark", "Dark")),
    ("settings_saved", 0, EDITOR),
    ("settings_saved", 0, EDITOR_DONE.replace("[Editor]", "[Viewer]")),
    ("settings_saved", 0, EDITOR_DONE + "[Editor]\ntab_width=8\n"),
    ("settings_unchanged", 0.8, EDITOR_DONE.replace("autosave=true", "autosave=0")),
    ("settings_unchanged", 0.8, EDITOR_DONE.replace("language=en\n", "")),
    ("settings_unchanged", 0.8, EDITOR_DONE.replace("[Editor]", "[Editor]\nwrap=true")),
]


@pytest.mark.parametrize(("kind", "score", "content"), WRONG)
def test_what_is_otherwise_is_told(tmp_path: Path, kind: str, score: float, content: str) -> None:
    desk = Desk(tmp_path, {"editor.conf": EDITOR_DONE}, {"editor.conf": EDITOR})
    told = desk.judged(desk.check(kind, "editor.conf"), {"editor.conf": content})
    assert told.status == "fail" and told.score == pytest.approx(score, abs=0.06), told.sentence
    assert "solarized" not in told.public and "002b36" not in told.public


def test_keys_by_name_and_values_that_are_stated(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"editor.conf": EDITOR_DONE})
    named = desk.check("settings_saved", "editor.conf", keys=["tab_width", "General/autosave"])
    desk.is_sound(named)
    assert desk.score(named, {"editor.conf": EDITOR}) == 0.5
    stated = desk.check("settings_saved", "editor.conf", expected={"Editor/line_numbers": True})
    desk.is_sound(stated)
    assert "line_numbers = true" in desk.sentence(stated)
    assert "no setting colour" in desk.fault(
        desk.check("settings_saved", "editor.conf", keys=["colour"])
    )
    assert "The input holds no settings" in desk.fault(
        desk.check("settings_unchanged", "editor.conf")
    )


def test_a_setting_that_was_taken_away_must_be_gone(tmp_path: Path) -> None:
    given, right = "[a]\nx=1\ny=2\n", "[a]\nx=1\n"
    desk = Desk(tmp_path, {"a.ini": right}, {"a.ini": given})
    check = desk.check("settings_saved", "a.ini")
    desk.is_sound(check)
    assert desk.score(check, {"a.ini": "[a]\nx=1\ny=2\n"}) == 0
    assert desk.score(check, {"a.ini": "[a]\nx = 1\n\n"}) == 1


@pytest.mark.parametrize(
    ("key", "one", "other", "same"),
    [
        ("a", "true", "Yes", True), ("a", "1", "on", True), ("a", "0", "1", False),
        ("a", "1", "1.0", True), ("a", "uint32 5", "5", True), ("a", "@as []", "[]", True),
        ("a", "['x', 'y']", "[\"x\",\"y\"]", True), ("a", "['x', 'y']", "['y', 'x']", False),
        ("Categories", "Office;Text;", "Office;Text", True), ("a", "'text'", "text", True),
        ("a", "#F80", "#ff8800", True), ("Color", "16744448", "#ff8000", True),
        ("Count", "16744448", "#ff8000", False), ("bgcolor", "white", "#FFFFFF", True),
        ("a", "2", "true", False), ("a", "", "false", False), ("a", "#80ff8000", "#ff8000", False),
        ("a", "rgb(300,0,0)", "#ff0000", False), ("a", "Dark", "dark", False),
    ],
)  # fmt: skip
def test_values_that_mean_the_same(key: str, one: str, other: str, same: bool) -> None:
    assert same_setting(key, one, other) is same is same_setting(key, other, one)


def test_what_changes_by_use_alone_is_known() -> None:
    for key in ("MainWindow/geometry", "General/lastOpenedDir", "recentFiles/1", "File/MRU",
                "state/windowWidth", "Session/id/sessionId", "update/lastCheck", "History/0",
                "org.openoffice.Office.Views/Windows/x", "lastShowIndicatorTime", "firstRun",
                "org.openoffice.Setup/Office/LastCompatibilityCheckID"):  # fmt: skip
        assert is_volatile(key), key
    for key in ("Editor/tab_width", "window/zoomLevel", "General/autosave", "Save/AutoSave",
                "org.openoffice.Office.Calc/Content/Update/Link", "tilesize", "blast/opened",
                "org.openoffice.Setup/L10N/ooLocale", "time/zone", "Modify/mode"):  # fmt: skip
        assert not is_volatile(key), key
    assert is_volatile("a/cache/size", ["a/cache/*"]) and is_volatile("a/theme", ["theme"])


def test_preferences_of_mozilla_and_nodes_of_the_registry(tmp_path: Path) -> None:
    lay(tmp_path, {
        "prefs.js": '// Mozilla\nuser_pref("browser.startup.page", 3);\nuser_pref("a", "x;y");\n',
        "r.xcu": xcu({}).replace(b"</oor:items>", b'<item oor:path="/a"><node oor:name="n" '
                 b'oor:op="replace"><prop oor:name="p"><value><it>x</it><it>y</it></value></prop>'
                 b'</node><node oor:name="g" oor:op="remove"/></item></oor:items>'),
    })  # fmt: skip
    assert read_settings(tmp_path, "prefs.js") == {"browser.startup.page": "3", "a": '"x;y"'}
    assert read_settings(tmp_path, "r.xcu") == {"a/n/p": "x;y", "a/g": "(removed)"}


def test_nested_sections_lists_of_properties_and_the_registry_of_windows(tmp_path: Path) -> None:
    lay(tmp_path, {
        "kde.conf": "[A][B]\nx=1\nlong=one\n  two\n\n[C]\ny:2\n",
        "one.xml": '<channel name="x"><property name="p" value="1"/></channel>',
        "two.xml": '<channel name="x"><property name="p" value="1"/><property name="q" '
                   'value="2"/></channel>',
        "w.reg": '\ufeffWindows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Soft]\r\n'
                 '"Tab"=dword:0000000a\r\n"Name"="x"\r\n',
        "a.desktop": "[Desktop Entry]\nName[de]=Rechner\nTerminal=false\n",
    })  # fmt: skip
    assert read_settings(tmp_path, "kde.conf") == {
        "A/B/x": "1",
        "A/B/long": "one two",
        "C/y": "2",
    }
    one, two = (read_settings(tmp_path, f"{name}.xml") for name in ("one", "two"))
    assert one["channel/x/property/p/@value"] == "1" and one.items() <= two.items()
    registry = read_settings(tmp_path, "w.reg")
    assert registry == {"HKEY_CURRENT_USER/Soft/Tab": "10", "HKEY_CURRENT_USER/Soft/Name": '"x"'}
    entry = read_settings(tmp_path, "a.desktop")
    assert entry["Desktop Entry/Name[de]"] == "Rechner"


def cyclic_plist() -> bytes:
    """Return a binary property list of which a list holds itself."""
    objects = b"\xa1\x00"
    table = b"\x08"
    trailer = bytes(6) + b"\x01\x01" + (1).to_bytes(8) + (0).to_bytes(8) + (10).to_bytes(8)
    return b"bplist00" + objects + table + trailer


def laughing_plist() -> bytes:
    """Return a binary property list of lists of the same list, which unfolds to 10**9 parts."""
    objects = [b"\xaa" + bytes([n + 1] * 10) for n in range(9)] + [b"\x51a"]
    offsets, position = [], 8
    for part in objects:
        offsets.append(position)
        position += len(part)
    trailer = bytes(6) + b"\x01\x01" + (10).to_bytes(8) + (0).to_bytes(8) + position.to_bytes(8)
    return b"bplist00" + b"".join(objects) + bytes(offsets) + trailer


def lying_plist() -> bytes:
    """Return a binary property list of one text that says that it is 2**62 letters long."""
    text = b"\x5f\x13" + (1 << 62).to_bytes(8)
    trailer = bytes(6) + b"\x01\x01" + (1).to_bytes(8) + (0).to_bytes(8) + (18).to_bytes(8)
    return b"bplist00" + text + b"\x08" + trailer


DAMAGED = {
    "cyclic.plist": cyclic_plist(),
    "laughing.plist": laughing_plist(),
    "short.plist": b"bplist00",
    "lies.plist": lying_plist(),
    "objects.plist": lying_plist()[:-24] + (1 << 60).to_bytes(8) + lying_plist()[-16:],
    "text.plist": b"hello",
    "broken.xcu": b"<oor:items><item>",
    "deep.xcu": b"<a>" * 5_000,
    "deep.json": b"[" * 100_000,
    "twice.ini": b"[a]\nx=1\nx=2\n",
    "line.desktop": b"[Desktop Entry]\nNonsense\n",
    "empty.conf": b"",
    "binary.conf": bytes(range(256)) * 4,
    "nothing.js": b"window.alert(1)",
    "many.ini": b"[a]\n" + b"".join(b"k%d=1\n" % n for n in range(20_001)),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_what_is_damaged_or_unfolds_is_unreadable(tmp_path: Path, name: str) -> None:
    lay(tmp_path, {name: DAMAGED[name]})
    with pytest.raises(Unreadable) as fault:
        read_settings(tmp_path, name)
    assert str(fault.value).isprintable() and len(str(fault.value)) < 200


ENTITIES = b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.plist", b'<?xml version="1.0"?>' + ENTITIES + b"<plist><string>&z;</string></plist>"),
        ("a.xcu", ENTITIES + b"<a>&z;</a>"),
        ("a.xml", ENTITIES + b"<a>&z;</a>"),
    ],
)
def test_entities_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    lay(tmp_path, {name: content})
    with pytest.raises(HostileInputError):
        read_settings(tmp_path, name)


@pytest.mark.parametrize(("name", "told"), [
    ("deep.json", "not valid JSON"), ("twice.ini", "sets a/x twice"),
    ("line.desktop", "line that sets nothing"), ("text.plist", "no property list"),
])  # fmt: skip
def test_bad_input_is_told_in_words(tmp_path: Path, name: str, told: str) -> None:
    suffix = name.rpartition(".")[2]
    right = {"json": "settings.json", "plist": "dock.plist"}.get(suffix, "editor.conf")
    target = f"x.{suffix}"
    content = AFTER[right] if suffix != "desktop" else b"[Desktop Entry]\nName=x\n"
    desk = Desk(tmp_path, {target: content})
    result = desk.judged(desk.check("settings_saved", target), {target: DAMAGED[name]})
    assert result.score == 0 and told in result.public
