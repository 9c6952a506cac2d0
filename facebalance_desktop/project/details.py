"""What the details of a photo say, in words: nothing of place, owner or serial number is known to the program."""

from __future__ import annotations

from facebalance_desktop.days import day_words
from facebalance_desktop.project.model import Photo
from facebalance_desktop.translation import decimal, tr

SOURCES = {
    "exif": tr("by the camera"),
    "xmp": tr("by the photo's XMP"),
    "file": tr("date of the file, the camera recorded none"),
}


def details_of(photo: Photo, doubt: str | None = None) -> tuple[tuple[str, str], ...]:
    """Labels and what stands beside them; what is not known is left out. `doubt` says why its face is not used
    (project.face_trust)."""
    images = "" if photo.images == 1 else tr(", image 1 of {images}", images=photo.images)
    rows = (
        (
            tr("Size"),
            tr("{width} x {height} px, {bytes}", width=photo.width, height=photo.height, bytes=bytes_words(photo.size)),
        ),
        (tr("Format"), photo.format + images),
        (tr("Profile"), photo.profile),
        (tr("Taken"), taken_words(photo)),
        (tr("Camera"), photo.camera or ""),
        (tr("Lens"), lens_words(photo)),
        (
            tr("Distance"),
            ""
            if photo.subject_distance is None
            else tr("{subject_distance:.2f} m to the subject", subject_distance=photo.subject_distance),
        ),
        (tr("Face"), doubt or face_words(photo)),
        ("SHA-256", photo.sha256),
    )
    return tuple((label, words) for label, words in rows if words)


def taken_words(photo: Photo) -> str:
    """`12 Mar 2024, 09:00:12, by the camera`; a time without a zone is the camera's own clock."""
    if not photo.taken:
        return tr("not known")
    zone = photo.taken[19:].lstrip(".0123456789")
    clock = f" {zone}" if zone and photo.taken_source != "file" else ""
    source = SOURCES.get(photo.taken_source or "", "")
    return f"{day_words(photo.taken[:10])}, {photo.taken[11:19]}{clock}" + (f", {source}" if source else "")


def lens_words(photo: Photo) -> str:
    parts = [photo.lens or ""]
    if photo.focal_length:
        as_35 = (
            tr(" ({focal_length_35:g} mm on 35 mm film)", focal_length_35=photo.focal_length_35)
            if photo.focal_length_35
            else ""
        )
        parts.append(f"{decimal(photo.focal_length, 'g')} mm{as_35}")
    return ", ".join(part for part in parts if part)


def face_words(photo: Photo) -> str:
    if photo.faces is None:
        return tr("being looked for")
    if photo.face is None:
        return photo.face_problem or tr("none was found")
    return tr("found") if photo.faces == 1 else tr("one of {faces}", faces=photo.faces)


def bytes_words(size: int) -> str:
    """`8.2 MB`."""
    return tr("{size:.1f} MB", size=size / 1e6) if size >= 1e6 else tr("{size} kB", size=max(1, round(size / 1e3)))
