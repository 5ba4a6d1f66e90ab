"""Compound files, in which a VBA project is kept: [MS-CFB], version 3 with sectors of 512 bytes.

Streams are named by their path. The same streams make the same bytes: no time or identity is written.

>>> sorted(read(write({"PROJECT": b"ID=...", "VBA/dir": b"..."})).items())
[('PROJECT', b'ID=...'), ('VBA/dir', b'...')]
>>> read(b"no compound file")
Traceback (most recent call last):
    ...
ValueError: compound file: has no header of version 3
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

SECTOR, MINI_SECTOR = 512, 64
CUTOFF = 4096  # a stream shorter than this is kept in mini sectors (§2.2)
_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_VERSION = (0x003E, 3, 0xFFFE, 9, 6)  # minor, major, byte order, sector and mini sector as powers of two
_HEADER = struct.Struct("<8s16x5H6x9I109I")  # §2.2
_FREE, _END, _FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD  # §2.1
_NONE = 0xFFFFFFFF
_ENTRY = struct.Struct("<64sHBBIII16x4x16xIII")  # §2.6.1; of a size, version 3 has the lower half (§2.6.3)
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_BLACK = 1
_NUMBERS_A_SECTOR = SECTOR // 4
_HEADER_FAT_SECTORS = 109
_LONGEST_NAME = 31  # of UTF-16, without the zero at its end
_FORBIDDEN = frozenset("\\:!")


def read(file: bytes) -> dict[str, bytes]:
    """The streams of a compound file by path, such as `VBA/dir`.

    Raises ValueError for bytes that are no such file, or a damaged one.
    """
    try:
        return dict(_Reader(file).streams())
    except (struct.error, IndexError, UnicodeDecodeError):
        raise ValueError("compound file: is damaged") from None


def write(streams: Mapping[str, bytes]) -> bytes:
    """The compound file that holds `streams`.

    Raises ValueError for names that it can't hold, or more than some 7 MB.
    """
    return _Writer().file(_tree(streams))


class _Entry(NamedTuple):
    """A directory entry (§2.6.1): the root, a storage or a stream."""

    name: str = ""
    kind: int = 0
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = 0
    size: int = 0

    def pack(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0" if self.name else b""
        links = self.left, self.right, self.child
        return _ENTRY.pack(name, len(name), self.kind, _BLACK, *links, self.start, self.size, 0)

    @classmethod
    def unpack(cls, packed: bytes) -> _Entry:
        name, length, kind, _, left, right, child, start, size, _ = _ENTRY.unpack(packed)
        return cls(name[: max(length - 2, 0)].decode("utf-16-le"), kind, left, right, child, start, size)


class _Reader:
    def __init__(self, file: bytes) -> None:
        self._file = file
        magic, *header = _HEADER.unpack_from(file.ljust(_HEADER.size, b"\0"))
        if magic != _MAGIC or tuple(header[1:5]) != _VERSION[1:]:
            raise ValueError("compound file: has no header of version 3")
        directory, mini_fat, more_fat_sectors = header[7], header[10], header[12]
        if more_fat_sectors != _END:
            raise ValueError("compound file: is longer than any VBA project")
        fat_sectors = [number for number in header[14:] if number != _FREE]
        self._fat = _numbers(b"".join(self._sector(number) for number in fat_sectors))
        self._mini_fat = _numbers(self._chain(mini_fat))
        self._entries = [_Entry.unpack(packed) for packed in _cut(self._chain(directory), _ENTRY.size)]
        self._mini_stream = self._chain(self._entries[0].start)

    def streams(self) -> Iterator[tuple[str, bytes]]:
        return self._streams_below(self._entries[0].child, "", set())

    def _streams_below(self, index: int, path: str, seen: set[int]) -> Iterator[tuple[str, bytes]]:
        """The streams at and under an entry, and at and under its siblings."""
        if index == _NONE:
            return
        if index in seen:
            raise ValueError("compound file: its directory runs in a circle")
        seen.add(index)
        entry = self._entries[index]
        yield from self._streams_below(entry.left, path, seen)
        if entry.kind == _STREAM:
            yield path + entry.name, self._content(entry)
        yield from self._streams_below(entry.child, f"{path}{entry.name}/", seen)
        yield from self._streams_below(entry.right, path, seen)

    def _content(self, entry: _Entry) -> bytes:
        if not entry.size:  # nowhere: its start says nothing
            return b""
        if entry.size < CUTOFF:
            numbers = _follow(self._mini_fat, entry.start)
            content = b"".join(self._mini_stream[n * MINI_SECTOR : (n + 1) * MINI_SECTOR] for n in numbers)
        else:
            content = self._chain(entry.start)
        if len(content) < entry.size:
            raise ValueError("compound file: a stream is shorter than its size")
        return content[: entry.size]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _follow(self._fat, start))

    def _sector(self, number: int) -> bytes:
        sector = self._file[(number + 1) * SECTOR : (number + 2) * SECTOR]
        if len(sector) < SECTOR:
            raise ValueError("compound file: ends before its last sector does")
        return sector


class _Writer:
    def __init__(self) -> None:
        self._sectors: list[bytes] = []
        self._fat: list[int] = []
        self._mini_stream = bytearray()
        self._mini_fat: list[int] = []
        self._entries = [_Entry("Root Entry", _ROOT)]

    def file(self, tree: _Tree) -> bytes:
        """The whole file. The FAT stands at its end, where it is known how long it must be."""
        top = self._add(_sorted(tree), tree)
        start, size = self._allocate(bytes(self._mini_stream)), len(self._mini_stream)
        self._entries[0] = self._entries[0]._replace(child=top, start=start, size=size)
        directory = self._allocate(b"".join(entry.pack() for entry in self._entries), _Entry().pack())
        mini_fat = self._allocate(_packed(self._mini_fat), _packed([_FREE]))
        used = len(self._sectors)
        fat_sectors = -(-used // (_NUMBERS_A_SECTOR - 1))  # each holds its own number as well
        if fat_sectors > _HEADER_FAT_SECTORS:
            raise ValueError("compound file: would be longer than any VBA project")
        fat = _packed([*self._fat, *[_FAT_SECTOR] * fat_sectors])
        numbers = [*range(used, used + fat_sectors), *[_FREE] * (_HEADER_FAT_SECTORS - fat_sectors)]
        mini_fat_sectors = -(-len(self._mini_fat) // _NUMBERS_A_SECTOR)
        places = (0, fat_sectors, directory, 0, CUTOFF, mini_fat, mini_fat_sectors, _END, 0)
        header = _HEADER.pack(_MAGIC, *_VERSION, *places, *numbers)
        return header + b"".join(self._sectors) + _padded(fat, SECTOR, _packed([_FREE]))

    def _add(self, names: Sequence[str], children: _Tree) -> int:
        """Adds children of a storage, their names sorted, as a tree of siblings; says where its top stands.

        The tree is balanced, and all of it is black: the simplest that §2.6.4 allows.
        """
        if not names:
            return _NONE
        middle = len(names) // 2
        place, name = len(self._entries), names[middle]
        self._entries.append(_Entry())
        left, right = self._add(names[:middle], children), self._add(names[middle + 1 :], children)
        content = children[name]
        if isinstance(content, dict):
            entry = _Entry(name, _STORAGE, left, right, child=self._add(_sorted(content), content))
        else:
            entry = _Entry(name, _STREAM, left, right, start=self._keep(content), size=len(content))
        self._entries[place] = entry
        return place

    def _keep(self, content: bytes) -> int:
        """Puts a stream where its length belongs, and says where it starts."""
        if len(content) >= CUTOFF or not content:
            return self._allocate(content)
        start = len(self._mini_fat)
        self._mini_stream += _padded(content, MINI_SECTOR)
        self._mini_fat += [*range(start + 1, len(self._mini_stream) // MINI_SECTOR), _END]
        return start

    def _allocate(self, data: bytes, filler: bytes = b"\0") -> int:
        """Puts data into sectors, and says which is the first."""
        if not data:
            return _END
        start = len(self._sectors)
        self._sectors += _cut(_padded(data, SECTOR, filler), SECTOR)
        self._fat += [*range(start + 1, len(self._sectors)), _END]
        return start


_Tree = dict[str, "bytes | _Tree"]


def _tree(streams: Mapping[str, bytes]) -> _Tree:
    """Streams by path as storages within storages."""
    top: _Tree = {}
    storages: dict[str, dict[str, bytes]] = {}
    for path, content in streams.items():
        name, slash, below = path.partition("/")
        if slash:
            storages.setdefault(name, {})[below] = content
        else:
            top[name] = content
    if both := top.keys() & storages.keys():
        raise ValueError(f"compound file: {min(both)} is a stream and a storage")
    return top | {name: _tree(inside) for name, inside in storages.items()}


def _sorted(children: _Tree) -> list[str]:
    """The names of a storage's children in their tree's order: by length, then by capitals (§2.6.4)."""
    for name in children:
        if not 0 < _length(name) <= _LONGEST_NAME or _FORBIDDEN & set(name):
            raise ValueError(f"compound file: {name} can't be a name in it")
    names = sorted(children, key=lambda name: (_length(name), name.upper()))
    if len({name.upper() for name in names}) < len(names):
        raise ValueError("compound file: two names differ only in capitals")
    return names


def _length(name: str) -> int:
    return len(name.encode("utf-16-le")) // 2


def _numbers(sectors: bytes) -> list[int]:
    return list(chain.from_iterable(struct.iter_unpack("<I", sectors)))


def _packed(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _follow(fat: Sequence[int], start: int) -> Iterator[int]:
    """The numbers of a chain's sectors (§2.3)."""
    for _ in range(len(fat) + 1):
        if start == _END:
            return
        yield start
        start = fat[start]
    raise ValueError("compound file: a chain of sectors runs in a circle")


def _cut(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


def _padded(data: bytes, size: int, filler: bytes = b"\0") -> bytes:
    return data + filler * (-len(data) % size // len(filler))
