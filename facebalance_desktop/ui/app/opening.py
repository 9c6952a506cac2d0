"""Which project is open: one at a time; the one before is saved and closed in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from facebalance_desktop.project.document_lock import OpenElsewhere
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.open_job import OpenResult, Stopped, empty, find, made_up, put_back
from facebalance_desktop.ui.open_project.open_project import OpenProject
from facebalance_desktop.ui.open_project.pixel_cache import begin_workers
from facebalance_desktop.ui.open_project.save_job import note_opened
from facebalance_desktop.work import Job, JobContext, WorkerPool, run_in_thread

UNSAVED = tr("There is unsaved work from a crash. It is kept; start the program without a file to recover it.")
LOOK_AGAIN = 30
"""Milliseconds after which it is asked again whether a dialog is still open."""
LARGE = 16 * 2**20
"""Bytes of a file that takes as long to read as a worker takes to begin."""
Then = Callable[[OpenProject], None]


@dataclass(eq=False)
class Request:
    """One request to open another project, of the file at `path` if it has one.

    It is fulfilled by what was `found`, or by a project that was `retired` and has not ended yet; `then` gets it.
    """

    path: Path | None = None
    then: Then | None = None
    found: OpenResult | None = None
    retired: OpenProject | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    """Set once the result of reading the file is no longer wanted."""


class Opening(QObject):
    """Opens projects, one at a time. None is shown while a dialog is open, and a newer request cancels an older one."""

    laid_out = Signal(object)
    """An OpenProject is to be shown from now on."""
    doubtful = Signal(object)
    """An OpenResult that may have ended the program the last time: the user decides what happens with it."""
    progress = Signal(int, int, str)
    """How far a file is read: done, of, words; (0, 0, "") when that has ended."""
    held_elsewhere = Signal(object)
    """An OpenElsewhere: another machine has a project open that was asked for."""
    told = Signal(str)
    warned = Signal(str)
    resolved = Signal(str)
    """What any open project has to say, shown or not."""

    def __init__(self, pool: WorkerPool, bridge: JobBridge, clinic: Clinic, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = pool
        self._bridge = bridge
        self._clinic = clinic
        self._request: Request | None = None
        self._finding: dict[Path, Request] = {}
        self._releases: list[Job[None]] = []
        self._dialogs = 0
        self.retired: list[OpenProject] = []
        """Projects that are no longer shown and have not ended yet."""
        self.project: OpenProject
        """The project that is shown."""

    @property
    def is_opening(self) -> bool:
        """Whether another project is on its way."""
        return self._request is not None

    def begin(self) -> None:
        """An empty project at once, at the start of the program."""
        found = empty(JobContext())
        self._show(self._made(found))
        self._tell_of(found)

    def start_new(self, then: Then | None = None) -> None:
        """An empty project."""
        self.show(run_in_thread(empty), Request(then=then))

    def show_demonstration(self) -> None:
        """The made-up pair; it is only saved when the user asks for it."""
        self.show(run_in_thread(made_up))

    def open(self, path: Path, takes_over: bool = False) -> None:
        """Open a project file in the background; what is open stays until the other is there, and is saved then.

        `takes_over`: also where another machine has it open, which is told so when it saves next.
        """
        path = path.absolute()
        self.cancel()
        if is_at(self.project, path):
            self.told.emit(tr("{name} is already open.", name=path.name))
            return
        self.project.autosave.state_changed.emit(tr("Opening {name} …", name=path.name))
        retired = next((project for project in self.retired if is_at(project, path)), None)
        if retired is not None:
            self._request = Request(path, retired=retired)
            self._switch(self._request)
        else:
            self._find(path, takes_over=takes_over)

    def _find(self, path: Path, then: Then | None = None, takes_over: bool = False) -> None:
        """Read the project's file, unless that is under way already."""
        if path in self._finding:
            self._request = self._finding[path]
            self._request.stop.clear()
        else:
            self._finding[path] = request = Request(path, then)
            run_in_thread(_begin_workers, path, self._pool)
            self.show(run_in_thread(find, path, tuple(self._releases), takes_over, request.stop), request)

    def lay_out(self, found: OpenResult) -> None:
        """Show what was found, once that is possible."""
        self._request = Request(found=found)
        self._switch(self._request)

    @property
    def awaited(self) -> str:
        """The name of the file that is being opened, if one is."""
        return "" if self._request is None or self._request.path is None else self._request.path.name

    def give_way(self) -> None:
        """Photos came, which are for the shown project: what was asked for before does not come, and that is told."""
        name = self.awaited
        self.cancel()
        if name:
            self.project.session.warn(tr("{name} is not opened, as photos came after it; open it again.", name=name))

    def cancel(self) -> None:
        """What was asked for and is not there yet does not come any more."""
        if self._request is not None:
            self._request.stop.set()
            self._request = None
            self.progress.emit(0, 0, "")
            self.project.autosave.tell_state()

    @contextmanager
    def dialog(self) -> Iterator[OpenProject]:
        """A dialog about the shown project, which stays open until the dialog is closed and answered."""
        self._dialogs += 1
        try:
            yield self.project
        finally:
            self._dialogs -= 1

    def show(self, job: Job[OpenResult], request: Request | None = None) -> None:
        """Show what the job finds, once that is possible."""
        self._request = request = request or Request()
        self._bridge.follow(
            job,
            partial(self._take_found, request),
            partial(self._fail, request, job),
            lambda report: self.progress.emit(*report) if request is self._request else None,
            on_unwanted=partial(put_back, JobContext()),
        )

    def _take_found(self, request: Request, found: OpenResult) -> None:
        if request.path is not None:
            self._finding.pop(request.path, None)
        if request is self._request:
            self.progress.emit(0, 0, "")
        request.found = found
        if found.was_attempted and request is self._request:
            self.cancel()
            self.doubtful.emit(found)
        else:
            self._switch(request)

    def _fail(self, request: Request, job: Job[OpenResult], sentence: str) -> None:
        if request.path is not None:
            self._finding.pop(request.path, None)
        if request is self._request and request.path is not None and isinstance(job.problem, Stopped):
            self._find(request.path, request.then)  # asked for again just after it was stopped
        elif request is self._request:
            self._request = None
            self.progress.emit(0, 0, "")
            self.project.autosave.tell_state()
            if isinstance(job.problem, OpenElsewhere):
                self.held_elsewhere.emit(job.problem)
            else:
                self.told.emit(sentence)

    def _switch(self, request: Request) -> None:
        """Save the shown project, then show the other, once no dialog is open and nothing newer is asked for."""
        if request is not self._request:
            self.put_back(request.found)
        elif self._dialogs or QApplication.activeModalWidget() or QApplication.activePopupWidget():
            QTimer.singleShot(LOOK_AGAIN, self, partial(self._switch, request))
        else:
            present = self.project.autosave
            present.leaving.emit()
            if present.saving or present.is_unsaved:
                present.leave(partial(self._switch, request), partial(self._stay, request))
            else:
                self._change_to(request)

    def _stay(self, request: Request) -> None:
        """The shown project cannot be saved, so it stays open."""
        self.put_back(request.found)
        if request is self._request:
            self._request = None

    def _change_to(self, request: Request) -> None:
        self._request = None
        if request.retired in self.retired:
            self.retired.remove(request.retired)
            shown = request.retired
        elif request.found is not None:
            shown = self._made(request.found)
        else:  # it has ended meanwhile, and is in its file
            assert request.path is not None
            self._find(request.path, request.then)
            return
        former = self.project
        self.retired.append(former)
        former.retire()
        self._show(shown)
        if request.found is not None:
            self._tell_of(request.found)
        if request.then is not None:
            request.then(shown)

    def _made(self, found: OpenResult) -> OpenProject:
        made = OpenProject(found, self._pool, self._clinic, self)
        made.ended.connect(self._forget)
        made.session.told.connect(self.told)
        made.session.warned.connect(self.warned)
        made.session.resolved.connect(self.resolved)
        return made

    def _show(self, project: OpenProject) -> None:
        self.project = project
        project.memory.become_current()
        self.laid_out.emit(project)
        project.start()

    def _forget(self, project: OpenProject, released: Job[None]) -> None:
        self.retired.remove(project)
        project.deleteLater()
        self._releases = [job for job in self._releases if not job.is_done] + [released]

    def put_back(self, found: OpenResult | None) -> None:
        """It is not shown after all: release it, so that it can be opened or offered again."""
        if found is not None:
            released = run_in_thread(put_back, found)
            self._releases = [job for job in self._releases if not job.is_done] + [released]

    def _tell_of(self, found: OpenResult) -> None:
        if found.sentence:
            self.told.emit(found.sentence)
        if not found.is_recovered and found.others:
            self.told.emit(UNSAVED)
        if found.path is not None:
            run_in_thread(note_opened, found.path, found.project, self._clinic.settings.recent_limit)


def is_at(project: OpenProject, path: Path) -> bool:
    """Whether the project's file is the one at this absolute path."""
    return project.session.path is not None and project.session.path.absolute() == path


def _begin_workers(context: JobContext, path: Path, pool: WorkerPool) -> None:
    """A large file takes a moment to read: the workers begin meanwhile, as its photos are asked for next."""
    with suppress(OSError):  # told by who reads the file
        if path.stat().st_size >= LARGE:
            begin_workers(pool)
