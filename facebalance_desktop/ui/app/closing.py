"""The end of the window: what is still being saved is waited for with words and a way out, and what must be told is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QMessageBox, QProgressBar, QPushButton, QVBoxLayout, QWidget

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.widgets.passing import passing
from facebalance_desktop.ui.widgets.plain_text import Label, plain
from facebalance_desktop.work import Job, Report

QUICK = 300
"""Milliseconds for which nothing is said: most saves have ended by then."""
LIMIT = 30_000
"""Milliseconds without progress after which a share counts as dead."""
WIDTH = 420


class Closing(QObject):
    """Waits for jobs at the end while the window stays open without taking input."""

    _progressed = Signal(object)
    _ended = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = JobBridge(self)
        self.limit = LIMIT

    def wait(self, job: Job[Any], words: str) -> bool:
        """Whether the job ended; False where the user did not wait, or nothing moved for too long."""
        with passing(WaitDialog(words, self._window)) as dialog:
            loop, limit = QEventLoop(), QTimer(dialog)
            limit.setSingleShot(True)
            limit.timeout.connect(loop.quit)
            dialog.finished.connect(loop.quit)

            def show(report: Report) -> None:
                limit.start(self.limit)
                dialog.show_progress(report)

            self._ended.connect(loop.quit)
            self._progressed.connect(show)
            job.on_done(lambda _: self._bridge.call(self._ended.emit))
            job.on_report(lambda report: self._bridge.call(lambda: self._progressed.emit(report)))
            QTimer.singleShot(QUICK, loop.quit)
            if not job.is_done:
                loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            if not job.is_done:
                limit.start(self.limit)
                dialog.show()
            if not job.is_done and dialog.isVisible():
                loop.exec()
            self._ended.disconnect(loop.quit)
            self._progressed.disconnect(show)
            dialog.close()
        return job.is_done

    def tell(self, sentences: Sequence[str]) -> None:
        """What the user has to know after the window is closed; a window that is not visible tells nothing."""
        if sentences and self._window.isVisible():
            words = plain("\n\n".join(dict.fromkeys(sentences)))
            QMessageBox.information(self._window, tr("Before the window closes"), words)


class WaitDialog(QDialog):
    """What is waited for, how far it is, and the way out."""

    manual_page = "trouble#closing-waits"

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Closing"))
        self.setModal(True)
        self.words = Label(words)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("How far saving is"))
        self.leave = QPushButton(tr("Close without waiting"))
        self.leave.setToolTip(tr("What is not in the file yet is kept for recovery and offered at the next start"))
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        for part in (self.words, self.progress, self.leave):
            column.addWidget(part)
        self.setMinimumWidth(WIDTH)

    def show_progress(self, report: Report) -> None:
        self.progress.setRange(0, report.of)
        self.progress.setValue(report.done)
