"""Invented plans of several trades: what is right differs wholly, and each rule can be broken."""

import json

from tests.unit.grading.proposing.scenes import Files, Scene


def _lines(head: str, *rows: str) -> str:
    return "\n".join((head, *rows)) + "\n"


def _rota(nurses: str, others: str = "12345678") -> dict[str, str | bytes | None]:
    rows = (f"S{n},{nurse}" for n, nurse in zip(others, nurses.split(), strict=True))
    return {"rota.csv": _lines("shift_id,nurse", *rows)}


ROTA = Scene(
    "a rota of nurses",
    "Fill next week's rota for the ward. `shifts.csv` lists the shifts (some run past midnight), "
    "`staff.csv` the people, what they are trained for and how many shifts they may do at most, "
    "`leave.csv` who is away on which date.\n\n"
    "Write `rota.csv` with the columns shift_id and nurse, one line per shift.\n\n"
    "- Every shift has exactly one nurse.\n"
    "- Only nurses who are trained for what the shift needs.\n"
    "- Nobody works on a date on which they are on leave.\n"
    "- Nobody does more shifts than their maximum.\n"
    "- At least 11 hours of rest between two shifts of the same nurse.\n",
    {
        "shifts.csv": _lines(
            "id,date,from,to,needs",
            "S1,2026-04-06,07:00,15:00,ICU", "S2,2026-04-06,22:00,06:00,ER",
            "S3,2026-04-07,07:00,15:00,ICU", "S4,2026-04-07,14:00,22:00,ER",
            "S5,2026-04-08,07:00,15:00,ER", "S6,2026-04-08,14:00,22:00,ICU",
            "S7,2026-04-09,07:00,15:00,ICU", "S8,2026-04-09,22:00,06:00,ER",
        ),
        "staff.csv": _lines(
            "nurse,trained for,max shifts",
            "Ana,ICU; ER,3", "Ben,ER,3", "Cleo,ICU,3", "Dan,ER; ICU,2", "Eva,ER,2",
        ),
        "leave.csv": _lines("nurse,date", "Ana,2026-04-09", "Ben,2026-04-06", "Cleo,2026-04-07"),
    },
    _rota("Cleo Dan Ana Ben Eva Ana Cleo Ben"),
    alternates={
        "others": _rota("Ana Eva Dan Ben Eva Cleo Dan Ben"),
        "in another order": _rota("Dan Cleo Ana Ben Eva Dan Ana Cleo", "87654321"),
    },
    wrongs={
        "too little rest": _rota("Cleo Dan Ana Ben Ben Ana Cleo Eva"),
        "too little rest after a night": _rota("Cleo Dan Dan Ben Eva Ana Cleo Ben"),
        "not trained": _rota("Cleo Dan Ana Ben Eva Ana Eva Ben"),
        "on leave": _rota("Cleo Dan Cleo Ben Eva Ana Cleo Ben"),
        "too many shifts": _rota("Cleo Dan Ana Ben Eva Dan Cleo Dan"),
        "a shift is open": _rota("Cleo Dan Ana Ben Ana Cleo Ben", "1234678"),
        "somebody unknown": _rota("Cleo Dan Ana Ben Eva Ana Cleo Bob"),
    },
)  # fmt: skip


def _exams(*rows: str) -> dict[str, str | bytes | None]:
    return {"timetable.csv": _lines("exam,slot,room", *rows)}


EXAMS = Scene(
    "an exam timetable",
    "Please make the exam timetable. Each exam in exams.csv gets one slot from slots.csv and one "
    "room from rooms.csv. Save it as timetable.csv (exam, slot, room).\n\n"
    "1. No student may have two exams in the same slot; who takes what is in enrolments.csv.\n"
    "2. A room holds one exam at a time.\n"
    "3. The room needs enough seats for all candidates of the exam.\n\n"
    "Any timetable that keeps to this is fine.\n",
    {
        "exams.csv": _lines(
            "exam,candidates", "Maths,28", "Physics,17", "Biology,22", "History,25", "French,12",
            "Art,9",
        ),
        "rooms.csv": _lines("room,seats", "R1,30", "R2,20"),
        "slots.csv": _lines(
            "slot,day,begins", "A,Mon,09:00", "B,Mon,13:00", "C,Tue,09:00", "D,Tue,13:00"
        ),
        "enrolments.csv": _lines(
            "student,exam", "s1,Maths", "s1,Physics", "s2,Maths", "s2,History", "s3,Biology",
            "s3,Art", "s4,French", "s4,History", "s5,Physics", "s5,Biology", "s6,French", "s6,Art",
        ),
    },
    _exams("Maths,A,R1", "French,A,R2", "History,B,R1", "Physics,B,R2", "Biology,C,R1",
           "Art,D,R2"),
    alternates={
        "in three slots": _exams("Maths,B,R1", "Physics,C,R2", "Biology,A,R1", "History,C,R1",
                                 "French,A,R2", "Art,B,R2"),
        "by slot": {"timetable.csv": _lines(
            "slot,room,exam,day", "A,R1,Physics,Mon", "B,R1,Biology,Mon", "B,R2,French,Mon",
            "C,R1,History,Tue", "C,R2,Art,Tue", "D,R1,Maths,Tue",
        )},
    },
    wrongs={
        "a student in two": _exams("Maths,A,R1", "Physics,A,R2", "History,B,R1", "French,C,R2",
                                   "Biology,C,R1", "Art,D,R2"),
        "a room twice": _exams("Maths,A,R1", "French,A,R2", "History,B,R1", "Physics,B,R1",
                               "Biology,C,R1", "Art,D,R2"),
        "too small": _exams("Maths,A,R1", "French,A,R2", "History,B,R1", "Physics,B,R2",
                            "Biology,C,R2", "Art,D,R2"),
        "a slot that is none": _exams("Maths,A,R1", "French,A,R2", "History,B,R1", "Physics,B,R2",
                                      "Biology,C,R1", "Art,E,R2"),
        "one is missing": _exams("Maths,A,R1", "French,A,R2", "History,B,R1", "Physics,B,R2",
                                 "Biology,C,R1"),
    },
)  # fmt: skip


def _shop(starts: str, **others: str) -> dict[str, str | bytes | None]:
    """Return a schedule from when each begins; `others` are whole rows."""
    rows = []
    operations = [row.split(",") for row in _OPERATIONS]
    for (name, _, machine, minutes, _), start in zip(operations, starts.split(), strict=True):
        row = f"{name},{machine},{start},{int(start) + int(minutes)}"
        rows.append(others.get(name, row))
    return {"schedule.csv": _lines("op,machine,start,end", *(row for row in rows if row))}


_OPERATIONS = (
    "O1,P1,lathe,60,", "O2,P1,mill,45,O1", "O3,P1,deburr,20,O2", "O4,P2,mill,90,",
    "O5,P2,lathe,30,O4", "O6,P3,lathe,40,", "O7,P3,deburr,15,O6", "O8,P3,mill,30,O6",
    "O9,all,bench,25,O3;O5;O7;O8",
)  # fmt: skip
SHOP = Scene(
    "a shop floor",
    "Schedule Friday's shop floor. `operations.csv` lists the operations with the machine, the "
    "minutes each of them takes, and in `after` those that must be finished first.\n\n"
    "Make `schedule.csv` with op, machine, start and end; start and end are minutes after the "
    "beginning of the shift.\n\n"
    "* Every operation is scheduled once, on its machine, in one go.\n"
    "* A machine works on one operation at a time.\n"
    "* No operation begins before those in `after` are finished.\n"
    "* Everything is finished after 360 minutes at the latest.\n\n"
    "There is more than one good answer, and any that keeps the rules is welcome.\n",
    {"operations.csv": _lines("op,part,machine,minutes,after", *_OPERATIONS)},
    _shop("0 90 135 0 100 60 155 135 170"),
    alternates={
        "the third part first": _shop("40 160 205 70 160 0 40 40 225"),
        "with gaps": _shop("10 100 150 0 120 75 120 145 200"),
    },
    wrongs={
        "two on the mill": _shop("0 90 135 0 100 60 155 100 170"),
        "begun too early": _shop("0 90 135 0 100 60 155 135 160"),
        "cut short": _shop("0 90 135 0 100 60 155 135 170", O4="O4,mill,0,60"),
        "on another machine": _shop("0 90 135 0 100 60 155 135 170", O5="O5,bench,100,130"),
        "too late": _shop("0 90 135 0 100 60 155 135 340"),
        "one is missing": _shop("0 90 135 0 100 60 155 135 170", O9=""),
    },
)

_PROPOSALS = (
    "P1,Ramp,access,120,20,", "P2,Sprinklers,safety,200,34,", "P3,Solar roof,energy,180,28,",
    "P4,Battery,energy,90,15,P3", "P5,Handrails,access,40,9,", "P6,Fire doors,safety,110,18,",
    "P7,LED lights,energy,60,12,", "P8,Lift,access,230,30,",
)  # fmt: skip


def _funded(numbers: str) -> dict[str, str | bytes | None]:
    chosen = [_PROPOSALS[int(n) - 1].split(",") for n in numbers]
    rows = (f"{name},{title},{cost}" for name, title, _, cost, _, _ in chosen)
    return {"funded.csv": _lines("id,title,cost", *rows)}


FUNDED = Scene(
    "projects within a budget",
    "Our foundation can fund some of the proposals in `proposals.csv` (cost in thousand euros). "
    "Choose which ones and put them into `funded.csv` with the columns id, title and cost.\n\n"
    "- Together they cost at most 500.\n"
    "- Together they bring at least 65 points.\n"
    "- At least one proposal from each area, and not more than two from the same area.\n"
    "- A proposal that requires another one (column `requires`) is funded only if that one is "
    "funded as well.\n"
    "- P2 and P6 exclude each other, so not both.\n\n"
    "Whichever selection you make is fine if it keeps to this.\n",
    {"proposals.csv": _lines("id,title,area,cost,points,requires", *_PROPOSALS)},
    _funded("2357"),
    alternates={"others": _funded("3461"), "fewer points": _funded("5271")},
    wrongs={
        "too dear": _funded("2315"),
        "too few points": _funded("6751"),
        "nothing for safety": _funded("3715"),
        "without what it requires": _funded("2415"),
        "both that exclude each other": _funded("2675"),
        "three for energy": _funded("34765"),
        "one twice": _funded("23577"),
        "another cost": {"funded.csv": str(_funded("2357")["funded.csv"]).replace(",40", ",14")},
    },
)


def _tours(text: str) -> dict[str, str | bytes | None]:
    """Return tours written `Ana J1 8:00 9:00, J3 9:15 10:00; Boris …`."""
    tours = []
    for tour in text.split("; "):
        name, _, rest = tour.partition(" ")
        jobs = [dict(zip(("job", "start", "end"), job.split(), strict=True))
                for job in rest.split(", ")]  # fmt: skip
        tours.append({"technician": name, "jobs": jobs})
    return {"tours.json": json.dumps({"tours": tours}, indent=2)}


_PEOPLE = [("Ana", ["gas", "electric"], "08:00", "16:00"), ("Boris", ["gas"], "09:00", "17:00"),
           ("Chen", ["electric"], "08:00", "16:00")]  # fmt: skip
_JOBS = [("J1", "gas", 60, "08:00", "10:00"), ("J2", "gas", 90, "09:00", "13:00"),
         ("J3", "electric", 45, "08:30", "11:00"), ("J4", "electric", 120, "10:00", "14:00"),
         ("J5", "gas", 30, "13:00", "15:00"), ("J6", "electric", 60, "12:00", "16:00")]  # fmt: skip
_TRAVEL = [(1, 2, 20), (1, 3, 15), (1, 4, 30), (1, 5, 25), (1, 6, 40), (2, 3, 35), (2, 4, 20),
           (2, 5, 30), (2, 6, 25), (3, 4, 20), (3, 5, 40), (3, 6, 15), (4, 5, 35), (4, 6, 30),
           (5, 6, 20)]  # fmt: skip
_DAY: Files = {
    "day.json": json.dumps(
        {
            "technicians": [
                dict(zip(("name", "skills", "from", "until"), person, strict=True))
                for person in _PEOPLE
            ],
            "jobs": [
                dict(zip(("job", "skill", "minutes", "earliest", "latest"), job, strict=True))
                for job in _JOBS
            ],
            "travel": [{"from": f"J{a}", "to": f"J{b}", "minutes": m} for a, b, m in _TRAVEL],
        },
        indent=1,
    )
}
CREWS = Scene(
    "tours of technicians",
    "Plan tomorrow's calls for the three technicians in `day.json` and save them as `tours.json`, "
    'like `{"tours": [{"technician": "...", "jobs": [{"job": "...", "start": "HH:MM", "end": '
    '"HH:MM"}]}]}`.\n\n'
    "* every job is done exactly once, by somebody with the skill that it needs\n"
    "* it starts between its `earliest` and its `latest` time and takes the minutes that are "
    "given\n"
    "* between two jobs of a technician there must be time to drive (`travel`, in minutes, the "
    "same in both directions)\n"
    "* nobody starts before their `from` or ends after their `until`\n\n"
    "Who does what, and in which order, is up to you.\n",
    _DAY,
    _tours("Ana J1 08:00 09:00, J3 09:15 10:00; Boris J2 09:30 11:00, J5 13:00 13:30; "
           "Chen J4 10:00 12:00, J6 12:30 13:30"),
    alternates={
        "two alone": _tours("Ana J3 08:30 09:15, J4 10:00 12:00, J6 13:00 14:00; "
                            "Boris J1 09:00 10:00, J2 10:20 11:50, J5 13:00 13:30"),
        "all three": _tours("Chen J3 09:00 09:45, J6 12:00 13:00; Boris J2 11:00 12:30; "
                            "Ana J1 08:30 09:30, J4 10:00 12:00, J5 13:00 13:30"),
    },
    wrongs={
        "not skilled": _tours("Ana J1 08:00 09:00, J3 09:15 10:00; Boris J2 09:30 11:00, "
                              "J5 13:00 13:30, J6 14:00 15:00; Chen J4 10:00 12:00"),
        "too late to begin": _tours("Ana J1 08:00 09:00, J3 09:15 10:00; Boris J2 09:30 11:00, "
                                    "J5 15:30 16:00; Chen J4 10:00 12:00, J6 12:30 13:30"),
        "no time to drive": _tours("Ana J1 08:00 09:00, J3 09:05 09:50; Boris J2 09:30 11:00, "
                                   "J5 13:00 13:30; Chen J4 10:00 12:00, J6 12:30 13:30"),
        "cut short": _tours("Ana J1 08:00 09:00, J3 09:15 10:00; Boris J2 09:30 11:00, "
                            "J5 13:00 13:30; Chen J4 10:00 11:30, J6 12:30 13:30"),
        "after hours": _tours("Ana J1 08:00 09:00, J3 09:15 10:00; Boris J2 09:30 11:00, "
                              "J5 13:00 13:30; Chen J4 10:00 12:00, J6 15:30 16:30"),
        "before hours": _tours("Ana J3 09:15 10:00; Boris J1 08:30 09:30, J2 10:00 11:30, "
                               "J5 13:00 13:30; Chen J4 10:00 12:00, J6 12:30 13:30"),
        "one is missing": _tours("Ana J1 08:00 09:00, J3 09:15 10:00; Boris J2 09:30 11:00; "
                                 "Chen J4 10:00 12:00, J6 12:30 13:30"),
        "one twice": _tours("Ana J1 08:00 09:00, J3 09:15 10:00, J5 13:00 13:30; Boris "
                            "J2 09:30 11:00, J5 13:00 13:30; Chen J4 10:00 12:00, J6 12:30 13:30"),
    },
)  # fmt: skip

_LEGS = {"D": (0, 8, 10, 6, 16, 12, 20), "A": (8, 0, 13, 6, 11, 7, 15),
         "B": (10, 13, 0, 7, 24, 9, 18), "C": (6, 6, 7, 0, 17.5, 5, 20.8),
         "E": (16, 11, 24, 17.5, 0, 18, 6.1), "F": (12, 7, 9, 5, 18, 0, 22),
         "G": (20, 15, 18, 20.8, 6.1, 22, 0)}  # fmt: skip
_CLIENTS = {"A": (150, 480, 780), "B": (200, 420, 660), "C": (190, 420, 660),
            "E": (160, 570, 720), "F": (180, 540, 600), "G": (145, 420, 720)}  # fmt: skip


def _clock(minutes: float) -> str:
    return f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}"


def _vans(*tours: str, **changes: str) -> dict[str, str | bytes | None]:
    """Return the plan of some tours, each reached as early as can be; `changes` are by `v1s2`."""
    rows = []
    for van, tour in enumerate(tours, 1):
        at, before = 420.0, "D"
        for stop, name in enumerate((*tour, "D"), 1):
            km = _LEGS[before]["DABCEFG".index(name)]
            load, opens, _ = _CLIENTS.get(name, (0, 0, 0))
            at = max(at + km / 42 * 60, opens)
            row = f"{van},{stop},{name},{load},{km:.1f},{_clock(at)}"
            rows.append(changes.get(f"v{van}s{stop}", row))
            at, before = at + 18, name
    return {"plan.csv": _lines("van,stop,customer,kg,km,arrival", *(row for row in rows if row))}


VANS = Scene(
    "rounds of vans",
    "Tomorrow's deliveries, please: customers in `customers.csv` (kg, delivery window), distances "
    "in `distances.csv` (km, the same both ways, D is the depot), the rest in `rules.toml`.\n\n"
    "Put the plan into `plan.csv`, one line per stop in driving order, with the columns van, stop, "
    "customer, kg, km, arrival. stop counts 1, 2, 3 ... for each van. km is the leg from the stop "
    "before, or from the depot. arrival is HH:MM, rounded down to the minute; if the van is early "
    "it waits, and arrival is then the opening of the window. The last line of each van has "
    "customer D, kg 0, and is the return to the depot.\n\n"
    "- every customer is served exactly once\n- no van carries more than 575 kg\n"
    "- arrival within the window of the customer\n"
    "- vans leave at 07:00 and no route is longer than 5 hours, so back at 12:00 at the latest\n"
    "- three vans at most\n- 113 km altogether at most, nobody has to find the optimum.\n",
    {
        "customers.csv": _lines(
            "customer,kg,opens,closes",
            *(f"{n},{kg},{_clock(a)},{_clock(b)}" for n, (kg, a, b) in _CLIENTS.items()),
        ),
        "distances.csv": _lines(
            "km,D,A,B,C,E,F,G", *(f"{n},{','.join(map(str, row))}" for n, row in _LEGS.items())
        ),
        "rules.toml": 'vans = 3\ncapacity_kg = 575\nstart = "07:00"\nlongest_route_hours = 5\n'
        "speed_km_per_h = 42\nunloading_minutes = 18\n",
    },
    _vans("CBF", "AGE"),
    alternates={
        "the other way about": _vans("BCF", "AEG"),
        "three vans": _vans("AGE", "CF", "B"),
        "with other columns": {
            "plan.csv": str(_vans("CBF", "GEA")["plan.csv"]).replace("\n", ",\n")
        },
    },
    wrongs={
        "a window is missed": _vans("CB", "EF", "AG"),
        "overloaded": _vans("CBFA", "GE"),
        "one stop twice": _vans("CBF", "AGEG"),
        "a leg is wrong": _vans("CBF", "AGE", v1s2="1,2,B,200,6.0,07:36"),
        "it arrives at once": _vans("CBF", "AGE", v1s3="1,3,F,180,9.0,07:55"),
        "it forgets to unload": _vans("CBF", "AGE", v2s2="2,2,G,145,15.0,08:21"),
        "a load is wrong": _vans("CBF", "AGE", v2s2="2,2,G,45,15.0,08:39"),
        "too long a way": _vans("CEB", "AFG"),
        "it does not return": _vans("CBF", "AGE", v2s4=""),
        "four vans": _vans("A", "CF", "B", "GE"),
    },
)  # fmt: skip

SCENES = [VANS, ROTA, EXAMS, SHOP, FUNDED, CREWS]
