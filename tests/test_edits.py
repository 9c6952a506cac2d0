"""What edits of a project do to it, and leave as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from faces_posed import frontal_pair, posed_photo
from plans_drawn import drawn_pair, one_of_each

from facebalance_desktop.planning.treatments import Complication, DiscussedRisk, Plan, PlanSession, Treatment
from facebalance_desktop.project import edits_annotations as drawings
from facebalance_desktop.project import edits_drawing as looks
from facebalance_desktop.project import edits_photos as photos
from facebalance_desktop.project import edits_plan as plans
from facebalance_desktop.project import edits_visits as visits
from facebalance_desktop.project.edits_photos import propose
from facebalance_desktop.project.history import Edit, History
from facebalance_desktop.project.model import Comparison, Nudge, Photo, Project, new_project

# Drawings


def drawn() -> Project:
    """One drawing of each kind, the arrow locked."""
    items = tuple(replace(item, is_locked=item.kind == "arrow") for item in one_of_each("photo"))
    return replace(drawn_pair(), annotations=items)


ORDER = ("zone", "smooth", "ellipse", "point", "line", "fan", "arrow", "note", "ruler", "angle", "stroke")


@pytest.mark.parametrize(
    ("which", "rank", "order"),
    [
        ("smooth", "front", ("zone", *ORDER[2:], "smooth")),
        ("smooth", "back", ("smooth", "zone", *ORDER[2:])),
        ("smooth", "forward", ("zone", "ellipse", "smooth", *ORDER[3:])),
        ("ellipse", "backward", ("zone", "ellipse", "smooth", *ORDER[3:])),
        ("zone", "backward", ORDER),
        ("zone", "back", ORDER),
        ("stroke", "forward", ORDER),
        ("stroke", "front", ORDER),
        ("nobody", "front", ORDER),
    ],
)
def test_a_drawing_goes_one_step_or_all_the_way(which: str, rank: drawings.Rank, order: tuple[str, ...]) -> None:
    made = drawings.rank_annotation(which, rank)(drawn())
    assert tuple(item.id for item in made.annotations) == order


@pytest.mark.parametrize(
    ("edit", "which", "points"),
    [
        (drawings.move_annotations(("zone",), 2.0, -3.0), "zone", ((542, 927), (642, 922), (602, 987))),
        (drawings.move_annotations(("arrow",), 2.0, -3.0), "arrow", ((500, 300), (560, 260))),
        (drawings.move_vertex("zone", 0, (1.0, 2.0)), "zone", ((1, 2), (640, 925), (600, 990))),
        (drawings.move_vertex("zone", 2, (1.0, 2.0)), "zone", ((540, 930), (640, 925), (1, 2))),
        (drawings.move_vertex("zone", 3, (1.0, 2.0)), "zone", ((540, 930), (640, 925), (600, 990))),
        (drawings.move_vertex("zone", -1, (1.0, 2.0)), "zone", ((540, 930), (640, 925), (600, 990))),
        (drawings.move_vertex("arrow", 0, (1.0, 2.0)), "arrow", ((500, 300), (560, 260))),
        (drawings.move_vertex("ellipse", 0, (763.0, 676.0)), "ellipse", ((763, 676), (813, 686), (758, 711))),
        (drawings.move_vertex("ellipse", 1, (813.0, 686.0)), "ellipse", ((760, 680), (813, 686), (755, 715))),
        (drawings.add_vertex("zone", (590.0, 920.0)), "zone", ((540, 930), (590, 920), (640, 925), (600, 990))),
        (drawings.add_vertex("ellipse", (760.0, 690.0)), "ellipse", ((760, 680), (810, 690), (755, 715))),
        (drawings.add_vertex("line", (450.0, 930.0)), "line", ((420, 900), (480, 960))),
        (drawings.remove_vertex("smooth", 1), "smooth", ((380, 640), (440, 720), (390, 700))),
        (drawings.remove_vertex("zone", 1), "zone", ((540, 930), (640, 925), (600, 990))),
        (drawings.remove_vertex("ellipse", 1), "ellipse", ((760, 680), (810, 690), (755, 715))),
        (drawings.set_points("point", [(7.0, 8.0)]), "point", ((7, 8),)),
        (drawings.set_points("arrow", [(7.0, 8.0)]), "arrow", ((500, 300), (560, 260))),
    ],
)
def test_points_of_drawings_move_where_they_may(
    edit: Edit, which: str, points: tuple[tuple[float, float], ...]
) -> None:
    before = drawn()
    after = edit(before)
    changed = after.annotation(which)
    assert changed is not None and changed.points == points
    assert [item for item in after.annotations if item.id != which] == [
        item for item in before.annotations if item.id != which
    ]


def test_drawings_are_removed_with_their_place_in_the_plan_and_locked_ones_stay() -> None:
    before = drawn()
    after = drawings.remove_annotations(("zone", "arrow", "nobody"))(before)
    assert [item.id for item in after.annotations] == list(ORDER[1:])
    places = {item.id: item.annotation for item in after.plan.treatments}
    assert places == {"planned": None, "done": "point", "both": "smooth"}
    assert drawings.remove_annotation("arrow")(before) is before
    named = drawings.change_annotation("arrow", name="Named")(before).annotation("arrow")
    thick = drawings.change_annotation("arrow", width=9.0)(before).annotation("arrow")
    assert named is not None and named.name == "Named" and thick is not None and thick.width == 1.1


# Photos and comparisons


def shots(*taken: str | None, source: str = "exif", view: str = "frontal", faces: int | None = 0) -> list[Photo]:
    return [
        posed_photo(n, None, taken=day and f"{day}T10:00:00", taken_source=source, view=view, faces=faces)
        for n, day in enumerate(taken)
    ]


def pair_in(project: Project) -> tuple[int, int] | None:
    """The places of the photos that are compared."""
    ids = [photo.id for photo in project.photos]
    shown = project.comparison
    return None if shown is None else (ids.index(shown.before), ids.index(shown.after))


@pytest.mark.parametrize(
    ("found", "pair"),
    [
        (shots("2024-01-01"), None),
        (shots("2024-01-01", "2024-02-01"), (0, 1)),
        (shots("2024-02-01", "2024-01-01"), (1, 0)),
        (shots("2024-01-01", "2024-01-01"), (0, 1)),
        (shots("2024-02-01", None), (0, 1)),
        (shots("2024-02-01", "2024-01-01", source="file"), (0, 1)),
        (shots("2024-02-01", "2024-01-01", "2024-03-01"), (1, 2)),
        (shots("2024-02-01", "2024-03-01", "2024-01-01"), (2, 1)),
        (shots("2024-02-01", "2024-03-01", "2024-01-01", view="basal", faces=None), (2, 1)),
    ],
)
def test_a_comparison_begins_with_the_earliest_and_the_latest(found: list[Photo], pair: tuple[int, int] | None) -> None:
    assert pair_in(photos.add_photos(found)(new_project())) == pair


def test_photos_are_added_once_and_stand_in_the_order_that_was_asked_for() -> None:
    first, second, third, fourth = shots("2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01")
    project = photos.add_photos([first])(new_project())
    project = photos.add_photos([replace(first, id="again"), fourth], [second.id, third.id, fourth.id])(project)
    project = photos.add_photos([third, second], [second.id, third.id, fourth.id])(project)
    assert project.photos == (first, second, third, fourth)
    gone = photos.remove_photo(second.id)(project)
    assert gone.photos == (first, third, fourth)
    assert photos.remove_photo("nobody")(project).photos == project.photos


def test_a_proposal_changes_until_somebody_works_on_it() -> None:
    project = photos.add_photos(shots("2024-01-01", "2024-02-01", "2024-03-01"))(new_project())
    shown = project.comparison
    assert shown is not None and photos.is_open_to_proposals(shown)
    later = shots("2024-01-01", "2024-02-01", "2024-03-01", "2024-09-01")[3:]
    assert pair_in(photos.add_photos(later)(project)) == (0, 3)
    for touched in (
        replace(shown, nudge=Nudge(1.0)),
        replace(shown, anchors=(((0.0, 0.0), (1.0, 1.0)),)),
        replace(shown, treated=("nose",)),
        replace(shown, is_locked=True),
        replace(shown, by=""),
    ):
        assert not photos.is_open_to_proposals(touched)
        kept = photos.add_photos(later)(replace(project, comparisons=(touched,)))
        assert kept.comparison == touched
    unlike = replace(project, photos=tuple(replace(p, view=v) for p, v in zip(project.photos, "abc", strict=True)))
    assert propose(unlike).comparison is None
    waiting = replace(unlike, photos=(replace(unlike.photos[0], faces=None), *unlike.photos[1:]))
    assert propose(waiting).comparison == shown


def test_a_comparison_is_taken_up_again_and_moved_by_small_steps() -> None:
    project = drawn_pair()
    first, second = project.photos
    (old,) = project.comparisons
    swapped = photos.compare_photos(second.id, first.id)(project)
    assert [(item.before, item.after) for item in swapped.comparisons] == [
        (first.id, second.id),
        (second.id, first.id),
    ]
    again = photos.compare_photos(first.id, second.id)(swapped)
    assert again.comparisons == (swapped.comparisons[1], old)
    moved = photos.nudge_comparison(old.id, 1.00004, -2.5, 0.25, 1.1)(project).comparison
    assert moved is not None and moved.nudge is not None
    assert (moved.nudge.dx, moved.nudge.dy, moved.nudge.rotation, moved.nudge.scale) == (5.0, -5.5, 0.75, 1.111)
    fresh = photos.nudge_comparison(old.id)(photos.clear_nudge(old.id)(project)).comparison
    assert fresh is not None and fresh.nudge == Nudge(at=fresh.nudge.at if fresh.nudge else "")
    assert photos.nudge_comparison("nobody", 1.0)(project) is project


def test_points_by_hand_are_set_kept_and_given_back() -> None:
    project = frontal_pair()
    photo = project.photos[0]

    def points(*edits: Edit) -> list[tuple[str, float, float, str]]:
        made = project
        for edit in edits:
            made = edit(made)
        return [(item.code, item.x, item.y, item.kind) for item in made.photos[0].points]

    set_it, again = photos.set_point(photo.id, "sn", (1.23456, 2.0)), photos.set_point(photo.id, "sn", (3.0, 4.0))
    assert points(set_it) == [("sn", 1.235, 2.0, "edited")]
    assert points(photos.set_point(photo.id, "border_r", (1.0, 2.0))) == [("border_r", 1.0, 2.0, "placed")]
    assert points(set_it, photos.set_point(photo.id, "n", (5.0, 6.0)), again) == [
        ("n", 5.0, 6.0, "edited"),
        ("sn", 3.0, 4.0, "edited"),
    ]
    assert points(photos.confirm_point(photo.id, "sn", (7.00049, 8.0))) == [("sn", 7.0, 8.0, "confirmed")]
    assert points(set_it, photos.confirm_point(photo.id, "sn", (7.0, 8.0))) == [("sn", 1.235, 2.0, "edited")]
    assert points(set_it, photos.reset_point(photo.id, "sn")) == []
    for edit in (photos.set_point, photos.confirm_point):
        assert edit("nobody", "sn", (1.0, 1.0))(project) is project
    assert photos.reset_point("nobody", "sn")(project) is project


# Visits, guides, measures


def test_photos_change_their_visit_by_hand() -> None:
    project = photos.add_photos(shots("2024-01-01", "2024-02-01"))(new_project())
    one, other = (photo.id for photo in project.photos)
    moved = visits.move_to_visit(one, "2024-02-01")(project)
    assert [(visit.day, visit.photos) for visit in moved.visits] == [("2024-02-01", (one,))]
    both = visits.move_to_visit(other, "2024-02-01")(moved)
    assert [(visit.day, visit.photos) for visit in both.visits] == [("2024-02-01", (one, other))]
    away = visits.move_to_visit(one, "2024-03-03")(both)
    assert [(visit.day, visit.photos) for visit in away.visits] == [("2024-02-01", (other,)), ("2024-03-03", (one,))]
    assert all(not visit.photos for visit in visits.move_to_visit(one, None)(moved).visits)
    named = visits.change_visit("2024-01-01", role="after")(project)
    assert [(visit.day, visit.role) for visit in named.visits] == [("2024-01-01", "after")]
    assert visits.change_visit("2024-01-01", role="after")(named) is named


def test_guides_and_measures_are_shown_and_taken_away() -> None:
    project = replace(new_project(), guides=())

    def states(made: Project) -> list[tuple[str, bool, str | None, float | None]]:
        return [(state.id, state.is_shown, state.colour, state.width) for state in made.guides]

    styled = looks.style_guide("thirds", "#123456", 2.0)(project)
    assert states(styled) == [("thirds", False, "#123456", 2.0)]
    shown = looks.show_guide("fifths", True)(looks.show_guide("thirds", True)(styled))
    assert states(shown) == [("thirds", True, "#123456", 2.0), ("fifths", True, None, None)]
    only = looks.show_only_guides(["fifths", "grid"])(shown)
    assert [state[:2] for state in states(only)] == [("thirds", False), ("fifths", True), ("grid", True)]
    pinned = looks.pin_measure("b", True)(looks.pin_measure("a", True)(project))
    assert pinned.measures.pinned == ("a", "b")
    assert looks.pin_measure("a", True)(pinned).measures.pinned == ("b", "a")
    assert looks.pin_measure("a", False)(pinned).measures.pinned == ("b",)
    assert looks.pin_measure("c", False)(pinned) is pinned


# The plan

RISK = DiscussedRisk("bruise", "Bruises are frequent.")


def planned() -> Project:
    first = Treatment("a", modality="filler", product="one", unit="mL", ml_each=0.5, session="s", colour="#111111")
    second = Treatment("b", session="s", amount=2.0, unit="U", plane="deep")
    third = Treatment("c", "done", modality="toxin", technique="needle", unit="U", session="t", signed_by="Dr A")
    sessions = (PlanSession("s", "First"), PlanSession("t", "Second"), PlanSession("u", "Third"))
    return replace(new_project(), plan=Plan(sessions, (first, second, third)))


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (plans.move_treatment("a", "t", None), "b:s c:t a:t"),
        (plans.move_treatment("c", "s", "a"), "c:s a:s b:s"),
        (plans.move_treatment("a", "u", "a"), "a:s b:s c:t"),
        (plans.move_treatment("nobody", "u", "a"), "a:s b:s c:t"),
        (plans.remove_session("s"), "a:None b:None c:t"),
        (plans.remove_treatment("a"), "b:s c:t"),
        (plans.remove_treatment("c"), "a:s b:s c:t"),
        (plans.copy_to_done("a", "new", "2024-01-01", "Dr B"), "a:s new:s b:s c:t"),
        (plans.copy_to_done("c", "new"), "a:s b:s c:t"),
        (plans.add_treatment(Treatment("d")), "a:s b:s c:t d:None"),
        (plans.change_treatments(("a", "c"), session="u"), "a:u b:s c:u"),
    ],
)
def test_treatments_keep_their_order_and_session(edit: Edit, told: str) -> None:
    made = edit(planned())
    assert " ".join(f"{item.id}:{item.session}" for item in made.plan.treatments) == told


@pytest.mark.parametrize(("to", "order"), [(0, "tsu"), (1, "stu"), (2, "sut"), (9, "sut"), (-3, "tsu")])
def test_sessions_are_put_in_another_order(to: int, order: str) -> None:
    made = plans.move_session("t", to)(planned())
    assert "".join(session.id for session in made.plan.sessions) == order
    assert plans.move_session("nobody", to)(planned()).plan.sessions == planned().plan.sessions
    named = plans.change_session("t", name="New")(plans.add_session(PlanSession("v", "Fourth"))(planned()))
    assert [session.name for session in named.plan.sessions] == ["First", "New", "Third", "Fourth"]


def test_a_treatment_is_chosen_like_the_last_one() -> None:
    project = planned()
    made = plans.same_as_last("b")(project).plan.treatment("b")
    assert made is not None
    assert (made.modality, made.product, made.colour, made.plane, made.technique) == (
        "filler", "one", "#111111", "deep", "",
    )  # fmt: skip
    assert (made.unit, made.amount, made.ml_each) == ("U", 2.0, None)  # what was typed stays
    blank = plans.change_treatment("b", amount=None)(project)
    made = plans.same_as_last("b")(blank).plan.treatment("b")
    assert made is not None and (made.unit, made.ml_each) == ("mL", 0.5)
    assert plans.same_as_last("c")(project) is project
    behind = plans.same_as_last("a")(project).plan.treatment("a")
    assert behind is not None and behind.modality == "toxin"
    assert plans.last_chosen(project.plan, "nobody") == project.plan.treatments[2]
    assert plans.last_chosen(Plan(), "a") is None


def test_what_was_done_is_signed_and_then_closed() -> None:
    project = plans.open_signature("c")(planned())
    assert project.plan.treatments[2].signed_by == ""
    signed = plans.sign_treatment("c", "  Dr B ", "2024-01-01T10:00")(project)
    assert (signed.plan.treatments[2].signed_by, signed.plan.treatments[2].signed_at) == ("Dr B", "2024-01-01T10:00")
    assert plans.change_treatment("c", lot="A")(signed).plan == signed.plan
    for name, which in ((" ", "c"), ("Dr B", "a"), ("Dr B", "nobody")):
        assert plans.sign_treatment(which, name, "now")(project) is project
    one, other = Complication(what="bruise"), Complication(what="lump")
    told = plans.add_complication("c", other)(plans.add_complication("c", one)(signed))
    assert told.plan.treatments[2].complications == (one, other)
    assert plans.remove_complication("c", 0)(told).plan.treatments[2].complications == (other,)
    assert plans.remove_complication("c", 1)(told).plan.treatments[2].complications == (one,)
    for place in (-1, 2):
        assert plans.remove_complication("c", place)(told) is told
    assert plans.add_complication("a", one)(project) is project
    ticked = plans.tick_risk("a", RISK, True)(plans.tick_risk("a", RISK, True)(project))
    assert ticked.plan.treatments[0].risks == (RISK,)
    assert plans.tick_risk("a", RISK, False)(ticked).plan.treatments[0].risks == ()


# Undo


def named(name: str) -> Callable[[Project], Project]:
    return lambda project: replace(project, created=name)


def test_a_drag_is_one_step_and_what_was_learned_outlasts_undo() -> None:
    history = (
        History(new_project()).done("First", named("a")).done("Drag", named("b"), "g").done("Drag", named("c"), "g")
    )
    assert [step.label for step in history.past] == ["First", "Drag"]
    assert history.done("Nothing", named("c")) is history
    other = history.done("Drag", named("d"), "h")
    assert [step.label for step in other.past] == ["First", "Drag", "Drag"]
    learned = history.learned(lambda project: replace(project, comparisons=(Comparison("c", "1", "2"),)))
    back = learned.undone()
    assert (back.present.created, back.undo_label, back.redo_label) == ("a", "First", "Drag")
    assert back.present.comparisons == learned.present.comparisons
    assert back.redone().present == learned.present
    assert back.undone().undone().undo_label is None
    assert back.done("New", named("z")).redo_label is None
    assert History(history.present).undone().present is history.present
    assert history.redone() is history
