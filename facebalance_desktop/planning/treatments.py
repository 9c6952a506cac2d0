"""The records of a plan: sessions, treatments proposed and treatments done. Amounts are only ever typed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from facebalance_desktop.days import day_words
from facebalance_desktop.planning.stored_names import told_name
from facebalance_desktop.planning.units import amount_in
from facebalance_desktop.translation import side_name, tr

State = Literal["planned", "done"]
Where = Literal["here", "elsewhere", "unknown"]
Answer = Literal["", "yes", "no"]
"""Of a question that the record asks; empty: not answered."""
AFTER_SIGNING = frozenset(
    {"complications", "review", "is_shown", "session", "annotation", "planned", "colour", "signed_by", "signed_at"}
)
"""Fields of a signed record that may still change: what happens later, and how it is shown."""

PLANES = (
    "intradermal", "subdermal", "subcutaneous", "in fat", "SMAS", "sub-SMAS", "in muscle", "submucosal",
    "on bone (supraperiosteal)", "not said",
)  # fmt: skip
TECHNIQUES = ("needle", "cannula", "device", "surgery", "not said")


@dataclass(frozen=True)
class PlanSession:
    """One appointment of a plan, in the order of the list; `weeks_after` counts from the one before, None unknown."""

    id: str
    name: str
    weeks_after: float | None = None
    date: str | None = None
    note: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Complication:
    """What went wrong after a treatment, what was done about it and how it ended. `date` is ISO 8601."""

    what: str
    date: str | None = None
    action: str = ""
    outcome: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """`bruise, left; observed; gone after a week`, without the day."""
        return "; ".join(part for part in (self.what, self.action, self.outcome) if part)


@dataclass(frozen=True)
class DiscussedRisk:
    """A risk that the surgeon ticked as discussed, in the words it then had."""

    id: str
    text: str
    source: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Treatment:
    """One treatment of one place: proposed, or done. The two are separate records; `planned` names the other.

    `region` and `side` (right, left, both, middle or empty) say where, `annotation` the drawing it belongs to, if any.
    Names and the colour are kept as they were used, whatever a table says later. `unit` is a unit of `product`;
    `ml_each` how many mL one of it holds, None unknown. `amount` is None until it is typed; on both sides it is the
    amount of each side. `risks` are those that were discussed. `date`, `operator` and what follows it but `note` and
    `is_shown` belong to what was done; `review` is the typed date to look again. Dates are ISO 8601. `consent` is that
    to the treatment; `signed_by` and `signed_at` close the record.
    """

    id: str
    state: State = "planned"
    region: str = ""
    side: str = ""
    annotation: str | None = None
    region_name: str = ""
    modality: str = ""
    modality_name: str = ""
    colour: str = ""
    product: str = ""
    product_name: str = ""
    amount: float | None = None
    unit: str = ""
    ml_each: float | None = None
    plane: str = ""
    technique: str = ""
    gauge: str = ""
    goal: str = ""
    session: str | None = None
    planned: str | None = None
    where: Where = "here"
    date: str | None = None
    operator: str = ""
    lot: str = ""
    expiry: str | None = None
    dilution: str = ""
    note: str = ""
    is_shown: bool = True
    risks: tuple[DiscussedRisk, ...] = ()
    review: str | None = None
    consent: Answer = ""
    history: Answer = ""
    anaesthetic: str = ""
    aftercare: Answer = ""
    complications: tuple[Complication, ...] = ()
    signed_by: str = ""
    signed_at: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_signed(self) -> bool:
        return bool(self.signed_by)


@dataclass(frozen=True)
class Plan:
    """Sessions in their order, and every treatment over all visits."""

    sessions: tuple[PlanSession, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def treatment(self, treatment_id: str) -> Treatment | None:
        return next((item for item in self.treatments if item.id == treatment_id), None)

    def session(self, session_id: str | None) -> PlanSession | None:
        return next((item for item in self.sessions if item.id == session_id), None)

    def of_annotation(self, annotation_id: str) -> tuple[Treatment, ...]:
        return tuple(item for item in self.treatments if item.annotation == annotation_id)


def done_from(planned: Treatment, new_id: str) -> Treatment:
    """The record of what was done, begun from what was planned: amount, lot, expiry, dilution and date stay blank."""
    return replace(
        planned,
        id=new_id,
        state="done",
        planned=planned.id,
        amount=None,
        lot="",
        expiry=None,
        dilution="",
        date=None,
        operator="",
        review=None,
        consent="",
        history="",
        anaesthetic="",
        aftercare="",
        complications=(),
        signed_by="",
        signed_at=None,
    )


def plane_words(plane: str) -> str:
    """A plane as it is shown: `Supraperiosteal`."""
    return {
        "on bone (supraperiosteal)": tr("Supraperiosteal"),
        "in fat": tr("In fat"),
        "in muscle": tr("In muscle"),
        "intradermal": tr("Intradermal"),
        "subdermal": tr("Subdermal"),
        "subcutaneous": tr("Subcutaneous"),
        "submucosal": tr("Submucosal"),
    }.get(plane, plane[:1].upper() + plane[1:])


def technique_words(technique: str) -> str:
    """A technique as it is shown: `Cannula`."""
    return {
        "needle": tr("Needle"),
        "cannula": tr("Cannula"),
        "device": tr("Device"),
        "surgery": tr("Surgery"),
    }.get(technique, technique[:1].upper() + technique[1:])


def state_words(treatment: Treatment) -> str:
    """Whether it is planned or done."""
    return tr("performed") if treatment.state == "done" else tr("planned")


def amount_words(treatment: Treatment) -> str:
    """`1.2 mL`, `0.5 mL each side`, or nothing while no amount was typed."""
    if treatment.amount is None:
        return ""
    each = tr(" each side") if treatment.side == "both" else ""
    return amount_in(treatment.amount, treatment.unit) + each


def region_words(treatment: Treatment) -> str:
    """The zone of the table it is in, without its side: by name, else its id."""
    return told_name("zones", treatment.region, treatment.region_name) or treatment.region


def modality_words(treatment: Treatment) -> str:
    """The name of its modality, as far as one was kept."""
    return told_name("modalities", treatment.modality, treatment.modality_name)


def product_words(treatment: Treatment) -> str:
    """The name of its product, as far as one was kept."""
    return told_name("products", treatment.product, treatment.product_name)


def treatment_words(treatment: Treatment) -> str:
    """What it is, in a few words: `HA filler, 1 mL`, as far as it was said."""
    parts = [product_words(treatment) or modality_words(treatment) or tr("Nothing chosen yet"), amount_words(treatment)]
    return ", ".join(part for part in parts if part)


def complication_words(complication: Complication) -> str:
    """`1 Mar 2026: bruise, left; observed; gone after a week`."""
    return f"{day_words(complication.date)}: {complication.words}" if complication.date else complication.words


def place_words(treatment: Treatment) -> str:
    """Where it is: `Cheek, malar, right`."""
    side = side_name(treatment.side)
    return ", ".join(part for part in (region_words(treatment) or tr("No region"), side) if part)
