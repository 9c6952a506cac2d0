"""Exports in the background: photos are decoded, the figure is painted in a thread, the project remembers it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from facebalance_desktop.drawing.figure import Figure, Material, lay_out
from facebalance_desktop.drawing.leaving import refused_use
from facebalance_desktop.drawing.templates import FigureTemplate
from facebalance_desktop.errors import Cancelled, Problem
from facebalance_desktop.project.derived import Side
from facebalance_desktop.project.edits_exports import record_export
from facebalance_desktop.project.model import ExportRecord, Photo, new_id, now
from facebalance_desktop.render import fonts
from facebalance_desktop.render.clipboard import copy_image
from facebalance_desktop.render.export import check_name, export_template, size_of, unit_of
from facebalance_desktop.render.figure_photos import FigurePhotos, sides_in
from facebalance_desktop.render.layers import PixelArray, Pyramids
from facebalance_desktop.render.logo import with_logo
from facebalance_desktop.render.page import painted_page
from facebalance_desktop.settings import Settings
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.autosave import Wait, wait_plainly
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.work import Job, JobContext, Report, run_in_thread

T = TypeVar("T")
Sides = tuple[Side, ...]
STOPPED = tr("The export was stopped; nothing was written.")
STOPPING = tr("Stopping the export …")
GIVEN_UP = tr("The disk did not answer, so the export was given up; look whether its file is there.")
CLIPBOARD = 3000
"""px: long side of a copied picture; other programs paste no more."""


@dataclass(frozen=True)
class ExportRequest:
    """One export: what, by which template, how large (px of the long side; None: full resolution)."""

    material: Material
    template: FigureTemplate
    long_side: int | None
    settings: Settings
    logo: bytes | None = None
    """Of the clinic, as it was read."""


UNDER_WAY = tr("An export is under way. Wait until it is written, or cancel it, then export again.")


class ExportRunner(QObject):
    """One export at a time; it shows the project as it was when asked for. Another one meanwhile is refused."""

    progress = Signal(int, int, str)
    written = Signal(list)
    """Paths of the files of an export."""

    def __init__(
        self, session: Session, bridge: JobBridge, pixel_cache: PixelCache, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._pixel_cache = pixel_cache
        self._job: Job[object] | None = None
        self._stop, self._is_delivered = threading.Event(), threading.Event()
        self._is_delivered.set()
        self._progress = (0, 0, "")

    @property
    def is_busy(self) -> bool:
        return self._job is not None and not self._job.is_done

    def tell_progress(self) -> None:
        """Say once more how far the export is, to whoever shows this project from now on."""
        self.progress.emit(*self._progress)

    def _go_on(self, done: int, of: int, words: str) -> None:
        self._progress = done, of, words
        self.progress.emit(done, of, words)

    def export(self, order: ExportRequest, path: Path) -> None:
        """Write a figure to `path`, which the user has agreed to replace where it exists."""
        if self.is_busy:
            self._session.warn(UNDER_WAY)
            return
        try:
            check_name(path, order.template)
        except Problem as problem:
            self._session.warn(problem.sentence)
            return
        self._go_on(0, 3, tr("Exporting"))
        job = self._stoppable(lambda context: self._exported(context, order, path))
        self._follow(job, lambda made: self._finish(order, *made))

    def _exported(self, context: JobContext, order: ExportRequest, path: Path) -> tuple[Sides, tuple[Path, ...]]:
        """In the thread of the export: the photos that left the project, and the files. Raises Problem."""
        figure = _checked(order)
        found = self._photos(order, figure, unit_of(figure, path, order.long_side, order.template.is_moving))
        made = export_template(context, order.material, order.template, path, found, True, order.long_side)
        return figure.sides, made

    def copy(self, order: ExportRequest) -> None:
        """Put the figure's first page on the clipboard."""
        if self.is_busy:
            self._session.warn(UNDER_WAY)
            return
        self._go_on(0, 3, tr("Copying"))
        job = self._stoppable(lambda context: self._copied(context, order))
        self._follow(job, lambda made: self._put(order, *made))

    def _copied(self, context: JobContext, order: ExportRequest) -> tuple[Sides, PixelArray]:
        """The same of the first page's pixels."""
        context.report(0, 2, tr("Rendering"))
        figure = _checked(order)
        page, size = figure.pages[0], _copied_size(figure, order)
        found = self._photos(order, figure, max(size) / max(page.width, page.height))
        return figure.sides, painted_page(page, size, found)

    def _photos(self, order: ExportRequest, figure: Figure, unit: float) -> Pyramids:
        """The photos as large as they are needed at `unit` px a point, waited for in the thread that paints; and the
        clinic's logo."""
        known = {side.photo.sha256: side.photo for side in figure.sides}
        found = FigurePhotos(
            sides_in(figure, unit), lambda sha256, side: self._pixel_cache.for_page(known[sha256], side)
        )
        return with_logo(found, order.settings, order.logo, order.template.background)

    def _stoppable(self, work: Callable[[JobContext], T]) -> Job[T]:
        """The job of an export; when it is stopped too late, what was written is recorded all the same."""
        self._stop = threading.Event()
        job = run_in_thread(_run_until, self._stop, work)
        self._job = job  # type: ignore[assignment]  # only waited for
        return job

    def _follow(self, job: Job[T], on_done: Callable[[T], None]) -> None:
        self._bridge.follow(job, on_done, self._fail, self._report, must_end=True)
        self._is_delivered = delivered = threading.Event()
        job.on_done(lambda _: delivered.set())  # after the bridge, which was asked first

    def cancel(self) -> None:
        """Stop the export under way at its next step; what stood at its place before is untouched."""
        self._stop.set()

    def wait(self, wait: Wait = wait_plainly) -> None:
        """Wait until the export under way has ended or was stopped, and its outcome is on its way to this thread.

        One that `wait` gives up, on a share that does not answer, is told.
        """
        if self._job is not None and not self._job.is_done and not wait(self._job, STOPPING):
            self._job.cancel()
            self._session.warn(GIVEN_UP)
        self._is_delivered.wait()

    def note(self, order: ExportRequest, photos: tuple[Photo, ...], form: str) -> None:
        """Have the project remember that these photos left it."""
        record = ExportRecord(new_id(), tuple(photo.id for photo in photos), form, now(), order.template.use)
        self._session.learn(record_export(record))

    def _report(self, report: Report) -> None:
        self._go_on(report.done, report.of, report.words)

    def _finish(self, order: ExportRequest, sides: Sides, paths: tuple[Path, ...]) -> None:
        self._go_on(0, 0, "")
        self.note(order, tuple(side.photo for side in sides), order.template.layout)
        more = tr(" and {count} more", count=len(paths) - 1) if len(paths) > 1 else ""
        self._session.tell(tr("Exported to {paths}{more}.", paths=paths[0], more=more))
        self.written.emit(list(paths))

    def _put(self, order: ExportRequest, sides: Sides, page: PixelArray) -> None:
        self._go_on(0, 0, "")
        height, width = page.shape[:2]
        image = QImage(page.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
        copy_image(image)
        self.note(order, tuple(side.photo for side in sides), "clipboard")
        self._session.tell(tr("Copied; paste it where it is wanted."))

    def _fail(self, sentence: str) -> None:
        self._go_on(0, 0, "")
        self._session.warn(sentence)


def _run_until(context: JobContext, stop: threading.Event, work: Callable[[JobContext], T]) -> T:
    """The export's work, given up once `stop` is set. Raises Problem."""
    try:
        return work(JobContext(lambda report: context.report(*report), stop.is_set))
    except Cancelled:
        raise Problem(STOPPED) from None


def _checked(order: ExportRequest) -> Figure:
    """The figure. Raises Problem where its photos may not be used so."""
    figure = lay_out(order.material, order.template, fonts.measure)
    refused = refused_use(order.material, figure, order.template)
    if refused is not None:
        raise Problem(refused)
    return figure


def _copied_size(figure: Figure, order: ExportRequest) -> tuple[int, int]:
    """px of a copied page."""
    return size_of(figure, min(order.long_side or CLIPBOARD, CLIPBOARD, max(figure.size)))
