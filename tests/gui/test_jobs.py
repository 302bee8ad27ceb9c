import threading
import time
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from studio.base.errors import UserError
from studio.base.settings import state_folder
from studio.gui.jobs import Cancelled, Jobs, Progress


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_results_and_progress_arrive_on_the_main_thread(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[tuple[object, bool]] = []

    def note(value: object) -> None:
        seen.append((value, threading.current_thread() is threading.main_thread()))

    def work(progress: Progress, cancelled: Cancelled) -> bool:
        progress("half")
        return threading.current_thread() is threading.main_thread()

    jobs.start("count", work, note, note, note)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == [("half", True), (False, True)]
    qtbot.waitUntil(lambda: jobs.running("count") is None)


def test_a_stale_result_never_arrives(jobs: Jobs, qtbot: QtBot) -> None:
    first_may_end = threading.Event()
    first_ended = threading.Event()
    seen: list[str] = []

    def slow(progress: Progress, cancelled: Cancelled) -> str:
        first_may_end.wait(10)
        first_ended.set()
        return "old" if cancelled() else "old, not told to stop"

    jobs.start("verdicts", slow, seen.append, seen.append)
    jobs.start("verdicts", lambda progress, cancelled: "new", seen.append, seen.append)
    qtbot.waitUntil(lambda: seen == ["new"])
    first_may_end.set()
    qtbot.waitUntil(first_ended.is_set)
    qtbot.waitUntil(lambda: jobs.running("verdicts") is None)
    assert seen == ["new"]


def test_what_a_forgotten_job_said_never_arrives(jobs: Jobs, qtbot: QtBot) -> None:
    said = threading.Event()
    seen: list[object] = []

    def work(progress: Progress, cancelled: Cancelled) -> None:
        progress("half")
        said.set()

    jobs.start("count", work, seen.append, seen.append, seen.append)
    # Its words are under way to this thread, which has not looked yet.
    assert said.wait(10)
    jobs.forget("count")
    qtbot.waitUntil(lambda: jobs.running("count") is None)
    assert seen == []


def test_what_waits_and_is_not_wanted_any_more_never_begins(jobs: Jobs, qtbot: QtBot) -> None:
    may_end, began = threading.Event(), []
    jobs.start("open", lambda progress, cancelled: may_end.wait(10), began.append, began.append)
    for name in ("report", "report", "trials"):
        work = lambda progress, cancelled, name=name: began.append(name)  # noqa: E731
        jobs.start(name, work, lambda _: None, began.append, after=("open",))
    jobs.forget("trials")
    may_end.set()
    qtbot.waitUntil(lambda: all(jobs.running(n) is None for n in ("open", "report", "trials")))
    assert began == [True, "report"]


def test_parts_come_in_order_and_before_the_whole(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[object] = []

    def work(progress: Progress, cancelled: Cancelled) -> str:
        for part in ((1,), (1, 2)):
            progress(part)
        return "whole"

    jobs.start("count", work, seen.append, seen.append, parts=seen.append)
    assert jobs.long_work() == []
    qtbot.waitUntil(lambda: jobs.running("count") is None)
    assert seen == [(1,), (1, 2), "whole"]


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [(UserError("Do that."), "Do that."), (KeyError("sheet 3"), "a mistake of its own")],
    ids=["user", "bug"],
)
def test_a_fault_in_the_work_is_a_sentence(
    jobs: Jobs, qtbot: QtBot, fault: Exception, sentence: str
) -> None:
    seen: list[str] = []

    def work(progress: Progress, cancelled: Cancelled) -> None:
        raise fault

    def short(cancelled: Cancelled) -> None:
        raise fault

    jobs.start("open", work, lambda _: seen.append("done"), seen.append)
    jobs.newest().ask(short, lambda _: seen.append("done"), seen.append)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert all(sentence in one and "KeyError" not in one for one in seen)
    if isinstance(fault, KeyError):
        kept = (state_folder() / "faults.log").read_text("utf-8")
        assert "KeyError: 'sheet 3'" in kept and "in work" in kept and "in short" in kept


def test_closing_stops_what_runs(jobs: Jobs) -> None:
    seen: list[object] = []
    stopped = threading.Event()

    def patient(progress: Progress, cancelled: Cancelled) -> None:
        while not cancelled():
            threading.Event().wait(0.01)
        stopped.set()

    jobs.start("run", patient, seen.append, seen.append)
    jobs.close()
    assert stopped.is_set() and seen == []


def test_of_what_was_asked_only_the_newest_is_done_and_told(jobs: Jobs, qtbot: QtBot) -> None:
    thread = jobs.newest()
    may_end, begun = threading.Event(), threading.Event()
    done: list[object] = []
    told: list[str] = []
    unwanted: list[bool] = []

    def slow(is_unwanted: Cancelled) -> str:
        begun.set()
        may_end.wait(10)
        unwanted.append(is_unwanted())
        return "old"

    thread.ask(slow, done.append, told.append)
    assert begun.wait(10)
    ran: list[int] = []

    def quick(number: int) -> Callable[[Cancelled], int]:
        def work(is_unwanted: Cancelled) -> int:
            ran.append(number)
            return number

        return work

    for number in range(5):
        thread.ask(quick(number), done.append, told.append)
    may_end.set()
    qtbot.waitUntil(lambda: bool(done))
    qtbot.wait(30)
    assert (done, ran, unwanted, told) == ([4], [4], [True], [])
    assert not thread.busy


def test_a_result_that_waits_to_be_told_is_dropped_for_a_newer_one(
    jobs: Jobs, qtbot: QtBot
) -> None:
    thread = jobs.newest()
    ended, done = threading.Event(), []

    def first(is_unwanted: Cancelled) -> str:
        ended.set()
        return "first"

    thread.ask(first, done.append, done.append)
    assert ended.wait(10)
    # No event of this thread is seen to here, so the result lies waiting.
    time.sleep(0.05)
    thread.ask(lambda is_unwanted: "second", done.append, done.append)
    qtbot.waitUntil(lambda: bool(done))
    qtbot.wait(30)
    assert done == ["second"]


def test_what_fails_is_a_sentence_and_the_next_is_done(jobs: Jobs, qtbot: QtBot) -> None:
    thread = jobs.newest()
    done: list[object] = []
    told: list[str] = []

    def fail(is_unwanted: Cancelled) -> None:
        raise UserError("There is no such picture.")

    thread.ask(fail, done.append, told.append)
    qtbot.waitUntil(lambda: bool(told))
    thread.ask(lambda is_unwanted: 7, done.append, told.append)
    qtbot.waitUntil(lambda: bool(done))
    assert (told, done) == (["There is no such picture."], [7])


def test_nothing_is_done_once_it_is_closed_or_forgotten(jobs: Jobs, qtbot: QtBot) -> None:
    thread = jobs.newest()
    done: list[object] = []
    thread.ask(lambda is_unwanted: 1, done.append, lambda told: None)
    thread.forget()
    qtbot.wait(30)
    jobs.forget_all()
    thread.ask(lambda is_unwanted: 2, done.append, lambda told: None)
    qtbot.wait(30)
    assert done == []


def test_a_job_lets_those_go_first_that_somebody_waits_for(jobs: Jobs, qtbot: QtBot) -> None:
    may_end = threading.Event()
    ended: list[str] = []

    def first(progress: Progress, cancelled: Cancelled) -> str:
        may_end.wait(20)
        return "first"

    def second(_: object) -> None:
        ended.append("first")
        # What goes on under the same name goes first too.
        jobs.start("open", lambda progress, cancelled: "second", ended.append, ended.append)

    jobs.start("open", first, second, ended.append)
    after = ("open",)
    jobs.start(
        "later", lambda progress, cancelled: "later", ended.append, ended.append, after=after
    )
    jobs.start("gone", lambda progress, cancelled: "gone", ended.append, ended.append, after=after)
    jobs.start("free", lambda progress, cancelled: "free", ended.append, ended.append)
    qtbot.waitUntil(lambda: ended == ["free"])
    jobs.forget("gone")
    may_end.set()
    qtbot.waitUntil(lambda: len(ended) == 4)
    assert ended == ["free", "first", "second", "later"]
    assert jobs.running("gone") is None


def test_jobs_that_let_others_go_first_are_done_one_at_a_time(jobs: Jobs, qtbot: QtBot) -> None:
    at_work: list[int] = []
    most: list[int] = []
    ended: list[object] = []

    def work(progress: Progress, cancelled: Cancelled) -> None:
        at_work.append(1)
        most.append(len(at_work))
        time.sleep(0.02)
        at_work.pop()

    for name in ("proof", "suggest", "trials"):
        jobs.start(name, work, ended.append, ended.append, after=("open",))
    qtbot.waitUntil(lambda: ended == [None] * 3, timeout=20_000)
    assert most == [1, 1, 1]
