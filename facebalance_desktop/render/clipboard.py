"""Figures and words on the clipboard, for pasting only: no history and no cloud of the desktop keeps them."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

WINDOWS = 'application/x-qt-windows-mime;value="{}"'
NO = bytes(4)
MARKS = {
    WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"1",
    WINDOWS.format("CanIncludeInClipboardHistory"): NO,
    WINDOWS.format("CanUploadToCloudClipboard"): NO,
    "x-kde-passwordManagerHint": b"secret",
}
"""Formats that keep what is copied out of the history and the cloud of Windows, and out of KDE's history. Elsewhere no
program can ask for that."""


def copy_text(text: str) -> None:
    data = QMimeData()
    data.setText(text)
    _copy(data)


def copy_image(image: QImage) -> None:
    data = QMimeData()
    data.setImageData(image)
    _copy(data)


def _copy(data: QMimeData) -> None:
    for kind, value in MARKS.items():
        data.setData(kind, value)
    QGuiApplication.clipboard().setMimeData(data)
