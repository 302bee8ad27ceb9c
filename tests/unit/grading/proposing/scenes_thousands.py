"""Invented tasks whose tables part thousands by a sign that could be the decimal one."""

from tests.unit.grading.proposing.scenes import Content, Rows, Scene, csv_text

_DAYS: Rows = [["museum", "quarter", "visitors", "takings"],
               ["Clocks", 1, 6904, 20712], ["Clocks", 2, 5311, 15933], ["Glass", 1, 679, 2716],
               ["Glass", 2, 812, 3248], ["Tools", 1, 2041, 4082],
               ["Tools", 2, 1987, 3974]]  # fmt: skip
_HEAD = ("Museum", "Visitors", "Takings", "Share in %")
_ROWS = (("Clocks", 12215, 36645, "68.9"), ("Glass", 1491, 5964, "8.4"),
         ("Tools", 4028, 8056, "22.7"))  # fmt: skip
_QUARTERS = (("Clocks 1", 6904), ("Clocks 2", 5311), ("Glass 1", 679), ("Glass 2", 812),
             ("Tools 1", 2041), ("Tools 2", 1987))  # fmt: skip


def _page(sign: str, end: str = "html", **changed: int) -> dict[str, Content | None]:
    def written(number: int, name: str) -> str:
        return f"{changed.get(name, number):,}".replace(",", sign)

    sums = [
        (name, written(seen, f"{name}_seen"), written(money, f"{name}_money"), share)
        for name, seen, money, share in _ROWS
    ]
    single = [(name, written(seen, name.replace(" ", "_"))) for name, seen in _QUARTERS]
    tables = ((_HEAD, *sums), (("Quarter", "Visitors"), *single))
    if end == "md":
        parts = ["\n".join([f"| {' | '.join(rows[0])} |", f"|{'---|' * len(rows[0])}",
                            *(f"| {' | '.join(row)} |" for row in rows[1:])])
                 for rows in tables]  # fmt: skip
        return {f"year.{end}": "# Visitors\n\n" + "\n\n".join(parts) + "\n"}
    lines = ["".join("<tr><td>" + "</td><td>".join(row) + "</td></tr>" for row in rows)
             for rows in tables]  # fmt: skip
    made = "".join(f"<table>{line}</table>" for line in lines)
    return {f"year.{end}": f"<html><body><h1>Visitors</h1>{made}</body></html>"}


def _scene(end: str) -> Scene:
    def page(sign: str, **changed: int) -> dict[str, Content | None]:
        return _page(sign, end, **changed)

    return Scene(
        f"thousands in {end}",
        f"From visits.csv make the page `year.{end}` with the heading Visitors and two tables: "
        "museum, visitors, takings and share of all visitors in percent with one decimal; then "
        "the visitors of each museum and quarter (Clocks 1, Clocks 2 and so on). Write thousands "
        "as you like.",
        {"visits.csv": csv_text(_DAYS)},
        page("."),
        {
            "commas": page(","),
            "plain": page(""),
            "spaces": page(" "),
            "narrow spaces": page("\u202f"),
        },
        {
            "a sum off": page(".", Clocks_seen=12216),
            "takings off": page(",", Tools_money=8058),
            "a small one off": page("", Glass_1=678),
            "a thousandth": {
                name: str(text).replace("12,215", "12.2").replace("6,904", "6.9")
                for name, text in page(",").items()
            },
        },
    )


_BOARDS: Rows = [["board", "length_mm"], ["A", 1250], ["B", 3400], ["C", 980]]


def _cut(*lengths: str) -> dict[str, Content | None]:
    rows = "".join(
        f"<tr><td>{name}</td><td>{length}</td></tr>"
        for name, length in zip("ABC", lengths, strict=True)
    )
    head = "<tr><th>Board</th><th>Length (m)</th></tr>"
    return {"cut.html": f"<html><body><table>{head}{rows}</table></body></html>"}


METRES = Scene(
    "three decimals are no thousands",
    "Make a table `cut.html` of boards.csv: board and length in metres.",
    {"boards.csv": csv_text(_BOARDS)},
    _cut("1.250", "3.400", "0.980"),
    {
        "fewer digits": _cut("1.25", "3.4", "0.98"),
        "with the unit": _cut("1.25 m", "3.4 m", "0.98 m"),
    },
    {"millimetres": _cut("1250", "3400", "980"), "off": _cut("1.260", "3.400", "0.980")},
)

SCENES = [_scene("html"), _scene("md"), METRES]
