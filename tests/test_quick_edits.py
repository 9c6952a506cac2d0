"""What an edit leaves alone, so that it is quick: what it does not change is not made, laid out or painted again."""

from __future__ import annotations

from canvases_made import pair_with_faces
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QToolButton, QVBoxLayout, QWidget

from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_drawing import show_guide, style_guide
from facebalance_desktop.project.edits_photos import change_comparison, nudge_comparison, set_point
from facebalance_desktop.ui.app.inspector import PageArea
from facebalance_desktop.ui.app.match_sign import MatchSign
from facebalance_desktop.ui.compare.guides_panel import GuidesPanel
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.photos.thumb import Thumb
from facebalance_desktop.ui.photos.view_rail import ViewRail
from facebalance_desktop.ui.widgets.safe_events import safe_override


class Painted(QObject):
    """Which children of a widget are painted from now on."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen: list[QObject] = []
        for child in widget.findChildren(QWidget):
            child.installEventFilter(self)

    @safe_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen.append(watched)
        return False


class Resized(QObject):
    """Which sizes a widget gets from now on."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen: list[QSize] = []
        widget.installEventFilter(self)

    @safe_override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent):
            self.seen.append(event.size())
        return False


def shown_in_window(*widgets: QWidget) -> QWidget:
    window = QWidget()
    column = QVBoxLayout(window)
    for widget in widgets:
        column.addWidget(widget)
    window.resize(320, 900)
    window.show()
    QApplication.processEvents()
    return window


def test_a_nudge_and_a_tick_align_nothing_again_and_another_way_does(qapp: object) -> None:
    session = Session(pair_with_faces())
    pair, comparison = session.pair, session.project.comparison
    assert pair is not None
    assert comparison is not None
    session.do("Nudge", nudge_comparison(comparison.id, 3.0, 0.0, 0.0, 1.0))
    session.do("Tick", change_comparison(comparison.id, checked=("tan",)))
    moved = pair_of(session.project)
    assert moved is not None
    assert moved is not pair
    assert moved.alignment is pair.alignment
    session.do("Align", change_comparison(comparison.id, on="whole-face"))
    other = pair_of(session.project)
    assert other is not None
    assert other.alignment is not None
    assert other.alignment is not pair.alignment


def test_a_guide_paints_its_own_row_alone_and_a_colour_its_own_button(qapp: object) -> None:
    session = Session(pair_with_faces())
    panel = GuidesPanel(session, Clinic(session))
    session.do("Show", show_guide("thirds", True))
    window = shown_in_window(panel)
    watch = Painted(window)
    session.do("Style", style_guide("thirds", "#ff0000", None))
    QApplication.processEvents()
    kinds = guide_kinds()
    styles = {button.accessibleName(): button for button in panel.findChildren(QToolButton)}
    assert styles[f"Style of {kinds['thirds'].name}"] in watch.seen
    assert styles[f"Style of {kinds['fifths'].name}"] not in watch.seen
    watch.seen.clear()
    session.do("Show", show_guide("grid", True))
    QApplication.processEvents()
    assert panel.boxes["grid"] in watch.seen
    assert panel.boxes["fifths"] not in watch.seen
    window.close()
    window.deleteLater()


def test_words_below_the_rows_of_guides_leave_the_rows_their_height(qapp: object) -> None:
    session = Session(pair_with_faces())
    panel, column, page = GuidesPanel(session, Clinic(session)), QWidget(), PageArea()
    inside = QVBoxLayout(column)
    inside.addWidget(panel)
    inside.addStretch(1)
    page.setWidget(column)
    page.setWidgetResizable(True)
    window = shown_in_window(page)
    window.resize(320, 200)
    QApplication.processEvents()
    rows = panel.boxes["thirds"].parentWidget()
    assert rows is not None
    watch = Resized(rows)
    session.do("Show", show_guide("thirds", True))
    QApplication.processEvents()
    assert panel.estimated.isVisible()
    assert not watch.seen
    window.close()
    window.deleteLater()


def test_a_moved_point_paints_no_photo_of_the_row_again(qapp: object) -> None:
    session = Session(pair_with_faces())
    photo = session.project.photos[0]
    thumb = Thumb(photo)
    thumb.show_photo(photo, "Front", "B", lambda: "")
    window = shown_in_window(thumb)
    watch = Painted(window)
    session.do("Move", set_point(photo.id, "sn", (200.0, 230.0)))
    thumb.show_photo(session.project.photos[0], "Front", "B", lambda: "")
    QApplication.processEvents()
    assert not watch.seen
    assert thumb.photo is session.project.photos[0]
    thumb.show_photo(session.project.photos[0], "Front", "A", lambda: "")
    QApplication.processEvents()
    assert watch.seen == [thumb]
    window.close()
    window.deleteLater()


def test_what_has_not_changed_is_not_painted(qapp: object) -> None:
    session = Session(pair_with_faces())
    rail, sign = ViewRail(session, Clinic()), MatchSign()
    window = shown_in_window(rail, sign)
    sign.show_pair(session.pair, False, False)
    QApplication.processEvents()
    watch = Painted(window)
    comparison = session.project.comparison
    assert comparison is not None
    session.do("Level", change_comparison(comparison.id, is_level=False))
    sign.show_pair(session.pair, False, False)
    QApplication.processEvents()
    assert not watch.seen
    sign.show_pair(session.pair, True, False)
    QApplication.processEvents()
    assert watch.seen == [sign]
    window.close()
    window.deleteLater()
