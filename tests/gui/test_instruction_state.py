from dataclasses import replace

from studio.authoring.files import TaskFile
from studio.authoring.remaining import remaining
from studio.formats.tasks import TaskDocument
from studio.gui.pages.instruction.choices import (
    OPTIONS,
    licence_fault,
    option,
    program_fault,
    start_value,
    summaries,
)
from studio.gui.pages.instruction.file_rows import count_words, file_rows, ordered, size_words
from studio.gui.pages.instruction.seen_rows import opened_words, seen_rows, time_words
from studio.gui.pages.instruction.state import foot_words, next_gap, signs_before
from studio.model.check import Checks
from studio.model.instruction_contract import AgentView, OpenedFile, SeenFile
from studio.model.task import Task

TASK = Task.model_validate_json(
    '{"id": "a", "created": "2026-01-01T00:00:00Z", "work": "in_place", "start": [{"open": '
    '"a.xlsx", "with": "calc", "geometry": {"x": 1, "y": 2, "width": 3, "height": 4}}]}'
)
FILES = (
    TaskFile("input/a.csv", "a.csv", "input", 2_000),
    TaskFile("private/reference/B.csv", "B.csv", "output", 20, "new"),
    TaskFile("private/scratch/input/c.csv", "c.csv", "scratch", 999_700, "", "c.csv is a link."),
)


def test_sizes_read_as_a_person_reads_them() -> None:
    sizes = {0: "0 B", 999: "999 B", 1_000: "1.0 kB", 99_400: "99.4 kB", 999_700: "1.0 MB"}
    assert {size: size_words(size) for size in sizes} == sizes
    assert size_words(5 * 10**13) == "50,000 GB"


def test_rows_stand_in_the_order_that_is_asked_for() -> None:
    rows = file_rows(FILES)
    assert [row.cells[3] for row in rows] == ["", "new", "refused"]
    assert [row.file.name for row in ordered(rows, 0, True)] == ["c.csv", "B.csv", "a.csv"]
    assert [row.file.size for row in ordered(rows, 1, False)] == [20, 2_000, 999_700]
    assert [row.file.role for row in ordered(rows, 2, False)] == ["input", "output", "scratch"]
    assert "c.csv is a link." in rows[2].tip and "999,700 B" in rows[2].tip
    template, values = count_words(FILES)
    assert template.format(**values) == "3 files: 1 given, 1 handed in, 1 left out"


def view(*files: tuple[str, int]) -> AgentView:
    return AgentView(
        prompt="",
        variant="base",
        files=tuple(SeenFile(path=path, size=size) for path, size in files),
        opened=(),
        screen=(1280, 800),
        seconds=600,
        network="none",
        environment={},
        withheld=(),
    )


def test_folders_are_shown_as_a_tree() -> None:
    rows = seen_rows(view(("input/b/c/d.txt", 3), ("input/a.txt", 1), ("input/b/e.txt", 2)))
    assert [row.text for row in rows] == [
        "input/",
        "    a.txt   1 B",
        "    b/",
        "        c/",
        "            d.txt   3 B",
        "        e.txt   2 B",
        "output/  (empty)",
    ]
    assert rows[4].told == "input/b/c/d.txt, 3 B"


def test_what_cannot_be_opened_is_said() -> None:
    def told(found: bool, there: bool) -> str:
        opened = OpenedFile(path="output/a", program="x", name="X", found=found, there=there)
        template, values = opened_words(opened)
        return template.format(**values)

    assert told(True, True) == "output/a is open in X."
    assert told(False, True) == "output/a cannot be opened: X is not installed here."
    assert told(True, False) == "output/a cannot be opened: it is not there."


def test_times_are_told_in_minutes() -> None:
    def told(seconds: float) -> str:
        template, values = time_words(seconds)
        return template.format(**values)

    assert (told(45), told(600), told(605)) == ("45 s", "10 min", "10 min 5 s")


def test_each_value_of_a_setting_has_a_meaning() -> None:
    for key, known in OPTIONS.items():
        choices = Task.model_fields[key].annotation
        assert {one.value for one in known} == set(choices.__args__)  # type: ignore[union-attr]
        assert all(one.meaning.endswith(".") for one in known)
    assert option("work", "separate").title == "Separate"


def test_names_that_do_not_fit_are_told_in_a_sentence() -> None:
    assert not program_fault("org.gnome.gedit") and not licence_fault("CC-BY-4.0 OR MIT")
    assert not licence_fault("")
    for fault in (program_fault("Libre Office"), program_fault(""), licence_fault("mine; all")):
        assert fault.endswith(".") and fault.count(".") < 4


def test_a_window_keeps_its_place_with_its_file() -> None:
    rows = [{"open": "a.xlsx", "with": "gnumeric"}, {"open": "b.xlsx", "with": "calc"}]
    first, second = start_value(TASK, rows)
    assert first["with"] == "gnumeric" and first["geometry"]["width"] == 3
    assert second["geometry"] is None


def test_folded_groups_say_what_they_hold() -> None:
    told = {key: template.format(**values) for key, (template, values) in summaries(TASK).items()}
    assert told["start"] == "calc" and told["limits"] == "10 min" and told["rights"] == "Not said"
    assert told["benchmark"] == "Near term, public software"


def test_gaps_are_walked_in_a_circle() -> None:
    text = "😀 within [how exact?] of [which sum?]"
    first, second = (text.index("["), text.index("[which"))
    assert next_gap(text, 0) == (first, first + len("[how exact?]"))
    assert next_gap(text, signs_before(text, first) + 1) == (second, len(text))
    assert next_gap(text, 999) == next_gap(text, 0) and next_gap("none", 0) is None
    assert signs_before(text, first) == first + 1
    template, values = foot_words(text, 2, 1)
    assert template.format(**values).startswith("7 words, 2 gaps to fill, 1 sentence asks")


def test_a_draft_with_gaps_is_one_thing_left() -> None:
    document = TaskDocument(TASK, "Fill in B3 within [how exact?].", Checks())
    titles = [thing.title for thing in remaining(document, False, False)]
    assert titles[0] == "Fill the gaps of the instruction"
    whole = replace(document, prompt="Fill in B3 within 0.01.")
    assert "Fill the gaps of the instruction" not in [
        t.title for t in remaining(whole, False, False)
    ]
