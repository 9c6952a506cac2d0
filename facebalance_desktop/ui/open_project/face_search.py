"""Looks for the faces of the photos of one open project, and brings the pixels of those on the screen along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from facebalance_desktop.geometry import Point
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project.intake import (
    DECODE_LIMIT,
    DETECT_LIMIT,
    PROFILE,
    Analysis,
    OpenedPhoto,
    PhotoStore,
    analyse,
    decoded_bytes,
    learn_analysis,
    learn_problem,
    open_photo,
)
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.reading_order import FIRST, from_both_ends
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project import priorities
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.work import Job, WorkerPool

STOPPED = tr("The search for the face was stopped; Edit > Find the faces again resumes it.")


@dataclass(frozen=True)
class Search:
    """The search for one photo's face: near which point (px), its job and whether that brings the photo's pixels."""

    near: Point | None
    job: Job[Any]
    has_pixels: bool
    priority: int


class FaceSearch(QObject):
    """The searches under way, by photo; what they find is learned by the project, whatever it is by then."""

    progressed = Signal()
    """A search began or ended."""
    choice_needed = Signal(str)
    """A photo of the shown pair has several faces: its id."""

    def __init__(
        self,
        session: Session,
        pool: WorkerPool,
        bridge: JobBridge,
        keeper: Callable[[], PhotoStore],
        pixel_cache: PixelCache,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._pool = pool
        self._bridge = bridge
        self._keeper = keeper
        self._pixel_cache = pixel_cache
        pixel_cache.is_brought = self.brings_pixels
        self._searches: dict[str, Search] = {}
        self.is_started = False
        self.is_expecting: Callable[[], bool] = lambda: False
        """Whether more photos are about to come."""
        self.is_awaiting_pair: Callable[[], bool] = lambda: False
        """Whether the photos are about to come among which the pair is: no other face is looked for before theirs."""

    @property
    def is_searching(self) -> bool:
        return bool(self._searches)

    @property
    def amount(self) -> tuple[int, int]:
        """How many photos are done, of how many."""
        of = max(len(self._searches), len(self._session.project.photos))
        return of - len(self._searches), of

    def start(self) -> None:
        """Look for the faces of the project's photos, now and when others come."""
        if not self.is_started:
            self.is_started = True
            self._session.changed.connect(self._look_for_faces)
            self._find_missing()

    def stop(self) -> None:
        """Cancel all searches, without a message."""
        if self.is_started:
            self.is_started = False
            self._session.changed.disconnect(self._look_for_faces)
            self._drop()

    def cancel(self) -> None:
        """Cancel all searches; the project records that they were stopped."""
        for photo_id, search in self._drop().items():
            self._session.learn(learn_problem(photo_id, STOPPED, search.near))
            self._bring(photo_id, search, None)

    def _drop(self) -> dict[str, Search]:
        searches, self._searches = self._searches, {}
        for search in searches.values():
            search.job.cancel()
        self.progressed.emit()
        return searches

    def _look_for_faces(self, before: Project, now: Project) -> None:
        if before.photos is not now.photos:
            self._find_missing()
        if before.comparisons is not now.comparisons:
            self._hurry()

    def _hurry(self) -> None:
        """The photos that are shown now come before all others."""
        pair = self._session.pair
        for side in () if pair is None else pair.sides:
            search = self._searches.get(side.photo.id)
            if search is not None and search.priority < priorities.SHOWN:
                self.find_face(side.photo)

    def look(self) -> None:
        """What was awaited does not come: look for the faces of what is there."""
        if self.is_started:
            self._find_missing()

    def _find_missing(self) -> None:
        """Look for the faces that nobody looked for, nor is looking for; another chosen face is another question."""
        photos = self._session.project.photos
        missing = [photo for photo in photos if photo.faces is None and not self._is_looking_for(photo)]
        if not missing or self.is_awaiting_pair():
            return
        ranks = {photos[place].id: rank for rank, place in enumerate(from_both_ends([photo.taken for photo in photos]))}
        for photo in sorted(missing, key=lambda photo: (not self._is_shown(photo.id), ranks[photo.id])):
            self.find_face(photo, is_first=ranks[photo.id] < FIRST)

    def _is_looking_for(self, photo: Photo) -> bool:
        search = self._searches.get(photo.id)
        return search is not None and search.near == photo.face_near

    def find_again(self) -> None:
        """Look for the faces of the shown pair once more; points set by hand stay as they are."""
        pair = self._session.pair
        for side in () if pair is None else pair.sides:
            if not self._is_looking_for(side.photo):
                self.find_face(side.photo)

    def find_face(self, photo: Photo, is_first: bool = False) -> None:
        """Find (again) the face of a photo, the one picked by hand if one was; an earlier search is dropped.

        `is_first`: the pair is probably made of this photo.
        """
        if photo.id in self._searches:
            self._searches.pop(photo.id).job.cancel()
        is_shown = self._is_shown(photo.id)
        has_pixels = self._pixel_cache.is_awaiting(photo.sha256) or (
            is_shown and self._pixel_cache.whole(photo.sha256) is None and photo.faces is None
        )
        priority = priorities.SHOWN if is_shown else priorities.FIRST_FACES if is_first else priorities.FACES
        job = self._submit(photo, has_pixels, priority)
        search = self._searches[photo.id] = Search(photo.face_near, job, has_pixels, priority)
        learn = partial(self._learn, photo.id, search)
        self._bridge.follow(job, learn, learn)
        self.progressed.emit()

    def _submit(self, photo: Photo, has_pixels: bool, priority: int) -> Job[Any]:
        function: Callable[..., Analysis | OpenedPhoto] = open_photo if has_pixels else analyse
        return self._pool.submit(
            function,
            self._keeper(),
            photo.sha256,
            photo.name,
            photo.face_near,
            photo.view_by_hand,
            deadline=DECODE_LIMIT + DETECT_LIMIT,
            lane="faces",
            priority=priority,
            name=tr("Looking for the face in {name}", name=photo.name),
            weight=decoded_bytes(photo),
        )

    def brings_pixels(self, photo: Photo) -> bool:
        """Whether the search for this photo's face, under way or about to begin, decodes it for the screen, too."""
        search = self._searches.get(photo.id)
        return self.is_started and photo.faces is None and (search is None or search.has_pixels)

    def _bring(self, photo_id: str, search: Search, pyramid: Pyramid | None) -> None:
        photo = self._session.project.photo(photo_id)
        if photo is not None and search.has_pixels:
            self._pixel_cache.bring(photo.sha256, pyramid)

    def _is_shown(self, photo_id: str) -> bool:
        pair = self._session.pair
        return pair is not None and pair.side_of(photo_id) is not None

    def _learn(self, photo_id: str, search: Search, found: Analysis | OpenedPhoto | str) -> None:
        if self._searches.get(photo_id) is not search:
            return
        self._searches.pop(photo_id)
        self._bring(photo_id, search, found.pyramid if isinstance(found, OpenedPhoto) else None)
        if isinstance(found, str):
            self._session.learn(learn_problem(photo_id, found, search.near))
        else:
            analysis = found.analysis if isinstance(found, OpenedPhoto) else found
            self._session.learn(learn_analysis(photo_id, analysis, search.near))
        self.tell_when_done()
        self.progressed.emit()

    def tell_when_done(self) -> None:
        """Once all photos are there and looked at: why those of the shown pair have no face; the details tell it of all
        others."""
        if self._searches or self.is_expecting():
            return
        pair = self._session.pair
        for side in () if pair is None else pair.sides:
            if side.photo.face_problem not in (None, PROFILE):  # a profile has none, and is nothing to worry about
                self._session.warn(f"{side.photo.name}: {side.photo.face_problem}")
            if side.photo.face is None and len(side.photo.face_centres) > 1:
                self.choice_needed.emit(side.photo.id)
