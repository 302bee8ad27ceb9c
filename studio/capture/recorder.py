"""The recorder: starts the channels, writes one folder, seals it."""

import os
import queue
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from Xlib.display import Display

from studio import __version__
from studio.base.clock import monotonic_ns, utc_now
from studio.base.errors import FaultError
from studio.base.ids import new_id
from studio.capture.channel import Channel
from studio.capture.files import FileWatcher
from studio.capture.log_writer import EventLog, Withholding
from studio.capture.screen import MONITOR
from studio.capture.selftest import FREE_BYTES, refuse_unready
from studio.capture.starting import started_applications
from studio.formats import layout
from studio.formats.documents import json_line, write_document
from studio.formats.recordings import seal
from studio.model.frozen import Bounds, Frozen, Size
from studio.model.recording import (
    ClockAnchor,
    ElementRecord,
    FileRecord,
    FrameRecord,
    Monitor,
    RecordingManifest,
    Watched,
)
from studio.sandbox.windows import Windows

_ELEMENT_DEADLINE = 1.0


@dataclass(frozen=True)
class RecordOptions:
    """What a person asks of `studio record`."""

    watch: tuple[Path, ...] = ()
    allow_apps: tuple[str, ...] = ()
    exclude_apps: tuple[str, ...] = ()
    fps: float = 10.0
    seconds: float | None = None


@dataclass
class Counts:
    """What has arrived so far."""

    events: int = 0
    frames: int = 0
    elements: int = 0
    files: int = 0
    withheld: int = 0


class Recorder:
    """One recording from the first frame to the seal."""

    def __init__(self, out: Path, options: RecordOptions) -> None:
        refuse_unready(out)
        for folder in options.watch:
            if not folder.is_dir():
                raise FaultError(f"There is no folder {folder} to watch; check the path.")
            if out.resolve().is_relative_to(folder.resolve()):
                raise FaultError(f"{out.name} would lie in the watched {folder}; choose another.")
        self.folder = out
        self.counts = Counts()
        self._options = options
        self._withholding = Withholding(options.allow_apps, options.exclude_apps)
        self._input_lines: queue.Queue[dict[str, Any]] = queue.Queue()
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._file_lock = threading.Lock()

    def run(self, stopped: Callable[[], bool], ready: Callable[[], None]) -> RecordingManifest:
        """Record until `stopped` says so, or the seconds are over; then seal.

        Args:
            stopped: asked often.
            ready: called once input is accepted.

        Raises:
            FaultError: if a channel does not start or dies; what was there is sealed.
        """
        self.folder.mkdir(parents=True)
        try:
            manifest = self._open()
        except FaultError:
            shutil.rmtree(self.folder)
            raise
        ready()
        fault = self._follow(stopped)
        manifest = self._close(manifest, fault)
        if fault:
            raise FaultError(f"{fault}; what was recorded until then is in {self.folder.name}.")
        return manifest

    def _open(self) -> RecordingManifest:
        display = Display()
        manifest = self._manifest(display)
        display.close()
        write_document(self.folder / layout.MANIFEST, manifest)
        self._files = FileWatcher(self.folder, manifest.watched, self._write_file)
        self._files.start()
        arguments = [str(self.folder), str(self._options.fps)]
        self._screen = Channel("screen", "studio.capture.screen", arguments, self._write_frame)
        self._elements = Channel("elements", "studio.capture.elements", [], self._answers.put)
        self._input = Channel("input", "studio.capture.input_x11", [], self._input_lines.put)
        channels = (self._screen, self._elements, self._input)
        try:
            for channel in channels:
                channel.wait_ready()
        except FaultError:
            for channel in channels:
                channel.close(2)
            self._files.close()
            raise
        self._log = EventLog(self.folder)
        self._log.append(
            "recorder", {"t_ns": monotonic_ns(), "type": "started", "detail": {"channels": 4}}
        )
        return manifest

    def _manifest(self, display: Display) -> RecordingManifest:
        screen = display.screen()
        size = Size(width=screen.width_in_pixels, height=screen.height_in_pixels)
        watched = tuple(
            Watched(id=f"w{number}", path=str(folder.resolve()))
            for number, folder in enumerate(self._options.watch, 1)
        )
        return RecordingManifest(
            id=new_id("rec-"),
            created=utc_now(),
            clock=ClockAnchor(monotonic_ns=monotonic_ns(), utc=utc_now()),
            platform="x11",
            studio_version=__version__,
            screen=size,
            monitors=(
                Monitor(id=MONITOR, bounds=Bounds(x=0, y=0, width=size.width, height=size.height)),
            ),
            keyboard_layout=_layout(display),
            fps=self._options.fps,
            allowed_applications=self._options.allow_apps,
            excluded_applications=self._options.exclude_apps,
            watched=watched,
            start=started_applications(Windows(display), watched),
        )

    def _follow(self, stopped: Callable[[], bool]) -> str | None:
        deadline = time.monotonic() + (self._options.seconds or float("inf"))
        next_look = 0.0
        while not stopped() and time.monotonic() < deadline:
            with suppress(queue.Empty):
                self._take(self._input_lines.get(timeout=0.1))
            if time.monotonic() >= next_look:
                next_look = time.monotonic() + 1
                if fault := self._fault():
                    return fault
        return None

    def _fault(self) -> str | None:
        for channel in (self._screen, self._input):
            if not channel.alive:
                return f"The {channel.name} channel ended unexpectedly"
        if shutil.disk_usage(self.folder).free < FREE_BYTES // 4:
            return "The disk is nearly full"
        return None

    def _take(self, line: dict[str, Any]) -> None:
        kind = line["type"]
        if kind == "focus":
            self._withholding.application = line["window"]["application"]
            self._withholding.role = ""
            self._log.append("window", line)
            return
        if kind.startswith("key_"):
            self._take_key(line)
            return
        self.counts.events += 1
        event = self._log.append("input", line)
        if kind == "press":
            self._screen.say({"mark": "before", "t_ns": line["t_ns"]})
            self._ask_element(event.seq, line)
        elif kind in ("release", "scroll"):
            self._screen.say({"mark": "after", "t_ns": line["t_ns"]})

    def _take_key(self, line: dict[str, Any]) -> None:
        if self._withholding.withholds(line):
            self.counts.withheld += line["type"] == "key_press"
            return
        self.counts.events += 1
        self._log.append("input", line)
        if line["type"] == "key_press":
            if not line["text"] or line["modifiers"]:
                self._screen.say({"mark": "before", "t_ns": line["t_ns"]})
            self._screen.say({"mark": "after", "t_ns": line["t_ns"]})

    def _ask_element(self, seq: int, line: dict[str, Any]) -> None:
        question = {"event": seq, "t_ns": line["t_ns"], "x": line["x"], "y": line["y"]}
        self._elements.say(question)
        deadline = time.monotonic() + _ELEMENT_DEADLINE
        self._withholding.role = ""
        while (left := deadline - time.monotonic()) > 0 and self._elements.alive:
            try:
                answer = self._answers.get(timeout=left)
            except queue.Empty:
                return
            if answer["event"] == seq:
                self._note_element(answer)
                return

    def _note_element(self, answer: dict[str, Any]) -> None:
        if "fault" in answer:
            return
        answer["bounds"] = Bounds(**answer["bounds"])
        record = ElementRecord(**answer)
        self._withholding.role = record.role
        self.counts.elements += 1
        self._append(layout.ELEMENTS, record)

    def _write_frame(self, line: dict[str, Any]) -> None:
        self.counts.frames += 1
        self._append(layout.FRAMES, FrameRecord(**line))

    def _write_file(self, record: FileRecord) -> None:
        self.counts.files += record.event != "initial"
        self._append(layout.FILES, record)

    def _append(self, name: str, record: Frozen) -> None:
        with self._file_lock, (self.folder / name).open("ab") as stream:
            stream.write(json_line(record).encode())

    def _close(self, manifest: RecordingManifest, fault: str | None) -> RecordingManifest:
        drained = self._input.close()
        while not self._input_lines.empty():
            self._take(self._input_lines.get())
        self._elements.close(3)
        self._screen.close()
        self._files.close()
        now = monotonic_ns()
        if fault or not drained:
            reason = fault or "The input channel did not drain"
            self._log.append("recorder", {"t_ns": now, "type": "gap", "detail": {"reason": reason}})
        detail = {"withheld": self.counts.withheld, "lost": 0, "frames": self.counts.frames}
        self._log.append("recorder", {"t_ns": now, "type": "stopped", "detail": detail})
        self._log.close(now)
        for name in (layout.FRAMES, layout.ELEMENTS, layout.FILES):
            if (self.folder / name).exists():
                _sync(self.folder / name)
        sealed = manifest.model_copy(update={"state": "sealed"})
        write_document(self.folder / layout.MANIFEST, sealed)
        seal(self.folder, manifest.id)
        return sealed


def _sync(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _layout(display: Display) -> str:
    root = display.screen().root
    found = root.get_full_property(display.intern_atom("_XKB_RULES_NAMES"), 0)
    if not found:
        return "us"
    parts = found.value.decode("latin-1").split("\0")
    return parts[2] if len(parts) > 2 and parts[2] else "us"
