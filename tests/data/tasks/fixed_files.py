"""What the scripts of the corpus share: fixed dates, LibreOffice, csv, about.json."""

import csv
import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import docx
from docx.document import Document

MOMENT = (2026, 3, 2, 9, 0, 0)
STAMP = "2026-03-02T09:00:00Z"
PARTS = ("input", "reference", "alternate_correct", "known_bad", "hidden")
ZIPPED = (".xlsx", ".ods", ".docx", ".odt", ".pptx")
PREVIEW = "Thumbnails/thumbnail.png"
_LISTED = re.compile(rb'\s*<manifest:file-entry manifest:full-path="Thumbnails/[^>]*>')
_DATES = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?")
_SPENT = re.compile(rb"<meta:editing-duration>[^<]*</meta:editing-duration>")


def begin(script: str) -> Path:
    """Return the folder of the script, with what an earlier go made taken away."""
    folder = Path(script).resolve().parent
    for part in PARTS:
        shutil.rmtree(folder / part, ignore_errors=True)
    (folder / "input").mkdir()
    return folder


def place(folder: Path, name: str, start: Path | None = None) -> Path:
    """Make an output folder, as a copy of `start` where the work is done in place."""
    made = folder / name
    made.parent.mkdir(exist_ok=True)
    if start:
        shutil.copytree(start, made)
    else:
        made.mkdir()
    return made


def calc(source: Path, target: Path) -> None:
    """Let LibreOffice open `source`, calculate it, and save it as `target` (by its suffix)."""
    with tempfile.TemporaryDirectory() as scratch:
        profile = f"-env:UserInstallation=file://{scratch}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", target.suffix[1:]]
        command += ["--outdir", f"{scratch}/out", str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        shutil.copyfile(Path(scratch, "out", source.stem + target.suffix), target)


def settle(path: Path) -> None:
    """Give a zipped office file fixed times and dates, and no preview picture."""
    with zipfile.ZipFile(path) as read:
        members = [(one.filename, one.compress_type, read.read(one)) for one in read.infolist()]
    with zipfile.ZipFile(path, "w") as written:
        for name, method, data in members:
            if name == PREVIEW:
                continue
            if name == "META-INF/manifest.xml":
                data = _LISTED.sub(b"", data)
            if name in ("docProps/core.xml", "meta.xml"):
                data = _SPENT.sub(b"", _DATES.sub(STAMP.encode(), data))
            one = zipfile.ZipInfo(name, MOMENT)
            written.writestr(one, data, method, 9)


def new_paper(path: Path | None = None) -> Document:
    """Open or begin a docx without the second set of styles that only Word 2010 looked for."""
    paper = docx.Document(str(path) if path else None)
    relations = paper.part.rels
    for name in [one for one, to in relations.items() if to.reltype.endswith("WithEffects")]:
        del relations[name]
    return paper


def finish(folder: Path, about: dict[str, object]) -> None:
    """Settle every office file and write `about.json`."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in ZIPPED:
            settle(path)
    text = json.dumps(about, indent=2, ensure_ascii=False)
    (folder / "about.json").write_text(text + "\n", encoding="utf-8")


def write_rows(
    path: Path,
    rows: Iterable[Sequence[object]],
    delimiter: str = ",",
    end: str = "\n",
    quoting: int = csv.QUOTE_MINIMAL,
    encoding: str = "utf-8",
) -> None:
    """Write rows of text with a delimiter."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)


def read_rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """Read rows of text under their header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))
