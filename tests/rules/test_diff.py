"""What changed from one period to another, and what a unit of 97112 makes of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from eightminute.errors import NotPublishedError
from eightminute.rules import inforce, report
from eightminute.rules.book import Book, shipped
from eightminute.rules.diff import compared

BOOK = Book([shipped()])


def test_figures_by_amount_and_share() -> None:
    found = {each.name: each for each in compared(BOOK.named("2025-01-01"), BOOK.named("2026-01-01")).figures}
    kx = found["kx_threshold_ot"]
    assert (kx.amount, round(kx.share or 0, 3)) == (Decimal(70), Decimal("0.029"))  # 70 / 2410
    assert (found["conversion_factor_qp"].amount, found["conversion_factor_qp"].share) == (None, None)
    assert "coinsurance_share" not in found


def test_rows_added_removed_and_changed() -> None:
    forth = {each.name: each for each in compared(BOOK.named("2025-01-01"), BOOK.named("2026-01-01")).tables}
    back = {each.name: each for each in compared(BOOK.named("2026-01-01"), BOOK.named("2025-01-01")).tables}
    assert forth["rvu"].added == back["rvu"].removed == ("98979", "98984", "98985")
    assert forth["rvu"].changed["97112"] == {"nonfacility_pe": (Decimal("0.48"), Decimal("0.47"))}
    assert forth["gpci"].rows == 109
    assert forth["timing"].same


def test_a_row_that_stands_on_from_an_older_quarter_isnt_changed() -> None:
    found = compared(BOOK.named("2026-01-01"), BOOK.named("2026-04-01"))
    limits = next(each for each in found.tables if each.name == "mue_practitioner")
    assert (limits.added, limits.removed) == ((), ())
    assert "97129" not in limits.changed
    assert limits.changed["97112"] == {"mai": ("3", "2|3")}


def test_a_period_is_the_same_as_itself() -> None:
    same = compared(BOOK.named("2026-01-01"), BOOK.named("2026-01-01"))
    assert same.figures == ()
    assert all(table.same for table in same.tables)
    assert "No figure changed." in report.difference(same, {})


def test_a_proposal_is_compared_only_in_what_it_proposes() -> None:
    found = compared(BOOK.named("2026-01-01"), BOOK.named("2027-01-01-proposed"))
    assert [each.name for each in found.figures] == ["conversion_factor", "conversion_factor_qp"]
    assert found.tables == ()
    assert any(
        line.startswith("Proposed rules: only what both have") for line in report.difference(found, {})
    )


def test_localities_are_summed_up() -> None:
    text = "\n".join(report.difference(compared(BOOK.named("2023-01-01"), BOOK.named("2024-01-01")), {}))
    # 2024 merged three Californian localities into others.
    assert "removed: CA-06-01112, CA-07-01112, CA-26-01182" in text
    assert "name: CA-05-01112, CA-18-01182" in text
    assert "work: " in text


def test_a_figure_that_is_gone_says_so() -> None:
    text = "\n".join(report.difference(compared(BOOK.named("2026-01-01"), BOOK.named("2025-01-01")), {}))
    assert any("conversion_factor_qp" in line and line.endswith("gone") for line in text.splitlines())


def test_everything_fits_80_columns() -> None:
    for one in BOOK.periods:
        for line in report.shown(one):
            assert len(line) <= 80 or "SHA-256" in line
        for other in BOOK.periods:
            assert all(len(line) <= 80 for line in report.difference(compared(one, other), {}))
    assert all(len(line) <= 80 for line in report.listing(BOOK))


def test_a_period_is_found_by_date_or_name() -> None:
    assert inforce.period(BOOK, "2024-05-01").period == "2024-03-09"
    assert inforce.period(BOOK, "2027-01-01-proposed").folders[0].proposed
    with pytest.raises(NotPublishedError):
        inforce.period(BOOK, "2027-01-01")
