"""Below the photo: the visits in a row, each with its photos; the first stays in sight while the others scroll."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QWidget

from facebalance_desktop.project.details import details_of
from facebalance_desktop.project.edits_photos import compare_photos, remove_photo
from facebalance_desktop.project.edits_visits import set_view
from facebalance_desktop.project.face_trust import face_doubts
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.visits import (
    ROLE_WORDS,
    Sitting,
    heading_of,
    interval_words,
    missing_views,
    view_of,
    visits_of,
)
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.open_project.rounds import Rounds
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.photos.thumb import AFTER, BEFORE, LOW, TALL, MissingPlace, Thumb
from facebalance_desktop.ui.photos.view_rail import SHORT
from facebalance_desktop.ui.photos.visit_groups import GAP, Key, VisitGroup, begun_group, due
from facebalance_desktop.ui.widgets.passing import passing
from facebalance_desktop.ui.widgets.plain_text import plain
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.text_size import keep_fitted
from facebalance_desktop.ui.widgets.theme import scaled
from facebalance_desktop.ui.widgets.thumbnails import unscaled

DATES = 20
"""Pixels of the line of dates, all that is left of a folded row."""


class Filmstrip(QFrame):
    """What it holds stays in its place however many photos there are; folded, only the dates are left."""

    manual_page = "reassess#choose-what-is-compared"
    chosen = Signal(str)
    """The id of the photo that was clicked on."""
    folded = Signal(bool)

    def __init__(
        self, session: Session, pixel_cache: PixelCache, clinic: Clinic, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("film")
        self.setAccessibleName(tr("Photos of this project"))
        self._session = session
        self.pixel_cache = pixel_cache
        self._clinic = clinic
        self._is_low = False
        self.is_folded = False
        self.thumbs: dict[str, Thumb] = {}
        self.missing: tuple[str, ...] = ()
        """The views that the latest visit lacks, as they are shown."""
        self.groups: list[VisitGroup] = []
        self._shape: object = None
        self._group_of: dict[Key, VisitGroup] = {}
        self._told: dict[str, tuple[Photo, str, str | None]] = {}
        self._following = Rounds(self)
        (self._first, self._first_row), (self._rest, self._rest_row) = _scroller(), _scroller()
        self._rest_row.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._first)
        row.addWidget(self._rest, 1)
        session.changed.connect(self._update)
        clinic.changed.connect(self._show_again)
        pixel_cache.thumbnail_ready.connect(self._show_pixels)
        keep_fitted(self, self._fit)
        self._show(session.project)

    # What is shown

    def _show_again(self) -> None:
        """The clinic's views have other names or others are wanted."""
        self._shape = None
        self._group_of.clear()
        self._told.clear()
        self._show(self._session.project)

    def _update(self, before: Project, now: Project) -> None:
        parts = (before.photos, before.comparisons, before.visits)
        if any(old is not new for old, new in zip(parts, (now.photos, now.comparisons, now.visits), strict=True)):
            self._show(now)

    def _show(self, project: Project) -> bool:
        """The same photos keep their widgets, so that nothing flickers or scrolls. False: some come later."""
        all_visits = visits_of(project)
        visits = due(all_visits, self.thumbs)
        is_whole = sum(len(visit.photos) for visit in visits) == len(project.photos)
        lacking = self._lacking(visits) if is_whole else ()
        shape = (tuple((visit.day, tuple(photo.id for photo in visit.photos)) for visit in visits), lacking)
        if shape != self._shape:
            self._shape = shape
            self._build(visits, lacking)
            self._told = {key: told for key, told in self._told.items() if key in self.thumbs}
        comparison = project.comparison
        places = {} if comparison is None else {comparison.before: BEFORE, comparison.after: AFTER}
        doubts = face_doubts(project)
        for visit, group in zip(visits, self.groups, strict=True):
            heading = self._heading(visit, visits[0], lacking if visit is visits[-1] else ())
            if heading != group.heading.text():
                group.heading.setText(heading)
                group.heading.setToolTip(plain(heading.replace("<b>", "").replace("</b>", "")))
            for photo in visit.photos:
                self._show_thumb(photo, places.get(photo.id, ""), doubts.get(photo.id))
        self._fit_first()  # its heading may be longer than its photos are wide
        if not is_whole and not self._following.is_active:
            self._following.begin(iter(lambda: self._show(self._session.project), True))
        return is_whole

    def _lacking(self, visits: tuple[Sitting, ...]) -> tuple[str, ...]:
        """What the latest visit lacks, as soon as every photo of it was looked at."""
        if not visits or visits[-1].source not in ("hand", "exif", "xmp"):
            return ()
        if any(photo.faces is None for photo in visits[-1].photos):
            return ()
        return missing_views(visits[-1], self._clinic.views.wanted)

    def _build(self, visits: tuple[Sitting, ...], lacking: tuple[str, ...]) -> None:
        """Visits that hold the same photos as before keep their place with all that is in it."""
        known, self.thumbs = self.thumbs, {}
        former, self.groups = self.groups, []
        group_of, self._group_of = self._group_of, {}
        fresh = []
        for visit in visits:
            missing = lacking if visit is visits[-1] else ()
            key = visit.day, tuple(photo.id for photo in visit.photos), missing
            for photo in visit.photos:
                self.thumbs[photo.id] = known.get(photo.id) or self._new_thumb(photo)
            begun = key if key in group_of else begun_group(group_of, key)
            group = VisitGroup() if begun is None else group_of[begun]
            if begun != key:
                self._fill(group, visit.photos[len(begun[1]) if begun else 0 :], missing)
                fresh.append(group)
            self._group_of[key] = group
            self.groups.append(group)
        for group in former:
            if group not in self.groups:
                group.hide()
                group.deleteLater()  # it may hold the photo whose menu asked for this
        _put_in_row(self._first_row, self.groups[:1], former)
        _put_in_row(self._rest_row, self.groups[1:], former)
        self.missing = lacking
        self._fit_groups(fresh)
        self._fit_first()

    def _fill(self, group: VisitGroup, photos: Sequence[Photo], missing: tuple[str, ...]) -> None:
        for photo in photos:
            group.add(self.thumbs[photo.id])
        for view in missing:
            group.add(MissingPlace(view, SHORT.get(view, self._clinic.views.short(view))))

    def _heading(self, visit: Sitting, first: Sitting, lacking: tuple[str, ...]) -> str:
        parts = [f"<b>{heading_of(visit)}</b>"]
        if visit is first:
            parts.append(ROLE_WORDS[visit.role])
        elif visit.date and first.date:
            parts.append(interval_words(first.date, visit.date))
        if visit.is_by_names and visit is first:
            parts.append(tr("order by file names"))
        if lacking:
            parts.append(tr("{count} missing", count=len(lacking)))
        return " · ".join(parts)

    def _new_thumb(self, photo: Photo) -> Thumb:
        thumb = Thumb(photo)
        thumb.chosen.connect(self.chosen)
        thumb.taken.connect(partial(self.put, place="after"))
        thumb.menu_wanted.connect(self._open_menu)
        thumb.seen.connect(self._ask_for_pixels)
        return thumb

    def _show_thumb(self, photo: Photo, place: str, doubt: str | None) -> None:
        thumb = self.thumbs[photo.id]
        told = self._told.get(photo.id)
        if told is not None and told[0] is photo and told[1:] == (place, doubt):
            return
        self._told[photo.id] = photo, place, doubt
        view = view_of(photo)
        words = state_of(photo) or (tr("no view") if view is None else SHORT.get(view, self._clinic.views.short(view)))
        thumb.show_photo(photo, words, place, partial(_tip, photo, doubt))

    def _ask_for_pixels(self, photo_id: str) -> None:
        """A photo is seen without its picture."""
        thumb = self.thumbs.get(photo_id)
        pixels = None if thumb is None else self.pixel_cache.thumbnail(thumb.photo)
        if thumb is not None and pixels is not None:
            thumb.show_pixmap(unscaled(pixels))

    def _show_pixels(self, sha256: str) -> None:
        """A picture has come. One that is not visible yet is requested in its turn, not all of them at once."""
        for thumb in self.thumbs.values():
            if thumb.photo.sha256 == sha256:
                self._ask_for_pixels(thumb.photo.id)
        unseen = (thumb for thumb in self.thumbs.values() if not thumb.has_pixmap)
        waiting = next((thumb for thumb in unseen if not self.pixel_cache.is_making(thumb.photo)), None)
        if waiting is not None:
            self._ask_for_pixels(waiting.photo.id)
            if waiting.has_pixmap:  # it was decoded already, and nothing comes that would tell
                QTimer.singleShot(0, self, partial(self._show_pixels, waiting.photo.sha256))

    # Its size

    def set_low(self, is_low: bool) -> None:
        """On small screens the photos are smaller."""
        if self._is_low != is_low:
            self._is_low = is_low
            self._fit()

    def fold(self, is_folded: bool) -> None:
        """Leave the line of dates alone, or show the photos again."""
        if self.is_folded != is_folded:
            self.is_folded = is_folded
            self._fit()
            self.folded.emit(is_folded)

    def _fit(self) -> None:
        size = LOW if self._is_low else TALL
        self.setFixedHeight(scaled(DATES) + (0 if self.is_folded else size.height() + 4))
        self._fit_groups(self.groups)
        self._fit_first()

    def _fit_groups(self, groups: Sequence[VisitGroup]) -> None:
        size = LOW if self._is_low else TALL
        box = QSize(size.width() + 4, size.height() + 4)
        for group in groups:
            group.heading.setFixedHeight(scaled(DATES) - 1)
            for place in range(group.row.count()):
                item = group.row.itemAt(place)
                widget = None if item is None else item.widget()
                if widget is not None:
                    widget.setVisible(not self.is_folded)
                    widget.setFixedSize(box)
            group.row.invalidate()
            group.updateGeometry()

    def _fit_first(self) -> None:
        inside = self._first.widget()
        group = self.groups[0] if self.groups else None
        count = 0 if group is None else group.row.count() - 1  # the last is the stretch
        each = (LOW if self._is_low else TALL).width() + GAP
        heading = 0 if group is None else group.heading.sizeHint().width()
        wanted = 0 if inside is None else max(count * each, heading) + 16
        self._first.setFixedWidth(min(wanted, max(120, int(0.45 * self.width()))))

    @safe_override
    def resizeEvent(self, event: object) -> None:
        self._fit_first()

    @safe_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        bar = self._rest.horizontalScrollBar()
        bar.setValue(bar.value() - (delta.y() or delta.x()))
        event.accept()

    # What is done with a photo

    def put(self, photo_id: str, place: str) -> None:
        """Let a photo take the before or after place; the other one stays."""
        edit = place_edit(self._session.project, photo_id, place)
        if edit is not None:
            self._session.do(tr("Choose photos"), compare_photos(*edit))

    def _open_menu(self, photo_id: str, at: QPoint) -> None:
        menu = QMenu(self)
        if len(self.thumbs) > 1:
            menu.addAction(tr("Compare as before"), lambda: self.put(photo_id, "before"))
            menu.addAction(tr("Compare as after"), lambda: self.put(photo_id, "after"))
            views = menu.addMenu(tr("View"))
            for view, name in self._clinic.views.names.items():
                views.addAction(name, partial(self._set_view, photo_id, view))
            menu.addSeparator()
        menu.addAction(tr("Remove"), lambda: self._remove(photo_id))
        with passing(menu):
            menu.exec(at)

    def _set_view(self, photo_id: str, view: str) -> None:
        self._session.do(tr("Set the view"), set_view(photo_id, view))

    def _remove(self, photo_id: str) -> None:
        self._session.do(tr("Remove photo"), remove_photo(photo_id))


def _scroller() -> tuple[QScrollArea, QHBoxLayout]:
    area, inside = QScrollArea(), QWidget()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    row = QHBoxLayout(inside)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    area.setWidget(inside)
    return area, row


def _put_in_row(row: QHBoxLayout, groups: Sequence[VisitGroup], former: Sequence[VisitGroup]) -> None:
    """Each visit in its place; those that stand there already are not touched."""
    for group in former:
        if group not in groups:
            row.removeWidget(group)
    for place, group in enumerate(groups):
        item = row.itemAt(place)
        if item is None or item.widget() is not group:
            row.insertWidget(place, group)


def place_edit(project: Project, photo_id: str, place: str) -> tuple[str, str] | None:
    """Before and after once `photo_id` has taken a place; None where nothing changes or there is one photo alone."""
    comparison = project.comparison
    if comparison is None:
        before = after = next((photo.id for photo in project.photos if photo.id != photo_id), photo_id)
    else:
        before, after = comparison.before, comparison.after
    if place == "before":
        before, after = photo_id, (before if after == photo_id else after)
    else:
        before, after = (after if before == photo_id else before), photo_id
    is_same = comparison is not None and (before, after) == (comparison.before, comparison.after)
    return None if before == after or is_same else (before, after)


def state_of(photo: Photo) -> str:
    """What stands on a photo as long as it is not known what it shows."""
    return (
        tr("analysing") if photo.faces is None else tr("pick a face") if photo.faces > 1 and photo.face is None else ""
    )


def _tip(photo: Photo, doubt: str | None) -> str:
    return described(photo, doubt) + tr("\nDrag it to the before or after place; double-click: compare as after")


def described(photo: Photo, doubt: str | None) -> str:
    """The facts of a photo for a tool tip, `doubt` why its face is not used; nothing of place, owner or serial
    number is known to the program."""
    told = [f"{label}: {words}" for label, words in details_of(photo, doubt) if label != "SHA-256"]
    return "\n".join((photo.name, *told))
