"""Damaged, cut off, empty, hostile: one sentence each, nothing allocated for a bomb, no crash, no wait."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import photo_samples as written
import pytest
from conftest import ROOT
from numpy.typing import NDArray

from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.decode import decode, read_facts
from facebalance_desktop.photos.opencv import cv2

DEADLINE = 20  # s, of one decode


def peak() -> int:
    """The most memory this process ever held, KiB."""
    resource = pytest.importorskip("resource", reason="Windows does not tell the peak this way")
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def sentence(data: bytes, name: str = "photo.jpg") -> str:
    with pytest.raises(Problem) as caught:
        decode(data, name)
    text = caught.value.sentence
    assert f"“{name}”" in text and "changed" in text and "\n" not in text and len(text) < 300
    return text


def test_empty() -> None:
    assert "empty" in sentence(b"")


@pytest.mark.parametrize("data", [b"only text", "Fräulein".encode("utf-16"), b"\0" * 5000, b"<svg/>", b"PK\3\4"])
def test_what_is_no_photo(data: bytes) -> None:
    assert "not a photo" in sentence(data)


def test_a_cut_jpeg_and_a_damaged_one() -> None:
    data = written.by_pillow("JPEG")
    assert "cut off" in sentence(data[: len(data) // 2])
    assert "cut off" in sentence(data[:100])
    middle = len(data) // 2
    assert "damaged" in sentence(data[:middle] + data[middle + 900 :])
    assert "damaged" in sentence(data[:middle] + b"\xff\xd9"), "an end put on by a recovery program"


@pytest.mark.parametrize("rest", [0.99, 0.5, 0.01])
@pytest.mark.parametrize("pixels", [None, written.grey()], ids=["colour", "grey"])
def test_a_cut_bmp(pixels: NDArray[np.uint8] | None, rest: float) -> None:
    data = written.by_opencv(".bmp", pixels)
    assert decode(data, "x").pixels.shape == (200, 160, 3)
    assert "cut off" in sentence(data[: round(rest * len(data))], "photo.bmp")
    assert "damaged" in sentence(data[:30], "photo.bmp"), "cut within its header"


def test_a_jpeg_with_trailing_bytes_is_whole() -> None:
    data = written.by_pillow("JPEG")
    whole = decode(data, "x").pixels
    for tail in (bytes(5000), b"\xff" * 10, data, b"SEFH trailer of a phone"):
        assert np.array_equal(decode(data + tail, "x").pixels, whole)


def test_fill_before_the_end_is_no_damage() -> None:
    data = written.by_pillow("JPEG")
    whole = decode(data, "x").pixels
    for fill in (b"\x55", bytes(300), b"\xff" * 40):
        assert np.array_equal(decode(data[:-2] + fill + b"\xff\xd9", "x").pixels, whole)
    assert "damaged" in sentence(data[:-2] + b"\x55" * 40 + b"\xff\xd9"), "forty bytes that no block has used"


def test_a_jpeg_with_a_damaged_second_half_of_entropy_data() -> None:
    """libjpeg alone would show it, with a warning: the sign is heard also where stderr goes elsewhere."""
    data = bytearray(written.by_opencv(".jpg", None, cv2.IMWRITE_JPEG_RST_INTERVAL, 4))
    at = data.index(b"\xff\xd3", len(data) // 2)
    data[at + 1] = 0xD6
    assert "damaged" in sentence(bytes(data))


def test_what_others_write_to_stderr_is_passed_on(capfd: pytest.CaptureFixture[str]) -> None:
    import os

    from facebalance_desktop.photos.native import native_lines

    with native_lines((b"libjpeg",)) as lines:
        os.write(2, b"libjpeg: a warning\nsomething else\n")
    assert lines == ["libjpeg: a warning"]
    assert capfd.readouterr().err == "something else\n"


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    parts = [b"\x89PNG\r\n\x1a\n"]
    for kind, body in ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), *chunks, (b"IEND", b"")):
        parts.append(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))
    return b"".join(parts)


def jpeg(width: int, height: int) -> bytes:
    data = bytearray(written.by_pillow("JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def tiff(width: int, height: int) -> bytes:
    data = bytearray(written.by_pillow("TIFF", compression="tiff_lzw"))
    for tag, old, new in ((256, 160, width), (257, 200, height)):
        for kind in (3, 4):
            entry = struct.pack("<HHII", tag, kind, 1, old)
            if entry in data:
                at = data.index(entry)
                data[at : at + 12] = struct.pack("<HHII", tag, 4, 1, new)
    return bytes(data)


def jpeg_2000(width: int, height: int) -> bytes:
    data = bytearray(written.by_pillow("JPEG2000", no_jp2=True))
    data[8:16] = struct.pack(">II", width, height)
    return bytes(data)


def webp(width: int, height: int) -> bytes:
    extended = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + extended + written.by_pillow("WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


BOMBS = {
    "PNG": png(60_000, 60_000, (b"IDAT", zlib.compress(bytes(1000)))),
    "JPEG": jpeg(65_500, 65_500),
    "TIFF": tiff(100_000, 100_000),
    "BMP": b"BM" + struct.pack("<IIIIiiHHIIIIII", 100, 0, 54, 40, 60_000, -60_000, 1, 24, 0, 0, 0, 0, 0, 0),
    "PPM": b"P6 60000 60000 255\n" + bytes(100),
    "GIF": b"GIF89a" + struct.pack("<HHBBB", 65_000, 65_000, 0, 0, 0) + bytes(30),
    "WebP": webp(16_384, 16_384),
    "JPEG 2000": jpeg_2000(60_000, 60_000),
    "PSD": b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 30_000, 30_000, 8, 3) + bytes(50),
}


@pytest.mark.parametrize("format", BOMBS)
def test_more_than_250_million_pixels_are_refused_from_the_header(format: str) -> None:
    before = peak()
    assert "250 million" in sentence(BOMBS[format])
    with pytest.raises(Problem, match="250 million"):
        read_facts(BOMBS[format], "x")
    grown = peak() - before
    assert grown < 100_000, f"{grown} KiB"


def test_text_chunks_of_a_png_are_never_inflated() -> None:
    bomb = zlib.compress(bytes(200_000_000), 9)
    data = written.by_pillow("PNG")
    at = data.index(b"IDAT") - 4
    for kind, body in ((b"zTXt", b"a\0\0" + bomb), (b"iTXt", b"a\0\1\0\0\0" + bomb), (b"iCCP", b"a\0\0" + bomb)):
        chunk = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        before = peak()
        assert np.array_equal(decode(data[:at] + chunk + data[at:], "x").pixels, written.portrait())
        assert peak() - before < 100_000


TEN = (
    "formats/pillow_hopper.jpg",
    "formats/pillow_hopper_gray.jpg",
    "formats/pillow_pil_sample_cmyk.jpg",
    "formats/pillow_frame_size.mpo",
    "formats/pillow_hopper_orientation_6.webp",
    "formats/pillow_hopper.psd",
    "formats/pillow_tiff_16bit_RGB.tiff",
    "formats/pillow_hopper.Lab.tif",
    "formats/ph_zPug_3.heic",
    "negative/lion_drawing.png",
)


def run_mutations(paths: list[str], each: int) -> None:
    command = [sys.executable, "-X", "faulthandler", str(ROOT / "tests" / "photo_mutations.py"), str(each), *paths]
    result = subprocess.run(command, capture_output=True, text=True, timeout=280, cwd=ROOT, check=False)
    assert result.returncode == 0, result.stderr[-2000:]
    told = json.loads(result.stdout)
    print(told)
    assert told["faults"] == []
    assert told["slowest"] < DEADLINE
    assert told["refused"] > 0.2 * each * len(paths)
    assert told["shown"] + told["refused"] == each * len(paths)


def test_two_thousand_mutations_of_ten_real_files(photos: Path) -> None:
    run_mutations([str(photos / name) for name in TEN], 200)


def test_mutations_of_written_files(tmp_path: Path) -> None:
    """The formats without a real sample, and those that are always at hand."""
    samples = {
        "a.dng": written.raw(),
        "a.avif": written.by_pillow("AVIF"),
        "a.heic": written.by_pillow_heif(),
        "a.jp2": written.by_pillow("JPEG2000"),
        "a.gif": written.by_pillow("GIF"),
        "16.png": written.by_opencv(".png", written.deep()),
        "tiles.tif": written.by_tifffile(written.deep(), photometric="rgb", tile=(64, 64), compression="lzw"),
        "progressive.jpg": written.by_pillow("JPEG", progressive=True),
    }
    for name, data in samples.items():
        (tmp_path / name).write_bytes(data)
    run_mutations([str(tmp_path / name) for name in samples], 40)


@pytest.mark.parametrize(
    "resource_block",
    [
        b"8BIM\x04\x04\x00\x00\xff\xff\xff\xff",
        b"8BIM\x03\xed\x00\x00\x00\x00\x00\x10ab",
        b"8BIM\x03\xed\xff",
        b"8BIM\x03\xed\x00\x00\x00\x00\x00\x04abcd",
    ],
    ids=["a size beyond the file", "cut off", "cut off in its name", "too short for what it says"],
)
def test_whole_pixels_open_whatever_a_photoshop_block_says(hopper_path: Path, resource_block: bytes) -> None:
    data = hopper_path.read_bytes()
    block = b"Photoshop 3.0\x00" + resource_block
    broken = data[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + data[2:]
    assert (decode(broken, "photo.jpg").pixels == decode(data, "photo.jpg").pixels).all()
    assert read_facts(broken, "photo.jpg").width == read_facts(data, "photo.jpg").width
