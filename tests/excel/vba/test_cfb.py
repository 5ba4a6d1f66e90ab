"""Compound files: what is written, others read alike; what is damaged is refused."""

from __future__ import annotations

import base64
import io
import json
import os
import shutil
import struct
import subprocess
from contextlib import suppress
from pathlib import Path

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eightminute.excel.vba import cfb

CACHE = Path(__file__).parent / ".cache"
# Where something changes: no sector, mini sectors of 64 bytes, sectors of 512, the cutoff, a longer FAT
SIZES = [0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 65_000, 128 * 512, 200_000]


def by_olefile(file: bytes) -> dict[str, bytes]:
    """The streams as olefile reads them, which must find nothing amiss."""
    with olefile.OleFileIO(io.BytesIO(file), raise_defects=olefile.DEFECT_POTENTIAL) as ole:
        assert not ole.parsing_issues
        return {"/".join(path): ole.openstream(path).read() for path in ole.listdir()}


@pytest.fixture
def node() -> str:
    """Node, with npm's cfb."""
    found = shutil.which("node")
    if found and (CACHE / "node_modules" / "cfb").is_dir():
        return found
    missing = "Node or npm's cfb is missing: tests/excel/vba/setup.sh brings it"
    if os.environ.get("EIGHTMINUTE_CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def by_npm(node: str, file: Path) -> dict[str, bytes]:
    """The streams as npm's cfb reads them."""
    script = Path(__file__).with_name("read_cfb.mjs")
    read = subprocess.run([node, script, CACHE, file], check=True, capture_output=True, encoding="utf-8")
    return {path: base64.b64decode(content) for path, content in json.loads(read.stdout).items()}


def content(size: int) -> bytes:
    return (b"0123456789abcdef" * (size // 16 + 1))[:size]


@pytest.mark.parametrize("size", SIZES)
def test_a_stream_of_any_size_is_read_back(size: int) -> None:
    streams = {"one": content(size), "VBA/dir": b"beside it", "VBA/two": content(size)[::-1]}
    file = cfb.write(streams)
    assert cfb.read(file) == streams
    assert by_olefile(file) == streams
    assert len(file) % cfb.SECTOR == 0


def test_another_reader_finds_the_same(node: str, tmp_path: Path) -> None:
    streams = {f"VBA/of {size}": content(size) for size in SIZES} | {"PROJECT": b"ID"}
    (tmp_path / "file").write_bytes(cfb.write(streams))
    assert by_npm(node, tmp_path / "file") == streams


names = st.text("abcABC_ é€", min_size=1, max_size=31)
contents = st.integers(0, 9000).map(content)


def apart(names: list[str]) -> bool:
    return len({name.upper() for name in names}) == len(names)


@given(
    st.lists(names, max_size=12).filter(apart),
    st.lists(names, max_size=12).filter(apart),
    contents,
    st.text("xyz", min_size=1, max_size=9),
)
def test_any_streams_are_read_back(top: list[str], inside: list[str], some: bytes, storage: str) -> None:
    streams = dict.fromkeys(top, some) | {f"{storage}/{name}": some[1:] for name in inside}
    file = cfb.write(streams)
    assert cfb.read(file) == streams
    assert by_olefile(file) == streams


def test_storages_within_storages() -> None:
    streams = {"a/b/c": b"1", "a/b/d": b"2", "a/e": b"3"}
    assert cfb.read(cfb.write(streams)) == streams


def test_the_directory_is_sorted_as_others_search_it() -> None:
    # §2.6.4: the shorter name first, then by capitals
    file = cfb.write(dict.fromkeys(["b", "A", "aa", "C", "_"], b""))
    assert list(cfb.read(file)) == ["A", "b", "C", "_", "aa"]


def test_the_same_streams_make_the_same_bytes() -> None:
    assert cfb.write({"a": b"1", "b": b"2"}) == cfb.write({"b": b"2", "a": b"1"})


@pytest.mark.parametrize(
    ("streams", "message"),
    [
        ({"x" * 32: b""}, "can't be a name"),
        ({"": b""}, "can't be a name"),
        ({"a:b": b""}, "can't be a name"),
        ({"a": b"", "A": b""}, "differ only in capitals"),
        ({"a": b"", "a/b": b""}, "a is a stream and a storage"),
        ({"a": bytes(8_000_000)}, "longer than any VBA project"),
    ],
)
def test_what_it_cannot_hold(streams: dict[str, bytes], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        cfb.write(streams)


# ---- damaged files

GOOD = cfb.write({"VBA/dir": content(100), "big": content(5000)})
DIRECTORY = 1 + 10 + 1  # sectors of this file: the header, 5000 bytes, the mini stream; then the directory


def changed(place: int, value: int) -> bytes:
    """The good file with one number changed."""
    return GOOD[:place] + struct.pack("<I", value) + GOOD[place + 4 :]


def entry(number: int, place: int) -> int:
    """Where something of a directory entry stands."""
    return DIRECTORY * cfb.SECTOR + number * 128 + place


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (b"", "no header"),
        (b"PK\3\4" + bytes(600), "no header"),
        (changed(0x18, 0x0004003E), "no header"),  # version 4
        (changed(0x44, 7), "longer than any VBA project"),  # more of a FAT than the header has room for
        (GOOD[:-1], "ends before its last sector"),
        (changed(0x30, 99), "ends before its last sector"),  # a directory beyond the file
        (changed(0x4C, 99), "ends before its last sector"),  # a FAT beyond the file
        (changed(len(GOOD) - cfb.SECTOR, 0), "runs in a circle"),  # the first sector's next is itself
        (changed(entry(2, 0x78), 6000), "shorter than its size"),
        (changed(entry(3, 0x74), 200), "damaged"),  # mini sectors that aren't there
        (changed(entry(1, 0x44), 1), "its directory runs in a circle"),
        (changed(entry(1, 0x44), 77), "damaged"),  # a sibling that isn't there
        (changed(entry(1, 0), 0xDC00), "damaged"),  # half a character
    ],
)
def test_a_damaged_file_is_refused(file: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=f"^compound file: .*{message}"):
        cfb.read(file)


@given(st.integers(0, len(GOOD) - 4), st.integers(0, 2**32 - 1))
def test_any_damage_is_refused_or_harmless(place: int, value: int) -> None:
    with suppress(ValueError):  # and no other error
        cfb.read(changed(place, value))
