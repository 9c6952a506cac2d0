"""A photo is decoded where its pixels are wanted: they are the same, and at no time twice in memory."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import photo_samples as written
import pytest
from conftest import ROOT
from PIL import Image

from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.decode import decode
from facebalance_desktop.photos.facts import Pixels
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.photos.pyramid import Pyramid

PORTRAIT = written.portrait()
HEIGHT, WIDTH = PORTRAIT.shape[:2]
on_linux = pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="a file in memory needs Linux")


def zeros() -> Pixels:
    return np.zeros((HEIGHT, WIDTH, 3), np.uint8)


@on_linux
def test_a_jpeg_is_decoded_straight_into_its_place() -> None:
    data = written.by_pillow("JPEG")
    place = zeros()
    pixels = decode(data, "x", into=place).pixels
    assert pixels is place
    assert np.array_equal(pixels, decode(data, "x").pixels)


@pytest.mark.parametrize("kind", [{}, {"progressive": True}, {"subsampling": 0}, {"icc_profile": b"no profile"}])
@pytest.mark.parametrize("orientation", written.ORIENTATIONS)
def test_the_pixels_are_those_of_a_decode_without_a_place(orientation: int, kind: dict[str, Any]) -> None:
    stored = written.turned(PORTRAIT, orientation)
    data = written.by_pillow("JPEG", stored, exif=written.exif({0x0112: orientation}), **kind)
    place = zeros()
    pixels = decode(data, "x", into=place).pixels
    assert pixels.flags.c_contiguous and not pixels.flags.writeable
    assert np.array_equal(pixels, decode(data, "x").pixels)
    assert np.array_equal(pixels, decoded_from_bytes(data, orientation))


def decoded_from_bytes(data: bytes, orientation: int) -> Pixels:
    """As OpenCV decodes without a file, and as other systems do."""
    with pytest.MonkeyPatch.context() as elsewhere:
        elsewhere.delattr(os, "memfd_create", raising=False)
        return decode(data, "x").pixels


@pytest.mark.parametrize("format", ["PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_other_formats_come_as_before(format: str, orientation: int) -> None:
    stored = written.turned(PORTRAIT, orientation)
    data = written.by_pillow(format, stored, exif=written.exif({0x0112: orientation}))
    assert np.array_equal(decode(data, "x", into=zeros()).pixels, decode(data, "x").pixels)


def test_a_grey_jpeg_and_a_reduced_decode_come_as_before() -> None:
    grey = written.by_pillow("JPEG", PORTRAIT[:, :, 0])
    assert np.array_equal(decode(grey, "x", into=zeros()).pixels, decode(grey, "x").pixels)
    data = written.by_pillow("JPEG")
    place = zeros()
    assert np.array_equal(decode(data, "x", 50, place).pixels, decode(data, "x", 50).pixels)
    assert not place.any()


def test_a_black_photo_is_black() -> None:
    data = written.by_pillow("JPEG", zeros())
    pixels = decode(data, "x", into=np.full_like(zeros(), 7)).pixels
    assert pixels.shape == (HEIGHT, WIDTH, 3) and not pixels.any()


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9])
def test_a_damaged_jpeg_is_not_shown_as_whole(cut: float) -> None:
    data = written.by_pillow("JPEG")
    at = int(cut * len(data))
    with pytest.raises(Problem):
        decode(data[:at] + b"\xff\xd9", "x", into=zeros())
    with pytest.raises(Problem):
        decode(data[:at] + data[at + 500 :], "x", into=zeros())


@on_linux
def test_what_opencv_cannot_begin_to_read_is_decoded_from_the_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not say so, and leaves the place as it was."""
    data = written.by_pillow("JPEG")
    expected = decode(data, "x").pixels
    monkeypatch.setattr(cv2, "imread", lambda _path, place, _flags: place)
    assert np.array_equal(decode(data, "x", into=zeros()).pixels, expected)
    monkeypatch.setattr(cv2, "imread", lambda *_: None)
    assert np.array_equal(decode(data, "x", into=zeros()).pixels, expected)


def test_a_place_of_another_shape_is_left_alone() -> None:
    data = written.by_pillow("JPEG")
    place = np.zeros((HEIGHT + 1, WIDTH, 3), np.uint8)
    assert np.array_equal(decode(data, "x", into=place).pixels, decode(data, "x").pixels)
    assert not place.any()


@pytest.mark.parametrize("is_obedient", [True, False])
def test_a_pyramid_takes_the_pixels_where_they_were_put_and_copies_what_was_put_elsewhere(is_obedient: bool) -> None:
    expected, room = Pyramid.of(PORTRAIT), memoryview(bytearray(1_000_000))

    def read(into: Pixels | None) -> Pixels:
        assert into is not None and not into.any()
        if not is_obedient:
            return PORTRAIT.copy()
        into[:] = PORTRAIT
        return into

    made = Pyramid.read((WIDTH, HEIGHT), read, lambda size: room[:size])
    for level, other in zip(made.levels, expected.levels, strict=True):
        assert np.array_equal(level, other) and not level.flags.writeable
        assert np.may_share_memory(level, np.frombuffer(room, np.uint8))


@on_linux
def test_a_large_jpeg_is_at_no_time_twice_in_memory(tmp_path: Path) -> None:
    """In a process of its own, so that its memory is known."""
    side = 7_000
    store = BytesIO()
    Image.new("RGB", (side, side), (90, 120, 200)).save(store, "JPEG")
    (tmp_path / "photo.jpg").write_bytes(store.getvalue())
    text = f"""
        import sys, pathlib, numpy as np
        from facebalance_desktop.photos.decode import decode
        def highest():
            lines = dict(line.split(":", 1) for line in pathlib.Path("/proc/self/status").read_text().splitlines())
            return int(lines["VmHWM"].split()[0]) * 1024
        data = pathlib.Path(sys.argv[1]).read_bytes()
        before = highest()
        pixels = decode(data, "x", into=np.empty(({side}, {side}, 3), np.uint8)).pixels
        print((highest() - before) / pixels.nbytes)
        """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(text), str(tmp_path / "photo.jpg")],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=ROOT,
    )
    assert float(done.stdout) < 1.2
