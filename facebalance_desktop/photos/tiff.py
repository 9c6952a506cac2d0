"""TIFF and BigTIFF, 8 and 16 bits: grey, palette, RGB, CMYK, Lab; the first page that is no thumbnail."""

from __future__ import annotations

import io
import itertools
import logging
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.errors import Problem
from facebalance_desktop.photos import messages
from facebalance_desktop.photos.facts import Header, Raster, Space
from facebalance_desktop.photos.pillow import split_alpha
from facebalance_desktop.translation import tr

if TYPE_CHECKING:
    from tifffile import TiffFile, TiffPage

_SPACES: dict[int, Space] = {0: "grey", 1: "grey", 2: "RGB", 3: "RGB", 5: "CMYK", 6: "RGB", 8: "Lab", 9: "Lab"}
_COLOURS = {"grey": 1, "RGB": 3, "CMYK": 4, "Lab": 3}
_MAX_PAGES, _MAX_SAMPLES = 1000, 16


def header(data: bytes, name: str) -> Header:
    """Raises Problem."""
    with _OpenTiff(data, name) as (tiff, page, images):
        width, height = page.imagewidth, page.imagelength
        messages.check_size(name, width, height)
        space = _SPACES.get(int(page.photometric))
        if space is None or page.imagedepth != 1 or page.samplesperpixel > _MAX_SAMPLES:
            raise messages.unsupported(name, tr("a kind of TIFF picture that is no photo"))
        _check_extents(page, data, name)
        orientation = page.tags.valueof(274, 1)
        icc, xmp = page.tags.valueof(34675), page.tags.valueof(700)
        return Header(
            "TIFF" if not tiff.is_bigtiff else "BigTIFF",
            width,
            height,
            space,
            orientation if orientation in range(1, 9) else 1,
            icc if isinstance(icc, bytes) else None,
            data if not tiff.is_bigtiff else None,
            xmp if isinstance(xmp, bytes) else None,
            images,
        )


def pixels(data: bytes, name: str, head: Header, max_side: int | None) -> Raster:
    """Raises Problem."""
    with _OpenTiff(data, name) as (_, page, _):
        array = page.asarray(maxworkers=1)
        if page.planarconfig == 2 and array.ndim == 3:
            array = np.moveaxis(array, 0, -1)
        colours = 1 if page.photometric == 3 else _COLOURS[head.space]
        if (array.ndim == 2 and colours != 1) or array.ndim not in (2, 3) or array.dtype.kind not in "bu":
            raise messages.unsupported(name, tr("a TIFF picture of an unusual layout (signed, floating or subsampled)"))
        array = _full_range(array, int(page.bitspersample))
        extra = [int(sample) for sample in page.extrasamples]
        if array.ndim == 3:
            array = array[:, :, : colours + (1 if extra[:1] in ([1], [2]) else 0)]
        if page.photometric == 3:
            return Raster(_looked_up(array, page.colormap, int(page.bitspersample), name), "RGB")
        if page.photometric == 0:
            array[...] = np.iinfo(array.dtype).max - array if array.ndim == 2 else array
        raster = split_alpha(np.ascontiguousarray(array), head.space)
        if head.space == "Lab":
            raster = Raster(_lab(raster.data, int(page.photometric)), "Lab", raster.alpha)
        if extra[:1] == [1] and raster.alpha is not None:
            raster = Raster(_unmultiplied(raster.data, raster.alpha), raster.space, raster.alpha)
        return raster


class _OpenTiff:
    """The file, its page and the number of pages; what tifffile raises on damaged data becomes one sentence."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name
        self._tiff: TiffFile | None = None

    def __enter__(self) -> tuple[TiffFile, TiffPage, int]:
        import tifffile  # deferred: 0.2 s that only TIFFs should cost

        logging.getLogger("tifffile").setLevel(logging.CRITICAL)  # it logs each oddity of a damaged file
        try:
            self._tiff = tifffile.TiffFile(io.BytesIO(self._data))
            pages = [
                page
                for page in itertools.islice(self._tiff.pages, _MAX_PAGES)
                if isinstance(page, tifffile.TiffPage) and not page.subfiletype & 1
            ]
            first = pages[0] if pages else self._tiff.pages.first
        except Exception as error:  # whatever a parser meets in damaged bytes
            raise messages.damaged(self._name) from error
        return self._tiff, first, max(1, len(pages))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if self._tiff is not None:
            self._tiff.close()
        if isinstance(error, Exception) and not isinstance(error, Problem):
            raise messages.damaged(self._name) from error


def _check_extents(page: TiffPage, data: bytes, name: str) -> None:
    """Every strip or tile must lie within the file: tifffile would show a missing one as black."""
    if not page.dataoffsets or len(page.dataoffsets) != len(page.databytecounts):
        raise messages.damaged(name)
    if any(at <= 0 or size <= 0 for at, size in zip(page.dataoffsets, page.databytecounts, strict=True)):
        raise messages.damaged(name)
    if any(at + size > len(data) for at, size in zip(page.dataoffsets, page.databytecounts, strict=True)):
        raise messages.cut_off(name)
    needed = page.imagewidth * page.imagelength * page.samplesperpixel * page.bitspersample // 8
    if page.compression == 1 and sum(page.databytecounts) < needed:
        raise messages.cut_off(name)


def _full_range(array: NDArray[Any], bits: int) -> NDArray[Any]:
    """1 to 7 bits stretched to 8, 9 to 15 to 16."""
    if bits in (8, 16):
        return array.astype(array.dtype.newbyteorder("="), copy=not array.flags.writeable)
    top, kind = (255, np.uint8) if bits < 8 else (65535, np.uint16)
    return np.asarray(np.rint(array.astype(np.float32) * (top / (2**bits - 1))), kind)


def _looked_up(index: NDArray[Any], table: NDArray[np.uint16] | None, bits: int, name: str) -> NDArray[Any]:
    if table is None or bits > 8 or index.ndim != 2:
        raise messages.damaged(name)
    entries = np.rint(index.astype(np.float32) * ((2**bits - 1) / 255)).astype(np.intp)
    return np.ascontiguousarray(table.T[entries]).astype(np.uint16)


def _lab(data: NDArray[Any], photometric: int) -> NDArray[Any]:
    """CIELAB has signed a and b; ICCLAB (9) offset ones, in 16 bits with white at 65280. Both to littleCMS's range."""
    if photometric == 8:
        data = data.copy()
        if data.dtype == np.uint8:
            data[:, :, 1:] ^= 0x80
            return data
        signed = np.ascontiguousarray(data[:, :, 1:]).view(np.int16).astype(np.float32) / 256
        data[:, :, 1:] = np.clip(np.rint((signed + 128) * 257), 0, 65535).astype(np.uint16)
        return data
    if data.dtype == np.uint16:
        return np.asarray(np.minimum(np.rint(data * np.float32(65535 / 65280)), 65535), np.uint16)
    return data


def _unmultiplied(data: NDArray[Any], alpha: NDArray[Any]) -> NDArray[Any]:
    """Colours that were stored multiplied by alpha."""
    top = float(np.iinfo(data.dtype).max)
    share = np.maximum(alpha, 1).astype(np.float32) / top
    divided = data / (share if data.ndim == 2 else share[:, :, None])
    return np.asarray(np.minimum(np.rint(divided), top), data.dtype)
