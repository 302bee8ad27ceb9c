"""Reading sound: WAV, FLAC, Ogg, MP3 and AIFF, with what their headers declare held against them.

Sources: the WAVE form (Multimedia Programming Interface and Data Specifications 1.0, 1991, IBM and
Microsoft), RFC 9639 (FLAC). Decoding is left to libsndfile.
"""

import io
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.base.extras import import_extra
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import locate, read_bytes

SOUNDS = (".wav", ".wave", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff")
MAX_SAMPLES = 60_000_000
MAX_CHANNELS = 32
MAX_RATE = 768_000
_BLOCK = 1 << 18
_PARAGRAPH = 8
# Writers that do not know yet how long the sound will be leave one of these for its length.
_UNKNOWN = 0x7FFF_0000
_BITS = {"PCM_S8": 8, "PCM_U8": 8, "PCM_16": 16, "PCM_24": 24, "PCM_32": 32, "FLOAT": 32}
_BITS |= {"DOUBLE": 64, "ALAC_16": 16, "ALAC_24": 24}
_NAMES = {"WAVEX": "WAV", "RF64": "WAV", "OGG": "Ogg"}

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Sound:
    """A recording: samples by frame and channel, full scale being 1, and how it is stored.

    `rate` is in frames a second; `bits` are those of a sample, 0 where a codec has no such thing.
    """

    rate: int
    samples: Samples
    container: str
    bits: int

    @property
    def channels(self) -> int:
        """How many channels there are."""
        return int(self.samples.shape[1])

    @property
    def frames(self) -> int:
        """How many samples each channel has."""
        return int(self.samples.shape[0])

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.frames / self.rate


def read_sound(folder: Path, path: str) -> Sound:
    """Return the sound at a path of a folder.

    Raises:
        FaultError: if the extra is not installed.
        HostileInputError: if the file runs code in whoever unpacks it.
        Unreadable: if it is missing, broken, silent of any sample, too long, or lies of its length.
    """
    place = locate(folder, path)
    if place is None:
        raise Unreadable("is missing")
    content = read_bytes(place)
    declared = _declared(content)
    library = import_extra("soundfile", "audio", "Checks of sound")
    try:
        with library.SoundFile(io.BytesIO(content)) as stream:
            return _decoded(stream, declared)
    except (library.SoundFileError, RuntimeError, ValueError, TypeError):
        raise Unreadable("is damaged, or no sound that can be decoded") from None


def _declared(content: bytes) -> int | None:
    """Return how many bytes of samples a WAV file says that it holds, None if it is none.

    Raises:
        Unreadable: if its rate is 0, or it ends before the samples that it declares.
    """
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        return None
    at = 12
    while at + _PARAGRAPH <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        at += _PARAGRAPH
        if name == b"fmt " and at + 8 <= len(content):
            _refuse_rate(*struct.unpack_from("<HHI", content, at))
        if name == b"data":
            return _data(size, len(content) - at)
        at += size + size % 2
    raise Unreadable("is a WAV file without any samples")


def _refuse_rate(_code: int, channels: int, rate: int) -> None:
    if rate == 0:
        raise Unreadable("has a sample rate of 0 Hz, so it cannot be played")
    if channels == 0:
        raise Unreadable("has no channels")


def _data(size: int, there: int) -> int:
    if size < _UNKNOWN and size > there + size % 2:
        raise Unreadable(
            f"says that it holds {size:,} bytes of samples, but ends after {max(there, 0):,}"
        )
    return min(size, there)


def _decoded(stream: Any, declared: int | None) -> Sound:
    rate, channels, frames = int(stream.samplerate), int(stream.channels), int(stream.frames)
    if not 0 < rate <= MAX_RATE:
        raise Unreadable(f"has a sample rate of {rate:,} Hz, which nothing plays")
    if not 0 < channels <= MAX_CHANNELS:
        raise Unreadable(f"has {channels:,} channels, more than {MAX_CHANNELS}")
    samples = _samples(stream, channels)
    exact = stream.format in ("FLAC", "WAV", "WAVEX", "RF64", "AIFF")
    # A FLAC that was streamed does not know its length, and libsndfile calls it endless.
    if exact and len(samples) < frames < 1 << 60:
        there = len(samples) / rate
        raise Unreadable(
            f"says that it lasts {frames / rate:,.2f} s, but ends after {there:,.2f} s"
        )
    if not len(samples):
        raise Unreadable("holds no sound: its length is 0 samples")
    if not np.isfinite(samples).all():
        raise Unreadable("holds samples that are no numbers")
    container = _NAMES.get(stream.format, stream.format)
    return Sound(rate, samples, container, _BITS.get(stream.subtype, 0))


def _samples(stream: Any, channels: int) -> Samples:
    """Read to the end in parts, so that no header says how much memory is taken."""
    found: list[Samples] = []
    left = MAX_SAMPLES
    while len(block := stream.read(_BLOCK // channels, dtype="float32", always_2d=True)):
        left -= block.size
        if left < 0:
            raise Unreadable(f"holds more than {MAX_SAMPLES:,} samples")
        found.append(block)
    return np.concatenate(found) if found else np.zeros((0, channels), np.float32)
