"""Turns a STEP file into a GLB file, in a process that may fail: SOURCE TARGET SAG.

Started by its path, so that nothing of the project is needed to run it. Ends with 0 only if the
file was written.
"""

import resource
import sys

MEMORY = 2 << 30
SECONDS = 25


def main(source: str, target: str, sag: str) -> int:
    """Return 0 once the solids of `source` lie in `target` as triangles no farther than `sag`."""
    import cascadio

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    return int(
        cascadio.step_to_glb(
            source, target, tol_linear=float(sag), tol_angular=0.2, use_parallel=False
        )
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
