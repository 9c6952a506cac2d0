"""The wheel, in a clean environment away from the project: what belongs to it came along, and it works."""

from __future__ import annotations

from pathlib import Path

import bootstrap
import pytest
import wheel_check
from driving import needs_qt
from PIL import Image


@needs_qt
def test_the_wheel_works_in_a_clean_environment(tmp_path: Path) -> None:
    folder = tmp_path / "wheel ü"
    folder.mkdir()
    try:
        builder, clean = wheel_check.environments(folder)
    except bootstrap.Stop as stop:
        pytest.skip(f"neither downloaded before nor to be had now: {stop}")
    wheel = wheel_check.build(builder, folder / "dist")
    with Image.open(wheel_check.try_out(wheel, clean, folder)) as picture:
        assert min(picture.size) > 500
