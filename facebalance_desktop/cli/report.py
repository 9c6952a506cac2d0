"""What commands print: one JSON object a line, or words."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from facebalance_desktop.analysis.guide_kinds import point_name
from facebalance_desktop.comparison.alignment import Alignment
from facebalance_desktop.comparison.comparability import GRADE_WORDS, Comparability
from facebalance_desktop.days import day_words
from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.faces.views import view_words
from facebalance_desktop.project.codec import to_json
from facebalance_desktop.project.derived import points_of
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.visits import ROLE_WORDS, Sitting, view_of, visits_of
from facebalance_desktop.translation import in_sentence, tr, tr_plural

FINE, USAGE, PROBLEM = 0, 2, 3
"""Exit codes: fine, wrong usage, a problem that a sentence tells."""


def print_json(value: Mapping[str, Any]) -> None:
    """One object a line; letters that the output cannot carry are written as JSON's own escapes."""
    is_plain = not (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(value, ensure_ascii=is_plain, allow_nan=False), flush=True)


def complain(sentence: str) -> None:
    """A sentence on stderr, which carries nothing else."""
    print(sentence, file=sys.stderr, flush=True)


def print_problem(is_json: bool, line: Mapping[str, object], sentence: str) -> None:
    """A sentence in place of a result: in its line of JSON, or on stderr."""
    if is_json:
        print_json({**line, "problem": sentence})
    else:
        complain(sentence)


def _point(point: Landmark) -> dict[str, Any]:
    told = {"x": round(point.x, 3), "y": round(point.y, 3), "sigma": point.sigma, "source": point.source}
    return told | {
        key: point.extra[key] for key in ("hairline", "outline") if key in point.extra and not point.is_by_hand
    }


def landmarks_json(name: str, photo: Photo) -> dict[str, Any]:
    """The line of `landmarks`; coordinates in px of the upright photo."""
    face = photo.face
    line: dict[str, Any] = {
        "photo": name,
        "width": photo.width,
        "height": photo.height,
        "faces": photo.faces or 0,
        "iod": None if face is None else round(face.iod, 3),
        "pose": None if face is None or face.pose is None else _without_extra(to_json(face.pose)),
        "view": view_of(photo),
        "mesh": None if face is None else to_json(face.mesh),
        "sigma": None if face is None or face.sigma is None else list(face.sigma),
        "points": {code: _point(point) for code, point in points_of(photo).items()} or None,
    }
    if face is None and not (line["points"] and photo.outline is not None):
        line["problem"] = photo.face_problem or tr("No face was found in this photo.")
    return line


def landmarks_words(name: str, photo: Photo) -> str:
    """The same for reading, of a photo with points; a line more for those whose place on a profile is not seen."""
    view, points = in_sentence(view_words(view_of(photo))), points_of(photo)
    width, height, face = photo.width, photo.height, photo.face
    if face is None:
        first = tr(
            "{name}: {width} x {height} px, {view}, {count} points on the outline, estimated",
            name=name,
            width=width,
            height=height,
            view=view,
            count=len(points),
        )
    else:
        first = tr(
            "{name}: {width} x {height} px, {view}, one face, pupil distance {distance:.1f} px",
            name=name,
            width=width,
            height=height,
            view=view,
            distance=face.iod,
        )
    unseen, bearded = (_hidden_names(points, why) for why in ("unseen", "beard"))
    lines = (
        tr("  edge not seen, check: {names}", names=unseen) if unseen else "",
        tr("  on a beard, check: {names}", names=bearded) if bearded else "",
    )
    return "\n".join((first, *filter(None, lines)))


def _hidden_names(points: Mapping[str, Landmark], why: str) -> str:
    """The names of the points that the outline does not show for this reason and that were not judged by hand."""
    codes = (code for code, point in points.items() if point.extra.get("outline") == why and not point.is_judged)
    return ", ".join(f"{point_name(code)} ({code})" for code in codes)


def _without_extra(value: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if key in ("yaw", "pitch", "roll")}


def alignment_json(reference: str, name: str, found: Alignment, match: Comparability) -> dict[str, Any]:
    """The line of `align`; `matrix` maps px of the photo to px of the reference, not levelled."""
    fit = found.photo_to_reference
    return {
        "reference": reference,
        "photo": name,
        "matrix": [list(row) for row in fit.matrix],
        "scale": fit.scale,
        "rotation": fit.rotation,
        "residual": found.residual,
        "uncertainty": found.uncertainty,
        "on": found.on,
        "comparability": match.as_json(),
        "notes": list(found.notes),
    }


def match_lines(match: Comparability) -> str:
    """The grade of the photo match, a line for each reason and one for what was not checked."""
    reasons = [f"    {reason.sentence}" for reason in match.reasons]
    unchecked = f"    {' '.join(match.unchecked.values())}" if match.unchecked else ""
    return "\n".join(
        [tr("  photo match: {grade}", grade=GRADE_WORDS[match.grade]), *reasons, *([unchecked] if unchecked else [])]
    )


def info_json(name: str, project: Project) -> dict[str, Any]:
    """What a project holds, without the pixels and meshes."""
    comparison = project.comparison
    return {
        "project": name,
        "format": project.format,
        "program": project.program,
        "created": project.created or None,
        "demonstration": project.is_demonstration,
        "patient": {
            "name": project.patient.name or None,
            "id": project.patient.id or None,
            "birth_date": project.patient.birth_date,
        },
        "photos": [
            {
                "id": photo.id,
                "name": photo.name,
                "sha256": photo.sha256,
                "width": photo.width,
                "height": photo.height,
                "format": photo.format,
                "profile": photo.profile,
                "taken": photo.taken,
                "taken_source": photo.taken_source,
                "view": view_of(photo),
                "faces": photo.faces,
                "points_by_hand": len(photo.points),
            }
            for photo in project.photos
        ],
        "visits": [
            {"date": visit.date, "source": visit.source, "role": visit.role, "photos": [p.id for p in visit.photos]}
            for visit in visits_of(project)
        ],
        "comparison": None if comparison is None else {"before": comparison.before, "after": comparison.after},
        "guides": [state.id for state in project.guides if state.is_shown],
        "zones": [{"name": zone.name, "photo": zone.photo} for zone in project.annotations],
        "consents": [
            {
                "use": item.use,
                "given": item.is_given,
                "scope": item.scope,
                "of": item.of or None,
                "date": item.date,
                "forms": [form.name for form in item.attachments],
            }
            for item in project.consents
        ],
        "exports": len(project.exports),
    }


def info_words(name: str, project: Project) -> str:
    """The same for reading."""
    names = ", ".join(zone.told or tr("unnamed") for zone in project.annotations)
    counts = ", ".join(
        (
            tr_plural("{count} photo", "{count} photos", len(project.photos)),
            tr_plural("{count} zone", "{count} zones", len(project.annotations)) + (f" ({names})" if names else ""),
            tr_plural("{count} export", "{count} exports", len(project.exports)),
        )
    )
    lines = [
        f"{name}: {counts}",
        *(_visit_words(visit) for visit in visits_of(project)),
    ]
    return "\n".join(lines)


def _visit_words(visit: Sitting) -> str:
    """A visit in a line, its photos in lines below."""
    photos = (
        tr(
            "    {name}: {view}, {format}, {width} x {height} px",
            name=photo.name,
            view=view_words(view_of(photo)),
            format=photo.format,
            width=photo.width,
            height=photo.height,
        )
        for photo in visit.photos
    )
    day = day_words(visit.date) if visit.date else tr("no date")
    return "\n".join((f"  {day}, {in_sentence(ROLE_WORDS[visit.role])}:", *photos))
