"""The details of one photo: what its file tells, which view it shows, whether a face was found, and which one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from facebalance_desktop.geometry import Point, distance
from facebalance_desktop.project.details import details_of
from facebalance_desktop.project.edits_visits import choose_face, move_to_visit, set_view
from facebalance_desktop.project.face_trust import face_doubts
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.visits import grouped, heading_of, sitting_of, visits_of
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets import inks
from facebalance_desktop.ui.widgets.fields import ChoiceField
from facebalance_desktop.ui.widgets.plain_text import Label, plain
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.section import Section, say
from facebalance_desktop.ui.widgets.theme import tokens
from facebalance_desktop.ui.widgets.thumbnails import thumbnail
from facebalance_desktop.ui.widgets.when_seen import WhenSeen

PICTURE = QSize(288, 216)
PICK = tr("Click the face to work with.")


class FacePicture(QWidget):
    """The photo, small; where there are several faces each has a number to click on."""

    picked = Signal(object)
    """The centre of a face, px of the photo."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(PICTURE.height())
        self._pixmap = QPixmap()
        self._photo: Photo | None = None

    def show_photo(self, photo: Photo | None, pixmap: QPixmap) -> None:
        self._photo, self._pixmap = photo, pixmap
        has_choice = photo is not None and len(photo.face_centres) > 1
        self.setCursor(Qt.CursorShape.PointingHandCursor if has_choice else Qt.CursorShape.ArrowCursor)
        self.update()

    def place_of(self, centre: Point) -> QPoint:
        """Where a point of the photo is on this widget."""
        photo = self._photo
        if photo is None:
            return QPoint()
        scale = min(PICTURE.width() / photo.width, PICTURE.height() / photo.height)
        left = (self.width() - photo.width * scale) / 2
        top = (PICTURE.height() - photo.height * scale) / 2
        return QPoint(round(left + centre[0] * scale), round(top + centre[1] * scale))

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap((self.width() - PICTURE.width()) // 2, 0, self._pixmap)
        photo = self._photo
        centres = () if photo is None or len(photo.face_centres) < 2 else photo.face_centres
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        for number, centre in enumerate(centres, 1):
            is_chosen = photo is not None and photo.face_near == centre
            place = self.place_of(centre)
            painter.setPen(QPen(QColor(inks.PLATE), 1.5))
            painter.setBrush(QColor(tokens().accent if is_chosen else inks.UNCHOSEN))
            painter.drawEllipse(place, 11, 11)
            box = self.rect().translated(place - self.rect().center())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))
        painter.end()

    @safe_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        photo = self._photo
        if photo is None or len(photo.face_centres) < 2:
            return
        at = event.position().x(), event.position().y()

        def away(centre: Point) -> float:
            place = self.place_of(centre)
            return distance((place.x(), place.y()), at)

        self.picked.emit(min(photo.face_centres, key=away))


class DetailsPanel(Section):
    """Shows the photo that was chosen, else the before photo of the shown pair."""

    manual_page = "card#check-view-and-face"

    def __init__(
        self, session: Session, pixel_cache: PixelCache, clinic: Clinic, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Photo"), parent)
        self._session = session
        self._pixel_cache = pixel_cache
        self._chosen = ""
        self.name = self.add_words("title")
        self.picture = FacePicture()
        self.picture.picked.connect(self._pick_face)
        self.body.addWidget(self.picture)
        self.hint = self.add_words("problem")
        self.view = ChoiceField(tr("View"), self._set_view, tr("as proposed"))
        self._clinic = clinic
        self.visit = ChoiceField(tr("Visit"), self._set_visit, tr("by its own date"))
        form = QWidget()
        self.form = QFormLayout(form)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setVerticalSpacing(4)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.addRow(self._quiet(tr("View")), self.view)
        self.form.addRow(self._quiet(tr("Visit")), self.visit)
        self._fixed = self.form.rowCount()
        self.body.addWidget(form)
        self.notes = self.add_words()
        self._seen = WhenSeen(self, self._show)
        self._offer_views()
        clinic.changed.connect(self._offer_views)
        session.changed.connect(self._update)
        pixel_cache.thumbnail_ready.connect(lambda _: self._seen.ask())
        self._show()

    def _offer_views(self) -> None:
        self.view.offer([(view, name, None) for view, name in self._clinic.views.names.items()])
        self._show()

    @staticmethod
    def _quiet(words: str) -> QLabel:
        label = Label(words)
        label.setObjectName("quiet")
        return label

    @property
    def photo(self) -> Photo | None:
        """The photo that is shown."""
        project, pair = self._session.project, self._session.pair
        return project.photo(self._chosen) or (None if pair is None else pair.before.photo)

    def show_photo(self, photo_id: str) -> None:
        self._chosen = photo_id
        self._show()

    def _update(self, before: Project, now: Project) -> None:
        parts = (before.photos, before.comparisons, before.visits)
        if any(old is not new for old, new in zip(parts, (now.photos, now.comparisons, now.visits), strict=True)):
            self._seen.ask()

    def _show(self) -> None:
        photo = self.photo
        self.setEnabled(photo is not None)
        if photo is None:
            self.picture.show_photo(None, QPixmap())
            return
        say(self.name, photo.name)
        pixels = self._pixel_cache.thumbnail(photo)
        density = self.devicePixelRatioF()
        self.picture.show_photo(photo, QPixmap() if pixels is None else thumbnail(pixels, PICTURE, density))
        say(self.hint, PICK if len(photo.face_centres) > 1 else "")
        proposed = self._clinic.views.name(photo.view) or tr("not known")
        self.view.setItemText(0, tr("{proposed} (proposed)", proposed=proposed))
        self.view.show_id(photo.view_by_hand or "")
        self._show_visit(photo)
        self._show_rows(photo)
        say(self.notes, " ".join(photo.notes))

    def _show_visit(self, photo: Photo) -> None:
        project = self._session.project
        groups = grouped(project.photos, project.visits)
        self.visit.offer([(group.day or "-", heading_of(group), None) for group in groups])
        mine = sitting_of(visits_of(project), photo.id)
        is_put = any(photo.id in visit.photos for visit in project.visits)
        self.visit.show_id((mine.day or "-") if mine is not None and is_put else "")

    def _show_rows(self, photo: Photo) -> None:
        while self.form.rowCount() > self._fixed:
            self.form.removeRow(self._fixed)
        for label, words in details_of(photo, face_doubts(self._session.project).get(photo.id)):
            value = Label(words if label != "SHA-256" else f"{words[:16]} …")
            value.setToolTip(plain(words if label == "SHA-256" else ""))
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.form.addRow(self._quiet(label), value)

    def _pick_face(self, centre: Point) -> None:
        if self.photo is not None:
            self._session.do(tr("Choose the face"), choose_face(self.photo.id, centre))

    def _set_view(self, view: str) -> None:
        if self.photo is not None:
            self._session.do(tr("Set the view"), set_view(self.photo.id, view or None))

    def _set_visit(self, day: str) -> None:
        if self.photo is not None:
            there = None if not day else day.removeprefix("-")
            self._session.do(tr("Move to another visit"), move_to_visit(self.photo.id, there))
