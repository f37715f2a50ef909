"""Content is changed at random: bytes, tokens that readers choke on, lines, and the members of archives."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from random import Random

HOSTILE = (
    *(b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\\ud800", b"\x1b[31m", "\u202e".encode()),
    *(b"\r", b"\n", b"\r\n", b"\x0b", "\u2028".encode(), b",", b";", b"\t", b'"', b"'", b"|", b"\\", b"{", b"}", b"%s"),
    *(b"[" * 2000, b"(" * 2000, b"{" * 2000, b'{"a":' * 2000, b"[[" * 1000, b'"' * 200, b"9" * 5000, b"A" * 40_000),
    *(b"nan", b"NaN", b"inf", b"-Infinity", b"1e999999", b"1e-999999", b"9**9**9", b"0x1F", b"1_000", b"-0", b"1/0"),
    *("٣".encode(), "²".encode(), "½".encode(), "−".encode(), "①".encode(), b"=CMD", b"@SUM(1)", b"{file}", b"{0}"),
    *(b"null", b"true", b"[]", b"{}", b'""', b"-1", b"0", b"4294967296", b"18446744073709551616", b"__class__"),
    *(b"<!DOCTYPE a>", b"<a>", b"</a>", b"&amp;", b"]]>", b"../", b"/etc/passwd", b"C:\\", b"CON", b"\xc2\x85"),
)
"""What readers of numbers, tables, JSON, XML and paths have choked on somewhere."""
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_WORD = re.compile(rb"[A-Za-z_]+|\d+|[^\sA-Za-z_\d]")
_NUMBERS = (b"-1", b"0", b"1", b"65536", b"9" * 30, b"9" * 5000, b"1.5", b"1e400", b"NaN", b"")
_MOST_COPIES = 50
Change = Callable[[bytearray, Random], None]


def mutated(content: bytes, chance: Random, others: Sequence[bytes], most: int) -> bytes:
    """The content with one to a few changes, some of them pieces of the others; at most so many bytes."""
    if content.startswith(b"PK") and chance.random() < 0.8:
        return _repacked(content, chance)[:most]
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        if others and chance.random() < 0.1:
            _splice(changed, chance, chance.choice(others))
        else:
            chance.choice(_CHANGES)(changed, chance)
    return bytes(changed[:most])


def _place(content: bytearray, chance: Random) -> int:
    return chance.randrange(len(content) + 1)


def _span(content: bytearray, chance: Random) -> slice:
    start = _place(content, chance)
    return slice(start, start + int(chance.expovariate(0.05)))


def _flip(content: bytearray, chance: Random) -> None:
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _other_byte(content: bytearray, chance: Random) -> None:
    if content:
        content[chance.randrange(len(content))] = chance.randrange(256)


def _insert(content: bytearray, chance: Random) -> None:
    place = _place(content, chance)
    content[place:place] = chance.choice(HOSTILE)


def _remove(content: bytearray, chance: Random) -> None:
    del content[_span(content, chance)]


def _repeat(content: bytearray, chance: Random) -> None:
    span = _span(content, chance)
    content[span] = content[span] * chance.randrange(2, _MOST_COPIES)


def _cut(content: bytearray, chance: Random) -> None:
    del content[_place(content, chance) :]


def _token(content: bytearray, chance: Random, kind: re.Pattern[bytes]) -> slice:
    """Where the next token of a kind is from some place on; nothing at the end if there is none."""
    found = kind.search(content, _place(content, chance))
    return slice(*found.span()) if found else slice(len(content), len(content))


def _replace_token(content: bytearray, chance: Random) -> None:
    """Another word or number, of the same content or hostile, in place of one of them."""
    other = content[_token(content, chance, _WORD)]
    content[_token(content, chance, _WORD)] = chance.choice((other, other, chance.choice(HOSTILE)))


def _replace_number(content: bytearray, chance: Random) -> None:
    content[_token(content, chance, _NUMBER)] = chance.choice(_NUMBERS)


def _swap_lines(content: bytearray, chance: Random) -> None:
    lines = content.split(b"\n")
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    content[:] = b"\n".join(lines)


def _encode(content: bytearray, chance: Random) -> None:
    encoding = chance.choice(("utf-16", "utf-16-be", "utf-8-sig", "utf-7", "cp1252", "utf-32"))
    content[:] = content.decode("utf-8", "replace").encode(encoding, "replace")


def _splice(content: bytearray, chance: Random, other: bytes) -> None:
    piece = bytes(bytearray(other)[_span(bytearray(other), chance)])
    content[_span(content, chance)] = piece


_CHANGES: tuple[Change, ...] = (
    *(_flip, _other_byte, _insert, _insert, _remove, _repeat, _cut),
    *(_replace_token, _replace_token, _replace_number, _swap_lines, _encode),
)


def _repacked(content: bytes, chance: Random) -> bytes:
    """The archive with one of its members changed, renamed, doubled or left out, so that it can still be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [
                (entry.filename, archive.read(entry)) for entry in archive.infolist() if entry.file_size < 1 << 20
            ]
    except Exception:  # damaged before
        members = []
    if not members:
        changed = bytearray(content)
        _other_byte(changed, chance)
        return bytes(changed)
    place = chance.randrange(len(members))
    name, inner = members[place]
    match chance.randrange(8):
        case 0:
            members[place] = (_renamed(name, chance), inner)
        case 1:
            members.append((name, chance.choice(members)[1]))
        case 2:
            del members[place]
        case _:
            members[place] = (name, mutated(inner, chance, [other for _, other in members], 1 << 20))
    return zipped(members)


def _renamed(name: str, chance: Random) -> str:
    return chance.choice(("/", "../", "", "__MACOSX/", "a/" * 200, "\u202e", "CON/", "\\\\", "\x1b[31m\n")) + name


def zipped(members: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip archive of these members; of two with the same name both are in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive, warnings.catch_warnings(action="ignore"):
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 1)
    return packed.getvalue()
