"""The formats an export may have, and a page of pixels in each of them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin

from facebalance_desktop.errors import Problem
from facebalance_desktop.render.layers import PixelArray
from facebalance_desktop.render.metadata import srgb_profile

FORMATS = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".webp": "WebP",
    ".pdf": "PDF",
}
"""One picture or a document of pages, by the ending of the name."""
DPI = 300.0
QUALITY = 92
WEBP_SIDE = 16383
"""px: WebP has no larger side."""
XMP_TAG = 700
NOTHING_WRITTEN = "Nothing was written and the project is unchanged."


def format_of(path: Path) -> str:
    """The format an export's name asks for; Problem for one that is not written."""
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise Problem(
            f"{path.name} cannot be written: a comparison is exported as .png, .jpg, .tiff, .webp or .pdf. "
            f"{NOTHING_WRITTEN}"
        ) from None


def encoded(page: PixelArray, kind: str, packet: bytes | None = None, dpi: float = DPI) -> bytes:
    """(h, w, 3) sRGB as a file of `kind` with an sRGB profile, `dpi` and the XMP `packet`, and nothing else."""
    height, width = page.shape[:2]
    if kind == "WebP" and max(width, height) > WEBP_SIDE:
        raise Problem(
            f"A WebP picture has at most {WEBP_SIDE} px a side; this one would have {width} x {height}. "
            f"Choose another format or a smaller size. {NOTHING_WRITTEN}"
        )
    picture = Image.frombuffer("RGB", (width, height), page, "raw", "RGB", 0, 1)
    target = BytesIO()
    picture.save(target, kind, **_options(kind, packet, dpi))
    return target.getvalue()


def _options(kind: str, packet: bytes | None, dpi: float) -> dict[str, Any]:
    options: dict[str, Any] = {"icc_profile": srgb_profile()}
    if kind in ("JPEG", "WebP") and packet is not None:
        options["xmp"] = packet
    if kind != "WebP":
        options["dpi"] = (dpi, dpi)
    if kind == "JPEG":
        options["quality"] = QUALITY
    elif kind == "PNG":
        options["compress_level"] = 3
        if packet is not None:
            info = PngImagePlugin.PngInfo()
            info.add_itxt("XML:com.adobe.xmp", packet.decode())
            options["pnginfo"] = info
    elif kind == "TIFF":
        options["compression"] = "tiff_lzw"
        if packet is not None:
            options["tiffinfo"] = {XMP_TAG: packet}
    elif kind == "WebP":
        options |= {"quality": QUALITY, "method": 2}
    return options
