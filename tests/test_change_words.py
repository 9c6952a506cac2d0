"""What moved, in words: no change only with the size that could be seen, the patient's sides, and profiles by hand."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from bare_sentences import with_spaces
from driving import needs_qt
from PySide6.QtWidgets import QWidget

from facebalance_desktop.cli.main import main
from facebalance_desktop.cli.photos import InMemory, analysed_files
from facebalance_desktop.comparison.change_rules import CERTAIN, UNKNOWN, Change
from facebalance_desktop.drawing.change_words import change_words
from facebalance_desktop.errors import Problem
from facebalance_desktop.geometry import Point, Similarity
from facebalance_desktop.project.edits_photos import add_photos, set_point
from facebalance_desktop.project.model import Comparison, Photo, Project, new_id, new_project
from facebalance_desktop.project.moves import moves_between
from facebalance_desktop.work import JobContext, WorkerPool

CODES = {"C": "cerv", "t": "po", "ac": "ac_r", "ex": "ex_r"}
"""Names of the marks that differ from ours."""


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    made = WorkerPool()
    yield made
    made.close()


def test_no_change_is_said_with_the_size_that_could_be_seen() -> None:
    words = change_words({"me": Change(0.2, 0.1, 0.78, "within-error"), "tr": UNKNOWN}, "frontal")
    assert words.headline == "No change was seen that is larger than the error, at 1 points."
    assert tuple(map(with_spaces, words.unmoved)) == ("Menton: under 1.9 % (about 1.2 mm)",)
    assert words.unknown == "Not measurable: trichion."
    assert words.always.startswith("A frontal photo shows neither projection nor volume.")
    assert Change(0.2, 0.1, 0.78, "within-error").detectable == pytest.approx(CERTAIN * 0.78)


def test_where_nothing_can_be_told_that_is_the_sentence() -> None:
    words = change_words({"me": UNKNOWN, "pg": UNKNOWN}, "frontal")
    assert words.headline == "No point is measurable." and not words.moved and not words.unmoved
    assert "no change" not in " ".join(words.lines).lower()


def test_sides_are_the_patient_s() -> None:
    found = {"ch_l": Change(3.0, -1.0, 0.5, "measured"), "ch_r": Change(-2.0, 4.0, 0.5, "measured")}
    assert tuple(map(with_spaces, change_words(found, "frontal").moved)) == (
        "Cheilion, right: 4.0 % down, 2.0 % to the patient's right ± 1.0 %",
        "Cheilion, left: 3.0 % to the patient's left, 1.0 % up ± 1.0 %",
    )
    side = {"pg": Change(3.0, 0.0, 0.5, "measured")}
    assert with_spaces(*change_words(side, "profile-right").moved) == "Pogonion: 3.0 % forward ± 1.0 %"
    assert with_spaces(*change_words(side, "profile-left").moved) == "Pogonion: 3.0 % backward ± 1.0 %"


def test_the_command_line_says_it_of_a_real_pair(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ("london/107_front_neutral.jpg", "london/107_front_smile.jpg")
    assert main(["changes", *(str(photos / name) for name in names)]) == 0
    told = capsys.readouterr().out
    assert "Cheilion, left: " in told and " to the patient's left" in told
    assert "Pupil, right: under " in told and "cannot be seen here" in told
    assert "A frontal photo shows neither projection nor volume." in told


# Profiles


def marks(photos: Path, name: str) -> Mapping[str, Point]:
    with (photos / "marks_profile.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["file"] == name and row["pass"] == "1" and row["x"]]
    return {CODES.get(row["point"], row["point"]): (float(row["x"]), float(row["y"])) for row in rows}


def profiles(
    pool: WorkerPool, photos: Path, one: Mapping[str, Point], other: Mapping[str, Point], names: tuple[str, str]
) -> Project:
    """Two profiles of real photos with these points placed by hand."""
    found = [photo for _, photo in analysed_files(pool, [str(photos / name) for name in names])]
    assert all(isinstance(photo, Photo) and photo.view == "profile-right" for photo in found)
    project = add_photos([photo for photo in found if isinstance(photo, Photo)])(new_project())
    for photo, places in zip(project.photos, (one, other), strict=True):
        for code, xy in places.items():
            project = set_point(photo.id, code, xy)(project)
    return project


def moved_between(project: Project) -> Mapping[str, Change]:
    before, after = project.photos
    return moves_between(JobContext(), InMemory(), before, after, Comparison(new_id(), before.id, after.id))


def test_two_profiles_with_points_by_hand_are_measured(photos: Path, pool: WorkerPool) -> None:
    """The same marks under a known similarity, the chin set forward by 6 % of the face height: that alone moved."""
    names = ("london/002_rprofile_neutral.jpg", "london/002_rprofile_smile.jpg")
    here = marks(photos, names[0])
    height = here["me"][1] - here["se"][1]
    known = Similarity.of(rotation=5, scale=1.15, shift=(30, -12))
    there = dict(here) | {"pg": (here["pg"][0] + 0.06 * height, here["pg"][1])}
    project = profiles(pool, photos, here, {code: known.point(xy) for code, xy in there.items()}, names)
    found = moved_between(project)
    assert found["pg"].status == "measured"
    assert found["pg"].dx == pytest.approx(6.0, abs=0.4) and found["pg"].dy == pytest.approx(0.0, abs=0.1)
    assert {change.status for code, change in found.items() if code != "pg"} == {"within-error"}
    assert {"prn", "sn", "ls", "li", "cerv"} <= found.keys()
    assert not {"po", "se"} & found.keys(), "what carries the alignment is not measured"
    words = change_words(found, "profile-right")
    assert with_spaces(words.moved[0]).startswith("Pogonion: 5.9 %") and " forward" in words.moved[0]
    assert words.always.startswith("A profile shows projection, but neither width nor volume.")
    assert all(" mm" not in line for line in words.unmoved)


def test_a_smile_in_profile_draws_the_lips_back(photos: Path, pool: WorkerPool) -> None:
    names = ("london/042_rprofile_neutral.jpg", "london/042_rprofile_smile.jpg")
    project = profiles(pool, photos, marks(photos, names[0]), marks(photos, names[1]), names)
    found = moved_between(project)
    assert {"ls", "li", "prn"} <= found.keys()
    assert all(change.sigma is not None and change.sigma > 0.4 for change in found.values())


def test_profiles_without_points_say_what_to_place(photos: Path, pool: WorkerPool) -> None:
    names = ("london/002_rprofile_neutral.jpg", "london/002_rprofile_smile.jpg")
    here = marks(photos, names[0])
    with pytest.raises(Problem, match="Profiles are aligned on porion and sellion"):
        moved_between(profiles(pool, photos, {}, {}, names))
    few = {code: here[code] for code in ("se", "po", "pg")}
    with pytest.raises(Problem, match="Place sellion and menton"):
        moved_between(profiles(pool, photos, few, few, names))


@needs_qt
def test_the_panel_never_says_no_change_alone() -> None:
    from canvases_made import pair_with_faces

    from facebalance_desktop.ui.compare.changes_panel import ChangesPanel
    from facebalance_desktop.ui.open_project.session import Session

    session = Session(pair_with_faces())
    holder = QWidget()
    panel = ChangesPanel(session, holder)
    panel.show_changes({"me": Change(0.2, 0.1, 0.78, "within-error"), "pg": UNKNOWN})
    assert "Menton: under 1.9 % (about 1.2 mm)" in with_spaces(panel.unmoved.text())
    assert "neither projection nor volume" in panel.others.text()
    panel.show_changes({"me": UNKNOWN})
    assert panel.measured.text() == "No point is measurable." and not panel.unmoved.text()
    holder.deleteLater()
