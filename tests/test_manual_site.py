"""The manual as a site: built without a warning, every link and heading is there, nothing is loaded from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from sources import ROOT

LOADED = re.compile(r"""(?:src|<link[^>]*\shref)=["']?(?:https?:)?//""")
"""A picture, script or style of another place."""


def built(folder: Path, site: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_site_is_built_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    done = built(ROOT, tmp_path)
    assert done.returncode == 0, done.stderr
    manual = ROOT / "docs" / "manual"
    wanted = {path.relative_to(manual).with_suffix(".html") for path in manual.rglob("*.md")}
    pages = {path.relative_to(tmp_path): path.read_text("utf-8") for path in tmp_path.rglob("*.html")}
    assert wanted <= set(pages)
    assert {str(page): found for page, text in pages.items() if (found := LOADED.findall(text))} == {}
    assert LOADED.search('<script src="https://x/y.js">') and LOADED.search("<link rel=stylesheet href='//x/y.css'>")


def test_a_link_to_a_page_or_heading_that_is_not_there_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs" / "manual", tmp_path / "docs" / "manual")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    with (tmp_path / "docs" / "manual" / "export.md").open("a", encoding="utf-8") as page:
        page.write("\nSee [no page](nowhere.md) and [no heading](compare.md#nowhere).\n")
    done = built(tmp_path, tmp_path / "site")
    assert done.returncode != 0
    assert "'nowhere.md'" in done.stderr and "'#nowhere'" in done.stderr
