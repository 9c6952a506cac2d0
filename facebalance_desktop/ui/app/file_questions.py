"""What is asked when a project's file is in use elsewhere: open on another machine, taken over, or changed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.document_lock import OpenElsewhere, TakenOver
from facebalance_desktop.project.store import Conflict
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.conflict_dialog import ConflictDialog, OurState
from facebalance_desktop.ui.app.opening import LOOK_AGAIN, Opening
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.open_job import look_at
from facebalance_desktop.ui.open_project.open_project import OpenProject
from facebalance_desktop.ui.open_project.save_job import FileState, state_in_file
from facebalance_desktop.ui.widgets.passing import passing
from facebalance_desktop.ui.widgets.plain_text import plain
from facebalance_desktop.work import run_in_thread


class FileQuestions(QObject):
    """Asks one question at a time, about the project that is shown; an unanswered one leaves everything as it is."""

    def __init__(self, opening: Opening, bridge: JobBridge, window: QWidget) -> None:
        super().__init__(opening)
        self._opening = opening
        self._bridge = bridge
        self._window = window
        opening.held_elsewhere.connect(self._ask_how_to_open)

    def _ask_how_to_open(self, problem: OpenElsewhere) -> None:
        with self._opening.dialog(), passing(ElsewhereQuestion(problem, self._window)) as question:
            question.exec()
            chosen = question.chosen
        if chosen == "look":
            self._opening.show(run_in_thread(look_at, problem.path))
        elif chosen == "take-over":
            self._opening.open(problem.path, takes_over=True)

    def ask_what_becomes(self, problem: Problem) -> None:
        """Ask what becomes of the open project, whose file was taken over or changed elsewhere."""
        project = self._opening.project
        if project.autosave.dispute is not problem:
            return
        if isinstance(problem, TakenOver):
            self._when_free(partial(self._ask_whose, project, problem))
        elif isinstance(problem, Conflict):
            found = run_in_thread(state_in_file, problem.path)
            self._bridge.follow(
                found, partial(self._ask_which, project, problem), lambda _: self._ask_which(project, problem, None)
            )

    def _when_free(self, ask: partial[None]) -> None:
        """Ask once no other dialog is open."""
        if QApplication.activeModalWidget() or QApplication.activePopupWidget():
            QTimer.singleShot(LOOK_AGAIN, self, partial(self._when_free, ask))
        else:
            ask()

    def _ask_whose(self, project: OpenProject, problem: TakenOver) -> None:
        with self._opening.dialog(), passing(TakenOverQuestion(problem, self._window)) as question:
            question.exec()
            chosen = question.chosen
        if project.autosave.dispute is not problem:
            return
        if chosen == "copy":
            project.autosave.save_despite(is_beside=True)
        elif chosen == "take-back":
            project.autosave.save_despite(is_beside=False)

    def _ask_which(self, project: OpenProject, problem: Conflict, theirs: FileState | None) -> None:
        self._when_free(partial(self._show_both, project, problem, theirs))

    def _show_both(self, project: OpenProject, problem: Conflict, theirs: FileState | None) -> None:
        if project is not self._opening.project or project.autosave.dispute is not problem:
            return
        ours = OurState(project.session.project, project.autosave.painter)
        with self._opening.dialog(), passing(ConflictDialog(problem, ours, theirs, self._window)) as dialog:
            dialog.exec()
            chosen = dialog.chosen
        if project.autosave.dispute is not problem:
            return
        if chosen == "copy":
            project.autosave.save_despite(is_beside=True)
        elif chosen == "theirs" and theirs is not None:
            project.autosave.take_theirs(theirs.opened)


class _Question(QMessageBox):
    """A question with answers of its own; Escape and closing leave it open."""

    manual_page = "workstations#open-elsewhere"

    def __init__(self, title: str, text: str, more: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle(title)
        self.setText(plain(text))
        self.setInformativeText(plain(more))
        self.answers: dict[object, str] = {}

    def offer(self, words: str, answer: str) -> None:
        self.answers[self.addButton(words, QMessageBox.ButtonRole.AcceptRole)] = answer

    def offer_none(self, words: str) -> None:
        """The way out, which is what Enter and Escape do."""
        button = self.addButton(words, QMessageBox.ButtonRole.RejectRole)
        self.answers[button] = ""
        self.setEscapeButton(button)
        self.setDefaultButton(button)

    @property
    def chosen(self) -> str:
        """The answer, or nothing where there was none."""
        return self.answers.get(self.clickedButton(), "")


class ElsewhereQuestion(_Question):
    """Whether to look at a project that is open on another machine, or to take it over: `look`, `take-over`."""

    def __init__(self, problem: OpenElsewhere, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Open elsewhere"),
            tr("{name} is {words}.", name=problem.path.name, words=problem.holder.words),
            tr(
                "Read-only shows it as it was last saved. Take it over only if it is no longer in use there: a user "
                "who still works on it is told at the next save, and can keep that work as a copy."
            ),
            parent,
        )
        self.offer(tr("Open read-only"), "look")
        self.offer(tr("Take over"), "take-over")
        self.offer_none(tr("Cancel"))


class TakenOverQuestion(_Question):
    """What becomes of work on a project that another machine has taken over: `copy`, `take-back`."""

    def __init__(self, problem: TakenOver, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Taken over"),
            tr(
                "{name} was taken over on another machine: it is {words}.",
                name=problem.path.name,
                words=problem.holder.words,
            ),
            tr("Your changes are kept for recovery and nothing is saved into the file until you decide."),
            parent,
        )
        self.offer(tr("Keep my version as a copy"), "copy")
        self.offer(tr("Take it back"), "take-back")
        self.offer_none(tr("Decide later"))
