"""Print the water bills for the readings on standard input."""

import sys
from decimal import Decimal

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
    return (net * VAT).quantize(Decimal("0.01"))


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
