"""Assessments in words, line by line, and two or more of them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facebalance_desktop.days import day_words
from facebalance_desktop.planning.assessment import ASPECTS, REGIONS, SURGERY, Assessment, Grade
from facebalance_desktop.planning.stored_names import told_name
from facebalance_desktop.translation import in_sentence, tr


@dataclass(frozen=True)
class TextRow:
    """One field of several assessments: its name and what each says, empty where it says nothing."""

    name: str
    texts: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.texts)) > 1


def lines_of(assessment: Assessment) -> dict[str, str]:
    """Everything that was written, by the name of its field, in the order of the panel."""
    found = {
        tr("Goals"): assessment.goals.strip(),
        tr("Sex"): assessment.sex,
        tr("Age"): "" if assessment.age is None else str(assessment.age),
        tr("Ancestry"): assessment.ancestry,
        tr("Surgery"): dict(SURGERY).get(assessment.surgery, ""),
        tr("Expectations discussed"): "; ".join(
            part for part in (assessment.expectations, assessment.expectations_note) if part
        ),
        tr("Skin"): assessment.skin,
    }
    found |= {_grade_name(grade): tr(grade.grade) for grade in assessment.grades}
    for flag in assessment.flags:
        answer = {"yes": tr("yes"), "no": tr("no")}.get(flag.answer, "")
        asked = told_name("flags", flag.id, flag.name) or flag.id
        found[asked] = "; ".join(part for part in (answer, flag.note) if part)
    regions, aspects = dict(REGIONS), dict(ASPECTS)
    known = [key for key in regions if not assessment.note(key).is_empty]
    others = [note.region for note in assessment.notes if note.region not in regions]
    for region in (*known, *others):
        note = assessment.note(region)
        for aspect, name in aspects.items():
            found[f"{regions.get(region, region)}: {in_sentence(name)}"] = getattr(note, aspect)
    advice = (f"{item.what}: {item.why}" if item.why else item.what for item in assessment.advised_against)
    found[tr("Advised against")] = "\n".join(advice)
    return {name: text for name, text in found.items() if text}


def _grade_name(grade: Grade) -> str:
    name = told_name("scales", grade.scale, grade.scale_name) or grade.scale
    side = {"right": tr(", right"), "left": tr(", left")}.get(grade.side, "")
    return f"{name}{side}" + (tr(", says the patient") if grade.by == "patient" else "")


def beside(assessments: Sequence[Assessment]) -> tuple[TextRow, ...]:
    """The fields in which any of the assessments says something, in order."""
    all_lines = [lines_of(item) for item in assessments]
    order = _order_of(all_lines)
    return tuple(TextRow(name, tuple(lines.get(name, "") for lines in all_lines)) for name in order)


def _order_of(all_lines: Sequence[dict[str, str]]) -> list[str]:
    """The names of all fields; one that a later assessment adds stands behind the one it follows there."""
    order: list[str] = []
    for lines in all_lines:
        at = 0
        for name in lines:
            if name in order:
                at = order.index(name) + 1
            else:
                order.insert(at, name)
                at += 1
    return order


def heading_of(assessment: Assessment) -> str:
    """`written 20 Jan 2026 by Dr A, changed 1 Feb 2026`."""
    when = tr("written {date}", date=day_words(assessment.date)) if assessment.date else tr("no date noted")
    who = tr(" by {author}", author=assessment.author) if assessment.author else ""
    changed = (
        tr(", changed {changed}", changed=day_words(assessment.changed))
        if assessment.changed and assessment.changed != assessment.date
        else ""
    )
    gone = tr(", replaced {superseded}", superseded=day_words(assessment.superseded)) if assessment.superseded else ""
    return f"{when}{who}{changed}{gone}"
