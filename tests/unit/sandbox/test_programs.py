"""Programs of others run once: what they can do, and what happens to those that never end."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.base.errors import FaultError
from studio.sandbox import programs
from studio.sandbox.programs import PROGRAM, Allowance, Ran, run_program
from tests.isolation import needs_isolation

pytestmark = needs_isolation
SHORT = Allowance(seconds=2.0, memory_bytes=256 << 20, printed_bytes=1 << 20, kept_bytes=8 << 20)
Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    def running(source: str, *, stdin: str | None = None, command: str = "python3") -> Ran:
        folder = Path(tmp_path_factory.mktemp("case"))
        for above in (folder, *folder.parents):
            if above.stat().st_uid == folder.stat().st_uid and above != Path("/"):
                above.chmod(above.stat().st_mode | 0o011)
        for name in ("program", "case"):
            (folder / name).mkdir()
        (folder / "program/it.py").write_text(source)
        (folder / "case/data.txt").write_text("seven\n")
        given = folder / "stdin"
        given.write_text(stdin or "")
        words = [command, f"{PROGRAM}/it.py"]
        taken = given if stdin is not None else None
        return run_program(words, folder / "program", folder / "case", taken, SHORT)

    return running


def test_it_works_on_a_copy_of_its_input(run: Run) -> None:
    ran = run(
        "import sys\nprint(open('data.txt').read() + sys.stdin.read())\n"
        "open('made/out.txt', 'w').write('x') if False else open('data.txt', 'a').write('eight')",
        stdin="nine",
    )
    assert (ran.ended, ran.code, ran.printed) == ("exit", 0, b"seven\nnine\n")
    assert ran.files == {"data.txt": b"seven\neight"}


def test_it_sees_neither_tasks_nor_the_host_nor_a_network(run: Run) -> None:
    ran = run(
        "import os, socket\n"
        "print(sorted(os.listdir('/')), os.listdir('/tmp'), sorted(os.environ))\n"
        "print([p for p in os.listdir('/proc') if p.isdigit()])\n"
        "try: socket.create_connection(('1.1.1.1', 80), 1)\n"
        "except OSError as fault: print('no network')\n"
    )
    root, *rest = ran.printed.decode().partition("]")
    for name in ("root", "home", "var", "exchange", "app", "work", "cache"):
        assert f"'{name}'" not in root
    assert "no network" in "".join(rest), ran.told


@pytest.mark.parametrize(
    ("source", "ended"),
    [
        ("while True: pass", "seconds"),
        ("import time; time.sleep(100)", "seconds"),
        ("while True: print('x' * 999)", "printed"),
        ("import sys\nwhile True: sys.stderr.write('x' * 999)", "seconds"),
        ("import os\nwhile True:\n  try: os.fork()\n  except OSError: pass", "seconds"),
        ("f = open('big', 'wb')\nfor n in range(9): f.write(bytes(1 << 20))", "kept"),
        ("for n in range(700): open(f'{n}', 'w').close()", "kept"),
        ("import os, signal; os.kill(os.getppid(), signal.SIGKILL)", "killed"),
    ],
)
def test_what_takes_too_much_is_ended(run: Run, source: str, ended: str) -> None:
    began = time.monotonic()
    assert run(source).ended == ended
    assert time.monotonic() - began < 30


def test_what_holds_too_much_is_ended(run: Run) -> None:
    ran = run("held = []\nwhile True: held.append(bytearray(10 << 20))")
    assert ran.ended == "killed" or ran.code != 0


def test_links_and_pipes_are_not_taken(run: Run) -> None:
    ran = run("import os\nos.symlink('/etc/passwd', 'out.csv')\nos.mkfifo('pipe')")
    assert ran.ended == "exit" and set(ran.files) == {"data.txt"}


def test_it_cannot_change_itself(run: Run) -> None:
    ran = run("open(__file__, 'a').write('# better')")
    assert ran.code == 1
    assert b"denied" in ran.told or b"Read-only" in ran.told


def test_what_it_leaves_running_ends_with_it(run: Run) -> None:
    ran = run(
        "import os, time\n"
        "if os.fork() == 0:\n  os.setsid()\n  time.sleep(0.5)\n  open('late', 'w').write('x')\n"
        "  time.sleep(100)\nprint('done')"
    )
    assert (ran.ended, ran.printed) == ("exit", b"done\n")
    assert "late" not in ran.files


def test_a_command_that_is_not_there_is_told(run: Run) -> None:
    assert run("", command="no-such-program").ended == "missing"


def test_a_forged_answer_is_not_trusted() -> None:
    forged = b'{"ended": "exit", "code": 0, "printed": 0, "told": 0, "files": [["../x", 1]]}\nA'
    assert programs._read(forged, b"").files == {}
    for answer in (b"", b"{}\n", b"[1]\n", b'{"printed": "x"}\n', b"\xff\xfe\n", b"[" * 99_999):
        assert programs._read(answer, b"").ended == "killed"


def test_nothing_is_run_without_isolation(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "isolation_fault", lambda: "bwrap is missing")
    with pytest.raises(FaultError, match="sandbox or not at all"):
        run("print(1)")
