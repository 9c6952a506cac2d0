"""The clinic's logo as pixels that a page can show, flattened on the page's background."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from facebalance_desktop.drawing.figure_text import LOGO, ClinicTexts
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.render.layers import Pyramids
from facebalance_desktop.settings import Settings

LOGO_FORMATS = ("PNG", "JPEG", "WebP", "TIFF", "GIF", "BMP")
"""Photo formats in which a logo can be read."""
LARGEST_LOGO = 40_000_000
"""px: a larger picture is no logo."""


def clinic_of(settings: Settings) -> ClinicTexts:
    """What the settings say of the clinic; a logo that cannot be read is left out."""
    logo = logo_pyramid(settings.clinic_logo, "#ffffff") if settings.clinic_logo else None
    size = None if logo is None else (logo.levels[0].shape[1], logo.levels[0].shape[0])
    return ClinicTexts(settings.clinic_name, settings.page_footer, settings.page_disclaimer, size)


@lru_cache(maxsize=8)
def logo_pyramid(name: str, background: str) -> Pyramid | None:
    """The picture at halving sizes, or None where there is none that can be read."""
    try:
        with Image.open(Path(name).expanduser()) as picture:
            if picture.width * picture.height > LARGEST_LOGO:
                return None
            flat = Image.new("RGBA", picture.size, background)
            flat.alpha_composite(picture.convert("RGBA"))
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    return Pyramid.of(np.array(flat.convert("RGB"), dtype=np.uint8))


def with_logo(pyramids: Pyramids, settings: Settings, background: str) -> Pyramids:
    """The photos and, under its own name, the clinic's logo."""

    def found(sha256: str) -> Pyramid | None:
        if sha256 == LOGO:
            return logo_pyramid(settings.clinic_logo, background)
        return pyramids(sha256)

    return found
