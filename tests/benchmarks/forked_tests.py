"""Runs chosen tests, again and again, in processes forked from one that has imported all that is not the program.

Started by `mutation.py` in the folder of the program. Each line of its input is a list of tests in JSON; it answers
with the status of pytest in a line of its own, or with null where the tests took longer than the time limit.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import select
import signal
import sys
from pathlib import Path

IMPORTED = (
    "pytestqt.plugin", "hypothesis.strategies", "numpy", "cv2", "PIL.Image", "imagecodecs", "tomli_w",
    "PySide6.QtWidgets", "PySide6.QtSvg", "PySide6.QtTest",
)  # fmt: skip


def run(tests: list[str], seconds: float, output: Path) -> int | None:
    """The status of pytest. What it printed stands in `output`."""
    child = os.fork()
    if child == 0:
        os.setsid()
        to = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(to, 1)
        os.dup2(to, 2)
        import pytest

        known = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # plugins are imported already
        os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *known, *tests])))
    ended = os.pidfd_open(child)
    is_late = not select.select([ended], [], [], seconds)[0]
    os.close(ended)
    if is_late:
        os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return None if is_late else os.waitstatus_to_exitcode(status)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--seconds", type=float, required=True, help="time limit for the tests of one line")
    parser.add_argument("--output", type=Path, required=True, help="file for what pytest prints")
    told = parser.parse_args()
    sys.path.insert(0, str(Path.cwd()))
    sys.dont_write_bytecode = True  # a file that changes twice within a second would not be compiled anew
    for name in IMPORTED:
        if importlib.util.find_spec(name.partition(".")[0]):
            importlib.import_module(name)
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line), told.seconds, told.output)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
