"""Figures of projects: the work of `export` and `compare`, one job a project, run by worker processes."""

from __future__ import annotations

import argparse
import typing
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from facebalance_desktop import settings
from facebalance_desktop.cli.arguments import CliCommand, add_output
from facebalance_desktop.cli.report import FINE, PROBLEM, complain
from facebalance_desktop.drawing.figure import Material, lay_out, midline_share
from facebalance_desktop.drawing.guide_words import GuideWords, guide_words
from facebalance_desktop.drawing.leaving import refused_use
from facebalance_desktop.drawing.templates import FigureTemplate, Paper, templates
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project.clinic_values import read_logo
from facebalance_desktop.project.clock import clock_words
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_exports import record_export
from facebalance_desktop.project.intake import PhotoBytes, analyse, decode_for_page, learned
from facebalance_desktop.project.locks import lock_project
from facebalance_desktop.project.model import ExportRecord, Project, new_id, now
from facebalance_desktop.project.store import Conflict, Opened, open_project, save_project
from facebalance_desktop.render import fonts
from facebalance_desktop.render.export import check_name, export_template, refuse_existing, unit_of
from facebalance_desktop.render.figure_photos import FigurePhotos, sides_in
from facebalance_desktop.render.formats import ENDINGS
from facebalance_desktop.render.logo import clinic_of, with_logo
from facebalance_desktop.render.offscreen import ensure_painting
from facebalance_desktop.render.paper import paper_of
from facebalance_desktop.settings import Settings
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext, WorkerPool

LIMIT = 300.0
"""Seconds that one project may take."""
ENDING = ".png"


@dataclass(frozen=True)
class FigureRequest:
    """How figures are written: a value that travels to a worker."""

    template: FigureTemplate
    settings: Settings
    is_forced: bool


@dataclass(frozen=True)
class Exported:
    """What was written, and what the user should know."""

    paths: tuple[Path, ...]
    sentences: tuple[str, ...] = ()


def wish_of(told: argparse.Namespace) -> FigureRequest:
    """The template that was named, or the one of the layout. Problems of the clinic's table are told."""
    known = settings.load().settings
    table = templates(settings.clinic_dir(known), paper_of(told.paper or known.paper))
    for problem in table.problems:
        complain(problem)
    return FigureRequest(table.named(told.template or told.layout), known, told.force)


def export(told: argparse.Namespace, pool: WorkerPool) -> int:
    """Every project's figure; problems are told, the others go on."""
    wish = wish_of(told)
    is_folder = len(told.projects) > 1 or told.output.is_dir() or not told.output.suffix
    ending = f".{told.format}" if told.format else ".webp" if wish.template.is_moving else ENDING
    if not is_folder:
        check_name(told.output, wish.template)
    with closing(WorkerPool(told.jobs)) as workers:
        return _export_all(workers, told.projects, lambda path: _target(told, path, is_folder, ending), wish)


def _target(told: argparse.Namespace, path: Path, is_folder: bool, ending: str) -> Path:
    output: Path = told.output
    return output / f"{path.stem}{ending}" if is_folder else output


def _export_all(workers: WorkerPool, projects: list[Path], target: Callable[[Path], Path], wish: FigureRequest) -> int:
    code = FINE
    taken: set[Path] = set()
    jobs = []
    for path in projects:
        place = target(path)
        if place in taken:
            code = PROBLEM
            complain(
                tr(
                    "{name} was left out: another project of the same name writes {name2}.",
                    name=path.name,
                    name2=place.name,
                )
            )
            continue
        taken.add(place)
        jobs.append(
            workers.submit(
                export_project, path, place, wish, deadline=LIMIT, name=tr("Exporting {name}", name=path.name)
            )
        )
    for job in jobs:
        try:
            done = job.result()
        except Problem as problem:
            code = PROBLEM
            complain(problem.sentence)
            continue
        for sentence in done.sentences:
            complain(sentence)
        for written in done.paths:
            print(written)
    return code


def export_project(context: JobContext, path: Path, target: Path, wish: FigureRequest) -> Exported:
    """Open a project, find faces that were not looked for yet, write its figure and note the export in it."""
    refuse_existing(target, wish.is_forced)
    opened = open_project(path, context)
    project = opened.project
    photos = tuple(
        photo
        if photo.faces is not None
        else learned(
            photo, analyse(context, opened.originals, photo.sha256, photo.name, photo.face_near, photo.view_by_hand)
        )
        for photo in project.photos
    )
    done = write_figure(context, replace(project, photos=photos), opened.originals, target, wish)
    return replace(done, sentences=(*done.sentences, *_note(context, opened, done, wish)))


def write_figure(
    context: JobContext, project: Project, source: PhotoBytes, target: Path, wish: FigureRequest
) -> Exported:
    """Write the project's figure at full resolution. Raises Problem."""
    template = wish.template
    pair = pair_of(project)
    is_single = template.layout in ("photo", "plan", "board")
    if pair is None or (pair.after is None and not is_single):
        raise Problem(tr("{name} was not written: the project has no two photos to compare.", name=target.name))
    ensure_painting()
    view_options = ViewOptions(wipe=midline_share(project, pair, template))
    material = Material(
        project, pair, view_options, clinic=clinic_of(wish.settings, read_logo(wish.settings.clinic_logo))
    )
    figure = lay_out(material, template, fonts.measure)
    refused = refused_use(material, figure, template)
    if refused is not None:
        raise Problem(f"{target.name}: {refused}")
    known = {side.photo.sha256: side.photo for side in figure.sides}

    def decode(sha256: str, side: int) -> Pyramid:
        return decode_for_page(context, source, sha256, known[sha256].name, side)

    sides = sides_in(figure, unit_of(figure, target, None, template.is_moving))
    found = with_logo(
        FigurePhotos(sides, decode, ahead=0), wish.settings, read_logo(wish.settings.clinic_logo), template.background
    )
    paths = export_template(context, material, template, target, found, wish.is_forced)
    problems = () if pair.problem is None or is_single else (pair.problem,)
    words = guide_words(project, figure.sides) if template.has_guides else GuideWords()
    return Exported(paths, (*problems, *words.withheld, *words.missing))


def _note(context: JobContext, opened: Opened, done: Exported, wish: FigureRequest) -> tuple[str, ...]:
    """Add one record to the project's file; a sentence where that was not possible."""
    project = opened.project
    pair = pair_of(project)
    photos = tuple(side.photo.id for side in pair.sides) if pair is not None else ()
    record = ExportRecord(new_id(), photos, wish.template.layout, now(), wish.template.use)
    try:
        lock = lock_project(opened.path)
    except Problem:
        return (
            tr(
                "{name} was written; {name2} is open in a window and could not note it.",
                name=done.paths[0].name,
                name2=opened.path.name,
            ),
        )
    try:
        kept = settings.load().settings.kept_versions
        noted = record_export(record)(project)
        saved = save_project(
            context,
            noted,
            opened.path,
            opened.originals,
            known=opened.known,
            kept_versions=kept,
            refuses_changed=True,  # a copy of the whole project beside it would be too much for a note
        )
    except Conflict:
        return (
            tr(
                "{name} was written; {name2} was changed elsewhere meanwhile and has no record of it.",
                name=done.paths[0].name,
                name2=opened.path.name,
            ),
        )
    except Problem as problem:
        return (
            tr(
                "{name} was written, but the project could not note it: {sentence}",
                name=done.paths[0].name,
                sentence=problem.sentence,
            ),
        )
    finally:
        lock.free()
    return tuple(filter(None, (saved.sentence, clock_words(opened.path.name, opened.saved_by))))


def add_figure(parser: argparse.ArgumentParser) -> None:
    """What the figure shows."""
    parser.add_argument("--layout", choices=("side-by-side", "wipe"), default="side-by-side")
    parser.add_argument("--template", metavar="NAME", help=tr("what the figure shows, by id or name"))
    parser.add_argument("--paper", choices=typing.get_args(Paper), help=tr("of pages whose template names no other"))


def _jobs(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 64:
        raise argparse.ArgumentTypeError(tr("a number from 1 to 64"))
    return number


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("projects", nargs="+", type=Path, metavar="PROJECT")
    add_output(parser, tr("a file of one project, a folder of several"), "FILE|FOLDER")
    add_figure(parser)
    parser.add_argument("--format", choices=[ending[1:] for ending in ENDINGS], help=tr("of files in a folder"))
    parser.add_argument("--jobs", type=_jobs, default=1, metavar="N", help=tr("how many projects at once (1)"))


EXPORT = CliCommand("export", tr("the comparisons of projects as pictures"), _add_arguments, export)
