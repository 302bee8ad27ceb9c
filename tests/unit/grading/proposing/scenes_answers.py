"""Invented tasks that ask which one does something: the text names just that one."""

from tests.unit.grading.proposing.scenes import Content, Rows, Scene, csv_text, word

_BATCHES: Rows = [
    ["batch", "oven", "loaves", "rejected", "idle_min"],
    [1, "Etna", 240, 12, 35], [2, "Hekla", 210, 31, 10], [3, "Fuji", 260, 9, 20],
    [4, "Etna", 230, 8, 55], [5, "Hekla", 250, 14, 15], [6, "Laki", 120, 7, 25],
]  # fmt: skip
_OVENS: Rows = [["oven", "loaves", "rejected"], ["Etna", 470, 20], ["Fuji", 260, 9],
                ["Hekla", 460, 45], ["Laki", 120, 7]]  # fmt: skip
_MEMO = ("Most rejected loaves came from the oven Hekla.", "The oven Etna was idle longest.")


def _memo(*lines: str) -> dict[str, Content | None]:
    return {"ovens.csv": csv_text(_OVENS), "memo.docx": word(["# Ovens", *lines])}


OVENS = Scene(
    "which oven",
    "From batches.csv make `ovens.csv` with oven, loaves and rejected for each oven, sorted by "
    "oven, and a short `memo.docx` with the heading Ovens. It says which oven has the most "
    "rejected loaves, and which oven was idle longest.",
    {"batches.csv": csv_text(_BATCHES)},
    _memo(*_MEMO),
    {
        "one sentence": _memo(
            "Hekla has the most rejected loaves, while Etna was idle longer than any other."
        ),
        "other words": _memo("Rejects are highest at Hekla.", "Etna stood idle for 90 minutes."),
        "below the question": _memo("Most rejects:", "Hekla", "Longest idle:", "Etna"),
        "others named": _memo(*_MEMO, "Fuji and Laki ran as planned."),
        "a table": {**_memo(), "memo.docx": word(
            ["# Ovens", [["Question", "Answer"], ["most rejected loaves", "Hekla"],
                         ["longest idle", "Etna"]]])},
    },
    {
        "another most": _memo("Most rejected loaves came from the oven Etna.", _MEMO[1]),
        "another idle": _memo(_MEMO[0], "The oven Hekla was idle longest."),
        "swapped": _memo(
            "Etna has the most rejected loaves, while Hekla was idle longer than any other."
        ),
        "two named": _memo("Most rejected loaves came from Hekla and Fuji.", _MEMO[1]),
        "told twice": _memo(_MEMO[0], _MEMO[0].replace("Hekla", "Laki"), _MEMO[1]),
        "one left out": _memo(_MEMO[0]),
        "nothing told": _memo("All ovens were looked at."),
    },
)  # fmt: skip

_GAUGES: Rows = [["day", "North Pier", "Old Lock", "Swan Bridge", "Mill Race"],
                 ["2026-03-01", 212, 187, 240, 160], ["2026-03-02", 231, 190, 236, 171],
                 ["2026-03-03", 219, 205, 228, 168]]  # fmt: skip


def _note(text: str) -> dict[str, Content | None]:
    return {"note.txt": text}


GAUGES = Scene(
    "which gauge",
    "gauges.csv has the water level at each gauge. Write `note.txt`: one sentence that says which "
    "gauge had the highest water, one that says which gauge rose by the most centimetres.",
    {"gauges.csv": csv_text(_GAUGES)},
    _note("Highest water: Swan Bridge.\nOld Lock rose by the most centimetres.\n"),
    {
        "in a row": _note("Swan Bridge had the highest water of all. Old Lock rose the most.\n"),
        "other words": _note("Nowhere was the level higher than at Swan Bridge.\nThe most it "
                             "rose was at Old Lock.\n"),
    },
    {
        "another gauge": _note("Highest water: North Pier.\nOld Lock rose by the most "
                               "centimetres.\n"),
        "another rise": _note("Highest water: Swan Bridge.\nNorth Pier rose by the most "
                              "centimetres.\n"),
        "both wrong": _note("Highest water: Mill Race.\nMill Race rose by the most centimetres.\n"),
    },
)  # fmt: skip

SCENES = [OVENS, GAUGES]
