"""What the desktop is not told of patients: names of folders and of the files that were opened last."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication

QT_PROJECT = "QtProject"
"""Where Qt's own dialogs note folders, for all programs that use it."""
FOLDERS = ("FileDialog/history", "FileDialog/lastVisited", "FileDialog/shortcuts")
NOWHERE = os.path.join(os.devnull, "nowhere")


def use_own_dialogs() -> None:
    """Dialogs for files are Qt's own: those of the system put what was chosen into the list of recent files.

    They would note the folders in a file beside those of other programs; on Windows and macOS, where that place cannot
    be another, `forget_folders` takes them out again. Call it before the application is made.
    """
    QGuiApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, NOWHERE)


def forget_folders() -> None:
    """Take the names of folders out of what Qt noted."""
    if sys.platform != "linux":
        noted = QSettings(QSettings.Scope.UserScope, QT_PROJECT)
        for name in FOLDERS:
            noted.remove(name)
