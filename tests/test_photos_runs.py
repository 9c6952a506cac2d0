"""A card's files become shots, and shots runs: never two patients in one where the clock or a name card parts them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facebalance_desktop.photos.runs import CardFile, CardPhoto, CardSitting, runs_of, shots_of

START = datetime(2026, 3, 4, 9, 0, 0)


def at(seconds: float) -> str:
    return (START + timedelta(seconds=seconds)).isoformat()


def file(name: str, seconds: float | None = None, format: str = "JPEG", **more: object) -> CardFile:
    taken = None if seconds is None else at(seconds)
    return CardFile(f"{more.get('folder', '')}/{name}", name, format=format, taken=taken, **more)  # type: ignore[arg-type]  # by name


def names(runs: tuple[CardSitting, ...]) -> list[list[str]]:
    return [[shot.photo.name for shot in run.shots] for run in runs]


def sitting(first: int, count: int, start: float, every: float = 8) -> list[CardFile]:
    return [file(f"IMG_{first + i:04}.JPG", start + every * i, has_face=True) for i in range(count)]


def test_three_patients_by_pauses() -> None:
    files = sitting(1, 14, 0) + sitting(15, 14, 600) + sitting(29, 14, 1200)
    runs = runs_of(shots_of(files))
    assert [len(run.shots) for run in runs] == [14, 14, 14]
    assert [run.begins_with_card for run in runs] == [False] * 3
    assert runs[1].started == at(600) and runs[1].ended == at(600 + 13 * 8)


def test_a_name_card_starts_a_run_without_a_pause() -> None:
    files = [*sitting(1, 5, 0), file("IMG_0006.JPG", 45, has_face=False), *sitting(7, 5, 52)]
    runs = runs_of(shots_of(files))
    assert [len(run.shots) for run in runs] == [5, 6]
    assert [run.begins_with_card for run in runs] == [False, True]


def test_a_card_photographed_twice_starts_one_run() -> None:
    files = [file("1.JPG", 0, has_face=False), file("2.JPG", 5, has_face=False), *sitting(3, 3, 10)]
    assert [len(run.shots) for run in runs_of(shots_of(files))] == [5]


def test_where_nobody_looked_for_faces_only_the_clock_counts() -> None:
    files = [file(f"{i}.JPG", 10 * i) for i in range(6)]
    assert len(runs_of(shots_of(files))) == 1


@pytest.mark.parametrize(
    ("every", "pause", "runs"), [(5, 55, 1), (5, 65, 2), (20, 95, 1), (20, 130, 2), (60, 170, 1), (60, 190, 2)]
)
def test_the_pause_grows_with_the_pace_within_one_and_three_minutes(every: float, pause: float, runs: int) -> None:
    first = sitting(1, 6, 0, every)
    second = sitting(7, 6, 5 * every + pause, every)
    assert len(runs_of(shots_of(first + second))) == runs


def test_single_photos_of_many_patients_stay_apart() -> None:
    files = [file(f"{i}.JPG", 600 * i, has_face=True) for i in range(5)]
    assert len(runs_of(shots_of(files))) == 5


def test_photos_without_a_time_are_runs_of_their_own_in_order_of_names() -> None:
    files = [file("IMG_10.JPG"), file("IMG_9.JPG"), file("IMG_1.JPG", 0)]
    assert names(runs_of(shots_of(files))) == [["IMG_1.JPG"], ["IMG_9.JPG", "IMG_10.JPG"]]


def test_a_zone_that_one_camera_writes_does_not_reorder() -> None:
    first = CardFile("a", "a.JPG", taken="2026-03-04T09:00:00+01:00")
    second = CardFile("b", "b.JPG", taken="2026-03-04T09:00:10")
    assert names(runs_of(shots_of([second, first]))) == [["a.JPG", "b.JPG"]]


def test_raw_and_jpeg_are_one_shot_shown_as_jpeg() -> None:
    files = [file("DSC_1.NEF", 0, "NEF"), file("dsc_1.jpg", 0), file("DSC_2.NEF", 9, "NEF")]
    shots = shots_of(files)
    assert [(shot.photo.name, [part.name for part in shot.companions]) for shot in shots] == [
        ("dsc_1.jpg", ["DSC_1.NEF"]),
        ("DSC_2.NEF", []),
    ]


def test_a_live_photo_is_one_shot_whatever_zone_its_video_is_in() -> None:
    files = [file("IMG_1.HEIC", 0, "HEIC"), file("IMG_1.MOV", 2 * 3600 + 1, "video"), file("IMG_2.MOV", 50, "video")]
    assert [(shot.photo.name, len(shot.companions)) for shot in shots_of(files)] == [
        ("IMG_1.HEIC", 1),
        ("IMG_2.MOV", 0),
    ]


def test_equal_names_do_not_collide() -> None:
    apart = [file("IMG_1.NEF", 0, "NEF"), file("IMG_1.JPG", 500)]
    folders = [file("IMG_1.NEF", 0, "NEF", folder="100"), file("IMG_1.JPG", 0, folder="101")]
    both = [file("IMG_1.JPG", 0), file("IMG_1.PNG", 0, "PNG")]
    for files in (apart, folders, both):
        assert len(shots_of(files)) == 2
        assert all(not shot.companions for shot in shots_of(files))


def test_the_same_bytes_are_one_file() -> None:
    files = [file("a.JPG", 0, sha256="1"), file("copy of a.JPG", 0, sha256="1"), file("b.JPG", 1, sha256="2")]
    shots = shots_of(files)
    assert [shot.photo.name for shot in shots] == ["a.JPG", "b.JPG"]
    assert [copy.name for copy in shots[0].copies] == ["copy of a.JPG"]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2", "3"]),
            st.sampled_from(["JPEG", "NEF", "video"]),
            st.integers(0, 900) | st.none(),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_nothing_is_lost_or_doubled(parts: list[tuple[str, str, int | None, bool]]) -> None:
    files = [
        CardFile(str(i), f"{stem}.{kind}", "", kind, None if time is None else at(time), face)
        for i, (stem, kind, time, face) in enumerate(parts)
    ]
    shots = shots_of(files)
    kept = [part.key for shot in shots for part in (shot.photo, *shot.companions, *shot.copies)]
    assert sorted(kept) == sorted(one.key for one in files)
    runs = runs_of(shots)
    assert [shot for run in runs for shot in run.shots] == list(shots)
    assert runs_of(list(reversed(shots))) == runs
    assert all(isinstance(shot, CardPhoto) for shot in shots)
