"""The clinic's logo in every form that the settings offer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from driving import needs_qt
from PIL import Image

from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project.clinic_values import read_logo
from facebalance_desktop.render.logo import DRAWN_AT, LOGO_ENDINGS, clinic_of, logo_pyramid, with_logo
from facebalance_desktop.settings import Settings
from facebalance_desktop.ui.app.setting_editors import PICTURES

pytestmark = needs_qt
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">
<rect width="20" height="10" fill="#ff0000"/><text x="22" y="8" font-size="8">Clinic</text></svg>"""


def colour(logo: Pyramid, across: float, down: float) -> tuple[int, ...]:
    pixels = logo.levels[0]
    height, width = pixels.shape[:2]
    return tuple(int(value) for value in pixels[int(down * height), int(across * width)])


def test_a_drawing_is_painted_on_the_page_s_background(tmp_path: Path) -> None:
    path = tmp_path / "Logo Ö.SVG"
    path.write_text(DRAWING, "utf-8")
    for background, value in (("#ffffff", 255), ("#1c2127", 0x1C)):
        logo = logo_pyramid(path.name, read_logo(str(path)), background)
        assert logo is not None and logo.levels[0].shape == (DRAWN_AT // 4, DRAWN_AT, 3)
        assert colour(logo, 0.25, 0.5) == (255, 0, 0)
        assert colour(logo, 0.98, 0.1)[0] == value
        right = logo.levels[0][:, DRAWN_AT // 2 + 100 :]
        assert right.std() > 5, "the text is there"
    known = replace(Settings(), clinic_logo=str(path))
    assert clinic_of(known, read_logo(str(path))).logo == (DRAWN_AT, DRAWN_AT // 4)
    assert with_logo(lambda _: None, known, read_logo(str(path)), "#ffffff")("logo") is not None


@pytest.mark.parametrize("ending", LOGO_ENDINGS)
def test_every_form_that_is_offered_can_be_read(tmp_path: Path, ending: str) -> None:
    assert f"*.{ending}" in PICTURES.split()
    path = tmp_path / f"logo.{ending}"
    if ending == "svg":
        path.write_text(DRAWING, "utf-8")
    else:
        kind = {"jpg": "JPEG", "jpe": "JPEG", "jfif": "JPEG", "mpo": "JPEG", "tif": "TIFF"}.get(ending, ending)
        Image.fromarray(np.full((20, 30, 3), 90, np.uint8)).save(path, kind)
    assert logo_pyramid(path.name, read_logo(str(path)), "#ffffff") is not None


@pytest.mark.qt_log_ignore("qt.svg|Cannot")  # what is no drawing is said to be none
@pytest.mark.parametrize(
    "text", ["", "no drawing", '<svg xmlns="http://www.w3.org/2000/svg"/>', "<svg" + " " * 5_000_000]
)
def test_what_is_no_drawing_is_left_out(tmp_path: Path, text: str) -> None:
    path = tmp_path / "logo.svg"
    path.write_text(text, "utf-8")
    assert logo_pyramid(path.name, read_logo(str(path)), "#ffffff") is None
