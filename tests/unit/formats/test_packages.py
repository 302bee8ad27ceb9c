import io
import json
import random
import shutil
import stat
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.base.errors import HostileInputError, UserError
from studio.formats import digests, layout
from studio.formats.documents import dump_json, parse_document
from studio.formats.packages import (
    listing_fault,
    pack_task,
    read_package,
    unpack_package,
)
from studio.model.package import Member, PackageManifest

SEED = 20260102
MUTATIONS = 2_000
MANY_MUTATIONS = 100_000


@pytest.fixture
def package(task: Path, tmp_path: Path) -> Path:
    pack_task(task, tmp_path / "packages" / "whole.task")
    return tmp_path / "packages" / "whole.task"


def everything_below(folder: Path) -> dict[str, bytes | None]:
    return {
        str(place.relative_to(folder)): place.read_bytes() if place.is_file() else None
        for place in folder.rglob("*")
    }


def test_packing_twice_gives_the_same_bytes(task: Path, package: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(task, tmp_path / "elsewhere" / task.name)
    for place in sorted(copy.rglob("*"), reverse=True):
        place.touch()
    (copy / "validation").mkdir()
    pack_task(copy, tmp_path / "again.task")
    assert (tmp_path / "again.task").read_bytes() == package.read_bytes()


def test_unpacking_gives_back_every_byte(task: Path, package: Path, tmp_path: Path) -> None:
    manifest = unpack_package(package, tmp_path / "back")
    assert everything_below(tmp_path / "back") == everything_below(task)
    assert manifest.task_digest == digests.of_task(task) == digests.of_task(tmp_path / "back")


def test_a_public_package_holds_nothing_private(task: Path, tmp_path: Path) -> None:
    manifest = pack_task(task, tmp_path / "public.task", "public")
    raw = (tmp_path / "public.task").read_bytes()
    packed = read_package(tmp_path / "public.task")
    assert set(packed.contents) == {"task.json", "prompt.md", "input/invoices.csv"}
    assert b"250.50" not in b"".join(v for k, v in packed.contents.items() if k != "prompt.md")
    assert b"private" not in raw
    assert manifest.task_digest == digests.of_task(task)
    (task / layout.SALT).write_text("cd" * 32)
    other = pack_task(task, tmp_path / "other.task", "public")
    assert other.commitment != manifest.commitment


def test_a_member_that_changed_is_named(task: Path, tmp_path: Path) -> None:
    place = rewritten(tmp_path, task, lambda files: files.update({"prompt.md": b"Other words"}))
    with pytest.raises(UserError, match=r"prompt\.md is not what the manifest says"):
        read_package(place)


def test_nothing_stands_before_the_first_member(package: Path, tmp_path: Path) -> None:
    """What is a program or a picture too would be taken for that elsewhere."""
    place = tmp_path / "both.task"
    place.write_bytes(b"#!/bin/sh\nexit\n" + package.read_bytes())
    with pytest.raises(UserError, match="not a task package"):
        unpack_package(place, tmp_path / "back")
    assert not (tmp_path / "back").exists()


def rewritten(tmp_path: Path, task: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """Return a package whose manifest is true of `task`, but whose members were changed."""
    whole = tmp_path / "before.task"
    pack_task(task, whole)
    packed = read_package(whole)
    files = dict(packed.contents)
    change(files)
    out = tmp_path / "changed.task"
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(layout.MANIFEST, dump_json(packed.manifest))
        for path in sorted(files):
            archive.writestr(path, files[path])
    return out


def handmade(out: Path, names: list[str], mode: int = stat.S_IFREG | 0o644) -> Path:
    """Return a package of empty files of these names, with a manifest that is true of them."""
    members = [{"path": n, "size": 0, "digest": digests.of_bytes(b"")} for n in names]
    head = {"format": "package", "version": 1, "kind": "full", "task": "t", "title": ""}
    value = {**head, "task_digest": "0" * 64, "members": members}
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(layout.MANIFEST, json.dumps(value))
        for name in names:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            archive.writestr(entry, b"")
    return out


@pytest.mark.parametrize(
    "name",
    [
        "../out.txt",
        "input/../../out.txt",
        "/out.txt",
        "C:/out.txt",
        "input\\..\\out.txt",
        "./out.txt",
        "input//out.txt",
        "input/a\tb",
        "input/con.txt",
        "input/LPT1",
        "input/end.",
        "input/end ",
        "input/what?.txt",
        "input/a\u202etxt.exe",
        "input/cafe\u0301.txt",
        "",
        "..",
        "input/",
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_leads_outside_or_is_not_portable(name: str, tmp_path: Path) -> None:
    place = handmade(tmp_path / "bad.task", [name])
    before = everything_below(tmp_path)
    with pytest.raises(UserError) as fault:
        read_package(place)
    assert "\n" not in str(fault.value)
    with pytest.raises(UserError):
        unpack_package(place, tmp_path / "out")
    assert everything_below(tmp_path) == before


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR])
def test_only_files_are_members(mode: int, tmp_path: Path) -> None:
    place = handmade(tmp_path / "bad.task", ["input/a"], mode | 0o777)
    with pytest.raises(HostileInputError, match="not a file"):
        unpack_package(place, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_names_that_meet_on_other_systems(tmp_path: Path) -> None:
    assert len(read_package(handmade(tmp_path / "good.task", ["input/a", "input/b"])).contents) == 2
    place = handmade(tmp_path / "bad.task", ["input/A.txt", "input/a.txt"])
    with pytest.raises(HostileInputError, match="differ only in case"):
        read_package(place)
    assert listing_fault(["input/a", "input/b"]) is None


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_doubled_member_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        read_package(handmade(tmp_path / "bad.task", ["input/a", "input/a"]))


def test_a_bomb_is_refused_by_its_declared_size(task: Path, tmp_path: Path) -> None:
    place = tmp_path / "bomb.task"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(layout.MANIFEST, "{}")
        with archive.open("input/zeros", "w", force_zip64=True) as member:
            block = bytes(1 << 20)
            for _ in range(257):
                member.write(block)
    assert place.stat().st_size < 1 << 20
    with pytest.raises(HostileInputError, match="256 MiB"):
        read_package(place)


def test_a_member_larger_than_it_says_is_refused(task: Path, tmp_path: Path) -> None:
    whole = tmp_path / "w.task"
    pack_task(task, whole)
    content = bytearray(whole.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        entry = archive.getinfo("prompt.md")
        start = content.rindex(b"PK\x01\x02", 0, content.rindex(b"prompt.md"))
    content[start + 24 : start + 28] = (entry.file_size - 5).to_bytes(4, "little")
    whole.write_bytes(content)
    with pytest.raises(UserError):
        read_package(whole)


def test_two_members_may_not_share_bytes(task: Path, tmp_path: Path) -> None:
    whole = tmp_path / "w.task"
    pack_task(task, whole)
    content = bytearray(whole.read_bytes())
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 4)
    third = content.index(b"PK\x01\x02", second + 4)
    content[third + 42 : third + 46] = content[second + 42 : second + 46]
    whole.write_bytes(content)
    with pytest.raises(UserError):
        read_package(whole)


def test_a_crowd_of_members_is_refused_before_it_is_listed(tmp_path: Path) -> None:
    number = 200_000
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *[20] * 2, *[0] * 4, *[0] * 3, 1, *[0] * 6)
    listing = (entry + b"a") * number
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(listing), 0, 0)
    place = tmp_path / "crowd.task"
    place.write_bytes(b"PK\x03\x04" + listing + end)
    begun = time.monotonic()
    with pytest.raises(HostileInputError, match="10,000 files"):
        read_package(place)
    assert time.monotonic() - begun < 0.5


def test_a_package_carries_no_comment(package: Path) -> None:
    content = package.read_bytes()
    package.write_bytes(content[:-2] + b"\x03\x00abc")
    with pytest.raises(UserError, match="damaged"):
        read_package(package)


def test_a_package_from_the_future(task: Path, tmp_path: Path) -> None:
    place = tmp_path / "new.task"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr(layout.MANIFEST, '{"format": "package", "version": 7, "new": 1}')
    with pytest.raises(UserError, match="newer release"):
        read_package(place)


def test_a_manifest_that_leads_outside_is_refused() -> None:
    text = dump_json(
        PackageManifest(kind="full", task="t", title="", task_digest="0" * 64, members=())
    )
    text = text.replace(
        '"members": []', '"members": [{"path": "../x", "size": 0, "digest": "' + "0" * 64 + '"}]'
    )
    with pytest.raises(UserError, match="members"):
        parse_document(text, "manifest.json", PackageManifest)
    with pytest.raises(ValueError, match="inside"):
        Member(path="/x", size=0, digest="0" * 64)


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"\0" * 5000])
def test_what_is_no_package(content: bytes, tmp_path: Path) -> None:
    place = tmp_path / "odd.task"
    place.write_bytes(content)
    with pytest.raises(UserError):
        read_package(place)


def test_a_missing_package_and_a_full_folder(package: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no file"):
        read_package(tmp_path / "none.task")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(UserError, match="exists already"):
        unpack_package(package, tmp_path / "full")
    assert (tmp_path / "full" / "mine.txt").read_text() == "mine"


def mutated(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    match chance.randrange(6):
        case 0:
            changed = changed[: chance.randrange(len(changed))]
        case 1:
            for _ in range(chance.randrange(1, 20)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
        case 2:
            begin = chance.randrange(len(changed))
            del changed[begin : begin + chance.randrange(1, 200)]
        case 3:
            begin = chance.randrange(len(changed))
            changed[begin:begin] = chance.randbytes(chance.randrange(1, 200))
        case 4:
            begin = content.rindex(b"PK\x01\x02") if chance.random() < 0.5 else 0
            place = begin + chance.randrange(46)
            changed[place] = chance.randrange(256)
        case 5:
            tail = content.rindex(b"PK\x05\x06")
            changed[tail + chance.randrange(22)] = chance.choice([0, 1, 0xFF])
    return bytes(changed)


@pytest.mark.parametrize(
    "number_of_mutations",
    [MUTATIONS, pytest.param(MANY_MUTATIONS, marks=[pytest.mark.long, pytest.mark.timeout(1800)])],
)
def test_mutated_packages_end_in_one_sentence_or_whole(
    number_of_mutations: int, package: Path, tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    content = package.read_bytes()
    truth = read_package(package).contents
    arena = tmp_path / "arena"
    arena.mkdir()
    refused = 0
    for number in range(number_of_mutations):
        place = arena / "mutated.task"
        place.write_bytes(mutated(content, chance))
        try:
            unpack_package(place, arena / "out")
        except UserError as fault:
            refused += 1
            assert "\n" not in str(fault), f"seed {SEED}, mutation {number}"
            assert [found.name for found in arena.iterdir()] == ["mutated.task"]
        else:
            # What still opens must be the same task to the last byte.
            found = everything_below(arena / "out")
            assert {k: v for k, v in found.items() if v is not None} == truth
            shutil.rmtree(arena / "out")
    assert refused > number_of_mutations // 2
    assert sorted(found.name for found in tmp_path.iterdir()) == [
        "arena",
        "fill-amounts",
        "packages",
    ]
