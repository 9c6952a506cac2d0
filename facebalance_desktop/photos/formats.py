"""The table of photo formats: which one bytes are in (by content, never by name), its endings, and what reads it."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from facebalance_desktop.photos import heif, jpeg, jpeg2000, netpbm, png, psd, raw, simple, tiff, webp
from facebalance_desktop.photos.facts import Header, Raster
from facebalance_desktop.photos.tags import MADE_OF_SENSOR_DATA, first_directory
from facebalance_desktop.translation import tr

ReadHeader = Callable[[bytes, str], Header]
ReadPixels = Callable[[bytes, str, Header, int | None], Raster]


@dataclass(frozen=True, slots=True)
class PhotoFormat:
    """One format. `starts` and `brands` (of ISO media files) tell it by content; where neither does, `format_of` does.

    `endings`, without dot, are how its files are named. Without `header` and `pixels` it is known and cannot be opened.
    `mime` is what other programs call it on the clipboard.
    """

    id: str
    endings: tuple[str, ...] = ()
    header: ReadHeader | None = None
    pixels: ReadPixels | None = None
    starts: tuple[bytes, ...] = ()
    brands: tuple[bytes, ...] = ()
    mime: str = ""
    is_raw: bool = False

    @property
    def is_readable(self) -> bool:
        return self.header is not None


def _raw(name: str, *endings: str, starts: tuple[bytes, ...] = (), brands: tuple[bytes, ...] = ()) -> PhotoFormat:
    return PhotoFormat(name, endings, raw.header, raw.pixels, starts, brands, is_raw=True)


PHOTO_FORMATS: Mapping[str, PhotoFormat] = {
    row.id: row
    for row in (
        PhotoFormat(
            "JPEG",
            ("jpg", "jpeg", "jpe", "jfif", "mpo"),
            jpeg.header,
            jpeg.pixels,
            (b"\xff\xd8\xff",),
            mime="image/jpeg",
        ),
        PhotoFormat("PNG", ("png",), png.header, png.pixels, (b"\x89PNG\r\n\x1a\n",), mime="image/png"),
        PhotoFormat("TIFF", ("tif", "tiff"), tiff.header, tiff.pixels, mime="image/tiff"),
        PhotoFormat("WebP", ("webp",), webp.header, webp.pixels, mime="image/webp"),
        # mif1 is the brand of anything: the more telling ones stand before it.
        PhotoFormat("AVIF", ("avif",), heif.avif_header, heif.avif_pixels, brands=(b"avif", b"avis")),
        PhotoFormat(
            "HEIC",
            ("heic",),
            heif.heif_header,
            heif.heif_pixels,
            brands=(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"),
            mime="image/heic",
        ),
        _raw("CR3", "cr3", brands=(b"crx ",)),
        PhotoFormat("HEIF", ("heif",), heif.heif_header, heif.heif_pixels, brands=(b"mif1", b"msf1", b"mif2")),
        PhotoFormat("BMP", ("bmp",), simple.bmp_header, simple.bmp_pixels, mime="image/bmp"),
        PhotoFormat("GIF", ("gif",), simple.gif_header, simple.gif_pixels, (b"GIF87a", b"GIF89a")),
        PhotoFormat(
            "JPEG 2000",
            ("jp2", "jpx", "j2k"),
            jpeg2000.header,
            jpeg2000.pixels,
            (b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"),
        ),
        PhotoFormat("PSD", ("psd",), psd.header, psd.pixels, (b"8BPS",)),
        PhotoFormat("PNM", ("pgm", "ppm", "pnm", "pbm"), netpbm.header, netpbm.pixels),
        _raw("DNG", "dng"),
        _raw("CR2", "cr2"),
        _raw("NEF", "nef"),
        _raw("ARW", "arw"),
        _raw("RAF", "raf", starts=(b"FUJIFILMCCD-RAW",)),
        _raw("ORF", "orf", starts=(b"IIRO", b"IIRS", b"MMOR")),
        _raw("RW2", "rw2", starts=(b"IIU\x00",)),
        _raw("PEF", "pef"),
        _raw("SRW", "srw"),
        _raw("MRW", "mrw", starts=(b"\x00MRM",)),
        _raw("X3F", "x3f", starts=(b"FOVb",)),
        _raw(tr("camera RAW")),
        PhotoFormat("DICOM", ("dcm",)),
        PhotoFormat("JPEG XL", ("jxl",), starts=(b"\xff\x0a", b"\x00\x00\x00\x0cJXL \r\n\x87\n")),
        PhotoFormat("PDF", starts=(b"%PDF-",)),
        PhotoFormat("video", ("mov", "mp4", "m4v", "avi", "mts"), starts=(b"\x1aE\xdf\xa3",)),
    )
}
"""Every format this program knows, by its name, in the order in which file dialogs list them."""

RAW = frozenset(row.id for row in PHOTO_FORMATS.values() if row.is_raw)
_MAKERS = {"nikon": "NEF", "sony": "ARW", "pentax": "PEF", "ricoh": "PEF", "samsung": "SRW"}


def endings_of(formats: Iterable[PhotoFormat]) -> tuple[str, ...]:
    """How files of these formats are named, without dot, in lower case."""
    return tuple(ending for row in formats for ending in row.endings)


VIDEO_ENDINGS = frozenset(PHOTO_FORMATS["video"].endings)
RAW_ENDINGS = frozenset(endings_of(row for row in PHOTO_FORMATS.values() if row.is_raw))
PICTURE_ENDINGS = frozenset(endings_of(PHOTO_FORMATS.values())) - RAW_ENDINGS - VIDEO_ENDINGS
"""Of formats that are neither RAW nor video, also of those that cannot be opened."""
READABLE_ENDINGS = endings_of(row for row in PHOTO_FORMATS.values() if row.is_readable)
"""What a file dialog offers."""


def format_of(data: bytes) -> str | None:
    """The format's name, or None for what is no picture we know."""
    for row in PHOTO_FORMATS.values():
        if row.starts and data.startswith(row.starts):
            return row.id
    if data[4:8] == b"ftyp":
        return _by_brand(data)
    if data[:4] == b"RIFF":
        return {b"WEBP": "WebP", b"AVI ": "video"}.get(data[8:12])
    if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return _tiff_or_raw(data)
    if data[:2] in (b"P1", b"P2", b"P3", b"P4", b"P5", b"P6") and data[2:3] in (b" ", b"\t", b"\r", b"\n", b"#"):
        return "PNM"
    if data[128:132] == b"DICM":
        return "DICOM"
    if data[:2] == b"BM" and _is_bitmap(data):
        return "BMP"
    return None


def _by_brand(data: bytes) -> str | None:
    (size,) = struct.unpack_from(">I", data)
    brands = [data[8:12], *(data[at : at + 4] for at in range(16, min(size, 256, len(data)), 4))]
    for row in PHOTO_FORMATS.values():
        if any(brand in row.brands for brand in brands):
            return row.id
    return "video"


def _tiff_or_raw(data: bytes) -> str:
    """A camera's RAW is a TIFF whose picture is the sensor's data."""
    if data[8:10] == b"CR":
        return "CR2"
    seen = first_directory(data)
    if seen.is_dng:
        return "DNG"
    if not seen.kinds & MADE_OF_SENSOR_DATA:
        return "TIFF"
    maker = (seen.make or "").lower()
    return next((name for start, name in _MAKERS.items() if maker.startswith(start)), tr("camera RAW"))


def _is_bitmap(data: bytes) -> bool:
    return len(data) >= 30 and struct.unpack_from("<I", data, 14)[0] in (12, 40, 52, 56, 64, 108, 124)
