"""The end of the process where a thread still computes that nothing could stop."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

_left_behind: list[threading.Thread] = []


def leave_behind(thread: threading.Thread) -> None:
    """The program's end waits for this thread no longer."""
    _left_behind.append(thread)


def is_left_behind(thread: threading.Thread) -> bool:
    return thread in _left_behind


def end_process(status: int) -> int:
    """`status`; while a thread that was left behind still runs, the process ends here and now with it.

    Python and the libraries would be taken down under that thread, which ends the process badly if it is just then in
    native code (OpenCV, Qt).
    """
    if any(thread.is_alive() for thread in _left_behind):
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):  # closed, or none at all
                stream.flush()
        os._exit(status)
    return status
