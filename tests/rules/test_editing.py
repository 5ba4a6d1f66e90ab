"""A new year starts as a copy that is used only once each value is set, imported or confirmed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute.errors import InputError, NotPublishedError
from eightminute.rules import inforce
from eightminute.rules.book import Book, shipped
from eightminute.rules.editing import confirm, edited, new_folder, own_folder, section, set_figure, with_entry
from eightminute.rules.model import Figure

DAY = date(2027, 1, 1)
TODAY = date(2026, 12, 28)
SOURCE: dict[str, Any] = {"source": "CMS transmittal", "place": "p. 1"}

FIGURE = Figure(
    label="KX threshold, occupational therapy",
    value=Decimal(2550),
    unit="dollars a year",
    source="CMS transmittal",
    place="p. 1",
    retrieved=TODAY,
    status="final",
)


def folder_of(own: Any) -> Any:
    return own_folder(own.book, own.root, DAY)


def test_a_new_year_holds_everything_that_was_in_force(own: Any) -> None:
    before, year = own.book.on(date(2026, 12, 31)), own.book.on(DAY)
    assert set(inforce.entries(year)) == set(inforce.entries(before))
    for name in before.tables:
        assert inforce.rows(year, name) == inforce.rows(before, name)


def test_a_new_year_works_without_the_shipped_data(own: Any) -> None:
    alone = Book([own.root]).on(DAY)
    assert all(inforce.rows(alone, name) for name in alone.tables)


def test_nothing_of_a_new_year_is_used_unconfirmed(own: Any) -> None:
    year = own.book.on(DAY)
    for name in year.figures:
        with pytest.raises(NotPublishedError, match="not confirmed for 2027-01-01"):
            year.value(name)
    for name in year.tables:
        with pytest.raises(NotPublishedError, match="not confirmed for 2027-01-01"):
            year.table(name)


def test_a_folder_in_mid_year_holds_only_its_date(own: Any) -> None:
    assert new_folder(own.book, own.root, date(2027, 4, 1)) == ()
    rules = own_folder(own.book, own.root, date(2027, 4, 1)).rules
    assert (rules.effective, rules.figures, rules.tables) == (date(2027, 4, 1), {}, {})


def test_a_folder_is_never_made_over_another(own: Any) -> None:
    before = own.bytes()
    for day in (DAY, date(2026, 1, 1)):  # one's own, and a shipped one
        with pytest.raises(InputError, match="the folder exists"):
            new_folder(own.book, own.root, day)
    assert own.bytes() == before


@pytest.mark.parametrize("day", [date(2028, 1, 1), date(2028, 4, 1), date(2020, 1, 1)])
def test_no_folder_is_made_past_a_gap(tmp_path: Path, day: date) -> None:
    with pytest.raises(NotPublishedError, match="no rules for the day before"):
        new_folder(Book([shipped()]), tmp_path, day)


def test_a_figure_is_set_with_its_source_and_todays_date(own: Any) -> None:
    figure = set_figure(own.book, folder_of(own), "kx_threshold_ot", Decimal(2550), today=TODAY, **SOURCE)
    assert figure == own.book.on(DAY).figure("kx_threshold_ot")
    assert (figure.value, figure.unit, figure.retrieved) == (Decimal(2550), "dollars a year", TODAY)


def test_a_figure_in_mid_year_applies_from_then_on(own: Any) -> None:
    spring = date(2027, 3, 9)
    set_figure(own.book, folder_of(own), "conversion_factor", Decimal("33.1"), today=TODAY, **SOURCE)
    new_folder(own.book, own.root, spring)
    folder = own_folder(own.book, own.root, spring)
    set_figure(own.book, folder, "conversion_factor", Decimal("33.9"), today=TODAY, **SOURCE)
    assert own.book.on(date(2027, 3, 8)).value("conversion_factor") == Decimal("33.1")
    assert own.book.on(spring).value("conversion_factor") == Decimal("33.9")


@pytest.mark.parametrize(
    ("name", "arguments", "because"),
    [
        ("kx_treshold", SOURCE, "no figure is called that; there are kx_threshold_"),
        ("kx_threshold_ot", {**SOURCE, "source": " "}, "needs its source"),
        ("kx_threshold_ot", {**SOURCE, "place": ""}, "needs its source"),
        ("kx_threshold_ot", {**SOURCE, "status": "unverified"}, "unverified needs a reason"),
    ],
)
def test_a_figure_without_what_it_needs_is_refused(
    own: Any, name: str, arguments: dict[str, Any], because: str
) -> None:
    before = own.bytes()
    with pytest.raises(InputError, match=because):
        set_figure(own.book, folder_of(own), name, Decimal(2550), today=TODAY, **arguments)
    assert own.bytes() == before


def test_a_confirmed_value_gets_back_the_status_it_had(own: Any) -> None:
    """What was unverified last year isn't final because somebody confirmed that it is the same."""
    names = ["coinsurance_share", "assistant_final_unit_minutes", "timing"]
    confirm(own.book, folder_of(own), names, today=TODAY)
    year = own.book.on(DAY)
    assert (year.figure("coinsurance_share").status, year.figure("coinsurance_share").retrieved) == (
        "final",
        TODAY,
    )
    remembered = year.figure("assistant_final_unit_minutes")
    assert (remembered.status, remembered.reason[:10]) == ("unverified", "remembered")
    assert year.table("timing").file == "timing.csv"


def test_a_confirmed_value_may_name_a_newer_source(own: Any) -> None:
    confirm(own.book, folder_of(own), ["coinsurance_share"], today=TODAY, **SOURCE)
    assert own.book.on(DAY).figure("coinsurance_share").citation == "CMS transmittal, p. 1"


@pytest.mark.parametrize(
    ("names", "arguments", "because"),
    [
        (["deductible"], {}, "deductible: isn't in 2027-01-01"),
        (["coinsurance_share", "deductible"], {}, "deductible: isn't in 2027-01-01"),
        (["coinsurance_share"], {"source": "CMS"}, "give it with the place in it"),
    ],
)
def test_what_cant_be_confirmed_is_refused_and_nothing_is_written(
    own: Any, names: list[str], arguments: dict[str, str], because: str
) -> None:
    before = own.bytes()
    with pytest.raises(InputError, match=because):
        confirm(own.book, folder_of(own), names, today=TODAY, **arguments)
    assert own.bytes() == before


@pytest.mark.parametrize(
    "name", ["conversion_factor", "conversion_factor_qp", "kx_threshold_ot", "rvu", "gpci"]
)
def test_what_changes_from_year_to_year_is_confirmed_only_with_its_document(own: Any, name: str) -> None:
    before = own.bytes()
    with pytest.raises(InputError, match=f"{name}: changes from year to year"):
        confirm(own.book, folder_of(own), [name], today=TODAY)
    assert own.bytes() == before
    confirm(own.book, folder_of(own), [name], today=TODAY, **SOURCE)
    assert inforce.entries(own.book.on(DAY))[name].citation == "CMS transmittal, p. 1"


def test_a_quarterly_table_may_stand_on_for_want_of_a_newer_one(own: Any) -> None:
    confirm(own.book, folder_of(own), ["mue_practitioner", "ptp_practitioner"], today=TODAY)
    assert own.book.on(DAY).table("mue_practitioner").quarter == "2026Q2"  # and it is shown as stale


def test_what_is_confirmed_stays(own: Any) -> None:
    confirm(own.book, folder_of(own), ["coinsurance_share"], today=TODAY)
    with pytest.raises(InputError, match="is confirmed already"):
        confirm(own.book, folder_of(own), ["coinsurance_share"], today=TODAY)


def test_a_value_changed_by_hand_isnt_confirmed_as_unchanged(own: Any) -> None:
    folder = own.root / "2027-01-01"
    toml, limits = folder / "rules.toml", folder / "day_limits.csv"
    toml.write_text(re.sub(r"value = 0\.2\n", "value = 0.25\n", toml.read_text()))
    limits.write_text(limits.read_text().replace("97161,1,0,0,", "97161,2,0,0,"))
    for name in ("coinsurance_share", "day_limits"):
        with pytest.raises(InputError, match="isn't as confirmed in the year before"):
            confirm(own.book, folder_of(own), [name], today=TODAY)


def test_a_copy_of_an_unconfirmed_copy_cant_be_confirmed(own: Any) -> None:
    new_folder(own.book, own.root, date(2028, 1, 1))
    folder = own_folder(own.book, own.root, date(2028, 1, 1))
    with pytest.raises(InputError, match="isn't as confirmed in the year before"):
        confirm(own.book, folder, ["coinsurance_share"], today=TODAY)


def test_without_a_year_before_nothing_can_be_confirmed(own: Any) -> None:
    book = Book([own.root])
    with pytest.raises(InputError, match="isn't as confirmed in the year before"):
        confirm(book, own_folder(book, own.root, DAY), ["coinsurance_share"], today=TODAY)


def test_a_shipped_folder_is_nobodys_own(own: Any) -> None:
    with pytest.raises(NotPublishedError, match="no such folder in own"):
        own_folder(own.book, own.root, date(2026, 1, 1))


def test_only_the_section_changes() -> None:
    text = (
        "effective = 2027-01-01  # mine\n\n[figures.a]\nvalue=1\n\n# about b\n[figures.kx_threshold_ot]\n"
        "value = 1\n# about c\n\n[tables.c]\nfile = 'c.csv'\n# end\n"
    )
    new = with_entry(text, "kx_threshold_ot", FIGURE)
    old_section = "[figures.kx_threshold_ot]\nvalue = 1\n"
    assert new == text.replace(old_section, section("kx_threshold_ot", FIGURE))


def test_a_new_figure_stands_before_the_tables() -> None:
    text = "effective = 2027-01-01\n\n[tables.c]\nfile = 'c.csv'\n"
    new = with_entry(text, "kx_threshold_ot", FIGURE)
    assert (
        new
        == "effective = 2027-01-01\n\n"
        + section("kx_threshold_ot", FIGURE)
        + "\n[tables.c]\nfile = 'c.csv'\n"
    )


def test_another_form_of_toml_is_left_to_its_author(own: Any) -> None:
    path = own.root / "2027-01-01" / "rules.toml"
    path.write_text(path.read_text().replace("[figures.kx_threshold_ot]", "[figures . kx_threshold_ot]"))
    before = own.bytes()
    with pytest.raises(InputError, match="change kx_threshold_ot by hand"):
        set_figure(own.book, folder_of(own), "kx_threshold_ot", Decimal(2550), today=TODAY, **SOURCE)
    assert own.bytes() == before


@given(
    value=st.decimals(-1_000_000, 1_000_000, places=4),
    texts=st.lists(st.text(min_size=1).filter(lambda text: "\x7f" not in text), min_size=4, max_size=4),
)
def test_what_is_written_is_read_back_whatever_the_text(value: Decimal, texts: list[str]) -> None:
    label, source, place, reason = texts
    figure = FIGURE.model_copy(
        update={"value": value, "label": label, "source": source, "place": place, "reason": reason}
    )
    folder = next(folder for folder in Book([shipped()]).folders if folder.name == "2026-01-01")
    assert b"[figures.kx_threshold_ot]\nlabel = " in edited(folder, {"kx_threshold_ot": figure})
