"""Joins the start page with the recent projects' files and with the setting that hides names and faces."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.recent_facts import read_facts
from facebalance_desktop.ui.app.start_page import StartPage
from facebalance_desktop.ui.clinic import Clinic
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.work import run_in_thread


class StartCards(QObject):
    """Reads what cards tell in the background, and keeps whether they are hidden."""

    def __init__(self, page: StartPage, session: Session, bridge: JobBridge, clinic: Clinic) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._bridge = bridge
        self._clinic = clinic
        page.facts_wanted.connect(self._read)
        page.hiding_changed.connect(self._hide)
        clinic.changed.connect(self._follow)
        self._follow()

    def _read(self, paths: list[Path]) -> None:
        job = run_in_thread(read_facts, paths, self._clinic.tables, date.today())
        self._bridge.follow(job, self._page.show_facts, self._session.warn)

    def _hide(self, is_hidden: bool) -> None:
        try:
            self._clinic.change(replace(self._clinic.settings, hide_patients=is_hidden))
        except Problem as problem:
            self._session.warn(problem.sentence)

    def _follow(self) -> None:
        self._page.show_hiding(self._clinic.settings.hide_patients)
