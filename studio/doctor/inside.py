"""Run inside a display: prints as JSON what its input and accessibility channels can do."""

import json
import sys
from dataclasses import asdict

from studio.capture.selftest import probe_display, probe_elements


def main() -> None:
    """Write one JSON array of probes to standard output."""
    probes = list(probe_display())
    if probes and all(probe.ok for probe in probes):
        probes.append(probe_elements())
    sys.stdout.write(json.dumps([asdict(probe) for probe in probes]))


if __name__ == "__main__":
    main()
