import os
import subprocess
import sys
from pathlib import Path

from studio.base import atomic

_KILLED = """
import os, sys
from pathlib import Path
from studio.base import atomic
os.fsync = lambda handle: os.kill(os.getpid(), 9)
atomic.write_text(Path(sys.argv[1]), "half")
"""


def test_what_a_killed_writer_left_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    place = tmp_path / "inner/task.json"
    atomic.write_text(place, "whole")
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(place)], timeout=60, check=False)
    assert killed.returncode == -9
    assert len(list(place.parent.iterdir())) == 2, "it was killed while it wrote"
    at_work = place.with_name(f".task.json.{os.getpid()}-0123abcd.part")
    of_others = [place.with_name(".mine.part"), place.with_name("film.part")]
    for other in (at_work, *of_others):
        other.write_text("")
    atomic.sweep(tmp_path)
    assert {found.name for found in place.parent.iterdir()} == {
        place.name,
        at_work.name,
        *(other.name for other in of_others),
    }
    assert place.read_text() == "whole"
