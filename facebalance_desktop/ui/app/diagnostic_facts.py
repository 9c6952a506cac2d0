"""What a diagnostic report says of the window and of the open project: counts and sizes, nothing of the patient."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from facebalance_desktop import diagnostics
from facebalance_desktop.photos.formats import PHOTO_FORMATS
from facebalance_desktop.planning.annotations import KINDS
from facebalance_desktop.project.model import Project
from facebalance_desktop.settings import Settings, hints
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext

OTHER = "other"
"""Instead of a word that stands in the project's file and in none of our tables."""
COPIED = tr("The report is on the clipboard: versions, counts and the end of the log, nothing of the patient.")


def report(context: JobContext, facts: Mapping[str, str]) -> str:
    """The report with these facts; reads the logs."""
    return diagnostics.report(facts)


def facts_of(project: Project, used: Settings, window: QWidget) -> Mapping[str, str]:
    """Facts by name for `diagnostics.report`."""
    screens = [
        f"{screen.size().width()} x {screen.size().height()} at {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    ]
    formats = Counter(photo.format if photo.format in PHOTO_FORMATS else OTHER for photo in project.photos)
    megapixels = sum(photo.width * photo.height for photo in project.photos) / 1e6
    kinds = Counter(item.kind if item.kind in KINDS else OTHER for item in project.annotations)
    return {
        "Qt": f"{qVersion()}, {QGuiApplication.platformName()}",
        "Screens": ", ".join(screens),
        "Window": f"{window.width()} x {window.height()}",
        "Settings": _settings_words(used),
        "Photos": f"{len(project.photos)} ({_counted(formats)}), {megapixels:.0f} megapixels",
        "Faces found": str(sum(photo.face is not None for photo in project.photos)),
        "Annotations": f"{len(project.annotations)} ({_counted(kinds)})",
        "Treatments": str(len(project.plan.treatments)),
    }


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "none"


def _settings_words(used: Settings) -> str:
    """The numbers and switches that are not as they come; texts are the clinic's own and left out."""
    usual = Settings()
    told = [
        f"{name} {getattr(used, name)}"
        for name in hints()
        if getattr(used, name) != getattr(usual, name) and not isinstance(getattr(used, name), str)
    ]
    return ", ".join(told) or "as they come"
