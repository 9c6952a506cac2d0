"""Joins the start page with the recent projects' files and with the setting that hides names and faces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.clinic_search import KnownProjects, projects_in
from facebalance_desktop.project.recent import Recent
from facebalance_desktop.project.recent_facts import RecentFacts, read_facts
from facebalance_desktop.ui.app.start_page import StartPage
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.work import Job, run_in_thread

AT_A_TIME = 6
"""Files that are read before their cards show what they tell."""


class StartCards(QObject):
    """Reads what cards tell in the background, and keeps whether they are hidden."""

    def __init__(self, page: StartPage, session: Session, bridge: JobBridge, clinic: Clinic) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._bridge = bridge
        self._clinic = clinic
        self._known = KnownProjects()
        self._wanted = ""
        self._is_looking = False
        self._unread: list[Path] = []
        self._reading: Job[tuple[RecentFacts, ...]] | None = None
        page.facts_wanted.connect(self._read)
        page.projects_wanted.connect(self._look)
        page.hiding_changed.connect(self._hide)
        clinic.changed.connect(self._follow)
        self._follow()

    def _read(self, paths: list[Path]) -> None:
        """Read what these cards show, a few files at a time: the first pictures come first, and what is left of a
        former list is no longer read."""
        self._unread = paths
        if self._reading is not None:
            self._reading.cancel()
        self._read_next()

    def _read_next(self) -> None:
        if self._unread and (self._reading is None or self._reading.is_done):
            paths, self._unread = self._unread[:AT_A_TIME], self._unread[AT_A_TIME:]
            self._reading = run_in_thread(read_facts, paths, self._clinic.tables, date.today())
            self._bridge.follow(self._reading, self._show_facts, self._session.warn)

    def _show_facts(self, found: Sequence[RecentFacts]) -> None:
        self._page.show_facts(found)
        self._read_next()

    def _look(self, text: str) -> None:
        """Look through the clinic's folder, once at a time: what is typed meanwhile is looked for afterwards."""
        self._wanted = text
        if text and not self._is_looking:
            self._is_looking = True
            job = run_in_thread(projects_in, self._clinic.folder, text, self._known)
            self._bridge.follow(job, partial(self._show, text), lambda _: self._show(text, ()))

    def _show(self, text: str, found: Sequence[Recent]) -> None:
        self._is_looking = False
        if text == self._wanted:
            self._page.show_projects(text, found)
        else:
            self._look(self._wanted)

    def _hide(self, is_hidden: bool) -> None:
        try:
            self._clinic.change(replace(self._clinic.settings, hide_patients=is_hidden))
        except Problem as problem:
            self._session.warn(problem.sentence)

    def _follow(self) -> None:
        self._page.show_hiding(self._clinic.settings.hide_patients)
