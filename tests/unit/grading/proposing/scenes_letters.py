"""Invented tasks of letters, decks and contracts: measures, fixtures, amounts in words."""

import io

import pptx
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE

from tests.unit.grading.proposing.scenes import Content, Rows, Scene, csv_text, slides, word

_VISITS = [
    ["day", "state", "hand", "grip_kg", "span_cm", "pegs_s", "ache", "private"],
    ["2026-03-02", "held", "right", 14.5, 17, 48.2, 6, "argued about the bill again"],
    ["2026-03-30", "held", "right", 24.0, 20.5, "", 3, ""],
    ["2026-03-09", "held", "right", 17.0, "", 44.0, 6, "brought the dog, not allowed"],
    ["2026-03-12", "missed", "", "", "", "", "", "forgets everything"],
    ["2026-03-16", "held", "left", 31.0, 22, 30.1, 5, ""],
    ["2026-03-23", "held", "right", 21.5, 19, 37.6, 4, ""],
    ["2026-03-26", "cancelled", "", "", "", "", "", ""],
    ["2026-04-06", "held", "right", "", 21, 29.4, 2, ""],
    ["2026-04-02", "missed", "", "", "", "", "", "lives with his mother-in-law"],
]
_HEAD = ("Measure", "First", "Last", "Change", "Target", "Met")
_MEASURES: Rows = [
    ("Grip, right hand", "14.5 kg", "24.0 kg", "+9.5 kg", "at least 22 kg", "yes"),
    ("Span, right hand", "17 cm", "21 cm", "+4 cm", "at least 22 cm", "no"),
    ("Nine-hole peg test", "48.2 s", "29.4 s", "\u221218.8 s", "at most 30 s", "yes"),
]
_COUNTS = "6 visits took place, 2 were missed without a word and 1 was cancelled in time."
_ACHE = "The mean ache was 5.7 at the first three visits and 3.0 at the last three."
_ADVICE = "The target for the span (22 cm) is not met. I recommend 4 more visits."


def _report(
    counts: str = _COUNTS, rows: Rows = _MEASURES, ache: str = _ACHE, advice: str = _ADVICE,
    head: tuple[str, ...] = _HEAD,
) -> dict[str, Content | None]:  # fmt: skip
    return {"hand.docx": word([f"Report on the right hand. {counts}", [head, *rows], ache, advice])}


HAND = Scene(
    "hand report",
    "Please write `hand.docx` from `visits.csv`, the final report for Dr. Osei.\n\n"
    "- how many visits took place, how many were missed and how many were cancelled\n"
    "- a table: Measure, First, Last, Change, Target, Met (yes/no). The measures are grip (at "
    "least 22 kg), span (at least 22 cm) and the nine-hole peg test (at most 30 s); first and last "
    "time that it was measured on the right hand, change is last minus first, with its sign\n"
    "- the mean ache at the first three and at the last three visits that took place, one decimal\n"
    "- recommend 4 more visits and name the target that is not met.\n\n"
    "What stands in the column `private` is not for the doctor.",
    {"visits.csv": csv_text(_VISITS)},
    _report(),
    {
        "units behind the measures": _report(
            rows=[
                ("Grip, right hand (kg)", "14.5", "24.0", "9.5", "\u2265 22", "Yes"),
                ("Span, right hand (cm)", "17.0", "21.0", "4", "\u2265 22", "No"),
                ("Nine-hole peg test (s)", "48.2", "29.4", "-18.8", "\u2264 30", "Yes"),
            ]
        ),
        "shorter names, other order": _report(
            counts="Of nine appointments two were missed and one was cancelled; six visits were "
            "held.",
            rows=[
                ("Nine-hole peg", "48.2 seconds", "29.4 s", "-18.8 s", "max. 30 s", "yes"),
                ("Span", "17 cm", "21 cm", "+4 cm", "min. 22 cm", "no"),
                ("Grip", "14.5 kg", "24 kg", "+9.5 kg", "min. 22 kg", "yes"),
            ],
            head=("What", "At first", "At last", "Change", "Target", "Met"),
        ),
        "ache the other way": _report(
            ache="In the first three visits he put the ache at 5.7 on average, in the last three "
            "at 3.0."
        ),
    },
    {
        "other hand": _report(
            rows=[("Grip, right hand", "14.5 kg", "31.0 kg", "+16.5 kg", "at least 22 kg", "yes"),
                  *_MEASURES[1:]]
        ),
        "first minus last": _report(
            rows=[
                (*row[:3], row[3].translate({43: 45, 0x2212: 43}), *row[4:]) for row in _MEASURES
            ]
        ),
        "all met": _report(
            rows=[_MEASURES[0], (*_MEASURES[1][:5], "yes"), _MEASURES[2]],
            advice="All targets are met. I recommend to stop.",
        ),
        "missed ones count": _report(counts="9 visits took place."),
        "aches swapped": _report(
            ache="The mean ache was 3.0 at the first three visits and 5.7 at the last three."
        ),
        "private words": _report(
            counts=f"{_COUNTS} He forgets everything and argued about the bill again."
        ),
    },
)  # fmt: skip

_CODES = [["code", "name"], ["RDL", "Rodale"], ["PEN", "Pendle Hill"], ["ASH", "Ashby"],
          ["WIX", "Wixford"]]  # fmt: skip
_GAMES = [
    ["day", "white", "black", "points_white", "points_black", "state", "moved_to"],
    ["2026-02-02", "RDL", "PEN", 3.5, 2.5, "done", ""],
    ["2026-02-02", "ASH", "WIX", 3, 3, "done", ""],
    ["2026-02-09", "PEN", "ASH", "", "", "moved", "2026-04-13"],
    ["2026-02-09", "WIX", "RDL", 1, 5, "done", ""],
    ["2026-02-16", "RDL", "ASH", 2, 1, "broken off", ""],
    ["2026-02-16", "PEN", "WIX", 4, 2, "done", ""],
]
_STAND = "Rodale leads with 3 match wins ahead of Pendle Hill."


def _deck(
    done: tuple[str, ...] = (
        "Matches done: 4",
        "Board points in all: 24",
        "Highest win: Wixford \u2013 Rodale 1:5",
    ),
    still: tuple[str, ...] = (
        "Pendle Hill \u2013 Ashby: 13/04/2026",
        "Rodale \u2013 Ashby: date open",
    ),
) -> dict[str, Content | None]:
    pages = [("Winter cup", ["Round of four"]), ("Results", done), ("To be played", still)]
    return {"cup.pptx": slides(pages)}


CUP = Scene(
    "cup slides",
    "I need `cup.pptx` with 3 slides from `games.csv` and `clubs.csv` (code and name of the "
    "clubs).\n\n"
    "1. \"Winter cup\" as the title, below \"Round of four\".\n"
    "2. \"Results\": bullets with the number of matches that are done, the board points of all of "
    "them together, and the match with the highest win (who against whom, the result).\n"
    "3. \"To be played\": every match that is moved or was broken off, with its new date if there "
    "is one in `moved_to`, else \"date open\".\n\n"
    "Matches that are broken off count for nothing. Club names please, no codes, on all slides.",
    {"games.csv": csv_text(_GAMES), "clubs.csv": csv_text(_CODES)},
    _deck(),
    {
        "other words": _deck(
            ("4 matches done so far", "24 board points were shared out",
             "The highest win was Rodale's at Wixford, with 1 : 5"),
            ("Rodale against Ashby (date open)", "Pendle Hill against Ashby on 13 April 2026"),
        ),
        "another order": _deck(
            ("Highest win: Wixford v Rodale, 1-5", "Board points: 24", "Matches done: 4")
        ),
    },
    {
        "broken off counts": _deck(
            ("Matches done: 5", "Board points in all: 27", "Highest win: Wixford \u2013 Rodale 1:5")
        ),
        "another match": _deck(
            ("Matches done: 4", "Board points in all: 24",
             "Highest win: Pendle Hill \u2013 Wixford 4:2")
        ),
        "one is missing": _deck(still=("Pendle Hill \u2013 Ashby: 13/04/2026",)),
        "another date": _deck(
            still=("Pendle Hill \u2013 Ashby: 20/04/2026", "Rodale \u2013 Ashby: date open")
        ),
    },
)  # fmt: skip

_TERMS = [
    "Lease of the shop at 4 Quay Street",
    "The rent is GBP 21,600.00 a year (twenty-one thousand six hundred pounds).",
    "The Tenant insures the shop for GBP 21,600.00 against fire.",
    "Both sides sign in two copies at the harbour office.",
]


def _lease(*changes: tuple[str, str]) -> dict[str, Content | None]:
    text = "\n".join(_TERMS)
    for old, new in changes:
        text = text.replace(old, new, 1)
    return {"lease.docx": word(text.split("\n"))}


_RENT = ("21,600.00 a year", "19,850.00 a year")
_SPOKEN = ("twenty-one thousand six hundred", "nineteen thousand eight hundred and fifty")

LEASE = Scene(
    "lease",
    "In `lease.docx` the rent becomes GBP 19,850.00 a year, mind the amount in words. The insured "
    "sum stays as it is, and so does every other word.",
    _lease(),  # type: ignore[arg-type]
    _lease(_RENT, _SPOKEN),
    {
        "without the and": _lease(_RENT, (_SPOKEN[0], "nineteen thousand eight hundred fifty")),
        "capitals": _lease(_RENT, (_SPOKEN[0], "NINETEEN THOUSAND EIGHT HUNDRED AND FIFTY")),
    },
    {
        "words are the old ones": _lease(_RENT),
        "words of another amount": _lease(_RENT, (_SPOKEN[0], "nineteen thousand eight hundred")),
        "only the words": _lease(_SPOKEN),
        "the insured sum too": _lease(_RENT, _SPOKEN, ("for GBP 21,600.00", "for GBP 19,850.00")),
    },
    "in_place",
)

_BERTH = [
    "# 1. Berth",
    "The Harbour lets berth 9 to the Boatman. He may end it under clause 5.",
    "# 2. Fee",
    "The fee is GBP 310.00 a month. Arrears follow clause 4.",
    "# 3. Dogs",
    "Dogs are kept on a lead on all the pontoons.",
    "# 4. Arrears",
    "Arrears bear interest. What is owed is taken from the pledge under clause 2.",
    "# 5. Notice",
    "Notice is one month, in writing. Clause 4 stays in force.",
]
_FEES = [["Item", "Amount"], ["Fee", "GBP 310.00"], ["Power", "GBP 25.00"], ["Both", "GBP 335.00"]]


def _berth(*changes: tuple[str, str], both: str = "GBP 370.00") -> dict[str, Content | None]:
    text = "\n".join(part for part in _BERTH if "Dogs" not in part)
    for old, new in (*changes, ("310", "345"), ("# 4.", "# 3."), ("# 5.", "# 4.")):
        text = text.replace(old, new)
    rows = [_FEES[0], ["Fee", "GBP 345.00"], _FEES[2], ["Both", both]]
    return {"berth.docx": word([*text.split("\n"), rows])}


_MOVED = [("follow clause 4", "follow clause 3"), ("Clause 4", "Clause 3"), ("e 5.", "e 4.")]

BERTH = Scene(
    "berth",
    "In `berth.docx` the fee is now GBP 345.00 (it was GBP 310.00), in the text and in the "
    "schedule, where the last row has to fit. Strike clause 3 with its heading, renumber the "
    "clauses after it, and mind the references to them. Nothing else is altered.",
    {"berth.docx": word([*_BERTH, _FEES])},
    _berth(*_MOVED),
    {"the amount the other way round": _berth(*_MOVED, both="370.00 GBP")},
    {
        "the sum is the old one": _berth(*_MOVED, both="GBP 335.00"),
        "references are the old ones": _berth(),
        "one reference is the old one": _berth(*_MOVED[1:]),
    },
    "in_place",
)

_REACHED = "The aim of 90 % was reached in long sums and mental maths."
_MEANS = [["Topic", "Mean"], ["long sums", "92.5"], ["times tables", "71.0"],
          ["mental maths", "95.5"], ["word problems", "64.0"]]  # fmt: skip


def _tutored(*parts: str) -> dict[str, Content | None]:
    return {"tutoring.docx": word(["# Means", _MEANS, *(parts or [_REACHED])])}


TUTORING = Scene(
    "tutoring",
    "Write `tutoring.docx` from `marks.csv` for her form teacher: under a heading Means a table "
    "with the columns Topic and Mean (one decimal), the topics called as in the header of the "
    "csv. Below the table say which topics have reached our aim, a mean of 90 % or more. Do not "
    "write her case code, it is in the comment line on top of the csv but must not be in the "
    "letter.",
    {"marks.csv": "# Ada, K31.7, for us\nday,long sums,times tables,mental maths,word problems\n"
     "2026-05-04,90,72,95,60\n2026-05-11,95,70,96,68\n"},
    _tutored(),
    {
        "as a list": _tutored("Aim of 90 % reached in:", "mental maths and long sums"),
        "the others too": _tutored(
            _REACHED, "The other topics, times tables and word problems, go on."
        ),
    },
    {
        "one too many": _tutored(
            "The aim of 90 % was reached in long sums, times tables and mental maths."
        ),
        "one too few": _tutored("The aim of 90 % was reached in long sums."),
        "the code is told": _tutored(_REACHED, "Case: K31.7"),
    },
)  # fmt: skip

_WHERE = (0, 2_000_000, 6_000_000, 4_000_000)


def _jars(
    chart: XL_CHART_TYPE | None = XL_CHART_TYPE.COLUMN_CLUSTERED,
) -> dict[str, Content | None]:
    deck = pptx.Presentation(io.BytesIO(slides([("Jars sold", ["Jars in all: 95"])])))
    if chart is not None:
        data = CategoryChartData()
        data.categories = ["plum", "quince"]
        data.add_series("jars", (61, 34))
        deck.slides[0].shapes.add_chart(chart, *_WHERE, data)
    else:
        box = deck.slides[0].shapes.add_textbox(*_WHERE)
        box.text_frame.text = "plum: 61\nquince: 34"
    stream = io.BytesIO()
    deck.save(stream)
    return {"jars.pptx": stream.getvalue()}


JARS = Scene(
    "jars",
    'One slide, `jars.pptx`, with the title "Jars sold": how many jars we sold in all, and the '
    "jars per fruit as a native chart, no picture. The sales are in `jars.csv`.",
    {"jars.csv": "day,fruit,jars\n2026-09-05,plum,40\n2026-09-05,quince,34\n2026-09-06,plum,21\n"},
    _jars(),
    {"bars": _jars(XL_CHART_TYPE.BAR_CLUSTERED), "a pie": _jars(XL_CHART_TYPE.PIE)},
    {"only the figures": _jars(None)},
)


_DEPTHS = [["site", "depth_m"], ["Alder", 4.1], ["Birch", 6.3], ["Cedar", 3.7]]


def _soundings(
    title: str = "Soundings round 8", day: str = "9 June 2026", deepest: str = "Birch with 6.3 m"
) -> bytes:
    pages = [
        (title, ["Harbour board", f"Meeting of {day}"]),
        ("What was found", [f"The deepest site was {deepest}.", "Three sites were sounded."]),
    ]
    return slides(pages)


SOUNDINGS = Scene(
    "soundings",
    "Take the old deck `round7.pptx` and make `round8.pptx` from `depths.csv`. The first slide is "
    'for "round 8" and the meeting of 9 June 2026. Second slide: which site is the deepest, with '
    "its depth.",
    {
        "depths.csv": csv_text(_DEPTHS),
        "round7.pptx": _soundings("Soundings round 7", "3 March 2026", "Alder with 5.2 m"),
    },
    {"round8.pptx": _soundings()},
    {"another way to write the day": {"round8.pptx": _soundings(day="9/6/2026")}},
    {
        "the old day": {"round8.pptx": _soundings(day="3 March 2026")},
        "the old round": {"round8.pptx": _soundings("Soundings round 7")},
        "the old depth": {"round8.pptx": _soundings(deepest="Alder with 5.2 m")},
    },
)

SCENES = [HAND, CUP, LEASE, BERTH, TUTORING, JARS, SOUNDINGS]
