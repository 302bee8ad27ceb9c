import random
import shutil
from pathlib import Path

import pytest

from studio.authoring import new_task
from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.recordings import open_recording, seal
from studio.steps import reduce_steps
from tests.unit.making import RecordingMaker

SEED = 11
MUTATIONS = 200
FILES = (
    layout.MANIFEST,
    layout.FRAMES,
    layout.ELEMENTS,
    layout.FILES,
    layout.SEAL,
    layout.event_segment(1),
)


def mutated(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    begin = chance.randrange(len(changed))
    match chance.randrange(5):
        case 0:
            changed = changed[:begin]
        case 1:
            changed[begin] = chance.randrange(256)
        case 2:
            del changed[begin : begin + chance.randrange(1, 60)]
        case 3:
            changed[begin:begin] = chance.choice(
                [b'"', b"../../", b"9" * 40, b"\n", b"\xff", b"null"]
            )
        case 4:
            words = [b"invoices.csv", b"w1", b"sealed", b"saved", b"initial", b"press"]
            word = chance.choice(words)
            changed = bytearray(content.replace(word, chance.choice([*words, b"../x", b"", b"/"])))
    return bytes(changed)


@pytest.mark.parametrize("sealed_again", [True, False])
def test_a_mutated_recording_is_a_task_or_one_sentence(
    sealed_again: bool, recording_maker: RecordingMaker, tmp_path: Path
) -> None:
    """Also where the forger sealed the recording again."""
    chance = random.Random(SEED)
    whole = recording_maker.write()
    arena = tmp_path / "arena"
    refused = 0
    for number in range(MUTATIONS):
        copy = shutil.copytree(whole, arena / "work.rec")
        place = copy / chance.choice(FILES)
        place.write_bytes(mutated(place.read_bytes(), chance))
        if sealed_again:
            seal(copy, open_recording(whole).manifest.id)
        try:
            new_task(arena / "task", copy)
            reduce_steps(open_recording(copy))
        except UserError as fault:
            refused += 1
            assert "\n" not in str(fault), f"seed {SEED}, mutation {number}"
        for task in arena.glob("task*"):
            shutil.rmtree(task)
        assert sorted(found.name for found in arena.iterdir()) == ["work.rec"], number
        assert sorted(found.name for found in tmp_path.iterdir()) == ["arena", "work.rec"], number
        shutil.rmtree(copy)
    assert refused > MUTATIONS // 4
