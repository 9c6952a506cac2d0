"""The words of a figure: whose photos, how alike, what was done to them, what is planned, whose page it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from facebalance_desktop.comparison.comparability import GRADE_WORDS
from facebalance_desktop.drawing.annotation_labels import numbers_of
from facebalance_desktop.drawing.annotations import look_of
from facebalance_desktop.drawing.blocks import EMPTY, Block, Ink, Row, moved, paragraph, shortened, stacked, table
from facebalance_desktop.drawing.measure_tables import limits_block, measures_table
from facebalance_desktop.drawing.primitives import Area, Drawing, Measure, Picture, Text
from facebalance_desktop.drawing.subjects import Subjects, is_crop
from facebalance_desktop.drawing.templates import FigureTemplate
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.treatments import (
    Treatment,
    amount_words,
    complication_words,
    place_words,
    plane_words,
)
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
INTENDED_PURPOSE = tr(
    "Visual comparison, communication and documentation; not for diagnosis, treatment selection, dosing or outcome "
    "prediction."
)
LOGO = "logo"
"""Stands for the clinic's logo where a Picture names a photo."""
REASONS = 4


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
        patient.birth_date and f"born {patient.birth_date}",
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
        said.append(PROPOSED)
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


def footer_of(words: FigureText, width: float, ink: Ink, measure: Measure, is_estimated: bool) -> Block:
    """Photo match, statements, what was done (for public use), the clinic's disclaimer and footer, the purpose."""
    template, clinic = words.template, words.clinic
    small = replace(ink, size=ink.size * 0.88)
    blocks = []
    if template.has_match and (match := match_words(words.pair)):
        blocks.append(paragraph(match, width, ink.size, ink.strong, measure, most=5))
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
        made.append(plan_table(words, width, ink, measure))
    elif template.has_legend and template.has_zones:
        made.append(legend(words, width, ink, measure))
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


def legend(words: FigureText, width: float, ink: Ink, measure: Measure) -> Block:
    """The zones' colours and names, and what is proposed there, in lines that wrap."""
    items: list[Drawing] = []
    numbers = numbers_of(words.project.annotations)
    x = y = 0.0
    for zone in words.zones:
        text = shortened(
            f"{numbers[zone.id]}  {_zone_words(words, zone)}", width - 2 * ink.size, ink.size, False, measure
        )
        if not text:
            continue
        room = measure(text, ink.size, False).width + 3.2 * ink.size
        if x and x + room > width + 1.5 * ink.size:
            x, y = 0.0, y + ink.size * 1.6
        top, side = y + ink.size * 0.3, ink.size * 0.85
        items.append(
            Area(((x, top), (x + side, top), (x + side, top + side), (x, top + side)), colour_of(words.project, zone))
        )
        items.append(Text(text, (x + 1.35 * ink.size, y), ink.size, ink.strong, has_halo=False))
        x += room
    return Block(width, y + ink.size * 1.5, tuple(items)) if items else EMPTY


def _zone_words(words: FigureText, zone: Annotation) -> str:
    planned = [item for item in words.project.plan.of_annotation(zone.id) if item.is_shown and item.state == "planned"]
    parts = [zone.name or tr("Zone")]
    for item in planned:
        amount = amount_words(item) if words.template.has_amounts else ""
        parts.append(" ".join(part for part in (treatment_name(item), amount) if part))
    return ": ".join([parts[0], ", ".join(part for part in parts[1:] if part)]) if len(parts) > 1 else parts[0]


def plan_table(words: FigureText, width: float, ink: Ink, measure: Measure) -> Block:
    """Every treatment that is shown: planned by session, then done. Zones without a treatment stand there, too."""
    project = words.project
    shown = [item for item in project.plan.treatments if item.is_shown]
    order = {session.id: number for number, session in enumerate(project.plan.sessions)}
    shown.sort(key=lambda item: (item.state == "done", order.get(item.session or "", len(order)), item.date or ""))
    rows = [Row(_cells(words, item), _swatch(project, item)) for item in shown]
    treated = {item.annotation for item in shown}
    blank = len(HEADING) - 1
    numbers = numbers_of(project.annotations)
    rows += [
        Row((f"{numbers[zone.id]}  {zone.name or 'Zone'}", *[""] * blank), zone.colour)
        for zone in words.zones
        if zone.id not in treated
    ]
    if not rows:
        return EMPTY
    keep = [0] + [n for n in range(1, len(HEADING)) if any(row.cells[n] for row in rows)]
    kept = [Row(tuple(row.cells[n] for n in keep), row.swatch) for row in rows]
    return table(tuple(HEADING[n] for n in keep), kept, width, ink, measure)


HEADING = (
    tr("Where"),
    tr("Treatment"),
    tr("Amount"),
    tr("Plane and technique"),
    tr("Session"),
    tr("Goal"),
    tr("State"),
)


def _cells(words: FigureText, item: Treatment) -> tuple[str, ...]:
    project = words.project
    zone = project.annotation(item.annotation)
    where = zone.name if zone is not None and zone.name else place_words(item)
    where = where[:1].upper() + where[1:]
    number = None if zone is None else numbers_of(project.annotations).get(zone.id)
    if number is not None:
        where = f"{number}  {where}"
    said = (plane_words(item.plane), item.technique, item.gauge)
    plane = " · ".join(part for part in said if part and part.lower() != "not said")
    session = project.plan.session(item.session)
    done = ""
    if item.state == "done":
        lot = f"lot {item.lot}" if item.lot else ""
        expiry = f"expires {item.expiry}" if item.expiry else ""
        elsewhere = "elsewhere" if item.where == "elsewhere" else ""
        review = tr("review on {review}", review=item.review) if item.review and _day(item.review, words) else ""
        kept = _record_words(item) if words.template.use == "record" else ()
        parts = ("done", _day(item.date, words), item.operator, lot, expiry, item.dilution, elsewhere, review, *kept)
        done = " · ".join(part for part in parts if part)
    amount = amount_words(item) if words.template.has_amounts else ""
    what = treatment_name(item)
    return (
        where or tr("Face"),
        what,
        amount,
        plane,
        session.name if session is not None else "",
        " · ".join(part for part in (item.goal, item.note) if part),
        done or "planned",
    )


def _record_words(item: Treatment) -> tuple[str, ...]:
    """What only the record's own pages say of a treatment that was done."""
    asked = (("consent", item.consent), (tr("history checked"), item.history), (tr("aftercare given"), item.aftercare))
    answers = tuple(f"{what}: {answer}" for what, answer in asked if answer)
    anaesthetic = f"anaesthetic: {item.anaesthetic}" if item.anaesthetic else ""
    went_wrong = tuple(f"complication {complication_words(one)}" for one in item.complications)
    signed = (
        tr(
            "signed by {signed_by}, {signed_at}",
            signed_by=item.signed_by,
            signed_at=(item.signed_at or "")[:16].replace("T", " "),
        )
        if item.is_signed
        else ""
    )
    return (*answers, anaesthetic, *went_wrong, signed)


def _day(day: str | None, words: FigureText) -> str:
    return day or "" if words.template.dates == "dates" else ""


def _swatch(project: Project, item: Treatment) -> str | None:
    """The colour in which it is drawn; None where it is not."""
    zone = project.annotation(item.annotation)
    return None if zone is None else colour_of(project, zone)


def colour_of(project: Project, zone: Annotation) -> str:
    """The colour in which a zone with its treatments is drawn."""
    shown = [item for item in project.plan.of_annotation(zone.id) if item.is_shown]
    return look_of(zone, shown, True)[0]


def treatment_name(item: Treatment) -> str:
    """Product and modality by name, as far as they were said."""
    parts = (item.product_name or item.product, item.modality_name or item.modality)
    return " · ".join(part for part in parts if part)
