"""A project with a record of every kind, and a small photo of each format: what `hostile_files.py` spoils."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import photo_samples as written
from canvases_made import pair_with_faces
from patients_made import jpeg
from projects_made import made_photo

from facebalance_desktop import resources
from facebalance_desktop.faces.landmarks import FoundPoints, Landmark
from facebalance_desktop.planning.annotations import KINDS, Annotation
from facebalance_desktop.planning.assessment import AdvisedAgainst, Assessment, Flag, Grade, RegionNote
from facebalance_desktop.planning.treatments import Complication, DiscussedRisk, Plan, PlanSession, Treatment
from facebalance_desktop.project.archive import PROJECT
from facebalance_desktop.project.model import (
    Attachment,
    Consent,
    ExportRecord,
    GuideState,
    MeasureSettings,
    Nudge,
    Patient,
    PointRecord,
    Project,
    Visit,
)
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import open_project, save_project
from facebalance_desktop.work import JobContext

FORM = b"%PDF-1.4\nsigned\n%%EOF\n"


@dataclass(frozen=True)
class Whole:
    """Whole files to be spoiled: a project with records of every kind, and photos by their names."""

    archive: bytes
    with_version: bytes
    """The same, with an earlier state kept in it."""
    photos: Mapping[str, bytes]

    @property
    def content(self) -> bytes:
        """The project.json."""
        with zipfile.ZipFile(io.BytesIO(self.archive)) as archive:
            return archive.read(PROJECT)


def whole() -> Whole:
    """The same at every call but for ids and times, which nothing depends on."""
    with tempfile.TemporaryDirectory(prefix="facebalance-hostile-") as folder:
        path, originals = Path(folder) / "whole.facebalance", Originals(Path(folder) / "originals")
        project = _project(originals)
        save_project(JobContext(), project, path, originals, jpeg(7))
        archive, opened = path.read_bytes(), open_project(path)
        changed = replace(project, patient=Patient("Zoë Ångström-Ñandú 王", "2024/118", "1958-07-02"))
        save_project(JobContext(), changed, path, originals, None, opened.known)
        return Whole(archive, path.read_bytes(), _photos())


def _photos() -> dict[str, bytes]:
    """A small photo of each format that is read."""
    return {
        "a.jpg": written.by_pillow("JPEG", exif=written.exif({272: "One", 306: "2024:03:12 10:00:00"})),
        "progressive.jpg": written.by_pillow("JPEG", progressive=True),
        "a.png": written.by_pillow("PNG"),
        "16.png": written.by_opencv(".png", written.deep()),
        "a.tif": written.by_pillow("TIFF", compression="tiff_lzw"),
        "tiles.tif": written.by_tifffile(written.deep(), photometric="rgb", tile=(64, 64), compression="lzw"),
        "a.webp": written.by_pillow("WEBP"),
        "a.heic": written.by_pillow_heif(),
        "a.avif": written.by_pillow("AVIF"),
        "a.jp2": written.by_pillow("JPEG2000"),
        "a.gif": written.by_pillow("GIF"),
        "a.bmp": written.by_pillow("BMP"),
        "a.ppm": written.by_pillow("PPM"),
        "a.psd": written.photoshop(),
        "a.dng": written.raw(),
        "cmyk.jpg": written.by_imagecodecs("cmyk"),
    }


def _project(originals: Originals) -> Project:
    """A pair with faces, a profile with an outline, and a record of each kind."""
    project = pair_with_faces()
    found = [replace(photo, name=f"{n}.jpg") for n, photo in enumerate(project.photos)]
    outline = FoundPoints({"prn": Landmark(100.0, 120.0, "automatic", 1.0), "pg": Landmark(120.0, 300.0, "edge", 1.5)})
    found.append(made_photo("side.jpg", face=None, faces=1, view="profile-right", outline=outline))
    photos = []
    for number, photo in enumerate(found):
        data = jpeg(20 + 7 * number)
        points = (PointRecord("ch_r", 165.0, 261.0, "edited", "2024-03-12T10:00:00+01:00"),)
        photos.append(
            replace(
                photo,
                sha256=originals.keep(data),
                size=len(data),
                taken=f"2024-0{3 + number}-12T10:00:00",
                taken_source="exif",
                points=points,
                face_centres=((200.0, 200.0),),
            )
        )
    first = photos[0].id
    (comparison,) = project.comparisons
    comparison = replace(
        comparison,
        nudge=Nudge(1.0, 2.0, 0.5, 1.01),
        anchors=(((150.0, 160.0), (250.0, 160.0)), ((200.0, 230.0), (210.0, 240.0))),
        checked=("light",),
    )
    return replace(
        project,
        photos=tuple(photos),
        comparisons=(comparison,),
        patient=Patient("Zoë Ångström-Ñandú 王", "2024/117", "1958-07-02"),
        visits=(Visit("v" * 32, "2024-03-12", (first,), role="before", prior="none"),),
        guides=tuple(GuideState(row["id"], True) for row in resources.table("guides").rows[::5]),
        measures=MeasureSettings(
            tuple(row["id"] for row in resources.table("measures").rows)[:4], "pupils", 62.5, True
        ),
        annotations=_annotations(first),
        assessment=_assessment(first),
        assessments=(replace(_assessment(first), visit="2024-04-12"),),
        plan=_plan(),
        consents=(_consent(originals, first),),
        exports=(ExportRecord("e" * 32, (first,), "pair", "2024-05-01T09:00:00+02:00"),),
        extra={"later": {"a": [1, 2.5, None, "ü"]}},
    )


def _annotations(photo: str) -> tuple[Annotation, ...]:
    corners = ((120.0, 240.0), (180.0, 240.0), (180.0, 290.0), (120.0, 290.0))
    least = {kind.id: corners[: kind.least] for kind in KINDS.values()}
    drawn = [Annotation(f"{kind:a<32}", photo, kind, points=points, kind=kind) for kind, points in least.items()]
    drawn.append(Annotation("s" * 32, photo, "Smooth", points=corners, shape="smooth", region="cheek-malar-right"))
    drawn.append(Annotation("l" * 32, photo, "Round", points=corners[:3], shape="ellipse", text="words"))
    return tuple(drawn)


def _assessment(photo: str) -> Assessment:
    return Assessment(
        goals="rested",
        age=61,
        notes=(RegionNote("chin-jaw", laxity="mild", photos=(photo,)),),
        advised_against=(AdvisedAgainst("threads", "skin"),),
        visit="2024-03-12",
        date="2024-03-12",
        grades=(Grade("x", "2", "A scale", "right"),),
        flags=(Flag("f", "yes", "note", "A question?"),),
    )


def _plan() -> Plan:
    planned = Treatment(
        "t" * 32, annotation="zone".ljust(32, "a"), region="cheek-malar", side="right", modality="filler",
        modality_name="Filler", colour="#ff8fa3", product="p", product_name="Product", amount=0.7, unit="mL",
        ml_each=1.0, session="S" * 32, risks=(DiscussedRisk("r", "bruise"),),
    )  # fmt: skip
    done = replace(
        planned, id="d" * 32, state="done", planned=planned.id, date="2024-04-01", lot="L1", expiry="2025-01-31",
        review="2024-06-01", complications=(Complication("bruise", "2024-04-02"),),
        signed_by="A", signed_at="2024-04-02",
    )  # fmt: skip
    return Plan((PlanSession("S" * 32, "First", 0.0, "2024-04-01"),), (planned, done))


def _consent(originals: Originals, photo: str) -> Consent:
    form = Attachment("f" * 32, "form.pdf", originals.keep(FORM), len(FORM), "PDF", "2024-03-12T10:00:00+01:00")
    return Consent("c" * 32, "teaching", True, "photo", photo, "2024-03-12", "note", (form,))
