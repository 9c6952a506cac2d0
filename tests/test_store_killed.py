"""A program killed at any moment of saving leaves the old file or the new one, whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import open_project

ROOT = Path(__file__).parents[1]
MOMENTS = 50
SEED = 20261122

DRIVER = """
import os, platform, random, select, signal, sys, zipfile
from dataclasses import replace
from pathlib import Path
from projects_made import made_photo
from facebalance_desktop.project.codec import to_json
from facebalance_desktop.project.edits_photos import add_photos, set_patient
from facebalance_desktop.project.model import Patient, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import open_project, save_project
from facebalance_desktop.work import JobContext

folder, moments, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
chance = random.Random(seed)
originals = Originals(folder / "originals")
path = folder / "Müller.facebalance"
turn = folder / ".Müller.facebalance.turn"

def made(name, count):
    contents = [chance.randbytes(400_000) for _ in range(count)]
    photos = [made_photo(f"{n}.jpg", sha256=originals.keep(data), size=len(data)) for n, data in enumerate(contents)]
    return set_patient(Patient(name))(add_photos(photos)(new_project()))

states = [made("one", 3), made("two", 2)]
same = lambda a, b: {**to_json(a), "program": ""} == {**to_json(b), "program": ""}

def save_forever():
    known = open_project(path).known
    os.write(writing, b"!")
    while True:
        for state in states:
            known = save_project(JobContext(), state, path, originals, b"preview", known, kept_versions=0).known

save_project(JobContext(), states[0], path, originals)
met, halves = [], 0
for moment in range(moments):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        save_forever()
    os.close(writing)
    os.read(reading, 1)
    select.select([], [], [], chance.uniform(0, 0.08))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
    opened = open_project(path)
    met.append(next(number for number, state in enumerate(states) if same(opened.project, state)))
    for photo in opened.project.photos:
        opened.originals.read(photo.sha256)
    for left in folder.glob(".*.part"):
        halves += 1
        left.unlink()
    assert {item.name for item in folder.iterdir()} - {turn.name} == {"originals", path.name}
turn.write_text(f"{platform.node()} {child}")
save_project(JobContext(), states[0], path, originals, known=open_project(path).known)
assert {item.name for item in folder.iterdir()} == {"originals", path.name}, "the next save removes what is left"
print(len(met), len(set(met)), halves)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="many processes that start at once need fork")
def test_a_save_killed_at_fifty_moments_leaves_an_old_or_a_new_whole_file(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", DRIVER, str(tmp_path), str(MOMENTS), str(SEED)],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
            "OPENBLAS_NUM_THREADS": "1",  # Python 3.12 warns of a fork in a process with threads
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    moments, states, halves = map(int, done.stdout.split())
    assert moments == MOMENTS
    assert states == 2, "the file was met in both states"
    assert halves >= MOMENTS // 5, "kills fell into saves, not between them"
    assert open_project(tmp_path / "Müller.facebalance", originals=Originals()).project.photos
