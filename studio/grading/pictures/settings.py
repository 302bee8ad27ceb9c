"""Settings as a table: what each is, what it must be, and whether it is right."""

from studio.base.errors import FaultError
from studio.grading.families.settings import (
    SettingsSavedParameters,
    folded,
    wanted_settings,
    wrong_settings,
)
from studio.grading.kinds import Grounds, target_of
from studio.grading.pictures.picture import WRONG, Cell, Picture, mark, table
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.settings import read_settings
from studio.grading.verdicts import parse_parameters
from studio.model.check import Check

_LONGEST = 44


def picture(check: Check, grounds: Grounds) -> Picture:
    """Return the settings that were asked for, each with what an output has."""
    parameters = parse_parameters(check)
    assert isinstance(parameters, SettingsSavedParameters) and grounds.output is not None
    target = target_of(check)
    title = f"Settings of {target.path}"
    try:
        wanted = wanted_settings(parameters, target, grounds)
        found = read_settings(grounds.output, target.path)
    except (Unreadable, FaultError) as fault:
        return table(title, ("what went wrong",), [[Cell(str(fault), WRONG)]])
    wrong, there = wrong_settings(wanted, found), folded(found)
    rows = [
        [
            Cell(key[-_LONGEST:]),
            Cell((there.get(key.casefold().strip("/")) or "not there")[:_LONGEST]),
            Cell((value or "not there")[:_LONGEST]),
            mark(key not in wrong),
        ]
        for key, value in wanted.items()
    ]
    return table(title, ("setting", "is", "must be", ""), rows)


PICTURES = {"settings_saved": picture}
