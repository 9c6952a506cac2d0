"""Which view is proposed for every photo of the shared folder: `python tests/benchmarks/views.py [--json FILE]`.

Prints a table of file, what the manifest says, and what was proposed. For `london/` the file's name tells the view, so
that wrong views and wrong sides are counted; elsewhere the table is there to be read ("unknown" is right for what is no
patient).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
from pathlib import Path

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.intake import analysis_of

LONDON = {
    "front_neutral": "frontal",
    "front_smile": "frontal-smile",
    "r45_neutral": "oblique-right",
    "l45_neutral": "oblique-left",
    "rprofile_neutral": "profile-right",
    "rprofile_smile": "profile-right",
    "lprofile_neutral": "profile-left",
}


def photos_folder() -> Path:
    named = os.environ.get("FACEBALANCE_PHOTOS")
    return Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "photos"


def side_of(view: str) -> str:
    ending = view.rpartition("-")[2]
    return ending if ending in ("right", "left") else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="write the counts to this file")
    told = parser.parse_args()
    folder = photos_folder()
    counts = {"london_photos": 0, "london_wrong_views": 0, "london_wrong_sides": 0}
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        path = folder / row["file"]
        try:
            found = analysis_of(path.read_bytes(), path.name).view or "unknown"
        except Problem:
            found = "does not open"
        mark = ""
        if row["file"].startswith("london/"):
            wanted = LONDON[path.stem[4:]]
            counts["london_photos"] += 1
            counts["london_wrong_views"] += found != wanted
            counts["london_wrong_sides"] += side_of(found) != side_of(wanted)
            mark = "" if found == wanted else "   <- wrong"
        print(f"{row['file']:48} {row['view'][:36]:36} {found}{mark}", flush=True)
    for name, count in counts.items():
        print(name, count)
    if told.json is not None:
        told.json.write_text(json.dumps(counts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
