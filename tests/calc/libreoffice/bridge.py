"""Inside LibreOffice: hands a call of the add-in's VBA to the worker, cells as Excel's COM would send them.

LibreOffice's `.Value` gives 0 for an error and a number for a date, where Excel's gives the error and the
date: they are looked up in the cells themselves.
"""

import datetime as dt
import json
import os
import pathlib
import subprocess
import sys
import traceback
import types

from com.sun.star.util import NumberFormat

COM_ERRORS = {
    503: -2146826252,  # #NUM!
    519: -2146826273,  # #VALUE!
    521: -2146826288,  # #NULL!
    524: -2146826265,  # #REF!
    525: -2146826259,  # #NAME?
    532: -2146826281,  # #DIV/0!
    32767: -2146826246,  # #N/A
}
DAY_0 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 -- a sheet knows no time zone

# LibreOffice may load this file anew for a call; the worker goes on.
state = sys.modules.setdefault("eightminute_calc", types.ModuleType("eightminute_calc"))


def call_udf(module, name, arguments):
    """The answer of a function, in the shapes that xlwings' Python object gives it."""
    try:
        return _call(module, name, arguments)
    except Exception:
        with pathlib.Path(_job()["failures"]).open("a", encoding="utf-8") as file:
            file.write(traceback.format_exc())
        raise


def _job():
    return json.loads(pathlib.Path(os.environ["EIGHTMINUTE_CALC"]).read_text(encoding="utf-8"))


def _call(module, name, arguments):
    call = {"module": module, "name": name, "arguments": [_argument(each) for each in arguments]}
    if not hasattr(state, "worker"):
        state.worker = subprocess.Popen(
            _job()["worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
    state.worker.stdin.write(json.dumps(call) + "\n")
    state.worker.stdin.flush()
    return _tuples(json.loads(state.worker.stdout.readline()))


def _argument(argument):
    if not isinstance(argument, tuple):
        return argument
    if argument[:1] != ("cells",):
        return [list(row) for row in argument]
    _, values, block = argument
    formats = next(iter(XSCRIPTCONTEXT.getDesktop().Components)).NumberFormats
    if not isinstance(values, tuple):  # a single cell
        return _sent(values, block.getCellByPosition(0, 0), formats)
    return [
        [_sent(value, block.getCellByPosition(x, y), formats) for x, value in enumerate(row)]
        for y, row in enumerate(values)
    ]


def _sent(value, cell, formats):
    """A cell as COM sends it: JSON has no dates, so what it lacks is a dictionary."""
    if cell.getError():
        return {"error": COM_ERRORS[cell.getError()]}
    if not isinstance(value, int | float) or isinstance(value, bool):
        return value
    kind = formats.getByKey(cell.NumberFormat).Type
    if kind & NumberFormat.DATETIME:
        return {"moment": (DAY_0 + dt.timedelta(days=value)).isoformat()}
    if kind & NumberFormat.CURRENCY:
        return {"currency": f"{value:.4f}"}
    return float(value)


def _tuples(answer):
    return tuple(map(_tuples, answer)) if isinstance(answer, list) else answer


g_exportedScripts = (call_udf,)
