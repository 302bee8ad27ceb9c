"""A recorder's outer side without a screen: it tells its counts, takes orders, and seals at last.

Runs as `python still_recorder.py FOLDER` on a sealed recording: it takes the seal away, and lays it
back when it is told to stop.
"""

import sys
import time
from pathlib import Path

from studio.base.clock import monotonic_ns
from studio.capture.control import Orders, StatusFile
from studio.formats import layout
from studio.formats.documents import read_document, write_document
from studio.model.recording import RecorderStatus, RecordingManifest


def main() -> None:
    folder = Path(sys.argv[1])
    orders = Orders()
    orders.listen()
    manifest = read_document(folder / layout.MANIFEST, RecordingManifest)
    aside = folder.with_suffix(".seal")
    (folder / layout.SEAL).rename(aside)
    write_document(folder / layout.MANIFEST, manifest.model_copy(update={"state": "recording"}))
    status = StatusFile(folder)
    began = time.monotonic()
    while not orders.stop:
        told = RecorderStatus(
            pid=int(Path("/proc/self").readlink().name),
            paused=orders.pause,
            seconds=round(time.monotonic() - began, 1),
            events=1204,
            frames=96,
            elements=31,
            files=1,
            withheld=7,
            marks=orders.marks,
            t_ns=monotonic_ns(),
            frame=None,
        )
        status.write(told)
        time.sleep(0.05)
    write_document(folder / layout.MANIFEST, manifest)
    status.close()
    aside.rename(folder / layout.SEAL)


main()
