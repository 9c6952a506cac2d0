"""Photos as visits: which belong together, what role a visit has, which views it has, and what follows for captions.

Pure functions. Capture days group photos; what a human said (`model.Visit`, `Photo.view_by_hand`) outranks it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from facebalance_desktop.comparison.comparability import TreatmentSince
from facebalance_desktop.days import day_in, day_words
from facebalance_desktop.faces.views import VIEWS, view_words
from facebalance_desktop.planning.treatments import Plan, Treatment, modality_words, product_words
from facebalance_desktop.project.identity_cache import cached_by_identity
from facebalance_desktop.project.model import Photo, Project, Visit
from facebalance_desktop.project.name_order import UNTOLD, stages_by_name
from facebalance_desktop.translation import begun_large, begun_small, tr, tr_plural

Role = Literal["before", "between", "after"]
ROLE_WORDS: Mapping[Role, str] = {"before": tr("Before"), "between": tr("Between"), "after": tr("After")}
IN_ONE_GO = timedelta(minutes=10)
"""Photos of one view that were taken closer together are repeats of each other."""
NO_TREATMENT = "no-treatment"
"""The modality that leaves nothing to swell."""


def view_of(photo: Photo) -> str | None:
    """What the photo shows: a human's word before the computed one."""
    return photo.view_by_hand or photo.view


def day_of(photo: Photo) -> str | None:
    """The camera's day, YYYY-MM-DD; None where only the file's date is known."""
    return photo.taken[:10] if photo.taken and photo.taken_source in ("exif", "xmp") else None


def date_words(photo: Photo) -> str:
    """`12 Mar 2024`; empty where no date is known."""
    if not photo.taken:
        return ""
    return day_words(photo.taken[:10]) + ("" if day_of(photo) else tr(" (file)"))


@dataclass(frozen=True)
class Sitting:
    """The photos of one visit, by time. `date` is YYYY-MM-DD or None, `source` hand, exif, xmp or file.

    `day` is what the photos' records say, without a human's correction; `record` that correction and what else was
    said, None where nothing was said. `is_by_names`: the order is estimated from the names of the files.
    """

    day: str
    date: str | None
    source: str | None
    role: Role
    photos: tuple[Photo, ...]
    record: Visit | None = None
    is_by_names: bool = False

    @property
    def views(self) -> frozenset[str]:
        return frozenset(view for photo in self.photos if (view := view_of(photo)) is not None)


@dataclass(frozen=True)
class Group:
    """Photos that belong to one visit, by time; the fields are those of Sitting."""

    day: str
    date: str | None
    source: str | None
    photos: tuple[Photo, ...]
    record: Visit | None = None
    is_by_names: bool = False


def grouped(photos: Sequence[Photo], visits: Sequence[Visit]) -> tuple[Group, ...]:
    """Photos by capture day, as corrected by hand; the earliest first, those without a date last. Where no camera told
    a date, but the names of the files say before and after, by those."""
    is_frozen = isinstance(photos, tuple) and isinstance(visits, tuple)
    return _known_groups(photos, visits) if is_frozen else _grouped(photos, visits)


def _grouped(photos: Sequence[Photo], visits: Sequence[Visit]) -> tuple[Group, ...]:
    days: dict[str, list[Photo]] = {}
    for photo in photos:
        put = next((visit.day for visit in visits if photo.id in visit.photos), None)
        days.setdefault(_day(photo) if put is None else put, []).append(photo)
    records = {visit.day: visit for visit in visits}
    stages = stages_by_name(photos, visits)
    groups = []
    for day, together in days.items():
        record = records.get(day)
        ordered = tuple(sorted(together, key=lambda photo: (stages.get(photo.id, UNTOLD), photo.taken or "~")))
        source = next((photo.taken_source for photo in ordered if photo.taken and _day(photo) == day), None)
        if record is not None and record.date is not None:
            groups.append(Group(day, record.date, "hand", ordered, record, bool(stages)))
        else:
            groups.append(Group(day, day or None, source, ordered, record, bool(stages)))
    stage = {group.day: stages.get(group.photos[0].id, UNTOLD) for group in groups}
    return tuple(sorted(groups, key=lambda group: (stage[group.day], group.date is None, group.date or "", group.day)))


_known_groups = cached_by_identity(_grouped)


def heading_of(group: Group | Sitting) -> str:
    """`12 Mar 2024`, with what the date rests on where that is the file's own date."""
    if group.date is None:
        return tr("no date")
    return day_words(group.date) + (tr(" (file)") if group.source == "file" else "")


def visits_of(project: Project) -> tuple[Sitting, ...]:
    """All visits, the earliest first, those without a date last."""
    return sittings(project.photos, project.visits, project.plan)


def sittings(photos: Sequence[Photo], visits: Sequence[Visit], plan: Plan) -> tuple[Sitting, ...]:
    """The same of a project's parts."""
    groups = grouped(photos, visits)
    done = done_treatments(plan)
    return tuple(
        Sitting(
            group.day,
            group.date,
            group.source,
            _role(index, len(groups) - 1, group.date, group.record, done),
            group.photos,
            group.record,
            group.is_by_names,
        )
        for index, group in enumerate(groups)
    )


def sitting_of(visits: Sequence[Sitting], photo_id: str) -> Sitting | None:
    """The visit a photo belongs to."""
    return next((item for item in visits if any(photo.id == photo_id for photo in item.photos)), None)


def _day(photo: Photo) -> str:
    return photo.taken[:10] if photo.taken else ""


def _role(index: int, last: int, when: str | None, record: Visit | None, done: Sequence[Treatment]) -> Role:
    """By hand, or by its place; a visit that stands alone after a treatment on record is none before it."""
    if record is not None and record.role is not None:
        return record.role
    if index == 0:
        is_treated = last == 0 and when is not None and any(item.date and item.date <= when for item in done)
        return "after" if is_treated else "before"
    return "after" if index == last else "between"


# --- treatments and captions ------------------------------------------------------------------------------------------


def done_treatments(plan: Plan) -> tuple[Treatment, ...]:
    """What was done, here or elsewhere, by date; what has no date first: it lies somewhere in the past."""
    done = [item for item in plan.treatments if item.state == "done"]
    return tuple(sorted(done, key=lambda item: item.date or ""))


def treatments_before(plan: Plan, sitting: Sitting) -> tuple[Treatment, ...]:
    """What had been done when these photos were taken, as far as it is on record."""
    if sitting.date is None:
        return tuple(item for item in done_treatments(plan) if item.date is None)
    return tuple(item for item in done_treatments(plan) if item.date is None or item.date <= sitting.date)


def treatment_name(treatment: Treatment) -> str:
    """`rhinoplasty`, `HA filler`; with `elsewhere` where it was not done here."""
    name = modality_words(treatment) or product_words(treatment) or tr("treatment")
    if len(name) > 1 and name[1].islower():
        name = begun_small(name)
    return name if treatment.where == "here" else tr("{name} elsewhere", name=name)


def prior_words(plan: Plan, sitting: Sitting) -> str:
    """What is known of treatments before a visit; nothing on record never means untreated."""
    before = treatments_before(plan, sitting)
    if before:
        names = dict.fromkeys(treatment_name(item) for item in before)
        return tr("Before this visit: ") + ", ".join(names) + "."
    prior = sitting.record.prior if sitting.record is not None else ""
    return {
        "none": tr("The patient reports no earlier treatment."),
        "unknown": tr("Earlier treatments elsewhere: unknown."),
        "": tr("Nothing is on record of earlier treatments."),
    }[prior]


def expression_words(view: str) -> str:
    """`At rest` for `frontal`, `Smile` for `frontal-smile`."""
    return tr("At rest") if view == "frontal" else begun_large(view_words(view).split(", ")[-1])


def movement_captions(
    photos: Sequence[Photo], visits: Sequence[Visit], before_id: str, after_id: str
) -> tuple[str, str] | None:
    """`At rest` and `Smile` for two photos of one visit that show different expressions from the front, else None.
    Names of files that tell before from after tell of two visits."""
    stages = stages_by_name(photos, visits)
    if stages.get(before_id) != stages.get(after_id):
        return None
    for group in grouped(photos, visits):
        views = {photo.id: view_of(photo) or "" for photo in group.photos if photo.id in (before_id, after_id)}
        if len(views) == 2:
            before, after = views[before_id], views[after_id]
            is_of_front = before.startswith("frontal") and after.startswith("frontal")
            return (expression_words(before), expression_words(after)) if is_of_front and before != after else None
    return None


def captions_of(
    photos: Sequence[Photo], visits: Sequence[Visit], plan: Plan, before_id: str, after_id: str
) -> tuple[str, str]:
    """The captions of a pair: `Before` and `6 weeks after rhinoplasty`, as far as it is on record; the expressions of
    two photos of one visit."""
    if (moved := movement_captions(photos, visits, before_id, after_id)) is not None:
        return moved
    known_visits = sittings(photos, visits, plan)
    first, second = sitting_of(known_visits, before_id), sitting_of(known_visits, after_id)
    if first is None or second is None:
        return tr("Before"), tr("After")
    earlier = treatments_before(plan, first)
    before = tr("Before")
    if (first is not second and first.role != "before") or any(item.date for item in earlier):
        before = _since(earlier, first.date) or tr("Before")
    elif earlier:
        before = tr("Before ({treatment_name})", treatment_name=treatment_name(earlier[-1]))
    known = {item.id for item in earlier}
    between = [item for item in treatments_before(plan, second) if item.id not in known]
    return before, _since(between, second.date) or tr("After")


def treatments_since(
    photos: Sequence[Photo], visits: Sequence[Visit], plan: Plan, shown: Sequence[str]
) -> tuple[TreatmentSince, ...]:
    """For each kind of treatment on record the fewest whole days from it to one of the photos `shown` (ids)."""
    known_visits = sittings(photos, visits, plan)
    latest: dict[str, TreatmentSince] = {}
    for photo_id in shown:
        sitting = sitting_of(known_visits, photo_id)
        if sitting is None or sitting.date is None:
            continue
        for item in treatments_before(plan, sitting):
            if not item.date or item.modality == NO_TREATMENT:
                continue
            now, then = day_in(sitting.date), day_in(item.date)
            if now is None or then is None:
                continue
            days = (now - then).days
            kind = item.modality or item.modality_name
            known = latest.get(kind)
            if known is None or days < known.days:
                latest[kind] = TreatmentSince(kind, treatment_name(item), days)
    return tuple(latest.values())


def _since(done: Sequence[Treatment], when: str | None) -> str:
    """`6 weeks after rhinoplasty`, counted from the last treatment that has a date; empty where there is none."""
    dated = [item for item in done if day_in(item.date)]
    if not dated or when is None or day_in(when) is None:
        return ""
    last = dated[-1]
    names = list(dict.fromkeys(treatment_name(item) for item in dated if item.date == last.date))
    return tr(
        "{interval} after {names}", interval=interval_words(last.date or when, when), names=tr(" and ").join(names[:2])
    )


def interval_words(start: str, end: str) -> str:
    """`6 weeks`: days up to two weeks, weeks up to three months, months up to two years, then years; empty where one is
    no day."""
    first, last = day_in(start), day_in(end)
    if first is None or last is None:
        return ""
    days = abs((last - first) // timedelta(days=1))
    if days < 14:
        return tr_plural("{count} day", "{count} days", days)
    if days < 92:
        return tr_plural("{count} week", "{count} weeks", round(days / 7))
    if days < 730:
        return tr_plural("{count} month", "{count} months", round(days / 30.44))
    return tr_plural("{count} year", "{count} years", round(days / 365.25))


# --- the proposed pair and what is missing ----------------------------------------------------------------------------


def proposed_pair(project: Project) -> tuple[str, str] | None:
    """The earliest and the latest photo of one view, of two visits where there are such; None where no two are alike.

    Frontal before oblique before profile, in the order of the views. Two photos of unknown view are not alike, and
    photos that a camera took in one go, among others, are no before and after.
    """
    visits = visits_of(project)
    pairs = [pair for view in VIEWS if (pair := pair_of_view(visits, view)) is not None]
    visit_of = {photo.id: place for place, visit in enumerate(visits) for photo in visit.photos}
    apart = [pair for pair in pairs if visit_of[pair[0]] != visit_of[pair[1]]]
    if not apart and len(project.photos) > 2:
        pairs = [pair for pair in pairs if not _in_one_go(project, pair)]
    return next(iter(apart or pairs), None)


def _in_one_go(project: Project, pair: tuple[str, str]) -> bool:
    """Whether a camera took the two within minutes."""
    photos = [project.photo(photo_id) for photo_id in pair]
    try:
        times = [
            datetime.fromisoformat(photo.taken[:19]) for photo in photos if photo and photo.taken and day_of(photo)
        ]
    except ValueError:
        return False
    return len(times) == 2 and abs(times[1] - times[0]) < IN_ONE_GO


def pair_of_view(visits: Sequence[Sitting], view: str) -> tuple[str, str] | None:
    """The earliest and the latest photo of a view."""
    photos = [photo for visit in visits for photo in visit.photos if view_of(photo) == view]
    return (photos[0].id, photos[-1].id) if len(photos) >= 2 else None


def missing_views(sitting: Sitting, wanted: Sequence[str]) -> tuple[str, ...]:
    """The views of the clinic's set that no photo of the visit shows."""
    return tuple(view for view in wanted if view not in sitting.views)
