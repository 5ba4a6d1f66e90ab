"""A VBA project read and written: the template's, as olevba reads it, and what is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.excel.vba import olevba, template

from eightminute.excel.vba import cfb, compression, project
from eightminute.excel.vba.project import Module

VBA = template.VBA
PROJECT = project.read(VBA)


def test_the_template_is_read() -> None:
    assert PROJECT.name == "MyAddin"
    assert PROJECT.encoding == "cp1252"
    assert {name: module.kind for name, module in PROJECT.modules.items()} == {
        "ThisWorkbook": "Document",
        "Dictionary": "Class",
        "xlwings": "Module",
        "Sheet2": "Document",
        "Module1": "Module",
    }
    assert PROJECT.modules["Module1"].source.startswith(
        'Attribute VB_Name = "Module1"\r\nSub SampleCall()\r\n'
    )


def test_what_is_written_is_read_back() -> None:
    assert project.read(project.write(PROJECT)) == PROJECT


def test_what_is_not_about_modules_stays() -> None:
    before, after = (cfb.read(file)["PROJECT"].decode() for file in (VBA, project.write(PROJECT)))
    assert after == before[: before.index("[Workspace]")]


def test_no_compiled_code_is_written() -> None:
    streams = cfb.read(project.write(PROJECT))
    assert streams["VBA/_VBA_PROJECT"] == bytes.fromhex("cc61ffff000000")
    assert not [name for name in streams if "SRP" in name]
    for name, module in PROJECT.modules.items():
        assert compression.decompress(streams[f"VBA/{name}"]).decode("cp1252") == module.source


source_lines = st.lists(
    st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), max_size=60), max_size=20
)


@given(
    st.dictionaries(st.from_regex(r"[A-Z][a-z]{1,9}", fullmatch=True), source_lines, max_size=5),
    st.sampled_from(["Module", "Class"]),
)
def test_modules_of_any_names_and_source(sources: dict[str, list[str]], kind: str) -> None:
    modules = {
        name: Module("".join(f"{line}\r\n" for line in lines), kind) for name, lines in sources.items()
    }
    documents = {name: module for name, module in PROJECT.modules.items() if module.kind == "Document"}
    written = replace(PROJECT, name="billing", modules=documents | modules)
    assert project.read(project.write(written)) == written


def test_olevba_reads_what_is_written(tmp_path: Path) -> None:
    modules = {**PROJECT.modules, "Né": Module('Attribute VB_Name = "Né"\r\n\' 8 ½ min, 5 €\r\n')}
    file = tmp_path / "vbaProject.bin"
    file.write_bytes(project.write(replace(PROJECT, modules=modules)))
    assert olevba.modules(file) == {name: module.source for name, module in modules.items()}


def test_source_that_its_code_page_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="encode"):
        project.write(replace(PROJECT, modules={"M": Module("' Łukasz\r\n")}))


STREAMS = cfb.read(VBA)
DIR = compression.decompress(STREAMS["VBA/dir"])


def with_dir(records: bytes) -> dict[str, bytes]:
    return STREAMS | {"VBA/dir": compression.compress(records)}


@pytest.mark.parametrize(
    "streams",
    [
        {},
        {name: stream for name, stream in STREAMS.items() if name != "PROJECT"},
        {name: stream for name, stream in STREAMS.items() if name != "VBA/xlwings"},
        with_dir(DIR[:100]),  # no modules
        with_dir(DIR[:-3]),  # half a record at its end
        with_dir(
            DIR.replace(b"\x03\x00\x02\x00\x00\x00\xe4\x04", b"\x03\x00\x02\x00\x00\x00\xff\xff")
        ),  # no such code page
        STREAMS | {"PROJECT": STREAMS["PROJECT"].replace(b"Module=xlwings", b"Module=another")},
        STREAMS | {"PROJECT": b'Name="x"\r\n'},
        STREAMS | {"PROJECT": STREAMS["PROJECT"] + b"\x81"},  # a byte that the code page lacks
    ],
)
def test_what_lacks_a_part_is_refused(streams: dict[str, bytes]) -> None:
    with pytest.raises(ValueError, match="VBA project: a part of it is missing"):
        project.read(cfb.write(streams))
