"""The project that is being edited: its present state, its history and its file; and what views hold in its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from facebalance_desktop.project.derived import Pair, pair_of
from facebalance_desktop.project.history import Edit, History, current_gesture
from facebalance_desktop.project.model import MeasureSettings, Project, new_id, new_project
from facebalance_desktop.translation import tr

READ_ONLY = tr("This is a read-only copy and was not changed. Save it under a name (File > Save as) to go on with it.")


class Session(QObject):
    """The history of one open project, from its opening to its end. Everyone else reads `project` and asks for edits.

    `is_saved`: the file at `path` holds `project` already.
    """

    changed = Signal(object, object)
    """(project before, project now), after every edit, undo, redo and learned fact."""
    edited = Signal()
    """The project differs from what is kept: something has to be saved."""
    told = Signal(str)
    """A sentence for the user: a known problem or what was just done."""
    warned = Signal(str)
    """The sentence that was just told is of something that went wrong."""
    resolved = Signal(str)
    """What this sentence warned of is so no longer."""

    def __init__(
        self,
        project: Project | None = None,
        path: Path | None = None,
        is_saved: bool = True,
        parent: QObject | None = None,
        is_read_only: bool = False,
    ) -> None:
        super().__init__(parent)
        self._history = History(new_project() if project is None else project)
        self._saved: Project | None = self._history.present if is_saved else None
        self._path = path
        self.is_read_only = is_read_only
        """Whether edits are refused, until the project is saved under a name of its own."""
        self.typing_key = new_id()
        """Names the project that is shown for fields that keep what was typed: a copy for another patient has its own.
        """

    @property
    def path(self) -> Path | None:
        """The project's file; None while it has none."""
        return self._path

    @property
    def project(self) -> Project:
        return self.history.present

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
    def is_untouched(self) -> bool:
        """Whether nobody has put anything into it, and taken out again."""
        return self.path is None and not (self._has_content or self.history.past or self.history.future)

    @property
    def _has_content(self) -> bool:
        """Whether there is more in it than what is shown in which way."""
        project = replace(self.project, guides=(), measures=MeasureSettings())
        return project != Project(project.id, created=project.created)

    def do(self, label: str, edit: Edit, gesture: str | None = None) -> None:
        """Make one undoable edit; edits of one `gesture` (a drag) are one step."""
        if self.is_read_only:
            self.tell(READ_ONLY)
        else:
            self._become(self._history.done(label, edit, gesture or current_gesture()))

    def learn(self, edit: Edit) -> None:
        """Take in facts found in the background; they are no step of the history and no undo forgets them."""
        self._become(self._history.learned(edit))

    def undo(self) -> None:
        self._become(self._history.undone())

    def redo(self) -> None:
        self._become(self._history.redone())

    def has_been_saved(self, project: Project, path: Path) -> None:
        """The file at `path` now holds `project`, which may already be behind the present one."""
        self._saved = project
        self._path = path
        self.is_read_only = False

    def tell(self, sentence: str) -> None:
        self.told.emit(sentence)

    def warn(self, sentence: str) -> None:
        """Tell of something that went wrong."""
        self.told.emit(sentence)
        self.warned.emit(sentence)

    def resolve(self, sentence: str) -> None:
        """Take back a warning: its cause has gone."""
        self.resolved.emit(sentence)

    def _become(self, history: History) -> None:
        before = self.project
        self._history = history
        if self.project is not before:
            self.changed.emit(before, self.project)
            self.edited.emit()


class BoundSession(Session):
    """The session of whichever project is shown, for views that outlive it; an empty one until `bind`.

    Who has to do with one project beyond the present moment (a job, a dialog) holds that project's own session.
    """

    opened = Signal()
    """Another project took the place of the one before; `changed` follows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent=parent)
        self._bound: Session | None = None
        self._left: dict[int, str] = {}

    def bind(self, session: Session) -> None:
        """Show this project from now on."""
        before = self.project
        if self._bound is not None:
            self._bound.changed.disconnect(self.changed)
            self._bound.edited.disconnect(self.edited)
            self._left[_named(before)] = self.typing_key
        self._bound = session
        self.typing_key = self._left.pop(_named(session.project), "") or new_id()
        session.changed.connect(self.changed)
        session.edited.connect(self.edited)
        self.opened.emit()
        self.changed.emit(before, session.project)

    def refresh(self) -> None:
        """Have every view look at the whole project again: what follows from it has changed, the project has not."""
        self.changed.emit(new_project(), self.project)

    @property
    def path(self) -> Path | None:
        return None if self._bound is None else self._bound.path

    @property
    def history(self) -> History:
        return self._history if self._bound is None else self._bound.history

    @property
    def is_saved(self) -> bool:
        return self._bound is None or self._bound.is_saved

    def do(self, label: str, edit: Edit, gesture: str | None = None) -> None:
        if self._bound is not None:
            self._bound.do(label, edit, gesture)

    def learn(self, edit: Edit) -> None:
        if self._bound is not None:
            self._bound.learn(edit)

    def undo(self) -> None:
        if self._bound is not None:
            self._bound.undo()

    def redo(self) -> None:
        if self._bound is not None:
            self._bound.redo()

    def has_been_saved(self, project: Project, path: Path) -> None:
        raise NotImplementedError("a save is told to the session of its own project")


def _named(project: Project) -> int:
    """The project and whose it is: a copy of its file may have become another patient's. Its hash tells no name."""
    patient = project.patient
    return hash((project.id, patient.name, patient.id, patient.birth_date))
