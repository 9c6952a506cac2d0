"""Unsaved work from a crash: recovered when the program starts without a file, else only mentioned."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.opening import UNSAVED, Opening
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.open_job import (
    OpenResult,
    Unsaved,
    copied,
    find_unsaved,
    put_aside,
    put_back_unsaved,
)
from facebalance_desktop.ui.widgets.passing import passing
from facebalance_desktop.work import run_in_thread

UNREADABLE = tr("Unsaved work that a crash left cannot be read. It was left as it is, in {folder}.")
ASIDE = tr("The unsaved work was set aside and is not offered any more. It is kept in {folder}.")


class RecoveryOffer(QObject):
    """Looks for it at the start, in a thread, and asks before work is shown that may have ended the program."""

    def __init__(self, opening: Opening, bridge: JobBridge, window: QWidget) -> None:
        super().__init__(opening)
        self._opening = opening
        self._bridge = bridge
        self._window = window
        opening.doubtful.connect(self._ask)

    def take_up(self) -> None:
        """Show the latest unsaved work, unless a project is open by then."""
        self._look(self._lay_out)

    def tell(self) -> None:
        """Say that there is unsaved work, when the program was started to do something else."""
        if not self._opening.is_opening:  # what is opened brings its own along, and says so
            self._look(self._only_tell)

    def _look(self, then: Callable[[Unsaved], None]) -> None:
        self._bridge.follow(run_in_thread(find_unsaved), then, self._tell, on_unwanted=put_back_unsaved)

    def _lay_out(self, left: Unsaved) -> None:
        project = self._opening.project
        is_empty = not project.session.project.photos and project.session.path is None
        is_free = is_empty and not project.importer.is_reading and not self._opening.is_opening
        if left.latest is None or not is_free:
            self._only_tell(left)
            return
        self._tell_unreadable(left)
        if left.latest.was_attempted:
            self._ask(left.latest)
        else:
            self._opening.lay_out(left.latest)

    def _only_tell(self, left: Unsaved) -> None:
        self._tell_unreadable(left)
        if left.latest is not None:
            self._opening.put_back(left.latest)
            self._tell(UNSAVED)

    def _tell_unreadable(self, left: Unsaved) -> None:
        for folder in left.unreadable:
            self._tell(UNREADABLE.format(folder=folder))

    def _ask(self, found: OpenResult) -> None:
        with self._opening.dialog(), passing(RecoveryQuestion(found, self._window)) as question:
            question.exec()
            chosen = question.chosen
        if chosen == "open":
            self._opening.lay_out(found)
        elif chosen == "copy":
            self._opening.show(run_in_thread(copied, found))
        elif chosen == "aside":
            self._bridge.follow(run_in_thread(put_aside, found), self._tell_aside, self._tell)
        else:
            self._opening.put_back(found)
            self._tell(UNSAVED)

    def _tell_aside(self, folder: Path) -> None:
        self._tell(ASIDE.format(folder=folder))

    def _tell(self, sentence: str) -> None:
        self._opening.project.session.tell(sentence)


class RecoveryQuestion(QMessageBox):
    """What becomes of unsaved work that the program was opening when it ended."""

    manual_page = "trouble#after-a-crash"

    def __init__(self, found: OpenResult, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle(tr("Unsaved work"))
        self.setText(tr("The program ended while unsaved work of {at} was being opened.", at=found.at))
        self.setInformativeText(
            tr(
                "Opening it may close the program again. A read-only copy leaves the unsaved work as it is. "
                "What is set aside is kept in a folder and not offered any more."
            )
        )
        self.answers = {
            self.addButton(tr("Open"), QMessageBox.ButtonRole.AcceptRole): "open",
            self.addButton(tr("Open a read-only copy"), QMessageBox.ButtonRole.AcceptRole): "copy",
            self.addButton(tr("Set aside"), QMessageBox.ButtonRole.DestructiveRole): "aside",
            self.addButton(tr("Decide later"), QMessageBox.ButtonRole.RejectRole): "",
        }
        later = next(button for button, answer in self.answers.items() if not answer)
        self.setEscapeButton(later)
        self.setDefaultButton(next(button for button, answer in self.answers.items() if answer == "copy"))

    @property
    def chosen(self) -> str:
        """`open`, `copy`, `aside`, or nothing where it is left for later."""
        pressed = self.clickedButton()
        return next((answer for button, answer in self.answers.items() if button is pressed), "")
