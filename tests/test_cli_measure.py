"""`facebalance measure`: one JSON object a photo, every measure with its errors or why there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_cli import run

from facebalance_desktop.analysis.measure_kinds import own_measures


def test_measure_has_every_measure_with_its_errors(capsys: pytest.CaptureFixture[str], hopper_path: Path) -> None:
    code, (line,), errors = run(capsys, "measure", str(hopper_path), "--json")
    assert (code, errors) == (0, "")
    assert list(line)[:2] == ["photo", "view"] and line["view"] == "frontal"
    found = {item["id"]: item for item in line["measures"]}
    assert list(found) == list(own_measures().kinds)
    for item in found.values():
        assert set(item) >= {"id", "value", "unit", "sigma", "interval", "status", "needs"}
        if item["status"] in ("ok", "unconfirmed"):
            assert item["interval"][0] < item["interval"][1] and item["sigma"] > 0
        else:
            assert item["value"] is None and item["needs"]
    assert found["upper-third"]["status"] == "unconfirmed" and "tr" in found["upper-third"]["needs"]
    assert found["bizygomatic-width"]["status"] == "needs-point"
    assert found["nasolabial-angle"]["status"] == "view"
    assert 60 < found["mouth-width"]["value"] < 100


def test_a_bad_photo_is_told_and_the_others_go_on(
    capsys: pytest.CaptureFixture[str], hopper_path: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "letter.jpg"
    bad.write_text("Dear patient")
    code, lines, _ = run(capsys, "measure", str(bad), str(hopper_path), "--json")
    assert code == 3
    assert "problem" in lines[0] and "measures" in lines[1]
