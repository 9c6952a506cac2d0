"""Exports in the background: photos are developed, the bench is painted in a thread, the project remembers it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from facebalance_desktop.drawing.scene import Look, whole_frame
from facebalance_desktop.errors import Problem
from facebalance_desktop.geometry import Rect
from facebalance_desktop.project.conclusions import Pair
from facebalance_desktop.project.edits_drawing import record_export
from facebalance_desktop.project.model import ExportRecord, Project, new_id, now
from facebalance_desktop.render.export import export_comparison, format_of, full_size
from facebalance_desktop.ui.background import Background
from facebalance_desktop.ui.darkroom import Darkroom
from facebalance_desktop.ui.session import Session
from facebalance_desktop.work import Job, Report, run_in_thread


class Exporting(QObject):
    """One export at a time; it shows the project as it was when asked for."""

    progress = Signal(int, int, str)

    def __init__(
        self, session: Session, background: Background, darkroom: Darkroom, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._background = background
        self._darkroom = darkroom
        self._job: Job[Path] | None = None

    def export(self, look: Look, is_whole: bool, visible: Rect, path: Path) -> None:
        """Write the bench to `path`, which the user has agreed to replace where it exists."""
        project, pair = self._session.project, self._session.pair
        if pair is None:
            return
        waiting = [side.photo for side in pair.sides if self._darkroom.whole(side.photo.sha256) is None]
        if waiting:
            self._session.tell("The photos are still being opened; export again in a moment.")
            return
        try:
            format_of(path)
            size, framed = full_size(pair, look, whole_frame(pair) if is_whole else visible)
        except Problem as problem:
            self._session.tell(problem.sentence)
            return
        self._start(project, pair, framed, size, path)

    def _start(self, project: Project, pair: Pair, look: Look, size: tuple[int, int], path: Path) -> None:
        pyramids = {side.photo.sha256: self._darkroom.whole(side.photo.sha256) for side in pair.sides}
        self.progress.emit(0, 3, "Exporting")
        self._job = job = run_in_thread(export_comparison, project, pair, look, size, path, pyramids.get, True)
        self._background.follow(
            job,
            lambda written: self._finish(pair, look, written),
            self._fail,
            self._report,
        )

    def cancel(self) -> None:
        """Stop the export under way; what stood at its place before is untouched."""
        if self._job is not None and not self._job.is_done:
            self._job.cancel()
            self.progress.emit(0, 0, "")
            self._session.tell("The export was stopped; nothing was written.")

    def _report(self, report: Report) -> None:
        self.progress.emit(report.done, report.of, report.words)

    def _finish(self, pair: Pair, look: Look, path: Path) -> None:
        self.progress.emit(0, 0, "")
        photos = tuple(side.photo.id for side in pair.sides)
        self._session.learn(record_export(ExportRecord(new_id(), photos, look.mode, now())))
        self._session.tell(f"Exported to {path}.")

    def _fail(self, sentence: str) -> None:
        self.progress.emit(0, 0, "")
        self._session.tell(sentence)
