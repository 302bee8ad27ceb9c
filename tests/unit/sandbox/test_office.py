import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import Workbook

from studio.sandbox.desktop import wait_until
from studio.sandbox.isolation import isolation_fault

_PROGRAM = """
import sys
from pathlib import Path
from studio.sandbox import office
office.recompute(Path(sys.argv[1]), deadline=1.0)
"""
_ROWS = 60_000


def _below(process: int) -> dict[int, str]:
    """The processes below one, each with its command."""
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, timeout=20, check=True
    )
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    found, new = {}, {process}
    while new:
        children = {int(pid): args for pid, above, args in rows if int(above) in new}
        found |= children
        new = set(children)
    return found


@pytest.mark.long
@pytest.mark.skipif(bool(isolation_fault()), reason="no sandbox here")
def test_a_program_at_work_ends_though_whoever_waits_for_it_was_killed(tmp_path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in range(1, _ROWS):
        sheet.append([row, f"=SUMPRODUCT(($A$1:A{row}>3)*$A$1:A{row})"])
    place = tmp_path / "slow.xlsx"
    book.save(place)
    waiting = subprocess.Popen([sys.executable, "-c", _PROGRAM, str(place)])
    at_work: dict[int, str] = {}

    def begun() -> bool:
        at_work.update(_below(waiting.pid))
        return any("soffice.bin" in args for args in at_work.values())

    assert wait_until(begun, 30, 0.05)
    waiting.kill()
    waiting.wait()
    killed = time.monotonic()
    left = lambda: [pid for pid in at_work if Path(f"/proc/{pid}").exists()]  # noqa: E731
    assert left()
    assert wait_until(lambda: not left(), 40, 0.2), left()
    print(f"\nended {time.monotonic() - killed:.1f} s after the kill")
