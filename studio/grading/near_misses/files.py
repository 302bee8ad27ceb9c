"""Near misses of whole files: missing, empty, old, damaged, misnamed, or another one's."""

import random
from collections.abc import Iterator
from pathlib import PurePosixPath

from studio.formats import digests
from studio.grading.near_misses.operators import Made, Scene, spoils
from studio.grading.readers.places import decode

_TEXTS = (".txt", ".md", ".html", ".htm", ".json", ".csv", ".tsv", ".xml", ".yaml", ".yml")


@spoils("file_missing", "files", "A file is missing")
def _file_missing(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if _was_made(scene):
        yield Made(f"left {scene.path} out", {scene.path: None})


def _was_made(scene: Scene) -> bool:
    """Tell whether the worker made or changed the file."""
    return scene.given is None or scene.given.read_bytes() != scene.content()


@spoils("file_empty", "files", "A file is empty")
def _file_empty(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if _was_made(scene):
        yield scene.made("left the file empty", b"")


@spoils("file_stale", "files", "The input is handed in as it was")
def _file_stale(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if scene.given is not None:
        yield scene.made("handed in the input's own file", scene.given.read_bytes())


@spoils("file_renamed", "files", "A file has another name")
def _file_renamed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    name = PurePosixPath(scene.path)
    other = str(name.with_name(f"{name.stem} (copy){name.suffix}"))
    if _was_made(scene):
        yield Made(f"saved {scene.path} as {other}", {scene.path: None, other: scene.content()})


@spoils("file_elsewhere", "files", "A file lies in another folder")
def _file_elsewhere(scene: Scene, rng: random.Random) -> Iterator[Made]:
    other = f"results/{scene.path}"
    if _was_made(scene) and "results" not in scene.prompt:
        yield Made(f"saved {scene.path} as {other}", {scene.path: None, other: scene.content()})


@spoils("file_cut", "files", "A file is cut off")
def _file_cut(scene: Scene, rng: random.Random) -> Iterator[Made]:
    content = scene.content()
    if _was_made(scene) and len(content) > 40:
        yield scene.made("cut the file off in the middle", content[: len(content) // 2])


@spoils("file_of_another", "files", "Another file of the work under this name")
def _file_of_another(scene: Scene, rng: random.Random) -> Iterator[Made]:
    for path, place in digests.regular_files(scene.reference):
        same_kind = place.suffix.lower() == scene.suffix and path != scene.path
        if same_kind and place.read_bytes() != scene.content() and _was_made(scene):
            yield scene.made(f"handed in {path} under this name", place.read_bytes())


@spoils("accents_broken", "files", "Accents and signs are broken", _TEXTS)
def _accents_broken(scene: Scene, rng: random.Random) -> Iterator[Made]:
    text = decode(scene.content())
    if any(sign.isalpha() and ord(sign) > 127 for sign in text):
        broken = text.encode().decode("latin-1").encode()
        yield scene.made("read UTF-8 as Latin-1, so accents are broken", broken)


@spoils("error_page", "files", "An error message instead of the content", _TEXTS)
def _error_page(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if _was_made(scene):
        yield scene.made("saved an error message", b"Error: could not complete the request.\n")
