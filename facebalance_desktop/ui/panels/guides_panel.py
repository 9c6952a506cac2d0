"""Guides, toggled one by one, and what each face's figures are."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from facebalance_desktop.analysis.guides import COLOURS, GUIDES, face_guides, is_sure
from facebalance_desktop.project.edits_drawing import show_guide
from facebalance_desktop.project.model import Project
from facebalance_desktop.ui.panels.section import Section, say
from facebalance_desktop.ui.session import Session
from facebalance_desktop.ui.tools.hits import shown_codes

KEYS = {"thirds": "T", "midline": "M", "horizontals": "H", "canon-thirds": "Shift+T"}


class GuidesPanel(Section):
    """A tick a guide; below, what is still estimated and what could not be drawn."""

    confirm_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Guides", parent)
        self._session = session
        self.boxes: dict[str, QCheckBox] = {}
        for guide, name in GUIDES:
            box = QCheckBox(name)
            swatch = QPixmap(12, 12)
            swatch.fill(QColor(COLOURS[guide]))
            box.setIcon(QIcon(swatch))
            canon = "A drawing canon, not a target. " if guide == "canon-thirds" else ""
            box.setToolTip(f"{canon}Show or hide ({KEYS[guide]})")
            box.toggled.connect(lambda is_on, guide=guide: self._toggle(guide, is_on))
            self.boxes[guide] = box
            self.body.addWidget(box)
        self.estimated = self.add_words()
        self.confirm = QPushButton("Check the next point")
        self.confirm.setToolTip("Select the next estimated point (Tab); Enter confirms it, dragging corrects it")
        self.confirm.clicked.connect(self.confirm_requested)
        self.body.addWidget(self.confirm)
        self.missing = self.add_words("problem")
        session.changed.connect(self._update)
        self._show(session.project)

    def _toggle(self, guide: str, is_on: bool) -> None:
        if self._session.project.is_guide_shown(guide) != is_on:
            name = dict(GUIDES)[guide]
            self._session.do(f"{'Show' if is_on else 'Hide'} {name.lower()}", show_guide(guide, is_on))

    def toggle(self, guide: str) -> None:
        self._toggle(guide, not self._session.project.is_guide_shown(guide))

    def _update(self, before: Project, now: Project) -> None:
        parts = (before.guides is now.guides, before.photos is now.photos, before.comparisons is now.comparisons)
        if not all(parts):
            self._show(now)

    def _show(self, project: Project) -> None:
        for guide, box in self.boxes.items():
            if box.isChecked() != project.is_guide_shown(guide):
                box.setChecked(project.is_guide_shown(guide))
        pair = self._session.pair
        sides = () if pair is None else pair.sides
        shown = frozenset(guide for guide, _ in GUIDES if project.is_guide_shown(guide))
        left = sum(
            1
            for side in sides
            for code in shown_codes(project)
            if code in side.points and not is_sure(side.points[code])
        )
        words = f"{left} points are estimated (dashed). Drag to correct, Enter to confirm." if left else ""
        say(self.estimated, words)
        self.confirm.setVisible(left > 0)
        missing: list[str] = []
        for side in sides:
            if side.photo.faces is not None:
                name = side.caption or side.photo.name
                missing.extend(f"{name}: {sentence}" for sentence in face_guides(side.points, shown).missing)
        say(self.missing, "\n".join(missing))
