"""The switch that shows the after photo's skin in the before's colour, on the screen only."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from facebalance_desktop.comparison.light_match import light_match
from facebalance_desktop.planning.tables import Tables
from facebalance_desktop.planning.treatments import modality_words
from facebalance_desktop.project.derived import Pair
from facebalance_desktop.project.model import Project
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.session import BoundSession
from facebalance_desktop.ui.viewer.viewport import Viewport

NO_PAIR = tr("Two photos are needed to match the display.")
NOT_MEASURED = tr("The display cannot be matched: the skin was not measured in both photos.")
TOO_FAR = tr("The display cannot be matched: the photos differ too much in light.")
OUTCOME = tr("The display is not matched: skin colour may be the outcome of {name}.")


def refusal(project: Project, pair: Pair | None, tables: Tables) -> str | None:
    """Why the display is not matched, or None where it can be."""
    if pair is None or pair.after is None:
        return NO_PAIR
    treated = next((item for item in project.plan.treatments if tables.is_colour_outcome(item.modality)), None)
    if treated is not None:
        return OUTCOME.format(name=modality_words(treated) or treated.modality)
    before, after = pair.before.photo.light, pair.after.photo.light
    if before is None or after is None:
        return NOT_MEASURED
    return None if light_match(before, after) is not None else TOO_FAR


class LightSwitch(QObject):
    """On only while the display can be matched: a plan or a photo that forbids it turns it off, and says so."""

    changed = Signal(bool)
    """Whether the display is matched, after every wish and every change."""

    def __init__(
        self, session: BoundSession, viewport: Viewport, clinic: Clinic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._viewport = viewport
        self._clinic = clinic
        session.changed.connect(self._check)
        session.opened.connect(lambda: self._set(False))

    @property
    def is_on(self) -> bool:
        return self._viewport.wanted.is_light_matched

    @property
    def refusal(self) -> str | None:
        return refusal(self._session.project, self._session.pair, self._clinic.tables)

    def toggle(self) -> None:
        """Match the display, or show the photos as they are."""
        if not self.is_on and (why := self.refusal) is not None:
            self._session.tell(why)
        self._set(not self.is_on and self.refusal is None)

    def _check(self) -> None:
        if self.is_on and (why := self.refusal) is not None:
            self._set(False)
            self._session.tell(why)

    def _set(self, is_on: bool) -> None:
        self._viewport.set_view_options(replace(self._viewport.wanted, is_light_matched=is_on))
        self.changed.emit(is_on)
