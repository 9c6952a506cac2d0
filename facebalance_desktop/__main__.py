"""`facebalance`, and `python -m facebalance_desktop`."""

from __future__ import annotations

import multiprocessing
import sys

from facebalance_desktop.cli import main as cli
from facebalance_desktop.diagnostics import keep_crashes


def main() -> int:
    """The program as a process of its own."""
    multiprocessing.freeze_support()  # a worker of the bundled program starts here, and goes no further
    keep_crashes()
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
