"""Whole programs with a pool: started in any way, clean at their end, their memory known, no process left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from test_work import WAIT, wait_until

ROOT = Path(__file__).parents[1]
PRELUDE = "from facebalance_desktop.work import WorkerPool\nfrom test_work import double, grey, hang, process_id\n"


def run_program(body: str, *, way: str = "-c", folder: Path | None = None) -> str:
    """Run a program that is clean at its end: nothing on stderr (no warning of a leak), exit 0. Its stdout."""
    text = PRELUDE + textwrap.dedent(body)
    arguments = ["-W", "error", "-c", text]
    path = [str(ROOT), str(ROOT / "tests")]
    if folder is not None:
        (folder / "program_of_test.py").write_text(text)
        path.append(str(folder))
        program = ["-m", "program_of_test"] if way == "-m" else [str(folder / "program_of_test.py")]
        arguments = ["-W", "error", *program]
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_large_arrays_are_not_copied() -> None:
    """In a process of its own, so that its memory is known: 200 MB arrive, nothing but the shared block is held."""
    size = 200_000_000
    told = run_program(
        f"""
        import gc, pathlib, numpy as np
        def memory():
            lines = dict(line.split(":", 1) for line in pathlib.Path("/proc/self/status").read_text().splitlines())
            return {{key: int(lines[key].split()[0]) / 1024 for key in ("RssAnon", "RssShmem", "VmHWM")}}
        gc.disable()
        pool = WorkerPool()
        pool.submit(double, 1, deadline=30).result()
        before = memory()
        array = pool.submit(grey, {size}, deadline=30).result()
        assert not array.flags.writeable
        assert int(array.sum(dtype=np.int64)) == 7 * {size}
        held = memory()
        assert held["RssAnon"] - before["RssAnon"] < 20, (before, held)
        assert held["VmHWM"] - before["VmHWM"] < 250, (before, held)
        part = array[1000:1002]
        del array
        assert part.tolist() == [7, 7]
        del part
        pool.submit(double, 1, deadline=30).result()
        after = memory()
        assert after["RssShmem"] - before["RssShmem"] < 20, (before, after)
        print("held", round(held["RssShmem"] - before["RssShmem"]))
        """
    )
    assert told.startswith("held 19")


@pytest.mark.parametrize("way", ["-c", "-m", "file"])
def test_any_kind_of_program_can_have_a_pool(way: str, tmp_path: Path) -> None:
    """No `if __name__ == "__main__"`: workers never run the main module again. The pool is not closed, on purpose."""
    body = """
        pool = WorkerPool()
        print(pool.submit(double, 4, deadline=30).result())
        array = pool.submit(grey, 1_000_000, deadline=30).result()
        pool.submit(hang, deadline=30)
        """
    assert run_program(body, way=way, folder=None if way == "-c" else tmp_path) == "8\n"


def test_a_worker_killed_between_leaves_no_shared_memory() -> None:
    if not Path("/dev/shm").is_dir():
        pytest.skip("shared memory is not visible as files here")
    before = {path.name for path in Path("/dev/shm").glob("fb*")}
    run_program(
        """
        import threading
        from facebalance_desktop.errors import Problem
        pool = WorkerPool(processes=1)
        pool.submit(double, 4, deadline=30).result()
        for step in range(5):
            job = pool.submit(grey, 60_000_000, deadline=0.001 + 0.01 * step)
            try:
                job.result()
            except Problem:
                pass
        pool.close()
        """
    )
    assert {path.name for path in Path("/dev/shm").glob("fb*")} <= before


def test_workers_end_with_their_parent_even_if_it_is_killed() -> None:
    text = PRELUDE + textwrap.dedent(
        """
        pool = WorkerPool()
        pair = [pool.submit(process_id, deadline=30, lane=lane).result() for lane in ("x", "y")]
        pool.submit(hang, deadline=30)
        print(*pair, flush=True)
        input()
        """
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", text],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    workers = [int(word) for word in parent.stdout.readline().split()]
    assert len(set(workers)) == 2
    parent.kill()
    parent.wait(WAIT)
    parent.stdin.close()
    parent.stdout.close()
    wait_until(lambda: not any(is_running(pid) for pid in workers))


def is_running(pid: int) -> bool:
    """Zombies, which only wait for someone to count them, do not run."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
