"""Every format opens right, by content: written by another library at test time, compared with what was written."""

from __future__ import annotations

import contextlib

import numpy as np
import photo_samples as written
import pytest
from PIL import Image

from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.decode import Decoded, decode, read_facts
from facebalance_desktop.photos.formats import format_of
from facebalance_desktop.photos.opencv import cv2

PORTRAIT = written.portrait()
IMAGE = Image.fromarray(PORTRAIT)
GREY = np.repeat(written.grey()[:, :, None], 3, axis=2)
ROUNDED = np.rint(written.deep() / 257).astype(np.uint8)
WITH_ALPHA = np.dstack([PORTRAIT, np.tile(np.linspace(0, 255, 160).astype(np.uint8), (200, 1))])
OVER_GREY = np.rint(PORTRAIT * (WITH_ALPHA[:, :, 3:] / 255) + 128 * (1 - WITH_ALPHA[:, :, 3:] / 255))
PREMULTIPLIED = np.dstack([np.rint(PORTRAIT * (WITH_ALPHA[:, :, 3:] / 255)).astype(np.uint8), WITH_ALPHA[:, :, 3]])
CMYK = np.asarray(IMAGE.convert("CMYK"))
LAB = np.dstack([PORTRAIT[:, :, 0] // 2 + 60, PORTRAIT[:, :, 1] // 8 + 120, PORTRAIT[:, :, 2] // 8 + 120])

# name: (bytes, format, expected pixels, largest mean difference)
EXACT, LOSSY = 0.0, 5.0
SAMPLES: dict[str, tuple[bytes, str, np.ndarray, float]] = {  # type: ignore[type-arg]  # any array of numbers
    "JPEG": (written.by_pillow("JPEG", quality=95), "JPEG", PORTRAIT, LOSSY),
    "JPEG progressive": (written.by_pillow("JPEG", progressive=True, quality=95), "JPEG", PORTRAIT, LOSSY),
    "JPEG with restarts": (written.by_opencv(".jpg", None, cv2.IMWRITE_JPEG_RST_INTERVAL, 8), "JPEG", PORTRAIT, LOSSY),
    "JPEG 4:4:4": (written.by_pillow("JPEG", subsampling=0, quality=98), "JPEG", PORTRAIT, LOSSY),
    "JPEG grey": (written.by_pillow("JPEG", written.grey(), quality=95), "JPEG", GREY, LOSSY),
    "JPEG CMYK": (written.by_pillow("JPEG", IMAGE.convert("CMYK"), quality=95), "JPEG", PORTRAIT, LOSSY),
    "JPEG CMYK from cyan to key": (written.by_imagecodecs("CMYK"), "JPEG", PORTRAIT, LOSSY),
    "JPEG YCCK": (written.by_imagecodecs("YCCK"), "JPEG", PORTRAIT, LOSSY),
    "PNG": (written.by_opencv(".png"), "PNG", PORTRAIT, EXACT),
    "PNG grey": (written.by_opencv(".png", written.grey()), "PNG", GREY, EXACT),
    "PNG palette": (written.by_pillow("PNG", IMAGE.quantize(256)), "PNG", PORTRAIT, LOSSY),
    "PNG bilevel": (written.by_pillow("PNG", Image.fromarray(GREY[:, :, 0] > 99)), "PNG", (GREY > 99) * 255, EXACT),
    "PNG 16 bit": (written.by_opencv(".png", written.deep()), "PNG", ROUNDED, EXACT),
    "PNG 16 bit grey": (written.by_opencv(".png", written.deep(GREY[:, :, 0])), "PNG", GREY, 0.6),
    "PNG alpha": (written.by_pillow("PNG", WITH_ALPHA), "PNG", OVER_GREY, 0.51),
    "PNG grey, one transparent": (
        written.by_pillow("PNG", GREY[:, :, 0], transparency=200),
        *("PNG", np.where(GREY == 200, 128, GREY), EXACT),
    ),
    "TIFF": (written.by_pillow("TIFF"), "TIFF", PORTRAIT, EXACT),
    "TIFF LZW": (written.by_pillow("TIFF", compression="tiff_lzw"), "TIFF", PORTRAIT, EXACT),
    "TIFF deflate": (written.by_pillow("TIFF", compression="tiff_adobe_deflate"), "TIFF", PORTRAIT, EXACT),
    "TIFF PackBits": (written.by_pillow("TIFF", compression="packbits"), "TIFF", PORTRAIT, EXACT),
    "TIFF JPEG": (written.by_pillow("TIFF", compression="jpeg", quality=95), "TIFF", PORTRAIT, LOSSY),
    "TIFF grey": (written.by_pillow("TIFF", written.grey()), "TIFF", GREY, EXACT),
    "TIFF palette": (written.by_pillow("TIFF", IMAGE.quantize(256)), "TIFF", PORTRAIT, LOSSY),
    "TIFF inverted grey": (written.by_tifffile(255 - written.grey(), photometric="miniswhite"), "TIFF", GREY, EXACT),
    "TIFF 16 bit LZW": (written.by_opencv(".tif", written.deep()), "TIFF", ROUNDED, EXACT),
    "TIFF 16 bit tiles": (
        written.by_tifffile(written.deep(), photometric="rgb", tile=(64, 64), compression="deflate", predictor=True),
        *("TIFF", ROUNDED, EXACT),
    ),
    "TIFF planes": (
        written.by_tifffile(np.moveaxis(PORTRAIT, -1, 0), photometric="rgb", planarconfig="separate"),
        *("TIFF", PORTRAIT, EXACT),
    ),
    "TIFF big-endian": (written.by_tifffile(written.deep(), photometric="rgb", byteorder=">"), "TIFF", ROUNDED, EXACT),
    "TIFF CMYK LZW": (
        written.by_pillow("TIFF", IMAGE.convert("CMYK"), compression="tiff_lzw"),
        *("TIFF", PORTRAIT, 0.01),
    ),
    "TIFF alpha": (
        written.by_tifffile(WITH_ALPHA, photometric="rgb", extrasamples=["unassalpha"]),
        *("TIFF", OVER_GREY, 0.51),
    ),
    "TIFF multiplied alpha": (
        written.by_tifffile(PREMULTIPLIED, photometric="rgb", extrasamples=["assocalpha"]),
        *("TIFF", OVER_GREY, 0.9),
    ),
    "BigTIFF": (written.by_pillow("TIFF", big_tiff=True), "BigTIFF", PORTRAIT, EXACT),
    "WebP": (written.by_opencv(".webp", None, cv2.IMWRITE_WEBP_QUALITY, 95), "WebP", PORTRAIT, LOSSY),
    "WebP lossless": (written.by_opencv(".webp", None, cv2.IMWRITE_WEBP_QUALITY, 101), "WebP", PORTRAIT, EXACT),
    "WebP alpha": (written.by_pillow("WEBP", WITH_ALPHA, lossless=True, exact=True), "WebP", OVER_GREY, 0.51),
    "BMP": (written.by_opencv(".bmp"), "BMP", PORTRAIT, EXACT),
    "BMP grey": (written.by_opencv(".bmp", written.grey()), "BMP", GREY, EXACT),
    "PPM": (written.by_pillow("PPM"), "PPM", PORTRAIT, EXACT),
    "PPM 16 bit": (written.by_opencv(".ppm", written.deep()), "PPM", ROUNDED, EXACT),
    "PGM": (written.by_pillow("PPM", written.grey()), "PGM", GREY, EXACT),
    "PGM plain": (written.by_opencv(".pgm", written.grey(), cv2.IMWRITE_PXM_BINARY, 0), "PGM", GREY, EXACT),
    "PBM": (written.by_pillow("PPM", Image.fromarray(GREY[:, :, 0] > 99)), "PBM", (GREY > 99) * 255, EXACT),
    "GIF": (written.by_pillow("GIF", IMAGE.quantize(256)), "GIF", PORTRAIT, LOSSY),
    "HEIC": (written.by_pillow_heif(), "HEIC", PORTRAIT, LOSSY),
    "HEIC 10 bit": (written.by_pillow_heif(written.deep()), "HEIC", ROUNDED, 1.0),
    "AVIF": (written.by_pillow("AVIF", quality=90), "AVIF", PORTRAIT, LOSSY),
    "JPEG 2000": (
        written.by_opencv(".jp2", None, cv2.IMWRITE_JPEG2000_COMPRESSION_X1000, 1000),
        "JPEG 2000",
        PORTRAIT,
        LOSSY,
    ),
    "JPEG 2000 lossless": (written.by_pillow("JPEG2000", irreversible=False), "JPEG 2000", PORTRAIT, EXACT),
    "JPEG 2000 codestream": (written.by_pillow("JPEG2000", no_jp2=True), "JPEG 2000", PORTRAIT, EXACT),
    "JPEG 2000 tiles": (written.by_pillow("JPEG2000", tile_size=(64, 64)), "JPEG 2000", PORTRAIT, EXACT),
    "PSD": (written.photoshop(), "PSD", PORTRAIT, EXACT),
    "PSD not packed": (written.photoshop(is_packed=False), "PSD", PORTRAIT, EXACT),
    "PSD 16 bit": (written.photoshop(written.deep()), "PSD", ROUNDED, EXACT),
    "PSD grey": (written.photoshop(written.grey(), 1), "PSD", GREY, EXACT),
    "PSD CMYK": (written.photoshop(255 - CMYK, 4), "PSD", PORTRAIT, 0.01),
    "DNG": (written.raw(), "DNG", PORTRAIT, LOSSY),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_opens_as_it_was_written(name: str) -> None:
    data, format, expected, limit = SAMPLES[name]
    facts, decoded = read_facts(data, "x"), decode(data, "x")
    assert facts == decoded.facts
    assert (facts.format, facts.width, facts.height, facts.images) == (format, 160, 200, 1)
    assert decoded.pixels.shape == (200, 160, 3) and decoded.pixels.dtype == np.uint8
    assert decoded.pixels.flags.c_contiguous and not decoded.pixels.flags.writeable
    difference = np.abs(decoded.pixels.astype(np.float64) - expected)
    assert difference.mean() <= limit
    if limit == LOSSY:  # colours in order, no shift of brightness
        assert np.abs(decoded.pixels.mean((0, 1)) - expected.mean((0, 1))).max() < 1.5


# Of plain numbers the last may lose digits, and nobody can tell.
@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "PGM plain"])
def test_a_photo_cut_off_anywhere_is_never_shown_as_whole(name: str) -> None:
    data = SAMPLES[name][0]
    whole = decode(data, "x").pixels
    random = np.random.default_rng(3)
    lengths = {len(data) - back for back in (1, 2, 3, 6, 12, 40)} | set(random.integers(1, len(data), 8).tolist())
    for length in lengths:
        with contextlib.suppress(Problem):  # either this, or the very same picture: what was cut off was no part of it
            assert np.array_equal(decode(data[:length], "x").pixels, whole), f"cut to {length} of {len(data)}"


ENTROPY_CODED = [name for name in SAMPLES if name.split()[0] in ("JPEG", "HEIC", "AVIF", "WebP", "DNG")]


@pytest.mark.parametrize("name", [*ENTROPY_CODED, "PNG", "TIFF LZW", "GIF"])
def test_zeros_where_a_copy_broke_off_are_not_shown(name: str) -> None:
    data = SAMPLES[name][0]
    end = len(data) * 2 // 3
    with pytest.raises(Problem):
        decode(data[:end] + bytes(len(data) - end), "x")


@pytest.mark.parametrize("photometric", [8, 9])
@pytest.mark.parametrize("is_deep", [False, True])
def test_lab_tiff(photometric: int, is_deep: bool) -> None:
    """CIELAB (8) stores signed a and b, ICCLAB (9) offset ones; in both depths all four look alike."""
    lab = LAB.astype(np.int32)
    if photometric == 8:
        lab[:, :, 1:] -= 128
        stored = (lab * 256 if is_deep else lab).astype(np.int16 if is_deep else np.int8)
        if is_deep:
            stored[:, :, 0] = np.rint(LAB[:, :, 0] * 257.0).astype(np.uint16).view(np.int16)
    else:
        stored = (lab * 256).astype(np.uint16) if is_deep else lab.astype(np.uint8)
    kind = np.uint16 if is_deep else np.uint8
    data = written.by_tifffile(stored.view(kind), photometric=photometric)
    expected = decode(written.photoshop(LAB.astype(np.uint8), 9), "x").pixels
    got = decode(data, "x")
    assert got.facts.profile == "none: CIELAB under D50 assumed"
    assert np.abs(got.pixels.astype(int) - expected).mean() < 0.5


def test_avif_by_another_writer() -> None:
    imagecodecs = pytest.importorskip("imagecodecs")
    if not imagecodecs.AVIF.available:
        pytest.skip("imagecodecs has no AVIF writer here")
    decoded = decode(bytes(imagecodecs.avif_encode(PORTRAIT, level=95)), "x")
    assert np.abs(decoded.pixels.astype(int) - PORTRAIT).mean() < LOSSY


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (written.raw("NIKON CORPORATION", is_dng=False), "NEF"),
        (written.raw("SONY", is_dng=False), "ARW"),
        (written.raw("Other", is_dng=False), "camera RAW"),
        (b"II*\0\x10\0\0\0CR\x02\0" + bytes(20), "CR2"),
        (b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom", "CR3"),
        (b"FUJIFILMCCD-RAW 0201FF", "RAF"),
        (bytes(128) + b"DICM" + bytes(20), "DICOM"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "video"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "AVIF"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC"),
        (b"hello, I am no photo", None),
        (b"BMW is a car maker, not a bitmap, however it begins", None),
        (b"P5", None),
    ],
)
def test_recognised_by_content(data: bytes, format: str | None) -> None:
    assert format_of(data) == format


@pytest.mark.parametrize("name", ["a.JPG", "b.jpeg", "c.png.heic", "Zoë und Jörg.тест.jpg", "no extension", ".hidden"])
def test_names_do_not_matter(name: str) -> None:
    assert decode(SAMPLES["PNG"][0], name).facts.format == "PNG"


def test_raw_is_turned_and_halved() -> None:
    turned = decode(written.raw(orientation=6), "x")
    assert (turned.facts.width, turned.facts.height) == (200, 160) == turned.pixels.shape[1::-1]
    assert np.abs(turned.pixels.astype(int) - np.rot90(PORTRAIT, -1)).mean() < LOSSY
    assert decode(written.raw(), "x", max_side=100).pixels.shape == (100, 80, 3)
    assert any("white balance" in note for note in turned.facts.notes)


def several(format: str) -> Decoded:
    others = [Image.fromarray(255 - PORTRAIT), Image.fromarray(PORTRAIT // 2)]
    return decode(written.by_pillow(format, save_all=True, append_images=others), "x")


@pytest.mark.parametrize("format", ["GIF", "WEBP", "TIFF", "MPO", "PNG"])
def test_containers_open_the_first(format: str) -> None:
    shown = several(format)
    assert shown.facts.images == 3
    assert np.abs(shown.pixels.astype(int) - PORTRAIT).mean() < 8


def test_heic_opens_the_primary() -> None:
    import io

    import pillow_heif

    file = io.BytesIO()
    container = pillow_heif.from_pillow(Image.fromarray(255 - PORTRAIT))
    container.add_from_pillow(IMAGE)
    container.save(file, quality=90, primary_index=1)
    shown = decode(file.getvalue(), "x")
    assert shown.facts.images == 2
    assert np.abs(shown.pixels.astype(int) - PORTRAIT).mean() < LOSSY


def test_reduced_decodes_keep_the_facts_and_the_wanted_size() -> None:
    large = np.asarray(IMAGE.resize((1600, 2000)))
    data = written.by_opencv(".jpg", large)
    for wanted, got in ((2000, 2000), (1001, 2000), (1000, 1000), (499, 500), (250, 250), (100, 125)):
        decoded = decode(data, "x", max_side=wanted)
        assert max(decoded.pixels.shape) == got
        assert (decoded.facts.width, decoded.facts.height) == (1600, 2000)


def test_the_first_look_of_a_progressive_jpeg_leaves_out_the_last_bits() -> None:
    large = np.asarray(IMAGE.resize((1600, 2000)))
    data = written.by_pillow("JPEG", large, quality=90, progressive=True)
    expected = np.asarray(Image.fromarray(decode(data, "x").pixels).resize((400, 500), Image.Resampling.BOX))
    assert np.abs(decode(data, "x", max_side=500).pixels.astype(int) - expected).mean() < 1
    with pytest.raises(Problem):
        decode(data[: len(data) * 3 // 4], "x", max_side=500)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_format_has_a_first_look(name: str) -> None:
    data, _, expected, limit = SAMPLES[name]
    view_options = decode(data, "x", max_side=90)
    assert view_options.pixels.shape == (100, 80, 3) and not view_options.pixels.flags.writeable
    assert (view_options.facts.width, view_options.facts.height) == (160, 200)
    means = np.asarray(expected, np.float64).reshape(100, 2, 80, 2, 3).mean((1, 3))
    assert np.abs(view_options.pixels - means).mean() <= limit + 2


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (bytes(128) + b"DICM" + bytes(20), "DICOM"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "video"),
        (b"\xff\x0a" + bytes(30), "JPEG XL"),
    ],
)
def test_not_yet(data: bytes, word: str) -> None:
    with pytest.raises(Problem, match=f"{word}.*cannot open yet"):
        decode(data, "x")
