"""HEIC and HEIF by libheif, AVIF by Pillow's libavif: the primary picture.

Both containers carry rotation and mirroring of their own; the EXIF orientation beside them is by the standard not to be
applied. libheif turns the pixels itself; Pillow hands the container's own turn over as an orientation.
"""

from __future__ import annotations

from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.photos import messages, pillow
from facebalance_desktop.photos.boxes import colour_code, is_cut_off
from facebalance_desktop.photos.facts import Header, Raster, Space
from facebalance_desktop.photos.metadata import read_metadata
from facebalance_desktop.translation import tr

_P3_PRIMARIES, _PQ, _HLG = 12, 16, 18


def heif_header(data: bytes, name: str) -> Header:
    """Size and so on of the primary picture, as libheif will turn it. Raises Problem."""
    image, count = _primary(data, name)
    width, height = image.size
    messages.check_size(name, width, height)
    exif = image.info.get("exif")
    space: Space = "grey" if image.mode.split(";")[0] in ("L", "LA", "La", "I") else "RGB"
    icc, notes = _colour(data, image.info.get("icc_profile"))
    return Header(
        "",
        width,
        height,
        space=space,
        icc=icc,
        exif=exif.removeprefix(b"Exif\0\0") if exif else None,
        xmp=image.info.get("xmp"),
        images=count,
        notes=notes,
    )


def heif_pixels(data: bytes, name: str, head: Header, max_side: int | None) -> Raster:
    """Upright already. Raises Problem."""
    image, _ = _primary(data, name)
    try:
        array: NDArray[Any] = np.asarray(image)
    except Exception as error:  # whatever a decoder meets in damaged bytes
        raise messages.damaged(name) from error
    width, height = image.size
    array = array[:, :width]
    if array.shape[:2] != (height, width):
        raise messages.damaged(name)
    if array.dtype == np.uint16:
        top = 2 ** int(image.info["bit_depth"]) - 1
        array = np.rint(np.minimum(array, top) * np.float32(65535 / top)).astype(np.uint16)
    return pillow.split_alpha(array, head.space)


def avif_header(data: bytes, name: str) -> Header:
    """Raises Problem."""
    if is_cut_off(data):
        raise messages.cut_off(name)
    try:
        with pillow.opened(data, "AVIF") as image:
            width, height = image.size
            info, count = image.info, getattr(image, "n_frames", 1)
    except Exception as error:  # whatever a decoder meets in damaged bytes
        raise messages.damaged(name) from error
    messages.check_size(name, width, height)
    exif = info.get("exif")
    exif = exif.removeprefix(b"Exif\0\0") if exif else None
    icc, notes = _colour(data, info.get("icc_profile"))
    orientation = read_metadata(exif, None).orientation
    return Header("AVIF", width, height, "RGB", orientation, icc, exif, info.get("xmp"), count, notes)


def avif_pixels(data: bytes, name: str, head: Header, max_side: int | None) -> Raster:
    """As stored; the header's orientation is the container's. Raises Problem."""
    return pillow.split_alpha(pillow.read(data, name, "AVIF", None), "RGB")


def _primary(data: bytes, name: str) -> tuple[Any, int]:
    """pillow_heif's primary image, not yet decoded, and how many images there are."""
    import pillow_heif  # deferred: libheif is loaded only where a HEIC is read, in a worker

    if is_cut_off(data):
        raise messages.cut_off(name)
    pillow_heif.options.THUMBNAILS = pillow_heif.options.DEPTH_IMAGES = pillow_heif.options.AUX_IMAGES = False
    try:
        file = pillow_heif.open_heif(data, convert_hdr_to_8bit=False, hdr_to_16bit=False)
        return file[file.primary_index], len(file)
    except Exception as error:  # whatever a decoder meets in damaged bytes
        raise messages.damaged(name) from error


def _colour(data: bytes, icc: bytes | None) -> tuple[bytes | None, tuple[str, ...]]:
    """The embedded profile, or one for the colour code that stands in its place."""
    code = colour_code(data)
    if icc or code is None:
        return icc, ()
    primaries, transfer = code
    if transfer in (_PQ, _HLG):
        return None, (tr("High dynamic range is not converted: brightness and colour may look wrong."),)
    if primaries == _P3_PRIMARIES:
        return _display_p3(), (tr("Display P3 is named by a colour code, without a profile."),)
    return None, ()


def _display_p3() -> bytes:
    return bytes(
        imagecodecs.cms_profile(
            "rgb",
            whitepoint=(0.3127, 0.3290, 1.0),
            primaries=(0.680, 0.320, 1.0, 0.265, 0.690, 1.0, 0.150, 0.060, 1.0),
            gamma=2.2,
        )
    )
