"""The formats that Pillow reads right: 8 bits a channel, damage reported; with our own size limit."""

from __future__ import annotations

import io
import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import AvifImagePlugin, Image, ImageFile, WebPImagePlugin

from facebalance_desktop.errors import Problem
from facebalance_desktop.photos import messages
from facebalance_desktop.photos.facts import Raster, Space

Image.MAX_IMAGE_PIXELS = None  # Pillow's limit warns at 89 million; ours is asked before Pillow sees the file


def read(data: bytes, name: str, format: str, mode: str | None = None) -> NDArray[np.uint8]:
    """The first image as an array, in `mode` or, without it, L, RGB or CMYK, with A where there is transparency."""
    try:
        with warnings.catch_warnings(action="ignore"), opened(data, format) as image:
            messages.check_size(name, *image.size)
            image.load()
            if mode is None:
                mode = _mode(image)
            return np.array(image.convert(mode) if image.mode != mode else image)
    except Problem:
        raise
    except Exception as error:  # whatever a decoder meets in damaged bytes
        raise (messages.cut_off(name) if "truncated" in str(error) else messages.damaged(name)) from error


def opened(data: bytes, format: str) -> ImageFile.ImageFile:
    """Not by Image.open: for what it cannot read, that imports every format Pillow knows."""
    if format == "AVIF":
        return AvifImagePlugin.AvifImageFile(io.BytesIO(data))
    if format == "WEBP":
        return WebPImagePlugin.WebPImageFile(io.BytesIO(data))
    Image.preinit()  # BMP, GIF, JPEG, PNG
    return Image.OPEN[format][0](io.BytesIO(data), "")


def _mode(image: ImageFile.ImageFile) -> str:
    is_transparent = "transparency" in image.info or image.mode in ("LA", "La", "PA", "RGBA", "RGBa")
    if image.mode in ("1", "L", "LA", "La"):
        return "LA" if is_transparent else "L"
    if image.mode == "CMYK":
        return "CMYK"
    return "RGBA" if is_transparent else "RGB"


def split_alpha(array: NDArray[Any], space: Space) -> Raster:
    """A raster of an array whose last channel, if it is the second (grey) or fourth (RGB), is alpha."""
    if array.ndim == 2:
        return Raster(array, space)
    colours = 1 if space == "grey" else 4 if space == "CMYK" else 3
    colour = array[:, :, 0] if colours == 1 else array[:, :, :colours]
    alpha = np.ascontiguousarray(array[:, :, colours]) if array.shape[2] > colours else None
    return Raster(np.ascontiguousarray(colour), space, alpha)
