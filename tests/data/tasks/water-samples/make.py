"""Make the water task: everything is text, written by Python and its csv module."""

import random
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

TABLE, TEXT = "march-means.csv", "summary.txt"
SEED = 88
HEAD = ["well", "parameter", "unit", "samples", "mean", "maximum", "limit", "exceeded"]
WELLS = ["Brunn", "Eichgrund", "Talmuehle"]
# parameter: unit of the laboratory, unit of the permit, limit, detection limit, middle by well
PARAMETERS = {
    "nitrate": ("mg/l", "mg/l", "50", "0.5", (31, 45, 52.6)),
    "ammonium": ("mg/l", "mg/l", "0.5", "0.05", (0.09, 0.03, 0.21)),
    "arsenic": ("ug/l", "mg/l", "0.01", "1.0", (2.1, 0.7, 6.4)),
    "iron": ("ug/l", "mg/l", "0.2", "10", (84, 150, 251)),
    "chloride": ("mg/l", "mg/l", "250", "1", (41, 66, 118)),
}
DAYS = ["03.03.2026", "10.03.2026", "17.03.2026", "24.03.2026", "31.03.2026"]
WITHDRAWN = {("Eichgrund", "nitrate", 2): "96,4", ("Brunn", "iron", 0): "912"}
ABOUT = {
    "title": "Evaluate a month of well water",
    "profession": "Environmental scientist",
    "occupation": "19-2041.00",
    "work": "separate",
    "families": ["csv", "txt", "tolerance", "agreement of two outputs"],
    "alternate_correct": {
        "three_decimals": "Means with three decimals, well inside the tolerance, "
        "rows by parameter, CRLF; the summary in other words.",
        "full_precision": "Means with all their digits, every field quoted, `Yes` and `No` with "
        "a capital letter; the summary as a list with the unit written out.",
    },
    "known_bad": {
        "below_limit_as_zero": "Results below the detection limit count as zero.",
        "units_not_converted": "Arsenic and iron stay in micrograms although the unit says mg/l.",
        "withdrawn_counted": "Withdrawn results count, so nitrate at Eichgrund "
        "and iron at Brunn seem exceeded.",
    },
}


def comma(value: Decimal) -> str:
    return str(value).replace(".", ",")


def lab() -> list[list[str]]:
    draw, rows = random.Random(SEED), []
    for well_at, well in enumerate(WELLS):
        for name, (unit, _, _, least, middles) in PARAMETERS.items():
            step = Decimal(least) / (1 if "." in least else 10)
            for at, day in enumerate(DAYS):
                exact = Decimal(middles[well_at] * draw.uniform(0.9, 1.1)).quantize(step / 10)
                shown = f"<{comma(Decimal(least))}" if exact < Decimal(least) else comma(exact)
                rows.append([well, day, name, shown, unit, ""])
                if (well, name, at) in WITHDRAWN:
                    bad = WITHDRAWN[well, name, at]
                    rows.append([well, day, name, bad, unit, "withdrawn"])
    return rows


def number(text: str, below: Decimal) -> Decimal:
    value = Decimal(text.lstrip("<").replace(",", "."))
    return value * below if text.startswith("<") else value


def evaluate(
    source: Path, below: str = "0.5", convert: bool = True, withdrawn: bool = False
) -> list[dict]:
    """Return the exact figures of each well and parameter, from the files of the laboratory."""
    limits = {row["parameter"]: row for row in read_rows(source / "limits.csv")}
    found: dict[tuple[str, str], list[Decimal]] = {}
    for row in read_rows(source / "lab-results.csv", ";"):
        if row["remark"] == "withdrawn" and not withdrawn:
            continue
        value = number(row["result"], Decimal(below))
        if convert and row["unit"] != limits[row["parameter"]]["unit"]:
            value /= 1000
        found.setdefault((row["well"], row["parameter"]), []).append(value)
    rows = []
    for (well, name), values in found.items():
        mean, limit = sum(values) / len(values), Decimal(limits[name]["limit"])
        rows.append(
            {
                "well": well,
                "parameter": name,
                "unit": limits[name]["unit"],
                "samples": len(values),
                "mean": mean,
                "maximum": max(values),
                "limit": limits[name]["limit"],
                "exceeded": mean > limit,
            }
        )
    return rows


def plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def lines(rows: list[dict], places: int | None = 4, yes: str = "yes", no: str = "no") -> list[list]:
    made: list[list] = [HEAD]
    for row in rows:
        mean = row["mean"]
        if places is not None:
            mean = mean.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        shown = plain(mean) if places is not None else repr(float(mean))
        said = yes if row["exceeded"] else no
        made.append([*(row[k] for k in HEAD[:4]), shown, plain(row["maximum"]), row["limit"], said])
    return made


def facts(rows: list[dict]) -> tuple[int, list[dict], dict]:
    nitrate = [row for row in rows if row["parameter"] == "nitrate"]
    over = [row for row in rows if row["exceeded"]]
    return sum(row["samples"] for row in rows), over, max(nitrate, key=lambda row: row["maximum"])


def usual(rows: list[dict]) -> str:
    count, over, top = facts(rows)
    made = [f"We evaluated {count} results from three wells in March 2026."]
    for row in over:
        made.append(
            f"The limit for {row['parameter']} ({row['limit']} {row['unit']}) is exceeded "
            f"at {row['well']}, where the mean is {row['mean']:.3f} {row['unit']}."
        )
    made.append(
        f"The highest single nitrate value was {plain(top['maximum'])} mg/l at {top['well']}."
    )
    return "\n".join([*made, ""])


def worded(rows: list[dict]) -> str:
    count, over, top = facts(rows)
    where = " and ".join(
        f"{row['parameter']} (mean {row['mean']:.2f} mg/l, permitted {row['limit']} mg/l)"
        for row in over
    )
    assert {row["well"] for row in over} == {"Talmuehle"}
    return (
        f"Dear Mayor, only the well Talmuehle is above its permit, for {where}. "
        f"The highest nitrate in a single sample, {plain(top['maximum'])} mg/l, was found "
        f"at {top['well']} too. {count} results went into this evaluation.\r\n"
    )


def listed(rows: list[dict]) -> str:
    count, over, top = facts(rows)
    made = [f"* Results evaluated: {count}"]
    made += [
        f"* Above the limit: {row['parameter']}, well {row['well']}, mean "
        f"{row['mean']:.3f} milligrams per litre"
        for row in over
    ]
    made.append(f"* Highest nitrate: {plain(top['maximum'])} milligrams per litre, {top['well']}")
    return "\n".join([*made, "* All other limits are kept."])


def prove(rows: list[dict]) -> None:
    over = [(row["well"], row["parameter"]) for row in rows if row["exceeded"]]
    assert over == [("Talmuehle", "nitrate"), ("Talmuehle", "iron")], over
    assert len(rows) == 15 and all(row["samples"] == 5 for row in rows)
    assert any(row["mean"] < Decimal("0.05") and row["parameter"] == "ammonium" for row in rows)


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    head = ["well", "sampled", "parameter", "result", "unit", "remark"]
    write_rows(source / "lab-results.csv", [head, *lab()], ";", "\r\n")
    limits = [[name, to, limit] for name, (_, to, limit, _, _) in PARAMETERS.items()]
    write_rows(source / "limits.csv", [["parameter", "unit", "limit"], *limits])
    right = evaluate(source)
    prove(right)
    by_parameter = sorted(right, key=lambda row: (row["parameter"], row["well"]))

    def store(where: str, table: list[list], text: str, **style: object) -> None:
        made = place(folder, where)
        write_rows(made / TABLE, table, **style)
        (made / TEXT).write_bytes(text.encode())

    store("reference", lines(right), usual(right))
    store("alternate_correct/three_decimals", lines(by_parameter, 3), worded(right), end="\r\n")
    full = lines(right, None, "Yes", "No")
    store("alternate_correct/full_precision", full, listed(right), quoting=1)
    wrong = {
        "below_limit_as_zero": evaluate(source, below="0"),
        "units_not_converted": evaluate(source, convert=False),
        "withdrawn_counted": evaluate(source, withdrawn=True),
    }
    for name, rows in wrong.items():
        store(f"known_bad/{name}", lines(rows), usual(rows))
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
