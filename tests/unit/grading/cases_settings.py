"""Generated cases of settings."""

import random
from pathlib import Path

from studio.model.check import Check
from tests.unit.grading.generated import Case, Damage, case_of

Values = dict[str, str]


def text(values: Values) -> str:
    lines = [f"{key.partition('/')[2]}={value}" for key, value in values.items()]
    return "[main]\n" + "\n".join(lines) + "\n[MainWindow]\ngeometry=7\n"


def laid(rng: random.Random, folder: Path) -> tuple[Values, Values]:
    """Write the settings before and after; return the changed ones and the others."""
    names = [f"main/key{rng.randrange(10**6)}x{n}" for n in range(rng.randrange(4, 20))]
    before = {name: f"old-{rng.randrange(10**6)}" for name in names}
    changed = {name: f"new-{rng.randrange(10**6)}" for name in names[: len(names) // 2]}
    for side, values in (("input", before), ("reference", {**before, **changed})):
        (folder / side).mkdir()
        (folder / side / "app.ini").write_text(text(values))
    return changed, {name: before[name] for name in names[len(names) // 2 :]}


def spoiler(kept: Values, spoiled: Values) -> Damage:
    left = dict(spoiled)
    whole = [True]

    def spoil(rng: random.Random, folder: Path) -> None:
        good = [key for key, value in left.items() if value != "junk"]
        if not whole[0] or not good or rng.random() < 0.2:
            whole[0] = False
            (folder / "app.ini").write_bytes(rng.choice([b"", b"\xff\0", b"[main\n"]))
            return
        key = rng.choice(good)
        left[key] = "junk"
        (folder / "app.ini").write_text(text({**kept, **left}))

    return spoil


@case_of("settings_saved")
def saved(rng: random.Random, folder: Path) -> Case:
    changed, kept = laid(rng, folder)
    check = Check(id="x", kind="settings_saved", target="app.ini")
    secrets = tuple(changed.values())
    return Case(check, folder / "reference", folder / "input", spoiler(kept, changed), secrets)


@case_of("settings_unchanged")
def unchanged(rng: random.Random, folder: Path) -> Case:
    changed, kept = laid(rng, folder)
    check = Check(id="x", kind="settings_unchanged", target="app.ini", gate=True)
    secrets = tuple(changed.values())
    return Case(check, folder / "reference", folder / "input", spoiler(changed, kept), secrets)
