"""The pages beside the photo, by their titles, in the order of a consultation; what is on each of them."""

from __future__ import annotations

from facebalance_desktop.translation import tr

MATCH, ASSESS, GUIDES = tr("Match"), tr("Assess"), tr("Guides")
ZONES, PLAN, MEASURES, PHOTO = tr("Zones"), tr("Plan"), tr("Measures"), tr("Photo")
PAGE_TITLES = {
    MATCH: tr("Whether the photos can be compared, and how they are aligned"),
    ASSESS: tr("A visit's grades, questions and notes"),
    GUIDES: tr("Which guides are shown, and why one is missing"),
    ZONES: tr("Zones and other drawings"),
    PLAN: tr("Treatments that are planned or were performed"),
    MEASURES: tr("Measure the face, and what moved"),
    PHOTO: tr("The visit and the details of a photo"),
}
