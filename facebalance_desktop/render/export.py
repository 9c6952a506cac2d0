"""Exports: the bench composed once more, painted at exact pixels, written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms
from PySide6.QtGui import QImage, QPainter

from facebalance_desktop.drawing.primitives import PAGE_SIDE, Scene, page_of
from facebalance_desktop.drawing.scene import GAP, Look, compose
from facebalance_desktop.errors import Problem
from facebalance_desktop.geometry import Rect
from facebalance_desktop.project.conclusions import Pair
from facebalance_desktop.project.model import Project, new_id
from facebalance_desktop.render import fonts
from facebalance_desktop.render.layers import ExportLayers, Layers, Pyramids
from facebalance_desktop.render.painter import paint
from facebalance_desktop.settings import reason, replace_patiently
from facebalance_desktop.work import Ticket

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
DPI = 300
QUALITY = 92
LARGEST = 30_000
"""px: longer sides are refused before anything is allocated."""
NOTHING_WRITTEN = "Nothing was written and the project is unchanged."


def format_of(path: Path) -> str:
    """The format an export's name asks for; Problem for one that is not written."""
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise Problem(
            f"{path.name} cannot be written: a comparison is exported as .png, .jpg or .jpeg. {NOTHING_WRITTEN}"
        ) from None


def full_size(pair: Pair, look: Look, frame: Rect) -> tuple[tuple[int, int], Look]:
    """Pixels of an export of `frame` (reference px) in which no pixel of the before photo is reduced, and its look."""
    width, height = frame.width, frame.height
    if pair.after is not None and look.mode == "side-by-side":
        if 2 * width >= height:
            width = max(2 * width + GAP * height / PAGE_SIDE, 2 * width / (1 - GAP / PAGE_SIDE))
        else:
            height = 2 * height / (1 - GAP / PAGE_SIDE)
    size = round(width), round(height)
    if max(size) > LARGEST:
        raise Problem(f"The comparison would be {size[0]} x {size[1]} px, more than {LARGEST}. {NOTHING_WRITTEN}")
    unit = max(size) / PAGE_SIDE
    return size, Look(look.mode, frame.centre, 1 / unit, look.wipe, look.text_scale, look.has_captions)


def painted(scene: Scene, size: tuple[int, int], layers: Layers) -> QImage:
    """The scene as an image of `size` px."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    if image.isNull():
        raise Problem(f"There is not enough memory for a picture of {size[0]} x {size[1]} px. {NOTHING_WRITTEN}")
    painter = QPainter(image)
    try:
        paint(painter, scene, max(size) / max(scene.width, scene.height), layers)
    finally:
        painter.end()
    return image


def export_comparison(
    ticket: Ticket,
    project: Project,
    pair: Pair,
    look: Look,
    size: tuple[int, int],
    path: Path,
    pyramids: Pyramids,
    is_forced: bool,
) -> Path:
    """Paint the bench at `size` px and write it to `path`; replaces a file only when `is_forced`.

    Raises Problem in one sentence when it cannot be written; what stood there before is then untouched.
    """
    kind = format_of(path)
    refuse_existing(path, is_forced)
    ticket.report(0, 3, "Painting")
    scene = compose(project, pair, look, page_of(*size), fonts.measure)
    image = painted(scene, size, ExportLayers(pyramids))
    ticket.raise_if_cancelled()
    ticket.report(1, 3, "Writing")
    data = encoded(image, kind)
    ticket.raise_if_cancelled()
    write_whole(path, data)
    ticket.report(3, 3, "Written")
    return path


def refuse_existing(path: Path, is_forced: bool) -> None:
    if path.exists() and not is_forced:
        raise Problem(f"{path.name} is already there and was left as it is; choose another name or allow replacing it.")


@lru_cache(maxsize=1)
def _srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def encoded(image: QImage, kind: str) -> bytes:
    """PNG or JPEG bytes with an sRGB profile and nothing else."""
    width, height = image.width(), image.height()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine() // 4, 4)[:, :width]
    picture = Image.fromarray(np.ascontiguousarray(rows[:, :, 2::-1]))
    target = BytesIO()
    if kind == "JPEG":
        picture.save(target, "JPEG", quality=QUALITY, icc_profile=_srgb(), dpi=(DPI, DPI))
    else:
        picture.save(target, "PNG", compress_level=3, icc_profile=_srgb(), dpi=(DPI, DPI))
    return target.getvalue()


def write_whole(path: Path, data: bytes) -> None:
    """The name holds the old file or the whole new one; Problem where it cannot be written."""
    beside = path.with_name(f".{new_id()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        replace_patiently(beside, path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise Problem(f"{path.name} could not be written: {reason(error)}. {NOTHING_WRITTEN}") from None
