"""Invented tasks whose texts state figures, right and wrong in many words and layouts."""

from tests.unit.grading.proposing.scenes import Content, Scene, csv_text, word

_ANSWERS = [
    ["guest", "branch", "answered", "score"],
    *(
        [f"G{n:02d}", branch, "yes" if score else "no", score]
        for n, (branch, score) in enumerate(
            [
                ("Harbour", 9), ("Harbour", 8), ("Harbour", None), ("Harbour", 10),
                ("Old Town", 6), ("Old Town", 7), ("Old Town", None), ("Old Town", 7),
                ("Station", 5), ("Station", 4), ("Station", 8), ("Station", None),
                ("Airport", 7), ("Airport", 6), ("Airport", None),
            ],
            start=1,
        )
    ),
]  # fmt: skip


def _letter(text: str) -> dict[str, Content | None]:
    return {"letter.txt": text}


SURVEY = Scene(
    "survey letter",
    "`survey.csv` holds the guest survey of 2026. Please write a short `letter.txt` to the owners: "
    "how many of how many guests answered, the mean score of those with one decimal, the share of "
    "scores of 8 or more in per cent, and which branch has the highest mean and what it is.",
    {"survey.csv": csv_text(_ANSWERS)},
    {
        "letter.txt": "Guest survey 2026\n\n11 of 15 guests answered. Their mean score is 7.0.\n"
        "The share of scores of 8 or more is 36 %.\n"
        "The branch with the highest mean is Harbour with 9.0.\n"
    },
    {
        "number words": _letter(
            "Dear owners, of the fifteen guests eleven answered our survey, with a mean score of "
            "7.0. The share with 8 or more was 36 per cent. Harbour is the branch with the highest "
            "mean, 9.0.\n"
        ),
        "list": _letter(
            "- answered: 11/15 guests\n- mean score: 7.0\n- share of 8 or more: 36%\n"
            "- highest mean: Harbour (9.0)\n"
        ),
        "table": _letter(
            "# Survey\n\n| what | value |\n|---|---|\n| Guests who answered | 11 of 15 |\n"
            "| Mean score | 7.0 |\n| Share of 8 or more (%) | 36 |\n"
            "| Harbour, highest mean | 9.0 |\n"
        ),
        "figure first": _letter(
            "11 out of 15 guests have answered. 7.0 is the mean score, 36% is the share of high "
            "scores. With 9.0 Harbour has the highest mean of the branches.\n"
        ),
    },
    {
        "miscounted": _letter(
            "12 of 15 guests answered. Their mean score is 7.0. The share of scores of 8 or more "
            "is 36 %. The branch with the highest mean is Harbour with 9.0.\n"
        ),
        "the other way round": _letter(
            "15 of 11 guests answered. Their mean score is 7.0. The share of scores of 8 or more "
            "is 36 %. The branch with the highest mean is Harbour with 9.0.\n"
        ),
        "means swapped": _letter(
            "11 of 15 guests answered. Their mean score is 9.0. The share of scores of 8 or more "
            "is 36 %. The branch with the highest mean is Harbour with 7.0.\n"
        ),
        "another branch": _letter(
            "11 of 15 guests answered. Their mean score is 7.0. The share of scores of 8 or more "
            "is 36 %. The branch with the highest mean is Old Town with 9.0.\n"
        ),
        "contradiction": _letter(
            "11 of 15 guests answered. Their mean score is 7.0. The share of scores of 8 or more "
            "is 36 %. The branch with the highest mean is Harbour with 9.0. In short: their mean "
            "score is 7.4.\n"
        ),
        "share of all": _letter(
            "11 of 15 guests answered. Their mean score is 7.0. The share of scores of 8 or more "
            "is 27 %. The branch with the highest mean is Harbour with 9.0.\n"
        ),
        "share forgotten": _letter(
            "11 of 15 guests answered. Their mean score is 7.0. The branch with the highest mean "
            "is Harbour with 9.0.\n"
        ),
    },
)  # fmt: skip

_BILLS = [
    ["building", "year", "kwh", "eur"],
    ["Mill", 2024, 21400.5, 6420.15], ["Mill", 2025, 18650.25, 5968.08],
    ["Barn", 2024, 9800.75, 2940.23], ["Barn", 2025, 10120.5, 3238.56],
    ["Forge", 2024, 15230.0, 4569.00], ["Forge", 2025, 14110.0, 4515.20],
]  # fmt: skip

POWER = Scene(
    "power note",
    "From `bills.csv` write `note.md`, a few sentences for the trustees: joint consumption in 2025 "
    "in kWh, joint cost in 2025 in EUR to the cent, the change of the consumption against 2024 in "
    "per cent with one decimal, and how much more the Barn cost than in 2024 (EUR).",
    {"bills.csv": csv_text(_BILLS)},
    {
        "note.md": "In 2025 the joint consumption was 42,880.75 kWh and the joint cost 13,721.84 "
        "EUR. Consumption fell by 7.6 % against 2024. The Barn cost 298.33 EUR more.\n"
    },
    {
        "signs before": {
            "note.md": "Joint consumption 2025: 42880.75 kWh\nJoint cost 2025: €13,721.84\n"
            "Change of consumption: -7.6%\nBarn: €298.33 more than in 2024\n"
        },
        "a table": {
            "note.md": "| 2025 | |\n|---|---|\n| joint consumption (kWh) | 42 880.75 |\n"
            "| joint cost (EUR) | 13 721.84 |\n| change of consumption (%) | -7.6 |\n"
            "| the Barn cost more (EUR) | 298.33 |\n"
        },
        "commas": {
            "note.md": "2025 kamen die trustees auf joint consumption 42.880,75 kWh; joint cost "
            "13.721,84 EUR. The consumption dropped by 7,6 per cent. Barn: 298,33 EUR more cost.\n"
        },
        "other order": {
            "note.md": "The Barn's bill rose by EUR 298.33. All three together used 7.6 percent "
            "less than in 2024, that is 42,880.75 kWh, for EUR 13,721.84.\n"
        },
    },
    {
        "rose": {
            "note.md": "In 2025 the joint consumption was 42,880.75 kWh and the joint cost "
            "13,721.84 EUR. Consumption rose by 7.6 % against 2024. Barn cost 298.33 EUR more.\n"
        },
        "swapped": {
            "note.md": "In 2025 the joint consumption was 42,880.75 kWh and the joint cost 298.33 "
            "EUR. Consumption fell by 7.6 % against 2024. The Barn cost 13,721.84 EUR more.\n"
        },
        "another unit": {
            "note.md": "In 2025 the joint consumption was 42,880.75 MWh and the joint cost "
            "13,721.84 EUR. Consumption fell by 7.6 % against 2024. Barn cost 298.33 EUR more.\n"
        },
        "both years": {
            "note.md": "In 2025 the joint consumption was 42,880.75 kWh and the joint cost "
            "27,651.22 EUR. Consumption fell by 7.6 % against 2024. Barn cost 298.33 EUR more.\n"
        },
    },
)

_DRUGS = [
    ["drug", "mg", "times"],
    ["amlodipine", 5, 2], ["metformin", 850, 3], ["digoxin", 0.125, 1], ["ramipril", 2.5, 2],
]  # fmt: skip

DOSES = Scene(
    "daily doses",
    "Write `doses.md` from `drugs.csv` for the nurse: each drug with its total daily dose in mg.",
    {"drugs.csv": csv_text(_DRUGS)},
    {
        "doses.md": "# Daily doses\n\n- amlodipine: 10 mg\n- metformin: 2,550 mg\n"
        "- digoxin: 0.125 mg\n- ramipril: 5 mg\n"
    },
    {
        "a column of rates": {
            "doses.md": "| Medicine | Dose (mg/day) |\n|---|---|\n| amlodipine | 10 |\n"
            "| metformin | 2550 |\n| digoxin | 0.125 |\n| ramipril | 5 |\n"
        },
        "in words": {
            "doses.md": "She takes 10 milligrams per day of amlodipine. Metformin adds up to 2550 "
            "mg per day. Digoxin: 0.125 mg a day. Ramipril: 5 mg daily.\n"
        },
    },
    {
        "single dose": {
            "doses.md": "- amlodipine: 5 mg\n- metformin: 850 mg\n- digoxin: 0.125 mg\n"
            "- ramipril: 2.5 mg\n"
        },
        "swapped": {
            "doses.md": "- amlodipine: 5 mg\n- metformin: 2,550 mg\n- digoxin: 0.125 mg\n"
            "- ramipril: 10 mg\n"
        },
    },
)

_OLD = "[pool]\nmax = 50\nname = main\n\n[log]\nlevel = debug\nkeep = 7\n"
_NEW = "[pool]\nmax = 20\nname = main\n\n[log]\nlevel = warning\nkeep = 7\n"

SETTINGS = Scene(
    "settings ticket",
    "Set `max` in `app.ini` to 20 and the log level to `warning`; everything else stays as it is. "
    "List what you changed in `ticket.txt`: one line for each setting, with setting, old value and "
    "new value, parted by tabs.",
    {"app.ini": _OLD},
    {"app.ini": _NEW, "ticket.txt": "pool.max\t50\t20\nlog.level\tdebug\twarning\n"},
    {
        "header and slashes": {
            "ticket.txt": "setting\told\tnew\npool/max\t50\t20\nlog/level\tdebug\twarning\n"
        },
        "last names": {"ticket.txt": "level\tdebug\twarning\nmax\t50\t20\n"},
    },
    {
        "values swapped": {"ticket.txt": "pool.max\t20\t50\nlog.level\tdebug\twarning\n"},
        "one line": {"ticket.txt": "pool.max\t50\t20\n"},
        "another setting": {"ticket.txt": "pool.max\t50\t20\nlog.keep\tdebug\twarning\n"},
    },
    "in_place",
)

_TRIPS = [
    ["trip", "route", "late_min", "passengers", "cancelled"],
    ["T01", "North", 0, 41, "no"], ["T02", "North", 12, 38, "no"], ["T03", "North", 3, 55, "no"],
    ["T04", "South", 7, 20, "no"], ["T05", "South", 0, 0, "yes"], ["T06", "South", 9, 31, "no"],
    ["T07", "East", 0, 18, "no"], ["T08", "East", 1, 25, "no"], ["T09", "East", 0, 0, "yes"],
    ["T10", "West", 22, 47, "no"], ["T11", "West", 2, 52, "no"],
]  # fmt: skip


def _memo(*lines: str) -> dict[str, Content | None]:
    return {"memo.docx": word(list(lines))}


BUSES = Scene(
    "bus memo",
    "Please write `memo.docx` for the city about the trips in `trips.csv`, week 14 of 2026. It "
    "should state how many trips ran and how many were cancelled, how many passengers were carried "
    "in all, the punctuality (share of the trips that ran with less than 5 minutes of delay, whole "
    "percent), the average delay of the trips that ran in minutes with one decimal, and the route "
    "with the worst average delay.",
    {"trips.csv": csv_text(_TRIPS)},
    {
        "memo.docx": word(
            [
                "# Trips in week 14 of 2026",
                "9 trips ran and 2 were cancelled. In all, 327 passengers were carried.",
                "Punctuality was 56 %; the average delay was 6.2 minutes.",
                "The route with the worst average delay is West (12.0 minutes).",
            ]
        )
    },
    {
        "numbers in words": _memo(
            "To the city",
            "In week 14 nine trips ran; two trips were cancelled. We carried 327 passengers.",
            "56% of the trips were punctual. On average they were 6.2 min late; West was worst, "
            "with an average delay of 12.0 min.",
        ),
        "lines": _memo(
            "Week 14, 2026",
            "Trips that ran: 9",
            "Trips cancelled: 2",
            "Passengers carried: 327",
            "Punctuality: 56 percent",
            "Average delay (minutes): 6.2",
            "Worst route: West",
        ),
        "another order": _memo(
            "The worst route was West with 12.0 minutes on average, against 6.2 minutes of average "
            "delay for all. Punctuality stood at 56 per cent. 327 passengers in all travelled on "
            "the 9 trips that ran, and 2 trips were cancelled.",
        ),
    },
    {
        "cancelled counted as run": _memo(
            "11 trips ran and 2 were cancelled. In all, 327 passengers were carried.",
            "Punctuality was 56 %; the average delay was 6.2 minutes.",
            "The route with the worst average delay is West (12.0 minutes).",
        ),
        "ran and cancelled swapped": _memo(
            "2 trips ran and 9 were cancelled. In all, 327 passengers were carried.",
            "Punctuality was 56 %; the average delay was 6.2 minutes.",
            "The route with the worst average delay is West (12.0 minutes).",
        ),
        "delays swapped": _memo(
            "9 trips ran and 2 were cancelled. In all, 327 passengers were carried.",
            "Punctuality was 56 %; the average delay was 12.0 minutes.",
            "The route with the worst average delay is West (6.2 minutes).",
        ),
        "another route": _memo(
            "9 trips ran and 2 were cancelled. In all, 327 passengers were carried.",
            "Punctuality was 56 %; the average delay was 6.2 minutes.",
            "The route with the worst average delay is South (12.0 minutes).",
        ),
        "delay in hours": _memo(
            "9 trips ran and 2 were cancelled. In all, 327 passengers were carried.",
            "Punctuality was 56 %; the average delay was 6.2 hours.",
            "The route with the worst average delay is West (12.0 minutes).",
        ),
        "share of all": _memo(
            "9 trips ran and 2 were cancelled. In all, 327 passengers were carried.",
            "Punctuality was 64 %; the average delay was 6.2 minutes.",
            "The route with the worst average delay is West (12.0 minutes).",
        ),
        "told twice": _memo(
            "9 trips ran and 2 were cancelled. In all, 327 passengers were carried.",
            "Punctuality was 56 %; the average delay was 6.2 minutes.",
            "The route with the worst average delay is West (12.0 minutes).",
            "Summary: punctuality was 65 %.",
        ),
    },
)

_TICKETS = [
    ["ticket", "team", "opened", "closed", "hours"],
    ["A-1", "Network", "2026-03-02", "2026-03-02", 4.5], ["A-2", "Network", "2026-03-03", "", ""],
    ["A-3", "Desktop", "2026-03-03", "2026-03-05", 20.25],
    ["A-4", "Desktop", "2026-03-04", "2026-03-04", 2.0],
    ["A-5", "Mail", "2026-03-09", "", ""], ["A-6", "Mail", "2026-03-10", "2026-03-12", 31.5],
    ["A-7", "Desktop", "2026-03-16", "2026-03-17", 9.75], ["A-8", "Mail", "2026-03-20", "", ""],
]  # fmt: skip

DESK = Scene(
    "help desk page",
    "Make `status.html` from `tickets.csv`: a heading, then a list with the number of open tickets "
    "per team (only teams that have some), a line with the total of open and of closed tickets, "
    "and the median handling time of the closed ones in hours with two decimals. Say which ticket "
    "took longest.",
    {"tickets.csv": csv_text(_TICKETS)},
    {
        "status.html": "<h1>Help desk, March 2026</h1><ul><li>Network: 1 open</li>"
        "<li>Mail: 2 open</li></ul><p>Total: 3 open tickets, 5 closed tickets.</p>"
        "<p>Median handling time: 9.75 hours.</p><p>Ticket A-6 took longest.</p>"
    },
    {
        "prose": {
            "status.html": "<h1>Status</h1><p>Mail has two open tickets and Network has one.</p>"
            "<p>In total three tickets are open and five are closed; the median handling time is "
            "9.75 h. The ticket that took longest is A-6.</p>"
        },
        "table": {
            "status.html": "<h1>Open tickets</h1><table><tr><th>Team</th><th>Open</th></tr>"
            "<tr><td>Mail</td><td>2</td></tr><tr><td>Network</td><td>1</td></tr></table>"
            "<p>Open in total: 3; closed in total: 5. Median handling time (hours): 9.75. Longest: "
            "A-6.</p>"
        },
    },
    {
        "open and closed swapped": {
            "status.html": "<h1>Help desk</h1><ul><li>Network: 1 open</li><li>Mail: 2 open</li>"
            "</ul><p>Total: 5 open tickets, 3 closed tickets.</p><p>Median handling time: 9.75 "
            "hours.</p><p>Ticket A-6 took longest.</p>"
        },
        "mean for median": {
            "status.html": "<h1>Help desk</h1><ul><li>Network: 1 open</li><li>Mail: 2 open</li>"
            "</ul><p>Total: 3 open tickets, 5 closed tickets.</p><p>Median handling time: 13.60 "
            "hours.</p><p>Ticket A-6 took longest.</p>"
        },
        "another ticket": {
            "status.html": "<h1>Help desk</h1><ul><li>Network: 1 open</li><li>Mail: 2 open</li>"
            "</ul><p>Total: 3 open tickets, 5 closed tickets.</p><p>Median handling time: 9.75 "
            "hours.</p><p>Ticket A-3 took longest.</p>"
        },
        "teams swapped": {
            "status.html": "<h1>Help desk</h1><ul><li>Network: 2 open</li><li>Mail: 1 open</li>"
            "</ul><p>Total: 3 open tickets, 5 closed tickets.</p><p>Median handling time: 9.75 "
            "hours.</p><p>Ticket A-6 took longest.</p>"
        },
    },
)

SCENES = [SURVEY, POWER, DOSES, SETTINGS, BUSES, DESK]
