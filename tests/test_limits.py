"""The limits of what is read: just within them and just beyond, and the small rules of names and numbers."""

from __future__ import annotations

import io
import math
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from faces_posed import posed_face, posed_photo

from facebalance_desktop.errors import Problem
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.project import camera_card, limits, shares
from facebalance_desktop.project.details import bytes_words, details_of, lens_words, taken_words
from facebalance_desktop.project.held import NAME, ROOM, hold, hold_copy
from facebalance_desktop.project.limits import LIMITS, Limits
from facebalance_desktop.project.lots import plain
from facebalance_desktop.project.model import Photo
from facebalance_desktop.project.reading_order import from_both_ends
from facebalance_desktop.project.view_set import check as check_view
from facebalance_desktop.project.view_set import load_view_set
from facebalance_desktop.work import JobContext

SMALL = Limits(
    json_bytes=20, containers=3, values=2, depth=3, whole=8, photos=2, photo_bytes=1000, members=2, ratio=4,
    total_bytes=100,
)  # fmt: skip


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LIMITS", SMALL)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (b"x" * 20, True), (b"x" * 21, False), (b"[{[", True), (b"[{[[", False), (b"{{{{", False), (b",,", True),
        (b",,,", False),
    ],
)  # fmt: skip
def test_a_record_is_read_up_to_its_limits(text: bytes, fits: bool) -> None:
    if fits:
        limits.check_text(text, "one.fbd")
    else:
        with pytest.raises(Problem, match=r"one\.fbd holds more records"):
            limits.check_text(text, "one.fbd")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        (((60, 60), (40, 40)), ""),
        (((60, 60), (41, 41)), "2 parts, 0 MB"),
        (((10, 10),) * 3, "3 parts"),
        (((40, 10),), ""),
        (((41, 10),), "1 parts"),
        (((4, 0),), ""),
        (((5, 0),), "1 parts"),
    ],
)
def test_a_file_is_opened_up_to_its_limits(sizes: tuple[tuple[int, int], ...], words: str) -> None:
    members = [SimpleNamespace(file_size=size, compress_size=stored) for size, stored in sizes]
    archive = SimpleNamespace(infolist=lambda: members)
    if not words:
        limits.check_members(archive, "one.fbd")  # type: ignore[arg-type]  # its list is all that is looked at
    else:
        with pytest.raises(Problem, match=words):
            limits.check_members(archive, "one.fbd")  # type: ignore[arg-type]  # as above


def test_megabytes_are_told_in_powers_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LIMITS", replace(SMALL, ratio=10**9))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(3 * 2**20))
    with zipfile.ZipFile(data) as archive, pytest.raises(Problem, match="1 parts, 3 MB"):
        limits.check_members(archive, "one.fbd")


def shot(**changes: object) -> Photo:
    return posed_photo(1, posed_face(Pose(0, 0, 0)), size=1000, **changes)


def with_mesh(points: int, sigmas: int | None) -> Photo:
    photo = shot()
    assert photo.face is not None
    sigma = None if sigmas is None else (1.0,) * sigmas
    return replace(photo, face=replace(photo.face, mesh=((0.0, 0.0, 0.0),) * points, sigma=sigma))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("photos", "words"),
    [
        ([shot(), shot()], ""),
        ([shot(), shot(), shot()], "lists 3 photos"),
        ([replace(shot(), size=0)], ""),
        ([replace(shot(), size=-1)], "size stated for a photo is not possible"),
        ([replace(shot(), size=1001)], "size stated for a photo is not possible"),
        ([replace(shot(), width=0)], ""),
        ([replace(shot(), width=-1)], "size stated for a photo is not possible"),
        ([replace(shot(), height=-1)], "size stated for a photo is not possible"),
        ([replace(shot(), face=None)], ""),
        ([with_mesh(478, None)], ""),
        ([with_mesh(477, None)], "has 477 points instead of 478"),
        ([with_mesh(478, 479)], "points instead of 478"),
    ],
)
def test_photos_are_believed_up_to_their_limits(photos: list[Photo], words: str) -> None:
    if not words:
        limits.check_photos(photos)
    else:
        with pytest.raises(Problem, match=words):
            limits.check_photos(photos)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("value", "words"),
    [
        (8, None), (-8, None), (9, "whole"), (-9, "whole"), (1e9, None), (math.inf, "finite"), (-math.inf, "finite"),
        (math.nan, "finite"), ("text", None), (None, None), ([[1]], None), ([[[1]]], "at most 3"),
        ({"a": (9,)}, "whole"), ([], None), ([[[]]], None), ([[[[]]]], "at most 3"), ({"a": {"b": math.nan}}, "finite"),
    ],
)  # fmt: skip
def test_unknown_values_are_kept_up_to_their_limits(value: object, words: str | None) -> None:
    found = limits.unfit(value)
    assert (found is None) if words is None else (found is not None and words in found)


def test_originals_are_named_by_64_hexadecimal_digits() -> None:
    limits.check_originals_named(["0123456789abcdef" * 4])
    for name in ("0" * 63, "0" * 65, "g" * 64, "A" * 64, ""):
        with pytest.raises(Problem):
            limits.check_originals_named(["0" * 64, name])


def test_the_limits_leave_room_for_a_thousand_photos_and_fill_no_memory() -> None:
    assert LIMITS.json_bytes == 256 * 1024**2 and LIMITS.total_bytes == 256 * 1024**3
    assert LIMITS.photo_bytes == 2 * 1024**3
    assert LIMITS.preview_bytes == LIMITS.card_bytes == 16 * 1024**2
    assert LIMITS.whole == 4611686018427387904
    assert 2 * 500_000 < LIMITS.containers < 2**30 / 240
    assert 3_000_000 < LIMITS.values < LIMITS.json_bytes / 2
    assert LIMITS.members > 2 * LIMITS.photos + LIMITS.versions
    assert LIMITS.ratio > 1032  # what deflate can do


@pytest.mark.parametrize(
    ("times", "order"),
    [
        ([], []),
        ([None, None], [0, 1]),
        (["2024", "2022", "2023"], [1, 0, 2]),
        (["2024", None, "2022", "2023", "2021", None], [4, 0, 2, 3, 1, 5]),
        (["2024-01-01T10:00:00+09:00", "2024-01-01T10:00:00"], [0, 1]),
    ],
)
def test_the_earliest_and_the_latest_are_read_first(times: list[str | None], order: list[int]) -> None:
    assert from_both_ends(times) == order


def test_lots_are_compared_by_letters_and_digits() -> None:
    assert plain(" a-17/B ") == plain("A17b") == "a17b"
    assert plain("-/ ") == ""


# A file that is held


def test_a_file_is_held_by_a_second_name_and_then_by_the_next(tmp_path: Path) -> None:
    folder, one, other = tmp_path / "own", tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"one")
    other.write_bytes(b"other")
    assert hold(one, folder) and (folder / NAME).samefile(one)
    assert hold(one, folder) and hold(other, folder) and (folder / NAME).read_bytes() == b"other"
    assert [path.name for path in folder.iterdir()] == [NAME]
    assert not hold(tmp_path / "none", folder) and (folder / NAME).read_bytes() == b"other"


@pytest.mark.parametrize(("spare", "is_held"), [(0, True), (-1, False)])
def test_a_copy_is_held_where_room_is_left_beside_it(
    spare: int, is_held: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, folder = tmp_path / "one", tmp_path / "own"
    source.write_bytes(b"12345")
    free = SimpleNamespace(free=5 + ROOM + spare)
    monkeypatch.setattr("facebalance_desktop.project.held.shutil.disk_usage", lambda _: free)
    assert hold_copy(JobContext(), source, folder) is is_held
    assert [path.name for path in folder.iterdir()] == ([NAME] if is_held else [])
    if is_held:
        assert (folder / NAME).read_bytes() == b"12345" and (folder / NAME).stat().st_mode & 0o777 == 0o600


# A share


def test_the_mount_of_a_folder_is_noted_and_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, share = tmp_path / "home", tmp_path / "share"
    folder = share / "patients"
    home.mkdir()
    folder.mkdir(parents=True)
    mounts = {"/", str(share)}
    monkeypatch.setattr(shares, "data_dir", lambda: home)
    monkeypatch.setattr("facebalance_desktop.project.shares.os.path.ismount", lambda path: str(path) in mounts)
    assert (shares.mount_of(folder), shares.mount_of(home)) == (share, Path("/"))
    shares.note_share(folder)
    shares.note_share(home)
    shares.check_share(folder, "one.fbd")
    mounts.remove(str(share))
    with pytest.raises(Problem, match=r"one\.fbd was not saved: the share or disk at .*share is not available"):
        shares.check_share(folder, "one.fbd")
    shares.check_share(home, "one.fbd")
    assert [path.name for path in home.iterdir()] == [shares.FILE]
    shares.note_share(folder)  # it lies on this machine's own disk now
    shares.check_share(folder, "one.fbd")


# A card


def test_files_of_a_card_are_found_in_order_and_up_to_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b/2.jpg", "b/.hidden", "a/1.jpg", ".trash/x.jpg", "$bin/y.jpg", "3.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = camera_card.files_in(JobContext(), [tmp_path, tmp_path / "b" / "2.jpg"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["3.jpg", "a/1.jpg", "b/2.jpg", "b/2.jpg"]
    monkeypatch.setattr(camera_card, "MOST", 3)
    assert len(camera_card.files_in(JobContext(), [tmp_path])) == 3
    monkeypatch.setattr(camera_card, "MOST", 2)
    with pytest.raises(Problem, match="more than 2 files"):
        camera_card.files_in(JobContext(), [tmp_path])


def test_a_raw_or_video_has_a_companion_where_a_picture_of_its_name_lies_beside_it() -> None:
    present = camera_card.pictures([Path("a/IMG_1.JPG"), Path("a/IMG_2.CR2"), Path("a/notes.txt"), Path("b/x.png")])
    assert present == {(Path("a"), "img_1"), (Path("b"), "x")}
    for name, has_companion in (
        ("a/img_1.cr2", True), ("a/IMG_1.MOV", True), ("a/IMG_1.jpg", False), ("a/IMG_2.CR2", False),
        ("b/IMG_1.cr2", False),
    ):  # fmt: skip
        assert camera_card.is_companion(Path(name), present) is has_companion, name


# The clinic's views


def test_a_view_of_the_clinic_is_one_that_the_program_knows() -> None:
    row = {"id": "frontal", "name": "Front", "short": "F", "is_wanted": True}
    check_view(row)
    for wrong in ({"id": "back"}, {"name": 1}, {"short": 1}, {"is_wanted": 1}):
        with pytest.raises(ValueError, match=r"knows|text|true"):
            check_view(row | wrong)
    found = load_view_set()
    assert (found.name(None), found.short(None), found.name("back"), found.short("back")) == ("", "", "back", "back")
    assert "frontal" in found.wanted and found.name("frontal") != "frontal" != found.short("frontal")


# Details in words


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1 kB"), (1499, "1 kB"), (1500, "2 kB"), (999_499, "999 kB"), (1_000_000, "1.0 MB"), (8_249_999, "8.2 MB")],
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert bytes_words(size) == words


def test_the_rows_of_a_photo_s_details() -> None:
    photo = posed_photo(
        1, None, images=3, camera="A", lens="B", focal_length=50.0, focal_length_35=75.0, subject_distance=1.234,
        faces=2,
    )  # fmt: skip
    told = dict(details_of(photo, "doubtful"))
    assert told["Size"] == "1200 x 1400 px, 1 kB"
    assert told["Format"] == "JPEG, image 1 of 3"
    assert told["Lens"] == "B, 50 mm (75 mm on 35 mm film)"
    assert told["Distance"] == "1.23 m to the subject"
    assert told["Face"] == "doubtful"
    plainer = replace(photo, images=1, lens=None, focal_length_35=None, subject_distance=None)
    assert dict(details_of(plainer))["Format"] == "JPEG" and "Distance" not in dict(details_of(plainer))
    assert lens_words(plainer) == "50 mm" and lens_words(replace(plainer, focal_length=None)) == ""
    for taken, source, words in (
        ("2024-03-12T09:00:12.25+02:00", "exif", "12 Mar 2024, 09:00:12 +02:00, by the camera"),
        ("2024-03-12T09:00:12+02:00", "file", "12 Mar 2024, 09:00:12, date of the file, the camera recorded none"),
        ("2024-03-12T09:00:12", None, "12 Mar 2024, 09:00:12"),
        (None, None, "not known"),
    ):
        assert taken_words(replace(photo, taken=taken, taken_source=source)) == words
