"""The results file: where it goes, and in which form."""

from __future__ import annotations

from pathlib import Path

from eightminute.audit.reports import delimited, workbook
from eightminute.audit.reports.output import new_file
from eightminute.audit.run import Audit
from eightminute.audit.sources import TEXTS
from eightminute.audit.watch import Watch, unwatched
from eightminute.errors import InputError

_DELIMITERS = {".tsv": "\t"}


def place_for(audit: Audit) -> Path:
    """Beside the input: `my-day.audit.xlsx` for a workbook, `my-day.audit.csv` for a CSV."""
    path = audit.source.path
    return path.with_name(f"{path.stem}.audit{path.suffix if audit.source.delimiter else '.xlsx'}")


def write(audit: Audit, place: Path, *, force: bool = False, watch: Watch = unwatched) -> None:
    """Writes the results to `place`, as a workbook or text by its name.

    Raises InputError for another kind of name, and if the file is there already: unless `force` says so, only
    results in a workbook that nobody has saved anew are replaced.
    """
    suffix = place.suffix.lower()
    if suffix != ".xlsx" and suffix not in TEXTS:
        raise InputError(f"{place.name}: results are written as .xlsx or .csv")
    with new_file(
        place,
        source=audit.source.path,
        may_replace=lambda there: force or (suffix == ".xlsx" and workbook.is_untouched(there)),
    ) as path:
        if suffix == ".xlsx":
            workbook.write(audit, path, watch)
        else:
            delimiter = audit.source.delimiter or _DELIMITERS.get(suffix, ",")
            delimited.write(audit, path, delimiter, watch)
