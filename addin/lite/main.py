"""eightminute in xlwings Lite: paste this over main.py, and requirements.txt over its namesake."""

from eightminute.excel.functions import (
    CLAIMCHECK,
    CLAIMEXPLAIN,
    CLAIMKX,
    CLAIMPAYMENT,
    MINUTESBETWEEN,
    NOTECHECK,
    NOTECHECKROWS,
    NOTEDETAIL,
    NOTEMINUTES,
    RULESOURCE,
    RULEVALUE,
    UNITS97112,
    UNITSASSISTANT,
    UNITSCHECK,
    UNITSEXPLAIN,
    UNITSSESSION,
)

__all__ = [
    "CLAIMCHECK",
    "CLAIMEXPLAIN",
    "CLAIMKX",
    "CLAIMPAYMENT",
    "MINUTESBETWEEN",
    "NOTECHECK",
    "NOTECHECKROWS",
    "NOTEDETAIL",
    "NOTEMINUTES",
    "RULESOURCE",
    "RULEVALUE",
    "UNITS97112",
    "UNITSASSISTANT",
    "UNITSCHECK",
    "UNITSEXPLAIN",
    "UNITSSESSION",
]
