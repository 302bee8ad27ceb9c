"""The recorder: starts the channels, writes one folder, seals it."""

import json
import os
import queue
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from studio.base.clock import monotonic_ns
from studio.base.errors import FaultError
from studio.base.ids import new_id
from studio.capture import reserve
from studio.capture.backend import this_backend
from studio.capture.channel import Channel
from studio.capture.control import Orders, StatusFile
from studio.capture.delay import Line
from studio.capture.files import FileWatcher
from studio.capture.options import RecordOptions
from studio.capture.screen import ScreenOptions
from studio.capture.selftest import FREE_BYTES, refuse_unready
from studio.capture.supervisor import Supervised
from studio.capture.taking import Counts, Taker
from studio.capture.withholding import Withholding
from studio.formats import layout
from studio.formats.documents import json_line, write_document
from studio.formats.event_writer import EventLog
from studio.formats.recordings import seal
from studio.model.frozen import Frozen
from studio.model.recording import (
    FileRecord,
    FrameRecord,
    RecorderStatus,
    RecordingManifest,
    Watched,
)

_TURN_SECONDS = 0.08
_LOOK_SECONDS = 0.5
_TELL_SECONDS = 1.0


class Recorder:
    """One recording from the first frame to the seal."""

    def __init__(self, out: Path, options: RecordOptions, tell: Callable[[str], None]) -> None:
        refuse_unready(out)
        self._backend = this_backend()
        for folder in options.watch:
            if not folder.is_dir():
                raise FaultError(f"There is no folder {folder} to watch; check the path.")
            if out.resolve().is_relative_to(folder.resolve()):
                raise FaultError(f"{out.name} would lie in the watched {folder}; choose another.")
        self.folder = out
        self.counts = Counts()
        self.withholding = Withholding(options.allow_apps, options.exclude_apps)
        self._options = options
        self._tell = tell
        self._lines: queue.Queue[Line] = queue.Queue()
        self._lock = threading.Lock()
        self._write_fault: OSError | None = None
        self._paused = False
        self._marked = 0
        self._open_frame: FrameRecord | None = None
        self._vanished: set[str] = set()

    def run(
        self,
        orders: Orders,
        ready: Callable[[], None],
        each_second: Callable[[RecorderStatus], None],
    ) -> RecordingManifest:
        """Record until the orders say stop, or the seconds are over; then seal.

        Args:
            orders: asked often.
            ready: called once input is accepted.
            each_second: told the counts.

        Raises:
            FaultError: if a channel does not start or cannot be kept alive, or the disk is full;
                what was there is sealed.
        """
        self.folder.mkdir(parents=True)
        try:
            self._open()
        except FaultError:
            shutil.rmtree(self.folder)
            raise
        ready()
        fault = None
        try:
            self._follow(orders, each_second)
        except FaultError as ended:
            fault = str(ended)
        except OSError as ended:
            fault = f"The recording cannot be written ({ended.strerror})"
        sealed = self._close(fault)
        if fault:
            raise FaultError(f"{fault}; what was recorded until then is in {self.folder.name}.")
        return sealed

    def _open(self) -> None:
        self._began = time.monotonic()
        self._manifest = self._describe()
        write_document(self.folder / layout.MANIFEST, self._manifest)
        reserve.lay(self.folder)
        self._status = StatusFile(self.folder)
        self._files = FileWatcher(self.folder, self._manifest.watched, self._write_file)
        self._files.start()
        self._screen = Supervised(self._start_screen)
        self._elements: Supervised | None = Supervised(self._start_elements)
        self._input = Supervised(self._start_input)
        self._self_test()
        self._log = EventLog(self.folder)
        self._taker = Taker(self._log, self.withholding, self.counts, self._write_element)
        self._mark("started", {"channels": 3 + bool(self._elements)})
        self._status.write(self.status())

    def _describe(self) -> RecordingManifest:
        watched = tuple(
            Watched(id=f"w{number}", path=str(folder.resolve()))
            for number, folder in enumerate(self._options.watch, 1)
        )
        return self._backend.describe(
            id=new_id("rec-"),
            watched=watched,
            fps=self._options.fps,
            region=self._options.region,
            allowed_applications=self._options.allow_apps,
            excluded_applications=self._options.exclude_apps,
        )

    def _start_screen(self) -> Channel:
        segments = len(list((self.folder / layout.VIDEO).glob("*")))
        options = ScreenOptions(
            fps=self._options.fps,
            first_segment=segments + 1,
            first_frame=self.counts.frames + 1,
            region=self._options.region,
            excluded=self._options.exclude_apps,
        )
        arguments = [str(self.folder), options.model_dump_json()]
        return Channel(
            "screen", self._backend.screen, arguments, self._write_frame, self._status.held
        )

    def _start_elements(self) -> Channel:
        excluded = [name.casefold() for name in self._options.exclude_apps]
        return Channel(
            "elements", self._backend.elements, excluded, self._lines.put, self._status.held
        )

    def _start_input(self) -> Channel:
        wanted = {
            "pause": self._options.pause_keys,
            "stop": self._options.stop_keys,
            "mark": self._options.mark_keys,
        }
        return Channel(
            "input", self._backend.input, [json.dumps(wanted)], self._lines.put, self._status.held
        )

    def _self_test(self) -> None:
        try:
            for supervised in (self._screen, self._input):
                supervised.channel.wait_ready()
        except FaultError:
            for supervised in self._supervised():
                supervised.channel.close(2)
            self._files.close()
            self._status.close()
            raise
        working = "screen, input, files"
        try:
            assert self._elements
            self._elements.channel.wait_ready()
            self._tell(f"Ready: {working}, elements.")
        except FaultError:
            self._elements = None
            self._tell(
                f"Ready: {working}. The accessibility bus does not answer: steps will have no "
                "element names, and no text is kept; install at-spi2-core."
            )

    def _supervised(self) -> list[Supervised]:
        return [self._screen, self._input, *([self._elements] if self._elements else [])]

    def _follow(self, orders: Orders, each_second: Callable[[RecorderStatus], None]) -> None:
        deadline = time.monotonic() + (self._options.seconds or float("inf"))
        next_look = next_status = 0.0
        while not orders.stop and time.monotonic() < deadline:
            with suppress(queue.Empty):
                self._take(self._lines.get(timeout=_TURN_SECONDS), orders)
            while not self._lines.empty():
                self._take(self._lines.get(), orders)
            self._obey_pause(orders.pause, monotonic_ns())
            self._obey_marks(orders.marks)
            self._taker.write_due(monotonic_ns())
            now = time.monotonic()
            if now >= next_look:
                next_look = now + _LOOK_SECONDS
                self._look()
            if now >= next_status:
                next_status = now + _TELL_SECONDS
                self._status.write(self.status())
                each_second(self.status())

    def _take(self, line: Line, orders: Orders) -> None:
        if line["type"] != "shortcut":
            self._taker.notice(line, self._screen.channel.say, self._say_elements)
        elif line["name"] == "stop":
            orders.stop = True
        elif line["name"] == "mark":
            self._end_checkpoint(line["t_ns"])
        else:
            orders.pause = not orders.pause
            self._obey_pause(orders.pause, line["t_ns"])

    def _say_elements(self, question: Line) -> None:
        if self._elements:
            self._elements.channel.say(question)

    def _obey_pause(self, pause: bool, t_ns: int) -> None:
        if pause == self._paused:
            return
        self._paused = pause
        self._screen.channel.say({"pause": pause})
        self._files.paused = pause
        self._taker.pause(t_ns, pause)
        self._status.write(self.status())
        self._tell("Paused: nothing is recorded." if pause else "Recording again.")

    def _obey_marks(self, asked: int) -> None:
        while self._marked < asked:
            self._marked += 1
            self._end_checkpoint(monotonic_ns())

    def _end_checkpoint(self, t_ns: int) -> None:
        self._taker.mark(t_ns)
        self._status.write(self.status())
        self._tell(f"Checkpoint {self.counts.marks} is marked.")

    def _look(self) -> None:
        """Mend what can be mended; raise what ends the recording."""
        if self._write_fault:
            raise self._write_fault
        if shutil.disk_usage(self.folder).free < FREE_BYTES // 4:
            raise FaultError("The disk is nearly full")
        for supervised in self._supervised():
            if gap := supervised.look():
                self._gap(gap.channel, gap.reason, gap.from_ns)
                if supervised is self._screen and self._paused:
                    self._screen.channel.say({"pause": True})
                self._tell(f"{gap.reason[0].upper()}{gap.reason[1:]}; the gap is marked.")
        for watch in self._manifest.watched:
            if watch.id not in self._vanished and not Path(watch.path).is_dir():
                self._vanished.add(watch.id)
                reason = f"the watched folder {Path(watch.path).name} is gone"
                self._gap("files", reason, monotonic_ns())
                self._tell(f"{reason[0].upper()}{reason[1:]}; its last files are kept.")

    def _mark(self, kind: str, detail: dict[str, int | str]) -> None:
        self._log.append("recorder", {"t_ns": monotonic_ns(), "type": kind, "detail": detail})

    def _gap(self, channel: str, reason: str, from_ns: int) -> None:
        self._mark("gap", {"channel": channel, "reason": reason, "from_ns": from_ns})

    def status(self) -> RecorderStatus:
        """Return what the recorder tells of itself."""
        seconds = round(time.monotonic() - self._began, 1)
        return RecorderStatus(
            pid=os.getpid(),
            paused=self._paused,
            seconds=seconds,
            t_ns=monotonic_ns(),
            frame=self._open_frame,
            **vars(self.counts),
        )

    def _write_frame(self, line: Line) -> None:
        frame = FrameRecord(**line["frame"])
        if line["type"] == "open":
            self._open_frame = frame
            return
        self.counts.frames += 1
        self._append(layout.FRAMES, frame)

    def _write_file(self, record: FileRecord) -> None:
        self.counts.files += record.event != "initial"
        self._append(layout.FILES, record)

    def _write_element(self, record: Frozen) -> None:
        self._append(layout.ELEMENTS, record)

    def _append(self, name: str, record: Frozen) -> None:
        try:
            with self._lock, (self.folder / name).open("ab") as stream:
                stream.write(json_line(record).encode())
        except OSError as fault:
            # Told by the thread that can end the recording.
            self._write_fault = fault

    def _close(self, fault: str | None) -> RecordingManifest:
        reserve.free(self.folder)
        drained = self._input.channel.close()
        orders = Orders(pause=self._paused)
        while not self._lines.empty():
            self._take(self._lines.get(), orders)
        self._taker.write_all()
        if self._elements:
            self._elements.channel.close(3)
        self._screen.channel.close()
        self._files.close()
        reason = fault or (None if drained else "the input channel did not drain")
        if reason:
            self._gap("input", reason, monotonic_ns())
        reasons = self._taker.withheld_for.items()
        counts: dict[str, int | str] = {f"withheld_for_{name}": count for name, count in reasons}
        counts |= {"withheld": self.counts.withheld, "lost": 0, "frames": self.counts.frames}
        self._mark("stopped", counts)
        self._log.close(monotonic_ns())
        for name in (layout.FRAMES, layout.ELEMENTS, layout.FILES):
            if (self.folder / name).exists():
                _sync(self.folder / name)
        sealed = self._manifest.model_copy(update={"state": "sealed"})
        write_document(self.folder / layout.MANIFEST, sealed)
        self._status.close()
        seal(self.folder, sealed.id)
        return sealed


def _sync(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
