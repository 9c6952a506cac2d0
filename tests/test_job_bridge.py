"""Answers of threads: they come into the window's thread, and one that comes as the window goes harms nothing."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import threading

import pytest
from driving import needs_qt
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from sources import ROOT, Sources, project_sources, sample
from workspaces import PATIENCE, until

from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.work import Job, JobContext, run_in_thread

pytestmark = needs_qt

OWNERS_GO = """
import sys
import threading
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from facebalance_desktop.ui.open_project.job_bridge import JobBridge

def answer():
    while not has_ended:
        for bridge in bridges:
            bridge.call(taken.clear)

application = QApplication([])
sys.setswitchinterval(1e-6)
bridges, taken, has_ended = [], [], []
threads = [threading.Thread(target=answer) for _ in range(2)]
for thread in threads:
    thread.start()
for _ in range(4000):
    owner = QObject()
    bridges[:] = [JobBridge(owner)]
    owner.deleteLater()
    application.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
has_ended.append(True)
for thread in threads:
    thread.join()
"""
"""Threads that answer all the time while what they answer to is deleted, over and over."""


def test_answers_that_come_while_their_owner_is_deleted_end_no_process() -> None:
    """It crashed within the first thousand: PySide does not keep an object whose signal another thread emits."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", OWNERS_GO],
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=PATIENCE * 5,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_an_answer_that_comes_after_its_owner_is_gone_goes_nowhere(qapp: object) -> None:
    owner, may_end = QObject(), threading.Event()
    bridge, taken = JobBridge(owner), list[object]()

    def work(context: JobContext) -> int:
        assert may_end.wait(PATIENCE)
        return 1

    job = bridge.follow(run_in_thread(work), taken.append, taken.append)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    may_end.set()
    assert job.result(PATIENCE) == 1
    later: list[int] = []
    JobBridge(QCoreApplication.instance()).follow(run_in_thread(lambda _: 2), later.append, lambda _: None)
    until(qapp, lambda: later)
    assert not taken


def test_answers_that_wait_are_taken_in_at_once_each_once_and_whatever_one_of_them_raises(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, taken, raised = QObject(), list[str](), list[type[BaseException]]()
    monkeypatch.setattr(sys, "excepthook", lambda *told: raised.append(told[0]))
    bridge = JobBridge(owner)

    def fail() -> None:
        taken.append("fails")
        raise ValueError

    for call in (lambda: taken.append("first"), fail, lambda: taken.append("last")):
        bridge.call(call)
    assert not taken
    bridge.deliver()
    assert (taken, raised) == (["first", "fails", "last"], [ValueError])
    bridge.call(lambda: taken.append("later"))
    until(qapp, lambda: "later" in taken)
    assert taken == ["first", "fails", "last", "later"]


@pytest.mark.parametrize("is_dropped_first", [True, False])
def test_a_result_that_holds_something_is_refused_whenever_its_job_is_dropped(
    qapp: object, is_dropped_first: bool
) -> None:
    owner, taken, refused = QObject(), list[object](), list[int]()
    bridge, job = JobBridge(owner), Job[int]()
    bridge.follow(job, taken.append, taken.append, on_unwanted=refused.append)
    if is_dropped_first:
        bridge.drop_all()
        job.finish(1)
    else:
        job.finish(1)
        bridge.drop_all()
        bridge.deliver()
    assert (taken, refused) == ([], [1])


def answers_in_the_windows_thread(sources: Sources) -> list[str]:
    """What is called from the thread of a job passes its answer on through a bridge, or sets an event."""
    return [
        source.at(node.lineno, "called from the thread of a job: through JobBridge.call only")
        for source in sources
        if source.is_ours and source.top == "ui" and source.module != "ui.open_project.job_bridge"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("on_done", "on_report")
        if not all(_passes_on(part) for part in node.args)
    ]


def _passes_on(part: ast.expr) -> bool:
    body = part.body if isinstance(part, ast.Lambda) else None
    return isinstance(body, ast.Call) and isinstance(body.func, ast.Attribute) and body.func.attr in ("call", "set")


def test_nothing_of_the_window_is_touched_by_the_thread_of_a_job() -> None:
    assert not answers_in_the_windows_thread(project_sources())
    bad = "def wait(self, job):\n    job.on_report(self.told.emit)\n    job.on_done(lambda _: self.ended.emit())\n"
    assert len(answers_in_the_windows_thread(sample({"facebalance_desktop/ui/app/closing.py": bad}))) == 2
