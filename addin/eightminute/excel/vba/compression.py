"""Compression of VBA source: [MS-OVBA] §2.4.1.

A container is a signature byte and chunks; a chunk holds 4096 bytes of the source (the last one what is left)
as tokens: single bytes, and copies of what stands before in the same chunk.

>>> decompress(compress(b"Sub Bill()")) == b"Sub Bill()"
True
>>> decompress(b"Sub Bill()")
Traceback (most recent call last):
    ...
ValueError: compressed source: doesn't begin with the signature 0x01
"""

from __future__ import annotations

import struct
from typing import NamedTuple

CHUNK = 4096
_SIGNATURE = 0x01  # §2.4.1.1.1
_CHUNK_SIGNATURE = 0b011  # §2.4.1.1.5
_SHORTEST_COPY = 3
_TOKENS_A_FLAG_BYTE = 8


def compress(source: bytes) -> bytes:
    """The container of `source` (§2.4.1.3.6).

    Raises ValueError where the format would add bytes: a last chunk of less than 4096 bytes in which (nearly)
    nothing repeats is padded with zeros (§2.4.1.3.10). No text is like that.
    """
    starts = range(0, len(source), CHUNK)
    return bytes([_SIGNATURE]) + b"".join(_compress_chunk(source[start : start + CHUNK]) for start in starts)


def decompress(container: bytes) -> bytes:
    """The source in a container (§2.4.1.3.1).

    Raises ValueError for bytes that are no container.
    """
    if container[:1] != bytes([_SIGNATURE]):
        raise ValueError("compressed source: doesn't begin with the signature 0x01")
    source, position = bytearray(), 1
    while position < len(container):
        chunk = container[position + 2 :]
        if len(container) < position + 2:
            raise ValueError("compressed source: ends within a chunk's header")
        (header,) = struct.unpack_from("<H", container, position)
        size, signature, is_compressed = (header & 0x0FFF) + 1, header >> 12 & 0b111, header >> 15
        if signature != _CHUNK_SIGNATURE or len(chunk) < size:
            raise ValueError(f"compressed source: no chunk at byte {position}")
        source += _decompress_chunk(chunk[:size]) if is_compressed else chunk[:size]
        position += 2 + size
    return bytes(source)


class _CopyToken(NamedTuple):
    """A copy token, of whose bits as many are its offset as the place in the chunk needs (§2.4.1.3.19.1)."""

    offset_bits: int

    @classmethod
    def at(cls, place: int) -> _CopyToken:
        return cls(max((place - 1).bit_length(), 4))

    @property
    def longest(self) -> int:
        return (0xFFFF >> self.offset_bits) + _SHORTEST_COPY

    def pack(self, offset: int, length: int) -> bytes:
        return struct.pack("<H", (offset - 1) << (16 - self.offset_bits) | (length - _SHORTEST_COPY))

    def unpack(self, token: int) -> tuple[int, int]:
        return (token >> (16 - self.offset_bits)) + 1, (token & (0xFFFF >> self.offset_bits)) + _SHORTEST_COPY


def _compress_chunk(chunk: bytes) -> bytes:
    """A chunk with its header (§2.4.1.3.7): compressed, or as it is where that is no shorter."""
    data, is_compressed = _tokens(chunk), 1
    if len(data) > CHUNK:
        if len(chunk) < CHUNK:
            raise ValueError("source: its last part repeats nothing, and compressed would grow by zeros")
        data, is_compressed = chunk, 0
    return struct.pack("<H", is_compressed << 15 | _CHUNK_SIGNATURE << 12 | (len(data) - 1)) + data


def _tokens(chunk: bytes) -> bytes:
    """Token sequences (§2.4.1.3.8): a flag byte says which of the up to eight tokens after it are copies."""
    data, place = bytearray(), 0
    while place < len(chunk):
        flags, tokens = 0, bytearray()
        for index in range(_TOKENS_A_FLAG_BYTE):
            if place >= len(chunk):
                break
            kind = _CopyToken.at(place)
            length, offset = _longest_match(chunk, place, kind.longest)
            if length:
                flags |= 1 << index
                tokens += kind.pack(offset, length)
            else:
                length = 1
                tokens += chunk[place : place + 1]
            place += length
        data += bytes([flags]) + tokens
    return bytes(data)


def _longest_match(chunk: bytes, place: int, longest: int) -> tuple[int, int]:
    """Length and offset of the longest match before `place`, the nearest of several (§2.4.1.3.19.4).

    It may run on into what it is copied to. Both are 0 where nothing of three bytes or more matches.
    """
    length = offset = 0
    for tried in range(_SHORTEST_COPY, min(longest, len(chunk) - place) + 1):
        found = chunk.rfind(chunk[place : place + tried], 0, place - 1 + tried)
        if found < 0:
            break
        length, offset = tried, place - found
    return length, offset


def _decompress_chunk(tokens: bytes) -> bytes:
    """The source in a chunk's token sequences (§2.4.1.3.2)."""
    source, position = bytearray(), 0
    while position < len(tokens):
        flags = tokens[position]
        position += 1
        for index in range(_TOKENS_A_FLAG_BYTE):
            if position >= len(tokens):
                break
            if flags >> index & 1:
                source += _copy(source, tokens[position : position + 2])
                position += 2
            else:
                source.append(tokens[position])
                position += 1
    return bytes(source)


def _copy(source: bytearray, token: bytes) -> bytes:
    offset, length = _CopyToken.at(len(source)).unpack(int.from_bytes(token, "little"))
    if len(token) < 2 or offset > len(source):  # noqa: PLR2004 -- a copy token is two bytes
        raise ValueError("compressed source: a copy of what isn't there")
    repeated = bytes(source[-offset:])
    return (repeated * (length // offset + 1))[:length]
