"""Invented letters and forms that are filled in from a sheet of data."""

from tests.unit.grading.proposing.scenes import Content, Scene, csv_text, word

Texts = tuple[str, ...]


def _letter(form: Texts, path: str, *values: tuple[str, str]) -> dict[str, Content | None]:
    """Return a form as a document, with each blank replaced wherever it stands."""
    text = "\n\n".join(form)
    for blank, value in values:
        text = text.replace(blank, value)
    return {path: word(text.split("\n\n")) if path.endswith(".docx") else text.encode()}


def _lay(form: Texts, path: str, values: dict[str, str], **other: str) -> dict[str, Content | None]:
    """Return a letter with its values; `other` are those that are different in this one."""
    return _letter(form, path, *(values | {f"[{k}]": v for k, v in other.items()}).items())


_DEMAND = (
    "Weber & Partner, Rathausplatz 3, 53111 Bonn", "[client]", "[street]", "[place]",
    "Dear [client],", "we write to [opponent] about the sum that is still open.",
    "It is EUR [sum], due on [due].", "[clause]", "Please send us your instructions.",
)  # fmt: skip
_CLAUSES = (
    "A: Without further notice we shall bring the matter before the court.\n"
    "B: Our client will settle the matter out of court if half of it is paid at once.\n"
)
_CASE = {
    "[client]": "Johanna Meyer-Lind", "[street]": "Alte Gasse 41a", "[place]": "53113 Bonn",
    "[opponent]": "Stadtwerk AG", "[sum]": "7,815.50", "[due]": "18 December 2026",
    "[clause]": "Our client will settle the matter out of court if half of it is paid at once.",
}  # fmt: skip
_CASES = csv_text([
    ["matter", "client", "street", "place", "opponent", "sum", "due"],
    ["117", "Johann Meier", "Alte Gasse 14", "53111 Bonn", "Kessler & Sohn", "781.55",
     "8 December 2026"],
    ["118", *list(_CASE.values())[:6]],
])  # fmt: skip


def _demand(**other: str) -> dict[str, Content | None]:
    return _lay(_DEMAND, "letter.docx", _CASE, **other)


DEMAND = Scene(
    "demand letter",
    "Fill in letter.docx for matter 118 from cases.csv and put in clause B of clauses.txt.",
    {**_letter(_DEMAND, "letter.docx"), "cases.csv": _CASES, "clauses.txt": _CLAUSES},  # type: ignore[dict-item]
    _demand(),
    {
        "other forms of date and sum": _demand(due="18.12.2026", sum="7815.50"),
        "blank lines between": _letter(
            tuple(f"{text}\n\n " for text in _DEMAND), "letter.docx", *_CASE.items()
        ),
    },
    {
        "one letter of the name": _demand(client="Johanna Meyer-Lint"),
        "another client": _demand(client="Johann Meier"),
        "another street": _demand(street="Alte Gasse 14"),
        "street and place swapped": _demand(street="53113 Bonn", place="Alte Gasse 41a"),
        "client and opponent swapped": _demand(
            client="Stadtwerk AG", opponent="Johanna Meyer-Lind"
        ),
        "another sum": _demand(sum="781.55"),
        "another year": _demand(due="18 December 2025"),
        "the other clause": _demand(
            clause="Without further notice we shall bring the matter before the court."
        ),
        "no clause": _lay(tuple(t for t in _DEMAND if t != "[clause]"), "letter.docx", _CASE),
        "a blank is left": _demand(opponent="[opponent]"),
        "a word around it is other": _letter(
            _DEMAND, "letter.docx", ("still open", "paid already"), *_CASE.items()
        ),
    },
    "in_place",
)  # fmt: skip

_WELCOME = ("Park House", "Dear ________,", "we are glad that you are moving in.",
            "Rubbish is collected on Tuesdays.")  # fmt: skip

WELCOME = Scene(
    "only a name",
    "Make welcome.docx from template.docx for the new tenant in tenant.txt.",
    {**_letter(_WELCOME, "template.docx"), "tenant.txt": "Mihai Ionescu\n"},  # type: ignore[dict-item]
    _letter(_WELCOME, "welcome.docx", ("________", "Mihai Ionescu")),
    {"capitals": _letter(_WELCOME, "welcome.docx", ("________", "MIHAI IONESCU"))},
    {
        "another name": _letter(_WELCOME, "welcome.docx", ("________", "Mihail Ionescu")),
        "no name": _letter(_WELCOME, "welcome.docx", ("________", "")),
        "the blank is left": _letter(_WELCOME, "welcome.docx"),
        "the name elsewhere": _letter(
            _WELCOME, "welcome.docx", ("________", "tenant"),
            ("moving in", "moving in, Mihai Ionescu")
        ),
    },
)  # fmt: skip

_OLD = ("Harbour Rowing Club", "[who]", "[street]", "Dear [last],",
        "your number is [number]. Your fee of [fee] came on [paid].",
        "The boathouse is open from six in the morning.",
        "Your locker is number [locker].")  # fmt: skip
_HALLAM = {"[who]": "Mr Peter Hallam", "[street]": "2 Dock Street", "[last]": "Mr Hallam",
           "[number]": "R-311", "[fee]": "EUR 180.00", "[paid]": "12 October 2026",
           "[locker]": "17"}  # fmt: skip
_DANSO = {"[who]": "Ms Ifeoma Danso", "[street]": "29 Lantern Row", "[last]": "Ms Danso",
          "[number]": "R-346", "[fee]": "EUR 210.00", "[paid]": "24 November 2026",
          "[locker]": "71"}  # fmt: skip
_MEMBERS = csv_text([
    ["number", "who", "street", "fee", "paid", "locker"],
    ["R-311", "Mr Peter Hallam", "2 Dock Street", "EUR 180.00", "12 October 2026", "17"],
    ["R-346", "Ms Ifeoma Danso", "29 Lantern Row", "EUR 210.00", "24 November 2026", "71"],
])  # fmt: skip


def _club(**other: str) -> dict[str, Content | None]:
    return _lay(_OLD, "letter.docx", _DANSO, **other)


REUSED = Scene(
    "letter to another",
    "letter.docx went to another member. Change it for Ms Ifeoma Danso, see members.csv.",
    {**_letter(_OLD, "letter.docx", *_HALLAM.items()), "members.csv": _MEMBERS},  # type: ignore[dict-item]
    _club(),
    {"another form of the date": _club(paid="2026-11-24"), "no cents": _club(fee="EUR 210")},
    {
        "the old name in the greeting": _club(last="Mr Hallam"),
        "the old street": _club(street="2 Dock Street"),
        "the old locker": _club(locker="17"),
        "the old date": _club(paid="12 October 2026"),
        "one letter of the name": _club(who="Ms Ifeona Danso"),
        "another fee": _club(fee="EUR 180.00"),
    },
    "in_place",
)

_OFFER = ("Ashdown Garage", "Dear [name],", "the repair of your car ([plate]) costs [sum].",
          "[reason]", "The offer is valid for four weeks from today.")  # fmt: skip
_TULLY = {"[name]": "Ms Tully", "[plate]": "WX19 KLD", "[sum]": "GBP 640.00",
          "[reason]": "It is dearer than before because the gearbox has to come out."}  # fmt: skip
_CARS = csv_text([["name", "plate", "sum"], ["Ms Tully", "WX19 KLD", "GBP 640.00"],
                  ["Ms Tulley", "WX91 KLD", "GBP 460.00"]])  # fmt: skip


def _offer(**other: str) -> dict[str, Content | None]:
    return _lay(_OFFER, "offer.docx", _TULLY, **other)


FREE_CLAUSE = Scene(
    "wording of a clause",
    "Fill in offer.docx from cars.csv for Ms Tully and give the reason in reason.txt. The wording "
    "of the reason may differ.",
    {
        **_letter(_OFFER, "offer.docx"), "cars.csv": _CARS, "reason.txt": _TULLY["[reason]"],
    },  # type: ignore[dict-item]
    _offer(),
    {"own words": _offer(reason="As we must take out the gearbox the price is higher now.")},
    {
        "no reason": _lay(tuple(t for t in _OFFER if t != "[reason]"), "offer.docx", _TULLY),
        "the blank is left": _offer(reason="[reason]"),
        "another plate": _offer(plate="WX91 KLD"),
        "another sum": _offer(sum="GBP 460.00"),
    },
    "in_place",
)  # fmt: skip

_REPLY = ("Greenline Energy", "Dear [name],",
          "your meter [meter] was read on [day] and showed [value] kWh.",
          "We thank you for your patience in this matter.")  # fmt: skip
_ACHEBE = {"[name]": "Ms Achebe", "[meter]": "Z-40917", "[day]": "20 November 2026",
           "[value]": "8,214"}  # fmt: skip

FREE_WORDING = Scene(
    "wording of a letter",
    "Write reply.txt along the lines of sample.txt with the data in case.csv; the wording is up to "
    "you.",
    {
        **_letter(_REPLY, "sample.txt"),
        "case.csv": csv_text([["name", "meter", "day", "value"], list(_ACHEBE.values())]),
    },  # type: ignore[dict-item]
    _lay(_REPLY, "reply.txt", _ACHEBE),
    {
        "own words": {
            "reply.txt": "Greenline Energy\n\nHello Ms Achebe,\n\nwe read meter Z-40917 on "
            "20/11/2026. It stood at 8,214 kWh. Thank you!\n"
        }
    },
    {
        "another meter": _lay(_REPLY, "reply.txt", _ACHEBE, meter="Z-40971"),
        "another name": _lay(_REPLY, "reply.txt", _ACHEBE, name="Mr Bello"),
        "another day": _lay(_REPLY, "reply.txt", _ACHEBE, day="21 November 2026"),
    },
)

_MEMO = ("Memo", "The meeting is chaired by [chair] on [day].",
         "The minutes are taken by [clerk] as always in this house.", "[guest]",
         "Room: [room]")  # fmt: skip
_MARSH = {"[chair]": "Ludo Marsh", "[day]": "1 December 2026", "[clerk]": "Petra Vane",
          "[guest]": "Odile Ferrand of Helm & Sons",
          "[room]": "2.14"}  # fmt: skip

FREE_ORDER = Scene(
    "order of paragraphs",
    "Fill in memo.docx from data.csv. Any order of the paragraphs is fine.",
    {
        **_letter(_MEMO, "memo.docx"),
        "data.csv": csv_text([["chair", "day", "clerk", "guest", "room"], list(_MARSH.values())]),
    },  # type: ignore[dict-item]
    _lay(_MEMO, "memo.docx", _MARSH),
    {"the other way round": _lay((_MEMO[0], *_MEMO[:0:-1]), "memo.docx", _MARSH)},
    {
        "chair and clerk swapped": _lay(
            _MEMO, "memo.docx", _MARSH, chair="Petra Vane", clerk="Ludo Marsh"
        ),
        "another guest": _lay(_MEMO, "memo.docx", _MARSH, guest="Odile Ferrant of Helm & Sons"),
        "another room": _lay(_MEMO, "memo.docx", _MARSH, room="2.41"),
    },
    "in_place",
)

SCENES = [DEMAND, WELCOME, REUSED, FREE_CLAUSE, FREE_WORDING, FREE_ORDER]
