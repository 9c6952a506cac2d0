"""`facebalance`, and `python -m facebalance_desktop`."""

from __future__ import annotations

import io
import multiprocessing
import sys

from facebalance_desktop.cli import main as cli
from facebalance_desktop.diagnostics import keep_crashes
from facebalance_desktop.endings import end_process


def main() -> int:
    """The program as a process of its own."""
    multiprocessing.freeze_support()  # a worker of the bundled program starts here, and goes no further
    keep_crashes()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # letters that a terminal has not become question marks
            stream.reconfigure(errors="replace")
    return end_process(cli.main())


if __name__ == "__main__":
    sys.exit(main())
