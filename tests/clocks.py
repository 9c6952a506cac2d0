"""The clock of the program, set to another moment: what it reads from Python, not the times that a disk writes."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, tzinfo
from unittest.mock import patch


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """All modules of the program that are loaded read `moment` from the clock."""
    seconds, local = moment.timestamp(), time.localtime

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Clock:
            return cls.fromtimestamp(seconds, tz)

    with ExitStack() as stack:
        stack.enter_context(patch.object(time, "time", lambda: seconds))
        stack.enter_context(patch.object(time, "localtime", lambda at=None: local(seconds if at is None else at)))
        for name, module in tuple(sys.modules.items()):
            if name.startswith("facebalance_desktop.") and getattr(module, "datetime", None) is datetime:
                stack.enter_context(patch.object(module, "datetime", Clock))
        yield


def in_year(year: int) -> datetime:
    return datetime(year, 1, 2, 12, tzinfo=UTC)
