"""The commands `plan` and `zones`: what a project plans, and a zone of the table on a photo."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

from facebalance_desktop import settings
from facebalance_desktop.cli.arguments import CliCommand, add_output
from facebalance_desktop.cli.exports import FigureRequest, write_figure
from facebalance_desktop.cli.photos import InMemory, taken_in
from facebalance_desktop.cli.report import FINE, complain, print_json
from facebalance_desktop.days import day_words
from facebalance_desktop.drawing.templates import templates as figure_templates
from facebalance_desktop.errors import Problem
from facebalance_desktop.planning.annotations import COLOURS, Annotation, outline
from facebalance_desktop.planning.assessment_text import heading_of, lines_of
from facebalance_desktop.planning.ledger import ledger, place_of, product_of, reviews
from facebalance_desktop.planning.tables import Tables, load_tables
from facebalance_desktop.planning.templates import SCHEMATIC, ZoneTemplate, load_templates, place
from facebalance_desktop.planning.treatments import (
    Plan,
    Treatment,
    place_words,
    state_words,
    treatment_words,
)
from facebalance_desktop.project.annotation_transfer import surface_of
from facebalance_desktop.project.assessments import assessed_visits
from facebalance_desktop.project.codec import to_json
from facebalance_desktop.project.edits_annotations import add_annotation
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.model import Photo, Project, new_id, new_project
from facebalance_desktop.project.store import open_project, save_project
from facebalance_desktop.render.export import check_name, refuse_existing, write_all
from facebalance_desktop.translation import tr, tr_plural
from facebalance_desktop.work import JobContext, WorkerPool

COLUMNS = (
    "session", "state", "region", "side", "modality", "product", "amount", "unit", "ml_each", "plane", "technique",
    "gauge", "goal", "where", "date", "operator", "lot", "expiry", "dilution", "note", "consent", "history_checked",
    "anaesthetic", "aftercare", "complications", "review", "signed_by", "signed_at", "risks_discussed",
)  # fmt: skip
ENDINGS = (".json", ".facebalance")


def plan(told: argparse.Namespace, pool: WorkerPool) -> int:
    """The plan of a project as words, one JSON object, or a table."""
    project = open_project(told.project).project
    tables = load_tables(settings.clinic_dir(settings.load().settings))
    for problem in tables.problems:
        complain(problem)
    if told.json:
        print_json(plan_json(project, tables))
    elif told.csv:
        write_csv(project.plan)
    else:
        print(plan_words(project, tables))
    return FINE


def plan_json(project: Project, tables: Tables) -> dict[str, Any]:
    """Assessment, sessions, treatments, the ledger and the dates to look again; amounts not typed are null."""
    found = project.plan
    return {
        "assessment": to_json(project.assessment),
        "assessments": [
            {
                "visit": visit.day,
                "baseline": visit.is_baseline,
                "assessment": to_json(visit.assessment),
                "earlier": to_json(visit.earlier),
            }
            for visit in assessed_visits(project)
            if visit.earlier or not visit.assessment.is_blank
        ],
        "sessions": to_json(found.sessions),
        "treatments": to_json(found.treatments),
        "ledger": [
            {
                "region": entry.region,
                "side": entry.side,
                "product": entry.product,
                "amount": entry.amount,
                "unit": entry.unit,
                "elsewhere": entry.elsewhere,
                "uncounted": entry.uncounted,
                "dates": list(entry.dates),
            }
            for entry in ledger(found.treatments)
        ],
        "reviews": [
            {
                "treatment": review.treatment.id,
                "result_check": review.result,
                "review_on": review.due,
                "published": None if review.published is None else review.published.words,
                "reassess_from": review.effect[0],
                "effect_published_until": review.effect[1],
                "source": review.source or None,
            }
            for review in reviews(found.treatments, tables)
        ],
    }


def write_csv(found: Plan) -> None:
    """A line a treatment, in the order of the plan, with a heading."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for item in found.treatments:
        writer.writerow(_cells(found, item))


def _cells(found: Plan, item: Treatment) -> list[str]:
    session = found.session(item.session)
    amount = "" if item.amount is None else f"{item.amount:g}"
    each = "" if item.ml_each is None else f"{item.ml_each:g}"
    went_wrong = (f"{one.date}: {one.words}" if one.date else one.words for one in item.complications)
    cells = (
        "" if session is None else session.name, item.state, item.region_name or item.region, item.side,
        item.modality_name, item.product_name, amount, item.unit, each, item.plane, item.technique, item.gauge,
        item.goal, item.where, item.date, item.operator, item.lot, item.expiry, item.dilution, item.note,
        item.consent, item.history, item.anaesthetic,
        item.aftercare, "; ".join(went_wrong), item.review, item.signed_by,
        item.signed_at, "; ".join(risk.text for risk in item.risks),
    )  # fmt: skip
    return [_harmless(cell or "") for cell in cells]


def _harmless(text: str) -> str:
    """Text that a spreadsheet would take for a formula is kept as text."""
    return f"'{text}" if text[:1] in ("=", "+", "@") or (text[:1] == "-" and not text[1:2].isdigit()) else text


def plan_words(project: Project, tables: Tables) -> str:
    """The same for reading."""
    found = project.plan
    lines = [
        *_assessment_words(project),
        ", ".join(
            (
                tr_plural("{count} session", "{count} sessions", len(found.sessions)),
                tr_plural("{count} treatment", "{count} treatments", len(found.treatments)),
            )
        ),
    ]
    for session in (*found.sessions, None):
        key = None if session is None else session.id
        items = [item for item in found.treatments if item.session == key]
        if session is not None or items:
            lines.append(tr("Unscheduled") if session is None else session.name)
        for item in items:
            when = f", {day_words(item.date)}" if item.date else ""
            lines.append(f"  {state_words(item)}: {place_words(item)}: {treatment_words(item)}{when}")
    totals = [entry for entry in ledger(found.treatments) if entry.amount or entry.uncounted]
    if totals:
        lines.append(tr("All visits together"))
        for entry in totals:
            names = (place_of(entry, found.treatments), product_of(entry, found.treatments, tables))
            lines.append(f"  {', '.join(name for name in names if name)}: {entry.words}")
    return "\n".join(lines)


def _assessment_words(project: Project) -> list[str]:
    """Each visit's assessment, a field a line."""
    lines = []
    for visit in assessed_visits(project):
        if not visit.assessment.is_blank:
            baseline = tr(" (baseline)") if visit.is_baseline else ""
            lines.append(
                tr(
                    "Assessment of {words}{baseline}, {heading_of}",
                    words=visit.words,
                    baseline=baseline,
                    heading_of=heading_of(visit.assessment),
                )
            )
            lines += [f"  {name}: {text}" for name, text in lines_of(visit.assessment).items()]
    return lines


def zones(told: argparse.Namespace, pool: WorkerPool) -> int:
    """Put a zone of the table on a photo's face and write it: as a picture, as corners in JSON, or as a project."""
    known = settings.load().settings
    table = load_templates(settings.clinic_dir(known))
    for problem in table.problems:
        complain(problem)
    template = table.by_id.get(told.template)
    if template is None:
        names = ", ".join(table.by_id)
        raise Problem(
            tr(
                "There is no zone called {template}; there are {names}. Nothing was written.",
                template=told.template,
                names=names,
            )
        )
    figure = figure_templates().named("photo")
    if told.output.suffix.lower() not in ENDINGS:
        check_name(told.output, figure)
    refuse_existing(told.output, told.force)
    originals = InMemory()
    photo = taken_in(pool, [told.photo], originals)[0]
    item = on_face(template, photo)
    project = add_annotation(item)(add_photos([photo])(new_project()))
    if told.output.suffix.lower() == ".facebalance":
        save_project(JobContext(), project, told.output.absolute(), originals)
    elif told.output.suffix.lower() == ".json":
        write_all({told.output: zone_json(told.photo, photo, item).encode()})
    else:
        done = write_figure(JobContext(), project, originals, told.output, FigureRequest(figure, known, told.force))
        for sentence in done.sentences:
            complain(sentence)
    print(told.output)
    return FINE


def on_face(template: ZoneTemplate, photo: Photo) -> Annotation:
    """The zone on the photo's face. Raises Problem where there is no face or the place is turned away."""
    if photo.face is None:
        raise Problem(photo.face_problem or tr("No face was found in this photo; nothing was written."))
    placed = place(template, surface_of(photo.face))
    if placed.sight == "hidden":
        raise Problem(tr("{name} is turned away in this photo; nothing was written.", name=template.name))
    points = tuple((round(x, 3), round(y, 3)) for x, y in placed.points)
    return Annotation(
        new_id(), photo.id, template.name, COLOURS[0], points, shape="smooth", region=template.id, is_schematic=True
    )


def zone_json(path: Path, photo: Photo, item: Annotation) -> str:
    """One JSON object: the zone's edge in px of the upright photo, marked as schematic."""
    value = {
        "photo": path.name,
        "width": photo.width,
        "height": photo.height,
        "zone": item.region,
        "name": item.name,
        "mark": SCHEMATIC,
        "points": [[round(x, 3), round(y, 3)] for x, y in outline(item)],
    }
    return json.dumps(value) + "\n"


def _add_plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", type=Path, metavar="PROJECT")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=tr("one JSON object with the ledger and the dates"))
    form.add_argument("--csv", action="store_true", help=tr("one line a treatment"))


def _add_zones(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photo", type=Path, metavar="PHOTO")
    parser.add_argument("--template", required=True, metavar="ZONE", help=tr("for example cheek-malar-right"))
    add_output(parser, tr("a picture, .json or .facebalance"))


PLAN = CliCommand("plan", tr("what a project plans and what was done"), _add_plan, plan)
ZONES = CliCommand("zones", tr("a zone of the table on the face of a photo, schematic"), _add_zones, zones)
