"""The commands `landmarks` and `align`: the points of a face, and how photos lie on a reference photo."""

from __future__ import annotations

import argparse

from facebalance_desktop.cli.arguments import CliCommand, listed
from facebalance_desktop.cli.photos import analysed_files
from facebalance_desktop.cli.report import (
    FINE,
    PROBLEM,
    alignment_json,
    complain,
    landmarks_json,
    landmarks_words,
    match_lines,
    print_json,
    print_problem,
)
from facebalance_desktop.comparison.alignment import METHODS
from facebalance_desktop.faces.regions import region_names
from facebalance_desktop.project.clinic_rules import LIMITS
from facebalance_desktop.project.derived import alignment_of, match_of
from facebalance_desktop.project.model import Comparison, new_id
from facebalance_desktop.translation import tr
from facebalance_desktop.work import WorkerPool


def landmarks(told: argparse.Namespace, pool: WorkerPool) -> int:
    code = FINE
    for name, photo in analysed_files(pool, told.photos):
        if isinstance(photo, str):
            code = PROBLEM
            print_problem(told.json, {"photo": name}, photo)
            continue
        line = landmarks_json(name, photo)
        if "problem" in line:
            code = PROBLEM
        if told.json:
            print_json(line)
        elif "problem" in line:
            complain(f"{name}: {line['problem']}")
        else:
            print(landmarks_words(name, photo))
    return code


def align(told: argparse.Namespace, pool: WorkerPool) -> int:
    code = FINE
    for sentence in LIMITS.problems:
        complain(sentence)
    photos = analysed_files(pool, [told.reference, *told.photos])
    _, reference = next(photos)
    for name, photo in photos:
        line = {"reference": told.reference, "photo": name}
        if isinstance(reference, str) or isinstance(photo, str):
            code = PROBLEM
            print_problem(told.json, line, reference if isinstance(reference, str) else str(photo))
            continue
        wish = Comparison(new_id(), reference.id, photo.id, told.on, treated=told.treated)
        found, problem = alignment_of(reference, photo, wish)
        if found is None:
            code = PROBLEM
            print_problem(told.json, line, problem or tr("The photos cannot be aligned."))
        elif told.json:
            print_json(alignment_json(told.reference, name, found, match_of(reference, photo)))
        else:
            fit = found.photo_to_reference
            turned = tr("turned {rotation:+.2f} degrees, scaled {scale:.4f}", rotation=fit.rotation, scale=fit.scale)
            print(
                tr(
                    "{name}: {turned}, residual {residual:.2f} % of the pupil distance",
                    name=name,
                    turned=turned,
                    residual=found.residual,
                )
            )
            print(match_lines(match_of(reference, photo)))
    return code


def _add_landmarks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photos", nargs="+", metavar="PHOTO")
    parser.add_argument("--json", action="store_true", help=tr("one JSON object a line"))


def _add_align(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("reference", metavar="REFERENCE")
    _add_landmarks(parser)
    parser.add_argument("--on", choices=METHODS, default="eyes", help=tr("what the alignment rests on"))
    parser.add_argument(
        "--treated",
        type=listed(tr("region"), region_names),
        default=(),
        metavar="REGION,...",
        help=tr("regions that are not used for the alignment"),
    )


LANDMARKS = CliCommand("landmarks", tr("the points of a face"), _add_landmarks, landmarks)
ALIGN = CliCommand("align", tr("how photos are placed on a reference photo"), _add_align, align)
