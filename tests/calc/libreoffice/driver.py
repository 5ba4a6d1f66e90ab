"""Inside LibreOffice: opens the workbook with the add-in's VBA, fills a sheet, and writes down what it shows.

EIGHTMINUTE_CALC names the file (JSON) that says where everything is: the workbook, the stand-in modules, the
cells and formulas, and where the answers go.
"""

import json
import os
import pathlib
import traceback

from com.sun.star.beans import PropertyValue
from com.sun.star.lang import Locale

ENGLISH = Locale("en", "US", "")


def run():
    """What it says above; then LibreOffice ends."""
    job = json.loads(pathlib.Path(os.environ["EIGHTMINUTE_CALC"]).read_text(encoding="utf-8"))
    desktop = XSCRIPTCONTEXT.getDesktop()
    try:
        answers = {"answers": _answers(desktop, job)}
    except Exception:  # noqa: BLE001 -- whatever it is, the test must see it, and LibreOffice must end
        answers = {"failed": traceback.format_exc()}
    pathlib.Path(job["answers"]).write_text(json.dumps(answers), encoding="utf-8")
    desktop.terminate()


def _answers(desktop, job):
    always = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN
    options = (_property("Hidden", True), _property("MacroExecutionMode", always))
    document = desktop.loadComponentFromURL(pathlib.Path(job["workbook"]).as_uri(), "_blank", 0, options)
    modules = document.BasicLibraries.getByName(job["library"])
    for name, source in job["modules"].items():
        if modules.hasByName(name):
            modules.removeByName(name)
        modules.insertByName(name, source)
    for macro in job["macros"]:  # raises where it can't be compiled
        url = f"vnd.sun.star.script:{job['library']}.{macro}?language=Basic&location=document"
        document.getScriptProvider().getScript(url).invoke((), (), ())
    sheet = document.Sheets.getByIndex(0)
    sheet.clearContents(1023)
    formats = _Formats(document.NumberFormats)
    for cell in job["cells"]:
        _fill(sheet.getCellByPosition(cell["column"], cell["row"]), cell, formats)
    answers = [_ask(sheet, formula) for formula in job["formulas"]]
    document.close(True)
    return answers


def _property(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


class _Formats:
    """The keys of number formats, made when they are first asked for."""

    def __init__(self, formats):
        self._formats = formats

    def key(self, code):
        found = self._formats.queryKey(code, ENGLISH, False)
        return found if found >= 0 else self._formats.addNew(code, ENGLISH)


def _fill(place, cell, formats):
    if "formula" in cell:
        place.Formula = cell["formula"]
    elif "text" in cell:
        place.String = cell["text"]
    else:
        place.Value = cell["number"]
    if "format" in cell:
        place.NumberFormat = formats.key(cell["format"])


def _ask(sheet, formula):
    """Sets a formula, over its whole range if it spills, and reads what each of its cells shows."""
    x, y, width, height = formula["column"], formula["row"], formula["columns"], formula["rows"]
    block = sheet.getCellRangeByPosition(x, y, x + width - 1, y + height - 1)
    if formula["spills"]:
        block.ArrayFormula = formula["formula"]
    else:
        block.getCellByPosition(0, 0).Formula = formula["formula"]
    return [[_shown(block.getCellByPosition(i, j)) for i in range(width)] for j in range(height)]


def _shown(cell):
    if cell.getError():
        return {"error": cell.String}
    numeric = cell.FormulaResultType2 == 1  # com.sun.star.sheet.FormulaResult.VALUE
    return cell.Value if numeric else cell.String


g_exportedScripts = (run,)
