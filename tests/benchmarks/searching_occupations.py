"""Load the search for occupations in a fresh process; print what that costs as JSON."""

import json
import sys
import time
from pathlib import Path

import numpy  # noqa: F401 - its import is no part of what is measured

from studio.taxonomy import index, titles
from studio.taxonomy.search import search


def peak() -> int:
    """Return the most bytes this process held; `ru_maxrss` would count its parent's as well."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    started, used = time.perf_counter(), time.process_time()
    index.load()
    titles.load()
    loaded, of_processor = time.perf_counter() - started, time.process_time() - used
    started = time.perf_counter()
    found = search(sys.argv[1])
    first = time.perf_counter() - started
    told = {"load": loaded, "processor": of_processor, "first": first, "peak": peak()}
    print(json.dumps({**told, "found": len(found)}))


if __name__ == "__main__":
    main()
