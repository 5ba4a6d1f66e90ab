"""Compression of VBA source: the specification's examples, what any bytes come back as, what is refused."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.excel.vba.olevba import decompress_stream

from eightminute.excel.vba.compression import CHUNK, compress, decompress

# [MS-OVBA] §3.2.1 to §3.2.3. Of the second, an earlier revision has a form that copies from farther.
EXAMPLES = [
    (
        b"abcdefghijklmnopqrstuv.",
        "01 19 b0 00 61 62 63 64 65 66 67 68 00 69 6a 6b 6c 6d 6e 6f 70 00 71 72 73 74 75 76 2e",
    ),
    (
        b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
        (
            "01 2f b0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6a 01 38 08 61 6b 6c 00 20 "
            "6d 6e 6f 70 06 71 02 70 04 00 72 73 74 75 76 10 77 78 79 7a 00 2c"
        ),
    ),
    (b"a" * 73, "01 03 b0 02 61 45 00"),
]
EARLIER = (
    "01 2f b0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6a 01 38 08 61 6b 6c 00 30 "
    "6d 6e 6f 70 06 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7a 00 3c"
)


def noise(length: int) -> bytes:
    """Bytes in which nothing of three bytes comes twice soon: they can't be compressed."""
    return random.Random(97112).randbytes(length)  # noqa: S311 -- the same noise each time, and no secret


@pytest.mark.parametrize(("source", "compressed"), EXAMPLES)
def test_the_examples_of_the_specification(source: bytes, compressed: str) -> None:
    assert compress(source).hex(" ") == compressed
    assert decompress(bytes.fromhex(compressed)) == source


def test_the_earlier_form_of_an_example_is_read_too() -> None:
    assert decompress(bytes.fromhex(EARLIER)) == EXAMPLES[1][0]


# Text of all kinds: few letters, so that much repeats; and pieces that come again.
repetitive = st.text("ab\n ", max_size=300).map(str.encode)
sources = st.one_of(
    st.binary(max_size=3600),
    st.lists(st.sampled_from([b"End Function\r\n", b"Dim ", b"x", b"UNITS97112"]), max_size=2000).map(
        b"".join
    ),
    st.tuples(repetitive, st.integers(0, 60)).map(lambda pair: pair[0] * pair[1]),
)


@given(sources)
def test_any_source_comes_back(source: bytes) -> None:
    compressed = compress(source)
    assert decompress(compressed) == source
    if source:
        assert decompress_stream(bytearray(compressed)) == source


@pytest.mark.parametrize(
    "length", [0, 1, 2, 15, 16, 17, 18, 32, 33, 4095, 4096, 4097, 4098, 8192, 8193, 3 * 4096 + 1]
)
@pytest.mark.parametrize("piece", [b"a", b"ab", b"abcdefghijklmnopqrstuvwxyz" * 3, b"\0"])
def test_lengths_at_which_something_changes(length: int, piece: bytes) -> None:
    # 16, 32, ... bytes into a chunk a copy token has a bit more for its offset; 4096 bytes fill a chunk
    source = (piece * length)[:length]
    assert decompress(compress(source)) == source


@given(st.integers(0, 3))
def test_a_chunk_that_would_grow_is_kept_as_it_is(chunks: int) -> None:
    source = noise(chunks * CHUNK)
    compressed = compress(source)
    assert decompress(compressed) == source
    assert len(compressed) == 1 + chunks * (2 + CHUNK)  # nothing but two bytes of header each


def test_kept_and_compressed_chunks_beside_each_other() -> None:
    source = noise(CHUNK) + b"a" * CHUNK + noise(CHUNK) + b"End Sub"
    assert decompress(compress(source)) == source


def test_what_the_format_would_lengthen_is_refused() -> None:
    # 9 bytes for 8 that don't repeat: up to 3640 fit into a chunk, and only a full one may stay as it is
    assert decompress(compress(noise(3640))) == noise(3640)
    for length in (3641, CHUNK - 1, 2 * CHUNK - 1):
        with pytest.raises(ValueError, match="grow by zeros"):
            compress(noise(length))


@pytest.mark.parametrize(
    ("container", "message"),
    [
        (b"", "doesn't begin with the signature"),
        (b"\x02\x00\xb0\x00", "doesn't begin with the signature"),
        (b"\x01\x03", "ends within a chunk's header"),
        (b"\x01\x03\xb0\x02", "no chunk at byte 1"),  # shorter than its header says
        (b"\x01\x03\x80\x02\x61\x45\x00", "no chunk at byte 1"),  # without the chunk's signature
        (b"\x01\x02\xb0\x01\x00\x00", "a copy of what isn't there"),  # a copy before anything
        (b"\x01\x03\xb0\x02\x61\x45\x70", "a copy of what isn't there"),  # from before the chunk
        (b"\x01\x02\xb0\x02\x61\x45", "a copy of what isn't there"),  # half a token
    ],
)
def test_what_is_no_container(container: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        decompress(container)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(container: bytes) -> None:
    with suppress(ValueError):  # and no other error
        decompress(container)
