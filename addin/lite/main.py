"""eightminute in xlwings Lite: paste this over main.py, and requirements.txt over its namesake."""

from eightminute.excel.functions import *
