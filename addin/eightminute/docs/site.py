"""All generated files of the guide: whole pages, drawings, the blocks of hand-written pages, the menu."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from eightminute.docs import blocks, drawings, functions, periods, templates, years
from eightminute.errors import InputError
from eightminute.rules import Book

GUIDE = "docs"
SETTINGS = "mkdocs.yml"
_MENU = re.compile(r"(?P<open> +# = (?P<name>\w+)\n).*?(?P<close> +# /=\n)", re.DOTALL)


def generated(root: Path, book: Book) -> Mapping[str, str]:
    """What each generated file should hold, by its path in the project's folder.

    Raises InputError where `root` isn't that folder.
    """
    settings = _read(root / SETTINGS)
    if settings is None:
        raise InputError(f"{SETTINGS} isn't here: the guide is written in the project's own folder")
    pages = {**functions.pages(), **years.pages(book)}
    found = {SETTINGS: _with_menu(settings, pages)}
    found |= {f"{GUIDE}/{page}": text for page, text in pages.items()}
    for drawing in drawings.all_drawings(periods.newest(book).unit_rule):
        for scheme in drawings.SCHEMES:
            found[f"{GUIDE}/assets/{drawing.name}-{scheme}.svg"] = drawing.svg(scheme)
    guide = root / GUIDE
    for path in sorted(guide.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if templates.NOTE not in text:
            place = blocks.Place(root, path.relative_to(guide).as_posix(), book)
            found[path.relative_to(root).as_posix()] = blocks.filled(text, place)
    return found


def stale(root: Path, book: Book) -> Sequence[str]:
    """The files that don't hold what they should, or shouldn't be there, by their paths in the folder."""
    found = generated(root, book)
    left = {path.relative_to(root).as_posix() for path in _whole_files(root / GUIDE)} - found.keys()
    return sorted(left | {name for name, text in found.items() if _read(root / name) != text})


def write(root: Path, book: Book) -> Sequence[str]:
    """Writes what is stale, removes what shouldn't be there, and says what it was."""
    changed = stale(root, book)
    found = generated(root, book)
    for name in changed:
        path = root / name
        if name not in found:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found[name], encoding="utf-8", newline="\n")
    return changed


def _with_menu(settings: str, pages: Mapping[str, str]) -> str:
    """The settings with the generated pages in the menu, between `# = functions` (or years) and `# /=`."""

    def fill(found: re.Match[str]) -> str:
        indent = " " * (len(found["open"]) - len(found["open"].lstrip()))
        entries = [
            f"{indent}- {_title(pages[page])}: {page}\n"
            for page in _in_order(pages)
            if page.startswith(f"{found['name']}/") and not page.endswith("index.md")
        ]
        return found["open"] + "".join(entries) + found["close"]

    return _MENU.sub(fill, settings)


def _in_order(pages: Mapping[str, str]) -> Sequence[str]:
    """Functions as their module has them; years from the newest, what changed in one before its rules."""
    by_year = sorted((page for page in pages if page.startswith("years/")), reverse=True, key=_year_key)
    return [*(page for page in pages if page not in by_year), *by_year]


def _year_key(page: str) -> tuple[str, bool]:
    return page.removeprefix("years/")[:4], page.endswith("-what-changed.md")


def _title(text: str) -> str:
    return next(line.removeprefix("# ") for line in text.splitlines() if line.startswith("# "))


def _whole_files(guide: Path) -> Sequence[Path]:
    """Files that carry the note of a generated page, and drawings."""
    pages = [path for path in guide.rglob("*.md") if templates.NOTE in (_read(path) or "")]
    return [*pages, *guide.glob("assets/*.svg")]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
