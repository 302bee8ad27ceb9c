"""Makes what nobody should have dropped on the window: broken, hostile and strange files."""

import io
import json
import os
import shutil
import socket
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from PIL import Image

from studio.formats import digests, layout
from studio.formats.packages import MAX_BYTES, MAX_MEMBERS, pack_task

DEEP = b"[" * 100_000
Made = Path
Maker = Callable[[Path], Made]


class Workshop:
    """Makes hostile things of a good task and a good recording, each in a folder of its own."""

    def __init__(self, place: Path, task: Path, recording: Path) -> None:
        self._place, self._task, self._recording = place, task, recording
        place.mkdir()
        self.whole = place / "whole.task"
        pack_task(task, self.whole)

    def make(self) -> dict[str, Path]:
        """Return what was made by what is wrong with it."""
        found = {}
        for kinds in (self._archives, self._manifests, self._members, self._folders, self._nodes):
            found.update(kinds())
        return found

    def _new(self, name: str) -> Path:
        number = len(list(self._place.iterdir()))
        folder = self._place / str(number)
        folder.mkdir()
        return folder / name

    def _file(self, content: bytes, name: str = "work.task") -> Path:
        place = self._new(name)
        place.write_bytes(content)
        return place

    def _archives(self) -> dict[str, Path]:
        whole = self.whole.read_bytes()
        middle = len(whole) // 2
        flipped = bytearray(whole)
        flipped[middle] ^= 4
        book, picture, ball = io.BytesIO(), io.BytesIO(), io.BytesIO()
        Workbook().save(book)
        Image.new("RGB", (8, 8)).save(picture, "PNG")
        with tarfile.open(fileobj=ball, mode="w") as archive:
            archive.add(self._task / layout.TASK, layout.TASK)
        return {
            "half of a package": self._file(whole[:middle]),
            "a package without its end": self._file(whole[:-30]),
            "an empty file": self._file(b""),
            "noise": self._file(bytes(range(256)) * 40),
            "a flipped bit": self._file(bytes(flipped)),
            "a program before the package": self._file(b"#!/bin/sh\nexit\n" + whole),
            "a workbook called a package": self._file(book.getvalue()),
            "a picture called a package": self._file(picture.getvalue()),
            "a tar called a package": self._file(ball.getvalue()),
        }

    def _package(self, manifest: bytes, members: dict[str, bytes], mode: int = 0o100644) -> Path:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(layout.MANIFEST, manifest)
            for path, content in members.items():
                entry = zipfile.ZipInfo(path)
                entry.external_attr = mode << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, content)
        return self._file(stream.getvalue())

    def _holding(self, members: dict[str, bytes], mode: int = 0o100644, **head: Any) -> Path:
        """Return a package whose manifest is true of its members."""
        listed = [
            {"path": path, "size": len(content), "digest": digests.of_bytes(content)}
            for path, content in members.items()
        ]
        value = {"format": "package", "version": 1, "kind": "full", "task": "t", "title": ""}
        value |= {"task_digest": "0" * 64, "members": listed} | head
        return self._package(json.dumps(value).encode(), members, mode)

    def _manifests(self) -> dict[str, Path]:
        return {
            "a package of a later version": self._holding({"prompt.md": b"x"}, version=99),
            "a package that says it is a recording": self._holding({}, format="recording"),
            "a manifest nested without end": self._package(DEEP, {}),
            "a manifest in another encoding": self._package("{\u201ex\u201c}".encode("cp1252"), {}),
            "a manifest of no number": self._holding({}, version=float("nan")),
            "a manifest of nothing": self._package(b"null", {}),
            "too many members": self._holding({f"input/{n}": b"" for n in range(MAX_MEMBERS + 1)}),
            "a bomb": self._holding({"input/zeros.bin": b"\0" * (MAX_BYTES + 1)}),
            "a task that is none": self._holding({layout.TASK: b"{}", layout.PROMPT: b""}),
        }

    def _members(self) -> dict[str, Path]:
        names = {
            "a way out": "../out.txt",
            "a way out in the middle": "input/../../out.txt",
            "a place of the machine": "/tmp/out.txt",
            "a drive": "C:/out.txt",
            "a name that Windows keeps": "input/con.txt",
            "a name that turns the writing": "input/a\u202etxt.exe",
            "a name of two forms": "input/cafe\u0301.txt",
        }
        found = {why: self._holding({name: b""}) for why, name in names.items()}
        twins = {"input/A.txt": b"", "input/a.txt": b""}
        found["two names that differ by case"] = self._holding(twins)
        link, device = stat.S_IFLNK | 0o777, stat.S_IFCHR | 0o666
        found["a link in a package"] = self._holding({"input/a": b"/etc/passwd"}, link)
        found["a device in a package"] = self._holding({"input/a": b""}, device)
        return found

    def _copy(self, of: Path, name: str) -> Path:
        return Path(shutil.copytree(of, self._new(name)))

    def _rewritten(self, of: Path, path: str, content: bytes) -> Path:
        copy = self._copy(of, of.name)
        (copy / path).write_bytes(content)
        return copy

    def _changed(self, of: Path, path: str, **changes: Any) -> Path:
        value = json.loads((of / path).read_text()) | changes
        return self._rewritten(of, path, json.dumps(value).encode())

    def _folders(self) -> dict[str, Path]:
        recording, task = self._recording, self._task
        events = layout.event_segment(1)
        spoilt = bytearray((recording / events).read_bytes())
        spoilt[len(spoilt) // 2] ^= 1
        text = (task / layout.TASK).read_bytes()
        return {
            "a recording with a flipped bit": self._rewritten(recording, events, bytes(spoilt)),
            "a recording of a later version": self._changed(recording, layout.MANIFEST, version=99),
            "a recording whose manifest is empty": self._rewritten(recording, layout.MANIFEST, b""),
            "a recording nested without end": self._rewritten(recording, layout.MANIFEST, DEEP),
            "a recording in another encoding": self._rewritten(
                recording, layout.MANIFEST, b"\xff\xfe{}"
            ),
            "a task that is cut off": self._rewritten(task, layout.TASK, text[: len(text) // 2]),
            "a task of a later version": self._changed(task, layout.TASK, version=99),
            "a task without a weight": self._changed(
                task, layout.TASK, checkpoints=[{"id": "a", "title": "A", "weight": float("nan")}]
            ),
            "checks nested without end": self._rewritten(task, layout.CHECKS, DEEP),
            "an instruction in another encoding": self._rewritten(task, layout.PROMPT, b"\xff\xfe"),
        }

    def _nodes(self) -> dict[str, Path]:
        pipe, plug, loop = self._new("pipe.task"), self._new("s.task"), self._new("loop.task")
        os.mkfifo(pipe)
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(plug))
        loop.symlink_to(loop)
        dangling = self._new("dangling.task")
        dangling.symlink_to(self._place / "nowhere")
        empty = self._new("empty")
        empty.mkdir()
        within = self._copy(self._recording, "piped.rec")
        (within / layout.MANIFEST).unlink()
        os.mkfifo(within / layout.MANIFEST)
        elsewhere = self._copy(self._recording, "linked.rec")
        (elsewhere / layout.MANIFEST).unlink()
        (elsewhere / layout.MANIFEST).symlink_to("/etc/passwd")
        closed = self._file(b"PK")
        closed.chmod(0)
        return {
            "a pipe": pipe,
            "a socket": plug,
            "a device": Path("/dev/zero"),
            "a link to itself": loop,
            "a link to nothing": dangling,
            "an empty folder": empty,
            "a pipe for a manifest": within,
            "a link for a manifest": elsewhere,
            "a file that may not be read": closed,
            "a name of two lines": self._file(b"PK", "two\nlines.task"),
            "a name that runs backwards": self._file(b"PK", "a\u202ecod.task"),
            "a name without end": self._file(b"PK", "n" * 245 + ".task"),
            "a name of no letters": self._file(b"PK", os.fsdecode(b"\xff\xfe.task")),
            "what is gone": self._place / "gone.task",
        }
