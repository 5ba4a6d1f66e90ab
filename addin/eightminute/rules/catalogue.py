"""The names that rule data knows: its figures and tables, and the document that tells each one.

A name that is not here is refused on loading: a figure under a wrong name would silently never apply.
"""

from __future__ import annotations

from collections.abc import Mapping

from eightminute.rules.model import (
    CodePair,
    DayLimit,
    Instead,
    Locality,
    Model,
    RelativeValues,
    Timing,
    UnitsLimit,
)

_CLAIMS_MANUAL = "the Medicare Claims Processing Manual, Pub. 100-04, ch. 5"
_FINAL_RULE = "the physician fee schedule final rule of that year"
_TRANSMITTAL = "CMS's KX threshold transmittal of that year"
_THERAPY_LIST = "CMS's annual therapy code list"
_MUE = "CMS's MUE table of that quarter"
_PTP = "CMS's NCCI PTP edits of that quarter"

FIGURES: Mapping[str, str] = {
    "unit_minutes": _CLAIMS_MANUAL,
    "first_unit_minutes": _CLAIMS_MANUAL,
    "midpoint_minutes": "the CPT code book of that year",
    "conversion_factor": _FINAL_RULE,
    "conversion_factor_qp": _FINAL_RULE,
    "kx_threshold_pt_slp": _TRANSMITTAL,
    "kx_threshold_ot": _TRANSMITTAL,
    "medical_review_threshold": _TRANSMITTAL,
    "mppr_pe_share": _CLAIMS_MANUAL,
    "mppr_mult_proc": _CLAIMS_MANUAL,
    "always_therapy_mult_proc": _THERAPY_LIST,
    "coinsurance_share": _CLAIMS_MANUAL,
    "sequestration_share": "the Medicare contractor's notice on sequestration",
    "assistant_minutes_share": _CLAIMS_MANUAL,
    "assistant_paid_share": _CLAIMS_MANUAL,
    "assistant_final_unit_minutes": _CLAIMS_MANUAL,
    "assistant_split_least_minutes": _CLAIMS_MANUAL,
    "assistant_split_most_minutes": _CLAIMS_MANUAL,
}
TABLES: Mapping[str, str] = {
    "timing": _THERAPY_LIST,
    "day_limits": _CLAIMS_MANUAL,
    "instead": "the status column of CMS's relative value file",
    "rvu": "CMS's relative value file of that date",
    "gpci": "Addendum E of that year's physician fee schedule",
    "mue_practitioner": _MUE,
    "mue_outpatient_hospital": _MUE,
    "ptp_practitioner": _PTP,
    "ptp_outpatient_hospital": _PTP,
}
ROWS: Mapping[str, type[Model]] = {
    "timing": Timing,
    "day_limits": DayLimit,
    "instead": Instead,
    "rvu": RelativeValues,
    "gpci": Locality,
    "mue_practitioner": UnitsLimit,
    "mue_outpatient_hospital": UnitsLimit,
    "ptp_practitioner": CodePair,
    "ptp_outpatient_hospital": CodePair,
}
