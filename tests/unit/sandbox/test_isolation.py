"""What a program in the sandbox can and cannot do; as root on Linux nothing of this is skipped."""

import os
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import pytest

import studio
from studio.sandbox.isolation import Bind, Limits, Sandbox, isolation_fault, python_binds
from tests.isolation import needs_isolation

pytestmark = needs_isolation


def told(code: str, *binds: Bind, limits: Limits | None = None, seconds: float = 60) -> str:
    """Run a Python program in the sandbox; return what it printed."""
    command = [sys.executable, "-I", "-u", "-c", textwrap.dedent(code)]
    package = Path(studio.__file__).parent
    with Sandbox(command, [*python_binds(package), *binds], {}, limits or Limits()) as sandbox:
        out, err = sandbox.process.communicate(timeout=seconds)
        return out.decode() + err.decode()


def test_this_machine_isolates() -> None:
    assert isolation_fault() == ""


def test_it_is_another_user_without_the_environment_of_the_host(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET_KEY", "not-for-agents")
    printed = told("import os; print(os.getuid(), sorted(os.environ))")
    assert "SECRET_KEY" not in printed and "not-for-agents" not in printed
    if os.geteuid() == 0:
        assert printed.startswith("65534 ")


def test_it_sees_only_its_own_processes_and_files(tmp_path: Path) -> None:
    (tmp_path / "reference.csv").write_text("the answer")
    printed = told(
        f"""
        import os
        print("processes", sum(name.isdigit() for name in os.listdir("/proc")))
        for place in ({str(tmp_path / "reference.csv")!r}, "/root", "/home", "/var", "/etc/shadow"):
            print(place, os.path.exists(place) and os.access(place, os.R_OK) and place != "/root")
        print("root holds", os.listdir("/root") if os.path.isdir("/root") else [])
        """
    )
    assert "processes 2" in printed
    assert "True" not in printed


def test_it_starts_where_temporary_files_lie_in_a_private_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = tmp_path / "home" / "tmp"
    private.mkdir(parents=True)
    private.parent.chmod(0o700)
    monkeypatch.setenv("TMPDIR", str(private))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (private / "a.txt").write_text("seen")
    assert "seen" in told("print(open('/given/a.txt').read())", Bind(private, "/given"))


def test_it_has_no_network() -> None:
    printed = told(
        """
        import socket
        print([name for _, name in socket.if_nameindex()])
        try:
            socket.create_connection(("169.254.169.254", 80), 2)
        except OSError as fault:
            print("refused", fault.errno)
        """
    )
    assert "['lo']" in printed and "refused" in printed


def test_it_changes_nothing_of_what_it_may_read(tmp_path: Path) -> None:
    given, own = tmp_path / "given", tmp_path / "own"
    given.mkdir()
    own.mkdir()
    own.chmod(0o777)
    (given / "a.txt").write_text("as it was")
    printed = told(
        """
        for place in ("/given/a.txt", "/app/studio/__init__.py", "/usr/new", "/new"):
            try:
                open(place, "w").write("forged")
            except OSError as fault:
                print("refused", place)
        open("/own/result", "w").write("made")
        """,
        Bind(given, "/given"),
        Bind(own, "/own", writable=True),
    )
    assert printed.count("refused") == 4
    assert (given / "a.txt").read_text() == "as it was"
    assert (own / "result").read_text() == "made"


def test_memory_is_capped() -> None:
    limits = Limits(memory_bytes=256 << 20)
    printed = told("x = bytearray(800 << 20); print('held', len(x))", limits=limits)
    assert "held" not in printed


def test_scratch_space_is_capped() -> None:
    printed = told(
        """
        try:
            with open("/tmp/a", "wb") as stream:
                for _ in range(64):
                    stream.write(bytes(1 << 20))
            print("written")
        except OSError as fault:
            print("full", fault.errno)
        """,
        limits=Limits(scratch_bytes=16 << 20),
    )
    assert "full 28" in printed


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make control groups here")
def test_a_fork_bomb_stops_at_the_cap() -> None:
    printed = told(
        """
        import os, time
        made = 0
        try:
            while made < 2000:
                if os.fork() == 0:
                    time.sleep(2)
                    os._exit(0)
                made += 1
        except OSError:
            pass
        print("made", made)
        os._exit(0)
        """,
        limits=Limits(processes=40),
    )
    assert int(printed.split()[1]) < 40


def test_what_forked_away_ends_with_the_sandbox(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    own.chmod(0o777)
    command = [
        sys.executable, "-I", "-c",
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        while True:\n"
        "            open('/own/beat', 'a').write('x'); time.sleep(0.02)\n"
        "    os._exit(0)\n"
        "time.sleep(0.5); print('up', flush=True); time.sleep(60)\n",
    ]  # fmt: skip
    binds = [*python_binds(Path(studio.__file__).parent), Bind(own, "/own", writable=True)]
    with Sandbox(command, binds) as sandbox:
        assert sandbox.process.stdout and sandbox.process.stdout.readline() == b"up\n"
        assert (own / "beat").stat().st_size > 0
    size = (own / "beat").stat().st_size
    time.sleep(0.3)
    assert (own / "beat").stat().st_size == size


def test_further_namespaces_are_refused() -> None:
    printed = told(
        """
        import subprocess
        done = subprocess.run(["unshare", "--user", "true"], capture_output=True, text=True)
        print("code", done.returncode)
        """
    )
    assert "code 0" not in printed and "code" in printed
