"""What may be typed after `facebalance`."""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from facebalance_desktop import __version__
from facebalance_desktop.analysis.guides import GUIDES
from facebalance_desktop.analysis.scale import LEAST, MOST, NO_SCALE, ScaleChoice
from facebalance_desktop.comparison.alignment import METHODS
from facebalance_desktop.faces.regions import region_names
from facebalance_desktop.render.formats import ENDINGS

GUIDE_IDS = tuple(guide for guide, _ in GUIDES)


def parser() -> argparse.ArgumentParser:
    """Commands and their arguments; wrong usage ends with exit code 2."""
    top = argparse.ArgumentParser(
        prog="facebalance",
        description="Visual comparison, communication and documentation of photos of the face. "
        "Without a command the window opens, with any photos or project named.",
        epilog="facebalance FILE... opens the window with these photos or this project.",
    )
    top.add_argument("--version", action="version", version=f"facebalance {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    demo = commands.add_parser("demo", help="the demonstration, in a window or written to a file")
    demo.add_argument("-o", dest="output", type=Path, metavar="FILE", help="write the comparison instead of showing it")
    demo.add_argument("--force", action="store_true", help="replace a file that is there")
    landmarks = commands.add_parser("landmarks", help="the points of a face")
    landmarks.add_argument("photos", nargs="+", metavar="PHOTO")
    landmarks.add_argument("--json", action="store_true", help="one JSON object a line")
    align = commands.add_parser("align", help="how photos lie on a reference photo")
    align.add_argument("reference", metavar="REFERENCE")
    align.add_argument("photos", nargs="+", metavar="PHOTO")
    align.add_argument("--json", action="store_true", help="one JSON object a line")
    align.add_argument("--on", choices=METHODS, default="eyes", help="what the alignment rests on")
    align.add_argument("--treated", type=_regions, default=(), metavar="REGION,...", help="regions that do not vote")
    changes = commands.add_parser("changes", help="which points moved between two photos, and which cannot be told")
    changes.add_argument("before", type=Path, metavar="BEFORE")
    changes.add_argument("after", type=Path, metavar="AFTER")
    changes.add_argument("--json", action="store_true", help="one JSON object")
    _add_measure(commands)
    _add_compare(commands)
    _add_export(commands)
    info = commands.add_parser("info", help="what a project holds")
    info.add_argument("project", type=Path, metavar="PROJECT")
    info.add_argument("--json", action="store_true", help="one JSON object")
    plan = commands.add_parser("plan", help="what a project plans and what was done")
    plan.add_argument("project", type=Path, metavar="PROJECT")
    form = plan.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object with the ledger and the dates")
    form.add_argument("--csv", action="store_true", help="one line a treatment")
    lots = commands.add_parser("lots", help="who was treated with a lot: searches all projects of a folder")
    lots.add_argument("lot", metavar="LOT", help="upper and lower case, spaces and hyphens do not matter")
    lots.add_argument("folder", type=Path, metavar="FOLDER", help="searched with the folders in it")
    lots.add_argument("--json", action="store_true", help="one JSON object a treatment")
    zones = commands.add_parser("zones", help="a zone of the table on the face of a photo, schematic")
    zones.add_argument("photo", type=Path, metavar="PHOTO")
    zones.add_argument("--template", required=True, metavar="ZONE", help="for example cheek-malar-right")
    zones.add_argument(
        "-o", dest="output", type=Path, required=True, metavar="FILE", help="a picture, .json or .facebalance"
    )
    zones.add_argument("--force", action="store_true", help="replace a file that is there")
    return top


def _add_measure(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    measure = commands.add_parser("measure", help="the measures of a face, or what changed in them, with their errors")
    measure.add_argument("photos", nargs="+", metavar="PHOTO")
    measure.add_argument("--difference", action="store_true", help="of two photos: after less before")
    measure.add_argument(
        "--scale", type=_scale, default=NO_SCALE, metavar="iris|pupils=MM|none", help="what lengths in mm come from"
    )
    form = measure.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object a line")
    form.add_argument("--csv", action="store_true", help="one line a measure")


def _add_compare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    compare = commands.add_parser("compare", help="a before and after comparison as a picture")
    compare.add_argument("before", type=Path, metavar="BEFORE")
    compare.add_argument("after", type=Path, metavar="AFTER")
    compare.add_argument(
        "-o", dest="output", type=Path, required=True, metavar="FILE", help=f"a {', '.join(ENDINGS)} file"
    )
    compare.add_argument("--layout", choices=("side-by-side", "wipe"), default="side-by-side")
    compare.add_argument("--template", metavar="NAME", help="what the figure shows, by id or name")
    compare.add_argument("--guides", type=_guides, default=(), metavar=",".join(GUIDE_IDS))
    compare.add_argument("--save", type=Path, metavar="PROJECT", help="keep the comparison as a project file")
    compare.add_argument("--force", action="store_true", help="replace files that are there")


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = commands.add_parser("export", help="the comparisons of projects as pictures")
    export.add_argument("projects", nargs="+", type=Path, metavar="PROJECT")
    export.add_argument("-o", dest="output", type=Path, required=True, metavar="FILE|FOLDER")
    export.add_argument("--layout", choices=("side-by-side", "wipe"), default="side-by-side")
    export.add_argument("--template", metavar="NAME", help="what the figures show, by id or name")
    export.add_argument("--format", choices=[ending[1:] for ending in ENDINGS], help="of files in a folder")
    export.add_argument("--jobs", type=_jobs, default=1, metavar="N", help="how many projects at once (1)")
    export.add_argument("--force", action="store_true", help="replace files that are there")


def _jobs(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 64:
        raise argparse.ArgumentTypeError("a number from 1 to 64")
    return number


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _scale(text: str) -> ScaleChoice:
    if text in ("none", "iris"):
        return ScaleChoice("iris" if text == "iris" else "none")
    name, _, number = text.partition("=")
    try:
        mm = float(number)
    except ValueError:
        mm = math.nan
    if name != "pupils" or not LEAST <= mm <= MOST:
        raise argparse.ArgumentTypeError("iris, none, or pupils=MM with the pupil distance in mm, such as pupils=62.5")
    return ScaleChoice("pupils", mm)


def _regions(text: str) -> tuple[str, ...]:
    words = _words(text)
    unknown = [word for word in words if word not in region_names()]
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown region {', '.join(unknown)}; there are {', '.join(region_names())}")
    return words


def _guides(text: str) -> tuple[str, ...]:
    words = _words(text)
    unknown = [word for word in words if word not in GUIDE_IDS]
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown guide {', '.join(unknown)}; there are {', '.join(GUIDE_IDS)}")
    return words
