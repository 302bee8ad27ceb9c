from importlib import import_module
from pathlib import Path

import pytest

from studio.viewing.kinds import kind_named, kind_of
from studio.viewing.rehearsing import SAMPLES, rehearse


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_sample_is_a_file_of_its_kind_that_can_be_shown(kind: str, tmp_path: Path) -> None:
    name, content = SAMPLES[kind]
    place = tmp_path / name
    place.write_bytes(content())
    found = kind_of(name)
    assert found is not None and found.id == kind
    head = import_module(found.reader).opened(place, None).head()
    assert isinstance(head, kind_named(kind).type_of("head")) and all(map(len, head.arrays))


def test_a_reader_that_breaks_while_it_is_tried_is_not_missed(tmp_path: Path) -> None:
    rehearse("mesh", object(), tmp_path)
    rehearse("sheet", object(), tmp_path)
    assert [place.name for place in tmp_path.iterdir()] == ["sample.stl"]
