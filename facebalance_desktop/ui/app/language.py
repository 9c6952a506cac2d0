"""Qt's own words (Cancel, Copy, month names) in the language of the program."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from facebalance_desktop.translation import LANGUAGE, LANGUAGES


def speak(application: QApplication) -> None:
    """Set Qt to the program's language; dates and numbers of fields follow it, by the system's habits where the
    system speaks the same language."""
    if LANGUAGE not in LANGUAGES:
        return
    system = QLocale.system()
    same = QLocale.languageToCode(system.language()) == LANGUAGE
    QLocale.setDefault(system if same else QLocale(LANGUAGE))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if LANGUAGE != "en" and translator.load(f"qtbase_{LANGUAGE}", folder):
        application.installTranslator(translator)
