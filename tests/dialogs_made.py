"""Every dialog of the program by its class, with how it is made."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from canvases_made import pair_with_faces
from figures_made import CLINIC
from PySide6.QtWidgets import QDialog

from facebalance_desktop import ui
from facebalance_desktop.drawing.figure import Material
from facebalance_desktop.drawing.show import show_of
from facebalance_desktop.planning.treatments import Plan, Treatment
from facebalance_desktop.project.document_lock import Holder, OpenElsewhere, TakenOver
from facebalance_desktop.project.file_identity import Conflict, Known
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.recovery import begin
from facebalance_desktop.project.store import Opened, Version
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.closing import WaitDialog
from facebalance_desktop.ui.app.conflict_dialog import ConflictDialog, OurState
from facebalance_desktop.ui.app.file_questions import ElsewhereQuestion, TakenOverQuestion
from facebalance_desktop.ui.app.key_bindings import KeysDialog
from facebalance_desktop.ui.app.palette import Palette
from facebalance_desktop.ui.app.recovery_offer import RecoveryQuestion
from facebalance_desktop.ui.app.settings_dialog import SettingsDialog
from facebalance_desktop.ui.app.sheets import ShortcutSheet
from facebalance_desktop.ui.app.versions_dialog import VersionsDialog
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.export.consent_dialog import ConsentDialog
from facebalance_desktop.ui.export.export_dialog import ExportDialog
from facebalance_desktop.ui.manual.manual_window import ManualWindow
from facebalance_desktop.ui.open_project.open_job import KeptState, OpenResult
from facebalance_desktop.ui.open_project.save_job import FileState
from facebalance_desktop.ui.photo_import.contact_sheet import ContactSheet
from facebalance_desktop.ui.photo_import.contact_sheet_reading import CardReading
from facebalance_desktop.ui.photo_import.photo_dialog import PhotoDialog
from facebalance_desktop.ui.photos.earlier_treatment import EarlierTreatmentDialog
from facebalance_desktop.ui.plan.assessment_comparison import AssessmentComparison
from facebalance_desktop.ui.plan.lot_search import LotSearchDialog
from facebalance_desktop.ui.plan.plan_overview import PlanOverview
from facebalance_desktop.ui.presentation.show_dialog import ShowDialog
from facebalance_desktop.ui.presentation.step_pictures import StepPictures

FILE = Path("/clinic/a.facebalance")
Maker = Callable[[Workspace], QDialog]


def export_dialog(workspace: Workspace) -> QDialog:
    session = workspace.session
    pair = session.pair
    assert pair is not None
    material = Material(session.project, pair, clinic=CLINIC)
    return ExportDialog(material, workspace.project.pixel_cache, workspace.clinic, workspace.window)


def conflict_dialog(workspace: Workspace) -> QDialog:
    project = workspace.session.project
    theirs = FileState(Opened(project, FILE, Originals(), Known(0, 0, "")), None, 0.0)
    return ConflictDialog(Conflict(FILE, 0.0), OurState(project, lambda: None), theirs, workspace.window)


def versions_dialog(workspace: Workspace) -> QDialog:
    project = workspace.session.project
    states = (KeptState(Version("project-1.json", datetime(2026, 3, 1, tzinfo=UTC)), project),)
    return VersionsDialog(states, project, workspace.window)


def show_dialog(workspace: Workspace) -> QDialog:
    project = workspace.session.project
    return ShowDialog(show_of(project), StepPictures(project, workspace.project.pixel_cache), workspace.window)


def contact_sheet(workspace: Workspace) -> QDialog:
    return ContactSheet(CardReading(workspace.pool, workspace.bridge, workspace.window), "", (), workspace.window)


def recovery_question(workspace: Workspace) -> QDialog:
    recovery = begin()
    recovery.end()
    return RecoveryQuestion(OpenResult(workspace.session.project, recovery, is_recovered=True), workspace.window)


HOLDER = Holder("other", "somebody", 1, "2026-03-01T10:00:00+00:00", "t")
DIALOGS: dict[type[QDialog], Maker] = {
    AssessmentComparison: lambda w: AssessmentComparison(w.session.project, w.window),
    ConflictDialog: conflict_dialog,
    ConsentDialog: lambda w: ConsentDialog(w.session.project, Originals(), w.window),
    ContactSheet: contact_sheet,
    ElsewhereQuestion: lambda w: ElsewhereQuestion(OpenElsewhere(FILE, HOLDER), w.window),
    EarlierTreatmentDialog: lambda w: EarlierTreatmentDialog(w.clinic.tables, w.window),
    ExportDialog: export_dialog,
    KeysDialog: lambda w: KeysDialog(w.commands, w.actions, w.window),
    LotSearchDialog: lambda w: LotSearchDialog(FILE.parent, w.window),
    ManualWindow: lambda w: ManualWindow(w.window),
    Palette: lambda w: Palette(w.commands, w.actions, w.window),
    PhotoDialog: lambda w: PhotoDialog(w.pool, w.window),
    PlanOverview: lambda w: PlanOverview(w.session.project.plan, w.clinic.tables, w.window),
    RecoveryQuestion: recovery_question,
    SettingsDialog: lambda w: SettingsDialog(w.clinic.settings, w.window),
    ShortcutSheet: lambda w: ShortcutSheet(list(w.actions.values()), w.window),
    ShowDialog: show_dialog,
    TakenOverQuestion: lambda w: TakenOverQuestion(TakenOver(FILE, HOLDER), w.window),
    VersionsDialog: versions_dialog,
    WaitDialog: lambda w: WaitDialog(tr("Save the project as"), w.window),
}
"""How each dialog of the program is made."""


def planned_and_done() -> Project:
    """A pair with a treatment that is planned and one that was done."""
    treatment = Treatment("t", region="chin", region_name="Chin", modality="ha-filler", modality_name="HA filler")
    done = replace(treatment, id="d", state="done", date="2026-01-02")
    return replace(pair_with_faces(), plan=Plan((), (treatment, done)))


def dialogs_of_the_program() -> set[type[QDialog]]:
    """The classes of dialogs that there are in the window's modules."""
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        importlib.import_module(module.name)
    ours: set[type[QDialog]] = set()
    waiting: list[type[QDialog]] = [QDialog]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith(ui.__name__) and not kind.__name__.startswith("_"):
                ours.add(kind)
    return ours
