"""Visits, roles, captions and the proposed pair, as pure functions of a project."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facebalance_desktop.days import day_words
from facebalance_desktop.planning.treatments import Plan, Treatment, Where
from facebalance_desktop.project.codec import from_json, to_json
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_photos import add_photos, compare_photos, remove_photo
from facebalance_desktop.project.edits_visits import change_visit, move_to_visit, set_view
from facebalance_desktop.project.intake import Analysis, learn_analysis
from facebalance_desktop.project.model import Photo, Project, new_project
from facebalance_desktop.project.visits import (
    captions_of,
    grouped,
    heading_of,
    interval_words,
    missing_views,
    prior_words,
    visits_of,
)


def photo(name: str, taken: str | None, view: str | None = "frontal", source: str = "exif") -> Photo:
    return Photo(
        id=name,
        name=f"{name}.jpg",
        sha256=name * 8,
        size=1,
        width=100,
        height=120,
        format="JPEG",
        profile="sRGB",
        taken=taken,
        taken_source=source if taken else None,
        faces=0,
        view=view,
    )


def project_of(*photos: Photo) -> Project:
    return add_photos(photos)(new_project())


def done(name: str, when: str | None, where: Where = "here") -> Treatment:
    return Treatment(name, "done", modality_name=name, date=when, where=where)


def treated(project: Project, *treatments: Treatment) -> Project:
    return replace(project, plan=Plan(treatments=treatments))


SPRING, SUMMER, AUTUMN = "2024-03-12T10:31:00", "2024-06-04T09:00:00", "2024-09-20T16:05:00"


def test_photos_of_one_day_are_one_visit_and_visits_have_roles_by_their_order() -> None:
    project = project_of(
        photo("c", AUTUMN), photo("a", SPRING), photo("b", SPRING, "oblique-left"), photo("d", SUMMER), photo("e", None)
    )
    visits = visits_of(replace(project, photos=project.photos[:4]))
    assert [(visit.date, visit.role, len(visit.photos)) for visit in visits] == [
        ("2024-03-12", "before", 2),
        ("2024-06-04", "between", 1),
        ("2024-09-20", "after", 1),
    ]
    assert visits_of(project)[-1].date is None


def test_a_date_is_corrected_by_hand_and_says_so() -> None:
    project = project_of(photo("a", AUTUMN, source="file"), photo("b", SUMMER))
    assert [visit.source for visit in visits_of(project)] == ["exif", "file"]
    project = change_visit("2024-09-20", date="2023-01-02")(project)
    first = visits_of(project)[0]
    assert (first.date, first.source, first.role) == ("2023-01-02", "hand", "before")
    assert from_json(to_json(project)) == project
    assert change_visit("2024-09-20", date="2023-01-02")(project) is project


def test_a_role_and_a_place_by_hand_outrank_the_computed_ones() -> None:
    project = project_of(photo("a", SPRING), photo("b", AUTUMN), photo("c", AUTUMN))
    project = change_visit("2024-03-12", role="between")(project)
    assert visits_of(project)[0].role == "between"
    project = move_to_visit("c", "2024-03-12")(project)
    assert [len(visit.photos) for visit in visits_of(project)] == [2, 1]
    project = move_to_visit("c", "2024-09-20")(project)
    assert [len(visit.photos) for visit in visits_of(project)] == [1, 2]


def test_captions_count_from_what_was_done_between_the_visits() -> None:
    project = project_of(photo("a", SPRING), photo("b", SUMMER))
    pair = pair_of(project)
    assert pair is not None
    assert [side.title or side.caption for side in pair.sides] == ["Before", "After"]
    project = treated(project, done("Rhinoplasty", "2024-04-23"))
    pair = pair_of(project)
    assert pair is not None
    assert [side.title or side.caption for side in pair.sides] == ["Before", "6 weeks after rhinoplasty"]
    assert [side.caption for side in pair.sides] == ["Before", "After"]


def test_before_is_never_taken_for_untreated() -> None:
    project = project_of(photo("a", SPRING), photo("b", SUMMER))

    def captions(*treatments: Treatment) -> tuple[str, str]:
        plan = Plan(treatments=treatments)
        return captions_of(project.photos, project.visits, plan, "a", "b")

    assert captions(done("HA filler", None, "elsewhere")) == ("Before (HA filler elsewhere)", "After")
    assert captions(done("HA filler", "2023-03-12")) == ("12 months after HA filler", "After")
    first = visits_of(project)[0]
    assert prior_words(project.plan, first) == "Nothing is on record of earlier treatments."
    first = visits_of(change_visit("2024-03-12", prior="unknown")(project))[0]
    assert prior_words(project.plan, first) == "Earlier treatments elsewhere: unknown."
    plan = Plan(treatments=(done("HA filler", None, "elsewhere"),))
    assert prior_words(plan, first) == "Before this visit: HA filler elsewhere."


def test_a_visit_alone_after_a_treatment_is_no_before() -> None:
    project = treated(project_of(photo("a", SUMMER)), done("Rhinoplasty", "2024-04-23"))
    assert visits_of(project)[0].role == "after"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2024-03-01", "2024-03-02", "1 day"),
        ("2024-03-01", "2024-03-14", "13 days"),
        ("2024-03-01", "2024-03-15", "2 weeks"),
        ("2024-03-01", "2024-05-24", "12 weeks"),
        ("2024-03-01", "2025-03-01", "12 months"),
        ("2020-03-01", "2024-03-01", "4 years"),
    ],
)
def test_intervals_in_the_unit_people_use(start: str, end: str, words: str) -> None:
    assert interval_words(start, end) == words


def shown(project: Project) -> tuple[str, str] | None:
    comparison = project.comparison
    return None if comparison is None else (comparison.before, comparison.after)


def test_the_earliest_and_latest_of_one_view_are_proposed_and_only_like_with_like() -> None:
    project = project_of(
        photo("a", SPRING, "oblique-left"),
        photo("b", SPRING, "frontal"),
        photo("c", SUMMER, "frontal"),
        photo("d", AUTUMN, "profile-left"),
        photo("e", AUTUMN, "frontal-smile"),
    )
    assert shown(project) == ("b", "c")
    assert shown(set_view("d", "frontal")(project)) == ("b", "d")
    assert shown(remove_photo("c")(project)) is None
    assert shown(project_of(photo("a", SPRING, "profile-left"), photo("b", SUMMER))) == ("a", "b")


def test_two_of_one_day_are_proposed_where_no_other_day_has_the_view() -> None:
    project = project_of(
        photo("a", SPRING),
        photo("b", SPRING[:11] + "11:30:00"),
        photo("c", SUMMER, "oblique-left"),
        photo("d", None, None),
    )
    assert shown(project) == ("a", "b")


def test_repeats_of_one_minute_are_no_before_and_after() -> None:
    again = photo("b", SPRING[:-2] + "30", "profile-left")
    visit = (photo("a", SPRING, "profile-left"), again, photo("c", SPRING))
    assert shown(project_of(*visit)) is None
    assert shown(project_of(*visit[:2])) == ("a", "b")  # somebody brought just these two
    assert shown(project_of(visit[0], photo("d", SPRING[:11] + "18:00:00", "profile-left"), visit[2])) == ("a", "d")


def test_days_since_the_latest_treatment_of_each_kind() -> None:
    photos = (photo("a", SPRING), photo("b", SUMMER))
    project = treated(project_of(*photos), done("peel", "2023-01-01"), done("rhinoplasty", "2024-05-25"))
    pair = pair_of(compare_photos("a", "b")(project))
    assert pair is not None
    assert {item.name: item.days for item in pair.treatments} == {"peel": 436, "rhinoplasty": 10}
    untreated = pair_of(project_of(*photos))
    assert untreated is not None and untreated.treatments == ()


def test_a_proposal_follows_what_is_learned_until_a_human_chooses() -> None:
    unknown = [
        replace(photo(name, day, None), faces=None) for name, day in zip("abc", (SPRING, SUMMER, AUTUMN), strict=True)
    ]
    project = project_of(*unknown)
    assert shown(project) == ("a", "c"), "the earliest and the latest, until it is known what they show"
    for name, view in (("a", "frontal"), ("b", "profile-left"), ("c", "frontal")):
        project = learn_analysis(name, Analysis(0, None, None, (), view))(project)
    assert shown(project) == ("a", "c")
    chosen = compare_photos("a", "b")(project)
    assert shown(learn_analysis("b", Analysis(0, None, None, (), "frontal"))(chosen)) == ("a", "b")
    swapped = compare_photos("a", "c")(project)
    assert shown(set_view("b", "frontal")(swapped)) == ("a", "c")


def test_what_is_missing_of_the_clinics_views() -> None:
    visit = visits_of(project_of(photo("a", SPRING), photo("b", SPRING, None)))[0]
    assert missing_views(visit, ("frontal", "oblique-right", "basal")) == ("oblique-right", "basal")


def test_what_is_no_day_is_shown_as_it_stands() -> None:
    """A file says whatever somebody wrote into it; the window shows it all the same."""
    assert day_words("2024-03-12") == "12 Mar 2024"
    for text in ("", "spring", "2024-13-45", "2024-00-12", "a-b-c", "2024-03"):
        assert day_words(text) == text
        assert interval_words(text, "2024-03-12") == interval_words("2024-03-12", text) == ""


def test_a_day_that_only_the_file_tells_says_so() -> None:
    for source, ending in (("exif", ""), ("file", " (file)"), ("hand", "")):
        (group,) = grouped((photo("a", SPRING, source=source),), ())
        assert heading_of(group) == f"12 Mar 2024{ending}"
