"""A process that lives until it is killed, and what it told through its pipe."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Lived:
    """The lines that were told, whether the life ended by itself, and when it was killed (monotonic seconds)."""

    lines: list[str]
    ended_by_itself: bool
    killed: float


def lived(live: Callable[[int], None], wait: Callable[[int], None]) -> Lived:
    """Fork; `live` is given where to tell lines and does not return, `wait` where they are read, until the kill."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            live(writing)
        finally:
            os._exit(1)
    os.close(writing)
    wait(reading)
    os.kill(child, signal.SIGKILL)
    killed = time.monotonic()
    _, status = os.waitpid(child, 0)
    told = b""
    while part := os.read(reading, 65536):
        told += part
    os.close(reading)
    return Lived(told.decode().splitlines(), not os.WIFSIGNALED(status), killed)
