"""xlwings Lite's Python: the wheel of this working copy in Pyodide, under Node, answers as here.

What it runs on comes from setup.sh. xlwings Lite's own code around a call has another licence and is left
out: the arguments are made as that code leaves them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests import vectors

from eightminute import errors
from eightminute.excel import functions

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CACHE = HERE / ".cache"
NEEDED = ("node_modules/pyodide/pyodide.mjs", "wheels", "build/hatchling")
CALLS = [(vector, arguments) for vector in vectors.load() for arguments in vectors.from_office_js(vector)]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What came of the calls in Pyodide, and what was found there."""
    node = shutil.which("node")
    if node is None or not all((CACHE / name).exists() for name in NEEDED):
        missing = "Node or what tests/pyodide/setup.sh brings is missing"
        if os.environ.get("EIGHTMINUTE_CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    wheelhouse = tmp_path_factory.mktemp("wheelhouse")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(wheelhouse)]
    environment = os.environ | {"PYTHONPATH": str(CACHE / "build")}
    subprocess.run(build, cwd=ROOT, env=environment, check=True, capture_output=True)
    run = [node, str(HERE / "run.mjs"), str(CACHE), str(wheelhouse), str(ROOT / "addin" / "lite")]
    calls = json.dumps([[vector.function, arguments] for vector, arguments in CALLS])
    found = subprocess.run(run, input=calls, capture_output=True, encoding="utf-8", check=False)
    said = [line for line in found.stderr.splitlines() if len(line) < 1000]  # Node shows minified code, too
    assert found.returncode == 0, "\n".join(said)
    return json.loads(found.stdout)


def in_pyodide(outcome: dict[str, Any]) -> Any:
    """An outcome of the report as `vectors.outcome` has it."""
    if "answer" in outcome:
        return outcome["answer"]
    return vectors.as_failure(getattr(errors, outcome["raised"])(outcome["message"]))


def test_every_vector_is_answered_as_expected_and_as_here(
    report: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes = [in_pyodide(outcome) for outcome in report["outcomes"]]
    equal = set()
    for (vector, arguments), came in zip(CALLS, outcomes, strict=True):
        assert vectors.fits(vector.expected, came), (vector.id, came)
        here = vectors.outcome(getattr(functions, vector.function), arguments)
        assert as_json(came) == as_json(here), vector.id
        equal.add(vector.id)
    with capsys.disabled():
        print(f"\n{len(equal)} vectors equal in Pyodide (Python {report['python']}), {len(CALLS)} calls")  # noqa: T201 -- what the test is for


def as_json(outcome: Any) -> str:
    """An outcome written out: 2 and 2.0, or a list and a tuple, can't be told apart in JavaScript."""
    return outcome.model_dump_json() if isinstance(outcome, vectors.Failure) else json.dumps(outcome)


def test_what_is_pasted_into_lite_has_every_function(report: Any) -> None:
    assert set(report["names"]) == {vector.function for vector, _ in CALLS}


def test_the_browser_has_no_command_line_no_licence_key_and_no_pro(report: Any) -> None:
    assert report["platform"] == "emscripten"
    assert report["there"] == []
    assert not report["licence"]
    assert not report["pro"]
