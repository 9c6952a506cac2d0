"""What one start of the program asks of another, as it is written and read."""

from __future__ import annotations

from pathlib import Path

import pytest

from facebalance_desktop.project.starts import StartRequest, Starts


@pytest.mark.parametrize("text", ["true", "false", "1", '"yes"', "null"])
def test_a_request_is_for_the_demonstration_only_where_it_says_so(home: Path, text: str) -> None:
    starts = Starts()
    (starts.folder / "1-1.json").write_text(f'{{"paths": ["/photo.jpg"], "is_demonstration": {text}}}')
    assert starts.requests() == [StartRequest((Path("/photo.jpg"),), text == "true")]
