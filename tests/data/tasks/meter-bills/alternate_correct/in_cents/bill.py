#!/usr/bin/env python3
import re
import sys

LINE = re.compile(r"\s*([^;]*?)\s*;\s*(\d{1,5})\s*;\s*(\d{1,5})\s*(;\s*E\s*)?", re.ASCII)


def cents(m3):
    net = 450 + 120 * min(m3, 10) + 185 * max(0, min(m3 - 10, 20)) + 260 * max(0, m3 - 30)
    return (net * 107 + 50) // 100


def euro(value):
    return f"{value // 100}.{value % 100:02d}"


out, sums = [], []
for at, line in enumerate(sys.stdin.read().split("\n")):
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
sys.stdout.write("\n".join(out))
