"""Edits of the plan: functions from a project to the next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Unpack

from facebalance_desktop.planning.treatments import (
    AFTER_SIGNING,
    Complication,
    DiscussedRisk,
    Plan,
    PlanSession,
    Treatment,
    done_from,
)
from facebalance_desktop.project.changes import SessionChanges, TreatmentChanges
from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.model import Project


def _with_plan(project: Project, plan: Plan) -> Project:
    return project if plan == project.plan else replace(project, plan=plan)


def add_treatment(treatment: Treatment) -> Edit:
    return lambda project: _with_plan(project, replace(project.plan, treatments=(*project.plan.treatments, treatment)))


def change_treatment(treatment_id: str, **changes: Unpack[TreatmentChanges]) -> Edit:
    """Replace fields of one treatment; nothing where it is gone."""
    return change_treatments((treatment_id,), **changes)


def change_treatments(ids: Collection[str], **changes: Unpack[TreatmentChanges]) -> Edit:
    """Replace fields of several treatments. Of a signed one only what may change after signing."""
    later = {name: value for name, value in changes.items() if name in AFTER_SIGNING}

    def edit(project: Project) -> Project:
        treatments = tuple(
            replace(item, **(later if item.is_signed else changes)) if item.id in ids else item
            for item in project.plan.treatments
        )
        return _with_plan(project, replace(project.plan, treatments=treatments))

    return edit


def last_chosen(plan: Plan, treatment_id: str) -> Treatment | None:
    """The last treatment before this one (in the order of the plan) for which a modality was chosen; else the last of
    those behind it; None where there is none."""
    ids = [item.id for item in plan.treatments]
    place = ids.index(treatment_id) if treatment_id in ids else len(ids)
    others = (*reversed(plan.treatments[:place]), *reversed(plan.treatments[place + 1 :]))
    return next((item for item in others if item.modality), None)


def same_as_last(treatment_id: str) -> Edit:
    """Choose modality, product, plane and technique of the last treatment, and its unit where no amount has one.

    Whatever was typed stays as it is, an amount with its unit too; what the last one leaves open is not emptied here.
    """

    def edit(project: Project) -> Project:
        item, last = project.plan.treatment(treatment_id), last_chosen(project.plan, treatment_id)
        if item is None or last is None or item.is_signed:
            return project
        keeps_unit = item.amount is not None and bool(item.unit)
        unit = item.unit if keeps_unit else last.unit or item.unit
        changed = replace(
            item,
            modality=last.modality,
            modality_name=last.modality_name,
            colour=last.colour,
            product=last.product,
            product_name=last.product_name,
            plane=last.plane or item.plane,
            technique=last.technique or item.technique,
            unit=unit,
            ml_each=last.ml_each if unit == last.unit else None,
        )
        treatments = tuple(changed if one is item else one for one in project.plan.treatments)
        return _with_plan(project, replace(project.plan, treatments=treatments))

    return edit


def sign_treatment(treatment_id: str, name: str, at: str) -> Edit:
    """Close the record of what was done: who signed it and when (ISO 8601)."""

    def edit(project: Project) -> Project:
        item = project.plan.treatment(treatment_id)
        if item is None or item.state != "done" or not name.strip():
            return project
        return change_treatment(treatment_id, signed_by=name.strip(), signed_at=at)(project)

    return edit


def open_signature(treatment_id: str) -> Edit:
    """Take a signature back, so that the record can be corrected and signed anew."""
    return change_treatment(treatment_id, signed_by="", signed_at=None)


def add_complication(treatment_id: str, complication: Complication) -> Edit:
    """Note a complication of a treatment that was done, signed or not."""

    def edit(project: Project) -> Project:
        item = project.plan.treatment(treatment_id)
        if item is None or item.state != "done":
            return project
        return change_treatment(treatment_id, complications=(*item.complications, complication))(project)

    return edit


def remove_complication(treatment_id: str, place: int) -> Edit:
    """Take one complication away, counted from 0."""

    def edit(project: Project) -> Project:
        item = project.plan.treatment(treatment_id)
        if item is None or not 0 <= place < len(item.complications):
            return project
        left = item.complications[:place] + item.complications[place + 1 :]
        return change_treatment(treatment_id, complications=left)(project)

    return edit


def tick_risk(treatment_id: str, risk: DiscussedRisk, is_discussed: bool) -> Edit:
    """Note a risk as discussed with the patient, or no longer."""

    def edit(project: Project) -> Project:
        item = project.plan.treatment(treatment_id)
        if item is None:
            return project
        others = tuple(known for known in item.risks if known.id != risk.id)
        return change_treatment(treatment_id, risks=(*others, risk) if is_discussed else others)(project)

    return edit


def remove_treatment(treatment_id: str) -> Edit:
    """Take a treatment away; a signed one stays until its signature is taken back."""

    def edit(project: Project) -> Project:
        left = tuple(item for item in project.plan.treatments if item.id != treatment_id or item.is_signed)
        return _with_plan(project, replace(project.plan, treatments=left))

    return edit


def copy_to_done(treatment_id: str, done_id: str, day: str | None = None, operator: str = "") -> Edit:
    """A record of what was done, begun from what was planned, directly behind it; what must be typed stays blank.

    `day` (ISO 8601) and `operator` are those of now, where they are known.
    """

    def edit(project: Project) -> Project:
        planned = project.plan.treatment(treatment_id)
        if planned is None or planned.state != "planned":
            return project
        treatments = list(project.plan.treatments)
        done = replace(done_from(planned, done_id), date=day, operator=operator)
        treatments.insert(treatments.index(planned) + 1, done)
        return _with_plan(project, replace(project.plan, treatments=tuple(treatments)))

    return edit


def move_treatment(treatment_id: str, session: str | None, before: str | None) -> Edit:
    """Into another session, and in front of another treatment (None: to the end)."""

    def edit(project: Project) -> Project:
        moved = project.plan.treatment(treatment_id)
        if moved is None or before == treatment_id:
            return project
        rest = [item for item in project.plan.treatments if item.id != treatment_id]
        place = next((n for n, item in enumerate(rest) if item.id == before), len(rest))
        rest.insert(place, replace(moved, session=session))
        return _with_plan(project, replace(project.plan, treatments=tuple(rest)))

    return edit


def add_session(session: PlanSession) -> Edit:
    return lambda project: _with_plan(project, replace(project.plan, sessions=(*project.plan.sessions, session)))


def change_session(session_id: str, **changes: Unpack[SessionChanges]) -> Edit:
    def edit(project: Project) -> Project:
        sessions = tuple(replace(item, **changes) if item.id == session_id else item for item in project.plan.sessions)
        return _with_plan(project, replace(project.plan, sessions=sessions))

    return edit


def remove_session(session_id: str) -> Edit:
    """Take a session away; its treatments stay, in no session."""

    def edit(project: Project) -> Project:
        plan = project.plan
        treatments = tuple(
            replace(item, session=None) if item.session == session_id else item for item in plan.treatments
        )
        sessions = tuple(item for item in plan.sessions if item.id != session_id)
        return _with_plan(project, replace(plan, sessions=sessions, treatments=treatments))

    return edit


def move_session(session_id: str, to: int) -> Edit:
    """Put a session at another place in the order, counted from 0."""

    def edit(project: Project) -> Project:
        moved = project.plan.session(session_id)
        if moved is None:
            return project
        rest = [item for item in project.plan.sessions if item.id != session_id]
        rest.insert(max(0, min(to, len(rest))), moved)
        return _with_plan(project, replace(project.plan, sessions=tuple(rest)))

    return edit
