"""The search for cyclic garbage: what belongs to Qt is deleted in the window's thread alone."""

from __future__ import annotations

import gc
import threading

from driving import Script, drive, needs_qt, window
from PySide6.QtCore import QObject, Qt

from facebalance_desktop.work import JobContext, run_in_thread

pytestmark = needs_qt
WAIT = 60
ENOUGH = 100_000
"""Objects that let Python search for garbage many times over, where it may."""


class Cyclic(QObject):
    """Refers to itself, so that only a search finds that nobody uses it."""

    def __init__(self, deleted_in: list[int]) -> None:
        super().__init__()
        self.itself = self
        self.destroyed.connect(lambda: deleted_in.append(threading.get_ident()), Qt.ConnectionType.DirectConnection)


def work(context: JobContext, held: list[Cyclic]) -> int:
    """What a job does that needs memory, after it dropped the last that was known of an object of Qt."""
    held.clear()
    return len([[number] for number in range(ENOUGH)])


def test_no_job_deletes_what_belongs_to_qt() -> None:
    deleted_in: list[int] = []

    def script() -> Script:
        yield lambda: window().session.project is not None
        held = [Cyclic(deleted_in)]
        assert run_in_thread(work, held).result(WAIT) == ENOUGH
        assert not deleted_in, "deleted in the thread of a job"
        kept = [[number] for number in range(ENOUGH)]  # it is time for a search
        yield lambda: deleted_in
        assert kept and deleted_in == [threading.get_ident()]

    was_enabled = gc.isenabled()
    assert drive(script) == 0
    assert gc.isenabled() == was_enabled
