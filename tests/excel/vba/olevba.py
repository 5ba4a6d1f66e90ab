"""oletools' olevba, imported past its warnings: it calls pyparsing by names that pyparsing warns of."""

from __future__ import annotations

import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oletools.olevba import VBA_Parser, decompress_stream

__all__ = ["decompress_stream", "modules"]


def modules(file: Path) -> dict[str, str]:
    """The source of each module of a workbook, as olevba reads it."""
    parser = VBA_Parser(str(file))
    try:
        return {name.rsplit(".", 1)[0]: source for _, _, name, source in parser.extract_macros()}
    finally:
        parser.close()
