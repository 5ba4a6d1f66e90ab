"""LibreOffice's own Python runs what is in `libreoffice`: no tests, and no module of this Python."""

from __future__ import annotations

import os

import pytest
from tests.calc import calc

collect_ignore = ["libreoffice"]


@pytest.fixture(scope="module", autouse=True)
def libreoffice() -> None:
    """LibreOffice must be here."""
    if calc.is_here():
        return
    missing = "LibreOffice is missing: apt-get install libreoffice-calc libreoffice-script-provider-python"
    if os.environ.get("EIGHTMINUTE_CI"):
        pytest.fail(missing)
    pytest.skip(missing)
