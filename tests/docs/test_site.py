"""The site as MkDocs and as Zensical build it: one content, nothing from third parties, found by search."""

from __future__ import annotations

import html
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs.pages import PAGES, ROOT, needed

from eightminute.excel import functions

_LOADED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed)\b[^>]*?\bsrc=[\"']?([^\"' >]+)"
    r"|<link\b(?![^>]*rel=[\"']?(?:canonical|prev|next))[^>]*?\bhref=[\"']?([^\"' >]+)"
)
_SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL)
_LINK = re.compile(r"\]\([^)]*\)")
_ELSEWHERE = re.compile(r"^(?:https?:)?//")
_STYLE_LOADS = re.compile(r"url\([\"']?((?:https?:)?//[^)\"']+)|@import\s+[\"']((?:https?:)?//[^\"']+)")


@pytest.fixture(scope="module")
def mkdocs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    needed(importlib.util.find_spec("material"), "mkdocs-material")
    target = tmp_path_factory.mktemp("mkdocs")
    _run([sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target)], ROOT)
    return target


@pytest.fixture(scope="module")
def zensical(tmp_path_factory: pytest.TempPathFactory) -> Path:
    needed(importlib.util.find_spec("zensical"), "zensical")
    copy = tmp_path_factory.mktemp("zensical")
    shutil.copytree(ROOT / "docs", copy / "docs")
    shutil.copy(ROOT / "mkdocs.yml", copy)
    _run([sys.executable, "-m", "zensical", "build", "--strict"], copy)
    return copy / "site"


@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_every_page_is_built_with_its_tables(builder: str, request: pytest.FixtureRequest) -> None:
    # Zensical's exit status says nothing about it: the content does.
    site: Path = request.getfixturevalue(builder)
    for page, path in PAGES.items():
        built = _words(_SCRIPT.sub("", (site / _address(page)).read_text(encoding="utf-8")))
        for cell in _cells(path.read_text(encoding="utf-8")):
            assert cell in built, f"{page}: {cell}"


def test_both_show_the_drawings_and_the_menu(mkdocs: Path, zensical: Path) -> None:
    for site in (mkdocs, zensical):
        text = (site / "index.html").read_text(encoding="utf-8")
        assert "assets/unit-bands-light.svg#only-light" in text
        assert 'alt="A ruler of minutes' in text
        assert "years/2026/" in text
        assert (site / "assets/unit-bands-dark.svg").is_file()


def test_nothing_is_loaded_from_elsewhere(mkdocs: Path) -> None:
    for path in mkdocs.rglob("*.html"):
        loaded = [one or other for one, other in _LOADED.findall(path.read_text(encoding="utf-8"))]
        assert loaded
        assert [each for each in loaded if _ELSEWHERE.match(each)] == [], path.name
    for path in mkdocs.rglob("*.css"):
        assert _STYLE_LOADS.findall(path.read_text(encoding="utf-8")) == [], path.name


def test_links_to_elsewhere_are_told_from_what_is_loaded() -> None:
    page = (
        '<link rel="canonical" href="https://a/"><link rel="stylesheet" href="https://b/c.css">'
        '<script src="//d/e.js"></script><a href="https://f/">f</a><img alt="" src="g.svg">'
    )
    assert [one or other for one, other in _LOADED.findall(page)] == ["https://b/c.css", "//d/e.js", "g.svg"]


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("8 minute", "several-codes/"),
        ("KX", "modifiers-and-edits/"),
        ("neuro re-ed", "97112/"),
        ("CQ", "assistants/"),
        ("tie", "several-codes/"),
        ("unverified", "sources/"),
    ],
)
def test_search_finds(mkdocs: Path, asked: str, page: str) -> None:
    index = json.loads((mkdocs / "search/search_index.json").read_text(encoding="utf-8"))
    separator = re.compile(index["config"]["separator"])
    words = {each for each in separator.split(asked.lower()) if each}
    found = [
        each["location"]
        for each in index["docs"]
        if words <= set(separator.split(re.sub(r"[^\w\s-]", " ", f"{each['title']} {each['text']}").lower()))
    ]
    assert any(location.startswith(page) for location in found), found


def test_an_address_in_a_function_s_help_is_a_page(mkdocs: Path) -> None:
    help_texts = [getattr(functions, name).__doc__ for name in dir(functions) if name.isupper()]
    addresses = re.findall(
        r"https://eightminute\.github\.io/eightminute/(\S+)", " ".join(filter(None, help_texts))
    )
    assert len(addresses) > 10
    assert all((mkdocs / address / "index.html").is_file() for address in addresses)


def _run(command: list[str], where: Path) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=where, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _address(page: str) -> str:
    if page.endswith("index.md"):
        return page.removesuffix(".md") + ".html"
    return page.removesuffix(".md") + "/index.html"


def _cells(text: str) -> set[str]:
    """The words of every table cell of a page, without Markdown's marks."""
    lines = [line for line in text.splitlines() if line.startswith("|") and not line.startswith("|---")]
    cells = [_LINK.sub(" ", cell) for line in lines for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    return {words for cell in cells if (words := _words(cell))}


def _words(text: str) -> str:
    """Letters and figures only: how a page is marked up is the builder's own."""
    plain = html.unescape(re.sub(r"<[^>]*>", " ", text))
    return " ".join(re.findall(r"[\w.,$%+]+", re.sub(r"[`*\[\]]", " ", plain.replace("\\", ""))))
