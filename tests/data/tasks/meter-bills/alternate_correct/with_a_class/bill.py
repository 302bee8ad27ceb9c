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
    print(" (estimated)" if reading.estimated else "", end="  \n")
print("TOTAL", bills, "bills EUR", f"{total / 100:.2f}")
