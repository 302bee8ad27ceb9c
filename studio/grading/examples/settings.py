"""Examples of the checks of settings."""

from studio.grading.examples.example import Example

FAMILIES = {
    "settings": "Settings and saved state that an application wrote (INI, JSON, XML, property "
    "lists, desktop entries, GSettings, LibreOffice's `registrymodifications.xcu`, Mozilla's "
    "`prefs.js`): by key, whatever their order and spelling. Windows, recent files and times "
    "never count.",
}

EXAMPLES = {
    "settings_saved": Example(
        "registrymodifications.xcu",
        {"expected": {"Save/Document/AutoSave": True, "Save/Document/AutoSaveTimeIntervall": 5}},
    ),
    "settings_unchanged": Example("registrymodifications.xcu"),
}
