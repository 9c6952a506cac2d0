"""Prints every text of the start page and of the dialogs that has less room than it needs at 1366 x 768.

Run as clipped_words.py, with a home that holds documents. Every dialog of the program is looked at, page by page; then
the questions and the dialogs for files that Qt lays out itself, as the program asks them. In a folder that is named, a
picture of each is left.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from clipped_words import faults
from dialogs_made import DIALOGS, planned_and_done
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QTabWidget, QTreeView, QWidget
from workspaces import lent_workspace, show_project

from facebalance_desktop.drawing.templates import templates
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.export.export_dialog import ask_for_path, may_replace
from facebalance_desktop.ui.widgets.confirm import may_go_on
from facebalance_desktop.ui.widgets.theme import apply_theme

WIDTH, HEIGHT = 1366, 768
"""Of the screen; the bars of the system and of the dialog take BARS of its height."""
BARS = 48
OF_QT = {
    *("Close", "Save", "OK", "&Yes", "&No", "&Look in:", "File &name:", "&Open", "&Save", "&Choose", "Files of &type:"),
    *("Directory:", "Directories", "PDF (*.pdf)"),
}
"""Words of Qt, whose own catalogues translate them, but into no language of a test."""


def looked_at(dialog: QWidget, where: str) -> Iterator[str]:
    """The faults of a dialog on each of its pages, and whether the screen holds it."""
    size = dialog.size().expandedTo(dialog.minimumSizeHint())
    if size.width() > WIDTH or size.height() > HEIGHT - BARS:
        yield f"{where}: larger than the screen: {size.width()} x {size.height()}"
    if isinstance(dialog, QFileDialog):
        _wait_for_files(dialog)
    tabs = dialog.findChild(QTabWidget)
    for page in range(1 if tabs is None else tabs.count()):
        if tabs is not None:
            tabs.setCurrentIndex(page)
        QCoreApplication.processEvents()
        QCoreApplication.processEvents()
        for fault in faults(dialog, where):
            if fault.partition(": not translated: ")[2].strip("'") not in OF_QT:
                yield fault
        if len(sys.argv) > 1:
            dialog.grab().save(str(Path(sys.argv[1]) / f"{where}-{page}.png"))


def _wait_for_files(dialog: QFileDialog) -> None:
    """Until the files of its folder are listed, which takes Qt a moment; an empty folder stays empty."""
    files = dialog.findChild(QTreeView, "treeView")
    for _ in range(40):
        if files is None or files.model().rowCount(files.rootIndex()):
            return
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 25)


def asked(ask: Callable[[], object], where: str) -> list[str]:
    """The faults of the dialog that `ask` shows and waits for; it is closed without an answer."""
    found: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog):
            found.append(f"{where}: nothing was asked")
            return
        try:
            found.extend(looked_at(dialog, where))
        finally:
            dialog.reject()

    QTimer.singleShot(0, look)
    ask()
    return found


def questions(workspace: Workspace) -> dict[str, Callable[[], object]]:
    """What Qt lays out itself, as the program asks it."""
    window, commands = workspace.window, workspace.actions
    return {
        "about": commands["about"].trigger,
        "replace": partial(may_replace, window, ["comparison.png", "comparison (2).png"]),
        "go on": partial(may_go_on, window, tr("Photo match"), tr("This is not a photo."), tr("Print all the same?")),
        "export as": partial(ask_for_path, window, templates().named("side-by-side")),
        "clinic set": commands["write-clinic-set"].trigger,
        "read clinic set": commands["read-clinic-set"].trigger,
        "card": commands["card"].trigger,
    }


def main() -> int:
    application = QApplication(sys.argv)
    apply_theme(application, "light", 100)
    found: dict[str, None] = {}
    for workspace in lent_workspace():
        workspace.window.resize(WIDTH, HEIGHT)
        workspace.window.show()
        application.processEvents()
        found |= dict.fromkeys(faults(workspace.window, "start page"))
        show_project(application, workspace, planned_and_done())
        for kind, make in DIALOGS.items():
            dialog = make(workspace)
            dialog.show()
            application.processEvents()
            found |= dict.fromkeys(looked_at(dialog, kind.__name__))
            dialog.close()
            dialog.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        for name, ask in questions(workspace).items():
            found |= dict.fromkeys(asked(ask, name))
    for fault in found:
        print(fault)
    return 0


if __name__ == "__main__":
    sys.exit(main())
