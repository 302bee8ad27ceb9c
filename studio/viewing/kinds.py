"""What a file is shown as: from the end of its name to its reader and the data that it gives.

Files come from strangers, so they are read by a process of its own in a sandbox (`worker`), which
is asked from the window (`asking`) and answers with plain data. To show one more kind of file:

1. `studio/viewing/NAME_data.py` declares that data: frozen dataclasses of texts, numbers, truths
   and tuples of them, without heavy imports, and `PARTS`, the dataclass of each part that can be
   asked for. One part is `head`, which is asked for first. Arrays travel apart, as raw bytes: a
   dataclass that has some ends with a field `arrays: tuple[Any, ...] = ()` (numpy arrays of plain
   numbers). Numbers that are not finite have their place in arrays alone.
2. `studio/viewing/NAME.py` reads it, with what `grading.readers` offers: `opened(shown, other)`
   takes the file that is shown and the one that it is compared with (None if there is none), and
   returns an object with a method for each part that takes what it is asked for by name. It stays
   open for later parts. `Unreadable` and `HostileInputError` become one sentence for the person.
3. A line in `KINDS` here.
4. A view in `studio/gui/widgets/NAME_view.py`, a `FileView`, which is given each part and asks for
   more, and a line in `studio/gui/pages/checks/file_views.py`.
"""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any


@dataclass(frozen=True)
class Kind:
    """A way to show files.

    Attributes:
        id: its name, also that of its view.
        suffixes: the ends of the names of its files, in small letters.
        reader: the module that reads them.
        data: the module that declares what it gives.
        beside: the ends of the files of the same stem that belong to such a file.
        stack: the ends of the files that belong with all such files of their folder.
        near: the part that is read with other files of the task, given by their paths as `near`.
        libraries: what the reader imports late and takes long.
    """

    id: str
    suffixes: tuple[str, ...]
    reader: str
    data: str
    beside: tuple[str, ...] = ()
    stack: tuple[str, ...] = ()
    near: str = ""
    libraries: tuple[str, ...] = ()

    def type_of(self, what: str) -> Any:
        """Return the dataclass of a part.

        Raises:
            KeyError: if this kind has no such part.
        """
        return import_module(self.data).PARTS[what]


@dataclass(frozen=True)
class Wanted:
    """A file to be shown as a kind.

    Either file may be a folder, where a kind shows folders.

    Attributes:
        kind: the id of the kind.
        shown: the file.
        other: the file that it is compared with, None if with none.
        near: other files of the task that may belong to it, the likeliest first.
    """

    kind: str
    shown: Path
    other: Path | None = None
    near: tuple[Path, ...] = ()


KINDS: tuple[Kind, ...] = (
    Kind(
        "sheet",
        (".xlsx", ".xlsm", ".ods", ".csv", ".tsv", ".parquet"),
        "studio.viewing.sheet",
        "studio.viewing.sheet_data",
        libraries=("openpyxl.reader.excel", "openpyxl.worksheet._reader"),
    ),
    Kind(
        "document",
        (
            ".docx", ".docm", ".odt", ".pptx", ".pptm", ".odp", ".pdf", ".md", ".markdown",
            ".html", ".htm",
        ),
        "studio.viewing.document",
        "studio.viewing.document_data",
    ),
    Kind(
        "tree",
        (
            ".json", ".jsonld", ".webmanifest", ".arb", ".har", ".ipynb", ".jsonl", ".ndjson",
            ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".xml", ".xhtml", ".kml", ".gpx",
            ".rss", ".atom", ".xsd", ".musicxml", ".bpmn", ".xlf", ".xliff", ".tmx", ".graphml",
            ".opml", ".xmi", ".xbrl", ".plist", ".gbxml", ".resx", ".ttml",
        ),
        "studio.viewing.tree",
        "studio.viewing.tree_data",
    ),
    Kind(
        "text",
        (
            ".txt", ".log", ".rst", ".tex", ".bib", ".srt", ".vtt", ".eml", ".ics", ".vcf",
            ".properties", ".env", ".diff", ".patch", ".py", ".r", ".js", ".mjs", ".ts", ".jsx",
            ".tsx", ".css", ".scss", ".sql", ".c", ".h", ".cpp", ".hpp", ".java", ".go", ".rs",
            ".sh", ".bat", ".ps1", ".lua", ".m", ".jl", ".bas", ".vb", ".pl", ".rb", ".php",
            ".swift", ".kt", ".scala", ".cs", ".gcode", ".nc", ".fasta", ".fa", ".fastq",
            ".pdb", ".mol", ".sdf", ".cif", ".edi", ".cue", ".m3u", ".po", ".cnf",
        ),
        "studio.viewing.text",
        "studio.viewing.text_data",
    ),
    Kind(
        "image",
        (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".gif", ".bmp"),
        "studio.viewing.image",
        "studio.viewing.image_data",
    ),
    Kind(
        "mesh",
        (".stl", ".obj", ".ply", ".glb", ".step", ".stp"),
        "studio.viewing.mesh",
        "studio.viewing.mesh_data",
        libraries=("trimesh", "scipy.spatial", "scipy.sparse.csgraph"),
    ),
    Kind(
        "volume",
        (".nii", ".nii.gz", ".dcm", ".dicom", ".ima"),
        "studio.viewing.volume",
        "studio.viewing.volume_data",
        stack=(".dcm", ".dicom", ".ima"),
        near="scan",
        libraries=("nibabel",),
    ),
    Kind(
        "map",
        (".geojson", ".gpkg", ".shp"),
        "studio.viewing.maps",
        "studio.viewing.plan_data",
        (".shx", ".dbf", ".prj", ".cpg"),
    ),
    Kind("drawing", (".dxf", ".svg"), "studio.viewing.drawings", "studio.viewing.plan_data"),
)  # fmt: skip


def kind_of(path: str) -> Kind | None:
    """Return what a file is shown as, by the end of its name; None if nothing shows it."""
    name = PurePosixPath(path).name.lower()
    found = [
        (len(suffix), kind) for kind in KINDS for suffix in kind.suffixes if name.endswith(suffix)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def is_stacked(path: str) -> bool:
    """Tell whether a file is shown together with all such files of its folder."""
    kind = kind_of(path)
    return kind is not None and path.lower().endswith(kind.stack or ("/",))


def kind_named(identity: str) -> Kind:
    """Return a kind by its id.

    Raises:
        KeyError: if there is none.
    """
    return {kind.id: kind for kind in KINDS}[identity]
