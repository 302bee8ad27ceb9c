"""Compares two meshes by the distance of their surfaces, in a process of its own: FOLDER.

Prints one line of JSON: the processor seconds, the peak of the memory in bytes, and the verdict.
"""

import json
import resource
import sys
import time
from pathlib import Path

from studio.grading.kinds import Grounds
from studio.grading.verdicts import judge
from studio.model.check import Check


def main(folder: Path) -> None:
    check = Check(id="x", kind="surface_distance", target="body.stl", parameters={"at_most": 0.1})
    grounds = Grounds(folder / "found", folder / "right", folder, folder)
    began, clock = time.process_time(), time.monotonic()
    result = judge(check, grounds)
    print(
        json.dumps(
            {
                "seconds": time.process_time() - began,
                "elapsed": time.monotonic() - clock,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                "status": result.status,
                "sentence": result.sentence,
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
