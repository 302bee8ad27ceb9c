"""Workbooks made to hurt their reader."""

import io
import os
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from studio.base.errors import FaultError, HostileInputError
from studio.grading.readers.archives import Unreadable, refuse_hostile
from studio.grading.readers.books import Cell, read_book
from studio.sandbox import office
from studio.sandbox.isolation import INSIDE

SHEET = "xl/worksheets/sheet1.xml"


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["B2"] = "two"
    book.active.merge_cells("C3:D4")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(member: str, change: Callable[[bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == member else content)
    return stream.getvalue()


def with_member(name: str, content: bytes = b"x", mode: int = 0o100644) -> bytes:
    stream = io.BytesIO(workbook())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        with_member("../escape.xml"),
        with_member("/absolute.xml"),
        with_member("a\\b.xml"),
        with_member("link", mode=0o120777),
        with_member("bomb.bin", bytes(140 << 20)),
        with_member("e.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'),
    ],
    ids=["leads out", "absolute", "backslash", "link", "bomb", "entities"],
)
def test_hostile_members_are_refused(content: bytes) -> None:
    with pytest.raises(HostileInputError):
        refuse_hostile(content, "book.xlsx")


def test_entities_hidden_in_another_encoding_are_not_read() -> None:
    part = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    with pytest.raises(Unreadable):
        refuse_hostile(with_member("e.xml", part.encode("utf-16")), "book.xlsx")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b'<dimension ref="A1:D4"', b'<dimension ref="A1:XFD1048576"'),
        (b'ref="C3:D4"', b'ref="C3:XFD1048576"'),
    ],
    ids=["declared size", "merged range"],
)
def test_a_sheet_that_declares_to_be_huge_costs_nothing(
    tmp_path: Path, was: bytes, becomes: bytes
) -> None:
    content = changed(SHEET, lambda sheet: sheet.replace(was, becomes))
    assert content != workbook() and becomes in zipfile.ZipFile(io.BytesIO(content)).read(SHEET)
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    (sheet,) = read_book(path).sheets.values()
    assert {place: cell.value for place, cell in sheet.cells.items()} == {(1, 1): 1, (2, 2): "two"}


def test_pipes_and_links_are_not_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    link = tmp_path / "link.xlsx"
    link.symlink_to("/etc/passwd")
    for path in (pipe, link):
        with pytest.raises(Unreadable):
            read_book(path)


def test_formulas_are_computed_whatever_value_was_stored(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = 2, "=A1*21"
    path = tmp_path / "book.xlsx"
    book.save(path)
    stored = path.read_bytes()
    forged = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(stored)) as old, zipfile.ZipFile(forged, "w") as new:
        for entry in old.infolist():
            lie = old.read(entry).replace(b"<f>A1*21</f><v></v>", b"<f>A1*21</f><v>99</v>")
            lie = lie.replace(b"<f>A1*21</f><v />", b"<f>A1*21</f><v>99</v>")
            new.writestr(entry.filename, lie)
    assert b"<v>99</v>" in zipfile.ZipFile(forged).read(SHEET)
    path.write_bytes(forged.getvalue())
    (sheet,) = read_book(path).sheets.values()
    assert sheet.cells[2, 1] == Cell(42, "=A1*21", "General")


@pytest.mark.parametrize("inside", [False, True], ids=["own sandbox", "in the grader's"])
def test_formulas_that_reach_for_a_file_get_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: bool
) -> None:
    """A grader reads the reference, so a formula that could open files would copy it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    if inside:
        monkeypatch.setenv(INSIDE, "1")
    with tempfile.TemporaryDirectory(prefix="secret-", dir="/tmp") as name:
        folder = Path(name)
        book = openpyxl.Workbook()
        book.active["A1"] = 1234.5
        book.save(folder / "secret.xlsx")
        (folder / "secret.csv").write_text("total,1234.5\n")
        (folder / "secret.txt").write_text("1234.5")
        folder.chmod(0o755)
        formulas = [
            f"='file://{name}/secret.xlsx'#$Sheet.A1",
            f"='{name}/[secret.xlsx]Sheet'!A1",
            f"=INDIRECT(\"'file://{name}/secret.xlsx'#$Sheet.A1\")",
            f"=INDIRECT(\"'{name}/[secret.xlsx]Sheet'!A1\")",
            f'=WEBSERVICE("file://{name}/secret.txt")',
            f'=_xlfn.WEBSERVICE("file://{name}/secret.txt")',
            f'=DDE("soffice","{name}/secret.xlsx","Sheet.A1")',
        ]
        for row, formula in enumerate(formulas, 1):
            book.active.cell(row, 1).value = formula
        place = tmp_path / "book.xlsx"
        book.save(place)
        (sheet,) = read_book(place).sheets.values()
    assert len(sheet.cells) == len(formulas)
    assert not [cell for cell in sheet.cells.values() if "1234" in str(cell.value)]


def test_an_office_program_that_hangs_is_killed_and_the_file_blamed_only_if_others_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    hangs = tmp_path / "soffice"
    hangs.write_text("#!/bin/sh\nsleep 600\n")
    hangs.chmod(0o755)
    monkeypatch.setattr(office, "office_program", lambda: str(hangs))
    monkeypatch.setattr(office, "DEADLINE", 0.3)
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook())
    with pytest.raises(FaultError, match="computes nothing") as fault:
        office.recompute(path, deadline=0.3)
    assert fault.value.in_shell.endswith("; run `studio doctor`.")
