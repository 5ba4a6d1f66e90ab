"""Rules by date of service: which folder answers, and that nothing answers for what it does not have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from eightminute import rules
from eightminute.errors import InputError, NotPublishedError
from eightminute.rules import Book, book, localities
from eightminute.rules.model import Figure, Locality

FIGURE = """
[figures.{name}]
label = "invented"
value = {value}
unit = "invented"
source = "invented"
place = "§1"
retrieved = 2026-11-24
status = "{status}"
reason = "{reason}"
"""

GPCI = """[tables.gpci]
file = "gpci.csv"
label = "invented"
source = "invented"
place = "invented"
retrieved = 2026-11-24
status = "final"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, text: str, **tables: str) -> Path:
        path = tmp_path / name
        path.mkdir()
        (path / "rules.toml").write_text(f"effective = {name[:10]}\n{text}", encoding="utf-8")
        for table, rows in tables.items():
            (path / f"{table}.csv").write_text(rows, encoding="utf-8")
        return path

    return write


def figure(name: str, value: str, status: str = "final", reason: str = "") -> str:
    return FIGURE.format(name=name, value=value, status=status, reason=reason)


@pytest.mark.parametrize(
    ("service_date", "factor"),
    [
        (date(2023, 1, 1), "33.8872"),
        (date(2023, 12, 31), "33.8872"),
        (date(2024, 1, 1), "32.7442"),
        (date(2024, 3, 8), "32.7442"),
        (date(2024, 3, 9), "33.2875"),
        (date(2024, 12, 31), "33.2875"),
        (date(2025, 1, 1), "32.3465"),
        (date(2026, 12, 31), "33.4009"),
    ],
)
def test_the_conversion_factor_of_a_date(service_date: date, factor: str) -> None:
    assert rules.on(service_date).value("conversion_factor") == Decimal(factor)


def test_what_a_mid_year_folder_does_not_hold_stands_as_in_the_years() -> None:
    later = rules.on(date(2024, 3, 9))
    assert later.value("kx_threshold_ot") == 2330
    assert later.table("rvu").release == "RVU24A"


@pytest.mark.parametrize("service_date", [date(2022, 12, 31), date(2027, 1, 1), date(1900, 1, 1)])
def test_a_year_without_a_folder_is_not_published(service_date: date) -> None:
    with pytest.raises(NotPublishedError, match=f"the folder {service_date.year}-01-01 is missing"):
        rules.on(service_date)


def test_proposed_rules_answer_by_name_alone() -> None:
    assert rules.proposed(2027).value("conversion_factor") == Decimal("32.8409")
    assert rules.proposed(2027).figure("conversion_factor").status == "proposed"
    with pytest.raises(NotPublishedError, match="kx_threshold_ot: not in the rule data for 2027"):
        rules.proposed(2027).value("kx_threshold_ot")
    with pytest.raises(NotPublishedError, match="no such folder"):
        rules.proposed(2028)
    with pytest.raises(InputError, match="period: must be a date"):
        book.default().named("next year")
    assert book.default().named("2024-03-09").period == "2024-03-09"


def test_a_figure_by_any_spelling_of_its_name() -> None:
    day = rules.on(date(2026, 1, 1))
    for name in ("kx_threshold_pt_slp", "KX threshold PT/SLP", " kx-threshold-pt-slp "):
        assert day.value(name) == 2480
    with pytest.raises(InputError, match="no figure is called that; there are kx_threshold"):
        day.figure("KX treshold")


def test_look_ups_that_miss_raise() -> None:
    day = rules.on(date(2026, 1, 1))
    with pytest.raises(NotPublishedError, match="99999: not among the therapy codes"):
        day.relative_values("99999")
    assert day.units_limit("99999", "practitioner") is None
    assert day.day_limit("97112") is None
    assert day.times("99999") is None
    with pytest.raises(NotPublishedError, match="ptp_practitioner: not in the rule data for 2024-03-09"):
        rules.on(date(2024, 3, 9)).code_pair("97112", "97150", "practitioner")


@pytest.mark.parametrize(
    ("service_date", "code", "quarter"),
    [
        (date(2026, 3, 31), "97129", "2024Q3"),
        (date(2026, 4, 1), "97129", "2024Q3"),  # the copy of 2026Q2 lacks it, which doesn't lift the limit
        (date(2026, 4, 1), "97130", "2026Q2"),
    ],
)
def test_a_limit_says_its_quarter_and_none_is_lost(service_date: date, code: str, quarter: str) -> None:
    limit = rules.on(service_date).units_limit(code, "practitioner")
    assert limit
    assert (limit.mue, limit.quarter) == ({"97129": 1, "97130": 7}[code], quarter)


def test_a_copy_that_nobody_confirmed_does_not_answer(folder: Callable[..., Path], tmp_path: Path) -> None:
    folder("2030-01-01", figure("conversion_factor", "31.5", "unverified"))
    day = Book([tmp_path]).on(date(2030, 5, 1))
    with pytest.raises(NotPublishedError, match="conversion_factor: not confirmed for 2030-01-01"):
        day.value("conversion_factor")


def test_an_unverified_figure_with_a_reason_answers(folder: Callable[..., Path], tmp_path: Path) -> None:
    folder("2030-01-01", figure("conversion_factor", "31.5", "unverified", "read in a newsletter"))
    assert Book([tmp_path]).on(date(2030, 5, 1)).value("conversion_factor") == Decimal("31.5")


def test_a_users_folder_takes_the_place_of_a_shipped_one(
    folder: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder("2026-01-01", figure("conversion_factor", "99"))
    monkeypatch.setenv("EIGHTMINUTE_RULES", str(tmp_path))
    assert rules.on(date(2026, 2, 1)).value("conversion_factor") == 99
    assert rules.on(date(2025, 2, 1)).value("conversion_factor") == Decimal("32.3465")
    monkeypatch.setenv("EIGHTMINUTE_RULES", str(tmp_path / "nowhere"))
    with pytest.raises(InputError, match="EIGHTMINUTE_RULES: names no directory"):
        rules.on(date(2026, 2, 1))


def test_undated_questions_are_answered_while_every_year_agrees(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    for year, value in (("2030", "8"), ("2031", "8.0"), ("2032", "9")):
        folder(f"{year}-01-01", figure("first_unit_minutes", value))

    def first_unit(day: rules.RuleSet) -> Figure:
        return day.figure("first_unit_minutes")

    def value_of(found: Figure) -> Decimal:
        return found.value

    with pytest.raises(NotPublishedError, match="differs between published years"):
        Book([tmp_path]).undated(first_unit, value_of)
    (tmp_path / "2032-01-01" / "rules.toml").write_text(
        "effective = 2032-01-01" + figure("first_unit_minutes", "9", "unverified"), encoding="utf-8"
    )
    assert (
        Book([tmp_path]).undated(first_unit, value_of).value == 8
    )  # nobody confirmed 2032: it doesn't count


def test_a_newer_citation_of_the_same_rule_changes_no_undated_answer(
    folder: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped_text = book.shipped().joinpath("2026-01-01", "rules.toml").read_text(encoding="utf-8")
    newer = shipped_text.replace("(Rev. 3670, 12-01-16)", "(a later revision)")
    path = folder("2026-01-01", "")
    (path / "rules.toml").write_text(newer, encoding="utf-8")
    (tmp_path / "2023-01-01").mkdir()
    for name in ("rules.toml", "timing.csv"):
        text = book.shipped().joinpath("2023-01-01", name).read_text(encoding="utf-8")
        (tmp_path / "2023-01-01" / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("EIGHTMINUTE_RULES", str(tmp_path))
    assert "a later revision" in rules.undated().citation


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colour = 1", "colour: Extra inputs are not permitted"),
        (figure("mppr_pe_share", "1").replace("\nunit =", "\nunits ="), "mppr_pe_share.unit: Field required"),
        (figure("mppr_pe_share", "1", status="sure"), "status"),
        (figure("mppr_share", "1"), "no figure is called mppr_share"),
        ("[figures", "2030-01-01/rules.toml: "),
        (GPCI.replace("tables.gpci", "tables.prices"), "no table is called prices"),
    ],
)
def test_rules_that_do_not_fit_are_refused_with_the_place(
    folder: Callable[..., Path], tmp_path: Path, text: str, message: str
) -> None:
    folder("2030-01-01", text)
    with pytest.raises(InputError, match=message.replace("[", r"\[")):
        Book([tmp_path]).on(date(2030, 1, 1)).value("mppr_pe_share")


def test_a_folder_with_another_date_inside_is_refused(folder: Callable[..., Path], tmp_path: Path) -> None:
    path = folder("2030-01-01", "")
    (path / "rules.toml").write_text("effective = 2031-01-01", encoding="utf-8")
    with pytest.raises(InputError, match="effective 2031-01-01 is not the folder's date"):
        Book([tmp_path]).on(date(2030, 1, 1)).value("mppr_pe_share")
    (path / "rules.toml").unlink()
    with pytest.raises(InputError, match=r"2030-01-01/rules\.toml: can't be read"):
        Book([tmp_path]).on(date(2030, 1, 1)).value("mppr_pe_share")


HEAD = "mac,state,locality,name,work,pe,mp\n"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (HEAD + "14512,VT,50,VERMONT,1.000,14,0.506\n", "gpci.csv, line 2: pe: Input should be less than"),
        (HEAD + "14512,VT,50,VERMONT,1.000,0.99\n", "gpci.csv, line 2: mp"),
        (HEAD + "14512,VT,50,VERMONT,1.000,0.99,0.5,7\n", "gpci.csv, line 2"),
        (HEAD, "gpci.csv: is empty"),
    ],
)
def test_rows_that_do_not_fit_are_refused_with_the_line(
    folder: Callable[..., Path], tmp_path: Path, rows: str, message: str
) -> None:
    folder("2030-01-01", GPCI, gpci=rows)
    with pytest.raises((InputError, NotPublishedError), match=message):
        Book([tmp_path]).on(date(2030, 1, 1)).locality("VT-50")


def test_a_table_that_is_missing_on_disk_is_named(folder: Callable[..., Path], tmp_path: Path) -> None:
    folder("2030-01-01", GPCI)
    with pytest.raises(InputError, match=r"2030-01-01: gpci\.csv: can't be read"):
        Book([tmp_path]).on(date(2030, 1, 1)).locality("VT-50")


def test_a_figure_is_frozen_and_cites_its_source() -> None:
    found = rules.on(date(2026, 1, 1)).figure("mppr_pe_share")
    assert found.citation == "Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §10.7 (Rev. 3475)"
    assert isinstance(found, Figure)
    with pytest.raises(ValueError, match="frozen"):
        found.value = Decimal(1)  # type: ignore[misc] # the test shows that it can't be done


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_every_locality_is_found_by_its_number_and_its_name(year: int) -> None:
    day = rules.on(date(year, 1, 1))
    everywhere = book.default().named(f"{year}-01-01").folders[0].rows("gpci")
    assert len(everywhere) == (112 if year == 2023 else 109)
    for each in everywhere:
        assert isinstance(each, Locality)
        for wanted in (f"{each.mac}-{each.locality}", f"{each.state}-{each.locality}", each.name.lower()):
            assert day.locality(wanted) == each
        assert localities.label(each) == f"{each.name} ({each.state}-{each.locality})"


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        *(("VA", "VA-00"), ("Virginia", "VA-00"), ("vt", "VT-50"), (" new  hampshire", "NH-40")),
        *(("Vt 50", "VT-50"), ("14512 - 50", "VT-50"), ("dc + md/va suburbs", "DC-01"), ("DC", "DC-01")),
        *(("Hawaii", "HI-01"), ("hawaii,guam", "HI-01"), ("Portland", "OR-01"), ("Seattle", "WA-02")),
        *(("Los Angeles", "CA-18"), ("Los Angeles-Long Beach-Anaheim", "CA-18"), ("san diego", "CA-72")),
    ],
)
def test_a_whole_name_or_the_state_of_one_locality_is_enough(wanted: str, number: str) -> None:
    found = rules.on(date(2026, 1, 1)).locality(wanted)
    assert f"{found.state}-{found.locality}" == number


@pytest.mark.parametrize(
    ("wanted", "candidates"),
    [
        # Once priced as DC + MD/VA SUBURBS, as NORTHERN NJ, and as whatever else has the words in its name.
        ("MD", r"may be REST OF MARYLAND \(MD-99\), BALTIMORE/SURR. CNTYS \(MD-01\), DC \+ MD/VA SUBURBS"),
        ("NJ", r"may be REST OF NEW JERSEY \(NJ-99\), NORTHERN NJ \(NJ-01\); write its number"),
        ("New York", r"may be REST OF NEW YORK \(NY-99\), MANHATTAN .*, NYC .*, POUGHKPSIE.*, QUEENS"),
        ("California", r"may be REST OF CALIFORNIA \(CA-75\), BAKERSFIELD .*, …; write its number"),
        ("Texas", r"may be REST OF TEXAS \(TX-99\), AUSTIN"),
        ("Southern", r"may be SOUTHERN MAINE \(ME-03\); write its number"),
        ("San Francisco", r"may be SAN FRANCISCO-.*\(CA-05\), SAN FRANCISCO-.*\(MARIN CNTY\) \(CA-52\)"),
        ("Long Beach", r"may be LOS ANGELES-LONG BEACH-ANAHEIM .*\(CA-18\)"),
        ("Guam", r"may be HAWAII, GUAM \(HI-01\)"),
        ("50", r"none of this name in 2026-01-01; nearest: "),
    ],
)
def test_part_of_a_name_prices_no_place_but_names_those_it_may_be(wanted: str, candidates: str) -> None:
    with pytest.raises(NotPublishedError, match=candidates):
        rules.on(date(2026, 1, 1)).locality(wanted)


def test_a_name_that_two_localities_of_the_year_share_is_none() -> None:
    """Los Angeles and Orange County had one each until 2023."""
    with pytest.raises(NotPublishedError, match=r"\(CA-18\), .*\(CA-26\)"):
        rules.on(date(2023, 1, 1)).locality("Los Angeles")


@pytest.mark.parametrize("year", [2023, 2026])
def test_a_states_code_never_prices_another_state(year: int) -> None:
    day = rules.on(date(year, 1, 1))
    rows = day.folders[0].rows("gpci")
    for state in {each.state for each in rows}:
        of_state = [each for each in rows if each.state == state]
        if len(of_state) == 1:
            assert day.locality(state) == of_state[0]
        else:
            with pytest.raises(NotPublishedError, match=f"may be .*{state}-"):
                day.locality(state)
