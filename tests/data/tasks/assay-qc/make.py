"""Make the quality control task: parquet files by pyarrow, the rest by Python."""

import configparser
import random
import statistics
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.data.tasks.fixed_files import begin, finish, place, write_rows

SUMMARY, LIST = "qc-summary.parquet", "violations.csv"
SEED = 77
TARGETS = {
    ("glucose", 1): ("4.60", "0.12"),
    ("glucose", 2): ("15.2", "0.35"),
    ("sodium", 1): ("121", "1.4"),
    ("sodium", 2): ("148", "1.6"),
    ("potassium", 1): ("2.80", "0.06"),
    ("potassium", 2): ("6.40", "0.11"),
}
# Standard deviations from the target, by run, where the drawn value must make a point.
POINTS = {
    ("glucose", 2): {9: 3.4},
    ("sodium", 1): {14: 2.3, 15: 2.6},
    ("potassium", 1): {20: -2.4, 21: 2.5},
    ("potassium", 2): {5: 2.2, 6: 3.3},
    ("sodium", 2): {11: 2.4, 12: 0.3, 13: 2.2},
}
VOID = {("glucose", 1): {3: 6.0}, ("sodium", 2): {12: 0.3}, ("potassium", 2): {18: -5.2}}
HEAD = ["analyte", "level", "run", "rule", "z"]
ABOUT = {
    "title": "Review a month of control results",
    "profession": "Medical laboratory technician",
    "occupation": "29-2012.00",
    "work": "separate",
    "families": ["parquet", "ini", "csv", "order"],
    "alternate_correct": {
        "gzip_small_integers": "Rows in another order, gzip, 16 and 64 bit integers, "
        "dictionary-coded text; z with a plus sign.",
        "other_columns_order": "Columns in another order, means by summing left to right (last "
        "bits differ); z without trailing zeros, lines end with CRLF.",
    },
    "known_bad": {
        "population_sd": "The SD is divided by n instead of n - 1.",
        "void_counted": "Void results count in the statistics and break rules.",
        "own_mean": "z is taken from the month's own mean and SD, so other results break rules.",
    },
}


def results() -> list[dict]:
    draw, rows = random.Random(SEED), []
    for run in range(1, 25):
        for key, (mean, sd) in TARGETS.items():
            off = max(-1.9, min(1.9, draw.gauss(0.15, 0.8)))
            off = POINTS.get(key, {}).get(run, off)
            status = "void" if run in VOID.get(key, {}) else "ok"
            off = VOID.get(key, {}).get(run, off)
            value = Decimal(mean) + Decimal(sd) * Decimal(f"{off:.4f}")
            places = Decimal("0.01") if Decimal(mean) < 100 else Decimal("0.1")
            taken = datetime(2026, 2, 2, 6, 30) + timedelta(days=run)
            rows.append(
                {
                    "run": run,
                    "taken": taken,
                    "analyte": key[0],
                    "level": key[1],
                    "result": float(value.quantize(places)),
                    "status": status,
                }
            )
    return rows


def inputs(source: Path) -> None:
    types = [("run", pa.int32()), ("taken", pa.timestamp("s")), ("analyte", pa.string())]
    types += [("level", pa.int8()), ("result", pa.float64()), ("status", pa.string())]
    pq.write_table(pa.Table.from_pylist(results(), pa.schema(types)), source / "controls.parquet")
    lines = []
    for (analyte, level), (mean, sd) in TARGETS.items():
        lines += [f"[{analyte} {level}]", f"mean = {mean}", f"sd = {sd}", ""]
    (source / "targets.ini").write_text("\n".join(lines))


def series(source: Path, void: bool = False) -> dict[tuple[str, int], list[tuple[int, float]]]:
    found: dict[tuple[str, int], list[tuple[int, float]]] = {}
    for row in pq.read_table(source / "controls.parquet").to_pylist():
        if void or row["status"] == "ok":
            found.setdefault((row["analyte"], row["level"]), []).append((row["run"], row["result"]))
    return found


def summary(source: Path, sd=statistics.stdev, void: bool = False) -> list[dict]:
    targets = configparser.ConfigParser()
    targets.read(source / "targets.ini")
    rows = []
    for (analyte, level), pairs in series(source, void).items():
        values = [value for _, value in pairs]
        target = float(targets[f"{analyte} {level}"]["mean"])
        mean, spread = statistics.fmean(values), sd(values)
        rows.append(
            {
                "analyte": analyte,
                "level": level,
                "n": len(values),
                "mean": mean,
                "sd": spread,
                "cv_percent": 100 * spread / mean,
                "bias_percent": 100 * (mean - target) / target,
            }
        )
    return rows


def violations(source: Path, void: bool = False, own: bool = False) -> list[list[object]]:
    rows = []
    for (analyte, level), pairs in series(source, void).items():
        mean, sd = (Decimal(text) for text in TARGETS[analyte, level])
        if own:
            values = [Decimal(str(value)) for _, value in pairs]
            mean, sd = statistics.mean(values), statistics.stdev(values)
        before = Decimal(0)
        for run, value in pairs:
            z = (Decimal(str(value)) - mean) / sd
            shown = str(z.quantize(Decimal("0.01"), ROUND_HALF_UP))
            if abs(z) > 3:
                rows.append([analyte, level, run, "1-3s", shown])
            if min(abs(z), abs(before)) > 2 and z * before > 0:
                rows.append([analyte, level, run, "2-2s", shown])
            before = z
    return sorted(rows, key=lambda row: row[2])


def table(rows: list[dict], level: pa.DataType, count: pa.DataType) -> pa.Table:
    types = {"analyte": pa.string(), "level": level, "n": count}
    return pa.Table.from_pylist(rows, pa.schema([(k, types.get(k, pa.float64())) for k in rows[0]]))


def store(made: Path, rows: list[dict], broken: list[list[object]]) -> None:
    pq.write_table(table(rows, pa.int64(), pa.int64()), made / SUMMARY)
    write_rows(made / LIST, [HEAD, *broken])


def naive(source: Path) -> list[dict]:
    """Return the summary with the sums of a spreadsheet, columns in another order."""
    rows = []
    for row in summary(source):
        values = [value for _, value in series(source)[row["analyte"], row["level"]]]
        mean = sum(values) / len(values)
        spread = (sum((v - mean) ** 2 for v in values) / (len(values) - 1)) ** 0.5
        target = float(TARGETS[row["analyte"], row["level"]][0])
        rows.append(
            {
                "n": len(values),
                "level": row["level"],
                "analyte": row["analyte"],
                "bias_percent": (mean / target - 1) * 100,
                "mean": mean,
                "sd": spread,
                "cv_percent": spread / mean * 100,
            }
        )
    return rows


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    inputs(source)
    right, broken = summary(source), violations(source)
    rules = [(row[0], row[1], row[2], row[3]) for row in broken]
    assert rules == [
        ("potassium", 2, 6, "1-3s"),
        ("potassium", 2, 6, "2-2s"),
        ("glucose", 2, 9, "1-3s"),
        ("sodium", 2, 13, "2-2s"),
        ("sodium", 1, 15, "2-2s"),
    ], rules
    assert [row["n"] for row in right] == [23, 24, 24, 23, 24, 23]
    store(place(folder, "reference"), right, broken)

    made = place(folder, "alternate_correct/gzip_small_integers")
    small = table(right[::-1], pa.int16(), pa.int64())
    coded = small.set_column(0, "analyte", small.column("analyte").dictionary_encode())
    pq.write_table(coded, made / SUMMARY, compression="gzip")
    signed = [[*row[:4], f"+{row[4]}"] for row in broken]
    write_rows(made / LIST, [HEAD, *signed])
    made = place(folder, "alternate_correct/other_columns_order")
    pq.write_table(table(naive(source), pa.int32(), pa.int32()), made / SUMMARY)
    short = [[*row[:4], row[4].rstrip("0").rstrip(".")] for row in broken]
    write_rows(made / LIST, [HEAD, *short], end="\r\n")

    made = place(folder, "known_bad/population_sd")
    store(made, summary(source, statistics.pstdev), broken)
    store(
        place(folder, "known_bad/void_counted"),
        summary(source, void=True),
        violations(source, void=True),
    )
    store(place(folder, "known_bad/own_mean"), right, violations(source, own=True))
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
