import subprocess
import sys

_BOTH = """
import threading
from importlib import import_module
from studio.base.lazy import import_graders
faults, together = [], threading.Barrier(3)

def need(name):
    together.wait()
    try:
        import_graders()
        import_module(name)
    except Exception as fault:
        faults.append(fault)

parts = ("studio.grading", "studio.running.experiment", "studio.authoring.demands")
threads = [threading.Thread(target=need, args=(part,)) for part in parts]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not faults, faults
"""


def test_threads_that_need_graders_at_once_do_not_lock_each_other_out() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _BOTH], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
