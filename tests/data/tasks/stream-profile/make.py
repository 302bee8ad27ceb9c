"""Make the profile of a streaming program: ini and json written by Python, as the program does."""

import configparser
import copy
import json
import math
import re
from pathlib import Path

from tests.data.tasks.fixed_files import begin, finish, place

INI, SERVICE, SCENES = "basic.ini", "service.json", "scenes.json"
KEY = "oc-7731-kite-0094"
HANDOVER = f"""\
Open Council Live, account Oostdijk
stream key: {KEY}
(the old key oc-7731-moth-0021 is void)
"""
BASIC = """\
[General]
Name=Council

[Video]
BaseCX=1920
BaseCY=1080
OutputCX=1920
OutputCY=1080
FPSType=0
FPSCommon=30
FPSInt=30
ScaleType=bicubic

[Output]
Mode=Simple

[SimpleOutput]
FilePath=D:/recordings
RecFormat2=mkv
VBitrate=6000
ABitrate=160
StreamEncoder=x264

[Hotkeys]
OBSBasic.StartStreaming={"bindings":[{"control":true,"key":"OBS_KEY_F5"}]}
OBSBasic.StopStreaming={"bindings":[{"control":true,"key":"OBS_KEY_F6"}]}
"""
OLD_SERVICE = {
    "type": "rtmp_custom",
    "settings": {
        "server": "rtmp://old.example.org/live",
        "key": "oc-7731-moth-0021",
        "use_auth": True,
        "bwtest": False,
    },
}
ABOUT = {
    "title": "Change the profile of a streaming PC",
    "profession": "Audio and video technician",
    "occupation": "27-4011.00",
    "work": "in_place",
    "families": ["ini", "json", "txt", "settings of an application"],
    "alternate_correct": {
        "saved_by_the_program": "The program ran once: a byte order mark, everything sorted, "
        "further keys with their defaults, json without spaces.",
        "by_hand": "Edited by hand with a comment in the ini and its lines in another order, "
        "another indent in the json, the volume with four digits.",
    },
    "known_bad": {
        "canvas_too": "The canvas was reduced as well, not only the output.",
        "decibels_stored": "3 was added to the volume factor, as if it were decibels.",
        "wrong_microphone": "Chair is muted and Gallery is raised: the two are swapped.",
    },
}


def source(name: str, kind: str, volume: float = 1.0, **more: object) -> dict:
    made = {"name": name, "id": kind, "volume": volume, "muted": False, "enabled": True}
    return {**made, "settings": {}, **more}


OLD_SCENES = {
    "name": "Council",
    "current_scene": "Chamber",
    "current_program_scene": "Chamber",
    "scene_order": [{"name": "Chamber"}, {"name": "Wait"}, {"name": "Vote"}],
    "sources": [
        source("Camera 1", "dshow_input"),
        source("Chair", "wasapi_input_capture", 0.5, mixers=3),
        source("Gallery", "wasapi_input_capture", 0.7, mixers=3),
        source("Logo", "image_source", settings={"file": "D:/council/logo.png"}),
        source("Chamber", "scene", hotkeys={"select": [{"key": "OBS_KEY_1"}]}),
        source("Wait", "scene", hotkeys={"select": [{"key": "OBS_KEY_2"}]}),
        source("Vote", "scene", hotkeys={"select": [{"key": "OBS_KEY_3"}]}),
    ],
    "transition_duration": 300,
}


def ini(canvas: bool = False) -> str:
    pairs = {
        "OutputCX": "1280",
        "OutputCY": "720",
        "FPSType": "1",
        "FPSInt": "25",
        "VBitrate": "3500",
        "FilePath": "D:/council",
    }
    pairs |= {"BaseCX": "1280", "BaseCY": "720"} if canvas else {}
    text = BASIC
    for name, value in pairs.items():
        text, count = re.subn(rf"^{name}=.*$", f"{name}={value}", text, flags=re.MULTILINE)
        assert count == 1
    return text


def service() -> dict:
    made = copy.deepcopy(OLD_SERVICE)
    new = {"server": "rtmps://live.example.org:443/council", "key": KEY, "use_auth": False}
    made["settings"] |= new
    return made


def louder(volume: float, decibels: float) -> float:
    return volume * 10 ** (decibels / 20)


def scenes(
    loud: str = "Chair", quiet: str = "Gallery", places: int = 17, added: bool = False
) -> dict:
    made = copy.deepcopy(OLD_SCENES)
    made["current_scene"] = made["current_program_scene"] = "Wait"
    sources = {one["name"]: one for one in made["sources"]}
    old = sources[loud]["volume"]
    sources[loud]["volume"] = old + 3 if added else round(louder(old, 3), places)
    sources[quiet]["muted"] = True
    return made


def by_program(text: str) -> str:
    """Return the ini as the program saves it: sorted, with the defaults of a new version."""
    parser = read_ini(text)
    parser["Video"]["ColorFormat"], parser["Output"]["DelaySec"] = "NV12", "20"
    lines = []
    for section in sorted(parser.sections()):
        lines.append(f"[{section}]")
        lines += [f"{name}={parser[section][name]}" for name in sorted(parser[section])]
        lines.append("")
    return "\ufeff" + "\r\n".join(lines)


def by_hand(text: str) -> str:
    parts = [part.splitlines() for part in text.strip().split("\n\n")]
    turned = ["\n".join([part[0], *part[:0:-1]]) for part in parts]
    joined = "\n\n".join(turned) + "\n"
    return joined.replace("[Video]\n", "[Video]\n; new platform, March 2026\n")


def read_ini(text: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment]
    parser.read_string(text)
    return parser


def keeps(new: object, old: object) -> bool:
    """Say whether everything in `old` is in `new`, whatever was added to it."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(name in new and keeps(new[name], old[name]) for name in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(new) == len(old) and all(map(keeps, new, old))
    if isinstance(old, float) and isinstance(new, float):
        return math.isclose(new, old, rel_tol=0.001)
    return new == old


def right(made: Path) -> bool:
    found = read_ini((made / INI).read_text("utf-8-sig"))
    wanted = read_ini(BASIC)
    wanted["Video"].update(OutputCX="1280", OutputCY="720", FPSType="1", FPSInt="25")
    wanted["SimpleOutput"].update(VBitrate="3500", FilePath="D:/council")
    settings = keeps(*({s: dict(one[s]) for s in one.sections()} for one in (found, wanted)))
    new = json.loads((made / SCENES).read_text("utf-8"))
    old = copy.deepcopy(OLD_SCENES)
    old["current_scene"] = old["current_program_scene"] = "Wait"
    old["sources"][1]["volume"], old["sources"][2]["muted"] = 0.5 * 10**0.15, True
    said = json.loads((made / SERVICE).read_text("utf-8"))
    return settings and keeps(new, old) and keeps(said, service())


def main() -> None:
    folder = begin(__file__)
    start = folder / "input"
    (start / INI).write_text(BASIC, encoding="utf-8")
    (start / "handover.txt").write_text(HANDOVER, encoding="utf-8")
    for name, data in ((SERVICE, OLD_SERVICE), (SCENES, OLD_SCENES)):
        (start / name).write_text(json.dumps(data, indent=4) + "\n", encoding="utf-8")

    def store(where: str, text: str, setting: dict, order: dict, **style: object) -> None:
        made = place(folder, where, start)
        (made / INI).write_bytes(text.encode("utf-8"))
        for name, data in ((SERVICE, setting), (SCENES, order)):
            shown = json.dumps(data, **style) if style else json.dumps(data, indent=4) + "\n"
            (made / name).write_text(shown, encoding="utf-8")
        assert right(made) == ("known_bad" not in where), where

    store("reference", ini(), service(), scenes())
    saved, setting = scenes(), service()
    for one in saved["sources"]:
        one["balance"] = 0.5
    setting["settings"]["service"] = "Custom"
    where = "alternate_correct/saved_by_the_program"
    store(where, by_program(ini()), setting, saved, separators=(",", ":"), sort_keys=True)
    store("alternate_correct/by_hand", by_hand(ini()), service(), scenes(places=4), indent=2)
    store("known_bad/canvas_too", ini(canvas=True), service(), scenes())
    store("known_bad/decibels_stored", ini(), service(), scenes(added=True))
    store("known_bad/wrong_microphone", ini(), service(), scenes("Gallery", "Chair"))
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
