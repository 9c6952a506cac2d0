"""Keeps the project without asking: a file at once, saved when edits pause and at close, recovered after a crash."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from facebalance_desktop import settings
from facebalance_desktop.errors import Problem
from facebalance_desktop.project.demonstration import demonstration
from facebalance_desktop.project.model import Project, new_project
from facebalance_desktop.ui.background import Background
from facebalance_desktop.ui.darkroom import Darkroom
from facebalance_desktop.ui.session import Session
