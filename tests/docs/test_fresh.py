"""What is generated says what the rule data says; a changed figure names the pages to write anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.docs.pages import GUIDE, ROOT

from eightminute.docs import blocks, site
from eightminute.errors import InputError
from eightminute.rules import book
from eightminute.rules.book import Book


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the guide that a test may write to."""
    shutil.copytree(GUIDE, tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / blocks.ACCURACY).parent.mkdir(parents=True)
    shutil.copy(ROOT / blocks.ACCURACY, tmp_path / blocks.ACCURACY)
    return tmp_path


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the rule data, taken instead of the shipped one."""
    copy = tmp_path / "own"
    shutil.copytree(Path(str(book.shipped())), copy)
    monkeypatch.setenv(book.VARIABLE, str(copy))
    return copy


def change(own: Path, folder: str, old: str, new: str) -> Book:
    path = own / folder / "rules.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return Book([own])


def test_the_guide_says_what_the_rule_data_says() -> None:
    assert site.stale(ROOT, book.default()) == [], "stale; `eightminute docs` writes them"


def test_one_conversion_factor_names_the_pages(project: Path, own: Path) -> None:
    changed = change(own, "2026-01-01", "value = 33.4009", "value = 33.5009")
    stale = site.stale(project, changed)
    assert set(stale) >= {
        "docs/97112.md",
        "docs/functions/CLAIMEXPLAIN.md",
        "docs/functions/CLAIMPAYMENT.md",
        "docs/functions/RULEVALUE.md",
        "docs/index.md",
        "docs/payment.md",
        "docs/years/2026-what-changed.md",
        "docs/years/2026.md",
        "docs/years/2027-proposed.md",
        "docs/years/index.md",
    }
    assert "docs/years/2025.md" not in stale
    assert "docs/functions/UNITS97112.md" not in stale
    assert site.write(project, changed) == stale
    assert site.stale(project, changed) == []
    assert "33.5009" in (project / "docs/years/2026.md").read_text(encoding="utf-8")


def test_another_unit_rule_draws_the_ruler_anew(project: Path, own: Path) -> None:
    for year in ("2023-01-01", "2024-01-01", "2025-01-01", "2026-01-01"):
        old = 'label = "fewest minutes that make a unit"\nvalue = 8'
        changed = change(own, year, old, old.replace("8", "7"))
    stale = site.stale(project, changed)
    assert {
        "docs/assets/unit-bands-light.svg",
        "docs/assets/unit-bands-dark.svg",
        "docs/minutes-and-units.md",
    } <= set(stale)


def test_a_year_that_nobody_has_confirmed_is_not_told(project: Path, own: Path) -> None:
    shutil.copytree(own / "2026-01-01", own / "2027-01-01")
    change(own, "2027-01-01", "effective = 2026-01-01", "effective = 2027-01-01")
    copied = change(own, "2027-01-01", 'status = "final"', 'status = "unverified"')
    assert site.stale(project, copied) == []
    confirmed = change(own, "2027-01-01", 'status = "unverified"', 'status = "final"')
    written = site.write(project, confirmed)
    assert {"docs/years/2027.md", "docs/years/2027-what-changed.md", "mkdocs.yml"} <= set(written)


def test_a_generated_page_that_shouldn_t_be_there_is_removed(project: Path) -> None:
    rules = book.default()
    extra = project / "docs/functions/PAY.md"
    shutil.copy(project / "docs/functions/CLAIMKX.md", extra)
    assert site.stale(project, rules) == ["docs/functions/PAY.md"]
    site.write(project, rules)
    assert not extra.exists()


def test_a_block_that_nobody_knows_is_said(project: Path) -> None:
    page = project / "docs/payment.md"
    for call in ("price", "figure", "figure price", "drawing price"):
        page.write_text(f"<!--= {call} --><!-- /=-->", encoding="utf-8")
        with pytest.raises(InputError, match=r"payment\.md|no figure is called that"):
            site.stale(project, book.default())


def test_elsewhere_it_says_that_the_guide_isn_t_here(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"mkdocs\.yml isn't here"):
        site.stale(tmp_path, book.default())
