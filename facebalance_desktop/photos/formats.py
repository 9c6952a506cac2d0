"""Which format bytes are in, by content, never by name."""

from __future__ import annotations

import struct

from facebalance_desktop.photos.tags import MADE_OF_SENSOR_DATA, first_directory

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"8BPS", "PSD"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"FUJIFILMCCD-RAW", "RAF"),
    (b"IIRO", "ORF"),
    (b"IIRS", "ORF"),
    (b"MMOR", "ORF"),
    (b"IIU\x00", "RW2"),
    (b"\x00MRM", "MRW"),
    (b"FOVb", "X3F"),
    (b"%PDF-", "PDF"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"\x1aE\xdf\xa3", "video"),
)
_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), "AVIF"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), "HEIC"),
    **dict.fromkeys((b"mif1", b"msf1", b"mif2"), "HEIF"),
    b"crx ": "CR3",
}
RAW = frozenset({"CR2", "CR3", "NEF", "ARW", "DNG", "RAF", "ORF", "RW2", "MRW", "X3F", "PEF", "SRW", "camera RAW"})
NOT_YET = frozenset({"DICOM", "PDF", "JPEG XL", "video"})
_MAKERS = {"nikon": "NEF", "sony": "ARW", "pentax": "PEF", "ricoh": "PEF", "samsung": "SRW"}


def format_of(data: bytes) -> str | None:
    """The format's name, or None for what is no picture we know."""
    for start, name in _STARTS:
        if data.startswith(start):
            return name
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
    for wanted in ("AVIF", "HEIC", "CR3", "HEIF"):  # mif1 is anything's brand: the more telling ones first
        if any(_BRANDS.get(brand) == wanted for brand in brands):
            return wanted
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
    return next((name for start, name in _MAKERS.items() if maker.startswith(start)), "camera RAW")


def _is_bitmap(data: bytes) -> bool:
    return len(data) >= 30 and struct.unpack_from("<I", data, 14)[0] in (12, 40, 52, 56, 64, 108, 124)
