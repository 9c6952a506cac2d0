"""Guides, toggled and styled one by one or by named sets, and what each face still lacks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QInputDialog,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from facebalance_desktop.analysis.guide_kinds import GROUPS, GuideKind, guide_kinds
from facebalance_desktop.analysis.guide_sets import guide_sets, keep_set
from facebalance_desktop.analysis.guides import is_sure
from facebalance_desktop.drawing.explanations import guide_told
from facebalance_desktop.drawing.guide_words import guide_words
from facebalance_desktop.project.clinic_rules import POINT_ERRORS
from facebalance_desktop.project.clinic_values import CLINIC
from facebalance_desktop.project.edits_drawing import show_guide, show_only_guides, style_guide
from facebalance_desktop.project.guide_points import missing_points, shown_codes
from facebalance_desktop.project.model import GuideState, Project
from facebalance_desktop.translation import in_sentence, tr
from facebalance_desktop.ui.compare.plumb_boxes import PlumbBoxes
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets import inks
from facebalance_desktop.ui.widgets.buttons import follow_tip
from facebalance_desktop.ui.widgets.plain_text import plain, plain_action
from facebalance_desktop.ui.widgets.section import Section, say
from facebalance_desktop.ui.widgets.when_seen import WhenSeen

WIDTHS = ((tr("Thin"), 0.5), (tr("Usual"), 0.9), (tr("Thick"), 1.8))


class GuidesPanel(Section):
    """A tick and a style for each guide; below, what is still estimated, and what is not drawn and why."""

    manual_page = "compare#show-guides-and-check-the-points"
    confirm_requested = Signal()
    place_requested = Signal()
    """The points that the shown guides lack are to be placed by hand."""

    def __init__(self, session: Session, clinic: Clinic, parent: QWidget | None = None) -> None:
        super().__init__(tr("Guides"), parent)
        self._session = session
        self._clinic = clinic
        self.boxes: dict[str, QCheckBox] = {}
        self._styles: dict[str, QToolButton] = {}
        self._swatches: dict[str, str] = {}
        self._folds: dict[str, tuple[QToolButton, QWidget]] = {}
        self._view: str | None = None
        self._add_sets()
        self.withheld = self.add_words("problem")
        self.told = self.add_words()
        for group in GROUPS:
            self._add_group(group)
        self.plumb = PlumbBoxes(session)
        self.body.addWidget(self.plumb)
        self.estimated = self.add_words()
        self.confirm = QPushButton(tr("Check the next point"))
        self.confirm.setToolTip(tr("Select the next estimated point (Tab); Enter confirms it, dragging corrects it"))
        self.confirm.clicked.connect(self.confirm_requested)
        self.body.addWidget(self.confirm)
        self.missing = self.add_words("problem")
        self.place = QPushButton(tr("Place the missing points"))
        self.place.setToolTip(tr("One after the other, with a small picture that says where (Ctrl+P)"))
        self.place.clicked.connect(self.place_requested)
        self.body.addWidget(self.place)
        self._points = WhenSeen(self, self._lay_out_points)
        session.changed.connect(self._update)
        self._show(session.project)

    def _add_sets(self) -> None:
        self.sets = QToolButton()
        self.sets.setText(tr("Sets of guides"))
        self.sets.setToolTip(tr("Show a named set of guides, or save the shown ones as a set of the clinic's"))
        self.sets.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.sets)
        menu.aboutToShow.connect(lambda: self._fill_sets(menu))
        self.sets.setMenu(menu)
        self.body.addWidget(self.sets)

    def _fill_sets(self, menu: QMenu) -> None:
        menu.clear()
        for item in CLINIC.of(guide_sets):
            edit = show_only_guides(item.guides)
            menu.addAction(
                plain_action(item.name), partial(self._session.do, tr("Show the guides {name}", name=item.name), edit)
            )
        menu.addSeparator()
        menu.addAction(tr("Save the shown guides as a set …"), self._ask_for_set)

    def _ask_for_set(self) -> None:
        name, is_given = QInputDialog.getText(self, tr("Save the shown guides as a set"), tr("Name of the set"))
        if is_given and name.strip():
            self.keep_set(name.strip())

    def keep_set(self, name: str) -> None:
        """Keep the shown guides under a name for every patient of this clinic."""
        shown = [guide for guide in guide_kinds() if self._session.project.is_guide_shown(guide)]
        told = tr("The set {name} was saved in the clinic's folder; it is there for every patient.", name=name)
        self._clinic.write(
            lambda folder: keep_set(folder, name, shown), lambda _: self._session.tell(told), self._session.tell
        )

    def show_tips(self, actions: Mapping[str, QAction]) -> None:
        """Each guide says by which key it is shown, whatever keys are given later."""
        for name, box in self.boxes.items():
            follow_tip(box, actions[name])

    def _add_group(self, group: str) -> None:
        kinds = [kind for kind in guide_kinds().values() if kind.group == group]
        rows = QWidget(self)  # without a parent it would flash up as a window of its own
        fold = QToolButton()
        fold.setText(GROUPS[group])
        fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        fold.setToolTip(plain(GROUPS[group] + "\n" + tr("Show or hide this group of guides")))
        fold.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fold.clicked.connect(lambda: self._unfold(group, rows.isHidden()))
        self._folds[group] = fold, rows
        self.body.addWidget(fold)
        self._unfold(group, group == "frontal")
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        for kind in kinds:
            row = QHBoxLayout()
            row.setSpacing(2)
            box = QCheckBox(kind.name)
            box.setWhatsThis(plain(guide_told(kind)))
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a long name is cut, not the page
            box.toggled.connect(partial(self._toggle, kind.id))
            style = QToolButton()
            style.setAccessibleName(tr("Style of {name}", name=kind.name))
            style.setToolTip(plain(tr("Colour and width of {name}", name=in_sentence(kind.name))))
            style.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            style.setMenu(self._style_menu(kind, style))
            self.boxes[kind.id], self._styles[kind.id] = box, style
            row.addWidget(box, 1)
            row.addWidget(style)
            column.addLayout(row)
        self.body.addWidget(rows)

    def _unfold(self, group: str, is_open: bool) -> None:
        fold, rows = self._folds[group]
        rows.setVisible(is_open)
        fold.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)

    def _style_menu(self, kind: GuideKind, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        for name, colour in inks.GUIDES:
            menu.addAction(_swatch(colour), name, partial(self._style, kind, colour, None))
        menu.addSeparator()
        for name, width in WIDTHS:
            menu.addAction(name, partial(self._style, kind, None, width))
        menu.addSeparator()
        back = style_guide(kind.id, None, None)
        menu.addAction(
            tr("As in the table"), partial(self._session.do, tr("Style of {name}", name=in_sentence(kind.name)), back)
        )
        return menu

    def _style(self, kind: GuideKind, colour: str | None, width: float | None) -> None:
        state = self._state(kind.id)
        edit = style_guide(kind.id, colour or state.colour, width or state.width)
        self._session.do(tr("Style of {name}", name=in_sentence(kind.name)), edit)

    def _state(self, guide: str) -> GuideState:
        states = self._session.project.guides
        return next((state for state in states if state.id == guide), GuideState(guide, False))

    def _toggle(self, guide: str, is_on: bool) -> None:
        if self._session.project.is_guide_shown(guide) != is_on:
            name = guide_kinds()[guide].name
            self._session.do(
                tr("Show {name}", name=in_sentence(name)) if is_on else tr("Hide {name}", name=in_sentence(name)),
                show_guide(guide, is_on),
            )

    def toggle(self, guide: str) -> None:
        self._toggle(guide, not self._session.project.is_guide_shown(guide))

    def _update(self, before: Project, now: Project) -> None:
        parts = (before.guides is now.guides, before.photos is now.photos, before.comparisons is now.comparisons)
        if not all(parts):
            self._show(now)

    def _show_groups(self) -> None:
        """The groups that are for the view on the screen: those in profile, or those from the front."""
        pair = self._session.pair
        view = "" if pair is None else pair.before.photo.view_by_hand or pair.before.photo.view or ""
        if view == self._view:
            return
        self._view = view
        is_profile = view.startswith("profile-")
        for group, (fold, _) in self._folds.items():
            is_listed = not view or is_profile == (group == "profile")
            fold.setVisible(is_listed)
            self._unfold(group, is_listed and group in ("frontal", "profile") and bool(view or group == "frontal"))

    def _show(self, project: Project) -> None:
        self._show_groups()
        for guide, box in self.boxes.items():
            is_shown = project.is_guide_shown(guide)
            kind = guide_kinds()[guide]
            if box.isChecked() != is_shown:
                box.setChecked(is_shown)
            if is_shown and not self._folds[kind.group][0].isHidden():
                self._unfold(kind.group, True)
            self._show_swatch(guide, self._state(guide).colour or kind.colour)
        self._points.ask()

    def _show_swatch(self, guide: str, colour: str) -> None:
        """Another colour only where there is one: a new icon has the whole page laid out again."""
        if self._swatches.get(guide) != colour:
            self._swatches[guide] = colour
            self._styles[guide].setIcon(_swatch(colour))

    def _lay_out_points(self) -> None:
        with self._with_room():
            self._show_points()

    def _show_points(self) -> None:
        """What is still estimated and what is missing, in both photos."""
        project = self._session.project
        pair = self._session.pair
        sides = () if pair is None else pair.sides
        shown = frozenset(guide for guide in guide_kinds() if project.is_guide_shown(guide))
        left = sum(
            1
            for side in sides
            for code in shown_codes(project, side)
            if code in side.points and not is_sure(side.points[code])
        )
        words = (
            tr("{left} points are estimated (dashed). Drag to correct, Enter to confirm.", left=left) if left else ""
        )
        say(self.estimated, words)
        self.confirm.setVisible(left > 0)
        said = guide_words(project, sides)
        say(self.missing, "\n".join(said.missing))
        say(self.withheld, "\n".join(said.withheld))
        say(self.told, "\n".join((*said.told, *(POINT_ERRORS.problems if shown else ()))))
        self.place.setVisible(any(missing_points(project, side) for side in sides))
        self.plumb.show_sides(sides, any(guide_kinds()[guide].draw == "vertical" for guide in shown))

    @contextmanager
    def _with_room(self) -> Iterator[None]:
        """Have the page grow first: laid out in the room of before, the rows would shrink and all be painted again."""
        self.body.setEnabled(False)
        try:
            yield
        finally:
            self.body.setEnabled(True)
        self.body.invalidate()
        self.updateGeometry()
        if (page := self.parentWidget()) is not None:
            QApplication.sendEvent(page, QEvent(QEvent.Type.LayoutRequest))


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(12, 12)
    pixmap.fill(QColor(colour))
    return QIcon(pixmap)
