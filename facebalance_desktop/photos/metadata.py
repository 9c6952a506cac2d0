"""Capture time, camera and lens from EXIF and XMP.

Only the tags named here are ever read: no place, no owner, no serial number can leave this module. Damaged metadata is
absent metadata; nothing here raises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from facebalance_desktop.photos.tags import Value, clean, first_offset, read_directory
from facebalance_desktop.translation import tr

_IMAGE = {0x010F, 0x0110, 0x0112, 0x0132, 0x8769}
_EXIF = {0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292}  # times
_EXIF |= {0x9206, 0x920A, 0xA001, 0xA005, 0xA405, 0xA434}
_INTEROP = {0x0001}
_XMP_KEYS = ("exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate", "aux:Lens")
_TIME = re.compile(
    r"(\d{4})[:\-](\d\d)[:\-](\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?(?:\.(\d{1,6})\d*)?)?\s*(Z|[+\-]\d\d:\d\d)?$"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    orientation: int = 1
    taken: str | None = None
    taken_source: str | None = None
    camera: str | None = None
    lens: str | None = None
    focal_length: float | None = None
    focal_length_35: float | None = None
    subject_distance: float | None = None
    is_adobe_rgb: bool = False  # said by the camera (DCF option file), which then embeds no profile
    is_srgb: bool = False  # said by the camera
    notes: tuple[str, ...] = ()


def read_metadata(exif: bytes | None, xmp: bytes | None, exif_directory: bytes | None = None) -> Metadata:
    """What a TIFF structure and an XMP packet tell; any may be absent or damaged.

    `exif_directory` is a second TIFF structure whose first directory holds the EXIF tags, as CR3 has it.
    """
    image = _Tags(exif, first_offset(exif), _IMAGE) if exif else _Tags(b"", 0, ())
    shot = _Tags(exif or b"", int(image.number(0x8769) or 0), _EXIF)
    if exif_directory:
        shot = _Tags(exif_directory, first_offset(exif_directory), _EXIF)
    interop = _Tags(exif or b"", int(shot.number(0xA005) or 0), _INTEROP)
    words = _xmp_words(xmp) if xmp else {}
    taken, source, notes = _taken(image, shot, words)
    distance = shot.number(0x9206)
    orientation = image.number(0x0112)
    return Metadata(
        orientation=int(orientation) if orientation in (1, 2, 3, 4, 5, 6, 7, 8) else 1,
        taken=taken,
        taken_source=source,
        camera=_camera(image.text(0x010F), image.text(0x0110)),
        lens=shot.text(0xA434) or words.get("aux:Lens"),
        focal_length=shot.number(0x920A) or None,
        focal_length_35=shot.number(0xA405) or None,
        subject_distance=distance if distance and distance < 1e6 else None,
        is_adobe_rgb=shot.number(0xA001) != 1 and interop.text(0x0001) == "R03",
        is_srgb=shot.number(0xA001) == 1,
        notes=notes,
    )


class _Tags:
    """The wanted tags of one directory, by type."""

    def __init__(self, data: bytes, at: int, wanted: set[int] | tuple[int, ...]) -> None:
        self._values: dict[int, Value] = read_directory(data, at, wanted) if at else {}

    def text(self, tag: int) -> str | None:
        value = self._values.get(tag)
        return value if isinstance(value, str) else None

    def number(self, tag: int) -> float | None:
        value = self._values.get(tag)
        return value if isinstance(value, float) else None


def _camera(make: str | None, model: str | None) -> str | None:
    if make and model and model.lower().startswith(make.split()[0].lower()):
        return model
    return " ".join(part for part in (make, model) if part) or None


def _taken(image: _Tags, shot: _Tags, words: dict[str, str]) -> tuple[str | None, str | None, tuple[str, ...]]:
    for tag, offset, fraction in ((0x9003, 0x9011, 0x9291), (0x9004, 0x9012, 0x9292)):
        taken = _time(shot.text(tag), shot.text(offset) or shot.text(0x9010), shot.text(fraction))
        if taken:
            return taken, "exif", ()
    for key in ("exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate"):
        taken = _time(words.get(key))
        if taken:
            return taken, "xmp", ()
    taken = _time(image.text(0x0132), shot.text(0x9010), shot.text(0x9290))
    if taken:
        return taken, "exif", (tr("The capture time is the time at which a program last wrote the photo."),)
    return None, None, ()


def _time(text: str | None, offset: str | None = None, fraction: str | None = None) -> str | None:
    """EXIF's or XMP's time as ISO 8601, or None where it is none. A date alone is no capture time."""
    match = _TIME.match((text or "").strip())
    if not match or match[4] is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3, 4, 5, 6))
    part = match[7] or (fraction if fraction and fraction.isdecimal() else "") or ""
    zone = match[8] or (offset if offset and re.fullmatch(r"[+\-]\d\d:\d\d|Z", offset) else "")
    written = f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"
    try:
        datetime.fromisoformat(written + zone)
    except ValueError:
        return None
    part = part[:6].rstrip("0")
    return written + (f".{part}" if part else "") + ("+00:00" if zone == "Z" else zone)


def _xmp_words(packet: bytes) -> dict[str, str]:
    """The wanted properties of an XMP packet, written as attribute or element. No XML parser: nothing can expand."""
    text = packet[:1_000_000].decode("utf-8", "replace")
    words = {}
    for key in _XMP_KEYS:
        match = re.search(rf"\b{key}\s*=\s*[\"']([^\"'<]{{1,80}})[\"']|<{key}>([^<]{{1,80}})</{key}>", text)
        if match:
            cleaned = clean((match[1] or match[2]).encode())
            if cleaned:
                words[key] = cleaned
    return words
