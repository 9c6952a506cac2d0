"""The table of formats an export may have, and a page of pixels in each of them."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin

from facebalance_desktop.errors import Problem
from facebalance_desktop.render.layers import PixelArray
from facebalance_desktop.render.metadata import srgb_profile
from facebalance_desktop.translation import tr

DPI = 300.0
QUALITY = 92
WEBP_SIDE = 16383
"""px: WebP has no larger side."""
XMP_TAG = 700
NOTHING_WRITTEN = tr("Nothing was written and the project is unchanged.")


@dataclass(frozen=True)
class ExportFormat:
    """One format a figure can be written in. The first of its `endings` is the one it is offered with.

    `still` and `moving` are its names in the file dialog for one picture and for an animation; empty: it is not
    offered for that. `is_document`: all pages go into one file. `options` are Pillow's, for one picture. `module` is an
    optional part of the program that it needs, with the words for it.
    """

    id: str
    endings: tuple[str, ...]
    still: str = ""
    moving: str = ""
    is_document: bool = False
    options: Callable[[bytes | None, float], dict[str, Any]] | None = None
    module: tuple[str, str] | None = None


def _png(packet: bytes | None, dpi: float) -> dict[str, Any]:
    options: dict[str, Any] = {"dpi": (dpi, dpi), "compress_level": 3}
    if packet is not None:
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", packet.decode())
    return options


def _jpeg(packet: bytes | None, dpi: float) -> dict[str, Any]:
    return {"dpi": (dpi, dpi), "quality": QUALITY, **({} if packet is None else {"xmp": packet})}


def _tiff(packet: bytes | None, dpi: float) -> dict[str, Any]:
    tags = {} if packet is None else {"tiffinfo": {XMP_TAG: packet}}
    return {"dpi": (dpi, dpi), "compression": "tiff_lzw", **tags}


def _webp(packet: bytes | None, dpi: float) -> dict[str, Any]:
    return {"quality": QUALITY, "method": 2, **({} if packet is None else {"xmp": packet})}


EXPORT_FORMATS: Mapping[str, ExportFormat] = {
    row.id: row
    for row in (
        ExportFormat("PNG", (".png",), tr("PNG picture"), options=_png),
        ExportFormat("JPEG", (".jpg", ".jpeg"), tr("JPEG picture"), options=_jpeg),
        ExportFormat("TIFF", (".tif", ".tiff"), tr("TIFF picture"), options=_tiff),
        ExportFormat("WebP", (".webp",), tr("WebP picture"), tr("Animated WebP"), options=_webp),
        ExportFormat("PDF", (".pdf",), "PDF", is_document=True),
        ExportFormat("GIF", (".gif",), moving=tr("Animated GIF")),
        ExportFormat(
            "MP4", (".mp4",), moving=tr("MP4 video"), module=("av", tr("the optional video part of the program"))
        ),
    )
}
"""Every format, in the order in which file dialogs list them."""
ENDINGS = tuple(ending for row in EXPORT_FORMATS.values() for ending in row.endings)
"""How exported files may be named, with their dots."""


def formats_for(is_moving: bool) -> tuple[ExportFormat, ...]:
    """The formats of a moving figure or of a still one."""
    return tuple(row for row in EXPORT_FORMATS.values() if (row.moving if is_moving else row.still))


def format_of(path: Path, is_moving: bool = False) -> ExportFormat:
    """The format an export's name asks for. Raises Problem for one that is not written, or needs a part not there."""
    offered = formats_for(is_moving)
    row = next((row for row in offered if path.suffix.lower() in row.endings), None)
    words = tr("a moving picture") if is_moving else tr("a comparison")
    here = [one.endings[0] for one in offered if one.module is None]
    if row is None:
        listed = [one.endings[0] for one in offered]
        raise Problem(
            tr(
                "{name} cannot be written: {words} is exported as {value}. {nothing_written}",
                name=path.name,
                words=words,
                value=_or(listed),
                nothing_written=NOTHING_WRITTEN,
            )
        )
    if row.module is not None and importlib.util.find_spec(row.module[0]) is None:
        raise Problem(
            tr(
                "{name} cannot be written: {id} needs {module}, which is not installed; choose {value}. "
                "{nothing_written}",
                name=path.name,
                id=row.id,
                module=row.module[1],
                value=_or(here),
                nothing_written=NOTHING_WRITTEN,
            )
        )
    return row


def _or(words: Sequence[str]) -> str:
    return tr(" or ").join((", ".join(words[:-1]), words[-1]))


def encoded(page: PixelArray, row: ExportFormat, packet: bytes | None = None, dpi: float = DPI) -> bytes:
    """(h, w, 3) sRGB as a file with an sRGB profile, `dpi` and the XMP `packet`, and nothing else. Raises Problem."""
    assert row.options is not None, f"{row.id} is no picture"
    height, width = page.shape[:2]
    if row.id == "WebP" and max(width, height) > WEBP_SIDE:
        raise Problem(
            tr(
                "A WebP picture has at most {webp_side} px a side; this one would have {width} x {height}. "
                "Choose another format or a smaller size. {nothing_written}",
                webp_side=WEBP_SIDE,
                width=width,
                height=height,
                nothing_written=NOTHING_WRITTEN,
            )
        )
    picture = Image.frombuffer("RGB", (width, height), page, "raw", "RGB", 0, 1)
    target = BytesIO()
    picture.save(target, row.id, icc_profile=srgb_profile(), **row.options(packet, dpi))
    return target.getvalue()
