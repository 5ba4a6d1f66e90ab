"""All generated files of the guide: whole pages, drawings, and the blocks of hand-written pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from eightminute.docs import blocks, drawings, functions, periods, templates, years
from eightminute.errors import InputError
from eightminute.rules import Book

GUIDE = "docs"
SETTINGS = "mkdocs.yml"


def generated(root: Path, book: Book) -> Mapping[str, str]:
    """What each generated file should hold, by its path in the guide.

    Raises InputError where `root` isn't the project's folder.
    """
    if not (root / SETTINGS).is_file():
        raise InputError(f"{SETTINGS} isn't here: the guide is written in the project's own folder")
    found = {**functions.pages(), **years.pages(book)}
    for drawing in drawings.all_drawings(periods.newest(book).unit_rule):
        for scheme in drawings.SCHEMES:
            found[f"assets/{drawing.name}-{scheme}.svg"] = drawing.svg(scheme)
    guide = root / GUIDE
    for path in sorted(guide.rglob("*.md")):
        page = path.relative_to(guide).as_posix()
        if page not in found:
            found[page] = blocks.filled(path.read_text(encoding="utf-8"), blocks.Place(root, page, book))
    return found


def stale(root: Path, book: Book) -> Sequence[str]:
    """The files that don't hold what they should, or shouldn't be there, by their paths in the guide."""
    found = generated(root, book)
    guide = root / GUIDE
    left = {path.relative_to(guide).as_posix() for path in _whole_pages(guide)} - found.keys()
    return sorted(left | {page for page, text in found.items() if _read(guide / page) != text})


def write(root: Path, book: Book) -> Sequence[str]:
    """Writes what is stale, removes what shouldn't be there, and says what it was."""
    changed = stale(root, book)
    found = generated(root, book)
    for page in changed:
        path = root / GUIDE / page
        if page not in found:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found[page], encoding="utf-8", newline="\n")
    return changed


def _whole_pages(guide: Path) -> Sequence[Path]:
    """Files that carry the note of a generated page, or are drawings."""
    pages = [path for path in guide.rglob("*.md") if (_read(path) or "").startswith(templates.NOTE)]
    return [*pages, *guide.glob("assets/*.svg")]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
