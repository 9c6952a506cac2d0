"""Camera RAW by LibRaw: developed with the camera's white balance, without automatic brightening.

Automatic brightening would give two photos of one sitting two exposures, which a comparison must not have.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any

import numpy as np

from facebalance_desktop.photos import jpeg, messages
from facebalance_desktop.photos.boxes import Box, boxes, is_cut_off
from facebalance_desktop.photos.facts import Header, Raster
from facebalance_desktop.photos.tags import sensor_data_ends
from facebalance_desktop.translation import tr

if TYPE_CHECKING:
    from rawpy import RawPy

DEVELOPED = tr("camera RAW, developed to sRGB")
NOTE = tr("Developed from camera RAW with the camera's white balance, without automatic brightening.")
_ZEROS = 4096
_CANON = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")


def header(data: bytes, name: str) -> Header:
    """LibRaw turns the picture itself: the size is upright. Raises Problem."""
    with _OpenRaw(data, name) as raw:
        sizes = raw.sizes
        messages.check_size(name, max(sizes.raw_width, sizes.width), max(sizes.raw_height, sizes.height))
        width, height, aspect = sizes.iwidth, sizes.iheight, sizes.pixel_aspect
        if aspect < 1:  # LibRaw stretches what is not square
            height = round(height / aspect)
        elif aspect > 1:
            width = round(width * aspect)
        if sizes.flip in (5, 6):
            width, height = height, width
    messages.check_size(name, width, height)
    exif, exif_directory = _exif(data)
    return Header("", width, height, exif=exif, exif_directory=exif_directory, named_profile=DEVELOPED, notes=(NOTE,))


def pixels(data: bytes, name: str, head: Header, max_side: int | None) -> Raster:
    """Upright sRGB; half the size where that is enough. Raises Problem."""
    import rawpy  # deferred: LibRaw is loaded only where a RAW is read, in a worker

    _check_end(data, name)
    half = max_side is not None and max(head.width, head.height) // 2 >= max_side
    with _OpenRaw(data, name) as raw:
        image = raw.postprocess(
            use_camera_wb=True,
            no_auto_bright=True,
            output_color=rawpy.ColorSpace.sRGB,
            gamma=(2.4, 12.92),
            output_bps=16,
            half_size=half,
        )
    if not half and image.shape[:2] != (head.height, head.width):
        raise messages.unsupported(name, tr("a camera RAW of an unusual layout"))
    return Raster(np.ascontiguousarray(image), "RGB")


def _check_end(data: bytes, name: str) -> None:
    """LibRaw does not mind sensor data that end early, or in the zeros that a card leaves where a copy broke off."""
    if data[4:8] == b"ftyp":
        is_short = is_cut_off(data)
    else:
        end = max(sensor_data_ends(data), default=0) if data[:4] in (b"II*\0", b"MM\0*") else 0
        is_short = end > len(data) or (end > _ZEROS and not any(data[end - _ZEROS : end]))
    if is_short:
        raise messages.cut_off(name)


class _OpenRaw:
    """LibRaw on the bytes; its errors become one sentence."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name
        self._raw: Any = None

    def __enter__(self) -> RawPy:
        import rawpy  # deferred: as above

        try:
            self._raw = rawpy.imread(io.BytesIO(self._data))
        except rawpy.LibRawError as error:
            raise self._told(error) from error
        return self._raw  # type: ignore[no-any-return]  # rawpy is a C module without types

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        import rawpy  # deferred: as above

        if self._raw is not None:
            self._raw.close()
        if isinstance(error, rawpy.LibRawError | ValueError | RuntimeError):
            raise self._told(error) from error

    def _told(self, error: BaseException) -> Exception:
        told = type(error).__name__
        if "FileUnsupported" in told or "NotImplemented" in told:
            return messages.unsupported(self._name, tr("a camera RAW of a camera this program does not know"))
        return messages.cut_off(self._name) if "IO" in told else messages.damaged(self._name)


def _exif(data: bytes) -> tuple[bytes | None, bytes | None]:
    """The TIFF structures with the metadata: the file itself, RAF's JPEG's, or the two of a CR3."""
    if data.startswith(b"FUJIFILMCCD-RAW") and len(data) >= 92:
        start, size = struct.unpack_from(">II", data, 84)
        return jpeg.exif(data[start : start + size]), None
    if data[4:8] == b"ftyp":
        moov = next((box for box in boxes(data, 0, len(data)) if box.kind == b"moov"), None)
        inside = list(boxes(data, moov.start, moov.end)) if moov else []
        canon = next(
            (box for box in inside if box.kind == b"uuid" and data[box.start : box.start + 16] == _CANON), None
        )
        return (_content(data, canon, b"CMT1"), _content(data, canon, b"CMT2")) if canon else (None, None)
    return data, None


def _content(data: bytes, parent: Box, kind: bytes) -> bytes | None:
    for box in boxes(data, parent.start + 16, parent.end):
        if box.kind == kind:
            return data[box.start : box.end]
    return None
