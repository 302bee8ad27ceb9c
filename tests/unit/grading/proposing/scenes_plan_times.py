"""Invented plans whose rules are about times: windows, pauses that depend, closed periods."""

from tests.unit.grading.proposing.scenes import Scene

Laid = dict[str, str | bytes | None]


def _lines(head: str, *rows: str) -> str:
    return "\n".join((head, *rows)) + "\n"


def _later(clock: str, minutes: int) -> str:
    total = int(clock[:-3]) * 60 + int(clock[-2:]) + minutes
    return f"{total // 60:02d}:{total % 60:02d}"


_PATIENTS = {
    "K11": ("hip", 90, "urgent", 3, "07:30", "12:00"),
    "K12": ("eye", 30, "planned", 1, "08:00", "16:00"),
    "K13": ("hip", 75, "planned", 2, "07:30", "15:30"),
    "K14": ("ear", 40, "urgent", 1, "09:00", "16:00"),
    "K15": ("eye", 35, "planned", 1, "07:30", "14:00"),
    "K16": ("ear", 50, "planned", 2, "10:00", "16:00"),
    "K17": ("hip", 60, "planned", 3, "07:30", "16:00"),
}  # fmt: skip


def _theatre(text: str, **changes: str) -> Laid:
    rows = []
    for name, start in (part.split() for part in text.split(", ")):
        team, minutes = _PATIENTS[name][:2]
        rows.append(changes.get(name, f"{start},{_later(start, minutes)},{name},{team}"))
    return {"list.csv": _lines("from,to,patient,team", *rows)}


THEATRE = Scene(
    "the list of an operating theatre",
    "Schedule Thursday in theatre 3 from `patients.csv` (team, minutes, priority, sets of "
    "instruments, and when the patient is `ready` and when the ward wants them back, `until`).\n\n"
    "- No operation begins before 07:30 or finishes after 16:00.\n"
    "- A patient is operated on once or not at all, takes exactly the minutes given, and lies "
    "wholly between `ready` and `until`.\n"
    "- Only one patient at a time.\n"
    "- At least 15 minutes between one operation and the next, at least 40 where the team is "
    "a different one.\n"
    "- 12:00 to 12:30 the theatre is cleaned and nobody is operated on.\n"
    "- Every urgent patient has to be on the list.\n"
    "- The store has 9 sets, no more.\n"
    "- At least 4 hours of surgery altogether.\n\n"
    "Any list that keeps to this will do. Write `list.csv` with from, to, patient, team, "
    "in order of time.\n",
    {
        "patients.csv": _lines(
            "patient,team,minutes,priority,sets,ready,until",
            *(f"{name},{','.join(map(str, row))}" for name, row in _PATIENTS.items()),
        )
    },
    _theatre("K11 07:30, K13 09:15, K14 12:30, K16 13:25"),
    alternates={
        "another order": _theatre("K13 07:30, K11 09:00, K16 12:30, K14 13:35"),
        "with eyes": _theatre("K11 07:30, K15 09:40, K14 10:55, K17 12:30, K12 14:10"),
    },
    wrongs={
        "begun too early": _theatre("K11 07:15, K13 09:15, K14 12:30, K16 13:25"),
        "ends too late": _theatre("K11 07:30, K13 09:15, K14 12:30, K16 15:15"),
        "before it is ready": _theatre("K11 10:30, K13 07:30, K14 08:30, K16 12:30"),
        "no time between teams": _theatre("K11 07:30, K13 09:15, K14 10:50, K16 12:30"),
        "during the cleaning": _theatre("K11 07:30, K13 09:15, K14 11:25, K16 12:30"),
        "an urgent one is missing": _theatre("K11 07:30, K13 09:15, K16 12:30, K12 14:00"),
        "too little": _theatre("K11 07:30, K14 12:30, K16 13:25"),
        "too many sets": _theatre("K11 07:30, K13 09:15, K14 12:30, K16 13:25, K17 14:55"),
        "not in order": _theatre("K13 09:15, K11 07:30, K14 12:30, K16 13:25"),
        "two at once": _theatre("K11 07:30, K13 08:45, K14 12:30, K16 13:25"),
        "one twice": _theatre("K11 07:30, K13 09:15, K14 12:30, K14 13:25, K16 14:20"),
        "cut short": _theatre("K11 07:30, K13 09:15, K14 12:30, K16 13:25",
                              K13="09:15,10:15,K13,hip"),
    },
)  # fmt: skip

_FILMS = {"Dune": (120, "70mm"), "Alien": (117, "35mm"), "Tron": (96, "digital"),
          "Jaws": (124, "35mm"), "Heat": (60, "digital"), "Big": (40, "digital")}  # fmt: skip


def _night(text: str) -> Laid:
    """Return a programme of `1 Dune 20:30`; hours from 24 on are those of the next day."""
    rows = []
    for screen, film, start in (part.split() for part in text.split(", ")):
        minutes, kind = _FILMS[film]
        begins, ends = (_dated(clock) for clock in (start, _later(start, minutes)))
        rows.append(f"{screen},{film},{kind},{begins},{ends}")
    return {"night.csv": _lines("screen,film,format,begins,ends", *rows)}


def _dated(clock: str) -> str:
    hour = int(clock[:2])
    return f"2026-08-{21 + hour // 24} {hour % 24:02d}{clock[2:]}"


NIGHT = Scene(
    "a film night",
    "Make the programme of the open-air night, 21 August 2026. Each film in `films.csv` is shown "
    "exactly once, on one of the two screens (1 and 2), for as long as its minutes.\n\n"
    "* No film begins earlier than 2026-08-21 20:30, and none ends later than 2026-08-22 02:30.\n"
    "* On one screen nothing may overlap, and between one film and the next there are at least 10 "
    "minutes on the same screen, at least 25 if the format is another one.\n"
    "* Screen 2 is closed from 23:45 to 00:05, when the fire brigade tests its alarm.\n\n"
    "Otherwise it is up to you. `night.csv` has screen, film, format, begins and ends, with times "
    "like 2026-08-21 20:30.\n",
    {"films.csv": _lines("film,minutes,format", *(f"{f},{m},{k}" for f, (m, k) in _FILMS.items()))},
    _night("1 Dune 20:30, 1 Alien 22:55, 1 Big 25:17, 2 Tron 20:30, 2 Heat 22:20, 2 Jaws 24:05"),
    alternates={
        "otherwise": _night("1 Alien 20:30, 1 Jaws 22:40, 1 Heat 25:10, 2 Dune 20:35, 2 Big 23:00, "
                            "2 Tron 24:05"),
        "by the hour": _night("1 Dune 20:30, 2 Tron 20:35, 2 Heat 22:25, 1 Alien 22:56, "
                              "2 Jaws 24:06, 1 Big 25:30"),
    },
    wrongs={
        "too late": _night("1 Dune 20:30, 1 Alien 22:55, 1 Big 25:55, 2 Tron 20:30, 2 Heat 22:20, "
                           "2 Jaws 24:05"),
        "too early": _night("1 Dune 20:30, 1 Alien 22:55, 1 Big 25:17, 2 Tron 20:15, "
                            "2 Heat 22:20, 2 Jaws 24:05"),
        "no time to change the format": _night("1 Dune 20:30, 1 Alien 22:45, 1 Big 25:17, "
                                               "2 Tron 20:30, 2 Heat 22:20, 2 Jaws 24:05"),
        "a pause too short": _night("1 Dune 20:30, 1 Alien 22:55, 1 Big 25:17, 2 Tron 20:30, "
                                    "2 Heat 22:12, 2 Jaws 24:05"),
        "during the test": _night("1 Dune 20:30, 1 Alien 22:55, 1 Big 25:17, 2 Tron 20:30, "
                                  "2 Heat 22:50, 2 Jaws 24:20"),
        "two at once": _night("1 Dune 20:30, 1 Alien 22:00, 1 Big 25:17, 2 Tron 20:30, "
                              "2 Heat 22:20, 2 Jaws 24:05"),
    },
)  # fmt: skip

SCENES = [THEATRE, NIGHT]
