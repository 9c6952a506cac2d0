"""The frozen project: JSON and back, edits, undo and redo."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from projects_made import FACE, MOVED, made_face, made_pair, made_photo

from facebalance_desktop.errors import Problem
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project import codec, edits_annotations, edits_drawing, edits_photos
from facebalance_desktop.project.codec import as_bytes, from_json, loaded, to_json
from facebalance_desktop.project.derived import pair_of, points_of
from facebalance_desktop.project.history import Edit, History
from facebalance_desktop.project.intake import Analysis, learn_analysis
from facebalance_desktop.project.model import FORMAT, Patient, Photo, Project, new_id, new_project


def through_json(project: Project) -> Project:
    return from_json(json.loads(json.dumps(to_json(project), allow_nan=False)))


def test_a_project_survives_json() -> None:
    project = edits_photos.set_patient(Patient("Ada Löwe", "42", "1970-01-02"))(made_pair())
    photo = project.photos[0]
    project = edits_photos.set_point(photo.id, "tr", (200.5, 61.25))(project)
    project = edits_annotations.add_annotation(
        Annotation(new_id(), photo.id, "Chin", "#ff0000", ((1.0, 2.0), (3.0, 4.0), (5.0, 1.0)))
    )(project)
    project = edits_photos.nudge_comparison(project.comparisons[0].id, dx=2.5)(project)
    assert through_json(project) == project


def test_unknown_keys_survive_at_every_level() -> None:
    value = to_json(made_pair())
    value["later"] = {"a": [1, 2]}
    value["patient"]["nickname"] = "A"
    value["photos"][0]["smell"] = 3
    value["photos"][0]["face"]["mood"] = "calm"
    value["photos"][0]["face"]["points"]["tr"]["why"] = "guess"
    value["comparisons"][0]["mood"] = None
    project = from_json(value)
    assert to_json(edits_photos.set_patient(replace(project.patient, name="B"))(project)) == {
        **value,
        "patient": {**value["patient"], "name": "B"},
    }


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda v: v.clear(), "does not hold a FaceBalance project"),
        (lambda v: v.update(format=FORMAT + 1), "newer version"),
        (lambda v: v.update(photos=3), "photos is not a list"),
        (lambda v: v["photos"][0].pop("width"), "photos[0].width is not there"),
        (lambda v: v["photos"][0].update(width=True), "photos[0].width is not a whole number"),
        (lambda v: v["photos"][1]["points"].append(5), "photos[1].points[0] is not a record"),
        (lambda v: v["photos"][0]["face"]["points"]["tr"].update(source="magic"), "is not one of"),
        (lambda v: v["comparisons"][0].update(is_level="yes"), "is not true or false"),
        (lambda v: v["patient"].update(name=5), "patient.name is not text"),
    ],
)
def test_a_wrong_value_is_one_sentence_with_its_place(spoil: object, words: str) -> None:
    value = to_json(made_pair())
    spoil(value)  # type: ignore[operator]  # each of the lambdas above
    with pytest.raises(Problem) as found:
        from_json(value)
    assert words in found.value.sentence
    assert "was not changed" in found.value.sentence


@pytest.mark.parametrize("program", [[{"patient": "Walter"}] * 300, "Walter " * 300, None, ""])
def test_of_a_later_format_only_a_programs_name_is_told(program: object) -> None:
    value = {**to_json(made_pair()), "format": FORMAT + 1, "program": program}
    with pytest.raises(Problem) as found:
        from_json(value)
    assert "newer version of the program (unknown)" in found.value.sentence
    assert "Walter" not in found.value.sentence


def test_a_human_point_outranks_and_outlives_detection() -> None:
    project = made_pair()
    photo = project.photos[0]
    project = edits_photos.set_point(photo.id, "me", (201.0, 330.0))(project)
    project = edits_photos.confirm_point(photo.id, "g", FACE["g"])(project)
    for again in (
        edits_photos.confirm_point(photo.id, "g", (1.0, 1.0)),
        edits_photos.confirm_point("unknown", "g", (1.0, 1.0)),
    ):
        assert again(project) is project  # what is settled stays, and no other photo is touched
    elsewhere = Analysis(1, made_face(MOVED), None)
    project = learn_analysis(photo.id, elsewhere)(project)
    points = points_of(project.photos[0])
    assert points["me"].xy == (201.0, 330.0)
    assert points["me"].source == "edited"
    assert points["g"].xy == FACE["g"]
    assert points["g"].is_confirmed
    assert points["sn"].xy != FACE["sn"]
    project = edits_photos.reset_point(photo.id, "me")(project)
    assert points_of(project.photos[0])["me"].xy == pytest.approx(MOVED.point(FACE["me"]))


def test_an_answer_for_a_photo_that_is_gone_changes_nothing() -> None:
    project = made_pair()
    gone = edits_photos.remove_photo(project.photos[0].id)(project)
    assert learn_analysis(project.photos[0].id, Analysis(0, None, "none"))(gone) == gone


def test_facts_are_no_step_and_no_undo_forgets_them() -> None:
    photo = made_photo("a.jpg", faces=None, face=None)
    history = History(new_project()).done("Add photo", edits_photos.add_photos([photo]))
    history = history.done("Change patient", edits_photos.set_patient(Patient("A")))
    history = history.learned(learn_analysis(photo.id, Analysis(1, made_face(), None)))
    assert len(history.past) == 2
    assert history.undone().present.photos[0].face is not None
    assert history.undone().undone().redone().present.photos[0].face is not None


def test_a_drag_is_one_step() -> None:
    project = made_pair()
    photo = project.photos[0].id
    history = History(project)
    for step in range(20):
        history = history.done("Move hairline", edits_photos.set_point(photo, "tr", (200.0, 60.0 + step)), "drag 1")
    history = history.done("Move hairline", edits_photos.set_point(photo, "tr", (200.0, 90.0)), "drag 2")
    assert len(history.past) == 2
    assert history.undone().undone().present == project


def test_the_camera_s_time_decides_which_photo_is_before() -> None:
    late = made_photo("late.jpg", taken="2024-05-02T10:00:00", taken_source="exif")
    early = made_photo("early.jpg", taken="2023-05-02T10:00:00", taken_source="exif")
    assert edits_photos.add_photos([late, early])(new_project()).comparisons[0].before == early.id
    undated = made_photo("undated.jpg", taken="2020-01-01T00:00:00", taken_source="file")
    assert edits_photos.add_photos([late, undated])(new_project()).comparisons[0].before == late.id


def test_a_file_s_date_never_decides_which_is_before() -> None:
    first = made_photo("first.jpg", taken="2026-11-22T10:00:00", taken_source="file", view="frontal")
    second = made_photo("second.jpg", taken="2008-11-22T10:00:00", taken_source="exif", view="frontal")
    project = edits_photos.add_photos([first, second])(new_project())
    assert edits_photos.propose(project).comparisons[0].before == first.id


def test_the_same_bytes_are_not_added_twice() -> None:
    project = made_pair()
    again = made_photo("copy.jpg", sha256=project.photos[0].sha256)
    assert edits_photos.add_photos([again])(project).photos == project.photos


def test_the_pair_is_aligned_levelled_and_nudged() -> None:
    project = made_pair()
    pair = pair_of(project)
    assert pair is not None
    assert pair.after is not None
    assert pair.alignment is not None
    assert pair.alignment.residual == pytest.approx(0, abs=1e-6)
    for at in FACE.values():
        assert pair.after.to_reference.point(MOVED.point(at)) == pytest.approx(at, abs=1e-6)
    comparison = project.comparisons[0]
    nudged = pair_of(edits_photos.nudge_comparison(comparison.id, dx=3, dy=-2, rotation=1.5, scale=1.01)(project))
    assert nudged is not None
    assert nudged.after is not None
    assert nudged.after.to_reference.point(MOVED.point((200, 160))) == pytest.approx((203, 158), abs=1e-6)
    assert nudged.after.to_reference.scale == pytest.approx(pair.after.to_reference.scale * 1.01)
    found_again = learn_analysis(project.photos[1].id, Analysis(1, made_face(MOVED), None))(
        edits_photos.nudge_comparison(comparison.id, dx=3)(project)
    )
    assert found_again.comparisons[0].nudge is not None


def test_levelling_turns_the_reference_and_can_be_switched_off() -> None:
    tilted = Similarity.of(rotation=9, about=(200, 200))
    project = edits_photos.add_photos([made_photo("a.jpg", tilted), made_photo("b.jpg")])(new_project())
    pair = pair_of(project)
    assert pair is not None
    right, left = (pair.before.to_reference.point(tilted.point(FACE[code])) for code in ("p_r", "p_l"))
    assert right[1] == pytest.approx(left[1])
    flat = pair_of(edits_photos.change_comparison(project.comparisons[0].id, is_level=False)(project))
    assert flat is not None
    assert flat.before.to_reference.point((5, 5)) == (5, 5)


names = st.text(max_size=8)


def edits_of(project: Project) -> st.SearchStrategy[Edit]:
    """Any edit that the window could make of this project."""
    photo_ids = st.sampled_from([photo.id for photo in project.photos])
    xy = st.tuples(st.floats(0, 400), st.floats(0, 400))
    codes = st.sampled_from(sorted(FACE))
    options: list[st.SearchStrategy[Edit]] = [
        st.builds(edits_photos.set_patient, st.builds(Patient, name=names, id=names)),
        st.builds(edits_photos.set_point, photo_ids, codes, xy),
        st.builds(edits_photos.confirm_point, photo_ids, codes, xy),
        st.builds(edits_photos.reset_point, photo_ids, codes),
        st.builds(edits_photos.remove_photo, photo_ids),
        st.builds(edits_drawing.show_guide, st.sampled_from(["thirds", "midline"]), st.booleans()),
        st.builds(edits_photos.nudge_comparison, st.just(project.comparisons[0].id), dx=st.floats(-5, 5)),
        st.builds(
            edits_annotations.add_annotation,
            st.builds(
                Annotation,
                st.builds(new_id),
                photo_ids,
                names,
                st.just("#123456"),
                st.just(((0.0, 0.0), (9.0, 0.0), (5.0, 9.0))),
            ),
        ),
    ]
    return st.one_of(options)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_any_edits_undone_give_the_identical_project_and_redone_the_identical_end(data: st.DataObject) -> None:
    start = made_pair()
    history = History(start)
    for edit in data.draw(st.lists(edits_of(start), max_size=30)):
        history = history.done("edit", edit)
    end = history.present
    back = history
    while back.past:
        back = back.undone()
    assert back.present == start
    while back.future:
        back = back.redone()
    assert back.present == end
    assert through_json(end) == end


def test_photo_records_need_no_face() -> None:
    photo = Photo(new_id(), "x.png", "0" * 64, 1, 10, 10, "PNG", "sRGB")
    project = edits_photos.add_photos([photo, made_photo("b.jpg")])(new_project())
    pair = pair_of(project)
    assert pair is not None
    assert pair.alignment is None
    assert pair.problem is not None


def test_a_fact_costs_the_same_after_a_thousand_steps_and_is_true_of_each() -> None:
    asked: list[Project] = []

    def learn(project: Project) -> Project:
        asked.append(project)
        return replace(project, extra={**project.extra, "fact": True})

    history = History(new_project())
    for number in range(50):
        history = history.done("Patient", edits_photos.set_patient(Patient(str(number))))
    for _ in range(5):
        history = history.undone()
    history = history.learned(learn)
    assert len(asked) == 1
    back = history.redone().redone().undone().undone()
    assert back.present.extra == {"fact": True}
    while back.past:
        back = back.undone()
        assert back.present.extra == {"fact": True}
    while back.future:
        back = back.redone()
        assert back.present.extra == {"fact": True}
    assert len(asked) == 51, "each state learned it once"


def test_a_project_json_is_read_as_json_whoever_laid_it_out() -> None:
    project = replace(made_pair(), extra={"later": {"a": ["]", "],", "{"]}, "list": [[1], 2]})
    project = edits_photos.set_patient(Patient('",\n[ ]}\u2028'))(project)
    data = as_bytes(project)
    value = json.loads(data)
    for layout in (
        data,
        json.dumps(value).encode(),
        json.dumps(value, indent=1).encode(),
        data.replace(b"\n", b"\r\n"),
    ):
        assert to_json(from_json(loaded(layout))) == to_json(from_json(value))
        assert from_json(loaded(layout)) == project
    for damaged in (data[:-3], data.replace(b"\n]", b"", 1), data[1:], b"", b"{\n", b'{\n"a": NaN\n}\n'):
        with pytest.raises(ValueError, match=r"."):
            loaded(damaged)


def test_writing_a_project_again_puts_only_what_changed_into_words(monkeypatch: pytest.MonkeyPatch) -> None:
    project = made_pair()
    before = as_bytes(project)
    asked: list[object] = []

    def counted(value: object) -> object:
        asked.append(value)
        return to_json(value)

    monkeypatch.setattr(codec, "to_json", counted)
    assert as_bytes(project) == before
    assert not [value for value in asked if isinstance(value, Photo | Annotation)]
    renamed = replace(project.photos[0], name="other.jpg")
    as_bytes(replace(project, photos=(renamed, *project.photos[1:])))
    assert [value for value in asked if isinstance(value, Photo | Annotation)] == [renamed]
