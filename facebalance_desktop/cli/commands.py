"""The commands. Each returns its exit code; a Problem that concerns the whole command is raised."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from facebalance_desktop.cli import changes, lots, measure
from facebalance_desktop.cli.exports import Wish, export, wish_of, write_figure
from facebalance_desktop.cli.photos import InMemory, analysed_files, taken_in, with_faces
from facebalance_desktop.cli.plan import plan, zones
from facebalance_desktop.cli.report import (
    FINE,
    PROBLEM,
    alignment_json,
    complain,
    info_json,
    info_words,
    landmarks_json,
    print_json,
)
from facebalance_desktop.drawing.templates import templates
from facebalance_desktop.errors import Problem
from facebalance_desktop.project.demonstration import demonstration
from facebalance_desktop.project.derived import alignment_of, match_of
from facebalance_desktop.project.edits_drawing import show_guide
from facebalance_desktop.project.edits_photos import add_photos, compare_photos
from facebalance_desktop.project.model import Comparison, Photo, Project, new_id, new_project
from facebalance_desktop.project.store import open_project, save_project
from facebalance_desktop.render.export import check_name, refuse_existing
from facebalance_desktop.render.formats import format_of
from facebalance_desktop.settings import Settings
from facebalance_desktop.work import JobContext, WorkerPool


def run(told: argparse.Namespace) -> int:
    """Do the command that was parsed."""
    with closing(WorkerPool()) as pool:
        return COMMANDS[told.command](told, pool)


def landmarks(told: argparse.Namespace, pool: WorkerPool) -> int:
    code = FINE
    for name, photo in analysed_files(pool, told.photos):
        if isinstance(photo, str):
            code = PROBLEM
            _bad_line(told.json, {"photo": name}, photo)
            continue
        line = landmarks_json(name, photo)
        if "problem" in line:
            code = PROBLEM
        if told.json:
            print_json(line)
        elif "problem" in line:
            complain(f"{name}: {line['problem']}")
        else:
            print(f"{name}: {photo.width} x {photo.height} px, one face, pupil distance {line['iod']:.1f} px")
    return code


def _bad_line(is_json: bool, line: Mapping[str, object], sentence: str) -> None:
    if is_json:
        print_json({**line, "problem": sentence})
    else:
        complain(sentence)


def align(told: argparse.Namespace, pool: WorkerPool) -> int:
    code = FINE
    photos = analysed_files(pool, [told.reference, *told.photos])
    _, reference = next(photos)
    for name, photo in photos:
        line = {"reference": told.reference, "photo": name}
        if isinstance(reference, str) or isinstance(photo, str):
            code = PROBLEM
            _bad_line(told.json, line, reference if isinstance(reference, str) else str(photo))
            continue
        wish = Comparison(new_id(), reference.id, photo.id, told.on, treated=told.treated)
        found, problem = alignment_of(reference, photo, wish)
        if found is None:
            code = PROBLEM
            _bad_line(told.json, line, problem or "The photos cannot be aligned.")
        elif told.json:
            print_json(alignment_json(told.reference, name, found, match_of(reference, photo, ())))
        else:
            fit = found.photo_to_reference
            turned = f"turned {fit.rotation:+.2f} degrees, scaled {fit.scale:.4f}"
            print(f"{name}: {turned}, residual {found.residual:.2f} % of the pupil distance")
    return code


def compare(told: argparse.Namespace, pool: WorkerPool) -> int:
    wish = wish_of(told)
    check_name(told.output, wish.template)
    for path in (told.output, told.save):
        if path is not None:
            refuse_existing(path, told.force)
    originals = InMemory()
    photos = taken_in(pool, [told.before, told.after], originals)
    if photos[0].sha256 == photos[1].sha256:
        raise Problem(f"{told.before.name} and {told.after.name} are the same photo; nothing was written.")
    project = compare_photos(photos[0].id, photos[1].id)(add_photos(photos)(new_project()))
    for guide in told.guides:
        project = show_guide(guide, True)(project)
    done = write_figure(JobContext(), project, originals, told.output, wish)
    for sentence in done.sentences:
        complain(sentence)
    if told.save is not None:
        save_project(JobContext(), project, told.save.absolute(), originals)
    for written in done.paths:
        print(written)
    return FINE


def demo(told: argparse.Namespace, pool: WorkerPool) -> int:
    path = told.output or Path(tempfile.mkdtemp(prefix="facebalance-demonstration-")) / "comparison.png"
    format_of(path)
    refuse_existing(path, told.force)
    originals = InMemory()
    project = demonstration(originals)
    photos = with_faces(pool, project.photos, originals)
    wish = Wish(templates().named("side-by-side"), Settings(), told.force)
    for written in write_figure(JobContext(), _with_photos(project, photos), originals, path, wish).paths:
        print(written)
    return FINE


def _with_photos(project: Project, photos: tuple[Photo, ...]) -> Project:
    return replace(project, photos=photos)


def info(told: argparse.Namespace, pool: WorkerPool) -> int:
    try:
        project = open_project(told.project).project
    except Problem as problem:
        _bad_line(told.json, {"project": str(told.project)}, problem.sentence)
        return PROBLEM
    if told.json:
        print_json(info_json(str(told.project), project))
    else:
        print(info_words(str(told.project), project))
    return FINE


COMMANDS: Mapping[str, Callable[[argparse.Namespace, WorkerPool], int]] = {
    "demo": demo,
    "landmarks": landmarks,
    "align": align,
    "changes": changes.run,
    "measure": measure.run,
    "compare": compare,
    "export": export,
    "info": info,
    "lots": lots.run,
    "plan": plan,
    "zones": zones,
}
