"""The words of a figure: whose photos, how alike, what was done to them, what is planned, whose page it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from facebalance_desktop.comparison.comparability import GRADE_WORDS
from facebalance_desktop.days import day_words
from facebalance_desktop.drawing.blocks import EMPTY, Block, Ink, moved, paragraph, shortened, stacked, wrapped
from facebalance_desktop.drawing.labels import PLATE_X, PLATE_Y
from facebalance_desktop.drawing.measure_tables import limits_block, measures_table
from facebalance_desktop.drawing.plan_table import PlanWords, legend, plan_table
from facebalance_desktop.drawing.primitives import Measure, Picture, Text
from facebalance_desktop.drawing.scene import DEMONSTRATION, DEMONSTRATION_INK
from facebalance_desktop.drawing.subjects import Subjects, is_crop
from facebalance_desktop.drawing.templates import LEAST_TEXT, FigureTemplate
from facebalance_desktop.drawing.zone_numbers import doubts, numbers_of
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project.annotation_transfer import appearances
from facebalance_desktop.project.derived import Pair
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.publication import PUBLIC, description
from facebalance_desktop.translation import tr

MAY_DIFFER = tr("Light, head position and expression may differ.")
ALIGNED = tr("Photos were turned, scaled and shifted only. {may_differ}", may_differ=MAY_DIFFER)
PARTLY = tr(
    "Photos were turned, scaled and shifted only, onto each other where a face was found; the "
    "others were only scaled. {may_differ}",
    may_differ=MAY_DIFFER,
)
LEVELLED = tr("The photo was turned, scaled and shifted only.")
NOT_ALIGNED = tr(
    "Not aligned with each other: photos are only shown at the same size. {may_differ}", may_differ=MAY_DIFFER
)
ESTIMATED = tr("Dashed lines are estimated.")
NOT_ANONYMOUS = tr("Cropped to a region; a crop is not anonymous.")
PROPOSED = tr("Zones are proposals drawn by hand.")
SCHEMATIC = tr("Zones are proposals, placed schematically.")
INTENDED_PURPOSE = tr(
    "Visual comparison, communication and documentation; not for diagnosis, treatment selection, dosing or outcome "
    "prediction."
)
LOGO = "logo"
"""Stands for the clinic's logo where a Picture names a photo."""
REASONS, MATCH_LINES = 4, 5


@dataclass(frozen=True)
class ClinicTexts:
    """What the clinic set for its pages; `logo` is the size in px of its logo, None without one."""

    name: str = ""
    footer: str = ""
    disclaimer: str = ""
    logo: tuple[int, int] | None = None


@dataclass(frozen=True)
class FigureText:
    """All that the words of a figure follow from."""

    project: Project
    pair: Pair
    template: FigureTemplate
    clinic: ClinicTexts
    subjects: Subjects

    @property
    def zones(self) -> tuple[Annotation, ...]:
        """The treatable drawings on the photos of this figure."""
        photos = {side.photo.id for side in (*self.subjects.sides, *self.pair.sides)}
        return tuple(
            item for item in self.project.annotations if item.photo in photos and item.is_shown and item.is_treatable
        )

    @property
    def plan(self) -> PlanWords:
        """What the page may say of the plan."""
        template = self.template
        has_days, is_record = template.dates == "dates", template.use == "record"
        return PlanWords(self.project, self.zones, template.has_amounts, has_days, is_record)


def header_of(words: FigureText, width: float, ink: Ink, measure: Measure) -> Block:
    """Clinic, title and identifiers on the left, the logo on the right."""
    template, clinic = words.template, words.clinic
    logo = _logo(clinic, ink) if template.has_clinic else EMPTY
    room = width - (logo.width + ink.size if logo.height else 0.0)
    blocks = []
    name = clinic.name if template.has_clinic else ""
    title = " · ".join(part for part in (template.title, name) if part)
    if title:
        blocks.append(paragraph(title, room, ink.size * 1.35, ink.strong, measure, is_bold=True, most=2))
    if template.has_identifiers and (whose := identifiers(words.project)):
        blocks.append(paragraph(whose, room, ink.size * 1.1, ink.strong, measure, most=2))
    left = stacked(blocks, ink.size * 0.3)
    if not logo.height:
        return left
    items = (*left.items, *moved(logo.items, Similarity(tx=width - logo.width)))
    return Block(width, max(left.height, logo.height), items)


def identifiers(project: Project) -> str:
    """Name, ID and birth date, as far as they are known."""
    patient = project.patient
    parts = (
        patient.name,
        f"ID {patient.id}" if patient.id else "",
        patient.birth_date and tr("born {day}", day=day_words(patient.birth_date)),
    )
    return " · ".join(part for part in parts if part)


def _logo(clinic: ClinicTexts, ink: Ink) -> Block:
    if clinic.logo is None:
        return EMPTY
    width, height = clinic.logo
    scale = min(ink.size * 4 / height, ink.size * 14 / width)
    return Block(width * scale, height * scale, (Picture(LOGO, width, height, Similarity(scale)),))


def statements(words: FigureText, is_estimated: bool) -> tuple[str, ...]:
    """What was done to the photos, and what is estimated, proposed or cropped."""
    template, pair = words.template, words.pair
    said = []
    if template.has_statement:
        if len(words.subjects.sides) < 2 and template.layout not in ("wipe", "overlay"):
            said.append(LEVELLED)
        else:
            is_failed = template.layout not in ("series", "board") and pair.after is not None and pair.alignment is None
            is_part = template.layout in ("series", "board") and any(s.photo.face is None for s in words.subjects.sides)
            said.append(NOT_ALIGNED if is_failed else PARTLY if is_part else ALIGNED)
    if is_estimated:
        said.append(ESTIMATED)
    if template.has_zones and words.zones and (template.has_legend or template.has_statement):
        said.append(SCHEMATIC if any(zone.is_schematic for zone in words.zones) else PROPOSED)
    if template.is_numbered:
        numbers = numbers_of(words.project.annotations)
        sides = words.subjects.sides
        found = [item for side in sides for item in appearances(words.project, pair, side.photo)]
        said += doubts(found, numbers)
    if is_crop(template.framing):
        said.append(NOT_ANONYMOUS)
    return tuple(said)


def match_words(pair: Pair, most: int = REASONS) -> str:
    """`Photo match: with care. ...`: the grade and its gravest reasons; empty for a single photo."""
    if pair.after is None:
        return ""
    found = pair.match
    if found is None:
        return ""
    reasons = " ".join(reason.sentence for reason in found.reasons[:most])
    rest = len(found.reasons) - most
    more = tr(" And {rest} more.", rest=rest) if rest > 0 else ""
    return tr(
        "Photo match: {grade}. {reasons}{more}", grade=GRADE_WORDS[found.grade], reasons=reasons, more=more
    ).strip()


def _match(pair: Pair, width: float, ink: Ink, measure: Measure) -> str:
    """The photo match with as many of its reasons as stand in a few lines."""
    tried = (match_words(pair, most) for most in range(REASONS, 0, -1))
    return next((text for text in tried if len(wrapped(text, width, ink.size, False, measure)) <= MATCH_LINES), "") or (
        match_words(pair, 1)
    )


def mark_of(words: FigureText, width: float, ink: Ink, measure: Measure) -> Block:
    """That the after photo of a demonstration is made, below the photos: it hides nothing that is said on them."""
    if not words.project.is_demonstration:
        return EMPTY
    size = max(ink.size, 8.0)
    text = shortened(DEMONSTRATION, width - 2 * PLATE_X * size, size, False, measure)
    line = measure(text, size, False).height
    at = (PLATE_X * size, PLATE_Y * size)
    plate = Text(text, at, size, "#ffffff", has_halo=False, box=DEMONSTRATION_INK, box_opacity=0.9)
    return Block(width, line + 2 * PLATE_Y * size, (plate,))


def footer_of(words: FigureText, width: float, ink: Ink, measure: Measure, is_estimated: bool) -> Block:
    """The mark, photo match, statements, what was done (for public use), the clinic's texts, the purpose."""
    template, clinic = words.template, words.clinic
    small = replace(ink, size=max(ink.size * 0.88, LEAST_TEXT))
    blocks = [mark_of(words, width, ink, measure)]
    if template.has_match and (match := _match(words.pair, width, ink, measure)):
        blocks.append(paragraph(match, width, ink.size, ink.strong, measure))
    if said := statements(words, is_estimated):
        blocks.append(paragraph(" ".join(said), width, small.size, ink.quiet, measure))
    is_public = template.use in PUBLIC
    if is_public and (done := description(words.project, [side.photo for side in words.subjects.sides])):
        blocks.append(paragraph(done, width, ink.size, ink.strong, measure, most=4))
    said_by_clinic = (
        clinic.disclaimer if template.has_clinic or is_public else "",
        clinic.footer if template.has_clinic else "",
        tr("Intended purpose: {intended_purpose}", intended_purpose=INTENDED_PURPOSE) if template.has_purpose else "",
    )
    for text in said_by_clinic:
        if text:
            blocks.append(paragraph(text, width, small.size, ink.quiet, measure, most=8))
    return stacked(blocks, ink.size * 0.45)


def tables_of(words: FigureText, width: float, ink: Ink, measure: Measure) -> tuple[Block, ...]:
    """Measures, legend and plan, risks, what cannot be said."""
    template = words.template
    made = [measures_table(words.project, words.pair, template, width, ink, measure)]
    if template.has_plan:
        made.append(plan_table(words.plan, width, ink, measure))
    elif template.has_legend and template.has_zones:
        made.append(legend(words.plan, width, ink, measure))
    if template.has_risks:
        made.append(risks_block(words, width, ink, measure))
    if template.has_limits:
        made.append(limits_block(words.project, words.pair, width, ink, measure))
    return tuple(block for block in made if block.height)


def risks_block(words: FigureText, width: float, ink: Ink, measure: Measure) -> Block:
    """The risks that were ticked as discussed, once each, in the surgeon's words."""
    shown = [item for item in words.project.plan.treatments if item.is_shown]
    told = dict.fromkeys(risk.text for item in shown for risk in item.risks)
    if not told:
        return EMPTY
    heading = paragraph(tr("Risks that were discussed"), width, ink.size * 1.1, ink.strong, measure, is_bold=True)
    lines = (paragraph(f"·  {text}", width, ink.size, ink.strong, measure) for text in told)
    return stacked((heading, *lines), ink.size * 0.35)
