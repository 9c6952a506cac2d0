"""A program of the tests: two processes work on one file and save at random moments.

    python storage_rounds.py FOLDER ROUNDS SEED

In each round both draw something and save, within some milliseconds of each other. Whoever is told of a conflict takes
what is in the file, draws again and saves again. What somebody saved without being told of a conflict must be in the
file from then on. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from projects_made import made_photo

from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project.edits_annotations import add_annotations
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.model import new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import Conflict, open_project, save_project
from facebalance_desktop.work import JobContext

SIZE = 200_000
APART = 0.012
"""Seconds within which both begin to save."""
TRIES = 20
CORNERS = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0))


def work(name: str, path: Path, seed: int, pipe: Connection) -> None:
    """One of the two: for each round that is called, what was saved and how many conflicts were told."""
    chance, opened = random.Random(f"{name} {seed}"), open_project(path)
    project, known = opened.project, opened.known
    while (number := pipe.recv()) is not None:
        conflicts, drawn = 0, f"{name}-{number}"
        threading.Event().wait(chance.uniform(0, APART))
        for _ in range(TRIES):
            photo = project.photos[0].id
            changed = add_annotations((Annotation(drawn, photo, drawn, points=CORNERS),))(project)
            try:
                saved = save_project(
                    JobContext(), changed, path, opened.originals, None, known, 2, refuses_changed=True
                )
            except Conflict:
                conflicts += 1
                opened = open_project(path)
                project, known = opened.project, opened.known
                continue
            project, known = changed, saved.known
            pipe.send((drawn if saved.path == path else "", conflicts))
            break
        else:
            pipe.send(("", conflicts))


def main(folder: Path, rounds: int, seed: int) -> None:
    os.environ["FACEBALANCE_HOME"] = str(folder / "home")
    path, originals, started = folder / "Müller.facebalance", Originals(folder / "originals"), time.monotonic()
    data = random.Random(seed).randbytes(SIZE)
    photo = made_photo("a.jpg", sha256=originals.keep(data), size=SIZE)
    save_project(JobContext(), add_photos([photo])(new_project()), path, originals)
    context, pipes = get_context("fork"), []
    for name in ("first", "second"):
        ours, theirs = context.Pipe()
        context.Process(target=work, args=(name, path, seed, theirs), daemon=True).start()
        pipes.append(ours)
    saved: set[str] = set()
    lost, conflicts = [], 0
    for number in range(rounds):
        for pipe in pipes:
            pipe.send(number)
        for pipe in pipes:
            drawn, told = pipe.recv()
            conflicts += told
            saved |= {drawn} - {""}
        there = {item.id for item in open_project(path).project.annotations}
        lost += [f"round {number}: {one}" for one in sorted(saved - there)]
        saved &= there
    for pipe in pipes:
        pipe.send(None)
    beside = [left.name for left in folder.iterdir() if left.suffix != ".facebalance" and left.is_file()]
    told_words = {"rounds": rounds, "conflicts": conflicts, "lost": lost, "left_beside": beside}
    print(json.dumps({**told_words, "seconds": round(time.monotonic() - started, 1)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
