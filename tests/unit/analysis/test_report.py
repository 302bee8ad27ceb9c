import re
from pathlib import Path

import pytest
from PIL import Image

from studio.analysis import report_on, write_report
from studio.authoring import add_check, add_checkpoint, new_task
from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.documents import write_document
from studio.formats.tasks import TaskFolder, copy_tree, open_task
from studio.grading import grade_output
from studio.model.grade import GradeFile
from studio.model.trial import Trial
from studio.taxonomy import occupations
from studio.validation import validate


def write_trial(task: TaskFolder, out: Path, agent: str, output: Path) -> Path:
    folder = out / layout.TRIALS / agent / task.document.task.id / "base" / f"trial-{agent}"
    copy_tree(output, folder / layout.OUTPUT)
    grade = grade_output(task, folder / layout.OUTPUT)
    (folder / layout.SCREENSHOTS).mkdir()
    for number in range(9):
        image = Image.new("RGB", (320, 200), (number * 20, 90, 90))
        if agent != "noop":
            image.paste((250, 250, 250), (20, 20, 200, 100))
        image.save(folder / layout.SCREENSHOTS / f"{number:03d}.png")
    trial = Trial(
        id=f"trial-{agent}",
        task=task.document.task.id,
        title=task.document.task.title,
        task_digest=task.digest,
        agent=agent,
        status=grade.status,
        reason=grade.reason,
        score=grade.score,
        seconds=12.5,
        started="2026-01-02T03:04:05.000Z",
        ended="2026-01-02T03:04:18.000Z",
        studio_version="0.1.0",
    )
    write_document(folder / layout.GRADE, GradeFile(task_digest=task.digest, grade=grade))
    write_document(folder / layout.TRIAL, trial)
    return folder


@pytest.fixture
def made(recording: Path, tmp_path: Path) -> TaskFolder:
    prompt = "# Fill in <b>A-2</b>\n\nIt is 250.50.\n"
    folder = new_task(tmp_path / "made", recording, prompt=prompt).folder
    task = add_checkpoint(folder, "Amounts & sums", steps=(1, 2))
    (checkpoint,) = task.document.task.checkpoints
    task, _ = add_check(
        folder, "cell_equals", "invoices.csv#amount[A-2]", checkpoint.id, tolerance=0.005
    )
    validate(folder, ["complete", "reference"])
    return open_task(folder)


def test_the_page_shows_what_is_off(made: TaskFolder, tmp_path: Path) -> None:
    trial = write_trial(made, tmp_path, "noop", made.input)
    (check,) = made.document.checks.checks
    (trial / layout.PICTURES).mkdir()
    page = write_report(tmp_path / "bare.html", made, [trial]).read_text()
    assert "image/svg+xml" not in page and "<figcaption>" not in page
    (trial / layout.PICTURES / f"{check.id}.svg").write_text("<svg><script>1</script></svg>")
    page = write_report(tmp_path / "page.html", made, [trial]).read_text()
    assert '<img src="data:image/svg+xml;base64,' in page and "<script>1" not in page


def test_the_page_tells_the_whole_story(made: TaskFolder, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    copy_tree(made.reference, wrong)
    place = wrong / "invoices.csv"
    place.write_text(place.read_text().replace("250.50", "251.75"))
    out = tmp_path / "out"
    trials = [
        write_trial(made, out, "oracle", made.reference),
        write_trial(made, out, "noop", made.input),
        write_trial(made, out, "replay", wrong),
    ]
    text = write_report(tmp_path / "deep" / "report.html", made, trials).read_text()
    for words in (
        "Fill in &lt;b&gt;A-2&lt;/b&gt;",
        "Amounts &amp; sums",
        "oracle",
        "noop",
        "251.75",
    ):
        assert words in text
    assert "found 251.75" in text.replace("</span>", "").replace(": ", " ")
    assert "<b>A-2" not in text
    assert occupations.CREDIT.split(".")[0] in text
    assert "cannot run" not in text and "complete" in text and "red" in text
    steps = text.count('class="step')
    assert steps >= 2 and text.count("hue1") >= steps
    # The screens of the agent that did nothing are blank, and left out.
    assert text.count('alt="oracle: ') == text.count('alt="replay: ') == 2
    assert 'alt="noop: ' not in text
    assert text.count("data:image/webp") >= 2 + 2 * 2
    assert not re.search(r'(src|href)="(?!data:)', text)
    assert len(text) < 400_000


def test_the_task_is_found_beside_its_trials(made: TaskFolder, tmp_path: Path) -> None:
    write_trial(made, tmp_path / "out", "oracle", made.reference)
    page = report_on(tmp_path / "out", tmp_path / "r.html")
    assert "oracle" in page.read_text()
    single = report_on(
        tmp_path / "out/trials/oracle/made/base/trial-oracle", tmp_path / "single.html"
    )
    assert "oracle" in single.read_text()
    far = tmp_path / "f/a/r/a/w/a/y/out"
    write_trial(made, far, "noop", made.input)
    with pytest.raises(UserError, match="not beside its trials") as refused:
        report_on(far, tmp_path / "r2.html")
    assert "give it with --task" in refused.value.in_shell
    assert "noop" in report_on(far, tmp_path / "r2.html", made.folder).read_text()


def test_trials_of_another_task_are_refused(made: TaskFolder, task: Path, tmp_path: Path) -> None:
    write_trial(made, tmp_path / "out", "oracle", made.reference)
    with pytest.raises(UserError, match="of fill-amounts"):
        report_on(tmp_path / "out", tmp_path / "r.html", task)


def test_a_task_that_changed_since_is_said_so(made: TaskFolder, tmp_path: Path) -> None:
    trial = write_trial(made, tmp_path / "out", "oracle", made.reference)
    (made.folder / layout.PROMPT).write_text("Changed")
    text = write_report(tmp_path / "r.html", open_task(made.folder), [trial]).read_text()
    assert "changed since it was validated" in text
    assert "another version of the task" in text


def test_a_public_task_shows_no_reference(made: TaskFolder, tmp_path: Path) -> None:
    import shutil

    shutil.rmtree(made.folder / layout.PRIVATE)
    text = write_report(tmp_path / "r.html", open_task(made.folder), []).read_text()
    assert "Fill in" in text and '<th scope="col">reference' not in text
