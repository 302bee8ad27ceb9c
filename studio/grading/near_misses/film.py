"""Near misses and harmless variants of films, coded anew from their pictures."""

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from studio.base.extras import import_extra
from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.readers.film import Film, open_film, read_film

Pictures = NDArray[np.uint8]
_WRITTEN = (".mp4", ".m4v", ".mov", ".mkv", ".avi")
_FORMS = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov", ".mkv": "matroska", ".avi": "avi"}
_MOST_BYTES = 400_000_000


@dataclass(frozen=True)
class _Reel:
    """All pictures of a film in full size."""

    film: Film
    pictures: Pictures
    suffix: str

    @property
    def second(self) -> int:
        """How many pictures a second has."""
        return max(1, round(self.film.rate))


def _reel(scene: Scene) -> _Reel | None:
    film = read_film(scene.reference, scene.path)
    if film.width * film.height * 3 * len(film.times) > _MOST_BYTES or film.width % 2:
        return None
    with open_film(scene.content()) as container:
        pictures = np.stack(
            [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        )
    return _Reel(film, pictures, scene.suffix)


def written(
    reel: _Reel, pictures: Pictures, *, codec: str = "libx264", rate: float = 1.0, quality: int = 20
) -> bytes:
    """Return pictures as a film of the same form.

    Args:
        reel: the film.
        pictures: what it shows.
        codec: the encoder.
        rate: how many times as many pictures a second it has.
        quality: that of x264, less is better.
    """
    av = import_extra("av", "video", "Variants of films")
    stream = io.BytesIO()
    speed = Fraction(reel.film.rate * rate).limit_denominator(1001)
    with av.open(stream, "w", format=_FORMS[reel.suffix]) as container:
        options = {"crf": str(quality)} if codec == "libx264" else {"qscale": "3"}
        made = container.add_stream(codec, rate=speed, options=options)
        made.height, made.width = pictures.shape[1:3]
        made.pix_fmt = "yuv420p"
        made.thread_count = 1
        if codec != "libx264":
            made.bit_rate = 2_000_000
        for picture in pictures:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            container.mux(made.encode(frame))
        container.mux(made.encode())
    return stream.getvalue()


Change = Callable[[_Reel], Pictures | None]


def _operator(id: str, title: str, did: str) -> Callable[[Change], Change]:
    """Register what changes pictures; None is a change that does not apply."""

    def keep(change: Change) -> Change:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            reel = _reel(scene)
            changed = change(reel) if reel else None
            if reel and changed is not None and not np.array_equal(changed, reel.pictures):
                yield scene.made(did, written(reel, changed))

        spoils(id, "video", title, _WRITTEN)(make)
        return change

    return keep


@_operator("film_mirrored", "Mirrored", "mirrored it")
def _mirrored(reel: _Reel) -> Pictures:
    return reel.pictures[:, :, ::-1]


@_operator("film_grey", "Without colour", "took its colours away")
def _grey(reel: _Reel) -> Pictures | None:
    grey = reel.pictures.mean(axis=3, keepdims=True).astype(np.uint8)
    told = np.abs(grey.astype(np.int16) - reel.pictures.astype(np.int16)).mean() > 16
    return np.repeat(grey, 3, axis=3) if told else None


@_operator("film_frozen", "One picture all along", "showed its first picture all along")
def _frozen(reel: _Reel) -> Pictures:
    return np.repeat(reel.pictures[:1], len(reel.pictures), axis=0)


@_operator("film_black", "Black", "left it black")
def _black(reel: _Reel) -> Pictures:
    return np.zeros_like(reel.pictures)


@_operator("film_cut_short", "Its end is missing", "left out its last third")
def _cut_short(reel: _Reel) -> Pictures | None:
    kept = len(reel.pictures) * 2 // 3
    return reel.pictures[:kept] if len(reel.pictures) - kept > reel.second // 2 else None


@_operator("film_backwards", "Backwards", "played it backwards")
def _backwards(reel: _Reel) -> Pictures:
    return reel.pictures[::-1]


@_operator("film_swapped", "Parts in the wrong order", "put its second half first")
def _swapped(reel: _Reel) -> Pictures:
    half = len(reel.pictures) // 2
    return np.concatenate([reel.pictures[half:], reel.pictures[:half]])


@_operator("film_late", "Starts late", "began a second late, on its first picture")
def _late(reel: _Reel) -> Pictures | None:
    if len(reel.pictures) < 2 * reel.second:
        return None
    held = np.repeat(reel.pictures[:1], reel.second, axis=0)
    return np.concatenate([held, reel.pictures])[: len(reel.pictures)]


@spoils("film_fast", "video", "Twice as fast", _WRITTEN)
def _fast(scene: Scene, rng: random.Random) -> Iterator[Made]:
    reel = _reel(scene)
    if reel and len(reel.pictures) > reel.second:
        yield scene.made("played it twice as fast", written(reel, reel.pictures, rate=2.0))


def _asks(scene: Scene, name: str) -> bool:
    return any(check.parameters.get(name) is not None for check in scene.checks)


@spoils("film_small", "video", "Too small", _WRITTEN)
def _small(scene: Scene, rng: random.Random) -> Iterator[Made]:
    reel = _reel(scene)
    if reel and _asks(scene, "height") and min(reel.pictures.shape[1:3]) >= 64:
        step = reel.pictures[:, ::2, ::2]
        even = step[:, : step.shape[1] // 2 * 2, : step.shape[2] // 2 * 2]
        yield scene.made("made its pictures half as wide and high", written(reel, even))


@varies("film_other_quality", "video", "Another quality", _WRITTEN)
def _other_quality(scene: Scene, rng: random.Random) -> Iterator[Made]:
    reel = _reel(scene)
    if reel and reel.film.codec == "h264" and not reel.film.has_sound:
        yield scene.made("coded it with less quality", written(reel, reel.pictures, quality=26))


@varies("film_other_codec", "video", "Another codec", _WRITTEN)
def _other_codec(scene: Scene, rng: random.Random) -> Iterator[Made]:
    reel = _reel(scene)
    if reel and not reel.film.has_sound and not _asks(scene, "codec"):
        yield scene.made("coded it as MPEG-4", written(reel, reel.pictures, codec="mpeg4"))
