"""`facebalance measure`: one JSON object a photo, every measure with its errors or why there is none."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from bare_sentences import with_spaces
from test_cli import moved, run

from facebalance_desktop.analysis.measure_kinds import own_measures
from facebalance_desktop.cli.main import main

__all__ = ["moved"]


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


def test_the_difference_of_a_photo_and_its_copy_is_within_the_detectable_change(
    capsys: pytest.CaptureFixture[str], hopper_path: Path, moved: Path
) -> None:
    words = ("measure", str(hopper_path), str(moved), "--difference")
    code, (line,), errors = run(capsys, *words, "--json")
    assert (code, errors) == (0, "")
    told = [item for item in line["measures"] if item["value"] is not None]
    assert told
    for item in told:
        assert item["detectable"] > 0 and item["beyond"] is False, item["id"]
        assert item["repeat"] is not None and item["pose"] is not None and item["expression"] is not None
    assert all(item["needs"] for item in line["measures"] if item["value"] is None)
    assert any("neither projection nor volume" in sentence for sentence in line["summary"])
    assert any("chance alone" in sentence for sentence in line["summary"])
    assert main(list(words)) == 0
    out = capsys.readouterr().out
    assert "detectable is" in out and "no change" not in out


def test_mm_only_with_a_scale_and_its_error(capsys: pytest.CaptureFixture[str], hopper_path: Path) -> None:
    _, (plain,), _ = run(capsys, "measure", str(hopper_path), "--json")
    assert plain["scale"] is None and not any("mm" in item for item in plain["measures"])
    _, (iris,), _ = run(capsys, "measure", str(hopper_path), "--json", "--scale", "iris")
    _, (typed,), _ = run(capsys, "measure", str(hopper_path), "--json", "--scale", "pupils=62.5")
    assert "11.71 ± 0.42" in with_spaces(iris["scale"]["from"]) and iris["scale"]["error_share"] > 0.036
    widths = [{item["id"]: item for item in line["measures"]}["mouth-width"] for line in (iris, typed)]
    assert widths[1]["mm"] == pytest.approx(widths[1]["value"] * 0.625, abs=1e-3)
    assert widths[0]["mm_sigma"] > widths[1]["mm_sigma"] > 0
    tilt = {item["id"]: item for item in typed["measures"]}["mouth-tilt"]
    assert "mm" not in tilt


def test_the_table_has_a_line_a_measure(capsys: pytest.CaptureFixture[str], hopper_path: Path, moved: Path) -> None:
    assert main(["measure", str(hopper_path), "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["id"] for row in rows] == list(own_measures().kinds)
    assert all(row["definition"] and row["source"] and "mediapipe 0.10" in row["made_by"] for row in rows)
    assert main(["measure", str(hopper_path), str(moved), "--difference", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert any(row["detectable"] for row in rows) and len(rows) == len(own_measures().kinds)


@pytest.mark.parametrize("scale", ["ruler", "pupils", "pupils=", "pupils=0", "pupils=nan", "pupils=wide"])
def test_a_wrong_scale_is_wrong_usage(capsys: pytest.CaptureFixture[str], hopper_path: Path, scale: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["measure", str(hopper_path), "--scale", scale])
    assert left.value.code == 2
    assert "pupils=62.5" in capsys.readouterr().err


def test_a_difference_needs_two_photos(capsys: pytest.CaptureFixture[str], hopper_path: Path) -> None:
    assert main(["measure", str(hopper_path), "--difference"]) == 3
    assert "two photos" in capsys.readouterr().err
