"""The table of panels: the pages beside the photo, in the order of a consultation, and what is on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from facebalance_desktop.ui.annotate.zones_panel import ZonesPanel
from facebalance_desktop.ui.app.page_titles import ASSESS, GUIDES, MATCH, MEASURES, PHOTO, PLAN, ZONES
from facebalance_desktop.ui.compare.alignment_panel import AlignmentPanel
from facebalance_desktop.ui.compare.changes_panel import ChangesPanel
from facebalance_desktop.ui.compare.guides_panel import GuidesPanel
from facebalance_desktop.ui.compare.match_panel import MatchPanel
from facebalance_desktop.ui.measures.measures_panel import MeasuresPanel
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.photos.details_panel import DetailsPanel
from facebalance_desktop.ui.photos.visits_panel import VisitsPanel
from facebalance_desktop.ui.plan.assessment_panel import AssessmentPanel
from facebalance_desktop.ui.plan.plan_panel import PlanPanel


@dataclass(frozen=True)
class PanelContext:
    """What a panel may be made from: the open project, its pixels, and the clinic's settings and tables."""

    session: Session
    pixel_cache: PixelCache
    clinic: Clinic


@dataclass(frozen=True)
class Page:
    """A page: its title, the name of its icon, and its panels from top to bottom."""

    title: str
    icon: str
    panels: tuple[Callable[[PanelContext], QWidget], ...]


PAGES = (
    Page(MATCH, "match", (lambda c: MatchPanel(c.session), lambda c: AlignmentPanel(c.session))),
    Page(ASSESS, "assess", (lambda c: AssessmentPanel(c.session, c.clinic),)),
    Page(GUIDES, "guides", (lambda c: GuidesPanel(c.session, c.clinic),)),
    Page(ZONES, "zones", (lambda c: ZonesPanel(c.session, c.clinic),)),
    Page(PLAN, "plan", (lambda c: PlanPanel(c.session, c.clinic),)),
    Page(MEASURES, "measures", (lambda c: ChangesPanel(c.session), lambda c: MeasuresPanel(c.session))),
    Page(
        PHOTO,
        "photo",
        (
            lambda c: VisitsPanel(c.session, c.clinic),
            lambda c: DetailsPanel(c.session, c.pixel_cache, c.clinic),
        ),
    ),
)
