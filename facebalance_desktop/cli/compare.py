"""The commands `compare` and `demo`: a comparison of two photos as a picture."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

from facebalance_desktop.analysis.guides import GUIDES
from facebalance_desktop.cli.arguments import CliCommand, add_output, listed
from facebalance_desktop.cli.exports import FigureRequest, add_figure, wish_of, write_figure
from facebalance_desktop.cli.photos import InMemory, taken_in, with_faces
from facebalance_desktop.cli.report import FINE, complain
from facebalance_desktop.drawing.templates import templates
from facebalance_desktop.errors import Problem
from facebalance_desktop.project.demonstration import demonstration
from facebalance_desktop.project.edits_drawing import show_guide
from facebalance_desktop.project.edits_photos import add_photos, compare_photos
from facebalance_desktop.project.model import new_project
from facebalance_desktop.project.store import save_project
from facebalance_desktop.render.export import check_name, refuse_existing
from facebalance_desktop.render.formats import ENDINGS, format_of
from facebalance_desktop.settings import Settings
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext, WorkerPool

GUIDE_IDS = tuple(guide for guide, _ in GUIDES)


def compare(told: argparse.Namespace, pool: WorkerPool) -> int:
    wish = wish_of(told)
    check_name(told.output, wish.template)
    for path in (told.output, told.save):
        if path is not None:
            refuse_existing(path, told.force)
    originals = InMemory()
    photos = taken_in(pool, [told.before, told.after], originals)
    if photos[0].sha256 == photos[1].sha256:
        raise Problem(
            tr(
                "{name} and {name2} are the same photo; nothing was written.",
                name=told.before.name,
                name2=told.after.name,
            )
        )
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
    wish = FigureRequest(templates().named("side-by-side"), Settings(), told.force)
    for written in write_figure(JobContext(), replace(project, photos=photos), originals, path, wish).paths:
        print(written)
    return FINE


def _add_compare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar="BEFORE")
    parser.add_argument("after", type=Path, metavar="AFTER")
    add_output(parser, tr("a {endings} file", endings=", ".join(ENDINGS)))
    add_figure(parser)
    guides = listed(tr("guide"), lambda: GUIDE_IDS)
    parser.add_argument(
        "--guides",
        type=guides,
        default=(),
        metavar="GUIDE,...",
        help=tr("drawn on both photos: {guide_ids}", guide_ids=", ".join(GUIDE_IDS)),
    )
    parser.add_argument("--save", type=Path, metavar="PROJECT", help=tr("keep the comparison as a project file"))


def _add_demo(parser: argparse.ArgumentParser) -> None:
    add_output(parser, tr("write the comparison instead of showing it"), is_required=False)


COMPARE = CliCommand("compare", tr("a before and after comparison as a picture"), _add_compare, compare)
DEMO = CliCommand("demo", tr("the demonstration, in a window or written to a file"), _add_demo, demo)
