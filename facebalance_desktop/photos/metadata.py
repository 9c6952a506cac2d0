"""Capture time, camera and lens from EXIF and XMP.

Only the tags named here are ever read: no place, no owner, no serial number can leave this module. The parser is
bounded and never raises: damaged metadata is absent metadata.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from datetime import datetime

Value = str | float | tuple[float, ...]

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8, 13: 4}
_CODES = {1: "B", 3: "H", 4: "I", 9: "i", 13: "I"}
_WANTED = {
    "image": {0x010F, 0x0110, 0x0112, 0x0132, 0x8769},
    "exif": {
        *(0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292),
        *(0x829A, 0x9206, 0x920A, 0xA001, 0xA005, 0xA405, 0xA433, 0xA434),
    },
    "interop": {0x0001},
}


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
    notes: tuple[str, ...] = field(default=())


def read_metadata(exif: bytes | None, xmp: bytes | None) -> Metadata:
    """What a TIFF structure and an XMP packet tell; either may be absent or damaged."""
    tags = _exif_tags(exif) if exif else {}
    words = _xmp_words(xmp) if xmp else {}
    taken, source, notes = _taken(tags, words)
    make, model = _text(tags, "image", 0x010F), _text(tags, "image", 0x0110)
    if make and model and model.lower().startswith(make.split()[0].lower()):
        make = None
    focal_35 = _number(tags, "exif", 0xA405)
    distance = _number(tags, "exif", 0x9206)
    orientation = _number(tags, "image", 0x0112)
    space = _number(tags, "exif", 0xA001)
    return Metadata(
        orientation=int(orientation) if orientation in (1, 2, 3, 4, 5, 6, 7, 8) else 1,
        taken=taken,
        taken_source=source,
        camera=" ".join(part for part in (make, model) if part) or None,
        lens=_text(tags, "exif", 0xA434) or words.get("aux:Lens"),
        focal_length=_number(tags, "exif", 0x920A) or None,
        focal_length_35=focal_35 or None,
        subject_distance=distance if distance and distance < 1e6 else None,
        is_adobe_rgb=space != 1 and _text(tags, "interop", 0x0001) == "R03",
        is_srgb=space == 1,
        notes=notes,
    )


def _taken(tags: dict[tuple[str, int], Value], words: dict[str, str]) -> tuple[str | None, str | None, tuple[str, ...]]:
    for tag, offset, fraction in ((0x9003, 0x9011, 0x9291), (0x9004, 0x9012, 0x9292)):
        zone = _text(tags, "exif", offset) or _text(tags, "exif", 0x9010)
        taken = _time(_text(tags, "exif", tag), zone, _text(tags, "exif", fraction))
        if taken:
            return taken, "exif", ()
    for key in ("exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate"):
        taken = _time(words.get(key), None, None)
        if taken:
            return taken, "xmp", ()
    taken = _time(_text(tags, "image", 0x0132), _text(tags, "exif", 0x9010), _text(tags, "exif", 0x9290))
    if taken:
        return taken, "exif", ("The capture time is the time at which a program last wrote the photo.",)
    return None, None, ()


_TIME = re.compile(
    r"(\d{4})[:\-](\d\d)[:\-](\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?(?:\.(\d{1,6})\d*)?)?\s*(Z|[+\-]\d\d:\d\d)?$"
)


def _time(text: str | None, offset: str | None, fraction: str | None) -> str | None:
    """EXIF's or XMP's time as ISO 8601, or None where it is none. A date alone is no capture time."""
    match = _TIME.match((text or "").strip())
    if not match or match[4] is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3, 4, 5, 6))
    part = match[7] or (fraction if fraction and fraction.isdigit() else "") or ""
    zone = match[8] or (offset if offset and re.fullmatch(r"[+\-]\d\d:\d\d|Z", offset) else "")
    written = f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"
    try:
        datetime.fromisoformat(written + zone)
    except ValueError:
        return None
    part = part[:6].rstrip("0")
    return written + (f".{part}" if part else "") + ("+00:00" if zone == "Z" else zone)


def _exif_tags(data: bytes) -> dict[tuple[str, int], Value]:
    """The wanted tags of a TIFF structure, by (directory, tag)."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8:
        return {}
    tags: dict[tuple[str, int], Value] = {}
    found = _directory(data, order, struct.unpack_from(order + "I", data, 4)[0], "image", tags)
    exif = found.get(("image", 0x8769))
    if isinstance(exif, float):
        _directory(data, order, int(exif), "exif", tags)
    interop = tags.get(("exif", 0xA005))
    if isinstance(interop, float):
        _directory(data, order, int(interop), "interop", tags)
    return tags


def _directory(
    data: bytes, order: str, at: int, name: str, tags: dict[tuple[str, int], Value]
) -> dict[tuple[str, int], Value]:
    if at + 2 > len(data):
        return tags
    (count,) = struct.unpack_from(order + "H", data, at)
    for entry in range(at + 2, min(at + 2 + 12 * count, len(data) - 11), 12):
        tag, kind, length = struct.unpack_from(order + "HHI", data, entry)
        if tag not in _WANTED[name] or kind not in _SIZES:
            continue
        size = _SIZES[kind] * length
        start = entry + 8 if size <= 4 else struct.unpack_from(order + "I", data, entry + 8)[0]
        if length == 0 or size > 4096 or start + size > len(data):
            continue
        value = _value(data[start : start + size], order, kind)
        if value is not None:
            tags.setdefault((name, tag), value)
    return tags


def _value(data: bytes, order: str, kind: int) -> Value | None:
    if kind in (2, 7):
        return _clean(data.split(b"\0")[0])
    if kind in (5, 10):
        above, below = struct.unpack_from(order + ("II" if kind == 5 else "ii"), data)
        unknown = below == 0 or above == 0xFFFFFFFF
        return None if unknown else above / below
    return float(struct.unpack_from(order + _CODES[kind], data)[0])


def _clean(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text[:80] or None


def _text(tags: dict[tuple[str, int], Value], name: str, tag: int) -> str | None:
    value = tags.get((name, tag))
    return value if isinstance(value, str) else None


def _number(tags: dict[tuple[str, int], Value], name: str, tag: int) -> float | None:
    value = tags.get((name, tag))
    return value if isinstance(value, float) else None


_XMP_KEYS = ("exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate", "aux:Lens")


def _xmp_words(packet: bytes) -> dict[str, str]:
    """The wanted properties of an XMP packet, written as attribute or element. No XML parser: nothing can expand."""
    text = packet[:1_000_000].decode("utf-8", "replace")
    words = {}
    for key in _XMP_KEYS:
        match = re.search(rf"\b{key}\s*=\s*[\"']([^\"'<]{{1,80}})[\"']|<{key}>\s*([^<]{{1,80}}?)\s*</{key}>", text)
        if match:
            cleaned = _clean((match[1] or match[2]).encode())
            if cleaned:
                words[key] = cleaned
    return words
