"""Make the billing program: three right and three wrong ones, cases and their bills in Python."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

from tests.data.tasks.fixed_files import begin, finish, place

NAME = "bill.py"
RULES = """\
# Water bills

One reading a line: `meter;previous;current`, and possibly `;E` behind it for an estimated reading.
Lines that are empty or begin with `#` are skipped. Spaces around a field don't count.

## Tariff

- the first 10 m3 cost EUR 1.20 each, the next 20 m3 EUR 1.85 each, everything above EUR 2.60 each
- standing charge EUR 4.50 for each bill, also without any consumption
- on the sum 7 % VAT; the bill is rounded to the cent, half a cent goes up
- meters have five digits. If the current reading is below the previous one, the meter went
  through 99999 to 00000.

## Output

One line for each reading, in the order of the input:

    M-1001 12 m3 EUR 21.61

with ` (estimated)` at the end where it applies. A line that can't be read (not three fields, or
four with an E; a reading that isn't a whole number from 0 to 99999) gives

    ERROR line 7

counted from 1, with skipped lines counted too. The last line is always

    TOTAL 3 bills EUR 64.83

with the number of bills (without errors) and the sum of the amounts as billed.
"""
REFERENCE = '''\
"""Print the water bills for the readings on standard input."""

import sys
from decimal import ROUND_HALF_UP, Decimal

BLOCKS = ((10, Decimal("1.20")), (20, Decimal("1.85")), (None, Decimal("2.60")))
STANDING, VAT, DIGITS = Decimal("4.50"), Decimal("1.07"), 100000


def reading(text):
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        raise ValueError(text)
    return int(text)


def amount(used):
    net, left = STANDING, used
    for size, price in BLOCKS:
        part = left if size is None else min(left, size)
        net += part * price
        left -= part
    return (net * VAT).quantize(Decimal("0.01"), ROUND_HALF_UP)


def main():
    count, total = 0, Decimal("0.00")
    for number, line in enumerate(sys.stdin, 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split(";")]
        try:
            if len(fields) != 3 and fields[3:] != ["E"]:
                raise ValueError(line)
            used = (reading(fields[2]) - reading(fields[1])) % DIGITS
        except ValueError:
            print(f"ERROR line {number}")
            continue
        bill = amount(used)
        count, total = count + 1, total + bill
        mark = " (estimated)" if len(fields) == 4 else ""
        print(f"{fields[0]} {used} m3 EUR {bill}{mark}")
    print(f"TOTAL {count} bills EUR {total}")


main()
'''
IN_CENTS = """\
#!/usr/bin/env python3
import re
import sys

LINE = re.compile(r"\\s*([^;]*?)\\s*;\\s*(\\d{1,5})\\s*;\\s*(\\d{1,5})\\s*(;\\s*E\\s*)?", re.ASCII)


def cents(m3):
    net = 450 + 120 * min(m3, 10) + 185 * max(0, min(m3 - 10, 20)) + 260 * max(0, m3 - 30)
    return (net * 107 + 50) // 100


def euro(value):
    return f"{value // 100}.{value % 100:02d}"


out, sums = [], []
for at, line in enumerate(sys.stdin.read().split("\\n")):
    if line.strip() == "" or line.lstrip()[0] == "#":
        continue
    found = LINE.fullmatch(line)
    if found is None:
        out.append(f"ERROR line {at + 1}")
        continue
    meter, old, new, estimated = found.groups()
    m3 = int(new) - int(old)
    if m3 < 0:
        m3 += 100_000
    sums.append(cents(m3))
    out.append(f"{meter} {m3} m3 EUR {euro(sums[-1])}")
    if estimated:
        out[-1] += " (estimated)"
out.append(f"TOTAL {len(sums)} bills EUR {euro(sum(sums))}")
sys.stdout.write("\\n".join(out))
"""
CLASSES = """\
from dataclasses import dataclass
from fractions import Fraction
from sys import stdin


@dataclass
class Reading:
    meter: str
    previous: int
    current: int
    estimated: bool = False

    @classmethod
    def parse(cls, line):
        parts = [part.strip() for part in line.split(";")]
        if not (len(parts) == 3 or (len(parts) == 4 and parts[3] == "E")):
            return None
        if not all(set(text) <= set("0123456789") and 0 < len(text) < 6 for text in parts[1:3]):
            return None
        return cls(parts[0], int(parts[1]), int(parts[2]), len(parts) == 4)

    def used(self):
        over = 100000 if self.current < self.previous else 0
        return self.current + over - self.previous

    def price(self, at):
        return Fraction("1.20") if at < 10 else Fraction("1.85") if at < 30 else Fraction("2.60")

    def cents(self):
        used = self.used()
        net = Fraction("4.50") + sum(self.price(at) for at in range(min(used, 30)))
        net += Fraction("2.60") * max(used - 30, 0)
        return int(net * Fraction("107") + Fraction(1, 2))


bills = 0
total = 0
for number, line in enumerate(stdin, start=1):
    text = line.strip()
    if text.startswith("#") or not text:
        continue
    reading = Reading.parse(text)
    if not reading:
        print("ERROR line", number)
        continue
    bills += 1
    total += reading.cents()
    print(reading.meter, reading.used(), "m3 EUR", f"{reading.cents() / 100:.2f}", end="")
    print(" (estimated)" if reading.estimated else "", end="  \\n")
print("TOTAL", bills, "bills EUR", f"{total / 100:.2f}")
"""
WRONG = {
    "bankers_rounding": [(", ROUND_HALF_UP)", ")"), ("import ROUND_HALF_UP, ", "import ")],
    "no_rollover": [
        (
            "(reading(fields[2]) - reading(fields[1])) % DIGITS",
            "reading(fields[2]) - reading(fields[1])",
        )
    ],
    "errors_not_counted_right": [
        ("enumerate(sys.stdin, 1)", "enumerate((one for one in sys.stdin if one.strip()), 1)")
    ],
}
EXAMPLE = ["# 2 March", "M-1001;00412;00424", "M-1002;1830;1830", "M-1003; 99990 ;00008;E"]
CASES = {
    "quiet-day": ["M-2001;100;110", "M-2002;2000;2030", "M-2003;5;36", "M-2004;77;78;E"],
    "half-cents": ["M-3001;00000;00040", "M-3002;900;910", "M-3003;61;61;E", "M-3004;20;57"],
    "through-zero": ["M-4001;99998;00003", "M-4002;00001;00000", "M-4003;54321;54333"],
    "ugly": [
        *("", "# from the depot", "M-5001;12;30", "   ", "M-5002;12", "M-5003;1x;40", ""),
        *("M-5004;100;130;e", "M-5005 ; 7 ; 9 ; E", "M-5006;-3;10", "M-5007;1;100000", "garbage"),
        *("M-5008;4.5;9", "M-5009;0;0"),
    ],
    "nothing-to-bill": ["# holiday", ""],
}
ABOUT = {
    "title": "Write the billing program for water meters",
    "profession": "Software developer",
    "occupation": "15-1252.00",
    "work": "separate",
    "families": ["py", "txt", "md", "program", "hidden cases"],
    "alternate_correct": {
        "in_cents": "Whole cents and a regular expression instead of decimals, no last newline.",
        "with_a_class": "A class and fractions; trailing spaces behind each bill.",
    },
    "known_bad": {
        "bankers_rounding": "Half a cent goes to the even cent, not up.",
        "no_rollover": "A meter that went through zero has a negative consumption.",
        "errors_not_counted_right": "Empty lines aren't counted in the numbers of the lines.",
    },
}


def billed(lines: list[str]) -> str:
    """Work out the output by fractions, on its own."""
    made, total = [], 0
    for number, line in enumerate(lines, 1):
        fields = [field.strip() for field in line.split(";")]
        if not line.strip() or line.startswith("#"):
            continue
        whole = all(field.isdigit() and len(field) < 6 for field in fields[1:3])
        if len(fields) not in (3, 4) or not whole or fields[3:] not in ([], ["E"]):
            made.append(f"ERROR line {number}")
            continue
        used = int(fields[2]) - int(fields[1])
        used += 100000 if used < 0 else 0
        steps = [(used, "1.20"), (used - 10, "0.65"), (used - 30, "0.75")]
        net = Fraction("4.5") + sum(max(0, more) * Fraction(price) for more, price in steps)
        cents = int(net * 107 + Fraction(1, 2))
        total += cents
        mark = " (estimated)" if fields[3:] else ""
        made.append(f"{fields[0]} {used} m3 EUR {cents // 100}.{cents % 100:02d}{mark}")
    count = sum("EUR" in line for line in made)
    made.append(f"TOTAL {count} bills EUR {total // 100}.{total % 100:02d}")
    return "\n".join([*made, ""])


def right(program: Path, cases: Path) -> bool:
    for case in sorted(cases.iterdir()):
        ran = subprocess.run(
            [sys.executable, "-I", program],
            input=(case / "stdin.txt").read_text("ascii"),
            capture_output=True,
            text=True,
            timeout=20,
        )
        said = [line.rstrip() for line in ran.stdout.rstrip().splitlines()]
        if said != (case / "stdout.txt").read_text("ascii").splitlines():
            return False
    return True


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    (source / "rules.md").write_text(RULES, encoding="ascii")
    (source / "example-in.txt").write_text("\n".join([*EXAMPLE, ""]), encoding="ascii")
    (source / "example-out.txt").write_text(billed(EXAMPLE), encoding="ascii")
    cases = folder / "hidden" / "cases"
    for name, lines in CASES.items():
        (cases / name).mkdir(parents=True)
        (cases / name / "stdin.txt").write_text("\n".join([*lines, ""]), encoding="ascii")
        (cases / name / "stdout.txt").write_text(billed(lines), encoding="ascii")
    programs = {
        "reference": REFERENCE,
        "alternate_correct/in_cents": IN_CENTS,
        "alternate_correct/with_a_class": CLASSES,
    }
    for name, changes in WRONG.items():
        text = REFERENCE
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        programs[f"known_bad/{name}"] = text
    for where, text in programs.items():
        path = place(folder, where) / NAME
        path.write_text(text, encoding="ascii")
        assert right(path, cases) == ("known_bad" not in where), where
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
