"""A VBA project, read from a `vbaProject.bin` and written as one: [MS-OVBA] §2.3.

Only what is independent of a version of Office is written: source, and no compiled code. Whatever isn't about
the project's name or its modules stays as it was read.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from eightminute.excel.vba import cfb, compression

# Records of the dir stream (§2.3.4.2).
_CODE_PAGE, _PROJECT_NAME, _PROJECT_VERSION = 0x0003, 0x0004, 0x0009
_MODULES, _PROJECT_COOKIE, _END_OF_MODULES = 0x000F, 0x0013, 0x0010
_NAME, _NAME_UNICODE, _STREAM, _STREAM_UNICODE = 0x0019, 0x0047, 0x001A, 0x0032
_DOC_STRING, _DOC_STRING_UNICODE, _OFFSET, _HELP_CONTEXT = 0x001C, 0x0048, 0x0031, 0x001E
_COOKIE, _PROCEDURAL, _OTHER_KIND, _END_OF_MODULE = 0x002C, 0x0021, 0x0022, 0x002B

_NO_COOKIE = b"\xff\xff"  # §2.3.4.2.3.1, §2.3.4.2.3.2.7
_NO_COMPILED_CODE = bytes.fromhex("cc61ffff000000")  # §2.3.4.1
_ITEM_LINE = re.compile(r"(Document|Module|Class)=([^/]+)(/.*)?")  # §2.3.1.2
_NAME_LINE, _NAMELESS = re.compile(r'^Name="(.*)"$'), 'Name=""'  # §2.3.1.9
_WORKSPACE = "[Workspace]"  # where the editor's windows stood: optional (§2.3.1.19)


class Module(NamedTuple):
    """A module: its source, attributes first, lines as Windows ends them; Module, Class or Document."""

    source: str
    kind: str = "Module"
    library: str = ""  # a document's: /&H00000000


@dataclass(frozen=True)
class Project:
    """A VBA project: its name, its modules by name, and what stands around them in its streams."""

    name: str
    modules: Mapping[str, Module]
    encoding: str
    records: tuple[Record, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


class Record(NamedTuple):
    """A record of the dir stream."""

    number: int
    data: bytes = b""

    def pack(self) -> bytes:
        """The record as it stands in the stream, its size before its data."""
        size = (
            4 if self.number == _PROJECT_VERSION else len(self.data)
        )  # §2.3.4.2.1.11: two bytes don't count
        return struct.pack("<HI", self.number, size) + self.data


def read(file: bytes) -> Project:
    """The project in a `vbaProject.bin`.

    Raises ValueError for a file that holds none.
    """
    streams = cfb.read(file)
    try:
        records = list(_records(compression.decompress(streams["VBA/dir"])))
        start = records.index(next(record for record in records if record.number == _MODULES))
        encoding = f"cp{int.from_bytes(_data(records, _CODE_PAGE), 'little')}"
        lines = streams["PROJECT"].decode(encoding).splitlines()
        items = {item[2]: item for item in map(_ITEM_LINE.fullmatch, lines) if item}
        first = next(place for place, line in enumerate(lines) if _ITEM_LINE.fullmatch(line))
        sources = dict(_sources(records[start:], streams, encoding))
        modules = {name: Module(sources[name], item[1], item[3] or "") for name, item in items.items()}
    except (KeyError, StopIteration, struct.error, LookupError, UnicodeDecodeError):
        raise ValueError("VBA project: a part of it is missing") from None
    end = lines.index(_WORKSPACE) if _WORKSPACE in lines else len(lines)
    return Project(
        _data(records, _PROJECT_NAME).decode(encoding),
        modules,
        encoding,
        tuple(_nameless(records[:start])),
        tuple(lines[:first]),
        tuple(_NAME_LINE.sub(_NAMELESS, line) for line in lines[first + len(items) : end]),
    )


def write(project: Project) -> bytes:
    """The `vbaProject.bin` of a project.

    Raises ValueError for source or a name that its code page lacks.
    """
    sources = {name: module.source.encode(project.encoding) for name, module in project.modules.items()}
    directory = b"".join(record.pack() for record in _directory(project))
    return cfb.write(
        {
            "PROJECT": _properties(project).encode(project.encoding),
            "PROJECTwm": _name_map(project),
            "VBA/_VBA_PROJECT": _NO_COMPILED_CODE,
            "VBA/dir": compression.compress(directory),
            **{f"VBA/{name}": compression.compress(source) for name, source in sources.items()},
        }
    )


def _records(stream: bytes) -> Iterator[Record]:
    position = 0
    while position < len(stream):
        number, size = struct.unpack_from("<HI", stream, position)
        position += 6
        size += 2 * (number == _PROJECT_VERSION)
        yield Record(number, stream[position : position + size])
        position += size


def _nameless(records: Iterable[Record]) -> Iterator[Record]:
    for record in records:
        yield Record(_PROJECT_NAME) if record.number == _PROJECT_NAME else record


def _data(records: Iterable[Record], number: int) -> bytes:
    return next(record.data for record in records if record.number == number)


def _sources(records: list[Record], streams: Mapping[str, bytes], encoding: str) -> Iterator[tuple[str, str]]:
    """The name and source of each module (§2.3.4.2.3.2): its stream holds compiled code up to its offset."""
    name = stream = ""
    offset = 0
    for record in records:
        match record.number:
            case number if number == _NAME:
                name = record.data.decode(encoding)
            case number if number == _STREAM_UNICODE:
                stream = record.data.decode("utf-16-le")
            case number if number == _OFFSET:
                offset = int.from_bytes(record.data, "little")
            case number if number == _END_OF_MODULE:
                yield name, compression.decompress(streams[f"VBA/{stream}"][offset:]).decode(encoding)


def _directory(project: Project) -> Iterator[Record]:
    title = Record(_PROJECT_NAME, project.name.encode(project.encoding))
    for record in project.records:
        yield title if record.number == _PROJECT_NAME else record
    yield Record(_MODULES, struct.pack("<H", len(project.modules)))
    yield Record(_PROJECT_COOKIE, _NO_COOKIE)
    for name, module in project.modules.items():
        plain, wide = name.encode(project.encoding), name.encode("utf-16-le")
        yield Record(_NAME, plain)
        yield Record(_NAME_UNICODE, wide)
        yield Record(_STREAM, plain)
        yield Record(_STREAM_UNICODE, wide)
        yield Record(_DOC_STRING)
        yield Record(_DOC_STRING_UNICODE)
        yield Record(_OFFSET, bytes(4))
        yield Record(_HELP_CONTEXT, bytes(4))
        yield Record(_COOKIE, _NO_COOKIE)
        yield Record(_PROCEDURAL if module.kind == "Module" else _OTHER_KIND)
        yield Record(_END_OF_MODULE)
    yield Record(_END_OF_MODULES)


def _properties(project: Project) -> str:
    """The PROJECT stream (§2.3.1)."""
    items = [f"{module.kind}={name}{module.library}" for name, module in project.modules.items()]
    after = [f'Name="{project.name}"' if line == _NAMELESS else line for line in project.after]
    return "".join(f"{line}\r\n" for line in (*project.before, *items, *after))


def _name_map(project: Project) -> bytes:
    """The PROJECTwm stream: each module's name in the code page and in UTF-16 (§2.3.3)."""
    names = (
        name.encode(project.encoding) + b"\0" + f"{name}\0".encode("utf-16-le") for name in project.modules
    )
    return b"".join(names) + b"\0\0"
