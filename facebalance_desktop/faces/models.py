"""The models of mediapipe, each loaded where it is first asked for.

The only module that knows mediapipe, which it imports inside the functions that need it: the import takes seconds.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Protocol

from facebalance_desktop.faces.crops import Pixels


class Model(Protocol):
    """What is asked of a model: its answer for a picture (h, w, 3), upright sRGB 8-bit."""

    def process(self, image: Pixels) -> Any: ...


@lru_cache(maxsize=1)
def finders() -> tuple[Model, ...]:
    """Face detectors for near (within 2 m) and far faces."""
    from mediapipe.python.solutions.face_detection import FaceDetection

    return tuple(FaceDetection(model_selection=m, min_detection_confidence=0.5) for m in (0, 1))


@lru_cache(maxsize=1)
def mesher() -> Model:
    """Finds the mesh of one face in an upright crop."""
    from mediapipe.python.solutions.face_mesh import FaceMesh

    made: Model = FaceMesh(static_image_mode=True, max_num_faces=1, refine_landmarks=True, min_detection_confidence=0.4)
    return made


@lru_cache(maxsize=1)
def segmenter() -> Model:
    """Tells how surely each pixel shows a person."""
    from mediapipe.python.solutions.selfie_segmentation import SelfieSegmentation

    made: Model = SelfieSegmentation(model_selection=0)
    return made


def warm_up() -> None:
    """Load the models; a worker calls it before the first photo is there."""
    finders()
    mesher()
    segmenter()
