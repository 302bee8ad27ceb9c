"""Invented tasks about the order of rows: by ranks, by several columns, as another file has it."""

import io

import pyarrow
import pyarrow.parquet

from tests.unit.grading.proposing.scenes import Rows, Scene, csv_text, xlsx

_FAULTS = [["fault", "train", "grade", "reported", "hours"],
           ["F-07", "T3", "minor", "2026-03-02", 4], ["F-11", "T1", "critical", "2026-03-05", 2],
           ["F-12", "T2", "major", "2026-03-01", 6.5], ["F-15", "T3", "critical", "2026-03-01", 3],
           ["F-18", "T1", "major", "2026-03-04", 1], ["F-20", "T2", "minor", "2026-02-27", 0.5],
           ["F-21", "T1", "major", "2026-03-01", 2.5]]  # fmt: skip
_OPEN = [["Fault", "Train", "Grade", "Reported", "Cost"],
         ["F-11", "T1", "critical", "2026-03-05", 190],
         ["F-15", "T3", "critical", "2026-03-01", 285],
         ["F-18", "T1", "major", "2026-03-04", 95], ["F-21", "T1", "major", "2026-03-01", 237.5],
         ["F-12", "T2", "major", "2026-03-01", 617.5], ["F-07", "T3", "minor", "2026-03-02", 380],
         ["F-20", "T2", "minor", "2026-02-27", 47.5]]  # fmt: skip


def _rows(table: Rows, order: str) -> list[list[object]]:
    return [list(table[0]), *(list(table[int(n)]) for n in order)]


FAULTS = Scene(
    "faults by grade",
    "Make `open.xlsx` with a sheet Open from `faults.csv`, for the workshop's board: columns "
    "Fault, Train, Grade, Reported, Cost (hours times 95 euros).\n\n"
    "Sort by grade (critical, major, minor), then by date of the report, newest first; the same "
    "day by cost, the cheapest first.",
    {"faults.csv": csv_text(_FAULTS)},
    {"open.xlsx": xlsx({"Open": _OPEN})},
    {
        "title and capitals": {
            "open.xlsx": xlsx(
                {
                    "Open": [
                        ["Open faults"],
                        [],
                        *([*r[:2], str(r[2]).title(), *r[3:]] for r in _OPEN),
                    ]
                }
            )
        },
        "columns moved": {"open.xlsx": xlsx({"Open": [[*r[2:], *r[:2]] for r in _OPEN]})},
    },
    {
        "as reported": {"open.xlsx": xlsx({"Open": _rows(_OPEN, "6153274")})},
        "grade alphabetical backwards": {"open.xlsx": xlsx({"Open": _rows(_OPEN, "6734512")})},
        "oldest first": {"open.xlsx": xlsx({"Open": _rows(_OPEN, "2145376")})},
        "ties the other way": {"open.xlsx": xlsx({"Open": _rows(_OPEN, "1235467")})},
        "by fault": {"open.xlsx": xlsx({"Open": _rows(_OPEN, "6152347")})},
        "cost": {"open.xlsx": xlsx({"Open": [*_OPEN[:-1], [*_OPEN[-1][:-1], 57.5]]})},
    },
)

_STOPS = [["stop", "name", "zone"], ["S4", "Mill", 2], ["S1", "Harbour", 1], ["S7", "School", 2],
          ["S2", "Market", 1], ["S9", "Hill", 3]]  # fmt: skip
_TAPS = [["day", "stop", "on", "off"], ["Mon", "S1", 12, 0], ["Mon", "S2", 8, 3],
         ["Mon", "S4", 2, 5],
         ["Mon", "S7", 4, 4], ["Mon", "S9", 0, 14], ["Tue", "S9", 3, 1], ["Tue", "S1", 10, 2],
         ["Tue", "S7", 1, 6], ["Tue", "S2", 9, 9], ["Tue", "S4", 7, 2]]  # fmt: skip
_LOAD = [["stop", "name", "boarded", "alighted"], ["S4", "Mill", 9, 7], ["S1", "Harbour", 22, 2],
         ["S7", "School", 5, 10], ["S2", "Market", 17, 12], ["S9", "Hill", 3, 15]]  # fmt: skip

STOPS = Scene(
    "stops of a line",
    "From `taps.csv` and `line.csv` please make `load.csv`: one line per stop with stop, name, "
    "boarded and alighted over both days. The lines stand in the order in which the stops are in "
    "line.csv, that is how the bus goes.",
    {"taps.csv": csv_text(_TAPS), "line.csv": csv_text(_STOPS)},
    {"load.csv": csv_text(_LOAD)},
    {
        "semicolons": {"load.csv": csv_text(_LOAD, ";")},
        "quoted": {"load.csv": csv_text(_LOAD).replace("Mill", '"Mill"')},
    },
    {
        "by number": {"load.csv": csv_text(_rows(_LOAD, "24135"))},
        "by boarded": {"load.csv": csv_text(_rows(_LOAD, "24135"))},
        "one day": {"load.csv": csv_text([*_LOAD[:-1], ["S9", "Hill", 0, 14]])},
        "a stop lost": {"load.csv": csv_text(_LOAD[:-1])},
    },
)

_CREW = [["crew", "name", "joined", "base"], ["C1", "Aydin", "2019-05-01", "HAM"],
         ["C2", "Berg", "2011-02-15", "HAM"], ["C3", "Cole", "2023-09-01", "MUC"],
         ["C4", "Diaz", "2008-11-30", "MUC"], ["C5", "Evers", "2015-07-01", "HAM"]]  # fmt: skip
_FLOWN = [["crew", "sector", "minutes"], ["C1", "HAM-OSL", 95], ["C2", "HAM-LHR", 100],
          ["C3", "MUC-FCO", 90], ["C4", "MUC-MAD", 160], ["C5", "HAM-ZRH", 85],
          ["C1", "OSL-HAM", 100],
          ["C4", "MAD-MUC", 150], ["C2", "LHR-HAM", 95]]  # fmt: skip
_DUTY = [["crew", "name", "sectors", "minutes"], ["C4", "Diaz", 2, 310], ["C2", "Berg", 2, 195],
         ["C5", "Evers", 1, 85], ["C1", "Aydin", 2, 195], ["C3", "Cole", 1, 90]]  # fmt: skip


def _parquet(rows: Rows) -> bytes:
    names, *body = rows
    columns = {str(name): [row[n] for row in body] for n, name in enumerate(names)}
    stream = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), stream)
    return stream.getvalue()


SENIORITY = Scene(
    "crew by seniority",
    "`flown.csv` has what was flown, `crew.csv` who is who. I need `duty.parquet` for the bidding "
    "system: crew, name, sectors, minutes, one row per person. Rows ordered by joined, the oldest "
    "date first, since bids go by seniority.",
    {"crew.csv": csv_text(_CREW), "flown.csv": csv_text(_FLOWN)},
    {"duty.parquet": _parquet(_DUTY)},
    {"columns moved": {"duty.parquet": _parquet([[r[1], r[0], *r[2:]] for r in _DUTY])}},
    {
        "by crew": {"duty.parquet": _parquet(_rows(_DUTY, "42513"))},
        "newest first": {"duty.parquet": _parquet(_rows(_DUTY, "54321"))},
        "by minutes": {"duty.parquet": _parquet(_rows(_DUTY, "12453"))},
        "a sector lost": {"duty.parquet": _parquet([*_DUTY[:-1], ["C3", "Cole", 0, 90]])},
    },
)

_SPENT = [["account", "text", "euro"], ["A", "rent", 900], ["B", "paper", 40.2],
          ["A", "power", 210],
          ["C", "trip", 310.5], ["B", "ink", 19.8], ["D", "stamps", 310.5]]  # fmt: skip
_SUMS = [["account", "sum"], ["A", 1110], ["C", 310.5], ["D", 310.5], ["B", 60]]

RANKED = Scene(
    "largest first",
    "sums.tsv please, account and sum of spent.csv. Order: sum descending, then account. Just "
    "these lines, no total.",
    {"spent.csv": csv_text(_SPENT)},
    {"sums.tsv": csv_text(_SUMS, "\t")},
    {"two decimals": {"sums.tsv": csv_text([["account", "sum"], ["A", "1110.00"], ["C", "310.50"],
                                            ["D", "310.50"], ["B", "60.00"]], "\t")}},
    {
        "by account": {"sums.tsv": csv_text(_rows(_SUMS, "1423"), "\t")},
        "smallest first": {"sums.tsv": csv_text(_rows(_SUMS, "4231"), "\t")},
        "tie the other way": {"sums.tsv": csv_text(_rows(_SUMS, "1324"), "\t")},
        "with a total": {"sums.tsv": csv_text([*_SUMS, ["Total", 1791]], "\t")},
    },
)  # fmt: skip

_DISHES = [["dish", "course", "grams"], ["Flan", "dessert", 120], ["Soup", "starter", 250],
           ["Trout", "main", 300], ["Salad", "starter", 150], ["Tart", "dessert", 110]]  # fmt: skip
_CARD = [["course", "dish", "fat"], ["starter", "Soup", 5], ["starter", "Salad", 3],
         ["main", "Trout", 18], ["dessert", "Flan", 6], ["dessert", "Tart", 22]]  # fmt: skip
_FAT = [["dish", "fat"], ["Flan", 5], ["Soup", 2], ["Trout", 6], ["Salad", 2], ["Tart", 20]]

CARD = Scene(
    "courses of a meal",
    "Please write card.csv with course, dish and fat of the portion (grams times the fat per 100 "
    "g, by 100) from dishes.csv and fat.csv. The lines go in the order of a meal: starters, mains, "
    "desserts.",
    {"dishes.csv": csv_text(_DISHES), "fat.csv": csv_text(_FAT)},
    {"card.csv": csv_text(_CARD)},
    {"within a course": {"card.csv": csv_text(_rows(_CARD, "21354"))}},
    {
        "dessert first": {"card.csv": csv_text(_rows(_CARD, "45123"))},
        "by dish": {"card.csv": csv_text(_rows(_CARD, "42153"))},
    },
)

_OFFERS = [["supplier", "offer"], ["Kern", 412.5], ["Lotz", 398], ["Meyer", 455], ["Nagel", 398.9]]
_PLACES = [["supplier", "offer", "rank"], ["Lotz", 398, 1], ["Nagel", 398.9, 2], ["Kern", 412.5, 3],
           ["Meyer", 455, 4]]  # fmt: skip

A_RANK = Scene(
    "a column for the rank",
    "offers.csv has four offers. Write ranked.csv: supplier, offer and a rank by price, 1 is the "
    "cheapest.",
    {"offers.csv": csv_text(_OFFERS)},
    {"ranked.csv": csv_text(_PLACES)},
    {"in another order": {"ranked.csv": csv_text(_rows(_PLACES, "3142"))}},
    {
        "the dearest first": {
            "ranked.csv": csv_text([_PLACES[0], *([s, o, 5 - int(r)] for s, o, r in _PLACES[1:])])
        }
    },
)

_DEAR, _CHEAP = [_OFFERS[0], *_OFFERS[3:0:-2]], [_OFFERS[0], *_OFFERS[2::2]]

TWO_FILES = Scene(
    "one of two files sorted",
    "From offers.csv make dear.csv (supplier, offer above 400), largest first. Then make cheap.csv "
    "(supplier, offer up to 400) in any order.",
    {"offers.csv": csv_text(_OFFERS)},
    {"dear.csv": csv_text(_DEAR), "cheap.csv": csv_text(_CHEAP)},
    {"cheap turned": {"cheap.csv": csv_text(_rows(_CHEAP, "21"))}},
    {
        "dear turned": {"dear.csv": csv_text(_rows(_DEAR, "21"))},
        "one lost": {"cheap.csv": csv_text(_CHEAP[:2])},
    },
)

_VOTES = [["box", "candidate"], [1, "Orr"], [1, "Pym"], [2, "Orr"], [2, "Nash"], [3, "Lee"],
          [3, "Pym"], [4, "Ede"], [5, "Orr"]]  # fmt: skip
_RESULT = [["candidate", "votes"], ["Orr", 3], ["Pym", 2], ["Ede", 1], ["Lee", 1], ["Nash", 1]]

TIES = Scene(
    "ties by name",
    "votes.csv are the votes. result.csv: candidate and votes, sorted by votes from most to least. "
    "With the same number of votes it goes by the name.",
    {"votes.csv": csv_text(_VOTES)},
    {"result.csv": csv_text(_RESULT)},
    {"semicolons": {"result.csv": csv_text(_RESULT, ";")}},
    {
        "ties turned": {"result.csv": csv_text(_rows(_RESULT, "12543"))},
        "from least": {"result.csv": csv_text(_rows(_RESULT, "34521"))},
        "by name": {"result.csv": csv_text(_rows(_RESULT, "34512"))},
    },
)

SCENES = [FAULTS, STOPS, SENIORITY, RANKED, CARD, A_RANK, TWO_FILES, TIES]
