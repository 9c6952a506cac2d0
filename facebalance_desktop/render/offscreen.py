"""Painting without a window: Qt's fonts need an application, which may be one without a screen."""

from __future__ import annotations

import os

from PySide6.QtGui import QGuiApplication

_made: list[QGuiApplication] = []


def ensure_painting() -> None:
    """Have a QGuiApplication in this process; one without a screen where there is none yet."""
    if QGuiApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        _made.append(QGuiApplication(["facebalance"]))
