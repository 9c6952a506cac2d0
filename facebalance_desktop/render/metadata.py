"""What an export's file says of itself: an sRGB profile, the resolution, and where its photos came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from PIL import ImageCms

from facebalance_desktop.geometry import Similarity
from facebalance_desktop.project.model import PROGRAM

SPACE = "urn:facebalance:export:1"


@dataclass(frozen=True)
class Origin:
    """One photo of a figure: the SHA-256 of its original bytes, and how its px became px of the before photo.

    `before_photo` is the transform as it was applied, levelling and nudge included.
    """

    sha256: str
    to_before: Similarity


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """An sRGB profile whose bytes are the same on every day: littleCMS would write today's date into it."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = b"".join(number.to_bytes(2, "big") for number in (2000, 1, 1, 0, 0, 0))
    return bytes(made)


def xmp(origins: Sequence[Origin], notes: Sequence[str] = ()) -> bytes:
    """The XMP packet of an export: program, originals by their hash, transforms; no name, no date, no place."""
    photos = "".join(
        f'<rdf:li rdf:parseType="Resource"><fb:sha256>{origin.sha256}</fb:sha256>'
        f"<fb:rotation>{origin.to_before.rotation:.4f}</fb:rotation>"
        f"<fb:scale>{origin.to_before.scale:.6f}</fb:scale>"
        f"<fb:shift>{origin.to_before.tx:.3f} {origin.to_before.ty:.3f}</fb:shift></rdf:li>"
        for origin in origins
    )
    words = quoteattr("; ".join(notes))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:fb="{SPACE}" '
        f"xmp:CreatorTool={quoteattr(PROGRAM)} fb:transform={words}>"
        f"<fb:photos><rdf:Seq>{photos}</rdf:Seq></fb:photos></rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()
