"""The pages themselves: their links lead somewhere, and they say nothing that belongs elsewhere."""

import re
import subprocess
from itertools import chain
from pathlib import Path

import pytest

from tests.docs.tables import ROOT

PAGES = sorted(
    page.relative_to(ROOT).as_posix() for page in chain(ROOT.glob("*.md"), (ROOT / "docs").rglob("*.md"))
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
LARGEST_PICTURE = 150_000

TEXT_FILES = {
    ".css", ".html", ".ini", ".js", ".json", ".lock", ".mako", ".md", ".mjs", ".po", ".py", ".sh", ".svg",
    ".toml", ".ts", ".tsx", ".txt", ".yaml", ".yml", "",
}  # fmt: skip

UNWANTED = {
    # Taken apart, so that this file does not hold what it looks for.
    "a registry's address": "|".join(
        (
            "pypi" + r"\.org",
            "files\\.python" + "hosted",
            "registry\\." + r"npmjs",
            "npm" + "mirror",
            "tuna" + "\\.",
        )
    ),
    "a path of one machine": "|".join(
        ("/wo" + "rk/", "/ho" + r"me/\w", "/Us" + r"ers/\w", r"C:\\U" + "sers")
    ),
    "words about how it was made": "|".join(
        (
            r"\bt" + "icket #",
            r"\bsp" + r"rint\b",
            r"\bas an " + "AI",
            "language " + "model",
            "Co-Auth" + "ored",
        )
    ),
}


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - whichever git is on the path
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout: there is no list of tracked files")
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.suffix in TEXT_FILES and file.is_file()]


def anchors(page: Path) -> set[str]:
    """The anchors that a heading gets: lower case, spaces as hyphens, no punctuation."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", PAGES)
def test_each_relative_link_leads_to_something(name: str) -> None:
    page = ROOT / name
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), f"{name}: {target}"
        if anchor:
            assert anchor in anchors(found), f"{name}: {target}"


def test_each_picture_is_shown_somewhere_and_small() -> None:
    shown = {
        ((ROOT / name).parent / target).resolve()
        for name in PAGES
        for target in LINK.findall((ROOT / name).read_text(encoding="utf-8"))
    }
    for picture in (ROOT / "docs" / "pictures").glob("*"):
        assert picture in shown, picture.name
        assert picture.stat().st_size <= LARGEST_PICTURE, picture.name


@pytest.mark.parametrize("what", UNWANTED)
def test_no_tracked_file_holds(what: str) -> None:
    pattern = re.compile(UNWANTED[what])
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for file in tracked()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []
