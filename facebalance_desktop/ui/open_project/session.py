"""The only thing that changes: the present project, its history and where it is kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from facebalance_desktop.project.derived import Pair, pair_of
from facebalance_desktop.project.history import Edit, History
from facebalance_desktop.project.model import Project, new_project


class Session(QObject):
    """Holds the history of one open project. Everyone else reads `project` and asks for edits."""

    changed = Signal(object, object)
    """(project before, project now), after every edit, undo, redo, learned fact and opened project."""
    edited = Signal()
    """The project differs from what is kept: something has to be saved."""
    opened = Signal()
    """Another project took the place of the one before."""
    told = Signal(str)
    """A sentence for the user: a known problem or what was just done."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = History(new_project())
        self._saved: Project | None = None
        self.path: Path | None = None

    @property
    def project(self) -> Project:
        return self._history.present

    @property
    def history(self) -> History:
        return self._history

    @property
    def pair(self) -> Pair | None:
        return pair_of(self.project)

    @property
    def is_saved(self) -> bool:
        """Whether the file holds the present project; an empty one without a file has nothing to save."""
        return self._saved is self.project or (self.path is None and not self._has_content)

    @property
    def _has_content(self) -> bool:
        project = self.project
        return bool(project.photos or project.patient.is_known or project.annotations or project.consents)

    def do(self, label: str, edit: Edit, gesture: str | None = None) -> None:
        """Make one undoable edit; edits of one `gesture` (a drag) are one step."""
        self._take(self._history.done(label, edit, gesture))

    def learn(self, edit: Edit) -> None:
        """Take in facts found in the background; they are no step of the history and no undo forgets them."""
        self._take(self._history.learned(edit))

    def undo(self) -> None:
        self._take(self._history.undone())

    def redo(self) -> None:
        self._take(self._history.redone())

    def open(self, project: Project, path: Path | None, is_saved: bool = True) -> None:
        """Put another project on the bench, with a fresh history."""
        before = self.project
        self._history = History(project)
        self.path = path
        self._saved = project if is_saved else None
        self.opened.emit()
        self.changed.emit(before, project)

    def has_been_saved(self, project: Project, path: Path) -> None:
        """The file at `path` now holds `project`, which may already be behind the present one."""
        self._saved = project
        self.path = path

    def tell(self, sentence: str) -> None:
        self.told.emit(sentence)

    def _take(self, history: History) -> None:
        before = self.project
        self._history = history
        if self.project is not before:
            self.changed.emit(before, self.project)
            self.edited.emit()
