"""Tests of what is refused before any reader sees it."""

import io
from pathlib import Path

import numpy as np
import pytest

from studio.base.errors import HostileInputError
from studio.grading.readers.places import opened, read_bytes


def saved(values: np.ndarray) -> bytes:
    made = io.BytesIO()
    np.save(made, values, allow_pickle=True)
    return made.getvalue()


def test_numbers_whose_bytes_look_like_a_type_are_numbers(tmp_path: Path) -> None:
    content = saved(np.frombuffer(b"|O|O|O|O" * 20, dtype=np.float64))
    place = tmp_path / "a.npy"
    place.write_bytes(content)
    assert read_bytes(place) == content
    with opened(place) as stream:
        assert stream.read() == content


@pytest.mark.parametrize(
    "values",
    [
        np.array([{}, []], dtype=object),
        np.array([(1.0, "a")], dtype=[("x", "f8"), ("y", object)]),
        np.array([(1.0,) * 90 + ("a",)], dtype=[(f"n{n}", "f8") for n in range(90)] + [("o", "O")]),
    ],
    ids=["objects", "a field of objects", "a long header"],
)
def test_arrays_of_objects_are_refused(tmp_path: Path, values: np.ndarray) -> None:
    place = tmp_path / "a.npy"
    place.write_bytes(saved(values))
    with pytest.raises(HostileInputError, match="pickle"):
        read_bytes(place)
    with pytest.raises(HostileInputError, match="pickle"), opened(place):
        pass
