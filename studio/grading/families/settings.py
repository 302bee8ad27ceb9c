"""The checks of settings and saved state that an application wrote: by key, values normalised."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.setting_values import is_volatile, same_setting
from studio.grading.readers.settings import Settings, read_settings
from studio.grading.readers.values import legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_MOST_TOLD = 20
GONE = ""


class SettingsSavedParameters(Frozen):
    """Which settings must be saved as the reference has them.

    Truths, numbers and colours may be written in any way, and keys may stand in any order.
    """

    keys: tuple[str, ...] = Field(
        default=(),
        title="Settings",
        description="Their keys, such as `Editor/tab_width`; the last parts are enough. Those that "
        "the reference has otherwise than the input if left out.",
    )
    expected: dict[str, str | float | bool] = Field(
        default_factory=dict,
        title="Expected",
        description="What a setting must be, by its key, where it is not that of the reference.",
    )
    given: str = Field(
        default="",
        title="Before",
        description="The file of the input that they stood in before; the one of the same name.",
    )
    ignore: tuple[str, ...] = Field(
        default=(),
        title="Left out",
        description="Keys that do not count, with `*` for any part; windows, recent files and "
        "times never do.",
    )


class SettingsUnchangedParameters(Frozen):
    """Which settings must stay as the input has them: all that the reference left as they were."""

    given: str = Field(
        default="",
        title="Before",
        description="The file of the input that they stood in before; the one of the same name.",
    )
    ignore: tuple[str, ...] = Field(
        default=(),
        title="Left out",
        description="Keys that do not count, with `*` for any part; windows, recent files and "
        "times never do.",
    )
    extra: Literal["fail", "ignore"] = Field(
        default="fail",
        title="Further settings",
        description="What a setting amounts to that neither the input nor the reference has.",
    )


def _reference(target: Target, grounds: Grounds) -> Settings:
    try:
        return read_settings(grounds.reference, target.path)
    except Unreadable as fault:
        raise FaultError(f"{target.path} of the reference {fault}.") from None


def _before(target: Target, grounds: Grounds, given: str) -> Settings:
    """Return the settings of the input; none if there is no such file."""
    try:
        return read_settings(grounds.input, given or target.path)
    except Unreadable:
        return {}


def _folded(key: str) -> str:
    return key.casefold().strip("/")


def folded(settings: Settings) -> dict[str, str]:
    """Return settings by their keys in small letters."""
    return {_folded(key): value for key, value in settings.items()}


def named_setting(settings: Settings, key: str) -> str | None:
    """Return the whole key of a setting of which the last parts are named, None if none is."""
    wanted = _folded(key)
    same = [name for name in settings if _folded(name) == wanted]
    same = same or [name for name in settings if _folded(name).endswith(f"/{wanted}")]
    return same[0] if len(same) == 1 else None


def changed_settings(
    reference: Settings, before: Settings, ignore: tuple[str, ...] = ()
) -> dict[str, str]:
    """Return the settings that were changed, with what they must be; those removed are empty."""
    was, now = folded(before), folded(reference)
    made = {
        key: value
        for key, value in reference.items()
        if not is_volatile(key, ignore)
        and not (_folded(key) in was and same_setting(key, was[_folded(key)], value))
    }
    gone = {k: GONE for k in before if not is_volatile(k, ignore) and _folded(k) not in now}
    return made | gone


def wanted_settings(
    parameters: SettingsSavedParameters, target: Target, grounds: Grounds
) -> dict[str, str]:
    """Return the settings that are asked for, with what each must be.

    Raises:
        FaultError: if the reference cannot be read, or lacks one of them.
    """
    reference = _reference(target, grounds)
    if not parameters.keys and not parameters.expected:
        before = _before(target, grounds, parameters.given)
        return changed_settings(reference, before, parameters.ignore)
    wanted = {}
    for key in (*parameters.keys, *parameters.expected):
        name = named_setting(reference, key)
        if name is None:
            raise FaultError(f"{target.path} of the reference has no setting {key}.")
        asked = parameters.expected.get(key)
        wanted[name] = reference[name] if asked is None else _spelled(asked)
    return wanted


def _spelled(value: str | float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def wrong_settings(wanted: Mapping[str, str], found: Settings) -> dict[str, str | None]:
    """Return the settings that are not as they must be, each with what it is; None is missing."""
    there = folded(found)
    wrong: dict[str, str | None] = {}
    for key, value in wanted.items():
        is_value = there.get(_folded(key))
        right = value == GONE if is_value is None else same_setting(key, is_value, value)
        if not right:
            wrong[key] = is_value
    return wrong


def _unreadable(target: Target, fault: Unreadable) -> Judgement:
    line = f"{target.path} {legible(str(fault))}."
    return failed(line, public=line)


def _judge_saved(
    check: Check, parameters: SettingsSavedParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    wanted = wanted_settings(parameters, target, grounds)
    if not wanted:
        raise FaultError(f"{target.path} of the reference holds no setting that was changed.")
    try:
        found = read_settings(grounds.output, target.path)
    except Unreadable as fault:
        return _unreadable(target, fault)
    wrong = wrong_settings(wanted, found)
    count = len(wanted)
    if not wrong:
        line = f"All {count} settings of {target.path} are saved as asked for."
        return passed(line, public=line)
    public = f"{len(wrong)} of {count} settings of {target.path} are not saved as asked for."
    key, value = next(iter(wrong.items()))
    sentence = f"{public} {key} is {_told(value)} and must be {_told(wanted[key] or None)}."
    return Judgement(1 - len(wrong) / count, sentence, {"wrong": list(wrong)[:_MOST_TOLD]}, public)


def _told(value: str | None) -> str:
    return "not there" if value is None else f'"{legible(value)[:60]}"'


def _sentence_saved(
    check: Check, parameters: SettingsSavedParameters, target: Target, grounds: Grounds
) -> str:
    try:
        wanted = wanted_settings(parameters, target, grounds)
    except (FaultError, Unreadable):
        names = [key.rpartition("/")[2] for key in (*parameters.keys, *parameters.expected)]
        return f"{target.path} has {_named(names)} as in the reference"
    told = [f"{key.rpartition('/')[2]} = {legible(value)[:40]}" for key, value in wanted.items()]
    return f"{target.path} has {_named(told)}"


def _named(settings: list[str]) -> str:
    more = [f"{len(settings) - 4} more"] if len(settings) > 4 else []
    return f"the setting{'s' * (len(settings) > 1)} {listed([*settings[:4], *more])}"


def _fit_saved(
    check: Check, parameters: SettingsSavedParameters, target: Target, grounds: Grounds
) -> str:
    wanted = wanted_settings(parameters, target, grounds)
    if not wanted:
        return f"{target.path} of the reference has no setting that the input has otherwise."
    wrong = wrong_settings(wanted, _reference(target, grounds))
    return f"{next(iter(wrong))} of the reference is otherwise." if wrong else ""


def _judge_unchanged(
    check: Check, parameters: SettingsUnchangedParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    reference = _reference(target, grounds)
    before = _before(target, grounds, parameters.given)
    if not before:
        raise FaultError(f"The input holds no settings {parameters.given or target.path}.")
    try:
        found = read_settings(grounds.output, target.path)
    except Unreadable as fault:
        return _unreadable(target, fault)
    changed = folded(changed_settings(reference, before, parameters.ignore))
    kept = {
        key: value
        for key, value in before.items()
        if not is_volatile(key, parameters.ignore)
        and _folded(key) not in changed
    }  # fmt: skip
    wrong = wrong_settings(kept, found)
    known = {**folded(before), **folded(reference)}
    more = [
        key
        for key in found
        if parameters.extra == "fail"
        and not is_volatile(key, parameters.ignore)
        and _folded(key) not in known
    ]
    if not wrong and not more:
        line = f"The other settings of {target.path} are as they were."
        return passed(line, public=line)
    names = [*wrong, *more]
    public = f"{len(names)} settings of {target.path} were changed that must stay as they were."
    score = max(0.0, 1 - len(names) / max(1, len(kept)))
    sentence = f"{public} One of them is {legible(names[0])[:120]}."
    return Judgement(min(score, 0.99), sentence, {"changed": names[:_MOST_TOLD]}, public)


def _sentence_unchanged(
    check: Check, parameters: SettingsUnchangedParameters, target: Target, grounds: Grounds
) -> str:
    return f"All other settings of {target.path} are as the input has them"


def _fit_unchanged(
    check: Check, parameters: SettingsUnchangedParameters, target: Target, grounds: Grounds
) -> str:
    _reference(target, grounds)
    if not _before(target, grounds, parameters.given):
        return f"The input holds no settings {parameters.given or target.path}."
    return ""


register(
    Kind(
        id="settings_saved",
        family="settings",
        title="Settings are saved",
        parameters=SettingsSavedParameters,
        judge=_judge_saved,
        sentence=_sentence_saved,
        fit=_fit_saved,
    )
)
register(
    Kind(
        id="settings_unchanged",
        family="settings",
        title="Other settings are as they were",
        parameters=SettingsUnchangedParameters,
        judge=_judge_unchanged,
        sentence=_sentence_unchanged,
        fit=_fit_unchanged,
        presence=True,
    )
)
