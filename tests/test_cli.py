"""The command line as people script it: keys, exit codes, one line an answer, nothing replaced unasked."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from patients_made import patient_file
from PIL import Image

from facebalance_desktop.cli import main as cli
from facebalance_desktop.cli.main import main
from facebalance_desktop.cli.report import print_json
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.project.demonstration import CHIN_DOWN, demonstration_photos
from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient
from facebalance_desktop.project.store import list_versions, open_project, save_project
from facebalance_desktop.work import JobContext

KNOWN = Similarity.of(rotation=9, scale=1.1, shift=(12, 5), about=(256, 300))
POINTS = ["tr", "g", "n", "prn", "sn", "ls", "sto", "li", "sl", "pg", "gn", "me"]
PAIRED = ["p", "ex", "en", "al", "ch", "ps", "pi", "zy", "go", "ft"]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, JSON lines on stdout, and stderr."""
    code = main(list(words))
    told = capsys.readouterr()
    return code, [json.loads(line) for line in told.out.splitlines() if line.startswith("{")], told.err


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory, hopper_path: Path) -> Path:
    """The portrait under a known transform."""
    pixels = np.asarray(Image.open(hopper_path).convert("RGB"))
    made = cv2.warpAffine(pixels, KNOWN.to_cv2(), (600, 700), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    path = tmp_path_factory.mktemp("moved") / "moved.v2.png"
    Image.fromarray(np.asarray(made, dtype=np.uint8)).save(path)
    return path


def test_landmarks_has_every_key(capsys: pytest.CaptureFixture[str], hopper_path: Path) -> None:
    code, (line,), errors = run(capsys, "landmarks", str(hopper_path), "--json")
    assert (code, errors) == (0, "")
    wanted = ["photo", "width", "height", "faces", "iod", "pose", "view", "mesh", "sigma", "points"]
    assert list(line)[: len(wanted)] == wanted
    assert (line["width"], line["height"], line["faces"]) == (512, 600, 1)
    assert (len(line["mesh"]), len(line["mesh"][0])) == (478, 3)
    assert set(line["points"]) >= {*POINTS, *(f"{name}_{side}" for name in PAIRED for side in "rl")}
    assert line["points"]["tr"]["source"] == "estimated"
    assert set(line["points"]["n"]) >= {"x", "y", "sigma", "source"}
    right, left = line["points"]["p_r"], line["points"]["p_l"]
    assert right["x"] < left["x"]
    assert line["iod"] == pytest.approx(np.hypot(left["x"] - right["x"], left["y"] - right["y"]), abs=0.01)


def test_several_photos_run_on_past_a_bad_one(
    capsys: pytest.CaptureFixture[str], hopper_path: Path, tmp_path: Path
) -> None:
    text = tmp_path / "letter.jpg"
    text.write_text("Dear patient")
    plain = tmp_path / "plain.png"
    Image.new("RGB", (200, 100), "grey").save(plain)
    names = [str(tmp_path / "nowhere.jpg"), str(text), str(plain), str(hopper_path)]
    code, lines, _ = run(capsys, "landmarks", *names, "--json")
    assert code == 3
    assert [line["photo"] for line in lines] == names
    assert ["problem" in line for line in lines] == [True, True, True, False]
    faceless = lines[2]
    assert (faceless["width"], faceless["height"], faceless["faces"]) == (200, 100, 0)
    assert faceless["mesh"] is faceless["points"] is faceless["iod"] is None


def test_align_finds_the_known_transform(capsys: pytest.CaptureFixture[str], hopper_path: Path, moved: Path) -> None:
    code, (line,), errors = run(capsys, "align", str(hopper_path), str(moved), "--json")
    assert (code, errors) == (0, "")
    wanted = ["reference", "photo", "matrix", "scale", "rotation", "residual", "uncertainty", "on", "comparability"]
    assert list(line)[: len(wanted)] == wanted
    (a, minus_b, tx), (b, also_a, ty) = line["matrix"]
    assert (minus_b, also_a) == (-b, a)
    found = Similarity(a, b, tx, ty)
    for point in ((222.0, 191.0), (306.0, 188.0), (270.0, 280.0)):
        assert found.point(KNOWN.point(point)) == pytest.approx(point, abs=1.2)
    assert line["scale"] == pytest.approx(1 / 1.1, rel=0.01)
    assert line["rotation"] == pytest.approx(-9, abs=0.6)
    assert 0 < line["residual"] < 2


def test_align_says_why_not(capsys: pytest.CaptureFixture[str], hopper_path: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.png"
    Image.new("RGB", (200, 100), "grey").save(plain)
    code, (line,), _ = run(capsys, "align", str(hopper_path), str(plain), "--json")
    assert code == 3
    assert line["problem"]


def test_changes_of_the_demonstration(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The chin was drawn down by a known local change; the eyes were not touched."""
    paths = []
    for data, name in demonstration_photos():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    code, (line,), errors = run(capsys, "changes", *map(str, paths), "--json")
    assert (code, errors) == (0, "")
    points = line["points"]
    assert set(points["prn"]) == {"dx", "dy", "sigma", "detectable", "status"}
    moved = 100 * CHIN_DOWN / 83.5
    chin = points["pg"]
    assert chin["status"] == "cannot-tell" or chin["dy"] == pytest.approx(moved, abs=max(4.0, 3 * chin["sigma"]))
    assert all(points[code]["status"] != "measured" for code in ("en_r", "en_l", "n"))


def test_compare_save_info_and_export(
    capsys: pytest.CaptureFixture[str], hopper_path: Path, moved: Path, tmp_path: Path
) -> None:
    picture, saved = tmp_path / "out.png", tmp_path / "Müller.v1.facebalance"
    words = ["compare", str(hopper_path), str(moved), "-o", str(picture), "--guides", "thirds,midline,horizontals"]
    assert run(capsys, *words, "--save", str(saved))[0] == 0
    with Image.open(picture) as opened:
        assert opened.width > 1.5 * 512  # both photos, cropped to what both cover
        assert "icc_profile" in opened.info
    code, _, errors = run(capsys, *words)
    assert code == 3
    assert "out.png" in errors
    assert run(capsys, *words, "--force", "--layout", "wipe")[0] == 0
    code, (line,), _ = run(capsys, "info", str(saved), "--json")
    assert code == 0
    assert [photo["name"] for photo in line["photos"]] == [hopper_path.name, moved.name]
    assert line["guides"] == ["thirds", "midline", "horizontals"]
    assert run(capsys, "export", str(saved), "-o", str(tmp_path / "folder"))[0] == 0
    assert (tmp_path / "folder" / "Müller.v1.png").is_file()
    assert run(capsys, "export", str(saved), str(tmp_path / "no.facebalance"), "-o", str(tmp_path / "two"))[0] == 3
    assert (tmp_path / "two" / "Müller.v1.png").is_file()


def test_the_note_of_an_export_keeps_as_many_versions_as_the_clinic_wants(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, home: Path
) -> None:
    path = patient_file(tmp_path / "a.facebalance", "Ada", 100)
    home.mkdir(exist_ok=True)
    (home / "settings.toml").write_text("kept_versions = 9\n", "utf-8")
    for number in range(7):
        found = open_project(path)
        named = set_patient(Patient(str(number)))(found.project)
        save_project(JobContext(), named, path, found.originals, None, found.known, kept_versions=9)
    assert run(capsys, "export", str(path), "-o", str(tmp_path / "a.png"))[0] == 0
    assert len(list_versions(path)) == 8


def test_a_broken_project_is_a_sentence_and_stays_as_it_is(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    broken = tmp_path / "broken.facebalance"
    broken.write_bytes(b"PK\x03\x04 not really")
    code, (line,), _ = run(capsys, "info", str(broken), "--json")
    assert code == 3
    assert "broken.facebalance" in line["problem"]
    assert broken.read_bytes() == b"PK\x03\x04 not really"


def test_the_demonstration_is_written_without_a_window(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    picture = tmp_path / "demonstration.jpg"
    assert run(capsys, "demo", "-o", str(picture))[0] == 0
    with Image.open(picture) as opened:
        assert opened.format == "JPEG"


@pytest.mark.parametrize(
    "words",
    [
        ["compare"],
        ["landmarks"],
        ["align", "one.jpg"],
        ["--nothing"],
        ["compare", "a", "b", "--guides", "x"],
        ["align", "a", "b", "--treated", "x"],
    ],
)
def test_wrong_usage_is_two(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


def test_stderr_carries_only_our_sentences(hopper_path: Path, tmp_path: Path, home: Path) -> None:
    """In a process of its own: TFLite, absl and Qt write past Python's stderr."""
    environment = os.environ | {"FACEBALANCE_HOME": str(home)}
    environment.pop("DISPLAY", None)
    done = subprocess.run(
        [sys.executable, "-m", "facebalance_desktop", "landmarks", str(hopper_path), str(tmp_path / "no.jpg")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert done.stdout.count("\n") == 1
    assert done.stderr.splitlines() == [f"no.jpg could not be read: {os.strerror(2)}. Nothing was changed."] or (
        done.stderr.count("\n") == 1 and done.stderr.startswith("no.jpg could not be read")
    )


@pytest.mark.parametrize("words", [["--help"], ["landmarks", "née.jpg"]])
def test_an_output_without_accents_carries_sentences_and_json_all_the_same(words: list[str], home: Path) -> None:
    french = {"FACEBALANCE_HOME": str(home), "FACEBALANCE_LANGUAGE": "fr", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "facebalance_desktop", *words],
        env=os.environ | french,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == (0 if words == ["--help"] else 3)
    assert done.stdout or done.stderr


def test_json_escapes_what_the_output_cannot_carry(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", written)
    print_json({"name": "née"})
    written.seek(0)
    assert json.loads(written.read()) == {"name": "née"}


def test_without_a_display_the_window_is_a_sentence(home: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.endswith("DISPLAY")}
    environment.pop("QT_QPA_PLATFORM", None)
    done = subprocess.run(
        [sys.executable, "-m", "facebalance_desktop"],
        env=environment | {"FACEBALANCE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if sys.platform.startswith("linux"):
        assert done.returncode == 3
        assert done.stderr.count("\n") == 1


def test_a_library_that_the_system_lacks_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(words: object) -> int:
        raise ImportError("libGL.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(cli, "open_window", fail)
    assert cli.main([]) == 3
    assert "no libGL.so.1" in (told := capsys.readouterr().err) and "Traceback" not in told
