"""What the commands do to drawings: templates on the face, the other side, the clinic's own zones."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from facebalance_desktop.planning.annotations import COLOURS, Annotation, outline
from facebalance_desktop.planning.own_zones import keep_zone
from facebalance_desktop.planning.templates import ZoneTemplate, ZoneTemplates, place
from facebalance_desktop.project.annotation_transfer import mirrored, surface_of
from facebalance_desktop.project.edits_annotations import add_annotations
from facebalance_desktop.project.face_trust import trusted_photo
from facebalance_desktop.project.model import Photo, new_id
from facebalance_desktop.translation import in_sentence, tr
from facebalance_desktop.ui.annotate.toolbox import Toolbox
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.session import Session

HIDDEN = tr("This part of the face is turned away in that photo; open the zone on another photo.")
NO_FACE = tr("A zone can be put on a face once the face was found in the photo; draw it by hand until then.")


class AnnotationCommands(QObject):
    """Works on the selection of one toolbox."""

    def __init__(self, session: Session, toolbox: Toolbox, clinic: Clinic, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._toolbox = toolbox
        self._clinic = clinic

    @property
    def templates(self) -> ZoneTemplates:
        return self._clinic.templates

    def put_template(self, zone: str, side: str) -> None:
        """Put a zone of the table on the before photo's face: its right, left, both, or the one in the middle."""
        photo = self._photo()
        if photo is None or photo.face is None:
            self._session.tell(NO_FACE)
            return
        wanted = [item for item in self.templates.sides_of(zone) if side in ("both", item.side)]
        items = [item for item in (self._placed(template, photo) for template in wanted) if item is not None]
        if not items:
            self._session.tell(HIDDEN)
            return
        if len(items) == 2:
            items = [replace(items[0]), replace(items[1], colour=items[0].colour)]
        self._session.do(
            tr("Put zone {split}", split=in_sentence(wanted[0].name.split(",")[0])), add_annotations(items)
        )
        self._toolbox.select.selection.select(items[-1].id)

    def _photo(self) -> Photo | None:
        """The photo that zones are added to: the first shown one that has a face."""
        pair = self._session.pair
        sides = () if pair is None else pair.sides
        return next((side.photo for side in sides if side.photo.face is not None), None)

    def _placed(self, template: ZoneTemplate, photo: Photo) -> Annotation | None:
        assert photo.face is not None
        found = place(template, surface_of(photo.face))
        if found.sight == "hidden":
            return None
        colour = COLOURS[len(self._session.project.annotations) % len(COLOURS)]
        points = tuple((round(x, 3), round(y, 3)) for x, y in found.points)
        return Annotation(
            new_id(), photo.id, template.name, colour, points, shape="smooth", region=template.id, is_schematic=True
        )

    def mirror(self) -> None:
        """The same on the other side of the face, through the mesh of the photo it was drawn on."""
        made = []
        for item in self._toolbox.select.selection.selected():
            photo = trusted_photo(self._session.project, item.photo)
            other = None if photo is None else mirrored(item, photo, new_id())
            if other is not None:
                made.append(other)
        if not made:
            self._session.tell(tr("Select a zone on a photo whose face was found; then it can be mirrored."))
            return
        self._session.do(tr("Mirror to the other side"), add_annotations(made))
        self._toolbox.select.selection.select_all([item.id for item in made])

    def keep_as_template(self, annotation_id: str) -> None:
        """Write a zone into the clinic's own zone table."""
        item = self._session.project.annotation(annotation_id)
        photo = None if item is None else trusted_photo(self._session.project, item.photo)
        if item is None or photo is None or photo.face is None:
            self._session.tell(NO_FACE)
            return
        kept = partial(keep_zone, name=item.told, corners=outline(item), surface=surface_of(photo.face))
        self._clinic.write(kept, self._tell_kept, self._session.tell)

    def _tell_kept(self, path: Path) -> None:
        self._session.tell(
            tr("Kept in {name} in the clinic's folder; the zone is now in the list of zones.", name=path.name)
        )

    def delete(self) -> None:
        self._toolbox.select.selection.delete(None)

    def select_everything(self) -> None:
        shown = [item.id for item in self._session.project.annotations if item.is_shown and not item.is_foreign]
        self._toolbox.use("select")
        self._toolbox.select.selection.select_all(shown)
