"""The properties of the selected annotation: text, style, and its measures as numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Unpack

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QColorDialog, QFormLayout, QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from facebalance_desktop.comparison.alignment import pupil_distance
from facebalance_desktop.drawing.annotation_labels import measured
from facebalance_desktop.geometry import Point, Similarity, angle, bounds, distance
from facebalance_desktop.planning.annotations import COLOURS, KINDS, Annotation, outline
from facebalance_desktop.project.changes import AnnotationChanges
from facebalance_desktop.project.derived import points_of
from facebalance_desktop.project.edits_annotations import change_annotation, set_points
from facebalance_desktop.project.face_trust import trusted_photo
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.fields import LineField, NumberField, swatch
from facebalance_desktop.ui.widgets.passing import passing
from facebalance_desktop.ui.widgets.plain_text import plain

FAR = 200000.0


class Properties(QWidget):
    """A form that follows one annotation; every change is an undoable edit."""

    asked = Signal(str)
    """The id of a command for what is selected."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._id: str | None = None
        self._rows: dict[str, QWidget] = {}
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 4, 0, 0)
        self.form.setSpacing(5)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.name = LineField(tr("Name of the drawing"), lambda text: self._change(tr("Rename"), name=text))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(tr("Text of the note"))
        self.text.setMaximumHeight(64)
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._take_text)
        self.colour = QPushButton(tr("Colour"))
        self.colour.clicked.connect(self._choose_colour)
        self.edge = NumberField(
            tr("Width of the edge"), lambda v: self._change(tr("Edge"), width=v), 0.3, 8.0, " pt", 0.1
        )
        self.opacity = NumberField(
            tr("Opacity"), lambda v: self._change(tr("Opacity"), opacity=v / 100), 0, 100, " %", 5
        )
        self.place_x = NumberField(tr("Place across"), self._move_to, -FAR, FAR, " px")
        self.place_y = NumberField(tr("Place down"), self._move_to, -FAR, FAR, " px")
        self.across = NumberField(tr("Width of the ellipse"), self._reshape, 1, FAR, " px")
        self.down = NumberField(tr("Height of the ellipse"), self._reshape, 1, FAR, " px")
        self.turn = NumberField(tr("Turn of the ellipse"), self._reshape, -180, 180, "°")
        rows: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            (tr("Name"), (self.name,)),
            (tr("Text"), (self.text,)),
            (tr("Style"), (self.colour, self.edge)),
            (tr("Opacity"), (self.opacity,)),
            (tr("Place"), (self.place_x, self.place_y)),
            (tr("Size"), (self.across, self.down)),
            (tr("Turn"), (self.turn,)),
        )
        for field in (self.edge, self.opacity, self.place_x, self.place_y, self.across, self.down, self.turn):
            field.setMinimumWidth(40)
        for title, fields in rows:
            self._row(title, fields)
        self._buttons()
        self.show_one(None)

    def _row(self, title: str, fields: tuple[QWidget, ...]) -> None:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        for field in fields:
            layout.addWidget(field, 1)
        self.form.addRow(title, row)
        self._rows[title] = row

    def _buttons(self) -> None:
        rows = (
            (("plan", tr("Plan a treatment")),),
            (("lock", tr("Lock")), ("copy", tr("Copy")), ("mirror", tr("Mirror"))),
            (("front", tr("To front")), ("back", tr("To back")), ("delete", tr("Delete"))),
        )
        self.buttons: dict[str, QPushButton] = {}
        for names in rows:
            row = QWidget()
            layout = QHBoxLayout(row)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(5)
            for command, words in names:
                self.buttons[command] = button = QPushButton(words)
                button.setStyleSheet("padding: 6px 2px;")
                button.clicked.connect(lambda _=False, command=command: self.asked.emit(command))
                layout.addWidget(button, 1)
            self.form.addRow(row)

    def show_tips(self, actions: Mapping[str, QAction]) -> None:
        """Each button says what its command does and by which key."""
        for command, button in self.buttons.items():
            button.setToolTip(plain(actions[command].toolTip()))

    @property
    def item(self) -> Annotation | None:
        return self._session.project.annotation(self._id)

    def show_one(self, annotation_id: str | None) -> None:
        """Follow this annotation; hidden for none."""
        self._id = annotation_id
        self.refresh()

    def refresh(self) -> None:
        item = self.item
        self.setVisible(item is not None)
        if item is None:
            return
        is_ellipse = item.shape == "ellipse" and len(item.points) == 3
        for title, is_there in (
            (tr("Text"), item.kind == "note"),
            (tr("Opacity"), item.is_zone),
            (tr("Size"), is_ellipse),
            (tr("Turn"), is_ellipse),
        ):
            self.form.setRowVisible(self._rows[title], is_there)
        self.name.show_text(item.told)
        self.name.setPlaceholderText(KINDS[item.kind].name if item.kind in KINDS else "")
        if not self.text.hasFocus() and self.text.toPlainText() != item.text:
            self.text.blockSignals(True)
            self.text.setPlainText(item.text)
            self.text.blockSignals(False)
        self.colour.setIcon(swatch(item.colour))
        self.edge.show_value(item.width)
        self.opacity.show_value(100 * item.opacity)
        x, y = _middle(item)
        self.place_x.show_value(x)
        self.place_y.show_value(y)
        if is_ellipse:
            self.across.show_value(2 * distance(item.points[0], item.points[1]))
            self.down.show_value(2 * distance(item.points[0], item.points[2]))
            self.turn.show_value(angle(item.points[0], item.points[1]))
        self.buttons["lock"].setText(tr("Unlock") if item.is_locked else tr("Lock"))
        for title in (tr("Style"), tr("Opacity"), tr("Place"), tr("Size"), tr("Turn")):
            self._rows[title].setEnabled(not item.is_locked)

    def measure_words(self) -> str:
        """What a ruler or an angle says."""
        item = self.item
        photo = None if item is None else trusted_photo(self._session.project, item.photo)
        return "" if item is None or photo is None else measured(item, pupil_distance(points_of(photo)))

    def start_writing(self) -> None:
        """Put the keyboard where the words of a new drawing go."""
        item = self.item
        if item is not None and item.kind == "note":
            self.text.setFocus()
        elif item is not None:
            self.name.setFocus()
            self.name.selectAll()

    def _change(self, label: str, gesture: str | None = None, **changes: Unpack[AnnotationChanges]) -> None:
        if self._id is not None:
            self._session.do(label, change_annotation(self._id, **changes), gesture)

    def _take_text(self) -> None:
        """Typing a note is one step for as long as it goes on."""
        self._change(tr("Write note"), f"note {self._id}", text=self.text.toPlainText())

    def _choose_colour(self) -> None:
        item = self.item
        if item is None:
            return
        for place, colour in enumerate(COLOURS):
            QColorDialog.setCustomColor(place, QColor(colour))
        with passing(QColorDialog(QColor(item.colour), self)) as dialog:
            dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
            if dialog.exec():
                self._change(tr("Colour"), colour=dialog.selectedColor().name())

    def _move_to(self, _: float) -> None:
        item = self.item
        if item is None:
            return
        x, y = _middle(item)
        dx, dy = self.place_x.value() - round(x, 1), self.place_y.value() - round(y, 1)
        points = tuple((px + dx, py + dy) for px, py in item.points)
        self._session.do(tr("Move ") + item.kind, set_points(item.id, points))

    def _reshape(self, _: float) -> None:
        item = self.item
        if item is None or item.shape != "ellipse" or len(item.points) != 3:
            return
        turn = Similarity.of(self.turn.value(), 1.0, item.points[0])
        first, second = turn.point((self.across.value() / 2, 0.0)), turn.point((0.0, self.down.value() / 2))
        self._session.do(tr("Reshape zone"), set_points(item.id, (item.points[0], first, second)))


def _middle(item: Annotation) -> Point:
    points = outline(item) if item.is_zone else item.points
    if not points or not all(math.isfinite(v) for p in points for v in p):
        return 0.0, 0.0
    return bounds(points).centre
