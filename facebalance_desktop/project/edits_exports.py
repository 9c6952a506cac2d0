"""Edits of consents and export records: functions from a project to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.model import Attachment, Consent, ExportRecord, Project, new_id


def record_export(record: ExportRecord) -> Edit:
    """Note that a figure left the project."""
    return lambda project: replace(project, exports=(*project.exports, record))


def set_consent(
    use: str,
    is_given: bool | None,
    scope: Literal["patient", "visit", "photo"] = "patient",
    of: str = "",
    date: str | None = None,
    note: str = "",
    attachments: tuple[Attachment, ...] | None = None,
) -> Edit:
    """Note consent or its refusal; None takes the note away. One record for each use and place.

    `attachments` are the signed forms; None keeps those that are there.
    """
    made = new_id()

    def edit(project: Project) -> Project:
        known = [item for item in project.consents if (item.use, item.scope, item.of) == (use, scope, of)]
        kept = tuple(item for item in project.consents if item not in known)
        if is_given is None:
            return replace(project, consents=kept)
        forms = attachments
        if forms is None:
            forms = known[-1].attachments if known else ()
        return replace(project, consents=(*kept, Consent(made, use, is_given, scope, of, date, note, forms)))

    return edit
