"""The desktop learns nothing of patients: no folders in Qt's own notes, no history and no cloud of what was copied."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from driving import application, needs_qt
from PySide6.QtGui import QImage

from facebalance_desktop.render.clipboard import MARKS, copy_image, copy_text

CHOOSING = """
import shiboken6, sys
from PySide6.QtWidgets import QApplication, QFileDialog
from facebalance_desktop.ui.widgets.discretion import forget_folders, use_own_dialogs
if sys.argv[2] == "own":
    use_own_dialogs()
application = QApplication(["facebalance"])
dialog = QFileDialog(None, "Open", sys.argv[1])
dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
dialog.setFileMode(QFileDialog.FileMode.Directory)
dialog.show()
application.processEvents()
dialog.setDirectory(sys.argv[1])
dialog.done(QFileDialog.DialogCode.Accepted)
shiboken6.delete(dialog)
forget_folders()
"""


def noted_by(way: str, tmp_path: Path) -> str:
    """What is in the user's settings of other programs after a folder was chosen in a dialog."""
    settings, folder = tmp_path / "config", tmp_path / "Meier Anna"
    settings.mkdir()
    folder.mkdir()
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(settings)}
    command = [sys.executable, "-c", CHOOSING, str(folder), way]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return "".join(path.read_text("utf-8") for path in settings.rglob("*") if path.is_file())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt notes folders in places of the system")
def test_no_folder_is_noted_by_qt_s_dialogs(tmp_path: Path) -> None:
    assert noted_by("own", tmp_path) == ""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt notes folders in places of the system")
def test_qt_alone_would_note_it(tmp_path: Path) -> None:
    assert "Meier" in noted_by("qt", tmp_path)


@needs_qt
def test_what_is_copied_says_that_it_belongs_into_no_history(qapp: object) -> None:
    clipboard = application(qapp).clipboard()
    copy_text("Meier; 17.2 mm")
    assert clipboard.text() == "Meier; 17.2 mm"
    assert {kind: bytes(clipboard.mimeData().data(kind).data()) for kind in MARKS} == MARKS
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(0)
    copy_image(image)
    assert clipboard.image().size() == image.size()
    assert set(MARKS) <= set(clipboard.mimeData().formats())
    clipboard.clear()
