"""Near misses and harmless variants of settings that an application wrote."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.base.errors import FaultError
from studio.formats import layout
from studio.grading.families.settings import (
    SettingsSavedParameters,
    changed_settings,
    wanted_settings,
)
from studio.grading.kinds import Grounds, target_of
from studio.grading.near_misses.operators import Made, Make, Scene, spoils, varies
from studio.grading.near_misses.setting_files import CHANGEABLE, Change, with_changes
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import decode
from studio.grading.readers.setting_values import is_volatile, same_setting
from studio.grading.readers.settings import KEY_FILES, Settings, read_settings
from studio.grading.readers.values import number_of
from studio.grading.verdicts import parse_parameters

_TRUTHS = {"true": "false", "false": "true", "yes": "no", "no": "yes", "on": "off", "off": "on"}
_OTHER_WAY = {"true": "1", "false": "0", "yes": "true", "no": "false", "on": "true", "off": "false"}


@dataclass(frozen=True)
class _Saved:
    """The settings of a file, those that were asked for, and those that stay as they were."""

    settings: Settings
    before: Settings
    wanted: dict[str, str]
    keeps: bool
    suffix: str
    content: bytes

    def changed(self, change: Change) -> bytes | None:
        """Return the file with its settings changed, None where that changes no meaning."""
        made = with_changes(self.suffix, self.content, change)
        same = with_changes(self.suffix, self.content, lambda key, value: value)
        return made if made != same else None


def _saved(scene: Scene) -> _Saved | None:
    check = next((check for check in scene.checks if check.kind == "settings_saved"), None)
    if check is None:
        return None
    private = scene.reference.parent
    given = private.parent / layout.INPUT
    try:
        parameters = parse_parameters(check)
        assert isinstance(parameters, SettingsSavedParameters)
        grounds = Grounds(None, scene.reference, given, private / Path(layout.HIDDEN).name)
        wanted = wanted_settings(parameters, target_of(check), grounds)
        settings = read_settings(scene.reference, scene.path)
        before = _before(given, parameters.given or scene.path)
    except (FaultError, Unreadable):
        return None
    kinds = {other.kind for other in scene.checks}
    there = {key: value for key, value in wanted.items() if key in settings}
    keeps = "settings_unchanged" in kinds
    return _Saved(settings, before, there, keeps, scene.suffix, scene.content())


def _before(given: Path, path: str) -> Settings:
    try:
        return read_settings(given, path)
    except Unreadable:
        return {}


def _only(key: str, other: str | None) -> Change:
    """Return a change of one setting alone."""
    return lambda name, value: other if name == key else value


Spoil = Callable[[_Saved, str, str], str | None]


def _spoil(id: str, title: str, did: str) -> Callable[[Spoil], Spoil]:
    """Register what spoils one setting that was asked for; its own value is no spoiling."""

    def keep(spoil: Spoil) -> Spoil:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            found = _saved(scene)
            keys = list(found.wanted) if found else []
            rng.shuffle(keys)
            for key in keys:
                assert found is not None
                value = found.settings[key]
                other = spoil(found, key, value)
                if other is None or not same_setting(key, other, value):
                    content = found.changed(_only(key, other))
                    if content is not None:
                        yield scene.made(f"{did} {key.rpartition('/')[2]}", content)

        kept: Make = make
        spoils(id, "settings", title, CHANGEABLE)(kept)
        return spoil

    return keep


@_spoil("app_setting_missed", "A setting was not changed", "left as it was")
def _missed(found: _Saved, key: str, value: str) -> str | None:
    return found.before.get(key)


@_spoil("app_setting_flipped", "A switch is set the other way", "flipped")
def _flipped(found: _Saved, key: str, value: str) -> str | None:
    return _TRUTHS.get(value.strip().casefold(), value)


@_spoil("app_setting_number", "A number is a little wrong", "mistyped")
def _number(found: _Saved, key: str, value: str) -> str | None:
    number = number_of(value)
    return value if number is None else f"{number + 1:g}"


@_spoil("app_setting_tenfold", "A number in another unit", "gave in another unit")
def _tenfold(found: _Saved, key: str, value: str) -> str | None:
    number = number_of(value)
    return value if not number else f"{number * 60:g}"


@_spoil("app_setting_text", "Another choice", "took another choice for")
def _text(found: _Saved, key: str, value: str) -> str | None:
    plain = number_of(value) is None and value.strip().casefold() not in _TRUTHS
    return "default" if plain and value else value


@spoils("app_settings_unsaved", "settings", "Nothing was saved", CHANGEABLE)
def _unsaved(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if _saved(scene) is not None and scene.given is not None:
        yield scene.made("never saved the settings", scene.given.read_bytes())


@spoils("app_settings_reset", "settings", "All other settings were lost", CHANGEABLE)
def _reset(scene: Scene, rng: random.Random) -> Iterator[Made]:
    found = _saved(scene)
    if found is None or not found.keeps:
        return
    kept = _kept(found)
    content = found.changed(lambda key, value: None if key in kept else value)
    if kept and content is not None:
        yield scene.made("lost all other settings", content)


@spoils("app_setting_beside", "settings", "A setting beside was changed, too", CHANGEABLE)
def _beside(scene: Scene, rng: random.Random) -> Iterator[Made]:
    found = _saved(scene)
    kept = _kept(found) if found and found.keeps else []
    rng.shuffle(kept)
    for name in kept:
        assert found is not None
        other = _another(found.settings[name])
        content = found.changed(_only(name, other))
        if content is not None:
            yield scene.made(f"changed {name.rpartition('/')[2]}, too", content)


def _kept(found: _Saved) -> list[str]:
    changed = changed_settings(found.settings, found.before)
    return [
        key
        for key in found.settings
        if key in found.before and key not in changed and not is_volatile(key)
    ]


def _another(value: str) -> str:
    number = number_of(value)
    if number is not None:
        return f"{number + 7:g}"
    return _TRUTHS.get(value.strip().casefold(), f"{value}x")


@varies("app_settings_spelled", "settings", "Truths spelled another way", KEY_FILES)
def _spelled(scene: Scene, rng: random.Random) -> Iterator[Made]:
    found = _saved(scene)
    content = found and found.changed(
        lambda key, value: _OTHER_WAY.get(value.strip().casefold(), value)
    )
    if content:
        yield scene.made("spelled truths another way", content)


@varies("app_settings_reordered", "settings", "Settings in another order", (*KEY_FILES, ".xcu"))
def _reordered(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if _saved(scene) is None:
        return
    lines = decode(scene.content()).splitlines()
    yield scene.made("put the settings into another order", _joined(_turned(lines)))


def _is_setting(line: str) -> bool:
    return line.startswith("<item ") or ("=" in line and not line.startswith(("#", ";", "[", "<")))


def _turned(lines: list[str]) -> list[str]:
    """Return lines with each run of settings turned round."""
    found: list[str] = []
    run: list[str] = []
    for line in [*lines, ""]:
        if _is_setting(line):
            run.append(line)
            continue
        found += [*reversed(run), line]
        run = []
    return found


def _joined(lines: list[str]) -> bytes:
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


@varies("app_settings_window", "settings", "The window was moved", (*KEY_FILES, ".json", ".plist"))
def _window(scene: Scene, rng: random.Random) -> Iterator[Made]:
    found = _saved(scene)
    if found is None:
        return
    moved = {
        key
        for key, value in found.settings.items()
        if is_volatile(key) and value and value.strip().casefold() not in _TRUTHS
    }
    content = found.changed(lambda key, value: f"{value}1" if key in moved else value)
    if moved and content is not None:
        yield scene.made("moved the window", content)
    elif scene.suffix in KEY_FILES:
        text = decode(scene.content()).rstrip("\n")
        yield scene.made("moved the window", f"{text}\n\n[MainWindow]\ngeometry=1,2,3\n".encode())


@varies("app_settings_rewritten", "settings", "Written by another version", CHANGEABLE)
def _rewritten(scene: Scene, rng: random.Random) -> Iterator[Made]:
    found = _saved(scene)
    if found is not None:
        made = with_changes(found.suffix, found.content, lambda key, value: value)
        if made != found.content:
            yield scene.made("wrote the same settings again", made)
