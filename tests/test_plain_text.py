"""Names and texts out of files are shown as they stand; nothing in them is obeyed or loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from canvases_made import pair_with_faces
from PySide6.QtCore import QModelIndex, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLabel, QMenu, QTabWidget, QWidget
from workspaces import lent_workspace, show_project

from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.assessment import REGIONS, AdvisedAgainst, Assessment, RegionNote
from facebalance_desktop.planning.tables import load_tables
from facebalance_desktop.planning.treatments import Plan, PlanSession, Treatment
from facebalance_desktop.project import recent
from facebalance_desktop.project.model import Consent, Patient, Project, Visit, new_id
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.export.consent_dialog import ConsentDialog
from facebalance_desktop.ui.photo_import.contact_sheet import ContactSheet
from facebalance_desktop.ui.photo_import.contact_sheet_reading import CardReading
from facebalance_desktop.ui.plan.plan_overview import PlanOverview
from facebalance_desktop.ui.widgets.plain_text import Label, plain, plain_action

EVIL = '<img src="leak.png"> & <b>bold</b>'
CARDS = """[[row]]
id = "emergency-protocol"
title = '<img src="leak.png">'
text = '<img src="leak.png">'
source = '<img src="leak.png">'
"""


def evil_project() -> Project:
    """Two photos, a zone, a note, a plan, an assessment and consent, every text of which looks like markup."""
    project = pair_with_faces()
    photos = tuple(replace(photo, name=EVIL, camera=EVIL, lens=EVIL, notes=(EVIL,)) for photo in project.photos)
    place = photos[0].id
    zone = Annotation(new_id(), place, EVIL, points=((150.0, 150.0), (250.0, 150.0), (200.0, 250.0)))
    note = Annotation(new_id(), place, EVIL, kind="note", text=EVIL, points=((150.0, 150.0), (200.0, 200.0)))
    session = PlanSession(new_id(), EVIL, note=EVIL)
    words = dict.fromkeys(("region_name", "modality_name", "product_name", "goal", "lot", "operator", "note"), EVIL)
    treatments = tuple(
        replace(Treatment(new_id(), state, annotation=zone.id, session=session.id, date="2024-01-01"), **words)  # type: ignore[arg-type]  # texts by name
        for state in ("planned", "done")
    )
    key = REGIONS[0][0]
    return replace(
        project,
        photos=photos,
        patient=Patient(EVIL, EVIL),
        visits=(Visit(new_id(), "", photos=(place,)),),
        annotations=(zone, note),
        plan=Plan((session,), treatments),
        assessment=Assessment(
            EVIL, EVIL, notes=(RegionNote(key, EVIL, photos=(place,)),), advised_against=(AdvisedAgainst(EVIL, EVIL),)
        ),
        consents=(Consent(new_id(), "publication", True, note=EVIL),),
    )


@pytest.fixture
def workspace(home: Path, qapp: object) -> Iterator[Workspace]:
    (home / "clinic").mkdir(parents=True)
    (home / "clinic" / "cards.toml").write_text(CARDS, "utf-8")
    recent.remember(home / f"{EVIL.replace('/', '_')}.facebalance", Patient(EVIL, EVIL))
    for made in lent_workspace():
        made.window.show()
        show_project(qapp, made, evil_project())
        made.session.tell(f"{EVIL} cannot be read.")
        made.window.start_page.refresh()
        yield made


def obeyed(widget: QWidget) -> list[str]:
    """Texts of a widget and of all in it that Qt takes for markup though they come from a file."""
    found: list[str] = []
    for one in (widget, *widget.findChildren(QWidget)):
        texts = [one.toolTip(), *(action.toolTip() for action in one.actions())]
        if isinstance(one, QLabel) and one.textFormat() != Qt.TextFormat.PlainText:
            texts.append(one.text())
        if isinstance(one, QAbstractItemView):
            texts.extend(tips(one, QModelIndex()))
        found.extend(f"{type(one).__name__}: {text}" for text in texts if "<img" in text)
    return found


def tips(view: QAbstractItemView, parent: QModelIndex) -> Iterator[str]:
    model = view.model()
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        yield str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        yield from tips(view, index)


def shown(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def test_the_whole_window_obeys_no_name(workspace: Workspace) -> None:
    window = workspace.window
    for tabs in window.findChildren(QTabWidget):
        for page in range(tabs.count()):
            tabs.setCurrentIndex(page)
            QApplication.processEvents()
    for photo in workspace.session.project.photos:
        window.show_photo(photo.id)
    assert obeyed(window) == []
    assert any(text.startswith(EVIL) for text in shown(window)), "nothing of it was shown"
    thumb = next(iter(window.filmstrip.thumbs.values()))
    QApplication.sendEvent(thumb, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    assert thumb.toolTip().startswith("<span>&lt;img"), "no tooltip told of it"


def test_the_dialogs_obey_no_name(workspace: Workspace, home: Path) -> None:
    window, project = workspace.window, workspace.session.project
    tables = load_tables(home / "clinic")
    reading = CardReading(workspace.pool, workspace.bridge, window)
    dialogs: list[QDialog] = [
        ConsentDialog(project, Originals(), window),
        PlanOverview(project.plan, tables, window),
        ContactSheet(reading, EVIL, (), window),
    ]
    for dialog in dialogs:
        assert obeyed(dialog) == []
        dialog.deleteLater()
    assert any(EVIL in text for text in shown(dialogs[2]))


def test_a_menu_marks_no_key_by_a_name(workspace: Workspace) -> None:
    for menu in workspace.window.findChildren(QMenu):
        assert not [action.text() for action in menu.actions() if "> & <" in action.text()]
    assert plain_action("A & B") == "A && B"


def test_what_is_no_markup_stays_as_it_is() -> None:
    assert plain("Before: 3 < 4\nAfter") == "Before: 3 < 4\nAfter"
    assert plain("<b>x</b>\ny") == "<span>&lt;b&gt;x&lt;/b&gt;<br>y</span>"


def test_a_label_is_plain_from_the_start(qapp: object) -> None:
    label = Label("<b>wide</b>")
    narrow = Label("wide")
    assert label.sizeHint().width() > narrow.sizeHint().width()
